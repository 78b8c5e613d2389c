// When everybody was asked in vain: those who answer for the district are told again and again, sooner and sooner while it is urgent,
// and whoever was asked is rung with them. And who is asked to call outside, until a call is recorded.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Leg, Need } from '../../../contracts/incident/state.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { spentAgainMs } from '../../../contracts/office/policy.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { type Draft, record } from './draft.ts';
import { groupFor, isGrouped } from './groupOffers.ts';
import { isAsked, isSameKind, isTaken, legsFor, needOf, nextLeg, purposeOf, trackOf, whoIsThere } from './leg.ts';
import { homeOf } from './nearest.ts';
import { isBeingAsked, needNamed } from './needs.ts';

/** In a surge a spent need is told of again at most this often: thousands are, and the group's message stands anyway. */
const spentInSurgeMs = 300_000;
/** A spent P3 is told of again after this, then more and more seldom: nobody is dying of a broken lamp. */
const spentP3Ms = { first: 60_000, longest: 30 * 60_000 };
/** After so many rounds the pauses of a spent P1 or P2 grow again: whoever could hear it has heard it. */
const roundsBeforeGrowing = 60;
const longestRoundMs = 10 * 60_000;
/** Whoever is asked to call outside is asked anew after this. */
const callWithinSeconds = 60;

/** Every tier is spent: everybody asked is rung again, and those who answer for the district are told, off duty or not. */
export function tellAgain(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  const last = lastOnes(draft, world);
  const until = nextRound(draft, need, world);
  for (const responder of last) tell(draft, kind, responder, 'told', until, world);
  const all = legsFor(draft.incident, kind);
  const rung = all.filter((leg) => mayRing(leg, draft, last) && !isTwin(leg, all));
  exhausted(draft, need, oncePerPerson(rung), until);
}

/** Rung again, a desk's offer is one that tells; whoever has such a one already is rung by that one alone, in its own rhythm. */
const isTwin = (leg: Leg, all: readonly Leg[]): boolean =>
  purposeOf(leg) === 'desk' &&
  all.some((one) => one !== leg && one.responder === leg.responder && purposeOf(one) === 'told' && isAsked(one));

/** One ring a person: by the offer that they were told by last, else by their newest. */
function oncePerPerson(legs: readonly Leg[]): Leg[] {
  const chosen = new Map<string, Leg>();
  for (const leg of legs) {
    const known = chosen.get(leg.responder);
    if (known === undefined || purposeOf(known) !== 'told' || purposeOf(leg) === 'told') chosen.set(leg.responder, leg);
  }
  return [...chosen.values()];
}

/** Those who call outside: officers, street and the health desk, by every way; never whoever is at the scene. */
export function askToCall(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  const there = whoIsThere(draft.incident);
  const until = at(draft.now + Math.min(callWithinSeconds * 1000 * 2 ** Math.max(0, need.round - 5), longestRoundMs));
  const desks = kind === 'call_120' ? onDutyOrAll(draft, ['health_desk'], world) : [];
  const people = [...lastOnes(draft, world), ...desks].filter(({ id }) => !there.has(id));
  const before = new Set(legsFor(draft.incident, kind).map(({ id }) => id));
  for (const responder of people) tell(draft, kind, responder, 'calls', until, world);
  const rung = legsFor(draft.incident, kind).filter(
    (leg) => before.has(leg.id) && !there.has(leg.responder) && (isAsked(leg) || isTaken(leg)),
  );
  const offered = legsFor(draft.incident, kind).some((leg) => isBeingAsked(leg, need));
  if (!offered || rung.length > 0) exhausted(draft, need, rung, until);
}

