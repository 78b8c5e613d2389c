// Who comes first inside a group: shortest travel time, weighed by what counts for or against somebody. The event keeps
// everybody weighed, with seconds and reason: "why this person" has an answer years later.

import type { EpochMs } from '../../../contracts/ids.ts';
import type { Candidate } from '../../../contracts/incident/events.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import type { Group } from '../../../contracts/office/policy.ts';
import type { LonLat } from '../../../contracts/position.ts';
import type { Channel, Purpose, SkipReason } from '../../../contracts/terms.ts';
import type { Place, World } from '../world.ts';
import type { Draft } from './draft.ts';
import { groupFor, isGrouped } from './groupOffers.ts';
import { goes, isGoing, isSentTo, isTaken, isWaiting, needOf, purposeOf, trackOf } from './leg.ts';

/** What a world must say for people to be weighed. */
export type Weighing = Pick<
  World,
  'policy' | 'onDuty' | 'engagements' | 'elsewhere' | 'isSurge' | 'reach' | 'travelSeconds' | 'place' | 'fix'
>;

/** Somebody weighed. `reason` is absent when they may be asked. */
export type Ranked = {
  responder: Responder;
  travelSeconds: number;
  weighedSeconds: number;
  reason?: Exclude<Candidate['reason'], 'chosen' | 'further' | 'not_nearer'>;
};

/** The home of an incident; undefined when none is known. */
export const homeOf = ({ home }: Incident, world: Pick<World, 'place'>): Place | undefined =>
  home === undefined ? undefined : world.place(home);

/** Where help must go: the fix of a carried device, else the home; undefined when neither is known. */
export function spotOf(
  draft: Pick<Draft, 'incident' | 'fix'>,
  world: Pick<World, 'place' | 'fix'>,
): LonLat | undefined {
  const { incident } = draft;
  if (incident.spot === 'fix') return draft.fix ?? world.fix(incident.id) ?? homeOf(incident, world)?.position;
  return homeOf(incident, world)?.position;
}

/** What people are weighed for. `channels`: the ways of the tier; every way when left out. */
export type For = { need: Need; asks: 'come' | 'call'; channels?: readonly Channel[] };

/** Ranks the people of a group: who may be asked first, nearest first; then the others with their reasons. */
export function rank(group: Group, draft: Draft, wanted: For, world: World): Ranked[] {
  const around = aroundOf(draft, wanted, world);
  const able: Ranked[] = [];
  const others: Ranked[] = [];
  for (const responder of membersOf(group, around.home, world)) {
    const one = weigh(responder, group, around, world);
    (one.reason === undefined ? able : others).push(one);
  }
  able.sort(byNearness);
  return able.concat(firstSorted(others, sortedOthers));
}

function membersOf(group: Group, home: Place | undefined, world: World): Iterable<Responder> {
  const [first, ...more] = group.roles.map((role) =>
    world.holders(role).filter((responder) => belongs(responder, group, home, world)),
  );
  return more.length === 0 ? (first ?? []) : new Set([first ?? [], ...more].flat()); // one person, several roles: once
}

const byNearness = (a: Ranked, b: Ranked): number =>
  a.weighedSeconds - b.weighedSeconds || (a.responder.id < b.responder.id ? -1 : 1);

/** So many of those who cannot be asked stand in order: an event keeps no more candidates. */
const sortedOthers = 12;

/** The first ones in order, then the rest as they come: every tier that is passed over ranks everybody, and nobody reads the rest. */
function firstSorted(ranked: Ranked[], count: number): Ranked[] {
  if (ranked.length <= count) return ranked.sort(byNearness);
  const first = ranked.slice(0, count).sort(byNearness);
  const rest: Ranked[] = [];
  for (const one of ranked.slice(count)) {
    let i = count;
    while (i > 0 && byNearness(one, first[i - 1] as Ranked) < 0) i--;
    if (i < count) {
      first.splice(i, 0, one);
      rest.push(first.pop() as Ranked);
    } else rest.push(one);
  }
  return first.concat(rest);
}

