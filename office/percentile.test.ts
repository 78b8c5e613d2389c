import { describe, expect, it } from 'vitest';
import { medianOf, percentile } from './percentile.ts';

describe('a percentile', () => {
  it.each([
    { of: [], share: 0.5, is: undefined },
    { of: [7], share: 0.9, is: 7 },
    { of: [1, 2, 3, 4], share: 0.5, is: 2 },
    { of: [1, 2, 3, 4, 5], share: 0.5, is: 3 },
    { of: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share: 0.9, is: 9 },
    { of: [1, 2, 3], share: 0, is: 1 },
    { of: [1, 2, 3], share: 1, is: 3 },
  ])('$share of $of is $is: a time that somebody took', ({ of, share, is }) => {
    expect(percentile(of, share)).toBe(is);
  });

  it('is found of numbers in any order, the lower one of two in the middle', () => {
    expect([medianOf([9, 1, 4, 2]), medianOf([3, 1, 2]), medianOf([])]).toEqual([2, 2, undefined]);
  });
});
