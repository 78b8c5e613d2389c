// The two tracks side by side: each leg with its state and age, and who would be asked next.
import type { IncidentDetail, IncidentView, LegView } from '../../../contracts/incident/views.ts';
import { actionsDisabled, now } from '../live/page.ts';
import { elapsed } from '../look/time.ts';
import { words } from '../words/words.ts';
import { order } from './orders.ts';
import { Phone } from './Pane.tsx';
import { mayOrder } from './state.ts';

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

const goes = ({ purpose }: LegView): boolean => purpose === 'comes' || purpose === 'bridge';
/** The officer has spoken with them: that ends a doubt. */
const isInDoubt = ({ doubtful, because }: LegView): boolean => doubtful !== undefined || because === 'silent';

function Leg({ leg, incident }: { leg: LegView; incident: IncidentView }) {
  const w = words.value;
  const { responder, state, told } = leg;
  const active = leg.standing === 'taken' || state === 'done';
  const waiting = leg.standing === 'asked';
  const way = leg.standing === 'taken' && state !== 'on_scene' && goes(leg);
  const untold = state === 'stood_down' && !told;
  return (
    <li class={active ? 'active' : waiting ? 'waiting' : 'ended'} data-leg={leg.id} data-state={state}>
      <b>
        {responder.name}
        {responder.simulated && <span class="sim">{w.simulated}</span>}
      </b>
      <small>
        {w.roles[responder.role]}
        {leg.byHand ? ` · ${w.byHand}` : ''}
        {leg.need === 'door' || leg.need === 'health' ? '' : ` · ${w.needNames[leg.need]}`}
      </small>
      <small>
        {w.legStates[state]}
        {way ? `，${w.arrivesIn(w.minutes(Math.round(leg.travelSeconds / 60)))}` : ''}
        {waiting ? ` ${elapsed(now.value - Date.parse(leg.offeredAt))}` : ''}
        {untold ? `，${w.untold}` : ''}
        {leg.doubtful ? ` · ${w.doubts[leg.doubtful] ?? leg.doubtful}` : ''}
      </small>
      {responder.phone && (active || waiting || untold) && (
        <small>
          <Phone number={responder.phone} />
        </small>
      )}
      {mayOrder.value && incident.state === 'open' && (leg.standing === 'taken' || waiting) && (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void order(incident.id, { command: 'withdraw', leg: leg.id })}
        >
          {w.withdraw}
        </button>
      )}
      {mayOrder.value && incident.state === 'open' && leg.standing === 'taken' && isInDoubt(leg) && (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void order(incident.id, { command: 'confirm', leg: leg.id })}
        >
          {state === 'on_scene' ? w.confirmThere : w.confirmComing}
        </button>
      )}
      {mayOrder.value && untold && (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void order(incident.id, { command: 'told', leg: leg.id })}
        >
          {w.toldByVoice}
        </button>
      )}
    </li>
  );
}
