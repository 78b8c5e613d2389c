// What happens when nobody answers. A track follows its plan tier by tier: the people of a tier are asked side by side; a
// no asks the next of them at once; when their time is up the next tier is asked. A tier where nobody can be asked is
// passed over at once, with the reason. When every tier is spent, the last ones are told again and again, at shorter and
// shorter intervals, until a human acts: never a silent end. Who comes first inside a tier: nearest.ts.
import type { Candidate } from '../../contracts/events.ts';
import { at } from '../../contracts/ids.ts';
import type { Leg, Track, TrackState } from '../../contracts/incident.ts';
import { type Group, planOf, spentAgainMs, type Tier } from '../../contracts/policy.ts';
import { type Draft, record } from './draft.ts';
import { groupFor, isGrouped } from './groupOffers.ts';
import { currentLegs, isAsked, isTaken, isWaiting, legsOf, needsSomebody } from './leg.ts';
import { type Ranked, rank, whyNobody } from './nearest.ts';
import type { World } from './world.ts';

/** Of the people weighed for an offer the event keeps so many. */
const candidatesKept = 12;
/** Whoever is not among the last ones is rung again for a spent track at most this often. */
const ringOthersAfterMs = 60_000;
/** In a surge a spent track is told of again at most this often: thousands are, and the group's message stands anyway. */
const spentInSurgeMs = 300_000;

/**
 * Asks the next people of a track.
 * @param from the tier to begin with: the one it stands at when left out; 0 to look for anybody who has not been asked
 */
export function escalate(draft: Draft, track: Track, world: World, from?: number): void {
  const state = stateOf(draft, track);
  const tiers = planOf(world.policy, track, state?.plan)?.tiers ?? [];
  for (let tier = from ?? state?.tier ?? 0; tier < tiers.length; tier++) {
    const rule = tiers[tier];
    if (!rule) break;
    const { offered, ranked } = ask(draft, track, tier, rule, world);
    if (offered || legsOf(draft.incident, track).some((leg) => leg.tier === tier && isWaiting(leg))) return;
    const reason = whyNobody(ranked);
    if (reason !== 'all_asked')
      record(draft, {
        type: 'tier_skipped',
        by: 'policy',
        track,
        tier,
        name: rule.name,
        reason,
        candidates: candidates(ranked, [], []),
      });
  }
  tellAgain(draft, track, world);
}

/** Looks for somebody when the track has nobody to rest on and nobody is being asked. */
export function escalateIfAlone(draft: Draft, track: Track, world: World, from?: number): void {
  if (needsSomebody(draft.incident, track)) escalate(draft, track, world, from);
}

/** Fills the groups of a tier up to the number asked in parallel. @returns whether anybody new was asked */
function ask(
  draft: Draft,
  track: Track,
  tier: number,
  rule: Tier,
  world: World,
): { offered: boolean; ranked: Ranked[] } {
  if (rule.asks === 'call_120' && !draft.incident.ambulance && !draft.incident.marks.includes('call_120'))
    record(draft, { type: 'ambulance_asked', by: 'policy', why: 'nobody_answered' });
  let offered = false;
  let nearest: number | undefined;
  const weighed: Ranked[] = [];
  for (const group of rule.who) {
    const ranked = rank(group, draft, world, rule.asks === 'call_120' ? rule.asks : undefined);
    const able = ranked.filter(({ reason }) => reason === undefined);
    const fits = able.filter((one) => isNearer(one, group, nearest, world));
    const chosen = fits.slice(0, group.inParallel - waitingOf(draft, track, tier, ranked));
    if (!group.onlyIfNearer && chosen[0]) nearest = Math.min(nearest ?? Infinity, chosen[0].travelSeconds);
    chosen.forEach((one, i) => {
      offer(
        draft,
        { track, tier, rule, settles: group.settles !== false },
        one,
        i === 0 ? candidates(ranked, chosen, fits) : [],
        world,
      );
    });
    offered ||= chosen.length > 0;
    weighed.push(...ranked);
  }
  return { offered, ranked: weighed };
}

function isNearer(one: Ranked, group: Group, nearest: number | undefined, world: World): boolean {
  if (!group.onlyIfNearer || nearest === undefined) return true;
  return one.travelSeconds + world.policy.weights.bridgeSeconds <= nearest;
}

function waitingOf(draft: Draft, track: Track, tier: number, members: readonly Ranked[]): number {
  const waiting = legsOf(draft.incident, track).filter((leg) => leg.tier === tier && isWaiting(leg));
  return waiting.filter((leg) => members.some(({ responder }) => responder.id === leg.responder)).length;
}

