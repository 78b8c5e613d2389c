import { describe, expect, it } from 'vitest';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Leave, Responder, Shift } from '../../../contracts/office/community.ts';
import type { Group } from '../../../contracts/office/policy.ts';
import { coordinator, oneTier, smallRing } from '../../../test/coordinators.ts';
import { findGaps, type Gap, type GapParts } from './gaps.ts';
import { gapsOnlyIn } from './newGaps.ts';
import { Roster } from './roster.ts';
import { whoCould } from './whoCould.ts';

const on = (time: string): EpochMs => at(Date.parse(`2026-11-25T${time}:00+08:00`));
const [from, to] = [on('08:00'), on('20:00')];
const person = (id: string, grid: string, more: Partial<Responder> = {}): Responder =>
  coordinator(id, { grid, ...more });
/** Everybody works at night; by day there is a gap. */
const nightOf = (responder: string): Shift => ({
  id: responder,
  responder,
  start: '2026-11-01T20:00',
  end: '2026-11-02T08:00',
  repeats: 'FREQ=DAILY',
});
const partsOf = (
  people: Responder[],
  { area = 'community', leaves = [], more = [] }: { area?: Group['area']; leaves?: Leave[]; more?: Shift[] } = {},
): GapParts => ({
  bundle: {
    grids: ['g1', 'g2', 'g3'].map((id) => ({ id, name: id, ring: smallRing })),
    courtyards: [],
    responders: people,
    policy: oneTier(area),
  },
  roster: new Roster({
    shifts: [...people.map(({ id }) => nightOf(id)), ...more],
    leaves,
    swaps: [],
    timeZone: 'Asia/Shanghai',
  }),
  neighbours: new Map([['g1', new Set(['g2'])]]),
  reachable: ({ id }) => id !== 'unreached',
});
const gapIn = (parts: GapParts, grid = '*'): Gap => {
  const gap = findGaps(parts, from, to).find((one) => one.grid === grid && one.reason === 'nobody_on_duty');
  if (!gap) throw new Error('there is no gap');
  return gap;
};
const named = (parts: GapParts, gap = gapIn(parts)): string[] => whoCould(parts, gap).map(({ responder }) => responder);

describe('who could fill a gap', () => {
  it('is whoever has nothing else then, with the least to do first', () => {
    const more = [{ id: 'extra', responder: 'wang', start: '2026-11-23T08:00', end: '2026-11-23T20:00' }];
    expect(named(partsOf([person('wang', 'g1'), person('li', 'g2')], { more }))).toEqual(['li', 'wang']);
  });

  it.each([
    {
      who: 'away for a part of it',
      leaves: [{ id: 'l', responder: 'li', start: '2026-11-25T19:00', end: '2026-11-26T00:00' }],
      li: {},
    },
    { who: 'switched off without an end', leaves: [], li: { onDuty: false } },
    { who: 'switched off until it is over', leaves: [], li: { onDuty: false, dutyUntil: to } },
    { who: 'of other work', leaves: [], li: { role: 'doctor' as const } },
  ])('is nobody who is $who', ({ leaves, li }) => {
    expect(named(partsOf([person('wang', 'g1'), person('li', 'g2', li)], { leaves }))).toEqual(['wang']);
  });

  it('is nobody whom no channel of the tier reaches', () => {
    expect(named(partsOf([person('wang', 'g1'), person('unreached', 'g1')]))).toEqual(['wang']);
  });

  it('is nobody whom the tier would not ask: of a grid, its own people; of its neighbours, theirs', () => {
    const people = [person('wang', 'g1'), person('li', 'g2'), person('zhao', 'g3')];
    const own = partsOf(people, { area: 'own_grid' });
    expect(named(own, gapIn(own, 'g1'))).toEqual(['wang']);
    const beside = partsOf(people, { area: 'neighbour_grids' });
    expect(named(beside, gapIn(beside, 'g1'))).toEqual(['li']);
  });

  it('fills it: with a shift of theirs the gap is gone, and nothing else is opened', () => {
    const people = [person('wang', 'g1'), person('li', 'g2')];
    const before = partsOf(people);
    const [first = ''] = named(before);
    const fill = { id: 'fill', responder: first, start: '2026-11-25T08:00', end: '2026-11-25T20:00' };
    const after = partsOf(people, { more: [fill] });
    const [was, will] = [findGaps(before, from, to), findGaps(after, from, to)];
    expect(gapsOnlyIn(will, was)).toEqual([]);
    expect(gapsOnlyIn(was, will)).toMatchObject([{ from, to }]);
  });
});

it('what a change does to a gap is told by the hours: one that becomes shorter is closed for those', () => {
  const gap = (a: EpochMs, b: EpochMs): Gap => ({
    from: a,
    to: b,
    plan: 'p',
    tier: 0,
    name: 'first',
    grid: '*',
    reason: 'nobody_on_duty',
  });
  const [was, will] = [[gap(from, to)], [gap(on('12:00'), on('22:00'))]];
  expect(gapsOnlyIn(was, will)).toMatchObject([{ from, to: on('12:00') }]);
  expect(gapsOnlyIn(will, was)).toMatchObject([{ from: to, to: on('22:00') }]);
});
