// How long there is to answer, yes, and no.
import './OfferFoot.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { numberOf } from '../../../contracts/outsideCall.ts';
import { now } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { answer } from './outbox.ts';
import { choose, haveCalled } from './state.ts';

export function OfferFoot({ leg, goes, decline }: { leg: MyLeg; goes: boolean; decline: () => void }) {
  const w = words.value;
  const { answerBy, offeredAt, asks } = leg;
  const left = answerBy === undefined ? undefined : Math.ceil((Date.parse(answerBy) - now.value) / 1000);
  const whole = answerBy === undefined ? 1 : Math.max(1, (Date.parse(answerBy) - Date.parse(offeredAt)) / 1000);
  const number = asks && numberOf(asks);
  return (
    <footer class="foot">
      {left !== undefined && (
        <>
          <div class="bar">
            <i style={{ width: `${Math.max(0, Math.min(100, (left / whole) * 100))}%` }} />
          </div>
          <p class="timer">{left > 0 ? w.nextIn(left) : w.overdue}</p>
        </>
      )}
      {number !== undefined && (
        <a class="no danger" href={`tel:${number}`}>
          {w.callNumber(number)}
        </a>
      )}
      <Button class="yes" does={() => sayYes(leg, goes)} says={number === undefined ? w.yes : w.callDone(number)} />
      <Button class="no" does={decline} says={w.no} />
    </footer>
  );
}

function sayYes(leg: MyLeg, goes: boolean): void {
  if (leg.asks !== undefined) {
    haveCalled(leg, leg.asks);
    return;
  }
  const reply = { incident: leg.incident, leg: leg.leg, delivery: leg.delivery };
  answer({ ...reply, reply: 'accept' });
  if (goes && leg.travelSeconds > 0) answer({ ...reply, reply: 'en_route' });
  choose(leg);
}
