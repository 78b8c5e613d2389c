// Who could be asked for an incident by hand, soonest first, and why the others are not: the same facts that the dispatcher
// weighs, for a human to overrule.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { CandidateView, Refusal } from '../../contracts/api.ts';
import type { Responder } from '../../contracts/community.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import type { LonLat } from '../../contracts/position.ts';
import { buildRoads, type RoadNetwork } from '../../geography/roads.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { isOnDuty } from './duty.ts';
import { districtOf, findIncident, type IncidentParts } from './incidents.ts';
import { only, readers } from './session.ts';

const taken: readonly Leg['state'][] = ['accepted', 'en_route', 'on_scene'];
const sent: readonly Leg['state'][] = [...taken, 'offered', 'received', 'timed_out'];

const networks = new WeakMap<DistrictRegistry, RoadNetwork>();

export function addCandidates(app: FastifyInstance, parts: IncidentParts): void {
  app.get(
    '/api/v1/incidents/:id/candidates',
    {
      schema: {
        summary: 'who could be asked now, soonest first, and why not the others',
        params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
        response: { 200: Type.Object({ candidates: Type.Array(CandidateView) }), 404: Refusal },
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      const incident = await findIncident(parts, district, (request.params as { id: string }).id);
      return { candidates: candidatesOf(incident, district, parts) };
    },
  );
}

function candidatesOf(incident: Incident, district: DistrictRegistry, { live, clock }: IncidentParts): CandidateView[] {
  const now = clock.now();
  const to = incident.home === undefined ? undefined : district.door(incident.home);
  const elsewhere = new Map(
    live
      .open(district.id)
      .filter(({ id }) => id !== incident.id)
      .flatMap(({ number, legs }) => legs.filter(isTaken).map((leg) => [leg.responder, String(number)] as const)),
  );
  const here = new Set(incident.legs.filter(({ state }) => sent.includes(state)).map((leg) => leg.responder));
  return district.bundle.responders
    .map((one): CandidateView => {
      const where = live.whereabouts(one.id);
      const busyWith = one.means === 'desk' ? undefined : elsewhere.get(one.id);
      const onDuty = isOnDuty(one, district, now);
      return {
        responder: one.id,
        travelSeconds: to === undefined ? 0 : secondsTo(one, where?.position ?? one.base, to, district),
        reason: here.has(one.id) ? 'already_asked' : !onDuty ? 'off_duty' : busyWith !== undefined ? 'busy' : 'free',
        ...(busyWith === undefined ? {} : { busyWith }),
        skills: one.skills ?? [],
        ...(where?.positionAt === undefined ? {} : { positionSeconds: Math.round((now - where.positionAt) / 1000) }),
      };
    })
    .sort((a, b) => order(a) - order(b) || desk(a, district) - desk(b, district) || a.travelSeconds - b.travelSeconds);
}

/** Who answers from a desk has no way to go, and is asked after those who come. */
const desk = ({ responder }: CandidateView, district: DistrictRegistry): number =>
  Number(district.responders.get(responder)?.means === 'desk');

const order = ({ reason }: CandidateView): number => ['free', 'already_asked', 'busy', 'off_duty'].indexOf(reason);
const isTaken = ({ state }: Leg): boolean => taken.includes(state);

function secondsTo({ means }: Responder, from: LonLat, to: LonLat, district: DistrictRegistry): number {
  if (means === 'desk') return 0;
  let roads = networks.get(district);
  if (!roads) {
    roads = buildRoads(district.bundle.roads);
    networks.set(district, roads);
  }
  const { footMetresPerSecond, bicycleMetresPerSecond } = district.bundle.policy.speeds;
  const speed = means === 'foot' ? footMetresPerSecond : bicycleMetresPerSecond;
  return Math.round(roads.travelSeconds(from, to, speed, footMetresPerSecond));
}
