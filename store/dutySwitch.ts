// Somebody's own switch, whichever door it is turned at: read, given an end, kept in the registry so that the decision finds it
// there, told to the incidents that they are on, and noted.
import type { Redis } from 'ioredis';
import { ulid } from 'ulid';
import { at, type EpochMs } from '../contracts/ids.ts';
import type { DutyInput } from '../contracts/incident/inputs.ts';
import { readInstant } from '../contracts/instant.ts';
import type { Responder } from '../contracts/office/community.ts';
import type { DutySwitch } from '../contracts/office/dutySwitch.ts';
import { defined } from '../contracts/shapes.ts';
import { secondIn } from '../contracts/wallClock.ts';
import { appendAudit } from './audit.ts';
import type { DistrictRegistry } from './district.ts';
import { intakeTimeoutMs } from './inTime.ts';
import { within } from './patience.ts';
import { changeDocument } from './writeDistrict.ts';

export type DutyTurn = {
  responder: string;
  order: DutySwitch;
  /** Who turned it; `actor` as in an incident's log, `id` as in the audit. */
  by: { actor: string; id: string; name: string; role: string; address?: string };
  /** When a switch without an end runs out, by the roster; undefined for somebody without any shift. */
  switchEnds(responder: string, now: EpochMs): EpochMs | undefined;
  /** Stores the input. @throws when it is not on disk in time */
  keep(input: DutyInput): Promise<unknown>;
};

/** `until_unreadable`, `until_past`: nothing was done. */
export type Turned =
  | { ok: true; responder: Responder }
  | { ok: false; why: 'unknown_responder' | 'until_unreadable' | 'until_past' };

/** @throws when it cannot be stored in time: whoever turned it is not told that it was, and turns it again */
export async function switchDuty(redis: Redis, district: DistrictRegistry, turn: DutyTurn): Promise<Turned> {
  const { responder: id, order, by } = turn;
  const { onDuty } = order;
  const now = await within(intakeTimeoutMs, serverNow(redis));
  const until = endOf(district, turn, now);
  if (typeof until === 'string') return { ok: false, why: until };
  let changed: Responder | undefined;
  const place = { district: district.id, kind: 'responders', id } as const;
  await within(
    intakeTimeoutMs,
    changeDocument(redis, place, ({ dutyUntil: _, ...one }) => {
      changed = { ...one, onDuty, ...defined({ dutyUntil: until }) };
      return changed;
    }),
  );
  if (!changed) return { ok: false, why: 'unknown_responder' };
  const input = { district: district.id, responder: id, by: by.actor, id: order.id ?? ulid(), onDuty };
  await turn.keep({ v: 1, kind: 'duty', ...input });
  const why = `${onDuty ? 'on' : 'off'}${until === undefined ? '' : ` until ${secondIn(district.bundle.district.timeZone, until)}`}`;
  await within(
    intakeTimeoutMs,
    appendAudit(redis, district, {
      at: now,
      by: by.name,
      actor: by.id,
      role: by.role,
      ...defined({ address: by.address }),
      action: 'duty_switched',
      about: id,
      reason: onDuty ? 'on' : 'off',
      why,
    }),
  );
  return { ok: true, responder: changed };
}

/** Nobody means to be on duty for longer without looking at it again; “for ever” ends too. */
const switchedAtMostMs = 366 * 24 * 3_600_000;

function endOf(
  { bundle }: DistrictRegistry,
  { order, responder, switchEnds }: DutyTurn,
  now: EpochMs,
): EpochMs | undefined | 'until_unreadable' | 'until_past' {
  if (order.until === undefined) return switchEnds(responder, now);
  const until = readInstant(order.until, bundle.district.timeZone);
  if (until === undefined) return 'until_unreadable';
  return until > now ? at(Math.min(until, now + switchedAtMostMs)) : 'until_past';
}

async function serverNow(redis: Redis): Promise<EpochMs> {
  const [seconds, microseconds] = await redis.time();
  return at(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
}