/** Offers by every way there is; whoever has such an offer keeps it. */
export function tell(
  draft: Draft,
  kind: NeedKind,
  responder: Responder,
  purpose: 'told' | 'calls',
  answerBy: EpochMs,
  world: World,
): void {
  if (whoIsThere(draft.incident).has(responder.id)) return;
  const since = needNamed(draft.incident, kind)?.seq ?? 0;
  const has = draft.incident.legs.some(
    (leg) =>
      leg.responder === responder.id &&
      (leg.askedSeq ?? 0) >= since &&
      (purpose === 'calls'
        ? purposeOf(leg) === 'calls' && (needOf(leg) === kind || (kind === 'call_120' && needOf(leg) === 'health'))
        : needOf(leg) === kind && purposeOf(leg) !== 'calls') &&
      (isAsked(leg) || isTaken(leg) || (leg.state === 'declined' && purpose === 'told')),
  );
  if (has) return;
  const before = legsFor(draft.incident, kind).find(
    (leg) =>
      leg.responder === responder.id &&
      isSameKind(purposeOf(leg), purpose) &&
      (isAsked(leg) || leg.state === 'declined'),
  );
  if (before) {
    // It stood for the need as it was before: they hear what has changed, and have one offer as ever.
    const tier = needNamed(draft.incident, kind)?.tier ?? 0;
    const dueAt = purpose === 'calls' ? { dueAt: answerBy } : {};
    record(draft, {
      type: 'leg_asked_again',
      by: 'policy',
      leg: before.id,
      ...(purposeOf(before) === purpose ? {} : { purpose }),
      tier,
      answerBy,
      ...dueAt,
      because: 'call_changed',
    });
    return;
  }
  const { outside } = world.reach(responder);
  const asks = purpose === 'calls' ? ('call_120' as const) : undefined;
  const group = isGrouped(draft, world)
    ? { group: groupFor(homeOf(draft.incident, world), { means: 'desk' }, asks) }
    : {};
  const tier = needNamed(draft.incident, kind)?.tier ?? 0;
  record(draft, {
    type: 'leg_offered',
    by: 'policy',
    leg: {
      id: nextLeg(draft.incident),
      track: trackOf(kind),
      need: kind,
      purpose,
      tier,
      responder: responder.id,
      travelSeconds: 0,
      answerBy,
      ...(outside.length > 0 ? { channels: [...outside] } : {}),
      ...group,
    },
    ...(purpose === 'calls' ? { dueAt: answerBy } : {}),
    candidates: [{ responder: responder.id, travelSeconds: 0, reason: 'chosen' }],
    byHand: false,
  });
}

function exhausted(draft: Draft, need: Need, rung: readonly Leg[], dueAt: EpochMs): void {
  record(draft, {
    type: 'track_exhausted',
    by: 'policy',
    track: trackOf(need.need),
    need: need.need,
    round: need.round + 1,
    rung: rung.map(({ id }) => id),
    dueAt,
  });
}

/** Sooner and sooner while it is urgent, and at once when somebody comes on duty. */
function nextRound(draft: Draft, need: Need, world: World): EpochMs {
  const { surge, priority } = draft.incident;
  const againMs =
    priority === 3
      ? Math.min(spentP3Ms.first * 2 ** need.round, spentP3Ms.longest)
      : need.round < roundsBeforeGrowing
        ? spentAgainMs(world.policy, need.round)
        : Math.min(
            spentAgainMs(world.policy, need.round) * 2 ** (need.round - roundsBeforeGrowing + 1),
            longestRoundMs,
          );
  const next = draft.now + (surge ? Math.max(againMs, spentInSurgeMs) : againMs);
  const shift = surge ? undefined : world.nextOnDuty(draft.now);
  return at(Math.min(next, shift ?? next));
}

/** Those who answer for the district: on duty if any of them is, else all. */
const lastOnes = (draft: Draft, world: World): Responder[] => onDutyOrAll(draft, world.policy.whenSpent.roles, world);

export function onDutyOrAll(draft: Draft, roles: readonly Responder['role'][], world: World): Responder[] {
  const all = [...new Set(roles.flatMap((role) => world.holders(role)))];
  const onDuty = all.filter((responder) => world.onDuty(responder, draft.now));
  return onDuty.length > 0 ? onDuty : all;
}

/** Of the others who were asked, each is rung again for a spent need at most this often, and more and more seldom. */
const ringOthersAfterMs = 60_000;
const longestRingMs = 30 * 60_000;

/** Whoever answers for the district is rung each round, unless they have it in hand; the others now and then. */
function mayRing(leg: Leg, draft: Draft, last: readonly Responder[]): boolean {
  if (whoIsThere(draft.incident).has(leg.responder)) return false;
  const isLast = last.some(({ id }) => id === leg.responder);
  const mayAnswer = isAsked(leg) || leg.state === 'declined' || (isTaken(leg) && leg.doubtful !== undefined);
  if (isLast) return leg.offeredAt < draft.now && mayAnswer;
  const pauseMs = Math.min(ringOthersAfterMs * 2 ** (leg.rings ?? 0), longestRingMs);
  return isAsked(leg) && draft.now - (leg.rungAt ?? leg.offeredAt) >= pauseMs;
}
