// Instants as they are written on the wire.

/** The last instant that there is a date for. */
const endOfTime = 8.64e15;

/** ISO 8601 with the offset of Beijing, as everything on the wire is written. What lies beyond any date is the last one. */
export function iso(milliseconds: number): string {
  const there = Math.max(-endOfTime, Math.min(milliseconds + 8 * 3_600_000, endOfTime));
  return `${new Date(there).toISOString().slice(0, -1)}+08:00`;
}
