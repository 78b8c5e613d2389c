// What is wrong with a map, and where: each kind of fault is found by the picture's module and by the door that refuses it.
import { describe, expect, it } from 'vitest';
import type { Courtyard, Grid, Road } from '../contracts/office/community.ts';
import type { LonLat, Ring } from '../contracts/position.ts';
import { sampleBundle } from '../test/sample.ts';
import { cornersAtMost } from './coverage.ts';
import { checkDrawing } from './drawing.ts';
import { type Drawn, type Fault, faultsOf } from './faults.ts';
import { contains } from './rings.ts';

/** In tens of metres, more or less, from a corner of nowhere in particular. */
const at = ([x, y]: readonly [number, number]): LonLat => [104 + x / 10_000, 30 + y / 10_000];
const ring = (...corners: [number, number][]): Ring => [...corners, corners[0] as [number, number]].map(at);
const box = (west: number, south: number, east: number, north: number): Ring =>
  ring([west, south], [east, south], [east, north], [west, north]);
const grid = (id: string, outline: Ring): Grid => ({ id, name: id, ring: outline });
const road = (id: string, ...line: [number, number][]): Road => ({
  id,
  name: id,
  kind: 'residential',
  line: line.map(at),
});
const yard = (id: string, inGrid: string, place: [number, number]): Courtyard => ({
  id,
  name: id,
  grid: inGrid,
  position: at(place),
});
const drawn = (some: Partial<Drawn>): Drawn => ({ grids: [], blocks: [], roads: [], courtyards: [], ...some });
const short = (faults: readonly Fault[]): string[] =>
  faults.map(({ severity, kind, of }) => `${severity} ${kind} ${of.map(({ id }) => id).join(' ')}`);
const refused = (some: Partial<Drawn>): string[] =>
  checkDrawing(drawn(some)).map(({ severity, path, reason }) => `${severity} ${path} ${reason}`);

describe('nothing is wrong with', () => {
  it.each([
    { what: 'nothing', some: {} },
    { what: 'the sample', some: sampleBundle() },
    { what: 'two that share a border', some: { grids: [grid('a', box(0, 0, 10, 10)), grid('b', box(10, 0, 20, 10))] } },
    {
      what: 'two that meet in a corner',
      some: { grids: [grid('a', box(0, 0, 10, 10)), grid('b', box(10, 10, 20, 20))] },
    },
    {
      what: 'one border with other corners on either side',
      some: {
        grids: [grid('a', ring([0, 0], [10, 0], [10, 5], [10, 10], [0, 10])), grid('b', box(10, 0, 20, 10))],
      },
    },
    {
      what: 'one border as two people measure it, a step apart',
      some: { grids: [grid('a', box(0, 0, 10.05, 10)), grid('b', box(10, 0, 20, 10))] },
    },
    { what: 'two that lie apart', some: { grids: [grid('a', box(0, 0, 10, 10)), grid('b', box(40, 0, 50, 10))] } },
    {
      what: 'streets that share a corner',
      some: { roads: [road('a', [0, 0], [10, 0]), road('b', [10, 0], [10, 10])] },
    },
  ])('$what', ({ some }) => {
    expect(faultsOf({ ...drawn({}), ...some })).toEqual([]);
    expect(refused(some)).toEqual([]);
  });
});

