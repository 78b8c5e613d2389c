// Asking people for a need. It follows its plan tier by tier: the people of a tier are asked side by side; a no asks the next of
// them while the tier's clock runs; when it has run out the next tier is asked. A tier where nobody can be asked is passed over
// at once, with the reason. When every tier is spent, those who answer for the district are told again and again, and each round
// first asks who is there now. When that happens: attend.ts. Who comes first inside a tier: nearest.ts.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Candidate } from '../../../contracts/incident/events.ts';
import type { Leg, Need } from '../../../contracts/incident/state.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { type Group, planOf, type Tier } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { NeedKind, Purpose } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { type Draft, record } from './draft.ts';
import { groupFor, isGrouped } from './groupOffers.ts';
import { isAsked, isSameKind, isWaiting, legsFor, needOf, nextLeg, purposeOf, trackOf } from './leg.ts';
import { type For, homeOf, type Ranked, rank, whoWasThere, whyNobody } from './nearest.ts';
import { isAmbulanceComing, isBeingAsked, needNamed } from './needs.ts';
import { tellAgain } from './telling.ts';

/** Of the people weighed for an offer the event keeps so many. */
const candidatesKept = 12;

/** Asks the next people of a planned need: of the tier whose clock runs, else of the one after it. */
export function askNext(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  const tiers = tiersOf(need, world);
  if (!askFrom(draft, need, tierToAsk(need, tiers, draft.now), tiers.length, world)) tellAgain(draft, kind, world);
}

/** Somebody has said no while others of the tier are still asked: the next of them is asked at once. */
export function askInsteadOf(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  const tiers = tiersOf(need, world);
  const tier = tierToAsk(need, tiers, draft.now);
  const rule = tiers[tier];
  if (rule && rule.name === need.tierName) askTier(draft, need, tier, rule, world);
}

/** A round of a spent need: first whoever is there now, else those who answer for the district. */
export function askRound(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  if (!askFrom(draft, need, 0, tiersOf(need, world).length, world)) tellAgain(draft, kind, world);
}

/** Somebody has come on duty or become free: they, or whoever is nearer, are asked where a tier that was reached has room. */
export function askWhoIsThere(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined || (need.state !== 'spent' && need.state !== 'asked')) return;
  const tiers = tiersOf(need, world);
  askFrom(
    draft,
    need,
    0,
    need.state === 'spent' ? tiers.length : Math.min(need.tier + 1, tiers.length),
    world,
    'quietly',
  );
}

/** The tier to begin with: by its name, for a policy may have lost tiers before it; two of one name are told apart by their place. */
function tierToAsk(need: Need, tiers: readonly Tier[], now: EpochMs): number {
  if (need.tierName === undefined) return need.tier;
  const isInPlace = tiers[need.tier]?.name === need.tierName;
  const known = isInPlace ? need.tier : tiers.findIndex(({ name }) => name === need.tierName);
  if (known < 0) return need.tier; // it is gone: what stands in its place has not been asked
  return need.until !== undefined && now < need.until ? known : known + 1;
}

/** @returns whether somebody of these tiers has an offer now */
function askFrom(draft: Draft, need: Need, from: number, to: number, world: World, how?: 'quietly'): boolean {
  const tiers = tiersOf(need, world);
  const again = from === 0 && how === undefined && askThoseWhoWereThere(draft, need, tiers[0], world);
  for (let tier = from; tier < to; tier++) {
    const rule = tiers[tier];
    if (!rule) break;
    const { offered, ranked } = askTier(draft, need, tier, rule, world);
    if (offered) return true;
    if (again || legsFor(draft.incident, need.need).some((leg) => leg.tier === tier && isBeingAsked(leg, need)))
      return true;
    const reason = whyNobody(ranked);
    if (reason === 'all_asked' || how === 'quietly') continue;
    record(draft, {
      type: 'tier_skipped',
      by: 'policy',
      track: trackOf(need.need),
      need: need.need,
      tier,
      name: rule.name,
      reason,
      candidates: candidates(ranked, [], []),
    });
  }
  return again;
}

/** Whoever was at the place before is asked first, beside the first tier. */
function askThoseWhoWereThere(draft: Draft, need: Need, rule: Tier | undefined, world: World): boolean {
  if (rule === undefined) return false;
  const wanted: For = { need, asks: 'come' };
  const known = whoWasThere(draft, wanted, world);
  for (const one of known)
    offer(
      draft,
      { need, tier: 0, rule, purpose: one.purpose },
      one,
      [{ responder: one.responder.id, travelSeconds: one.travelSeconds, reason: 'chosen' }],
      world,
    );
  return known.some(({ purpose }) => purpose === 'comes');
}

