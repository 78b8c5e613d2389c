// What phones and tablets do: answers, positions, the duty switch, presses. Stored before 2xx, like everything that comes in.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { MyAnswer, MyShifts, PressAnswer, Refusal } from '../../contracts/api.ts';
import { at } from '../../contracts/ids.ts';
import { type Input, inputKey } from '../../contracts/inputs.ts';
import { DutySwitch, Health, Location, Press, Reply } from '../../contracts/messages.ts';
import { appendInTime } from '../../store/inTime.ts';
import { putLatest, tellLatest } from '../../store/latest.ts';
import { PressRefused } from '../../store/limits.ts';
import { changeDocument, type DistrictRegistry } from '../../store/registry.ts';
import { iso } from './clock.ts';
import { isOnDuty, rosterOf } from './duty.ts';
import { decisionWaitMs, districtOf, type IncidentParts } from './incidents.ts';
import { Refused } from './refusal.ts';
import { audit, only } from './session.ts';

/** As the broker keeps them. */
const positionKeptMs = 120_000;
const healthKeptMs = 32 * 24 * 3_600_000;
const shiftsAheadMs = 14 * 24 * 3_600_000;

const ResultCheck = Compile(Type.Object({ outcome: Type.String(), code: Type.Optional(Type.String()) }));

export function addMy(app: FastifyInstance, parts: IncidentParts): void {
  const { redis, live, clock } = parts;

  /** Stores an input and waits for what becomes of it. @throws Refused when it is not on disk */
  async function decided(request: FastifyRequest, district: DistrictRegistry, input: Input): Promise<unknown> {
    const waiting = live.result(inputKey(input), decisionWaitMs);
    await appendInTime(redis, { shard: district.shard, input, replicas: parts.replicas }).catch((error: unknown) => {
      request.log.error({ error: String(error) }, 'console: what a phone sent could not be stored');
      throw new Refused('store_unavailable');
    });
    const result = await waiting;
    return result === undefined ? undefined : JSON.parse(result);
  }

  app.post(
    '/api/v1/my/replies',
    {
      schema: {
        summary: 'a responder answers; the id makes a repeat harmless',
        body: Reply,
        response: { 200: MyAnswer },
      },
    },
    async (request) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const reply = request.body as Reply;
      const result = await decided(request, district, { v: 1, kind: 'reply', district: district.id, responder, reply });
      const answered = { kind: 'answered' as const, id: responder, value: { at: clock.now() } };
      await putLatest(redis, district.shard, answered, healthKeptMs);
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
    { schema: { summary: 'where a responder is', body: Location, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const value = { ...(request.body as Location), heardAt: clock.now() };
      const latest = { kind: 'position' as const, id: responder, value };
      if (parts.limits.sparing()) await tellLatest(redis, district.shard, latest);
      else await putLatest(redis, district.shard, latest, positionKeptMs);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/my/duty',
    { schema: { summary: 'the person’s own switch', body: DutySwitch, response: { 200: MyShifts } } },
    async (request) => {
      const { me, responder } = asResponder(request);
      const district = districtOf(parts, me.district);
      const { id = ulid(), onDuty, until } = request.body as DutySwitch;
      const dutyUntil = until === undefined ? undefined : Date.parse(until);
      if (dutyUntil !== undefined && !(dutyUntil > clock.now())) throw new Refused('bad_request', 'until');
      await changeDocument(
        redis,
        { district: district.id, kind: 'responders', id: responder },
        ({ dutyUntil: _, ...one }) => ({
          ...one,
          onDuty,
          ...(dutyUntil === undefined ? {} : { dutyUntil: at(dutyUntil) }),
        }),
      );
      await decided(request, district, {
        v: 1,
        kind: 'duty',
        district: district.id,
        responder,
        by: `responder/${responder}`,
        id,
        onDuty,
      });
      await audit(parts, me, { action: 'duty_switched', about: responder, why: onDuty ? 'on' : 'off' });
      return shiftsOf(districtOf(parts, me.district), responder, clock.now());
    },
  );

  app.get(
    '/api/v1/my/shifts',
    { schema: { summary: 'when whoever asks is on duty in the next 14 days', response: { 200: MyShifts } } },
    async (request) => {
      const { me, responder } = asResponder(request);
      return shiftsOf(districtOf(parts, me.district), responder, clock.now());
    },
  );

  app.post(
    '/api/v1/my/press',
    { schema: { summary: 'the button of a tablet', body: Press, response: { 200: PressAnswer, 503: Refusal } } },
    async (request) => {
      const { me, device } = asButton(request);
      const district = districtOf(parts, me.district);
      admitPress(parts);
      const { id = ulid(), kind: press, at: deviceTime, battery, location } = request.body as Press;
      const result = await decided(request, district, {
        v: 1,
        kind: 'press',
        district: district.id,
        device,
        id,
        press,
        ...(deviceTime === undefined ? {} : { deviceTime }),
        ...(battery === undefined ? {} : { battery }),
        ...(location === undefined ? {} : { location }),
      });
      const outcome = ResultCheck.Check(result) ? result.outcome : 'stored';
      return { id, outcome };
    },
  );

  app.post(
    '/api/v1/my/health',
    { schema: { summary: 'the heartbeat of a tablet', body: Health, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { me, device } = asButton(request);
      const district = districtOf(parts, me.district);
      const value = { ...(request.body as Health), heardAt: clock.now() };
      const latest = { kind: 'health' as const, id: device, value };
      if (parts.limits.sparing()) await tellLatest(redis, district.shard, latest);
      else await putLatest(redis, district.shard, latest, healthKeptMs);
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

/** @throws Refused unless whoever asks is somebody who can be sent */
function asResponder(request: FastifyRequest) {
  const me = only(request, 'responder', 'health');
  if (me.responder === undefined) throw new Refused('responder_needed');
  return { me, responder: me.responder };
}

function asButton(request: FastifyRequest) {
  const me = only(request, 'button');
  if (me.device === undefined) throw new Refused('device_needed');
  return { me, device: me.device };
}

function shiftsOf(district: DistrictRegistry, id: string, now: number): MyShifts {
  const responder = district.responders.get(id);
  if (!responder) throw new Refused('not_found', 'responder');
  const end = at(now + shiftsAheadMs);
  // Without shifts the switch is all there is: the whole fortnight is none.
  const shifts = rosterOf(district)
    .stretches(responder, at(now), end)
    .filter(({ from, to }) => from > now || to < end);
  return {
    onDuty: isOnDuty(responder, district, now),
    switched: responder.onDuty,
    shifts: shifts.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
  };
}
