// Who could be asked for an incident by hand, soonest first, and why the others are not: the same facts that the dispatcher
// weighs, for a human to overrule.

import { Type } from 'typebox';
import { at } from '../../../contracts/ids.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { CandidateView } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { isSent, isTaken } from '../../../dispatcher/domain/incident/leg.ts';
import { Knowledge } from '../../../dispatcher/domain/knowledge.ts';
import { sightingOf } from '../../../dispatcher/domain/sighting.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { districtOf } from '../district.ts';
import { isOnDuty } from '../office/duty.ts';
import { placeIn } from '../office/views.ts';
import type { IncidentParts } from '../parts.ts';
import type { App } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';
import { findStory } from './story.ts';

export function addCandidates(app: App, parts: IncidentParts): void {
  app.get(
    '/api/v1/incidents/:id/candidates',
    {
      config: { right: 'incident.candidates' },
      schema: {
        summary: 'who could be asked now, soonest first, and why not the others',
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        response: { 200: Type.Object({ candidates: Type.Array(CandidateView) }), 404: Refusal },
      },
    },
    async (request) => {
      const district = districtOf(parts, whoAsks(request).me.district);
      const { state: incident, side } = await findStory(parts, district, request.params.id);
      return { candidates: candidatesOf(incident, side.spot, district, parts) };
    },
  );
}

/** @param spot the side record's, where somebody called from elsewhere (JSON) */
function candidatesOf(
  incident: Incident,
  spot: string | undefined,
  district: DistrictRegistry,
  { live, clock }: IncidentParts,
): CandidateView[] {
  const now = at(clock.now());
  const knows = knowledgeOf(district);
  const to =
    (incident.spot === 'fix' ? placeIn(spot) : undefined) ??
    (incident.home === undefined ? undefined : district.door(incident.home));
  const elsewhere = new Map(
    live
      .open(district.id)
      .filter(({ id }) => id !== incident.id)
      .flatMap(({ number, legs }) => legs.filter(isTaken).map((leg) => [leg.responder, String(number)] as const)),
  );
  const here = new Set(incident.legs.filter(isSent).map((leg) => leg.responder));
  return district.bundle.responders
    .map((one): CandidateView => {
      const said = live.whereabouts(one.id)?.said;
      const seen = said && sightingOf(said, knows, now);
      const busyWith = one.means === 'desk' ? undefined : elsewhere.get(one.id);
      const onDuty = isOnDuty(one, district, now);
      const goes = to !== undefined && one.means !== 'desk';
      return {
        responder: one.id,
        travelSeconds: goes ? knows.travelSeconds(one, seen?.position ?? one.base, to) : 0,
        reason: here.has(one.id) ? 'already_asked' : !onDuty ? 'off_duty' : busyWith !== undefined ? 'busy' : 'free',
        ...(busyWith === undefined ? {} : { busyWith }),
        skills: one.skills ?? [],
        ...(seen ? { positionSeconds: Math.round(seen.ageMs / 1000) } : {}),
      };
    })
    .sort((a, b) => order(a) - order(b) || desk(a, district) - desk(b, district) || a.travelSeconds - b.travelSeconds);
}

/** Who answers from a desk has no way to go, and is asked after those who come. */
const desk = ({ responder }: CandidateView, district: DistrictRegistry): number =>
  Number(district.responders.get(responder)?.means === 'desk');

const order = ({ reason }: CandidateView): number => ['free', 'already_asked', 'busy', 'off_duty'].indexOf(reason);

/** The knowledge last asked for, by district: of a change of its documents only what rests on them is made anew. */
const latest = new Map<string, { of: DistrictRegistry; knows: Knowledge }>();
function knowledgeOf(district: DistrictRegistry): Knowledge {
  const before = latest.get(district.id);
  if (before?.of === district) return before.knows;
  const knows = new Knowledge(district.bundle, before?.knows);
  latest.set(district.id, { of: district, knows });
  return knows;
}
