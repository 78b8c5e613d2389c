// Incidents over HTTP: the list, one, its events, and what an officer asks of it.
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import {
  CommandResult,
  EventView,
  IncidentDetail,
  IncidentRecord,
  IncidentView,
  type Me,
  Refusal,
} from '../../contracts/api.ts';
import { Command } from '../../contracts/commands.ts';
import { type ErrorCode, errors } from '../../contracts/errors.ts';
import { at, type IncidentId, shardOfIncident } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import { type CommandInput, inputKey } from '../../contracts/inputs.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import { readHistory, readStory, type Story } from '../../store/history.ts';
import { appendInTime } from '../../store/inTime.ts';
import type { Limits } from '../../store/limits.ts';
import type { DistrictRegistry, Registry } from '../../store/registry.ts';
import type { ServerClock } from './clock.ts';
import type { Live } from './live.ts';
import { Refused, refusal } from './refusal.ts';
import { audit, only, readers } from './session.ts';
import { byUrgency, courtyardOf } from './surge.ts';
import { eventView, incidentDetail, incidentView } from './views.ts';

/** How long a request waits for the decision before it says "stored, not decided yet". */
export const decisionWaitMs = 2_000;
/** Closed incidents in one answer. */
const closedAtMost = 500;

export type IncidentParts = {
  redis: Redis;
  archive: ArchiveReader;
  registry: Registry;
  live: Live;
  clock: ServerClock;
  replicas: number;
  /** asked before a press is taken, and before what can be done without is written */
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  log: { info: (fields: object, says: string) => void };
};

/** What the health desk may order: its own track, advice, the ambulance. The rest is the duty officer's. */
const ofHealth: ReadonlySet<Command['command']> = new Set(['note', 'advise', 'call_120', 'contact_told']);

/** @throws Refused */
function mayOrder({ role }: Me, command: Command, incident: Incident): void {
  if (role !== 'health' || ofHealth.has(command.command)) return;
  if (command.command === 'assign' && command.track === 'health') return;
  const leg = 'leg' in command ? incident.legs.find(({ id }) => id === command.leg) : undefined;
  if (['withdraw', 'swap', 'told'].includes(command.command) && leg?.track === 'health') return;
  throw new Refused('not_allowed', 'command');
}

type IncidentsQuery = { state?: 'open' | 'closed' | 'all'; limit?: number; before?: string; courtyard?: string };

const Id = Type.Object({ id: Type.String({ maxLength: 40 }) });

