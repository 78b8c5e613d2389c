// What must hold in a policy before it is taken over: every tier can be reached, every role is held by somebody, and no call
// can end in silence. Each problem names its place in the file and says why.

import { CallKind } from '../terms.ts';
import { checkInRuleFits } from './checkInCheck.ts';
import type { CommunityBundle, Responder } from './community.ts';
import { type CallRule, type Group, needToKnowOf, type Plan, type Policy, surgeRuleOf, type Tier } from './policy.ts';
import { error, type Problem, warning } from './problem.ts';

type Parts = Pick<CommunityBundle, 'policy' | 'responders'>;

/** Everything that is wrong with a policy for these people; empty when nothing is. */
export function checkPolicy({ policy, responders }: Parts): Problem[] {
  return [
    ...CallKind.enum.flatMap((kind) => kindWithoutRule(policy, kind)),
    ...policy.calls.flatMap((rule, i) => checkRule(policy, rule, i)),
    ...duplicatePlans(policy),
    ...policy.plans.flatMap((plan, i) => checkPlan(policy, plan, i, responders)),
    ...silentEnd(policy, responders),
    ...restlessSurge(policy),
    ...knownTooSoon(policy),
    ...checkInRuleFits(policy),
    ...policy.readiness.roles.flatMap((role, i) =>
      holders(responders, [role]).length > 0
        ? []
        : [error(`/policy/readiness/roles/${i}`, 'roles', `nobody is ${role}: no home could ever be ready`)],
    ),
  ];
}

function kindWithoutRule(policy: Policy, kind: CallKind): Problem[] {
  const allDay = policy.calls.some((rule) => rule.kind === kind && rule.between === undefined);
  return allDay
    ? []
    : [error('/policy', 'calls', `no rule for "${kind}" at every hour: such a call would end in silence`)];
}

function checkRule(policy: Policy, rule: CallRule, i: number): Problem[] {
  const path = `/policy/calls/${i}`;
  const before = policy.calls.slice(0, i).find((one) => one.kind === rule.kind && one.between === undefined);
  const plans = Object.entries(rule.plans);
  return [
    ...(before ? [error(path, 'kind', `is never used: an earlier rule for "${rule.kind}" holds at every hour`)] : []),
    ...(rule.between && rule.between.from === rule.between.to
      ? [error(path, 'between', 'begins and ends at the same minute: leave it out for a rule of the whole day')]
      : []),
    ...(plans.length === 0 ? [error(path, 'plans', 'names no plan: such a call would end in silence')] : []),
    ...plans.flatMap(([track, id]) => {
      const plan = policy.plans.find((one) => one.id === id);
      if (!plan) return [error(`${path}/plans`, track, `there is no plan "${id}"`)];
      return plan.track === track
        ? []
        : [error(`${path}/plans`, track, `"${id}" is a plan of the ${plan.track} track`)];
    }),
  ];
}

function duplicatePlans({ plans }: Policy): Problem[] {
  return plans.flatMap(({ id }, i) =>
    plans.findIndex((one) => one.id === id) === i ? [] : [error(`/policy/plans/${i}`, 'id', `"${id}" is already used`)],
  );
}

function checkPlan(policy: Policy, plan: Plan, i: number, responders: readonly Responder[]): Problem[] {
  const path = `/policy/plans/${i}`;
  const used = policy.calls.some((rule) => Object.values(rule.plans).includes(plan.id));
  return [
    ...(used ? [] : [error(path, 'id', `no call uses the plan "${plan.id}": its tiers could never be reached`)]),
    ...plan.tiers.flatMap((tier, n) => [
      ...checkTier(policy, tier, `${path}/tiers/${n}`, responders),
      ...alwaysAskedBefore(plan, n, `${path}/tiers/${n}`, responders),
    ]),
  ];
}

function checkTier(policy: Policy, tier: Tier, path: string, responders: readonly Responder[]): Problem[] {
  const shut = tier.channels.filter((channel) => channel !== 'app' && !policy.channels.includes(channel));
  const rings = tier.ringAgainSeconds;
  return [
    ...tier.who.flatMap((group, i) => checkGroup(group, i, `${path}/who/${i}`, responders)),
    ...shut.map((channel) =>
      error(
        path,
        'channels',
        `"${channel}" has no gateway in this district: add it to policy.channels or leave it out`,
      ),
    ),
    ...(tier.channels.includes('app') || shut.length < tier.channels.length
      ? []
      : [error(path, 'channels', 'none of its channels exists: this tier could not be reached')]),
    ...(rings !== undefined && rings >= tier.answerWithinSeconds
      ? [warning(path, 'ringAgainSeconds', 'is not less than answerWithinSeconds: it never rings again')]
      : []),
  ];
}

