// The two tracks side by side: each leg with its state and age, and who would be asked next.
import './Tracks.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { Leg } from './Leg.tsx';

export function Tracks({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  return (
    <div class="tracks">
      {(['grid', 'health'] as const).map((track) => {
        // Who was only told as an officer stands with the officer's need.
        const legs = incident.legs.filter((leg) => leg.track === track && leg.need !== 'officer');
        const at = incident.tracks.find((one) => one.track === track);
        const ladder = detail?.ladder.find((one) => one.track === track)?.tiers ?? [];
        const ahead = incident.state === 'open' && at ? ladder.slice(at.tier + 1) : [];
        return (
          <section class={`track ${track}`} key={track}>
            <h3>
              <svg viewBox="0 0 22 8" aria-hidden="true">
                <path class={`route ${track}`} d="M1 4H22" />
              </svg>
              {w[track]}
            </h3>
            <ol class="ladder">
              {legs.map((leg) => (
                <Leg key={leg.id} leg={leg} incident={incident} />
              ))}
              {ahead.map((name) => (
                <li class="ahead" key={name}>
                  <small>{name}</small>
                </li>
              ))}
            </ol>
            {legs.length === 0 && <p class="none">{w.noLegs}</p>}
          </section>
        );
      })}
    </div>
  );
}
