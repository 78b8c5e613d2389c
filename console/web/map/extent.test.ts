import { describe, expect, it } from 'vitest';
import type { LonLat } from '../../../contracts/position.ts';
import { extentOf } from './extent.ts';

const nothing = { grids: [], roads: [], blocks: [], courtyards: [], servicePoints: [] };
const road = (...line: LonLat[]) => ({ id: 'r', name: 'r', kind: 'residential' as const, line });
const yard = (position: LonLat) => ({ id: 'y', grid: 'g', name: 'y', position });
const ring: LonLat[] = [
  [104, 30],
  [104.01, 30],
  [104.01, 30.02],
  [104, 30],
];

describe('the drawing of a district reaches', () => {
  it('around everything that is drawn, also without a street', () => {
    const extent = extentOf({ ...nothing, grids: [{ id: 'g', name: 'g', ring }], courtyards: [yard([104.03, 30.01])] });
    expect(extent?.west).toBeLessThan(104);
    expect(extent?.east).toBeGreaterThan(104.03);
    expect(extent?.south).toBeLessThan(30);
    expect(extent?.north).toBeGreaterThan(30.02);
  });

  it.each([
    { what: 'one street from west to east', drawn: { roads: [road([104, 30], [104.01, 30])] } },
    { what: 'one street from south to north', drawn: { roads: [road([104, 30], [104, 30.01])] } },
    { what: 'one courtyard', drawn: { courtyards: [yard([104, 30])] } },
  ])('some hundred metres high and wide at least: $what', ({ drawn }) => {
    const { west = 0, east = 0, south = 0, north = 0 } = extentOf({ ...nothing, ...drawn }) ?? {};
    expect(east - west).toBeGreaterThan(0.003);
    expect(north - south).toBeGreaterThan(0.003);
  });

  it('nowhere where nothing is drawn', () => expect(extentOf(nothing)).toBeUndefined());
});
