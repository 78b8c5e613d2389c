import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { asksKnown, numberOf } from '../../../contracts/outsideCall.ts';
import type { HelpNeed } from '../../../contracts/terms.ts';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { answer } from './outbox.ts';
import { haveCalled } from './state.ts';

/** What is needed at the door besides; what was asked for can be taken back. */
export function Help({ leg, leave }: { leg: MyLeg; leave: () => void }) {
  const w = words.value;
  const { incident, leg: id, delivery, helpAsked = [] } = leg;
  const choice = (key: string, says: string, does: () => void, danger = false) => (
    <button
      key={key}
      class={danger ? 'no danger' : 'no'}
      type="button"
      onClick={() => {
        does();
        leave();
      }}
    >
      {says}
    </button>
  );
  return (
    <section class="sheet" aria-label={w.helpWhat}>
      <h2>{w.helpWhat}</h2>
      <div class="choices">
        {(Object.keys(w.needs) as HelpNeed[]).map((needs) => {
          const asked = helpAsked.includes(needs);
          return choice(
            needs,
            asked ? w.takeBackHelp(w.needs[needs]) : w.needs[needs],
            () => answer({ incident, leg: id, delivery, reply: asked ? 'help_withdrawn' : 'help', needs }),
            needs === 'ambulance' && !asked,
          );
        })}
        {asksKnown.map((asks) => choice(asks, w.calledMyself(numberOf(asks)), () => haveCalled(leg, asks)))}
      </div>
      <Button class="plain" does={leave} says={w.back} />
    </section>
  );
}
