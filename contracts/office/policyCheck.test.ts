import { describe, expect, it } from 'vitest';
import { District, policy } from '../../test/district.ts';
import { isBetween } from './hours.ts';
import type { Group, Policy, Tier } from './policy.ts';
import { planOf, ruleFor, spentAgainMs } from './policy.ts';
import { checkPolicy } from './policyCheck.ts';

const responders = [...new District().people.values()];
const check = (change: Partial<Policy>, people = responders) =>
  checkPolicy({ policy: { ...policy, ...change }, responders: people });
const paths = (change: Partial<Policy>, people = responders) =>
  check(change, people)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, field }) => `${path} ${field}`);
/** The grid plan with another first tier. */
const first = (tier: Partial<Tier>): Partial<Policy> => ({
  plans: policy.plans.map((plan) =>
    plan.id === 'grid' ? { ...plan, tiers: plan.tiers.map((one, i) => (i === 0 ? { ...one, ...tier } : one)) } : plan,
  ),
});
const group = (more: Partial<Group>): Partial<Policy> =>
  first({ who: [{ roles: ['grid_coordinator'], area: 'community', inParallel: 1, ...more }] });

describe('a policy', () => {
  it('that fits its people is taken', () => {
    expect(check({})).toEqual([]);
  });

  it('that calls a busy evening a surge is taken with a warning', () => {
    expect(check({ surge: { pressesPerMinute: 3, forSeconds: 60 } })).toEqual([
      expect.objectContaining({ severity: 'warning', path: '/policy/surge' }),
    ]);
  });

  it.each([
    { what: 'no rule for a kind', change: { calls: policy.calls.slice(1) }, at: '/policy calls' },
    {
      what: 'a rule for a kind by night alone',
      change: {
        calls: policy.calls.map((rule) =>
          rule.kind === 'fall' ? { ...rule, between: { from: '22:00', to: '06:00' } } : rule,
        ),
      },
      at: '/policy calls',
    },
    {
      what: 'a rule behind one that always holds',
      change: {
        calls: [...policy.calls, { ...policy.calls[0], between: { from: '22:00', to: '06:00' } }] as Policy['calls'],
      },
      at: '/policy/calls/9 kind',
    },
    {
      what: 'a rule of no time at all',
      change: {
        calls: [{ ...policy.calls[0], between: { from: '22:00', to: '22:00' } }, ...policy.calls] as Policy['calls'],
      },
      at: '/policy/calls/0 between',
    },
    {
      what: 'a call that nobody is asked for',
      change: { calls: policy.calls.map((rule, i) => (i === 0 ? { ...rule, plans: {} } : rule)) },
      at: '/policy/calls/0 plans',
    },
    {
      what: 'a plan that is none',
      change: { calls: policy.calls.map((rule, i) => (i === 0 ? { ...rule, plans: { grid: 'gird' } } : rule)) },
      at: '/policy/calls/0/plans grid',
    },
    {
      what: 'a plan of the other track',
      change: { calls: policy.calls.map((rule, i) => (i === 0 ? { ...rule, plans: { grid: 'health' } } : rule)) },
      at: '/policy/calls/0/plans grid',
    },
    {
      what: 'a plan that no call uses',
      change: { plans: [...policy.plans, { ...policy.plans[2], id: 'idle' }] as Policy['plans'] },
      at: '/policy/plans/3 id',
    },
    {
      what: 'two plans of one name',
      change: { plans: [...policy.plans, policy.plans[2]] as Policy['plans'] },
      at: '/policy/plans/3 id',
    },
    {
      what: 'a role that nobody holds',
      change: group({ roles: ['gate_keeper'] }),
      at: '/policy/plans/0/tiers/0/who/0 roles',
    },
    { what: 'people of no courtyard', change: group({ area: 'courtyard' }), at: '/policy/plans/0/tiers/0/who/0 area' },
    { what: 'people of no grid', change: group({ area: 'own_grid' }), at: '/policy/plans/0/tiers/0/who/0 area' },
    { what: 'a skill that nobody has', change: group({ needs: 'lifting' }), at: '/policy/plans/0/tiers/0/who/0 needs' },
    {
      what: 'a group that is nearer than nobody',
      change: group({ onlyIfNearer: true }),
      at: '/policy/plans/0/tiers/0/who/0 onlyIfNearer',
    },
    {
      what: 'a channel without a gateway',
      change: first({ channels: ['app', 'sms'] }),
      at: '/policy/plans/0/tiers/0 channels',
    },
    {
      what: 'a tier whose people were all asked before',
      change: group({ inParallel: 3 }),
      at: '/policy/plans/0/tiers/1 who',
    },
    {
      what: 'nobody to tell at the end',
      change: { whenSpent: { ...policy.whenSpent, roles: ['street_officer' as const] } },
      at: '/policy/whenSpent/roles/0 roles',
    },
    {
      what: 'last ones without a telephone where there is a gateway',
      change: { channels: ['sms' as const] },
      at: '/policy/whenSpent roles',
    },
    {
      what: 'intervals that grow',
      change: { whenSpent: { ...policy.whenSpent, everySeconds: [30, 60] } },
      at: '/policy/whenSpent everySeconds',
    },
    {
      what: 'a readiness by people that there are not',
      change: { readiness: { ...policy.readiness, roles: ['gate_keeper' as const] } },
      at: '/policy/readiness/roles/0 roles',
    },
  ])('with $what is refused at its place', ({ change, at }) => {
    expect(paths(change)).toContain(at);
    for (const { reason } of check(change)) expect(reason.length).toBeGreaterThan(10);
  });

  it('whose tier never rings again is only warned of', () => {
    expect(check(first({ ringAgainSeconds: 45 }))).toMatchObject([{ severity: 'warning', field: 'ringAgainSeconds' }]);
    expect(check(first({ ringAgainSeconds: 44 }))).toEqual([]);
  });

  it('with a channel beside the app that has a gateway is taken', () => {
    const people = responders.map((one) => ({ ...one, phone: '000' }));
    expect(paths({ ...first({ channels: ['app', 'sms'] }), channels: ['sms'] }, people)).toEqual([]);
  });
});

describe('the rule for a call', () => {
  it.each([
    { at: '21:59', night: false },
    { at: '22:00', night: true },
    { at: '00:00', night: true },
    { at: '05:59', night: true },
    { at: '06:00', night: false },
  ])('over midnight: $at is night = $night', ({ at, night }) => {
    const [hours = 0, minutes = 0] = at.split(':').map(Number);
    expect(isBetween(hours * 60 + minutes, { from: '22:00', to: '06:00' })).toBe(night);
    expect(isBetween(hours * 60 + minutes, { from: '06:00', to: '22:00' })).toBe(!night);
    const calls: Policy['calls'] = [
      { kind: 'sos', between: { from: '22:00', to: '06:00' }, priority: 2, plans: { grid: 'grid' } },
      { kind: 'sos', priority: 1, plans: { grid: 'grid' } },
    ];
    expect(ruleFor({ ...policy, calls }, 'sos', hours * 60 + minutes)?.priority).toBe(night ? 2 : 1);
  });

  it('falls back to the first plan of the track when its own is gone', () => {
    expect(planOf(policy, 'health', 'gone')?.id).toBe('health');
    expect(planOf(policy, 'grid', 'desk')?.id).toBe('desk');
    expect(planOf({ ...policy, plans: [] }, 'grid', 'desk')).toBeUndefined();
  });

  it('tells again at the last interval for ever', () => {
    expect([0, 1, 2, 3, 9].map((round) => spentAgainMs(policy, round) / 1000)).toEqual([60, 30, 15, 15, 15]);
  });
});