function offer(
  draft: Draft,
  { track, tier, rule, settles }: { track: Track; tier: number; rule: Tier; settles: boolean },
  { responder, travelSeconds }: Ranked,
  weighed: Candidate[],
  world: World,
): void {
  const answerBy = at(draft.now + rule.answerWithinSeconds * 1000);
  const group = isGrouped(draft, world)
    ? groupFor(draft.incident, responder, world, rule.asks === 'call_120' ? rule.asks : undefined)
    : undefined;
  const rings = group === undefined ? rule.ringAgainSeconds : undefined; // the group's own message rings
  const outside = world.reach(responder).outside.filter((channel) => rule.channels.includes(channel));
  record(draft, {
    type: 'leg_offered',
    by: 'policy',
    leg: {
      id: `L${draft.incident.legs.length + 1}`,
      track,
      tier,
      responder: responder.id,
      travelSeconds,
      answerBy,
      ...(settles ? {} : { settles: false }),
      ...(rule.asks === 'call_120' ? { asks: rule.asks } : {}),
      ...(responder.means === 'desk' || rule.asks === 'call_120' ? { comes: false as const } : {}),
      ...(outside.length > 0 ? { channels: outside } : {}),
      ...(group === undefined ? {} : { group }),
    },
    dueAt: rings === undefined ? answerBy : at(Math.min(answerBy, draft.now + rings * 1000)),
    candidates: weighed,
    byHand: false,
  });
}

/** Everybody weighed, the first ones kept: chosen, further away, not nearer than the others asked, or the reason why not. */
function candidates(ranked: readonly Ranked[], chosen: readonly Ranked[], fits: readonly Ranked[]): Candidate[] {
  return ranked.slice(0, candidatesKept).map((one) => ({
    responder: one.responder.id,
    travelSeconds: one.travelSeconds,
    weighedSeconds: one.weighedSeconds,
    reason: chosen.includes(one) ? 'chosen' : (one.reason ?? (fits.includes(one) ? 'further' : 'not_nearer')),
  }));
}

/**
 * Every tier is spent: everybody asked is rung again, and those who answer for the district are asked, off duty or not. It
 * happens again after `whenSpent.everySeconds`, and from the second time on the incident is a P1.
 */
export function tellAgain(draft: Draft, track: Track, world: World): void {
  const { policy } = world;
  const round = stateOf(draft, track)?.spent ?? 0;
  const last = lastOnes(draft, world);
  const rung = currentLegs(draft.incident).filter(
    (leg) => leg.track === track && (last.has(leg.responder) ? isAskable(leg) : mayRing(leg, draft)),
  );
  const engaged = new Set(
    currentLegs(draft.incident)
      .filter((leg) => leg.asks === undefined && (isAskable(leg) || isTaken(leg)))
      .map((leg) => leg.responder),
  );
  for (const responder of last) {
    if (engaged.has(responder)) continue;
    const leg = { id: `L${draft.incident.legs.length + 1}`, track, tier: tiersOf(draft, track, world), responder };
    const known = world.responder(responder);
    const outside = known === undefined ? [] : world.reach(known).outside; // nobody is left after them: by every way
    const channels = outside.length > 0 ? { channels: [...outside] } : {};
    const group = isGrouped(draft, world) ? { group: groupFor(draft.incident, { means: 'desk' }, world) } : {};
    record(draft, {
      type: 'leg_offered',
      by: 'policy',
      leg: { ...leg, travelSeconds: 0, comes: false, ...channels, ...group },
      candidates: [{ responder, travelSeconds: 0, reason: 'chosen' }],
      byHand: false,
    });
  }
  const againMs = spentAgainMs(policy, round);
  const dueAt = at(draft.now + (draft.incident.surge ? Math.max(againMs, spentInSurgeMs) : againMs));
  const priority = round === 0 ? draft.incident.priority : 1;
  record(draft, {
    type: 'track_exhausted',
    by: 'policy',
    track,
    round: round + 1,
    priority,
    rung: rung.map(({ id }) => id),
    dueAt,
  });
}

/** Those who answer for the district: on duty if any of them is, else all. */
function lastOnes(draft: Draft, world: World): ReadonlySet<string> {
  const all = world.policy.whenSpent.roles.flatMap((role) => world.holders(role));
  const onDuty = all.filter((responder) => world.onDuty(responder, draft.now));
  return new Set((onDuty.length > 0 ? onDuty : all).map(({ id }) => id));
}

const isAskable = (leg: Leg): boolean => isAsked(leg) || leg.state === 'declined';
const mayRing = (leg: Leg, draft: Draft): boolean =>
  isAsked(leg) && draft.now - (leg.rungAt ?? leg.offeredAt) >= ringOthersAfterMs;

const stateOf = (draft: Draft, track: Track): TrackState | undefined =>
  draft.incident.tracks.find((one) => one.track === track);

const tiersOf = (draft: Draft, track: Track, world: World): number =>
  planOf(world.policy, track, stateOf(draft, track)?.plan)?.tiers.length ?? 0;
