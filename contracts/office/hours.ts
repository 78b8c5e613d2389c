// Times of day as a policy writes them.

/** Minutes since midnight of `HH:MM`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Does a time of day lie between two, possibly over midnight? From is inside, to is not. */
export function isBetween(minute: number, between: { from: string; to: string }): boolean {
  const [from, to] = [minutesOf(between.from), minutesOf(between.to)];
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
