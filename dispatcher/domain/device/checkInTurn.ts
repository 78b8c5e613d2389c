// So many calls for a missed sign of life are opened a minute: who goes first, and who has waited too long for their turn.
import type { KeptCheckIn } from '../../../contracts/device/checkIns.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { isAtRisk } from './checkInList.ts';

/** @property before since when they have been asked */
export type InTurn = { resident: Resident; before: KeptCheckIn | undefined; after: KeptCheckIn };

/** Whoever has waited longest first, of those whoever the field knows to be at risk. @param year of the district's calendar */
export const inTurn = <T extends InTurn>(missed: readonly T[], year: number): T[] =>
  missed
    .map((one) => ({ one, rank: isAtRisk(one.resident, year) ? 0 : 1 }))
    .sort((a, b) => a.one.after.due - b.one.after.due || a.rank - b.rank)
    .map(({ one }) => one);

/** A human must know of whoever waits so long for the others. */
const waitsAtMostMs = 5 * 60_000;

/** @param askedMs so long somebody is asked before anybody goes */
export const waitsTooLong = ({ before }: InTurn, { askedMs, now }: { askedMs: number; now: number }): boolean =>
  now - (before?.at ?? now) - askedMs >= waitsAtMostMs;
