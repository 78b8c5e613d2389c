// One plan as a ladder: each tier a rung, from when it is asked, who it asks by what, and how long it waits; at its end who is called again and again.
import { useState } from 'preact/hooks';
import { beginsOf } from '../../../../contracts/office/ladder.ts';
import type { Plan, Policy, Tier } from '../../../../contracts/office/policy.ts';
import { groupSays, waitSays } from '../../../../wording/policy.ts';
import { ask } from '../asked.ts';
import { Inputs } from '../registry/Inputs.tsx';
import { type Document, withField } from '../registry/values.ts';
import { firstTier, planFields, tierFields } from './fields.ts';
import { type Filling, moved, newPlanId } from './filled.ts';
import { callSays } from './lines.ts';
import { PlanLink } from './PlanLink.tsx';
import { policyWords } from './words.ts';

/** A list of the document while it is filled in: the plans, or the tiers of one. */
type Part = { all: readonly Document[]; put: (next: readonly Document[]) => void };

export function Ladders({ policy, plan, filling }: { policy: Policy; plan: string; filling: Filling | undefined }) {
  const w = policyWords.value;
  const index = Math.max(
    0,
    policy.plans.findIndex(({ id }) => id === plan),
  );
  const one = policy.plans[index];
  const plans: Part | undefined = filling && {
    all: (filling.document.plans ?? []) as readonly Document[],
    put: (next) => filling.set(withField(filling.document, 'plans', next)),
  };
  return (
    <section class="ladders" aria-label={w.plans}>
      <h2>{w.plans}</h2>
      <nav class="reasons" aria-label={w.plans}>
        {policy.plans.map((other) => (
          <PlanLink key={other.id} plan={other} current={other === one} />
        ))}
        {plans && <NewPlan policy={policy} plans={plans} />}
      </nav>
      {one && <Ladder key={one.id} {...{ policy, index, filling, plans }} plan={one} />}
    </section>
  );
}

function NewPlan({ policy, plans }: { policy: Policy; plans: Part }) {
  const w = policyWords.value;
  function add(): void {
    const id = newPlanId(policy.plans);
    plans.put([...plans.all, { id, track: 'grid', name: w.newPlan, tiers: [firstTier] }]);
    ask({ page: 'policy', plan: id }, true);
  }
  return (
    <button class="button" type="button" onClick={add}>
      {w.addPlan}
    </button>
  );
}

type One = { policy: Policy; plan: Plan; index: number; filling: Filling | undefined; plans: Part | undefined };

function Ladder({ policy, plan, index, filling, plans }: One) {
  const w = policyWords.value;
  const [open, setOpen] = useState<number>();
  const { tiers, spent } = beginsOf(plan);
  const own = plans?.all[index] ?? {};
  const put = (next: Document): void => plans?.put(plans.all.with(index, next));
  const part: Part = {
    all: (own.tiers ?? []) as readonly Document[],
    put: (next) => put(withField(own, 'tiers', next)),
  };
  const used = policy.calls.filter((rule) => Object.values(rule.plans).includes(plan.id));
  return (
    <article class="ladder" aria-label={plan.name}>
      <p class="used">
        {w.tracks[plan.track]} ·{' '}
        {used.length > 0 ? w.usedBy([...new Set(used.map(({ kind }) => callSays(kind)))].join(w.comma)) : w.notUsed}
      </p>
      {filling && plans && (
        <div class="plan">
          <Inputs
            fields={planFields}
            at={`plans/${index}`}
            document={own}
            wrong={filling.wrong}
            set={(next) => put(next)}
          />
          {plans.all.length > 1 && (
            <button class="button" type="button" onClick={() => plans.put(plans.all.toSpliced(index, 1))}>
              {w.removePlan}
            </button>
          )}
        </div>
      )}
      <ol>
        {plan.tiers.map((tier, i) => (
          <li key={i}>
            <b class="at">{i === 0 ? w.atOnce : w.from(w.mmss(tiers[i] ?? 0))}</b>
            <Rung tier={tier} n={i} />
            {filling && (
              <Edits n={i} open={open === i} of={part} turn={(next) => setOpen(next)}>
                <Inputs
                  fields={tierFields}
                  at={`plans/${index}/tiers/${i}`}
                  document={part.all[i] ?? {}}
                  wrong={filling.wrong}
                  set={(next) => part.put(part.all.with(i, next))}
                />
              </Edits>
            )}
          </li>
        ))}
        <End policy={policy} at={spent} />
      </ol>
      {filling && (
        <button
          class="button"
          type="button"
          onClick={() => [setOpen(part.all.length), part.put([...part.all, firstTier])]}
        >
          {w.addTier}
        </button>
      )}
    </article>
  );
}

function End({ policy, at }: { policy: Policy; at: number }) {
  const w = policyWords.value;
  const { roles, everySeconds } = policy.whenSpent;
  return (
    <li class="end">
      <b class="at">{w.from(w.mmss(at))}</b>
      <div class="rung">
        <p>{w.spent(roles.map((role) => w.roles[role]).join(w.comma), everySeconds.join(w.comma))}</p>
      </div>
    </li>
  );
}

function Rung({ tier, n }: { tier: Tier; n: number }) {
  const w = policyWords.value;
  return (
    <div class="rung">
      <h3>
        {w.tier(n + 1)}
        {w.colon}
        {tier.name}
        {tier.asks === 'call_120' && w.call120}
      </h3>
      <ul>
        {tier.who.map((group, i) => (
          <li key={i}>{groupSays(group, w)}</li>
        ))}
      </ul>
      <p>
        {w.by(tier.channels.map((channel) => w.channels[channel]).join(w.comma))}
        {w.comma}
        {waitSays(tier, w)}
      </p>
    </div>
  );
}

function Edits(props: {
  n: number;
  open: boolean;
  of: Part;
  turn: (open: number | undefined) => void;
  children: preact.ComponentChildren;
}) {
  const { n, open, of, turn, children } = props;
  const w = policyWords.value;
  const go = (to: number): void => {
    of.put(moved(of.all, n, to));
    turn(open ? to : undefined);
  };
  const named = (what: string): string => `${what} ${w.tier(n + 1)}`;
  return (
    <div class="edits">
      <p class="acts">
        <button
          class="button"
          type="button"
          aria-expanded={open}
          aria-label={named(open ? w.done : w.edit)}
          onClick={() => turn(open ? undefined : n)}
        >
          {open ? w.done : w.edit}
        </button>
        <button class="button" type="button" aria-label={named(w.up)} disabled={n === 0} onClick={() => go(n - 1)}>
          {w.up}
        </button>
        <button
          class="button"
          type="button"
          aria-label={named(w.down)}
          disabled={n === of.all.length - 1}
          onClick={() => go(n + 1)}
        >
          {w.down}
        </button>
        <button
          class="button"
          type="button"
          aria-label={named(w.remove)}
          disabled={of.all.length === 1}
          onClick={() => [of.put(of.all.toSpliced(n, 1)), turn(undefined)]}
        >
          {w.remove}
        </button>
      </p>
      {open && <div class="one">{children}</div>}
    </div>
  );
}
