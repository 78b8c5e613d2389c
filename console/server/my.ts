// What phones and tablets do: answers, positions, the duty switch, presses. Stored before 2xx, like everything that comes in.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { MyAnswer, MyShifts, PressAnswer, Refusal } from '../../contracts/api.ts';
import type { Responder } from '../../contracts/community.ts';
import { at } from '../../contracts/ids.ts';
import { type Input, inputKey } from '../../contracts/inputs.ts';
import { DutySwitch, Health, Location, Press, Reply } from '../../contracts/messages.ts';
import { appendInTime } from '../../store/inTime.ts';
import { putLatest } from '../../store/latest.ts';
import { PressRefused } from '../../store/limits.ts';
import { readDuty, readHealth, readPosition, readReply } from '../../store/readMessage.ts';
import { readPress } from '../../store/readPress.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { parsed } from '../../store/stored.ts';
import { bytesOf, known, readBody, takeBytes } from './bodies.ts';
import { iso } from './clock.ts';
import { whoAsks } from './doors.ts';
import { isOnDuty, rosterOf } from './duty.ts';
import { turnSwitch } from './dutySwitch.ts';
import { decisionWaitMs, districtOf, type IncidentParts } from './incidents.ts';
import { admitNote, awaitTurn } from './rates.ts';
import { Refused } from './refusal.ts';

/** As the broker keeps it. */
const answeredKeptMs = 32 * 24 * 3_600_000;
const shiftsAheadMs = 14 * 24 * 3_600_000;

const ResultCheck = Compile(Type.Object({ outcome: Type.String(), code: Type.Optional(Type.String()) }));

export function addMy(app: FastifyInstance, parts: IncidentParts): void {
  app.register(async (scope) => {
    takeBytes(scope);
    addDoors(scope, parts);
  });
}

function addDoors(app: FastifyInstance, parts: IncidentParts): void {
  const { redis, live, clock, latest } = parts;
  const unstored = (request: FastifyRequest, error: unknown): never => {
    request.log.error({ error: String(error) }, 'console: what a phone sent could not be stored');
    throw new Refused('store_unavailable');
  };

  /** Stores an input and waits for what becomes of it. @throws Refused when it is not on disk */
  async function decided(request: FastifyRequest, district: DistrictRegistry, input: Input): Promise<unknown> {
    const waiting = live.result(inputKey(input), decisionWaitMs);
    await appendInTime(redis, { shard: district.shard, input, replicas: parts.replicas }).catch((error: unknown) =>
      unstored(request, error),
    );
    const result = await waiting;
    return parsed(result);
  }

  app.post(
    '/api/v1/my/replies',
    {
      config: { right: 'my.reply' },
      schema: {
        summary: 'a responder answers; the id makes a repeat harmless',
        body: Reply,
        response: { 200: MyAnswer, 429: Refusal },
      },
    },
    async (request, answer) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const reply = readBody(request, readReply);
      await awaitTurn(parts.rates, me);
      if (reply.reply === 'note') admitNote(parts.rates, me, reply.incident, answer);
      const result = await decided(request, district, { v: 1, kind: 'reply', district: district.id, responder, reply });
      const answered = { kind: 'answered' as const, id: responder, value: { at: clock.now() } };
      await putLatest(redis, district.shard, answered, answeredKeptMs);
      if (!ResultCheck.Check(result)) return { id: reply.id, outcome: 'stored' };
      const refused = result.outcome === 'refused';
      return {
        id: reply.id,
        outcome: refused ? 'refused' : 'applied',
        ...(refused && result.code !== undefined ? { code: result.code } : {}),
      };
    },
  );

  app.post(
    '/api/v1/my/position',
    {
      config: { right: 'my.position' },
      schema: { summary: 'where a responder is', body: Location, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const value = { ...readBody(request, readPosition), heardAt: clock.now() };
      await latest.take({ shard: district.shard, id: responder, kind: 'position', value }).stored;
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/my/duty',
    {
      config: { right: 'my.duty' },
      schema: {
        summary: 'the person’s own switch; without until it holds until the end of their current or next shift',
        body: DutySwitch,
        response: { 200: MyShifts, 400: Refusal },
      },
    },
    async (request) => {
      const { me, held, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      await awaitTurn(parts.rates, me);
      const actor = `responder/${responder}`;
      const keep = (input: Input): Promise<unknown> => decided(request, district, input);
      const order = readBody(request, readDuty);
      const changed = await turnSwitch(parts, { district, held, actor, responder, order, keep }, request.log);
      return shiftsOf(districtOf(parts, me.district), changed, clock.now());
    },
  );

  app.get(
    '/api/v1/my/shifts',
    {
      config: { right: 'my.shifts' },
      schema: { summary: 'when whoever asks is on duty in the next 14 days', response: { 200: MyShifts } },
    },
    async (request) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const known = district.responders.get(responder);
      if (!known) throw new Refused('not_found', 'responder');
      return shiftsOf(district, known, clock.now());
    },
  );

  app.post(
    '/api/v1/my/press',
    {
      config: { right: 'my.press' },
      schema: {
        summary: 'the button of a tablet; whatever it sends is a press',
        body: Press,
        response: { 200: PressAnswer, 503: Refusal },
      },
    },
    async (request) => {
      const { me, device } = asButton(request);
      const district = districtOf(parts, me.district);
      admitPress(parts);
      const input = known(request, readPress(bytesOf(request), { device, district: district.id }, ulid));
      const { id } = input;
      const decision = live.result(inputKey(input), decisionWaitMs);
      const { waits, stored } = parts.presses.take({ shard: district.shard, input });
      await stored.catch((error: unknown) => unstored(request, error));
      if (waits) return { id, outcome: 'stored' }; // another one of these stands for it
      const decidedNow = await decision;
      const result = parsed(decidedNow);
      const outcome = ResultCheck.Check(result) ? result.outcome : 'stored';
      return { id, outcome };
    },
  );

  app.post(
    '/api/v1/my/health',
    {
      config: { right: 'my.health' },
      schema: { summary: 'the heartbeat of a tablet', body: Health, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { me, device } = asButton(request);
      const district = districtOf(parts, me.district);
      const value = { ...readBody(request, readHealth), heardAt: clock.now() };
      await latest.take({ shard: district.shard, id: device, kind: 'health', value }).stored;
      return reply.code(204).send();
    },
  );
}

/** @throws Refused when there is no room for a new press; what a person of the hall enters by hand is taken all the same */
function admitPress({ limits }: IncidentParts): void {
  try {
    limits.admitPress();
  } catch (error) {
    throw error instanceof PressRefused ? new Refused('intake_full') : error;
  }
}

/**
 * @throws Refused unless whoever asks is somebody who can be sent; and, where a phone says whose action it sends, is that one: it may
 * have waited there while somebody else signed in
 */
function asResponder(request: FastifyRequest) {
  const { me, held } = whoAsks(request);
  if (me.responder === undefined) throw new Refused('responder_needed');
  const of = request.headers['x-yjt-as'];
  if (of !== undefined && of !== `${me.district}/${me.responder}`) throw new Refused('not_signed_in');
  return { me, held, responder: me.responder };
}

function asButton(request: FastifyRequest) {
  const { me } = whoAsks(request);
  if (me.device === undefined) throw new Refused('device_needed');
  return { me, device: me.device };
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
