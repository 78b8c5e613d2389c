// Who could be asked for an incident by hand, soonest first, and why the others are not: as the dispatcher weighs them, for a
// human to overrule.
import { Type } from 'typebox';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { CandidateView } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { Engagements } from '../../../dispatcher/domain/incident/engagements.ts';
import { isTaken } from '../../../dispatcher/domain/incident/leg.ts';
import { rankByHand, type Weighing } from '../../../dispatcher/domain/incident/nearest.ts';
import { Knowledge } from '../../../dispatcher/domain/knowledge.ts';
import { outsideOf } from '../../../dispatcher/domain/reach.ts';
import { type Sighting, sightingOf } from '../../../dispatcher/domain/sighting.ts';
import { readCredentials } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { isOnDuty } from '../office/duty.ts';
import { placeIn } from '../office/views.ts';
import type { IncidentParts } from '../parts.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { findStory } from './story.ts';

export function addCandidates(app: App, parts: IncidentParts): void {
  const asks = route('incident.candidates', 'who could be asked now, soonest first, and why not the others', {
    params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
    response: { 200: Type.Object({ candidates: Type.Array(CandidateView) }), 404: Refusal },
  });
  app.get('/api/v1/incidents/:id/candidates', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { state, side } = await findStory(parts, district, request.params.id);
    const ids = district.bundle.responders.map(({ id }) => id);
    const credentials = await readCredentials(parts.redis, ids);
    const logins = new Set(ids.filter((_, i) => credentials[i] !== undefined));
    return { candidates: candidatesOf(state, side.spot, { district, logins, ...parts }) };
  });
}

type Parts = Pick<IncidentParts, 'live' | 'clock'> & { district: DistrictRegistry; logins: ReadonlySet<string> };

/** @param spot the side record's, where somebody called from elsewhere (JSON) */
function candidatesOf(incident: Incident, spot: string | undefined, parts: Parts): CandidateView[] {
  const { live, clock, district } = parts;
  const now = at(clock.now());
  const others = live.open(district.id).filter(({ id }) => id !== incident.id);
  const takenIn = new Map(
    others.flatMap(({ number, legs }) => legs.filter(isTaken).map((leg) => [leg.responder, String(number)] as const)),
  );
  const seen = seenNow(parts, now);
  return rankByHand(incident, district.bundle.responders, worldOf([incident, ...others], spot, seen, parts), now).map(
    ({ responder, travelSeconds, reason = 'free' }): CandidateView => ({
      responder: responder.id,
      travelSeconds,
      reason,
      ...defined({ busyWith: responder.means === 'desk' ? undefined : takenIn.get(responder.id) }),
      skills: responder.skills ?? [],
      ...defined({ positionSeconds: ageOf(seen.get(responder.id)) }),
    }),
  );
}

const ageOf = (seen: Sighting | undefined): number | undefined => seen && Math.round(seen.ageMs / 1000);

/** Where people are seen who can be believed. */
function seenNow({ live, district }: Parts, now: EpochMs): ReadonlyMap<string, Sighting> {
  const knows = knowledgeOf(district);
  return new Map(
    district.bundle.responders.flatMap(({ id }) => {
      const said = live.whereabouts(id)?.said;
      const seen = said && sightingOf(said, knows, now);
      return seen ? [[id, seen] as const] : [];
    }),
  );
}

/** What the dispatcher weighs people by, as this console knows it. */
function worldOf(
  open: readonly Incident[],
  spot: string | undefined,
  seen: ReadonlyMap<string, Sighting>,
  { live, district, logins }: Parts,
): Weighing {
  const knows = knowledgeOf(district);
  const engaged = new Engagements();
  for (const one of open) engaged.change(undefined, one);
  return {
    policy: knows.policy,
    onDuty: (responder, now) => isOnDuty(responder, district, now),
    engagements: (responder) => engaged.of(responder),
    elsewhere: (responder, than) => engaged.elsewhere(responder, than),
    isSurge: () => false, // an incident of a surge says so itself
    reach: (responder) => ({
      connected: live.whereabouts(responder.id)?.connected === true,
      app: responder.simulated || logins.has(responder.id),
      outside: outsideOf(responder, knows.policy),
    }),
    travelSeconds: (responder, to) =>
      knows.travelSeconds(responder, seen.get(responder.id)?.position ?? responder.base, to),
    place: (home) => knows.places.get(home),
    fix: () => placeIn(spot),
  };
}

/** The knowledge last asked for, by district: of a change of its documents only what rests on them is made anew. */
const latest = new Map<string, { of: DistrictRegistry; knows: Knowledge }>();
function knowledgeOf(district: DistrictRegistry): Knowledge {
  const before = latest.get(district.id);
  if (before?.of === district) return before.knows;
  const knows = new Knowledge(district.bundle, before?.knows);
  latest.set(district.id, { of: district, knows });
  return knows;
}
