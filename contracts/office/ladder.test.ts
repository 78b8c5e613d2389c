import { describe, expect, it } from 'vitest';
import { type Hours, hoursOf, waysOf, worstOf } from './ladder.ts';
import { type CallRule, type Plan, ruleFor, type Tier } from './policy.ts';

const rule = (kind: CallRule['kind'], grid: string, between?: [from: string, to: string]): CallRule => ({
  kind,
  priority: 1,
  plans: { grid },
  ...(between && { between: { from: between[0], to: between[1] } }),
});
const tier = (answerWithinSeconds: number): Tier => ({
  name: '-',
  who: [{ roles: ['grid_coordinator'], area: 'own_grid', inParallel: 1 }],
  answerWithinSeconds,
  channels: ['app'],
});
const plan = (id: string, ...seconds: number[]): Plan => ({ id, track: 'grid', name: id, tiers: seconds.map(tier) });
const says = (hours: readonly Hours[]) => hours.map(({ rule, stretch: { from, to } }) => `${rule} ${from}-${to}`);

describe('the day of a kind of call', () => {
  it.each([
    ['one rule', [rule('sos', 'a')], ['0 00:00-00:00']],
    [
      'a night before the day',
      [rule('sos', 'a', ['22:00', '07:00']), rule('sos', 'b')],
      ['1 07:00-22:00', '0 22:00-07:00'],
    ],
    [
      'the first that fits counts',
      [rule('sos', 'a', ['08:00', '18:00']), rule('sos', 'b', ['12:00', '20:00']), rule('sos', 'c')],
      ['0 08:00-18:00', '1 18:00-20:00', '2 20:00-08:00'],
    ],
    ['hours without a rule', [rule('sos', 'a', ['08:00', '18:00'])], ['0 08:00-18:00']],
    ['another kind', [rule('fall', 'a')], []],
  ])('%s', (_, calls, expected) => expect(says(hoursOf(calls, 'sos'))).toEqual(expected));

  it('names for every minute the rule by which a call is decided', () => {
    const calls = [
      rule('sos', 'a', ['23:30', '06:10']),
      rule('sos', 'b', ['05:00', '12:00']),
      rule('sos', 'c', ['11:59', '00:00']),
      rule('sos', 'd'),
    ];
    const policy = { calls } as never;
    const [at, day] = [(time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), 24 * 60];
    const covered = new Map<number, number>();
    for (const { rule: n, stretch } of hoursOf(calls, 'sos')) {
      const from = at(stretch.from);
      const length = (at(stretch.to) - from + day) % day || day;
      for (let minute = 0; minute < length; minute++) covered.set((from + minute) % day, n);
    }
    for (let minute = 0; minute < day; minute++)
      expect(calls[covered.get(minute) ?? -1]).toBe(ruleFor(policy, 'sos', minute));
  });
});

describe('the worst time until somebody is going', () => {
  it('is the longest way of any kind at any hour: all tiers of its plan together', () => {
    const calls = [rule('sos', 'quick'), rule('service', 'slow', ['22:00', '07:00']), rule('service', 'quick')];
    const policy = { calls, plans: [plan('quick', 45, 60), plan('slow', 120, 180, 30)] };
    expect(worstOf(policy)).toMatchObject({
      kind: 'service',
      plan: 'slow',
      seconds: 330,
      stretch: { from: '22:00', to: '07:00' },
    });
    expect(waysOf(policy)).toHaveLength(3);
  });

  it('is asked for the gravest calls apart', () => {
    const calls = [rule('sos', 'quick'), { ...rule('service', 'slow'), priority: 3 as const }];
    const policy = { calls, plans: [plan('quick', 45, 60), plan('slow', 120, 180)] };
    expect(worstOf(policy)).toMatchObject({ kind: 'service', priority: 3, seconds: 300 });
    expect(worstOf(policy, 1)).toMatchObject({ kind: 'sos', seconds: 105 });
    expect(worstOf(policy, 2)).toBeUndefined();
  });

  it('does not count a plan that no call takes, nor one that is not there', () => {
    const policy = {
      calls: [rule('sos', 'quick'), rule('fall', 'gone')],
      plans: [plan('quick', 45), plan('unused', 3_600)],
    };
    expect(worstOf(policy)).toMatchObject({ plan: 'quick', seconds: 45 });
  });
});
