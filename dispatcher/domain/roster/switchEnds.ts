// When one person's switch runs out, for whoever keeps no roster: only the shifts that may come to them are read, their own, those
// swapped to them, and those of the people for whom they stand in, also through others.
import type { EpochMs } from '../../../contracts/ids.ts';
import { Roster, type RosterParts } from './roster.ts';

/** As Roster.switchEnds says it. */
export function switchEndsOf(parts: RosterParts, person: string, now: EpochMs): EpochMs | undefined {
  const people = new Set([person]);
  for (const one of people) // it grows while it is gone through
    for (const { responder, standIn } of parts.leaves) if (standIn === one) people.add(responder);
  const swapped = new Set(parts.swaps.flatMap(({ shift, to }) => (people.has(to) ? [shift] : [])));
  const shifts = parts.shifts.filter(({ id, responder }) => people.has(responder) || swapped.has(id));
  const leaves = parts.leaves.filter(({ responder }) => people.has(responder));
  return new Roster({ ...parts, shifts, leaves }).switchEnds(person, now);
}
