// Has somebody given their daily sign of life? Pure: what was agreed, the last signs, what stood before, and the instant (docs/decisions/047). The obvious, a
// timer a person, cries wolf: after an outage, behind a dead gateway, when a clock steps. So only the latest time that has passed is judged, grace runs
// from when a sign could have been heard, and "nobody could know" is a state of its own.
import type { KeptCheckIn, SeenBy, UnknownBecause } from '../../../contracts/device/checkIns.ts';
import { type CheckIn, type CheckInRule, graceMinutesOf } from '../../../contracts/office/checkIn.ts';
import { defined } from '../../../contracts/shapes.ts';
import { type Round, roundsOf, type Wall } from './checkInTimes.ts';

const minuteMs = 60_000;
/** After an outage what lay in sessions of MQTT comes within this. */
const comesInMs = 10 * minuteMs;

/** A clock that was put back says of what it has seen that it is still to come. */
const clockMs = 2 * 60 * minuteMs;

/** No time that is waited for is farther away. */
const aheadAtMostMs = 2 * 24 * 60 * minuteMs;

/** ms. */
export type Sign = { at: number; by: SeenBy };

/**
 * What is known of a resident. `agreed`: undefined where it cannot be read. `signs`: the last of each kind that counts, and of a human's word. `held`: why nobody
 * could have heard one; asked of those alone who are late. `unsent`: the call for one who is missed was not
 * opened, for a press had been stored before; asked of those alone who are missed.
 */
export type CheckInFacts = {
  agreed: CheckIn | undefined;
  away: boolean;
  signs: readonly Sign[];
  held(): UnknownBecause | undefined;
  unsent(): boolean;
};

/** `up`: since when the watch has listened without a break, ms. */
export type CheckInAt = { now: number; up: number; wall: Wall; rule: CheckInRule };

/** How a resident's check-in stands from now on. @returns the very object from before where nothing has changed */
export function judgeCheckIn(facts: CheckInFacts, stood: KeptCheckIn | undefined, at: CheckInAt): KeptCheckIn {
  const { now, wall, rule } = at;
  const before = isBelieved(stood, at) ? stood : undefined;
  const { agreed, away } = facts;
  if (away) return before?.state === 'away' && before.back === undefined ? before : { ...standing(at), state: 'away' };
  if (agreed === undefined)
    return before?.why === 'locked' ? before : { ...standing(at), state: 'unknown', why: 'locked' };
  if (before?.state === 'away') {
    const back = before.back ?? wall.today;
    if (back >= wall.today) return before.back === undefined ? { ...before, back } : before;
  }
  const times = `${agreed.by.join()} ${agreed.days?.join() ?? ''}`.trim();
  const isSame = before?.times === undefined || before.times === times;
  const since = { times, ...defined({ timesAt: isSame ? before?.timesAt : now }) };
  const round = roundNow(
    before,
    { ...roundsOf(agreed, rule, at), own: ownRound(before, isSame, agreed, at) },
    since,
    at,
  );
  if (round === undefined)
    return before?.state === 'due' && before.times === times ? before : { ...standing(at), state: 'due', ...since };
  if (before !== undefined && round.day < before.day) return before; // a clock that was put back judges no day again
  const known = before?.due === round.due && before.state !== 'away' ? before : undefined;
  const unseen = defined({ unseenSince: known ? known.unseenSince : unseenSince(before, round, now) });
  return onlyIfNew({ ...judgeRound(facts, known, { ...round, ...unseen }, at), ...since }, before, now);
}

/** What a clock far ahead has left behind would hold whoever it is about still until then. */
const isBelieved = (stood: KeptCheckIn | undefined, { now, wall }: CheckInAt): boolean =>
  stood !== undefined && stood.due <= now + aheadAtMostMs && (stood.back ?? '') <= wall.tomorrow;

/** What stands of nobody's round: since now. */
const standing = ({ now, wall }: CheckInAt): Pick<KeptCheckIn, 'day' | 'due' | 'at'> => ({
  day: wall.today,
  due: now,
  at: now,
});

/** A time that comes while nobody knows of the one before does not begin anew for whoever must be told of it. */
const unseenSince = (before: KeptCheckIn | undefined, { due }: Round, now: number): number | undefined =>
  before !== undefined && before.why !== 'locked' && isUnseen(before.state) && due > before.due && due <= now
    ? (before.unseenSince ?? before.due)
    : undefined;

const isUnseen = (state: KeptCheckIn['state']): boolean => state === 'late' || state === 'asked' || state === 'unknown';

type Passing = { last: Round | undefined; next: Round | undefined; own: Round | undefined };