describe('a strip between two grids that is open to the outside', () => {
  const beside = (...outline: [number, number][]) => ({
    grids: [grid('a', box(0, 0, 10, 10)), grid('b', ring(...outline))],
  });

  it.each([
    { what: 'from one end to the other', some: beside([10.3, 0], [20, 0], [20, 10], [10.3, 10]), metres: 300 },
    {
      what: 'beside a border in common',
      some: beside([10, 0], [20, 0], [20, 10], [10.4, 10], [10.4, 5], [10, 5]),
      metres: 200,
    },
    { what: 'that narrows to a point', some: beside([10, 0], [20, 0], [20, 10], [10.4, 10]), metres: 200 },
    { what: 'drawn the other way round', some: beside([10.3, 10], [20, 10], [20, 0], [10.3, 0]), metres: 300 },
    {
      what: 'along corners of which the other has none',
      some: beside([10.3, 0], [20, 0], [20, 10], [10.3, 10], [10.2, 7], [10.3, 5], [10.2, 2]),
      metres: 240,
    },
  ])('is told of: $what', ({ some, metres }) => {
    const [fault, ...more] = faultsOf(drawn(some));
    expect(short(fault ? [fault] : [])).toEqual(['warning gap a b']);
    expect(more).toEqual([]);
    if (fault?.kind !== 'gap') throw new Error('is no gap');
    // A degree of longitude is shorter here than one of latitude.
    expect(fault.squareMetres / (metres * Math.cos(Math.PI / 6) * 1.112 ** 2)).toBeCloseTo(1, 1);
    expect(some.grids.some((one) => contains(one.ring, fault.at))).toBe(false);
  });

  it.each([
    { what: 'as wide as a lane', some: beside([10.8, 0], [20, 0], [20, 10], [10.8, 10]) },
    { what: 'a step wide, as two people draw one border', some: beside([10.1, 0], [20, 0], [20, 10], [10.1, 10]) },
    {
      what: 'a corner in which two part at a right angle',
      some: beside([10, 0], [20, 0], [20, 20], [15, 10], [10, 5]),
    },
    {
      what: 'filled by a block',
      some: { ...beside([10.3, 0], [20, 0], [20, 10], [10.3, 10]), blocks: [grid('green', box(9, -1, 11, 11))] },
    },
  ])('is none where it is $what', ({ some }) => {
    expect(faultsOf(drawn(some))).toEqual([]);
  });
});

describe('an overlap', () => {
  const two = (by: number) => ({ grids: [grid('a', box(0, 0, 10 + by, 10)), grid('b', box(10, 0, 20, 10))] });

  it('in which a home has room is refused, with the area that both hold', () => {
    const [fault] = faultsOf(drawn(two(2)));
    expect(short(fault ? [fault] : [])).toEqual(['error overlap a b']);
    if (fault?.kind !== 'overlap') throw new Error('is no overlap');
    expect(fault.squareMetres).toBeGreaterThan(1_900);
    expect(fault.squareMetres).toBeLessThan(2_300);
    expect(fault.areas.some((area) => contains(area, fault.at))).toBe(true);
    expect(refused(two(2))).toEqual(['error /grids/1 overlaps "a": a home there would lie in both']);
  });

  it('as thin as a border that was drawn twice is for a human to judge, at both', () => {
    expect(short(faultsOf(drawn(two(0.2))))).toEqual(['warning overlap a b']);
    expect(refused(two(0.2)).map((one) => one.slice(0, 16))).toEqual(['warning /grids/0', 'warning /grids/1']);
  });

  it.each([
    { what: 'of a grid inside another', grids: [grid('a', box(0, 0, 30, 30)), grid('b', box(10, 10, 20, 20))] },
    {
      what: 'of a grid with itself under another name',
      grids: [grid('a', box(0, 0, 9, 9)), grid('b', box(0, 0, 9, 9))],
    },
  ])('$what is found', ({ grids }) => expect(short(faultsOf(drawn({ grids })))).toEqual(['error overlap a b']));

  it('that is made smaller is the same to the door: whoever mends an old one in steps is not stopped', () => {
    expect(refused(two(1))).toEqual(refused(two(3)));
  });
});

describe('a gap', () => {
  const around = [
    grid('south', box(0, 0, 30, 10)),
    grid('west', box(0, 10, 10, 20)),
    grid('east', box(20, 10, 30, 20)),
    grid('north', box(0, 20, 30, 30)),
  ];

  it('between grids is for a human to judge, at each grid around it', () => {
    expect(short(faultsOf(drawn({ grids: around })))).toEqual(['warning gap south west east north']);
    expect(refused({ grids: around })).toHaveLength(4);
  });

  it('that a block fills is none; one that it fills half is the other half', () => {
    const block = (outline: Ring) => [{ id: 'hospital', name: 'hospital', ring: outline }];
    expect(faultsOf(drawn({ grids: around, blocks: block(box(10, 10, 20, 20)) }))).toEqual([]);
    const [half] = faultsOf(drawn({ grids: around, blocks: block(box(10, 10, 15, 20)) }));
    if (half?.kind !== 'gap') throw new Error('is no gap');
    expect(half.squareMetres).toBeGreaterThan(4_000);
    expect(half.squareMetres).toBeLessThan(6_000);
  });
});

