// What phones and tablets do: answers, positions, the duty switch, presses. Stored before 2xx, like everything that comes in.

import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { at } from '../../../contracts/ids.ts';
import { byResponder } from '../../../contracts/incident/actor.ts';
import type { Input } from '../../../contracts/incident/inputs.ts';
import { Health, Location, Press, Reply } from '../../../contracts/incident/messages.ts';
import { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import { PressAnswer } from '../../../contracts/incident/views.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { DutySwitch } from '../../../contracts/office/dutySwitch.ts';
import { MyShifts } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { putLatest } from '../../../store/latest.ts';
import { PressRefused } from '../../../store/limits.ts';
import { readDuty, readHealth, readPosition, readReply } from '../../../store/readMessage.ts';
import { readPress } from '../../../store/readPress.ts';
import { answerOf, ask, decisionOn, unstored } from '../ask.ts';
import { bytesOf, known, readBody, takeBytes } from '../bodies.ts';
import { districtOf } from '../district.ts';
import { asResponder } from '../office/asResponder.ts';
import { isOnDuty, rosterOf } from '../office/duty.ts';
import { turnSwitch } from '../office/dutySwitch.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { admitNote, awaitTurn } from '../session/rates.ts';
import { outcomeOf } from './presses.ts';

/** As the broker keeps it. */
const answeredKeptMs = 32 * 24 * 3_600_000;
const shiftsAheadMs = 14 * 24 * 3_600_000;

export function addMy(app: App, parts: IncidentParts): void {
  app.register(async (scope) => {
    takeBytes(scope);
    addDoors(scope, parts);
  });
}

function addDoors(app: App, parts: IncidentParts): void {
  addReplies(app, parts);
  addPosition(app, parts);
  addDuty(app, parts);
  addShifts(app, parts);
  addPress(app, parts);
  addHealth(app, parts);
}

function addReplies(app: App, parts: IncidentParts): void {
  const { redis, clock } = parts;
  const asks = route('my.reply', 'a responder answers; the id makes a repeat harmless', {
    body: Reply,
    response: { 200: MyAnswer, 429: Refusal },
  });
  app.post('/api/v1/my/replies', asks, async (request, answer) => {
    const { me, responder, district } = asResponder(parts, request);
    const reply = readBody(request, readReply);
    await awaitTurn(parts.rates, me);
    if (reply.reply === 'note') admitNote(parts.rates, me, reply.incident, answer);
    const input = { v: 1, kind: 'reply', district: district.id, responder, reply } as const;
    const result = await ask(parts, { shard: district.shard, input, log: request.log });
    const answered = { kind: 'answered' as const, id: responder, value: { at: clock.now() } };
    await putLatest(redis, district.shard, answered, answeredKeptMs);
    return answerOf(reply.id, result);
  });
}

function addPosition(app: App, parts: IncidentParts): void {
  const { clock, latest } = parts;
  const asks = route('my.position', 'where a responder is', { body: Location, response: { 204: Type.Null() } });
  app.post('/api/v1/my/position', asks, async (request, reply) => {
    const { responder, district } = asResponder(parts, request);
    const value = { ...readBody(request, readPosition), heardAt: clock.now() };
    await latest.take({ shard: district.shard, id: responder, kind: 'position', value }).stored;
    return reply.code(204).send(null);
  });
}

function addDuty(app: App, parts: IncidentParts): void {
  const { clock } = parts;
  const asks = route(
    'my.duty',
    'the person’s own switch; without until it holds until the end of their current or next shift',
    { body: DutySwitch, response: { 200: MyShifts, 400: Refusal } },
  );
  app.post('/api/v1/my/duty', asks, async (request) => {
    const { me, held, responder, district } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    const actor = byResponder(responder);
    const keep = (input: Input): Promise<unknown> => ask(parts, { shard: district.shard, input, log: request.log });
    const order = readBody(request, readDuty);
    const changed = await turnSwitch(parts, { district, held, actor, responder, order, keep }, request.log);
    return shiftsOf(districtOf(parts, me.district), changed, clock.now());
  });
}

function addShifts(app: App, parts: IncidentParts): void {
  const { clock } = parts;
  const asks = route('my.shifts', 'when whoever asks is on duty in the next 14 days', { response: { 200: MyShifts } });
  app.get('/api/v1/my/shifts', asks, async (request) => {
    const { responder, district } = asResponder(parts, request);
    const known = district.responders.get(responder);
    if (!known) throw new Refused('not_found', 'responder');
    return shiftsOf(district, known, clock.now());
  });
}

function addPress(app: App, parts: IncidentParts): void {
  const asks = route('my.press', 'the button of a tablet; whatever it sends is a press', {
    body: Press,
    response: { 200: PressAnswer, 503: Refusal },
  });
  app.post('/api/v1/my/press', asks, async (request) => {
    const { device, district } = asButton(parts, request);
    admitPress(parts);
    const input = known(request, readPress(bytesOf(request), { device, district: district.id }, ulid));
    const { id } = input;
    const decision = decisionOn(parts, input);
    const { waits, stored } = parts.presses.take({ shard: district.shard, input });
    await stored.catch(unstored(input, request.log));
    if (waits) return { id, outcome: 'stored' as const }; // another one of these stands for it
    const result = await decision;
    return { id, outcome: result ? outcomeOf(result) : ('stored' as const) };
  });
}

function addHealth(app: App, parts: IncidentParts): void {
  const { clock, latest } = parts;
  const asks = route('my.health', 'the heartbeat of a tablet', { body: Health, response: { 204: Type.Null() } });
  app.post('/api/v1/my/health', asks, async (request, reply) => {
    const { device, district } = asButton(parts, request);
    const { moved: _, ...said } = readBody(request, readHealth);
    const value = { ...said, heardAt: clock.now() };
    await latest.take({ shard: district.shard, id: device, kind: 'health', value }).stored;
    return reply.code(204).send(null);
  });
}

/** @throws Refused when there is no room for a new press; what a person of the hall enters by hand is taken all the same */
function admitPress({ limits }: IncidentParts): void {
  try {
    limits.admitPress();
  } catch (error) {
    throw error instanceof PressRefused ? new Refused('intake_full') : error;
  }
}

function asButton(parts: IncidentParts, request: FastifyRequest) {
  const { me, district } = whoAsksHere(parts, request);
  if (me.device === undefined) throw new Refused('device_needed');
  return { device: me.device, district };
}

function shiftsOf(district: DistrictRegistry, responder: Responder, now: number): MyShifts {
  const { dutyUntil } = responder;
  const end = at(now + shiftsAheadMs);
  // Without shifts the switch is all there is: the whole fortnight is none.
  const shifts = rosterOf(district)
    .stretches(responder, at(now), end)
    .filter(({ from, to }) => from > now || to < end);
  return {
    onDuty: isOnDuty(responder, district, now),
    switched: responder.onDuty,
    ...(dutyUntil !== undefined && dutyUntil > now ? { until: iso(dutyUntil) } : {}),
    shifts: shifts.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
  };
}