/** Nothing is judged that passed before it was agreed, nor once more what a clock that was put back lets pass again. */
function roundNow(
  before: KeptCheckIn | undefined,
  { last, next, own }: Passing,
  { timesAt = 0 }: Pick<KeptCheckIn, 'timesAt'>,
  { now, wall }: CheckInAt,
): Round | undefined {
  if (before === undefined || before.why === 'locked') return next;
  if (before.state === 'away') return last !== undefined && last.day > (before.back ?? '') ? last : next;
  if (before.due > now) return next;
  // Whoever is missed is so until the next time has passed: a sign that comes until then belongs to that call.
  if (last?.due === before.due) return before.state === 'seen' && next?.day === wall.today ? next : last;
  if (last === undefined || last.due <= Math.max(before.due, timesAt)) return own ?? next;
  return before.state === 'asked' && own !== undefined && own.day >= wall.yesterday ? own : last;
}

/** The time that somebody is late for or missed, where it is still theirs: one that was taken out of the agreement is over, but not the call for it. */
function ownRound(
  before: KeptCheckIn | undefined,
  isSame: boolean,
  agreed: CheckIn,
  { wall, rule }: CheckInAt,
): Round | undefined {
  if (before === undefined || before.state === 'seen' || before.state === 'due' || before.state === 'away')
    return undefined;
  const { day, due, state } = before;
  const { last } = roundsOf(agreed, rule, { wall, now: due });
  if (last?.due === due) return last;
  return isSame || state === 'missed' ? { day, due, opens: due } : undefined;
}

function judgeRound(
  { agreed, signs, held, unsent }: CheckInFacts,
  known: KeptCheckIn | undefined,
  { day, due, opens, unseenSince }: Round & Pick<KeptCheckIn, 'unseenSince'>,
  { now, up, rule }: CheckInAt,
): KeptCheckIn {
  const of = { day, due };
  const sign = lastOf(signs.filter(({ at }) => at >= opens && at <= now + clockMs));
  if (known?.state === 'missed' && unsent())
    return { ...of, state: 'seen', at: now, ...(sign ? { seenAt: sign.at, by: sign.by } : {}) };
  if (known?.state === 'missed')
    return sign && known.seenAt === undefined ? { ...known, seenAt: sign.at, by: sign.by } : known;
  if (known?.state === 'seen') return known;
  if (sign) return { ...of, state: 'seen', at: now, seenAt: sign.at, by: sign.by };
  if (now < due) return { ...of, state: 'due', at: now };
  const why = held();
  const resumed = why === undefined ? (known?.resumed ?? (known?.why === undefined ? undefined : now)) : undefined;
  const waits = { ...of, ...defined({ resumed, why, unseenSince }) };
  if (now < graceEnd(due, resumed, { agreed, up })) return { ...waits, state: 'late', at: now };
  if (why !== undefined) return { ...waits, state: 'unknown', at: known?.state === 'unknown' ? known.at : now };
  if (known?.state !== 'asked') return { ...waits, state: 'asked', at: now };
  return now - known.at < rule.askedMinutes * minuteMs ? known : { ...waits, state: 'missed', at: now };
}

/** From when on somebody may be asked: after an outage there is time at least for what was on its way. */
function graceEnd(
  due: number,
  resumed: number | undefined,
  { agreed, up }: { agreed: CheckIn | undefined; up: number },
): number {
  const graceMs = graceMinutesOf(agreed ?? {}) * minuteMs;
  const heardSince = Math.max(up, resumed ?? 0);
  return heardSince > due ? heardSince + Math.max(graceMs, comesInMs) : due + graceMs;
}

const lastOf = (signs: readonly Sign[]): Sign | undefined =>
  signs.reduce<Sign | undefined>((last, one) => (last === undefined || one.at > last.at ? one : last), undefined);

/** Since when it stands so does not change with each look. */
function onlyIfNew(after: KeptCheckIn, before: KeptCheckIn | undefined, now: number): KeptCheckIn {
  if (before === undefined || after === before) return after;
  const same =
    after.state === before.state &&
    after.due === before.due &&
    after.why === before.why &&
    after.seenAt === before.seenAt &&
    after.resumed === before.resumed &&
    after.unseenSince === before.unseenSince &&
    after.times === before.times;
  return same && (after.at === before.at || after.at === now) ? before : after;
}

/**
 * Has nobody known for so long that a human must ask? By the time that was agreed, so that neither a gateway that comes and goes nor a further time hides anybody.
 * A call that was ticked counts until the next time, and then for as long again.
 * @param graceMs of the agreement @param tickedAt ms
 */
export function mustBeAsked(
  { state, due, unseenSince: since = due }: Pick<KeptCheckIn, 'state' | 'due' | 'unseenSince'>,
  { unknownMinutes }: Pick<CheckInRule, 'unknownMinutes'>,
  { graceMs, tickedAt = 0, now }: { graceMs: number; tickedAt?: number | undefined; now: number },
): boolean {
  if ((state !== 'unknown' && state !== 'late') || tickedAt >= due) return false;
  return now - Math.max(since, tickedAt) >= graceMs + unknownMinutes * minuteMs;
}
