// Policies of several kinds of district, each with the people that it speaks of.
import type { Group, Plan, Policy, Tier } from '../../contracts/office/policy.ts';
import { type District, policy } from '../district.ts';

const tier = (name: string, who: (Partial<Group> & Pick<Group, 'roles'>)[], more: Partial<Tier> = {}): Tier => ({
  name,
  who: who.map((group) => ({ area: 'community', inParallel: 1, ...group })),
  answerWithinSeconds: 45,
  channels: ['app'],
  ...more,
});
const plan = (id: string, track: Plan['track'], tiers: Tier[]): Plan => ({ id, track, name: id, tiers });
const call120 = tier('ambulance', [{ roles: ['community_officer'] }], { asks: 'call_120' });

const plansOf = (grid: Tier[], health: Tier[]): Plan[] => [
  plan('grid', 'grid', grid),
  plan('health', 'health', health),
  plan('desk', 'grid', [tier('officer', [{ roles: ['community_officer'] }])]),
];
const everyTier = (change: (one: Tier) => Tier): Plan[] =>
  policy.plans.map((one) => ({ ...one, tiers: one.tiers.map(change) }));

export const policies: Readonly<Record<string, Policy>> = {
  plain: policy,
  /** A gate keeper who is nearer bridges the time until the coordinator comes. */
  bridging: {
    ...policy,
    plans: plansOf(
      [
        tier('coordinator', [
          { roles: ['grid_coordinator'] },
          { roles: ['gate_keeper'], area: 'courtyard', onlyIfNearer: true, settles: false, inParallel: 2 },
        ]),
        tier('neighbours', [{ roles: ['gate_keeper'], settles: false }]),
        tier('officer', [{ roles: ['community_officer'] }]),
      ],
      [tier('desk', [{ roles: ['health_desk'] }]), tier('doctor', [{ roles: ['doctor'] }]), call120],
    ),
  },
  /** Whoever is asked after the coordinator works from a desk. */
  desks: {
    ...policy,
    plans: plansOf(
      [
        tier('coordinator', [{ roles: ['grid_coordinator'] }]),
        tier('community', [{ roles: ['community_officer'] }]),
        tier('street', [{ roles: ['street_officer'] }]),
      ],
      [tier('desk', [{ roles: ['health_desk'] }, { roles: ['doctor'] }])],
    ),
    whenSpent: { roles: ['community_officer', 'street_officer'], everySeconds: [60, 30, 15] },
  },
  /** An ambulance is asked for before anybody. */
  ambulance: {
    ...policy,
    plans: plansOf(
      [tier('coordinator', [{ roles: ['grid_coordinator'], inParallel: 2 }])],
      [call120, tier('doctor', [{ roles: ['doctor'] }])],
    ),
  },
  /** Tiers of people whom this district does not have, and one that needs what nobody has learnt. */
  empty: {
    ...policy,
    plans: plansOf(
      [
        tier('patrol', [{ roles: ['security_patrol'] }]),
        tier('squad', [{ roles: ['emergency_squad'] }]),
        tier('learnt', [{ roles: ['grid_coordinator'], needs: 'first_aid' }]),
        tier('own', [{ roles: ['grid_coordinator'], area: 'own_grid' }]),
      ],
      [tier('nobody', [{ roles: ['courtyard_council'] }])],
    ),
  },
  ringing: {
    ...policy,
    plans: everyTier((one) => ({
      ...one,
      ringAgainSeconds: 15,
      channels: ['app', 'voice'],
      who: one.who.map((group) => ({ ...group, inParallel: 2 })),
    })),
  },
  surge: { ...policy, surge: { pressesPerMinute: 0, forSeconds: 300 } },
  short: { ...policy, plans: policy.plans.map((one) => ({ ...one, tiers: one.tiers.slice(0, 1) })) },
  'grid alone': { ...policy, plans: policy.plans.slice(0, 1), calls: [] },
  /** At night smoke asks for people alone, and a call for the health centre alone. */
  thin: {
    ...policy,
    calls: policy.calls.map((rule) =>
      rule.kind === 'smoke'
        ? { ...rule, plans: { grid: 'grid' } }
        : rule.kind === 'sos'
          ? { ...rule, plans: { health: 'health' } }
          : rule,
    ),
  },
};

/** From now on this policy holds, and whomever it speaks of is there. */
export function follow(d: District, name: string): void {
  d.policy = policies[name] ?? policy;
  if (name === 'bridging') d.add('men', 'gate_keeper', 20, { courtyard: 'y1', means: 'foot' });
  if (name === 'desks') d.add('street', 'street_officer', 0, { means: 'desk' });
  if (name === 'ringing') for (const id of d.people.keys()) d.phones.add(id);
}
