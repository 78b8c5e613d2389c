/** An instant as everything on the wire is written: Beijing time with its offset. */
export const iso = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;

/** `11-24 08:00`, as people read it, in the zone of their district. */
export function momentIn(timeZone: string, ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { ...momentParts, timeZone }).formatToParts(ms);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.month}-${part.day} ${part.hour}:${part.minute}`;
}
const momentParts = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;