export function addIncidents(app: FastifyInstance, parts: IncidentParts): void {
  const { redis, live, clock } = parts;

  app.get(
    '/api/v1/incidents',
    {
      schema: {
        summary: 'incidents of the district, newest first',
        querystring: Type.Object({
          state: Type.Optional(Type.Enum(['open', 'closed', 'all'])),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: closedAtMost })),
          before: Type.Optional(
            Type.String({ maxLength: 40, description: 'closed before this instant, to page back into the archive' }),
          ),
          courtyard: Type.Optional(
            Type.String({ maxLength: 64, description: 'open ones of it, the most urgent first' }),
          ),
        }),
        response: { 200: Type.Object({ incidents: Type.Array(IncidentView) }) },
      },
    },
    async (request) => {
      const me = only(request, ...readers);
      const { state = 'open', limit = 100, before, courtyard } = request.query as IncidentsQuery;
      const until = before === undefined ? undefined : Date.parse(before);
      if (Number.isNaN(until)) throw new Refused('bad_request', 'before');
      const district = districtOf(parts, me.district);
      if (courtyard !== undefined) {
        const there = live.open(district.id).filter((one) => courtyardOf(one, district) === courtyard);
        const first = there.sort(byUrgency).slice(0, limit);
        return { incidents: first.map((one) => incidentView(one, district, clock.now())) };
      }
      const open = state === 'closed' ? [] : live.open(district.id);
      const history = { limit, ...(until === undefined ? {} : { before: at(until) }) };
      const closed = state === 'open' ? [] : await readHistory(parts, district, history);
      const found = [...open, ...closed];
      const unique = [...new Map(found.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? 1 : -1));
      return { incidents: unique.map((one) => incidentView(one, district, clock.now())) };
    },
  );

  app.get(
    '/api/v1/incidents/:id',
    {
      schema: {
        summary: 'one incident with who lives there',
        params: Id,
        response: {
          200: Type.Object({ ...IncidentView.properties, ...Type.Omit(IncidentDetail, ['incident']).properties }),
          404: Refusal,
        },
      },
    },
    async (request) => {
      const me = only(request, ...readers);
      const district = districtOf(parts, me.district);
      const { state, side } = await findStory(parts, district, (request.params as { id: string }).id);
      const spot = state.spot === 'fix' ? side.spot : undefined;
      const { incident: view, ...rest } = incidentDetail(state, district, { role: me.role, now: clock.now(), spot });
      return { ...view, ...rest, incident: view };
    },
  );

  app.get(
    '/api/v1/incidents/:id/events',
    {
      schema: {
        summary: 'what happened, in order',
        params: Id,
        response: { 200: Type.Object({ events: Type.Array(EventView) }), 404: Refusal },
      },
    },
    async (request) => {
      const me = only(request, ...readers);
      const district = districtOf(parts, me.district);
      const { events, side } = await findStory(parts, district, (request.params as { id: string }).id);
      return { events: events.map((event) => eventView(event, side)) };
    },
  );

  app.post(
    '/api/v1/incidents/:id/conditions',
    {
      schema: {
        summary: 'what the residents suffer from, for somebody besides the health role; the reason is audited',
        params: Id,
        body: Type.Object({ why: Type.String({ minLength: 2, maxLength: 200 }) }, { additionalProperties: false }),
        response: {
          200: Type.Object({
            persons: Type.Array(Type.Object({ id: Type.String(), conditions: Type.Array(Type.String()) })),
          }),
          404: Refusal,
        },
      },
    },
    async (request) => {
      const me = only(request, 'officer', 'community');
      const district = districtOf(parts, me.district);
      const { id, home } = await findIncident(parts, district, (request.params as { id: string }).id);
      // Written down first: what cannot be audited is not shown.
      await audit(parts, me, { action: 'conditions_shown', about: id, why: (request.body as { why: string }).why });
      const residents = home === undefined ? [] : district.residentsOf(home);
      return { persons: residents.map((one) => ({ id: one.id, conditions: one.conditions })) };
    },
  );

  app.get(
    '/api/v1/incidents/:id/record',
    {
      schema: {
        summary: 'the stored state and the raw events, for yjt replay',
        params: Id,
        response: { 200: IncidentRecord, 404: Refusal },
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, 'administrator').district);
      const { state, events } = await findStory(parts, district, (request.params as { id: string }).id);
      return { state, events };
    },
  );

  app.post(
    '/api/v1/incidents/:id/commands',
    {
      schema: {
        summary:
          'acknowledge, take_over, note, advise, assign, swap, withdraw, told, priority, merge, split, call_120, contact_told, close, reopen; the id makes a repeat harmless',
        params: Id,
        body: Command,
        response: { 200: CommandResult, 202: CommandResult, 409: Refusal },
      },
    },
    async (request, reply) => {
      const me = only(request, 'officer', 'health', 'administrator');
      const district = districtOf(parts, me.district);
      const command = request.body as Command;
      const named = (request.params as { id: string }).id;
      const known = live.incident(district.id, named);
      const about = known?.state === 'open' ? known : await findCommandable(parts, district, named);
      mayOrder(me, command, about);
      const { id } = about;
      const input: CommandInput = { v: 1, kind: 'command', district: district.id, by: me.name, incident: id, command };
      const decided = live.result(inputKey(input), decisionWaitMs);
      await appendInTime(redis, { shard: district.shard, input, replicas: parts.replicas }).catch((error: unknown) => {
        request.log.error({ error: String(error) }, 'console: a command could not be stored');
        throw new Refused('store_unavailable');
      });
      const result = await decided;
      if (result === undefined) return reply.code(202).send({ id: command.id, outcome: 'stored' });
      const { outcome, code, who } = JSON.parse(result) as { outcome: string; code?: string; who?: string };
      if (outcome === 'refused') {
        const known: ErrorCode = code !== undefined && code in errors ? (code as ErrorCode) : 'bad_request';
        return reply.code(409).send(refusal(known, request.headers['accept-language'], who ? { who } : {}));
      }
      const incident = live.incident(district.id, id);
      const view = incident && incidentView(incident, district, clock.now());
      return { id: command.id, outcome: 'applied', ...(view ? { incident: view } : {}) };
    },
  );
}

/** The district of whoever asks. @throws Refused while it has not been imported */
export function districtOf({ registry }: { registry: Registry }, id: string): DistrictRegistry {
  const district = registry.district(id);
  if (!district) throw new Refused('not_found', 'district');
  return district;
}

/** One incident of the district as it stands, open or closed, also an archived one. @throws Refused */
export async function findIncident(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Incident> {
  return parts.live.incident(district.id, id) ?? (await findStory(parts, district, id)).state;
}

/** One that commands may still change. @throws Refused */
async function findCommandable(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Incident> {
  const { state, archived } = await findStory(parts, district, id);
  if (archived) throw new Refused('archived', 'id');
  return state;
}

/** An incident with its events and texts. @throws Refused */
export async function findStory(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Story> {
  if (shardOfIncident(id) !== district.shard) throw new Refused('not_found', 'id');
  const story = await readStory(parts, district.shard, id as IncidentId);
  if (story?.state.district !== district.id) throw new Refused('not_found', 'id');
  return story;
}
