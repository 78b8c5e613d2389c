// Could everybody be helped now, and in the next two weeks? Readiness as the dispatcher judged it, the gaps of the roster, the
// on-duty switch, and what decides who is asked (for `yjt replay --policy`).
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ulid } from 'ulid';
import {
  Dispatching,
  DutyOrder,
  type HomeReadiness,
  Readiness,
  Refusal,
  ResponderView,
  RosterGap,
} from '../../contracts/api.ts';
import { at } from '../../contracts/ids.ts';
import type { DutyInput } from '../../contracts/inputs.ts';
import { appendInTime } from '../../store/inTime.ts';
import { readReadiness } from '../../store/readiness.ts';
import { changeDocument, type DistrictRegistry } from '../../store/registry.ts';
import { iso } from './clock.ts';
import { gapsOf, rosterOf } from './duty.ts';
import { districtOf, type IncidentParts } from './incidents.ts';
import { Refused } from './refusal.ts';
import { audit, only, readers } from './session.ts';
import { responderView } from './views.ts';

export function addCoverage(app: FastifyInstance, parts: IncidentParts): void {
  const { redis, live, clock } = parts;

  app.get(
    '/api/v1/readiness',
    { schema: { summary: 'which homes could be helped now, and why not', response: { 200: Readiness } } },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      const judged = await readReadiness(redis, district.shard, district.id);
      return {
        ...totalsOf(judged?.homes ?? []),
        ...(judged === undefined ? {} : { judgedAt: iso(judged.at) }),
        homes: (judged?.homes ?? []).flatMap((home) => {
          const position = district.door(home.id);
          return position === undefined ? [] : [{ ...home, position }];
        }),
        courtyards: totalsBy(judged?.homes ?? [], (home) => home.courtyard),
        grids: totalsBy(judged?.homes ?? [], (home) => district.courtyards.get(home.courtyard)?.grid ?? ''),
      };
    },
  );

  app.get(
    '/api/v1/roster/gaps',
    {
      schema: {
        summary: 'where the roster has holes in the next 14 days',
        response: { 200: Type.Object({ gaps: Type.Array(RosterGap) }) },
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      return { gaps: await gapsOf(redis, district, clock.now()) };
    },
  );

  app.post(
    '/api/v1/responders/:id/duty',
    {
      schema: {
        summary: 'on or off duty; with until the roster counts again afterwards',
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        body: DutyOrder,
        response: { 200: ResponderView, 400: Refusal, 404: Refusal },
      },
    },
    async (request) => {
      const me = only(request, 'officer', 'administrator');
      const district = districtOf(parts, me.district);
      const { id } = request.params as { id: string };
      const { id: key = ulid(), onDuty, until } = request.body as DutyOrder;
      const dutyUntil = until === undefined ? undefined : Date.parse(until);
      if (dutyUntil !== undefined && !(dutyUntil > clock.now())) throw new Refused('bad_request', 'until');
      const responder = district.responders.get(id);
      if (!responder) throw new Refused('not_found', 'id');
      const switched = ({ dutyUntil: _, ...one }: typeof responder) => ({
        ...one,
        onDuty,
        ...(dutyUntil === undefined ? {} : { dutyUntil: at(dutyUntil) }),
      });
      await changeDocument(redis, { district: district.id, kind: 'responders', id }, switched);
      const input: DutyInput = {
        v: 1,
        kind: 'duty',
        district: district.id,
        responder: id,
        by: `officer/${me.name}`,
        id: key,
        onDuty,
      };
      await appendInTime(redis, { shard: district.shard, input, replicas: parts.replicas }).catch((error: unknown) => {
        request.log.error({ error: String(error) }, 'console: a change of duty could not be stored');
        throw new Refused('store_unavailable');
      });
      request.log.info({ responder: id, onDuty, by: me.name }, 'console: somebody went on or off duty');
      await audit(parts, me, { action: 'duty_switched', about: id, why: onDuty ? 'on' : 'off' });
      const changed = switched(responder);
      return responderView(changed, live.whereabouts(id), rosterOf(district).onDuty(changed, at(clock.now())));
    },
  );

  app.get(
    '/api/v1/dispatching',
    {
      schema: { summary: 'policy, people, roster and places, for yjt replay', response: { 200: Dispatching } },
    },
    async (request) => dispatchingOf(districtOf(parts, only(request, 'administrator').district)),
  );
}

type Totals = { ready: number; atRisk: number; notCovered: number };

function totalsOf(homes: readonly HomeReadiness[]): Totals {
  const count = (state: HomeReadiness['state']): number => homes.filter((home) => home.state === state).length;
  return { ready: count('ready'), atRisk: count('at_risk'), notCovered: count('not_covered') };
}

function totalsBy(
  homes: readonly HomeReadiness[],
  keyOf: (home: HomeReadiness) => string,
): ({ id: string } & Totals)[] {
  const groups = new Map<string, HomeReadiness[]>();
  for (const home of homes) {
    const group = groups.get(keyOf(home));
    if (group) group.push(home);
    else groups.set(keyOf(home), [home]);
  }
  return [...groups].map(([id, members]) => ({ id, ...totalsOf(members) })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Doors are where their courtyard is when they have no position; names of residents and access facts stay here. */
function dispatchingOf({ bundle }: DistrictRegistry): Dispatching {
  const { district, grids, roads, courtyards, responders, shifts, leaves, swaps, policy } = bundle;
  const homes = bundle.homes.map(({ id, courtyard, building, position }) => ({
    id,
    courtyard,
    building,
    ...(position === undefined ? {} : { position }),
  }));
  return { district, grids, roads, courtyards, homes, responders, shifts, leaves, swaps, policy };
}
