import { describe, expect, it } from 'vitest';
import type { Responder, Shift } from '../../contracts/community.ts';
import { at } from '../../contracts/ids.ts';
import type { Policy } from '../../contracts/policy.ts';
import { policy } from '../../test/district.ts';
import { findGaps } from './gaps.ts';
import { Roster } from './roster.ts';

const from = at(Date.parse('2026-11-24T00:00:00+08:00'));
const to = at(from + 14 * 86_400_000);
const person = (id: string, role: Responder['role'], more: Partial<Responder> = {}): Responder => ({
  id,
  name: id,
  role,
  grid: 'g1',
  base: [104, 30],
  means: 'bicycle',
  onDuty: true,
  simulated: false,
  ...more,
});
const ring: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];
const oneTier = (area: 'own_grid' | 'community'): Policy => ({
  ...policy,
  plans: [
    {
      id: 'p',
      track: 'grid',
      name: 'p',
      tiers: [
        {
          name: 'first',
          who: [{ roles: ['grid_coordinator'], area, inParallel: 1 }],
          answerWithinSeconds: 45,
          channels: ['app'],
        },
      ],
    },
  ],
});
const find = (people: Responder[], shifts: Shift[], rules: Policy, reachable = () => true) =>
  findGaps(
    {
      bundle: {
        grids: [
          { id: 'g1', name: 'g1', ring },
          { id: 'g2', name: 'g2', ring },
        ],
        courtyards: [],
        responders: people,
        policy: rules,
      },
      roster: new Roster({ responders: people, shifts, leaves: [], swaps: [], timeZone: 'Asia/Shanghai' }),
      neighbours: new Map(),
      reachable,
    },
    from,
    to,
  );
const hours = ({ from: a, to: b }: { from: number; to: number }) => (b - a) / 3_600_000;

describe('gaps of the roster', () => {
  it('are the stretches of two weeks in which a tier of a grid has nobody', () => {
    const shift: Shift = {
      id: 's',
      responder: 'wang',
      start: '2026-01-01T06:00',
      end: '2026-01-02T00:00',
      repeats: 'FREQ=DAILY',
    };
    const gaps = find([person('wang', 'grid_coordinator')], [shift], oneTier('own_grid'));
    const own = gaps.filter(({ grid }) => grid === 'g1');
    expect(own).toHaveLength(14);
    expect(own.every((gap) => hours(gap) === 6 && gap.reason === 'nobody_on_duty')).toBe(true);
    expect(gaps.filter(({ grid }) => grid === 'g2').map(hours)).toEqual([14 * 24]);
  });

  it('of a tier for the whole district are told once', () => {
    expect(find([], [], oneTier('community')).map(({ grid }) => grid)).toEqual(['*']);
  });

  it('name whoever is on duty and cannot be reached, and count them as nobody', () => {
    const gaps = find([person('wang', 'grid_coordinator')], [], oneTier('community'), () => false);
    expect(gaps).toMatchObject([{ reason: 'nobody_on_duty' }, { reason: 'no_channel', responder: 'wang' }]);
  });

  it('are none where somebody is always there', () => {
    expect(find([person('wang', 'grid_coordinator')], [], oneTier('community'))).toEqual([]);
  });
});
