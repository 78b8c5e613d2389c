// Who is called while it is hot or cold: whoever the field knows to be at risk, and whom somebody has added; not whom somebody has taken off.
import {
  type CheckInList,
  type CheckInListKind,
  type HeldWarning,
  warningsAtMost,
} from '../../../contracts/device/checkIns.ts';
import { WarningLevel } from '../../../contracts/office/checkIn.ts';
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

/** Those that have not ended. */
export const runningWarnings = ({ warnings = [] }: CheckInList, now: number): HeldWarning[] =>
  warnings.filter(({ until }) => now < until);

/**
 * A list after a warning has come, has changed or has ended; several may hold at once. A human's hand stays until those that it is about have ended.
 * @param warning @property counts is it grave enough, and not over?
 * @returns undefined where nothing changes
 */
export function warned(
  before: CheckInList,
  { counts, ...warning }: HeldWarning & { counts: boolean },
  now: number,
): CheckInList | undefined {
  const running = runningWarnings(before, now);
  const known = running.find(({ id }) => id === warning.id);
  if (before.byHand && (before.on || known)) return undefined;
  if (!counts && known === undefined) return undefined;
  if (counts && !before.byHand && known && isSame(known, warning)) return undefined;
  // What a hand has switched off is not on again with the next warning.
  const others = before.byHand ? [] : running.filter(({ id }) => id !== warning.id);
  const warnings = (counts ? [...others, warning] : others).sort((a, b) => b.until - a.until).slice(0, warningsAtMost);
  const { from: _, until: __, warning: ___, ...rest } = before;
  return { ...rest, on: warnings.length > 0, at: now, by: 'weather', byHand: false, warnings, ...shown(warnings) };
}

/** What a warning did, as it is answered and written down. */
export const changeOf = (after: CheckInList | undefined): 'on' | 'off' | 'none' =>
  after === undefined ? 'none' : after.on ? 'on' : 'off';

function shown(warnings: readonly HeldWarning[]): Pick<CheckInList, 'from' | 'until' | 'warning'> {
  const [first, ...more] = warnings;
  if (first === undefined) return {};
  const {
    from: _,
    until: __,
    ...warning
  } = more.reduce((gravest, one) => (rank(one) > rank(gravest) ? one : gravest), first);
  return {
    from: Math.min(...warnings.map(({ from }) => from)),
    until: Math.max(...warnings.map(({ until }) => until)),
    warning,
  };
}

const rank = ({ level }: HeldWarning): number => WarningLevel.enum.indexOf(level);

const isSame = (known: HeldWarning, { event, level, area, from, until }: HeldWarning): boolean =>
  known.event === event && known.level === level && known.area === area && known.from === from && known.until === until;
