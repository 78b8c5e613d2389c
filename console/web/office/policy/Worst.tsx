// The figure that always stands here: how long it takes at the worst until somebody is going, and why.
import { worstOf } from '../../../../contracts/office/ladder.ts';
import type { Policy } from '../../../../contracts/office/policy.ts';
import type { Priority } from '../../../../contracts/terms.ts';
import { callSays } from './lines.ts';
import { policyWords } from './words.ts';

type Both = {
  /** that holds */
  of: Policy;
  /** as somebody is changing it */
  next: Policy;
};

export function Worst({ of, next }: Both) {
  const w = policyWords.value;
  const worst = worstOf(next);
  const { roles, everySeconds } = next.whenSpent;
  if (!worst) return <p class="worst">{w.noWay}</p>;
  const { from, to } = worst.stretch;
  const hours = from === to ? w.allDay : w.between(from, to);
  const plan = next.plans.find(({ id }) => id === worst.plan);
  return (
    <>
      <p class="worst">
        {w.worst} <Figure of={of} next={next} />
        {worstOf(next, 1) && (
          <span class="gravest">
            {w.worstGravest}
            <Figure of={of} next={next} priority={1} />
          </span>
        )}
      </p>
      <p class="worst-why">
        {w.worstSays(callSays(worst.kind), hours, plan?.name ?? '', plan?.tiers.length ?? 0)}{' '}
        {w.worstAfter(roles.map((role) => w.roles[role]).join(w.comma), everySeconds[0] ?? 0)} {w.worstShorter}
      </p>
    </>
  );
}

function Figure({ of, next, priority }: Both & { priority?: Priority }) {
  const w = policyWords.value;
  const [now, changed] = [worstOf(of, priority)?.seconds ?? 0, worstOf(next, priority)?.seconds ?? 0];
  return (
    <>
      {now !== changed && <del>{w.mmss(now)}</del>} <b>{w.mmss(changed)}</b>
    </>
  );
}
