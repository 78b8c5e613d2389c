import { describe, expect, it } from 'vitest';
import type { Ring } from '../contracts/position.ts';
import { belongsTo, contains, insideOf, knotsOf, metresToBorder } from './rings.ts';

const closed = (...vertices: [number, number][]): Ring => {
  const [first = [0, 0]] = vertices;
  return [...vertices, first].map(([x, y]): [number, number] => [104 + x / 1000, 30 + y / 1000]);
};
const square = closed([0, 0], [2, 0], [2, 2], [0, 2]);

describe('a point on the border', () => {
  it.each([
    { edge: 'east', at: [104.002, 30.001] },
    { edge: 'west', at: [104, 30.001] },
    { edge: 'north', at: [104.001, 30.002] },
    { edge: 'south', at: [104.001, 30] },
    { edge: 'corner', at: [104.002, 30.002] },
  ])('belongs to the ring ($edge)', ({ at }) => expect(belongsTo(square, at as [number, number])).toBe(true));

  it('and one some metres outside does not', () => {
    expect(belongsTo(square, [104.0021, 30.001])).toBe(false);
    expect(metresToBorder(square, [104.0021, 30.001])).toBeCloseTo(9.6, 0);
  });
});

describe('a ring', () => {
  it.each([
    { what: 'a bow tie', ring: closed([0, 0], [2, 2], [2, 0], [0, 2]) },
    { what: 'a bow tie with a vertex in its knot', ring: closed([0, 0], [1, 1], [2, 2], [2, 0], [1, 1], [0, 2]) },
    { what: 'a loop at the end of a long edge', ring: closed([0, 0], [9, 0], [9, 2], [5, -1], [0, 2]) },
  ])('such as $what crosses itself', ({ ring }) => expect(knotsOf(ring).length).toBeGreaterThan(0));

  it.each([
    { what: 'a square', ring: square },
    { what: 'a horseshoe', ring: closed([0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3]) },
    { what: 'a square that names a corner twice in a row', ring: closed([0, 0], [2, 0], [2, 0], [2, 2], [0, 2]) },
  ])('such as $what does not', ({ ring }) => expect(knotsOf(ring)).toEqual([]));

  it.each([
    { what: 'a square', ring: square },
    { what: 'a horseshoe', ring: closed([0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3]) },
    { what: 'an L', ring: closed([0, 0], [9, 0], [9, 1], [1, 1], [1, 9], [0, 9]) },
    { what: 'a sliver', ring: closed([0, 0], [9, 0.01], [9, 0.02], [0, 0.01]) },
  ])('such as $what has room for a name inside', ({ ring }) => expect(contains(ring, insideOf(ring))).toBe(true));
});
