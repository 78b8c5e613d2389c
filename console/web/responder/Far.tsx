import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { words } from './language.ts';
import { later } from './later.ts';

/** How far by road, once the phone knows where it is; the grid says roughly where. */
export function Far({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const metres = later.value?.metresTo(leg);
  return (
    <p>
      {metres === undefined ? leg.place.grid?.name : `${w.distance} · ${leg.place.grid?.name ?? ''}`}
      {leg.away ? <b class="away">{w.notAtHome}</b> : metres !== undefined && <b>{w.metres(metres)}</b>}
    </p>
  );
}