function checkGroup(group: Group, i: number, path: string, responders: readonly Responder[]): Problem[] {
  const missing = group.roles.filter((role) => holders(responders, [role]).length === 0);
  const members = holders(responders, group.roles);
  const placed = members.filter((one) =>
    group.area === 'courtyard' ? one.courtyard !== undefined : one.grid !== undefined || one.courtyard !== undefined,
  );
  const local = group.area === 'courtyard' || group.area === 'own_grid' || group.area === 'neighbour_grids';
  const skilled = group.needs === undefined || members.some((one) => one.skills?.includes(group.needs as never));
  return [
    ...missing.map((role) => error(path, 'roles', `nobody is ${role}: they could never be asked`)),
    ...(local && members.length > 0 && placed.length === 0
      ? [error(path, 'area', `none of these people has a ${group.area === 'courtyard' ? 'courtyard' : 'grid'}`)]
      : []),
    ...(skilled ? [] : [error(path, 'needs', `none of these people has learnt ${group.needs}`)]),
    ...(i === 0 && group.onlyIfNearer
      ? [error(path, 'onlyIfNearer', 'there is no group before it that they could be nearer than')]
      : []),
  ];
}

/** Everybody a tier could ask has been asked in the tiers before it. */
function alwaysAskedBefore(plan: Plan, n: number, path: string, responders: readonly Responder[]): Problem[] {
  const exhausted = new Set(
    plan.tiers
      .slice(0, n)
      .flatMap((tier) => tier.who)
      .filter((group) => wide(group) && group.needs === undefined && !group.onlyIfNearer)
      .flatMap((group) => {
        const members = holders(responders, group.roles);
        return group.inParallel >= members.length ? members.map(({ id }) => id) : [];
      }),
  );
  const members = (plan.tiers[n]?.who ?? []).flatMap((group) => holders(responders, group.roles));
  return members.length > 0 && members.every(({ id }) => exhausted.has(id))
    ? [error(path, 'who', 'everybody here has been asked by an earlier tier: it could never be reached')]
    : [];
}

const wide = (group: Group): boolean => group.area === 'community' || group.area === 'street';

function silentEnd({ whenSpent, channels }: Policy, responders: readonly Responder[]): Problem[] {
  const path = '/policy/whenSpent';
  const last = holders(responders, whenSpent.roles);
  return [
    ...whenSpent.roles.flatMap((role, i) =>
      holders(responders, [role]).length > 0
        ? []
        : [error(`${path}/roles/${i}`, 'roles', `nobody is ${role}: who is told when every tier is spent?`)],
    ),
    ...(last.length > 0 && channels.length > 0 && last.every(({ phone }) => phone === undefined)
      ? [error(path, 'roles', 'none of these people has a telephone: they could not be reached outside the app')]
      : []),
    ...(whenSpent.everySeconds.some((seconds, i) => seconds > (whenSpent.everySeconds[i - 1] ?? Infinity))
      ? [error(path, 'everySeconds', 'must not grow: urgency grows, so the intervals get shorter')]
      : []),
  ];
}

/** A busy evening is no earthquake: people would be sent lists where they expect a call. */
const usualPerMinute = 10;

function restlessSurge(policy: Policy): Problem[] {
  return surgeRuleOf(policy).pressesPerMinute >= usualPerMinute
    ? []
    : [
        warning(
          '/policy/surge',
          'pressesPerMinute',
          `fewer than ${usualPerMinute} calls a minute may come in on any day: they would be offered by courtyard`,
        ),
      ];
}

/** They are no staff, and a dozen of them are asked at once: who lives alone behind which door would be on a dozen phones. */
const volunteers: ReadonlySet<Responder['role']> = new Set([
  'courtyard_committee',
  'courtyard_council',
  'gate_keeper',
  'building_head',
  'resident_activist',
]);

function knownTooSoon(policy: Policy): Problem[] {
  const { atOnce, conditions } = needToKnowOf(policy);
  const told = atOnce.flatMap(({ roles }, i) =>
    roles
      .filter((role) => volunteers.has(role))
      .map((role) =>
        warning(
          `/policy/needToKnow/atOnce/${i}`,
          'roles',
          `${role} are volunteers: each of them is told who lives behind which door before anybody has said yes`,
        ),
      ),
  );
  const ill = conditions.roles
    .filter((role) => volunteers.has(role))
    .map((role) =>
      warning('/policy/needToKnow/conditions', 'roles', `${role} are volunteers: they would read illnesses`),
    );
  return [...told, ...ill];
}

const holders = (responders: readonly Responder[], roles: Group['roles']): Responder[] =>
  responders.filter((one) => roles.includes(one.role) || one.otherRoles?.some((role) => roles.includes(role)));
