import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Leave, Responder, Shift } from '../../../contracts/office/community.ts';
import type { Policy } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import { coordinator, oneTier, smallRing } from '../../../test/coordinators.ts';
import { policy } from '../../../test/district.ts';
import { findGaps } from './gaps.ts';
import { Roster } from './roster.ts';

const from = at(Date.parse('2026-11-24T00:00:00+08:00'));
const to = at(from + 14 * 86_400_000);
const person = (id: string, role: Responder['role'], more: Partial<Responder> = {}): Responder =>
  coordinator(id, { role, grid: 'g1', ...more });
const find = (people: Responder[], shifts: Shift[], rules: Policy, reachable = () => true, leaves: Leave[] = []) =>
  findGaps(
    {
      bundle: {
        grids: [
          { id: 'g1', name: 'g1', ring: smallRing },
          { id: 'g2', name: 'g2', ring: smallRing },
        ],
        courtyards: [{ id: 'y2', grid: 'g2', name: 'y2', position: [0, 0] }],
        responders: people,
        policy: rules,
      },
      roster: new Roster({ shifts, leaves, swaps: [], timeZone: 'Asia/Shanghai' }),
      neighbours: new Map([
        ['g1', new Set(['g2'])],
        ['g2', new Set(['g1'])],
      ]),
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

  it('are where leave falls to nobody: the stand-in of somebody without shifts is away too', () => {
    const away = (responder: string, start: string, end: string, standIn?: string): Leave => ({
      id: responder,
      responder,
      start,
      end,
      ...defined({ standIn }),
    });
    const old: Shift = { id: 'old', responder: 'zhao', start: '2020-01-01T08:00', end: '2020-01-01T09:00' };
    const people = [person('li', 'grid_coordinator'), person('zhao', 'grid_coordinator')];
    const leaves = [away('li', '2026-11-25T00:00', '2026-11-28T00:00', 'zhao')];
    expect(find(people, [old], oneTier('community'), undefined, leaves)).toEqual([]);
    leaves.push(away('zhao', '2026-11-26T00:00', '2026-11-26T06:00'));
    expect(find(people, [old], oneTier('community'), undefined, leaves).map(hours)).toEqual([6]);
  });

  it.each([
    { area: 'own_grid' as const, without: ['g2'] },
    { area: 'neighbour_grids' as const, without: ['g1'] },
    { area: 'courtyard' as const, without: ['g1'] },
    { area: 'street' as const, without: [] },
  ])('of a tier for $area are in the grids $without', ({ area, without }) => {
    const where = area === 'courtyard' ? { courtyard: 'y2' } : {};
    const gaps = find([person('wang', 'grid_coordinator', where)], [], oneTier(area));
    expect(gaps.map(({ grid }) => grid)).toEqual(without);
  });

  it('count people by all their roles, and nobody of another one', () => {
    expect(find([person('wang', 'doctor')], [], oneTier('community'))).toHaveLength(1);
    expect(find([person('wang', 'doctor', { otherRoles: ['grid_coordinator'] })], [], oneTier('community'))).toEqual(
      [],
    );
  });

  it('come in the order of time, and are covered by whoever of several is there', () => {
    const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00`;
    const people = [person('wang', 'grid_coordinator'), person('li', 'grid_coordinator')];
    const shifts: Shift[] = [
      { id: 'a', responder: 'wang', start: at(0), end: at(10) },
      { id: 'b', responder: 'li', start: at(8), end: at(12) },
    ];
    const gaps = find(people, shifts, oneTier('community'));
    expect(gaps.map(hours)).toEqual([24, 14 * 24 - 36]);
    expect(gaps[0]?.from).toBe(from);
    expect(gaps.at(-1)?.to).toBe(to);
  });

  it('at one instant come by plan and tier', () => {
    const [plan] = oneTier('community').plans;
    const [tier] = plan?.tiers ?? [];
    if (plan === undefined || tier === undefined) throw new Error('no tier');
    const two = [tier, { ...tier, name: 'second' }];
    const plans = [
      { ...plan, id: 'z', tiers: two },
      { ...plan, id: 'a', tiers: two },
    ];
    const gaps = find([], [], { ...policy, plans });
    expect(gaps.map((gap) => `${gap.plan} ${gap.tier} ${gap.name}`)).toEqual([
      'a 0 first',
      'a 1 second',
      'z 0 first',
      'z 1 second',
    ]);
  });

  it('of a grid without neighbours are there whoever else is on duty', () => {
    const gaps = find([person('wang', 'grid_coordinator', { grid: 'g3' })], [], oneTier('neighbour_grids'));
    expect(gaps.map(({ grid }) => grid)).toEqual(['g1', 'g2']);
    const { grid: _, ...nowhere } = person('wang', 'grid_coordinator');
    expect(find([nowhere], [], oneTier('neighbour_grids')).map(({ grid }) => grid)).toEqual(['g1', 'g2']);
  });
});
