// Fields of date and time: what stands in them is read and written by the zone of the district.
import { longestNightDeskMs } from '../../../contracts/office/nightDesk.ts';
import { dateOf, minuteOf, zone } from './time.ts';

const dayMs = 24 * 3_600_000;

/** What a field of date and time holds, as an instant. */
export function instantOf(field: string): string {
  const asWritten = Date.parse(`${field}Z`);
  // The offset of the zone at the very instant: it changes where clocks are set.
  const first = asWritten - offsetMs(asWritten);
  return new Date(asWritten - offsetMs(first)).toISOString();
}
const offsetMs = (ms: number): number => {
  const written = new Intl.DateTimeFormat('sv-SE', { timeZone: zone.value, dateStyle: 'short', timeStyle: 'medium' });
  const whole = Math.floor(ms / 1_000) * 1_000;
  return Date.parse(`${written.format(whole).replace(' ', 'T')}Z`) - whole;
};
/** An instant as such a field holds it: `2026-11-29T09:00`. */
export const fieldOf = (ms: number): string => `${dateOf(ms)}T${minuteOf(ms)}`;
/** Tomorrow at nine, as a field of date and time wants it: `2026-11-29T09:00`. */
export const tomorrowAtNine = (ms: number): string => `${dateOf(ms + dayMs)}T09:00`;
/** The next seven in the morning, when the hall is awake again, for such a field; by day no later than a night desk lasts. */
export const nightEnds = (ms: number): string => {
  const sevenOn = (day: string): number => Date.parse(instantOf(`${day}T07:00`));
  const today = sevenOn(dateOf(ms));
  const end = Math.min(today > ms ? today : sevenOn(dateOf(ms + dayMs)), ms + longestNightDeskMs);
  return fieldOf(end);
};
