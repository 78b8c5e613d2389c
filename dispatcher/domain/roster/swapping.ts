// May two people swap shifts? Whoever gives has the occurrence still, whoever takes has nothing else then, is not away, and does the same work.
import type { EpochMs } from '../../../contracts/ids.ts';
import type { CommunityBundle, Responder } from '../../../contracts/office/community.ts';
import type { HeldShift, Roster } from './roster.ts';
import type { Stretch } from './stretch.ts';

type Occurrence = { shift: string; on: string; from: number; to: number };
/** `given` goes from `asker` to `colleague`, `back` the other way. */
export type Swapping = { asker: string; colleague: string; given: Occurrence; back?: Occurrence | undefined };

const isSame = ({ shift, on }: HeldShift, other: Pick<Occurrence, 'shift' | 'on'> | undefined): boolean =>
  other !== undefined && shift.id === other.shift && on === other.on;

/** What of these has not begun, whether its holder is away then or not: whoever goes on leave asks for a swap as well. */
export const coming = (roster: Roster, { from, to }: Stretch): HeldShift[] =>
  roster.held(from, to).filter((one) => one.from > from);

/** @returns `overtaken`: the roster says otherwise by now, or it has begun; `cannot`: the other one cannot take it */
export function whyNoSwap(
  swapping: Swapping,
  { roster, bundle }: { roster: Roster; bundle: Pick<CommunityBundle, 'responders'> },
  now: EpochMs,
): 'overtaken' | 'cannot' | undefined {
  const { given, back } = swapping;
  const person = (id: string): Responder | undefined => bundle.responders.find((one) => one.id === id);
  const [asker, colleague] = [person(swapping.asker), person(swapping.colleague)];
  if (!asker || !colleague || asker === colleague) return 'overtaken';
  const held = (one: Occurrence, by: Responder): boolean =>
    one.from > now &&
    roster
      .held(one.from as EpochMs, one.to as EpochMs)
      .some((each) => isSame(each, one) && each.holder === by.id && each.from === one.from && each.to === one.to);
  if (!held(given, asker) || (back !== undefined && !held(back, colleague))) return 'overtaken';
  if (!doSameWork(asker, colleague) || !mayTake(roster, colleague, given, back)) return 'cannot';
  return back === undefined || mayTake(roster, asker, back, given) ? undefined : 'cannot';
}

/** @param gives what they give away for it is no hindrance */
function mayTake(roster: Roster, who: Responder, one: Occurrence, gives: Occurrence | undefined): boolean {
  const [from, to] = [one.from as EpochMs, one.to as EpochMs];
  const busy = roster
    .held(from, to)
    .some(
      (each) =>
        !isSame(each, gives) && each.done.some((part) => part.by === who.id && part.to > from && part.from < to),
    );
  return !busy && roster.wouldCount(who, from) && roster.away(who.id, from, to).length === 0;
}

export function doSameWork(a: Responder, b: Responder): boolean {
  const roles = new Set([a.role, ...(a.otherRoles ?? [])]);
  return [b.role, ...(b.otherRoles ?? [])].some((role) => roles.has(role));
}
