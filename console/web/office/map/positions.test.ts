import { describe, expect, it } from 'vitest';
import { inWgs84 } from '../../../../geography/datum.ts';
import { metresBetween } from '../../../../geography/distance.ts';
import { cornersIn, cornersOf, positionIn, ringOf, textOf } from './positions.ts';

describe('a position that somebody types', () => {
  it.each([
    ['104.0624, 30.6407', [104.0624, 30.6407]],
    ['104.0624，30.6407', [104.0624, 30.6407]],
    ['  104.0624   30.6407 ', [104.0624, 30.6407]],
    ['30.6407', undefined],
    ['104.06, 30.64, 500', undefined],
    ['104.06, 95', undefined],
    ['某街', undefined],
    ['', undefined],
  ])('%s is %j', (text, position) => expect(positionIn(text)).toEqual(position));

  it('read from a map of 高德 lies where that map means, some hundred metres beside its figures', () => {
    const typed: [number, number] = [104.0624, 30.6407];
    const meant = inWgs84(typed, 'gcj02');
    expect(metresBetween(typed, meant)).toBeGreaterThan(200);
    expect(metresBetween(typed, meant)).toBeLessThan(700);
    expect(inWgs84(typed, 'wgs84')).toEqual(typed);
    expect(metresBetween(inWgs84(typed, 'bd09'), meant)).toBeGreaterThan(300);
    expect(textOf(meant)).toBe(`${meant[0]}, ${meant[1]}`);
  });

  it('stands in a line of its own; a line that is none is not left out unseen', () => {
    expect(cornersIn('104.1, 30.1\n\n104.2, 30.2\n')).toEqual([
      [104.1, 30.1],
      [104.2, 30.2],
    ]);
    expect(cornersIn('104.1, 30.1\n104.2')).toBeUndefined();
  });

  it('closes a ring once', () => {
    const corners: [number, number][] = [
      [1, 1],
      [2, 1],
      [2, 2],
    ];
    expect(ringOf(corners)).toHaveLength(4);
    expect(ringOf(ringOf(corners))).toHaveLength(4);
    expect(cornersOf(ringOf(corners))).toEqual(corners);
  });
});