describe('an outline', () => {
  it.each([
    { what: 'that crosses itself is refused', outline: ring([0, 0], [10, 10], [10, 0], [0, 10]), is: 'error crossing' },
    {
      what: 'that touches itself is a warning',
      outline: ring([0, 0], [5, 5], [9, 0], [9, 9], [5, 5], [0, 9]),
      is: 'warning touching',
    },
    { what: 'that encloses nothing is refused', outline: ring([0, 0], [5, 0], [10, 0]), is: 'error empty' },
  ])('$what', ({ outline, is }) => {
    expect(short(faultsOf(drawn({ grids: [grid('a', outline)] })))).toEqual([`${is} a`]);
    expect(refused({ grids: [grid('a', outline)] })).toHaveLength(1);
  });

  it('that crosses itself is shown where it does', () => {
    const [knot] = faultsOf(drawn({ grids: [grid('a', ring([0, 0], [10, 10], [10, 0], [0, 10]))] }));
    const [x, y] = at([5, 5]);
    expect(knot?.at[0]).toBeCloseTo(x, 9);
    expect(knot?.at[1]).toBeCloseTo(y, 9);
  });
});

it('a courtyard outside its grid is refused, and its own grid is known', () => {
  const grids = [grid('a', box(0, 0, 10, 10)), grid('b', box(10, 0, 20, 10))];
  expect(faultsOf(drawn({ grids, courtyards: [yard('y', 'a', [15, 5])] }))).toMatchObject([
    { severity: 'error', kind: 'outside', belongs: 'b', of: [{ kind: 'courtyards', id: 'y' }] },
  ]);
  const [nowhere] = faultsOf(drawn({ grids, courtyards: [yard('y', 'a', [50, 5])] }));
  expect(nowhere).toMatchObject({ kind: 'outside', belongs: undefined });
});

describe('streets', () => {
  it('that no other leads to are shown where they come nearest', () => {
    const roads = [road('main', [0, 0], [50, 0]), road('lane', [20, 5], [20, 1])];
    expect(faultsOf(drawn({ roads }))).toMatchObject([{ kind: 'island', severity: 'warning', at: at([20, 1]) }]);
  });

  it('that cross without a corner in common are for a human to judge: one may be a bridge; the river is no street', () => {
    const roads = [
      road('main', [0, 0], [50, 0], [50, 20]),
      road('cross', [20, -5], [20, 5], [50, 20]),
      { ...road('river', [10, -5], [10, 5]), kind: 'water' as const },
    ];
    expect(short(faultsOf(drawn({ roads })))).toEqual(['warning crossed main cross']);
    expect(refused({ roads }).map((one) => one.slice(0, 16))).toEqual(['warning /roads/0', 'warning /roads/1']);
  });
});

it('twenty thousand stretches of street are looked through in a moment, also where one ends on another continent', () => {
  const line = (n: number, at_: (i: number) => [number, number]): [number, number][] =>
    Array.from({ length: n }, (_, i) => at_(i));
  const roads = Array.from({ length: 100 }, (_, n) => [
    road(`east-${n}`, ...line(101, (i) => [i * 10, n * 10])),
    road(`north-${n}`, ...line(101, (i) => [n * 10, i * 10])),
  ]).flat();
  const began = performance.now();
  const found = checkDrawing(drawn({ roads: [...roads, { ...road('mistyped'), line: [at([5, 5]), [10, 50]] }] }));
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(found.length).toBeGreaterThan(0);
});

it('of more corners than can be looked through in a second it is said that nobody has looked', () => {
  const many = Array.from({ length: cornersAtMost }, (_, i) => at([Math.cos(i) * 100, Math.sin(i) * 100]));
  const grids = [grid('a', box(0, 0, 10, 10))];
  const found = faultsOf(drawn({ grids, blocks: [{ id: 'b', name: 'b', ring: many }] }));
  expect(short(found)).toContain('warning unseen a');
});
