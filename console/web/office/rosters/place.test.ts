import { describe, expect, it } from 'vitest';
import { dragged, instantAt, placeIn, stepMs } from './place.ts';

const hour = 2 * stepMs;
const week = { from: 0, to: 168 * hour };

describe('a stretch in the week that is shown', () => {
  it('lies where its hours are, cut at the edges', () => {
    expect(placeIn(week, { from: 84 * hour, to: 92.4 * hour })).toEqual({ left: '50.000%', width: '5.000%' });
    expect(placeIn(week, { from: -9 * hour, to: 16.8 * hour })).toEqual({ left: '0.000%', width: '10.000%' });
    expect(placeIn(week, { from: -9 * hour, to: 0 })).toBeUndefined();
  });

  it('is found again under the pointer, never outside', () => {
    expect(instantAt(week, 150, { left: 100, width: 100 })).toBe(84 * hour);
    expect(instantAt(week, 900, { left: 100, width: 100 })).toBe(week.to);
  });
});

describe('dragging', () => {
  const shift = { from: 8 * hour, to: 12 * hour };
  it.each([
    { grab: 'move' as const, by: 2.1 * hour, to: { from: 10, to: 14 } },
    { grab: 'start' as const, by: -hour, to: { from: 7, to: 12 } },
    { grab: 'start' as const, by: 9 * hour, to: { from: 11.5, to: 12 } },
    { grab: 'end' as const, by: 0.8 * hour, to: { from: 8, to: 13 } },
    { grab: 'end' as const, by: -9 * hour, to: { from: 8, to: 8.5 } },
  ])('by $grab snaps to half hours and leaves at least one', ({ grab, by, to }) => {
    expect(dragged(grab, shift, by)).toEqual({ from: to.from * hour, to: to.to * hour });
  });

  it('makes a shift forwards and backwards', () => {
    const begun = { from: 8 * hour, to: 8 * hour };
    expect(dragged('make', begun, 3 * hour)).toEqual({ from: 8 * hour, to: 11 * hour });
    expect(dragged('make', begun, -3 * hour)).toEqual({ from: 5 * hour, to: 8 * hour });
  });
});
