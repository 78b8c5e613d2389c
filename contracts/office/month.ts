// The month that an instant lies in, by the clock on the wall of a district.
import { Temporal } from 'temporal-polyfill';

/** @param timeZone IANA name @returns ms, `until` excluded */
export function monthAround(timeZone: string, ms: number): { from: number; until: number } {
  const zone = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const first = zone.with({ day: 1 }).startOfDay();
  return { from: first.epochMilliseconds, until: first.add({ months: 1 }).startOfDay().epochMilliseconds };
}
