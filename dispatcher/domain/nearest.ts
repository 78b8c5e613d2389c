// Who comes first inside a group: shortest travel time, weighed by what counts for or against somebody. The event keeps
// everybody weighed, with seconds and reason: "why this person" has an answer years later.
import type { Responder } from '../../contracts/community.ts';
import type { Candidate, SkipReason } from '../../contracts/events.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import type { Group } from '../../contracts/policy.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { Draft } from './draft.ts';
import { groupFor, isGrouped } from './groupOffers.ts';
import { currentLegs } from './leg.ts';
import type { Place, World } from './world.ts';

/** Somebody weighed. `reason` is absent when they may be asked. */
export type Ranked = {
  responder: Responder;
  travelSeconds: number;
  weighedSeconds: number;
  reason?: Exclude<Candidate['reason'], 'chosen' | 'further' | 'not_nearer'>;
};

/** Where help must go: the fix of a carried device, else the home; undefined when neither is known. */
export function spotOf(draft: Pick<Draft, 'incident' | 'fix'>, world: World): LonLat | undefined {
  const { incident } = draft;
  if (incident.spot === 'fix') return draft.fix ?? world.fix(incident.id) ?? homePosition(incident, world);
  return homePosition(incident, world);
}

const homePosition = ({ home }: Incident, world: World): LonLat | undefined =>
  home === undefined ? undefined : world.place(home)?.position;

/**
 * Ranks the people of a group: who may be asked first, nearest first; then the others with their reasons.
 * @param asks what they would be asked: who was asked to come may still be asked to call an ambulance, and the other way round
 */
export function rank(group: Group, draft: Draft, world: World, asks?: Leg['asks']): Ranked[] {
  const { incident } = draft;
  const home = incident.home === undefined ? undefined : world.place(incident.home);
  const spot = spotOf(draft, world);
  const before = currentLegs(incident).filter((leg) => leg.asks === asks && hasHadTheirSay(leg));
  const asked = new Set(before.map((leg) => leg.responder));
  const members = new Set(group.roles.flatMap((role) => world.holders(role)));
  const ranked: Ranked[] = [];
  for (const responder of members)
    if (belongs(responder, group, home, world))
      ranked.push(weigh(responder, group, { draft, home, spot, asked }, world));
  return ranked.sort(
    (a, b) =>
      Number(a.reason !== undefined) - Number(b.reason !== undefined) ||
      a.weighedSeconds - b.weighedSeconds ||
      (a.responder.id < b.responder.id ? -1 : 1),
  );
}

/** Whoever was only told that another goes may be asked again; whom an officer took off may not. */
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

type Around = { draft: Draft; home: Place | undefined; spot: LonLat | undefined; asked: ReadonlySet<string> };

function weigh(responder: Responder, group: Group, { draft, home, spot, asked }: Around, world: World): Ranked {
  const { weights } = world.policy;
  const travel = travelTo(responder, spot, world);
  const travelSeconds = Math.max(0, Math.round(travel ?? 0));
  const { connected, outside, app } = world.reach(responder);
  const { single, groups } =
    responder.means === 'desk'
      ? { single: [], groups: 0 } // a desk handles many at once
      : world.elsewhere(responder.id, {
          incident: draft.incident.id,
          group: groupFor(draft.incident, responder, world),
        });
  let weighedSeconds = travelSeconds;
  if (home !== undefined && responder.grid === home.grid) weighedSeconds -= weights.ownGridTieSeconds;
  if (group.prefers && responder.skills?.includes(group.prefers.skill)) weighedSeconds -= group.prefers.worthSeconds;
  if (!connected) weighedSeconds += weights.notConnectedSeconds;
  weighedSeconds += weights.busySeconds * ((single.length > 0 ? 1 : 0) + groups);
  const because = (reason: NonNullable<Ranked['reason']>): Ranked => ({
    responder,
    travelSeconds,
    weighedSeconds,
    reason,
  });
  if (asked.has(responder.id)) return because('already_asked');
  if (!world.onDuty(responder, draft.now)) return because('off_duty');
  if (group.needs !== undefined && !responder.skills?.includes(group.needs)) return because('lacks_skill');
  if (!app && outside.length === 0) return because('no_channel');
  if (travel === undefined) return because('unreachable');
  // In a surge everybody has more than one: the groups that they have already weigh against them, and exclude nobody.
  if (!isGrouped(draft, world) && single.some((priority) => !mayTake(draft.incident, priority))) return because('busy');
  return { responder, travelSeconds, weighedSeconds };
}

/** A P1 may take someone from a P3; nobody is taken from a P1 or P2. */
const mayTake = (incident: Incident, from: number): boolean => incident.priority === 1 && from === 3;

/** Seconds to the place; a desk has no way to go, and officers are told even where no place is known. */
export function travelTo(responder: Responder, spot: LonLat | undefined, world: World): number | undefined {
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