/** Those who were at the place before the need was made anew and may be asked: they know the way and the person. */
export function whoWasThere(draft: Draft, wanted: For, world: World): (Ranked & { purpose: Purpose })[] {
  const around = aroundOf(draft, wanted, world);
  const before = draft.incident.legs.filter(
    (leg) => goes(leg) && (leg.arrivedSeq ?? Infinity) < wanted.need.seq && needOf(leg) === wanted.need.need,
  );
  const purposes = new Map(before.map((leg) => [leg.responder, purposeOf(leg)]));
  return [...purposes].flatMap(([id, purpose]) => {
    const responder = world.responder(id);
    const one = responder && weigh(responder, anybody, around, world);
    return one && one.reason === undefined ? [{ ...one, purpose }] : [];
  });
}

const anybody: Group = { roles: [], area: 'community', inParallel: 1 };

/**
 * Everybody as whoever sends by hand may choose: the free first, who comes before the desks, nearest first. That they were asked
 * before keeps nobody from asking them again.
 */
export function rankByHand(incident: Incident, people: readonly Responder[], world: Weighing, now: EpochMs): Ranked[] {
  const draft = { incident, now };
  const [home, spot, grouped] = [homeOf(incident, world), spotOf(draft, world), isGrouped(draft, world)];
  const around: Around = { draft, wanted: undefined, home, spot, grouped, legs: new Map() };
  return people
    .map((one) => weigh(one, anybody, around, world))
    .sort((a, b) => placeOf(a) - placeOf(b) || isDesk(a) - isDesk(b) || byNearness(a, b));
}

const isDesk = ({ responder }: Ranked): number => Number(responder.means === 'desk');
const placeOf = ({ reason }: Ranked): number => reasonsInOrder.indexOf(reason);
const reasonsInOrder: readonly Ranked['reason'][] = [
  undefined,
  'already_asked',
  'busy',
  'off_duty',
  'no_channel',
  'unreachable',
];

const aroundOf = (draft: Draft, wanted: For, world: World): Around => ({
  draft,
  wanted,
  home: homeOf(draft.incident, world),
  spot: spotOf(draft, world),
  grouped: isGrouped(draft, world),
  legs: legsByResponder(draft.incident),
});

function legsByResponder({ legs }: Incident): ReadonlyMap<string, readonly Leg[]> {
  const byResponder = new Map<string, Leg[]>();
  for (const leg of legs) {
    const others = byResponder.get(leg.responder);
    if (others) others.push(leg);
    else byResponder.set(leg.responder, [leg]);
  }
  return byResponder;
}

/**
 * Has this person been asked for it already? Whoever goes to the place goes for everything; a desk may be asked for several things
 * at once. Whoever was only told that another goes may be asked again; whom an officer took off may not.
 */
function isAskedAlready(responder: Responder, legs: Around['legs'], wanted: For): boolean {
  const own = legs.get(responder.id);
  if (own === undefined) return false;
  if (wanted.asks === 'call' && own.some((leg) => goes(leg) && leg.state === 'on_scene')) return true;
  const wantedGoes = wanted.asks === 'come' && responder.means !== 'desk';
  return own.some((leg) => {
    const going = isGoing(purposeOf(leg));
    if (going && wantedGoes && (isWaiting(leg) || isTaken(leg))) return true;
    const same = wantedGoes ? needOf(leg) === wanted.need.need : trackOf(needOf(leg)) === trackOf(wanted.need.need);
    if (going !== wantedGoes || !same) return false;
    if (!going && (purposeOf(leg) === 'calls') !== (wanted.asks === 'call')) return false;
    if (isWaiting(leg) || (isTaken(leg) && leg.doubtful === undefined))
      return (leg.askedSeq ?? 0) >= wanted.need.seq || isTaken(leg);
    return hasHadTheirSay(leg) && (leg.askedSeq ?? 0) >= wanted.need.seq;
  });
}

const hasHadTheirSay = (leg: Leg): boolean =>
  leg.state !== 'stood_down' || leg.because === 'withdrawn' || leg.because === 'swapped';

/** Does somebody belong to the area of a group, seen from this home? Without a home every area is open. */
function belongs(responder: Responder, { area }: Group, home: Place | undefined, world: World): boolean {
  if (home === undefined) return true;
  switch (area) {
    case 'courtyard':
      return responder.courtyard === home.courtyard;
    case 'own_grid':
      return responder.grid === home.grid;
    case 'neighbour_grids':
      return responder.grid !== undefined && world.neighbours(home.grid).has(responder.grid);
    case 'community':
    case 'street':
      return true;
  }
}

