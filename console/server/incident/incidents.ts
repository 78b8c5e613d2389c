// Incidents over HTTP: the list, one, its events, and what an officer asks of it.

import { Type } from 'typebox';
import { type ErrorCode, errors } from '../../../contracts/errors.ts';
import { at } from '../../../contracts/ids.ts';
import { Command } from '../../../contracts/incident/commands.ts';
import type { CommandInput } from '../../../contracts/incident/inputs.ts';
import { isOfHealth } from '../../../contracts/incident/needToKnow.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import {
  CommandResult,
  EventView,
  IncidentDetail,
  IncidentRecord,
  IncidentView,
} from '../../../contracts/incident/views.ts';
import { readInstant } from '../../../contracts/instant.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readHistory } from '../../../store/history.ts';
import type { Held } from '../../../store/tokens.ts';
import { decisionOn, keep } from '../ask.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused, refusal } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { lockedDetail, mayOrderLocked, maySeeLocked } from '../session/locked.ts';
import { admitNote, awaitTurn } from '../session/rates.ts';
import { cardOf, residentsOf, showing } from '../session/shown.ts';
import { afterCommand } from './aftercare.ts';
import { isListed } from './detailKnown.ts';
import { findCommandable, findStory } from './story.ts';
import { byUrgency, courtyardOf } from './surge.ts';
import { eventView, incidentDetail, incidentView } from './views.ts';

/** Closed incidents in one answer. */
const closedAtMost = 500;

/** What the health desk may order: its own track, advice, the ambulance, a word with the resident. The rest is the duty officer's. */
const ofHealth: ReadonlySet<Command['command']> = new Set([
  'note',
  'advise',
  'call_120',
  'ambulance_hand_over',
  'call_back',
  'end_need',
  'contact_told',
]);

/** @throws Refused */
function mayOrder({ role }: Me, command: Command, incident: Incident): void {
  if (role !== 'health' || ofHealth.has(command.command)) return;
  if (command.command === 'assign' && command.track === 'health') return;
  const leg = 'leg' in command ? incident.legs.find(({ id }) => id === command.leg) : undefined;
  if (['withdraw', 'swap', 'told'].includes(command.command) && leg?.track === 'health') return;
  throw new Refused('not_allowed', 'command');
}

const Id = Type.Object({ id: Type.String({ maxLength: 40 }) });

export function addIncidents(app: App, parts: IncidentParts): void {
  addList(app, parts);
  addOne(app, parts);
  addEvents(app, parts);
  addRecord(app, parts);
  addCommands(app, parts);
}

function addList(app: App, parts: IncidentParts): void {
  const { live, clock } = parts;
  const asks = route('incident.list', 'incidents of the district, newest first', {
    querystring: Type.Object({
      state: Type.Optional(Type.Enum(['open', 'closed', 'all'])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: closedAtMost })),
      before: Type.Optional(
        Type.String({ maxLength: 40, description: 'closed before this instant, to page back into the archive' }),
      ),
      courtyard: Type.Optional(Type.String({ maxLength: 64, description: 'open ones of it, the most urgent first' })),
    }),
    response: { 200: Type.Object({ incidents: Type.Array(IncidentView) }) },
  });
  app.get('/api/v1/incidents', asks, async (request) => {
    const { me, district } = whoAsksHere(parts, request);
    const { state = 'open', limit = 100, before, courtyard } = request.query;
    const { timeZone } = district.bundle.district;
    const until = before === undefined ? undefined : (readInstant(before, timeZone) ?? Date.parse(before));
    if (Number.isNaN(until)) throw new Refused('bad_request', 'before');
    if (courtyard !== undefined) {
      const all = live.open(district.id).filter((one) => isListed(me, one));
      const there = all.filter((one) => courtyardOf(one, district) === courtyard);
      const first = there.sort(byUrgency).slice(0, limit);
      showing(request, { residents: residentsOf(first, district), purpose: 'duty' });
      return { incidents: first.map((one) => incidentView(one, district, clock.now())) };
    }
    const open = state === 'closed' ? [] : live.open(district.id);
    const history = { limit, ...(until === undefined ? {} : { before: at(until) }) };
    const closed = state === 'open' ? [] : await readHistory({ ...parts, replay }, district, history);
    const found = [...open, ...closed].filter((one) => isListed(me, one));
    const unique = [...new Map(found.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? 1 : -1));
    const [now, past] = [unique.filter(isOpen), unique.filter((one) => !isOpen(one))];
    showing(request, { residents: residentsOf(now, district), purpose: 'duty' });
    showing(request, { what: 'history', residents: residentsOf(past, district), purpose: 'history' });
    return { incidents: unique.map((one) => incidentView(one, district, clock.now())) };
  });
}

