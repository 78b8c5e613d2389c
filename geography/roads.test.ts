import { describe, expect, it } from 'vitest';
import type { Road } from '../contracts/office/community.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween } from './distance.ts';
import { buildRoads } from './roads.ts';

const road = (id: string, line: LonLat[], kind: Road['kind'] = 'residential'): Road => ({ id, name: id, kind, line });
// An L: east along the equator, then north. A river cuts the corner.
const network = buildRoads([
  road('east', [
    [0, 0],
    [0.01, 0],
  ]),
  road('north', [
    [0.01, 0],
    [0.01, 0.01],
  ]),
  road(
    'river',
    [
      [0, 0],
      [0.01, 0.01],
    ],
    'water',
  ),
]);
const side = metresBetween([0, 0], [0.01, 0]);

describe('travel time', () => {
  it('follows the streets, not the river and not the crow', () => {
    const seconds = network.travelSeconds([0, 0], [0.01, 0.01], 4);
    expect(seconds).toBe(Math.ceil((2 * side) / 4));
  });

  it('counts the last metres on foot', () => {
    const seconds = network.travelSeconds([0, 0], [0.005, 0.0005], 4, 1);
    expect(seconds).toBeCloseTo(side / 2 / 4 + metresBetween([0.005, 0], [0.005, 0.0005]), -1);
  });

  it('joins a street between its corners', () => {
    expect(network.travelSeconds([0.002, 0], [0.004, 0], 1)).toBe(Math.ceil(metresBetween([0.002, 0], [0.004, 0])));
  });

  it('is none where one already is, and a walk next door', () => {
    expect(network.travelSeconds([0.003, 0], [0.003, 0], 4)).toBe(0);
    expect(network.travelSeconds([0.003, 0.001], [0.00301, 0.001], 4, 1)).toBeLessThan(3);
  });

  it('is guessed from the distance where no street leads', () => {
    const nowhere = buildRoads([]);
    expect(nowhere.travelSeconds([0, 0], [0.01, 0], 1)).toBe(Math.ceil(side * 1.4));
  });
});

describe('a route', () => {
  it('goes by every corner, from end to end', () => {
    const { line, metres } = network.route([0.002, 0], [0.01, 0.005]);
    expect(line[0]).toEqual([0.002, 0]);
    expect(line).toContainEqual([0.01, 0]);
    expect(line.at(-1)).toEqual([0.01, 0.005]);
    expect(metres).toBeCloseTo(side * 0.8 + side * 0.5, -1);
  });
});
