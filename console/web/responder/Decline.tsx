import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { DeclineReason } from '../../../contracts/terms.ts';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { answer } from './outbox.ts';

/** Why not: one tap. */
export function Decline({ leg, leave }: { leg: MyLeg; leave: () => void }) {
  const w = words.value;
  const { incident, leg: id, delivery } = leg;
  return (
    <section class="sheet" aria-label={w.noWhy}>
      <h2>{w.noWhy}</h2>
      {(Object.keys(w.reasons) as DeclineReason[]).map((reason) => (
        <button
          key={reason}
          class="no"
          type="button"
          onClick={() => answer({ incident, leg: id, delivery, reply: 'decline', reason })}
        >
          {w.reasons[reason]}
        </button>
      ))}
      <Button class="plain" does={leave} says={w.back} />
    </section>
  );
}
