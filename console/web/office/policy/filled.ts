// A policy while somebody fills it in: what may be missing or half typed is read as far as it says something.
import type { CallRule, Group, Plan, Policy, Tier } from '../../../../contracts/office/policy.ts';
import type { RegistryProblem } from '../../../../contracts/office/registry.ts';
import type { Document } from '../registry/values.ts';

/** A policy that is being changed here. */
export type Filling = {
  document: Document;
  wrong: ReadonlyMap<string, RegistryProblem>;
  set: (document: Document) => void;
};

const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);
const isTime = (text: unknown): text is string => typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
const figure = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/** As a ladder needs it. Hours that are no hours yet count as the whole day: what is wrong with them stands at the field. */
export function read(document: Document): Policy {
  return {
    ...(document as Policy),
    calls: list<CallRule>(document.calls).map((rule) => callOf(rule)),
    plans: list<Plan>(document.plans).map((plan) => ({ ...plan, tiers: list<Tier>(plan.tiers).map(tierOf) })),
    whenSpent: {
      roles: list<Group['roles'][number]>((document.whenSpent as Policy['whenSpent'] | undefined)?.roles) as never,
      everySeconds: list<number>((document.whenSpent as Policy['whenSpent'] | undefined)?.everySeconds) as never,
    },
  };
}

function callOf({ between, plans, ...rule }: CallRule): CallRule {
  const hours = between && isTime(between.from) && isTime(between.to) ? { between } : {};
  return { ...rule, plans: plans ?? {}, ...hours };
}

const tierOf = (tier: Tier): Tier => ({
  ...tier,
  answerWithinSeconds: figure(tier.answerWithinSeconds),
  channels: list<Tier['channels'][number]>(tier.channels) as Tier['channels'],
  who: list<Group>(tier.who).map((group) => ({ ...group, roles: list(group.roles) as Group['roles'] })),
});

/** An id that no plan has yet. */
export function newPlanId(plans: readonly Plan[]): string {
  const taken = new Set(plans.map(({ id }) => id));
  for (let n = plans.length + 1; ; n++) if (!taken.has(`plan-${n}`)) return `plan-${n}`;
}

/** One of a list taken to another place. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const one = all[from];
  return one === undefined || to < 0 || to >= all.length ? [...all] : all.toSpliced(from, 1).toSpliced(to, 0, one);
}
