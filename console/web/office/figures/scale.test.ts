import { describe, expect, it } from 'vitest';
import { barsIn, linesUpTo, tickUnder } from './scale.ts';

describe('the lines across a chart', () => {
  it.each([
    { most: 0, lines: [1] },
    { most: 1, lines: [1] },
    { most: 3, lines: [1, 2, 3] },
    { most: 5, lines: [2, 4, 6] },
    { most: 17, lines: [5, 10, 15, 20] },
    { most: 100, lines: [50, 100] },
    { most: 1234, lines: [500, 1000, 1500] },
  ])('up to $most are $lines', ({ most, lines }) => {
    expect(linesUpTo(most)).toEqual(lines);
  });

  it('are whole, few, and enclose what is drawn', () => {
    for (let most = 0; most < 3_000; most++) {
      const lines = linesUpTo(most);
      expect(lines.at(-1)).toBeGreaterThanOrEqual(most);
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(lines.every(Number.isInteger)).toBe(true);
    }
  });
});

describe('bars', () => {
  const frame = { width: 110, height: 130, left: 10, right: 0, top: 10, bottom: 20 };

  it('stand on the ground, as high as they count', () => {
    expect(barsIn(frame, [0, 5, 10], 10).map(({ y, height }) => [y, height])).toEqual([
      [110, 0],
      [60, 50],
      [10, 100],
    ]);
  });

  it.each([1, 24, 31, 92, 400])('of %i stay in the frame, one beside the other', (count) => {
    const bars = barsIn(
      frame,
      Array.from({ length: count }, () => 1),
      1,
    );
    let right = frame.left;
    for (const bar of bars) {
      expect(bar.width).toBeGreaterThan(0);
      expect(bar.x).toBeGreaterThanOrEqual(right - 1e-9);
      right = bar.x + bar.width;
    }
    expect(right).toBeLessThanOrEqual(frame.width + 1e-9);
  });
});

it.each([
  { day: '2026-11-03', days: 7, tick: 'date' },
  { day: '2026-11-10', days: 30, tick: 'date' },
  { day: '2026-11-01', days: 30, tick: 'day' },
  { day: '2026-11-11', days: 30, tick: undefined },
  { day: '2026-11-15', days: 92, tick: 'day' },
  { day: '2026-11-10', days: 92, tick: undefined },
  { day: '2026-11-01', days: 365, tick: 'month' },
  { day: '2026-11-15', days: 365, tick: undefined },
])('under $day of $days days stands: $tick', ({ day, days, tick }) => {
  expect(tickUnder(day, days)).toBe(tick);
});
