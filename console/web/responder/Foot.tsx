// Under the thumb: telephone, more help, the next step.
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { numberOf } from '../../../contracts/outsideCall.ts';
import { Button } from '../look/Button.tsx';
import { Phone } from '../look/Phone.tsx';
import { Arrived } from './Arrived.tsx';
import { cardRead, putCardAside } from './card.ts';
import { draftOf, dropDraft } from './drafts.ts';
import { Help } from './Help.tsx';
import { words } from './language.ts';
import { answer } from './outbox.ts';
import { finish, haveCalled } from './state.ts';

export function Foot({ leg, desk }: { leg: MyLeg; desk: boolean }) {
  const w = words.value;
  const [sheet, setSheet] = useState<'help' | 'arrived'>();
  const leave = (): void => {
    putCardAside();
    setSheet(undefined);
  };
  if (sheet === 'help') return <Help leg={leg} leave={leave} />;
  const there = leg.state === 'on_scene';
  const { asks } = leg;
  const arrives = sheet === 'arrived' || (cardRead.value !== undefined && !there && !desk && asks === undefined);
  if (arrives) return <Arrived key={cardRead.value} leg={leg} leave={leave} read={cardRead.value} />;
  const phone = leg.persons.find((one) => one.phone !== undefined)?.phone;
  const next = (says: string, does: () => void) => <Button class="yes calm" does={does} says={says} />;
  return (
    <footer class="foot">
      <div class="pair">
        {phone !== undefined ? (
          <Phone class="no" number={phone}>
            {w.callPerson}
          </Phone>
        ) : leg.desk !== undefined ? (
          <Phone class="no" number={leg.desk}>
            {w.callDesk}
          </Phone>
        ) : null}
        <Button class="no" does={() => setSheet('help')} says={leg.helpAsked ? w.helpAsked : w.help} />
      </div>
      {asks !== undefined
        ? next(w.callDone(numberOf(asks)), () => haveCalled(leg, asks))
        : there || desk
          ? next(w.done, () => end(leg))
          : next(w.arrived, () => setSheet('arrived'))}
      {!there && <Button class="plain" does={() => giveUp(leg)} says={w.giveUp} />}
    </footer>
  );
}

function end(leg: MyLeg): void {
  const { findings, text } = draftOf(leg);
  dropDraft(leg);
  finish(leg, {
    ...(findings.length > 0 ? { findings: [...findings] } : {}),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  });
}

const giveUp = ({ incident, leg, delivery }: MyLeg): void =>
  answer({ incident, leg, delivery, reply: 'decline', reason: 'other' });
