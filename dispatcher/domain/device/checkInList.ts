// Who is called while it is hot or cold: whoever the field knows to be at risk, and whom somebody has added; not whom somebody has taken off.
import type { CheckInList, CheckInListKind } from '../../../contracts/device/checkIns.ts';
import type { Resident } from '../../../contracts/office/community.ts';

/** From this age on whoever lives alone is on the lists. */
const oldAge = 80;

export const emptyList: CheckInList = { on: false, at: 0, by: '', byHand: false, added: [], removed: [] };

/** By what is known of somebody. What cannot be read now counts as known: nobody is left out for want of a key. */
export const isAtRisk = (
  { livesAlone, birthYear, conditions, mobility, cannotTalk, locked = [] }: Resident,
  year: number,
): boolean =>
  (livesAlone && year - birthYear >= oldAge) ||
  conditions.length > 0 ||
  mobility !== undefined ||
  cannotTalk === true ||
  locked.includes('conditions') ||
  locked.includes('mobility');

/** Is somebody on this list, whether it is on or off? The one by hand has nobody but whom a hand has put there. */
export function membersOf(
  kind: CheckInListKind,
  { added, removed }: Pick<CheckInList, 'added' | 'removed'>,
  year: number,
): (resident: Resident) => boolean {
  const [yes, no] = [new Set(added), new Set(removed)];
  return (resident) => !no.has(resident.id) && (yes.has(resident.id) || (kind !== 'hand' && isAtRisk(resident, year)));
}