/** What is the same for everybody who is weighed. */
type Around = {
  draft: Pick<Draft, 'incident' | 'now'>;
  /** undefined: a human chooses */
  wanted: For | undefined;
  home: Place | undefined;
  spot: LonLat | undefined;
  grouped: boolean;
  legs: ReadonlyMap<string, readonly Leg[]>;
};

function weigh(responder: Responder, group: Group, around: Around, world: Weighing): Ranked {
  const { draft, wanted, home, spot, grouped, legs } = around;
  const { weights } = world.policy;
  const travel = travelTo(responder, spot, world);
  const travelSeconds = Math.max(0, Math.round(travel ?? 0));
  const { connected, outside, app } = world.reach(responder);
  const { single, groups } =
    responder.means === 'desk'
      ? { single: [], groups: 0 } // a desk handles many at once
      : world.elsewhere(responder.id, {
          incident: draft.incident.id,
          group: groupFor(home, responder),
        });
  let weighedSeconds = travelSeconds;
  if (home !== undefined && responder.grid === home.grid) weighedSeconds -= weights.ownGridTieSeconds;
  if (group.prefers && responder.skills?.includes(group.prefers.skill)) weighedSeconds -= group.prefers.worthSeconds;
  if (!connected) weighedSeconds += weights.notConnectedSeconds;
  weighedSeconds += weights.busySeconds * ((single.length > 0 ? 1 : 0) + groups);
  const reason = whyNot();
  return reason === undefined
    ? { responder, travelSeconds, weighedSeconds }
    : { responder, travelSeconds, weighedSeconds, reason };

  function whyNot(): Ranked['reason'] {
    if (wanted ? isAskedAlready(responder, legs, wanted) : isSentTo(draft.incident, responder.id))
      return 'already_asked';
    if (!world.onDuty(responder, draft.now)) return 'off_duty';
    if (group.needs !== undefined && !responder.skills?.includes(group.needs)) return 'lacks_skill';
    if (!isReachable(wanted?.channels, app, outside)) return 'no_channel';
    if (travel === undefined) return 'unreachable';
    // In a surge everybody has more than one: the groups that they have already weigh against them, and exclude nobody.
    if (grouped || single.every((priority) => mayTake(draft.incident, priority))) return undefined;
    return isNextDoor(responder, around, world) ? undefined : 'busy';
  }
}

/** By a way that the tier uses: a telephone is no help where only the app rings. */
function isReachable(channels: readonly Channel[] | undefined, app: boolean, outside: readonly Channel[]): boolean {
  if (channels === undefined) return app || outside.length > 0;
  return (app && channels.includes('app')) || outside.some((one) => channels.includes(one));
}

/** All that they are on is in the same building: they may take the neighbour too. */
function isNextDoor(responder: Responder, { draft, home }: Around, world: Weighing): boolean {
  if (home === undefined || draft.incident.spot === 'fix') return false;
  for (const { incident, home: other } of world.engagements(responder.id)) {
    if (incident === draft.incident.id) continue;
    const place = other === undefined ? undefined : world.place(other);
    if (place?.courtyard !== home.courtyard || place.building !== home.building) return false;
  }
  return true;
}

/** A P1 may take someone from a P3; nobody is taken from a P1 or P2. */
const mayTake = (incident: Incident, from: number): boolean => incident.priority === 1 && from === 3;

/** Seconds to the place; a desk has no way to go, and officers are told even where no place is known. */
export function travelTo(
  responder: Responder,
  spot: LonLat | undefined,
  world: Pick<World, 'travelSeconds'>,
): number | undefined {
  if (responder.means === 'desk') return 0;
  if (spot === undefined) return staysIn.has(responder.role) ? 0 : undefined;
  return world.travelSeconds(responder, spot);
}

/** Roles that decide and tell others: they are asked even where there is no place to go to. */
const staysIn: ReadonlySet<Responder['role']> = new Set(['health_desk', 'community_officer', 'street_officer']);

/** Why nobody of these can be asked: the reason that a newcomer would give. */
export function whyNobody(ranked: readonly Ranked[]): SkipReason {
  const reasons = new Set(ranked.map(({ reason }) => reason));
  if (ranked.length === 0) return 'nobody';
  if (reasons.has('busy')) return 'busy';
  if (reasons.has('unreachable') || reasons.has('no_channel')) return 'unreachable';
  if (reasons.has('lacks_skill')) return 'lacks_skill';
  if (reasons.has('off_duty')) return 'off_duty';
  return 'all_asked';
}
