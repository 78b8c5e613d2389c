// Could everybody be helped now, and in the next two weeks? Readiness as the dispatcher judged it, the gaps of the roster, the
// on-duty switch, and what decides who is asked (for `yjt replay --policy`).

import { Type } from 'typebox';
import { byOfficer } from '../../../contracts/incident/actor.ts';
import type { DutyInput } from '../../../contracts/incident/inputs.ts';
import { iso } from '../../../contracts/iso.ts';
import { Dispatching } from '../../../contracts/office/place.ts';
import { type HomeReadiness, Readiness } from '../../../contracts/office/readiness.ts';
import { DutyOrder, ResponderView, RosterGap } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readReadiness } from '../../../store/readiness.ts';
import { keep } from '../ask.ts';

import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { gapsOf, isOnDuty } from './duty.ts';
import { turnSwitch } from './dutySwitch.ts';
import { gapsWithin } from './rosterGaps.ts';
import { responderView } from './views.ts';

export function addCoverage(app: App, parts: IncidentParts): void {
  addReadiness(app, parts);
  addGaps(app, parts);
  addDutySwitch(app, parts);
  addDispatching(app, parts);
}

function addReadiness(app: App, parts: IncidentParts): void {
  const { redis } = parts;
  const asks = narrowed(
    route('readiness.read', 'which homes could be helped now, and why not', {
      response: { 200: Readiness },
    }),
  );
  app.get('/api/v1/readiness', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const judged = judgedWithin(district, await readReadiness(redis, district.shard, district.id));
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
  });
}

/** The homes as they were judged, as far as rights reach. */
export function judgedWithin<J extends { homes: readonly { id: string }[] }>(
  { reach }: DistrictRegistry,
  judged: J | undefined,
): J | undefined {
  if (judged === undefined || reach === undefined) return judged;
  return { ...judged, homes: judged.homes.filter(({ id }) => reach.knows('homes', id)) };
}

function addGaps(app: App, parts: IncidentParts): void {
  const { redis, clock } = parts;
  const asks = narrowed(
    route('roster.gaps', 'where the roster has holes in the next 14 days', {
      response: { 200: Type.Object({ gaps: Type.Array(RosterGap) }) },
    }),
  );
  app.get('/api/v1/roster/gaps', asks, async (request) => {
    const { district, whole } = whoAsksHere(parts, request);
    return { gaps: [...gapsWithin(district, await gapsOf(redis, whole, clock.now()))] };
  });
}

function addDutySwitch(app: App, parts: IncidentParts): void {
  const { live, clock } = parts;
  const asks = route(
    'responder.duty',
    'on or off duty until then, else to the end of the current or next shift; then the roster counts again',
    {
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      body: DutyOrder,
      response: { 200: ResponderView, 400: Refusal, 404: Refusal },
    },
  );
  app.post('/api/v1/responders/:id/duty', asks, async (request) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const { id } = request.params;
    if (!district.responders.has(id)) throw new Refused('not_found', 'id');
    const keepInput = (input: DutyInput): Promise<void> =>
      keep(parts, { shard: district.shard, input, log: request.log });
    const order = request.body;
    const turn = { district, held, actor: byOfficer(me.name), responder: id, order, keep: keepInput };
    const changed = await turnSwitch(parts, turn, request.log);
    return responderView(changed, live.whereabouts(id), isOnDuty(changed, district, clock.now()));
  });
}

function addDispatching(app: App, parts: IncidentParts): void {
  const asks = route('dispatching.read', 'policy, people, roster and places, for yjt replay', {
    response: { 200: Dispatching },
  });
  app.get('/api/v1/dispatching', asks, async (request) => dispatchingOf(whoAsksHere(parts, request).district));
}

type Totals = { ready: number; atRisk: number; notCovered: number };

export function totalsOf(homes: readonly HomeReadiness[]): Totals {
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
    ...defined({ position }),
  }));
  return { district, grids, roads, courtyards, homes, responders, shifts, leaves, swaps, policy };
}