function addOne(app: App, parts: IncidentParts): void {
  const { clock } = parts;
  const asks = narrowed(
    route('incident.read', 'one incident with who lives there', {
      params: Id,
      response: {
        200: Type.Object({ ...IncidentView.properties, ...Type.Omit(IncidentDetail, ['incident']).properties }),
        404: Refusal,
      },
    }),
  );
  app.get('/api/v1/incidents/:id', asks, async (request) => {
    const { me, district } = whoAsksHere(parts, request);
    const { state, side } = await findStory(parts, district, request.params.id);
    if (me.locked) maySeeLocked(state);
    const whole = incidentDetail(state, district, { role: me.role, now: clock.now(), side });
    const { incident: view, ...rest } = me.locked ? lockedDetail(whole) : whole;
    const ill = whole.withheld.includes('conditions') ? {} : { what: 'conditions' as const };
    showing(request, { ...cardOf(state, district), ...ill });
    return { ...view, ...rest, incident: view };
  });
}

function addEvents(app: App, parts: IncidentParts): void {
  const asks = narrowed(
    route('incident.events', 'what happened, in order', {
      params: Id,
      response: { 200: Type.Object({ events: Type.Array(EventView) }), 404: Refusal },
    }),
  );
  app.get('/api/v1/incidents/:id/events', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { state, events, side } = await findStory(parts, district, request.params.id);
    showing(request, cardOf(state, district));
    return { events: events.map((event) => eventView(event, side)) };
  });
}

function addRecord(app: App, parts: IncidentParts): void {
  const asks = route('incident.record', 'the stored state and the raw events, for yjt replay', {
    params: Id,
    response: { 200: IncidentRecord, 404: Refusal },
  });
  app.get('/api/v1/incidents/:id/record', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { state, events } = await findStory(parts, district, request.params.id);
    showing(request, { residents: residentsOf([state], district), incident: state.id, purpose: 'administration' });
    return { state, events };
  });
}

function addCommands(app: App, parts: IncidentParts): void {
  const { live, clock } = parts;
  const asks = route(
    'incident.command',
    'acknowledge, take_over, note, advise, assign, swap, withdraw, told, confirm, priority, place, merge, split, call_back, call_120, outside_called, ambulance_hand_over, contact_told, end_need, wait, ask_now, hand_over, reason, close, reopen, aftercare_done; the id makes a repeat harmless',
    { params: Id, body: Command, response: { 200: CommandResult, 202: CommandResult, 409: Refusal, 429: Refusal } },
  );
  app.post('/api/v1/incidents/:id/commands', asks, async (request, reply) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const command = request.body;
    const named = request.params.id;
    const known = live.incident(district.id, named);
    const about = known?.state === 'open' ? known : await findCommandable(parts, district, named);
    mayOrder(me, command, about);
    if (me.locked) mayOrderLocked(command);
    showing(request, cardOf(about, district)); // the answer has its view
    const { id } = about;
    await awaitTurn(parts.rates, me);
    if ('text' in command && command.command !== 'close') admitNote(parts.rates, me, id, reply);
    const input: CommandInput = {
      v: 1,
      kind: 'command',
      district: district.id,
      by: me.name,
      actor: actorOf(held),
      incident: id,
      command,
    };
    const decided = decisionOn(parts, input);
    await keep(parts, { shard: district.shard, input, log: request.log });
    await auditAssigned(parts, held, district, about, command);
    const result = await decided;
    if (result === undefined) return reply.code(202).send({ id: command.id, outcome: 'stored' as const });
    if (result.outcome === 'refused') {
      const { code, who } = result;
      const known: ErrorCode = Object.hasOwn(errors, code) ? code : 'bad_request'; // of another version
      return reply.code(409).send(refusal(known, request.headers['accept-language'], who ? { who } : {}));
    }
    await afterCommand(parts, district, about, command);
    const incident = live.incident(district.id, id);
    const view = incident && incidentView(incident, district, clock.now());
    return { id: command.id, outcome: 'applied' as const, ...(view ? { incident: view } : {}) };
  });
}

/** Somebody who is not of the health centre on its track: who sent them there is written down. */
async function auditAssigned(
  parts: IncidentParts,
  held: Held,
  district: DistrictRegistry,
  { id, legs }: Incident,
  command: Command,
): Promise<void> {
  if (command.command !== 'assign' && command.command !== 'swap') return;
  const track = command.command === 'assign' ? command.track : legs.find((leg) => leg.id === command.leg)?.track;
  const who = district.responders.get(command.responder);
  if (track !== 'health' || who === undefined || isOfHealth(who, district.bundle.policy)) return;
  await audit(parts, held, { action: 'assigned_to_health', about: id, name: who.name, why: who.role });
}

const isOpen = ({ state }: Incident): boolean => state === 'open';
