import { describe, expect, it } from 'vitest';
import type { Ring } from '../contracts/position.ts';
import { edgesInCommon, hasEdge } from './borders.ts';

const square = (lon: number, lat: number, wide = 0.01, high = 0.01): Ring => [
  [lon, lat],
  [lon + wide, lat],
  [lon + wide, lat + high],
  [lon, lat + high],
  [lon, lat],
];
const west = square(104, 30);

describe('a border in common', () => {
  it.each([
    { where: 'beside it', other: square(104.01, 30), common: 1 },
    { where: 'beside half of it', other: square(104.01, 30, 0.01, 0.004), common: 1 },
    { where: 'beside it and beyond', other: square(104.01, 29.99, 0.01, 0.04), common: 1 },
    { where: 'at its corner only', other: square(104.01, 30.01), common: 0 },
    { where: 'elsewhere', other: square(105, 30), common: 0 },
  ])('is found with an outline $where', ({ other, common }) => {
    expect(edgesInCommon(west, [other])).toHaveLength(common);
  });

  it('is kept whichever way round the outline is drawn, and lost with its corner', () => {
    const [edge] = edgesInCommon(west, [square(104.01, 30)]);
    if (!edge) throw new Error('no edge');
    expect(hasEdge([...west].reverse(), edge)).toBe(true);
    expect(hasEdge(square(104, 30, 0.009), edge)).toBe(false);
  });
});
