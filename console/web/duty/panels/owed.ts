// Whom somebody should still see after an incident was closed. Pure: what was read is brought up to date by the live picture.
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { dateOf } from '../../look/time.ts';

export type Owed = IncidentView & { aftercare: NonNullable<IncidentView['aftercare']> };

/**
 * @param read what the server listed some time ago
 * @param live the picture, which knows the latest closed ones only
 * @returns the most overdue first
 */
export function owedOf(read: readonly IncidentView[], live: ReadonlyMap<string, IncidentView>): Owed[] {
  const newest = new Map(read.map((one) => [one.id, one]));
  for (const one of live.values()) if ((newest.get(one.id)?.seq ?? -1) < one.seq) newest.set(one.id, one);
  return [...newest.values()]
    .filter((one): one is Owed => one.state === 'closed' && one.aftercare !== undefined)
    .sort((a, b) => dueAt(a) - dueAt(b));
}

/** Today by the calendar of the district, or before. */
export const isDueToday = (one: Owed, now: number): boolean => dateOf(dueAt(one)) <= dateOf(now);

export const dueAt = ({ aftercare }: Owed): number => Date.parse(aftercare.by);
