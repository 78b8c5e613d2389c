import { describe, expect, it } from 'vitest';
import { oneHome, sampleBundle } from '../../test/sample.ts';
import type { CommunityBundle } from './community.ts';
import { collections } from './documents.ts';
import { bundleWithin, reachOf } from './reach.ts';

const ring: CommunityBundle['grids'][number]['ring'] = [
  [104, 30],
  [104.1, 30],
  [104.1, 30.1],
  [104, 30],
];
/** Two grids, the second with two courtyards; somebody lives in each, and everything that can belong somewhere does. */
const town = oneHome('d', {
  grids: [
    { id: 'g1', name: '一网格', ring },
    { id: 'g2', name: '二网格', ring },
  ],
  courtyards: [
    { id: 'y1', grid: 'g1', name: '一号院', position: [104, 30] },
    { id: 'y2', grid: 'g2', name: '二号院', position: [104, 30] },
    { id: 'y3', grid: 'g2', name: '三号院', position: [104, 30] },
  ],
  homes: ['1', '2', '3'].map((n) => ({
    id: `h${n}`,
    courtyard: `y${n}`,
    building: '1',
    unit: '1',
    door: n,
    access: {},
  })),
  residents: ['1', '2', '3'].map((n) => ({
    id: `r${n}`,
    home: `h${n}`,
    name: `人${n}`,
    gender: 'female',
    birthYear: 1940,
    livesAlone: true,
    conditions: [],
    contacts: [],
  })),
  responders: [
    { id: 'p1', grid: 'g1' },
    { id: 'p2', grid: 'g2' },
    { id: 'gate2', courtyard: 'y2' },
    { id: 'gate3', grid: 'g2', courtyard: 'y3' },
    { id: 'doctor' },
  ].map((one) => ({
    ...one,
    name: one.id,
    role: 'gate_keeper',
    base: [104, 30],
    means: 'foot',
    onDuty: true,
    simulated: true,
  })),
  shifts: ['p1', 'p2', 'gate2'].map((id) => ({
    id: `s-${id}`,
    responder: id,
    start: '2026-01-01T08:00',
    end: '2026-01-01T20:00',
  })),
  swaps: [{ id: 'w1', shift: 's-p1', on: '2026-01-01', to: 'p2' }],
});
const idsWithin = (area: Parameters<typeof reachOf>[1], kind: (typeof collections)[number]): string[] =>
  bundleWithin(town, reachOf(town, area))[kind].map(({ id }) => id);

describe('an area', () => {
  it.each([
    { area: [{ kind: 'grids' as const, id: 'g1' }], homes: ['h1'], people: ['p1'], shifts: ['s-p1'], swaps: ['w1'] },
    { area: [{ kind: 'grids' as const, id: 'g2' }], homes: ['h2', 'h3'], people: ['p2', 'gate2', 'gate3'], shifts: ['s-p2', 's-gate2'], swaps: [] }, // biome-ignore format: one line
    {
      area: [{ kind: 'courtyards' as const, id: 'y2' }],
      homes: ['h2'],
      people: ['gate2'],
      shifts: ['s-gate2'],
      swaps: [],
    },
    { area: [{ kind: 'grids' as const, id: 'gone' }], homes: [], people: [], shifts: [], swaps: [] },
    { area: [], homes: [], people: [], shifts: [], swaps: [] },
  ])('of $area holds the homes $homes', ({ area, homes, people, shifts, swaps }) => {
    expect(idsWithin(area, 'homes')).toEqual(homes);
    expect(idsWithin(area, 'responders')).toEqual(people);
    expect(idsWithin(area, 'shifts')).toEqual(shifts);
    expect(idsWithin(area, 'swaps')).toEqual(swaps);
  });

  it('of a courtyard shows the grid around it, and holds it not', () => {
    const area = [{ kind: 'courtyards' as const, id: 'y2' }];
    expect(idsWithin(area, 'grids')).toEqual(['g2']);
    expect(reachOf(town, area).holds('grids', { id: 'g2' })).toBe(false);
  });

  it.each([
    { device: { id: 'b', home: 'h1' }, within: true },
    { device: { id: 'b', resident: 'r1' }, within: true },
    { device: { id: 'b', home: 'h1', resident: 'r2' }, within: false },
    { device: { id: 'b', home: 'h2', resident: 'r1' }, within: false },
    { device: { id: 'b' }, within: false },
    { device: { id: 'b', home: 1 }, within: false },
  ])('holds the device $device: $within', ({ device, within }) => {
    expect(reachOf(town, [{ kind: 'grids', id: 'g1' }]).holds('devices', device)).toBe(within);
  });

  it.each([
    { call: { home: 'h1' }, within: true },
    { call: { home: 'h2' }, within: false },
    { call: {}, within: false },
    { call: { home: 'h1', absorbed: [{ home: 'h2' }] }, within: false },
    { call: { home: 'h1', absorbed: [{}] }, within: true },
  ])('holds the call $call: $within', ({ call, within }) => {
    expect(reachOf(town, [{ kind: 'grids', id: 'g1' }]).holdsCall(call)).toBe(within);
  });

  it('of all grids holds every home of the sample, and what belongs to nobody is no part of any', () => {
    const sample = sampleBundle();
    const reach = reachOf(
      sample,
      sample.grids.map(({ id }) => ({ kind: 'grids' as const, id })),
    );
    expect(bundleWithin(sample, reach).homes).toEqual(sample.homes);
    for (const kind of ['roads', 'blocks'] as const) expect(reach.holds(kind, sample[kind][0] ?? {})).toBe(false);
    expect(reach.holds('district', sample.district)).toBe(false);
  });

  it('says of every kind of document what it shows of it', () => {
    const sample = sampleBundle();
    const nothing = bundleWithin(sample, reachOf(sample, []));
    const open = ['roads', 'blocks', 'servicePoints'];
    for (const kind of collections) if (!open.includes(kind)) expect(nothing[kind], kind).toEqual([]);
    expect(nothing.servicePoints.every(({ courtyard }) => courtyard === undefined)).toBe(true);
  });
});
