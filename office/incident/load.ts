// When people press: by day of week and hour of day, and by quarters of one day. By the clock on the wall of the district.
import { secondIn, weekdayOf } from '../../contracts/wallClock.ts';

const days = 7;
const hours = 24;
const quarters = 96;
/** A day of 25 hours is one day. */
const oneDayMs = 25 * 3_600_000;

/** @param presses ms @returns seven days from Monday on, 24 hours each */
export function loadOf(presses: readonly number[], timeZone: string): number[][] {
  const load = Array.from({ length: days }, () => new Array<number>(hours).fill(0));
  for (const at of presses) {
    const said = secondIn(timeZone, at);
    const hour = load[weekdayOf(said.slice(0, 10))];
    if (hour) hour[hourOf(said)] = (hour[hourOf(said)] ?? 0) + 1;
  }
  return load;
}

/** Quarters of an hour of a day; undefined for a longer stretch. An hour that the clock goes through twice counts once. */
export function quartersOf(
  presses: readonly number[],
  { from, until, timeZone }: { from: number; until: number; timeZone: string },
): number[] | undefined {
  if (until - from > oneDayMs) return undefined;
  const counts = new Array<number>(quarters).fill(0);
  for (const at of presses) {
    const said = secondIn(timeZone, at);
    const quarter = hourOf(said) * 4 + Math.floor(Number(said.slice(14, 16)) / 15);
    counts[quarter] = (counts[quarter] ?? 0) + 1;
  }
  return counts;
}

const hourOf = (said: string): number => Number(said.slice(11, 13));
