// Times as people read them: by the clock on the wall of their district, whatever machine shows them.

/** In each answer to somebody we know: the zone of their district. A terminal has no page that tells it. */
export const zoneHeader = 'yjt-time-zone';

/** Before anybody has told another. */
export const usualZone = 'Asia/Shanghai';

/** `2026-11-24 08:00:00`. */
export function secondIn(timeZone: string, ms: number): string {
  const known =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, known);
  return known.format(ms);
}
/** A zone is worked out once: that takes longer than a thousand times of reading it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-24`. */
export const dayIn = (timeZone: string, ms: number): string => secondIn(timeZone, ms).slice(0, 10);

/** 0 Monday … 6 Sunday. @param day `2026-11-24` */
export const weekdayOf = (day: string): number => (new Date(startOf(day)).getUTCDay() + 6) % 7;
/** A day that there is, as `dayIn` writes it; there is no 30 February. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(startOf(text)) &&
  new Date(startOf(text)).toISOString().startsWith(text);
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
