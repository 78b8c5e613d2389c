import './WayHead.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { numberOf } from '../../../contracts/outsideCall.ts';
import { clockOf, minutesOf } from '../look/time.ts';
import { words } from './language.ts';
import { later } from './later.ts';
import { outbox } from './outbox.ts';
import { doorOf } from './places.ts';

/** How far it is, and where. */
export function WayHead({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { place, travelSeconds } = leg;
  const metres = later.value?.metresTo(leg);
  const accepted = outbox.value.find(
    (one) => one.kind === 'reply' && one.body.reply === 'accept' && one.body.leg === leg.leg,
  );
  return (
    <header class="way-head">
      {travelSeconds > 0 ? (
        <b>
          {minutesOf(travelSeconds)} <small>{w.minuteUnit}</small>
          {metres !== undefined && <span>{w.metres(metres)}</span>}
        </b>
      ) : (
        <b>{leg.asks ? numberOf(leg.asks) : '✓'}</b>
      )}
      <p>
        {place.courtyard?.name ?? w.unknownPlace}
        <strong>{doorOf(place)}</strong>
        {accepted?.kind === 'reply' && accepted.body.at !== undefined && (
          <em>{w.waitingTag(clockOf(Date.parse(accepted.body.at)))}</em>
        )}
      </p>
    </header>
  );
}
