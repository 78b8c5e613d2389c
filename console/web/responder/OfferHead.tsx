import './OfferHead.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { now } from '../live/page.ts';
import { words } from './language.ts';
import { doorOf } from './places.ts';
import { Sign } from './Sign.tsx';

/** What it is, since when, where. */
export function OfferHead({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { priority, call, group, place, receivedAt } = leg;
  return (
    <header class={`head p${priority}`}>
      <p>
        <Sign priority={priority} /> {w.calls[call] ?? call}
        <time>{w.ago(Math.max(0, Math.floor((now.value - Date.parse(receivedAt)) / 1000)))}</time>
      </p>
      {group && <p class="together">{w.together(group.name, group.open, group.urgent)}</p>}
      <h1>
        {place.courtyard?.name ?? w.unknownPlace}
        <small>{doorOf(place)}</small>
      </h1>
    </header>
  );
}
