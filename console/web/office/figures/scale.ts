// Where the parts of a chart stand. Pure: numbers in, numbers out.

/** At most so many lines across a chart, the ground not counted. */
const linesAtMost = 4;

/** Whole numbers for the lines of an axis: the last is the top, at or above the most that is drawn. */
export function linesUpTo(most: number): number[] {
  const step = stepFor(Math.max(1, most) / linesAtMost);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count }, (_, i) => (i + 1) * step);
}

/** The least of 1, 2, 5, 10, 20, 50 … that is not below. */
function stepFor(least: number): number {
  for (let ten = 1; ; ten *= 10) {
    const step = [1, 2, 5].find((one) => one * ten >= least);
    if (step !== undefined) return step * ten;
  }
}

export type Frame = { width: number; height: number; left: number; right: number; top: number; bottom: number };
export type Bar = { x: number; y: number; width: number; height: number };

/** Bars side by side that fill the frame; there is air between them while they are wide enough. */
export function barsIn(
  { width, height, left, right, top, bottom }: Frame,
  counts: readonly number[],
  upTo: number,
): Bar[] {
  const slot = (width - left - right) / Math.max(1, counts.length);
  const air = slot >= 6 ? slot * 0.3 : slot >= 3 ? 1 : 0;
  const tall = height - top - bottom;
  return counts.map((n, i) => {
    const high = (n / upTo) * tall;
    return { x: left + i * slot + air / 2, y: top + tall - high, width: slot - air, height: high };
  });
}

/**
 * What stands under the bar of a day: in a month each fifth day, in a quarter first and middle, beyond that the months. `date`: the day
 * without its month.
 */
export function tickUnder(day: string, days: number): 'date' | 'day' | 'month' | undefined {
  const date = Number(day.slice(8));
  if (days <= 45 && date === 1) return 'day';
  if (days <= 14) return 'date';
  if (days <= 45) return date % 5 === 0 ? 'date' : undefined;
  if (days <= 100) return date === 1 || date === 15 ? 'day' : undefined;
  return date === 1 ? 'month' : undefined;
}
