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
