import './StandDown.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { words } from './language.ts';
import { answer } from './outbox.ts';

/** Nobody goes in vain: confirmed by the person, and chased until they have. */
export function StandDown({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { incident, leg: id, delivery, because = '' } = leg;
  return (
    <main class="stand-down">
      <h1>{w.standDown}</h1>
      <p>{leg.place.courtyard?.name}</p>
      <p>
        {w.standDownWhy[because] ?? ''} {w.thanks}
      </p>
      <div class="space" />
      <button class="yes calm" type="button" onClick={() => answer({ incident, leg: id, delivery, reply: 'receipt' })}>
        {w.understood}
      </button>
    </main>
  );
}
