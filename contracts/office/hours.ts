// Times of day as a policy writes them.
import { Type } from 'typebox';

/** `HH:MM` in the district's time zone. */
export const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** Minutes since midnight of `HH:MM`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Does a time of day lie between two, possibly over midnight? From is inside, to is not. */
export function isBetween(minute: number, between: { from: string; to: string }): boolean {
  const [from, to] = [minutesOf(between.from), minutesOf(between.to)];
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