/** Fills the groups of a tier up to the number asked in parallel. @returns whether anybody new was asked */
function askTier(
  draft: Draft,
  need: Need,
  tier: number,
  rule: Tier,
  world: World,
): { offered: boolean; ranked: Ranked[] } {
  const calls = rule.asks === 'call_120';
  if (calls && !isAmbulanceComing(draft.incident) && !draft.incident.marks.includes('call_120'))
    record(draft, { type: 'ambulance_asked', by: 'policy', why: 'nobody_answered' });
  const wanted: For = { need, asks: calls ? 'call' : 'come', channels: rule.channels };
  askAgain(draft, need, tier, rule);
  let offered = false;
  let nearest: number | undefined;
  const weighed: Ranked[] = [];
  for (const group of rule.who) {
    const ranked = rank(group, draft, wanted, world);
    const able = ranked.filter(({ reason }) => reason === undefined);
    const fits = able.filter((one) => isNearer(one, group, nearest, world));
    const chosen = fits.slice(0, Math.max(0, group.inParallel - askedOf(draft, need, ranked)));
    if (!group.onlyIfNearer && chosen[0]) nearest = Math.min(nearest ?? Infinity, chosen[0].travelSeconds);
    chosen.forEach((one, i) => {
      const purpose = purposeFor(one.responder, group, calls);
      offer(draft, { need, tier, rule, purpose }, one, i === 0 ? candidates(ranked, chosen, fits) : [], world);
    });
    offered ||= chosen.length > 0;
    weighed.push(...ranked);
  }
  return { offered, ranked: weighed };
}

const purposeFor = ({ means }: Responder, { settles }: Group, calls: boolean): Purpose => {
  if (calls) return 'calls';
  if (means === 'desk') return 'desk';
  return settles === false ? 'bridge' : 'comes';
};

/** Offers that stood when the need was made anew stand for it, with a new clock: they hear what has changed. */
function askAgain(draft: Draft, need: Need, tier: number, rule: Tier): void {
  if (tier !== 0) return;
  const stale = legsFor(draft.incident, need.need).filter(
    (leg) => isWaiting(leg) && purposeOf(leg) !== 'told' && purposeOf(leg) !== 'calls' && !isBeingAsked(leg, need),
  );
  const moved = draft.events.some((event) => event.type === 'needs_renewed' && event.because === 'place_changed');
  for (const leg of stale) askedAgain(draft, leg, tier, rule, moved ? 'place_changed' : 'call_changed');
}

function askedAgain(draft: Draft, leg: Leg, tier: number, rule: Tier, because: string, purpose = purposeOf(leg)): void {
  const answerBy = clockOf(draft, needOf(leg), rule);
  record(draft, {
    type: 'leg_asked_again',
    by: 'policy',
    leg: leg.id,
    tier,
    ...(purpose === purposeOf(leg) ? {} : { purpose }),
    tierName: rule.name,
    answerBy,
    dueAt: ringsBy(draft, leg.group === undefined ? rule.ringAgainSeconds : undefined, answerBy),
    because,
  });
}

/** One clock a tier: whoever is asked later in it has less time. */
function clockOf({ incident, now }: Draft, kind: NeedKind, rule: Tier): EpochMs {
  const { tierName, until = now } = needNamed(incident, kind) ?? {};
  return tierName === rule.name && until > now ? until : at(now + rule.answerWithinSeconds * 1000);
}

const ringsBy = (draft: Draft, everySeconds: number | undefined, answerBy: EpochMs): EpochMs =>
  everySeconds === undefined ? answerBy : at(Math.min(answerBy, draft.now + everySeconds * 1000));

function isNearer(one: Ranked, group: Group, nearest: number | undefined, world: World): boolean {
  if (!group.onlyIfNearer || nearest === undefined) return true;
  return one.travelSeconds + world.policy.weights.bridgeSeconds <= nearest;
}

/** How many of these are being asked for it. */
function askedOf(draft: Draft, need: Need, members: readonly Ranked[]): number {
  const asked = legsFor(draft.incident, need.need).filter((leg) => isBeingAsked(leg, need));
  return asked.filter((leg) => members.some(({ responder }) => responder.id === leg.responder)).length;
}

function offer(
  draft: Draft,
  { need, tier, rule, purpose }: { need: Need; tier: number; rule: Tier; purpose: Purpose },
  { responder, travelSeconds }: Pick<Ranked, 'responder' | 'travelSeconds'>,
  weighed: Candidate[],
  world: World,
): void {
  const before = legsFor(draft.incident, need.need).find(
    (leg) => leg.responder === responder.id && isAsked(leg) && isSameKind(purposeOf(leg), purpose),
  );
  if (before) {
    askedAgain(draft, before, tier, rule, 'call_changed', purpose);
    return;
  }
  const answerBy = clockOf(draft, need.need, rule);
  const group = isGrouped(draft, world)
    ? groupFor(homeOf(draft.incident, world), responder, purpose === 'calls' ? 'call_120' : undefined)
    : undefined;
  const outside = world.reach(responder).outside.filter((channel) => rule.channels.includes(channel));
  record(draft, {
    type: 'leg_offered',
    by: 'policy',
    leg: {
      id: nextLeg(draft.incident),
      track: trackOf(need.need),
      need: need.need,
      purpose,
      tier,
      responder: responder.id,
      travelSeconds,
      answerBy,
      ...(outside.length > 0 ? { channels: outside } : {}),
      ...defined({ group }),
    },
    tierName: rule.name,
    dueAt: ringsBy(draft, group === undefined ? rule.ringAgainSeconds : undefined, answerBy), // the group's own message rings
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

const tiersOf = ({ need, plan }: Need, world: World): readonly Tier[] =>
  planOf(world.policy, trackOf(need), plan)?.tiers ?? [];
