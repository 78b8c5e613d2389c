// Judges the daily signs of life of the owned districts each minute, in slices between which presses are decided (docs/decisions/047). What follows from it goes
// through the intake; nothing here is read by a decision.
import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import {
  type CheckInBeat,
  type CheckInListKind,
  type CheckInTick,
  isOn,
  type KeptCheckIn,
  type Moved,
  movedIn,
} from '../contracts/device/checkIns.ts';
import { at, type EpochMs, type ShardId } from '../contracts/ids.ts';
import { checkInKey } from '../contracts/incident/inputs.ts';
import type { Result } from '../contracts/incident/result.ts';
import { readInstant } from '../contracts/instant.ts';
import { type CheckIn, type CheckInRule, checkInRuleOf, graceMinutesOf } from '../contracts/office/checkIn.ts';
import type { Resident } from '../contracts/office/community.ts';
import type { Alarm } from '../contracts/system/alarms.ts';
import { clearAlarm, raiseAlarm, readAlarms } from '../store/alarms.ts';
import {
  beatCheckIns,
  type CheckInLists,
  type CheckInsAt,
  forgetTicks,
  readCheckIns,
  readLists,
  readTicks,
  writeCheckIns,
} from '../store/checkIns.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { readReceiverBeat } from '../store/foreign/receiverBeat.ts';
import { append } from '../store/intake.ts';
import { readLatest } from '../store/latest.ts';
import type { Registry } from '../store/registry.ts';
import { judgeCheckIn, mustBeAsked } from './domain/device/checkIn.ts';
import { type DownSince, downIn } from './domain/device/checkInDown.ts';
import { factsOfResident, type Heard } from './domain/device/checkInFacts.ts';
import { membersOf } from './domain/device/checkInList.ts';
import { stepOf } from './domain/device/checkInStep.ts';
import { roundsOf, type Wall, wallAt } from './domain/device/checkInTimes.ts';
import { inTurn, waitsTooLong } from './domain/device/checkInTurn.ts';
import type { DeviceFacts } from './domain/device/judge.ts';

const everyMs = 60_000;
/** A break shorter than this is none: a restart, a slow round. */
const breakMs = 3 * everyMs;
/** The wall clock was set, if it has gone so much farther than time has. */
const stepMs = 2 * everyMs;
/** Judged between two looks at the intake: half a millisecond. */
const judgedAtOnce = 50;
/** So many calls are opened a minute in a district: the rest a minute later. */
const missedAtOnce = 20;
const tickKeptMs = 3 * 24 * 3_600_000;

export type CheckInWatchParts = {
  redis: Redis;
  registry: Registry;
  /** The shards that this process owns: only one process judges a district. */
  owned(): readonly ShardId[];
  factsOf(device: string): DeviceFacts;
  movedAt(device: string): Moved | undefined;
  /** By what was decided in this shard. */
  pressedAt(shard: ShardId, device: string): EpochMs | undefined;
  /** What was decided of an input of this shard, by its key. */
  resultOf(shard: ShardId, key: string): Result | undefined;
  /** Server's clock, ms. */
  now(): EpochMs;
  /** ms, never set. */
  monotonic(): number;
  onError(error: unknown): void;
};

/** Since when a district is listened to, and when it was looked at last, by both clocks. */
type Listening = { up: number; at: number; monotonic: number };
type Changes = (readonly [resident: string, state: KeptCheckIn | undefined])[];
/** What stands of the whole installation. `beatAt`: when the receiver last looked, ms. */
type Outages = { alarms: readonly Alarm[]; beatAt: number | undefined };
/** What one round knows of a district. */
type Round = {
  district: DistrictRegistry;
  now: EpochMs;
  up: number;
  wall: Wall;
  rule: CheckInRule;
  kept: ReadonlyMap<string, KeptCheckIn>;
  ticks: ReadonlyMap<string, CheckInTick>;
  down: DownSince;
  isExtra: (resident: Resident) => boolean;
};

/** One resident, as they stood and stand now. */
type Judged = {
  resident: Resident;
  before: KeptCheckIn | undefined;
  agreed: CheckIn | undefined;
  heard: Heard;
  after: KeptCheckIn;
};

export class CheckInWatch {
  readonly #parts: CheckInWatchParts;
  readonly #timer: NodeJS.Timeout;
  readonly #listening = new Map<string, Listening>();
  /** What stands, as it was written: nobody else writes it, and reading 12,000 of them each minute would hold presses up. */
  readonly #kept = new Map<string, Map<string, KeptCheckIn>>();
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  /** Begins. */
  constructor(parts: CheckInWatchParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.look(), everyMs);
    void this.look();
  }

  /** One round over all districts, after the one that goes on. */
  look(): Promise<void> {
    this.#round = this.#round.then(() => this.#lookAtAll()).catch(this.#parts.onError);
    return this.#round;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #lookAtAll(): Promise<void> {
    const { redis, registry, owned } = this.#parts;
    const mine = new Set(owned());
    for (const id of this.#listening.keys())
      if (!mine.has(registry.district(id)?.shard ?? ('' as ShardId))) this.#forget(id); // whoever has it listens now
    if (mine.size === 0) return;
    const [alarms, beatAt] = await Promise.all([readAlarms(redis), readReceiverBeat(redis)]);
    for (const district of registry.all()) {
      if (this.#stopped) return;
      if (!mine.has(district.shard)) continue;
      try {
        await this.#lookAt(district, { alarms, beatAt });
      } catch (error) {
        this.#kept.delete(district.id); // what was written of it is not known
        this.#parts.onError(error);
      }
    }
  }

  #forget(district: string): void {
    this.#listening.delete(district);
    this.#kept.delete(district);
  }

  /** What stands in a district; of one that was taken over, as it was left, with the beat of whoever had it. */
  async #standing(where: CheckInsAt): Promise<{ kept: Map<string, KeptCheckIn>; beat: CheckInBeat | undefined }> {
    const known = this.#kept.get(where.district);
    if (known) return { kept: known, beat: undefined };
    const { of, beat } = await readCheckIns(this.#parts.redis, where);
    this.#kept.set(where.district, of);
    return { kept: of, beat };
  }

  async #write(where: CheckInsAt, changes: Changes): Promise<void> {
    await writeCheckIns(this.#parts.redis, where, changes);
    const kept = this.#kept.get(where.district);
    for (const [resident, state] of changes)
      if (state === undefined) kept?.delete(resident);
      else kept?.set(resident, state);
  }

  async #lookAt(district: DistrictRegistry, { alarms, beatAt }: Outages): Promise<void> {
    const { redis } = this.#parts;
    const where = { shard: district.shard, district: district.id };
    const now = this.#parts.now();
    const { kept, beat } = await this.#standing(where);
    const up = this.#upSince(district.id, beat, now);
    const asked = district.bundle.residents.filter(isAsked);
    const [ticks, lists] = await Promise.all([readTicks(redis, where), readLists(redis, where)]);
    const old = [...ticks].flatMap(([id, { at: ticked }]) => (now - ticked > tickKeptMs ? [id] : []));
    await forgetTicks(redis, where, old); // also where nobody has agreed any more
    if (asked.length === 0 && kept.size === 0) return;
    const { timeZone } = district.bundle.district;
    const wall = wallAt(now, timeZone, (local) => readInstant(local, timeZone));
    const isExtra = onALists(lists, { now, year: Number(wall.today.slice(0, 4)) });
    const sources = { district: district.id, sources: district.sources.values() };
    const down = downIn(alarms, sources, { beatAt, now });
    const round: Round = {
      district,
      now,
      up,
      wall,
      rule: checkInRuleOf(district.bundle.policy),
      kept,
      ticks,
      down,
      isExtra,
    };
    const unknown = await this.#judgeAll(asked, round);
    const here = new Set(asked.map(({ id }) => id));
    const gone = [...kept.keys()].filter((id) => !here.has(id));
    await this.#write(
      where,
      gone.map((id) => [id, undefined] as const),
    );
    await this.#tellUnknown(district.id, unknown, now);
    await beatCheckIns(redis, where, { up, at: now }); // at its end: a look that failed was none
  }

  /** Since when whatever a device says has been heard here without a break. */
  #upSince(district: string, beat: { up: number; at: number } | undefined, now: number): number {
    const monotonic = this.#parts.monotonic();
    const known = this.#listening.get(district);
    const before = known ?? (beat && { ...beat, monotonic: monotonic - (now - beat.at) });
    const passedMs = before === undefined ? Number.POSITIVE_INFINITY : monotonic - before.monotonic;
    const wallMs = before === undefined ? 0 : now - before.at;
    const unbroken = passedMs >= 0 && passedMs < breakMs && Math.abs(wallMs - passedMs) < stepMs;
    const up = before !== undefined && unbroken ? before.up : now;
    this.#listening.set(district, { up, at: now, monotonic });
    return up;
  }

  /** @returns how many people nobody knows of for too long, or nobody goes to yet though it is time */
  async #judgeAll(asked: readonly Resident[], round: Round): Promise<number> {
    const { now, rule } = round;
    let unknown = 0;
    const missed: Judged[] = [];
    for (let from = 0; from < asked.length && !this.#stopped; from += judgedAtOnce) {
      const some: Judged[] = [];
      for (const one of await this.#judgeSome(asked.slice(from, from + judgedAtOnce), round)) {
        if (isStepTo('missed', one)) {
          missed.push(one);
          continue;
        }
        const { resident, after, agreed } = one;
        const graceMs = graceMinutesOf(agreed ?? {}) * 60_000;
        if (mustBeAsked(after, rule, { graceMs, tickedAt: round.ticks.get(resident.id)?.at, now })) unknown++;
        some.push(one);
      }
      await this.#carryOut(some, round);
      await turn();
    }
    const year = Number(round.wall.today.slice(0, 4));
    const turns = inTurn(missed, year);
    await this.#carryOut(turns.slice(0, missedAtOnce), round);
    const waiting = { askedMs: rule.askedMinutes * 60_000, now };
    return unknown + turns.slice(missedAtOnce).filter((one) => waitsTooLong(one, waiting)).length;
  }

  /** Before anybody is asked, or somebody goes, it is looked whether a movement was kept that nobody told us of: while we came back to the store. */
  async #judgeSome(some: readonly Resident[], round: Round): Promise<Judged[]> {
    const judged = some.map((resident) => this.#judge(resident, round));
    const ids = judged
      .filter((one) => isStepTo('asked', one) || isStepTo('missed', one))
      .flatMap(({ heard }) => heard.devices.map(({ device }) => device.id));
    if (ids.length === 0) return judged;
    const values = await readLatest(this.#parts.redis, round.district.shard, 'moved', ids);
    const kept = new Map(ids.map((id, i) => [id, movedIn(values[i])] as const));
    return judged.map((one) =>
      one.heard.devices.some(({ device }) => kept.get(device.id) !== undefined)
        ? this.#judge(one.resident, round, kept)
        : one,
    );
  }

  #judge(resident: Resident, round: Round, kept?: ReadonlyMap<string, Moved | undefined>): Judged {
    const { district, now, up, wall, rule } = round;
    const before = round.kept.get(resident.id);
    const heard = this.#heardOf(resident, before, round, kept);
    try {
      const agreed = agreementOf(resident, round, rule.extraBy);
      const facts = factsOfResident(heard, agreed, { down: round.down, rule: district.bundle.policy.readiness, now });
      return { resident, before, agreed, heard, after: judgeCheckIn(facts, before, { now, up, wall, rule }) };
    } catch (error) {
      this.#parts.onError(error); // one document that cannot be judged stops nobody else's
      const stands: KeptCheckIn = { state: 'unknown', why: 'locked', day: wall.today, due: now, at: now };
      return { resident, before, agreed: undefined, heard, after: before?.why === 'locked' ? before : stands };
    }
  }

  async #carryOut(judged: readonly Judged[], { district, wall, rule }: Round): Promise<void> {
    const changed = judged.filter(({ before, after }) => before !== after);
    // Before the state says so: said twice it is one step, never said it is none.
    for (const { resident, before, after, agreed, heard } of changed) {
      if (after.state !== 'asked' && after.state !== 'missed') continue;
      const opens = opensAt(after, agreed, { wall, rule });
      const input = stepOf({ district: district.id, resident, agreed, devices: heard.devices, opens }, after, before);
      if (input) await append(this.#parts.redis, district.shard, input);
    }
    await this.#write(
      { shard: district.shard, district: district.id },
      changed.map(({ resident, after }) => [resident.id, after] as const),
    );
  }

  #heardOf(
    resident: Resident,
    before: KeptCheckIn | undefined,
    { district, ticks }: Round,
    kept?: ReadonlyMap<string, Moved | undefined>,
  ): Heard {
    const { factsOf, movedAt, pressedAt, resultOf } = this.#parts;
    const devices = district
      .devicesOf(resident.home)
      .filter((device) => device.resident === undefined || device.resident === resident.id)
      .map((device) => ({
        device,
        facts: factsOf(device.id),
        moved: later(movedAt(device.id), kept?.get(device.id)),
        pressedAt: pressedAt(district.shard, device.id),
      }));
    const unsent = (): boolean => {
      if (before === undefined) return false;
      const key = checkInKey({ resident: resident.id, due: at(before.due), step: 'missed' });
      const result = resultOf(district.shard, key);
      return result?.outcome === 'recorded' && result.what === 'check_in_seen';
    };
    return { resident, devices, tick: ticks.get(resident.id), unsent };
  }

  async #tellUnknown(district: string, people: number, now: EpochMs): Promise<void> {
    const alarm = { code: 'checkins_unknown', subject: district } as const;
    if (people > 0) await raiseAlarm(this.#parts.redis, { ...alarm, district, since: now, figures: { people } });
    else await clearAlarm(this.#parts.redis, alarm, now);
  }
}

const isStepTo = (state: KeptCheckIn['state'], { before, after }: Judged): boolean =>
  after.state === state && (before?.state !== state || before.due !== after.due);

const later = (known: Moved | undefined, kept: Moved | undefined): Moved | undefined =>
  kept !== undefined && kept.at > (known?.at ?? 0) ? kept : known;

/** Whoever has agreed, also where what they have agreed to cannot be read. */
const isAsked = ({ checkIn, locked }: Resident): boolean =>
  checkIn !== undefined || locked?.includes('checkIn') === true;

/** Whoever is on a list that is on is asked once more a day. */
function agreementOf(resident: Resident, { isExtra }: Round, extraBy: string): CheckIn | undefined {
  const { checkIn } = resident;
  if (checkIn === undefined || checkIn.by.includes(extraBy) || !isExtra(resident)) return checkIn;
  return { ...checkIn, by: [...checkIn.by, extraBy] };
}

function onALists(lists: CheckInLists, { now, year }: { now: number; year: number }): (resident: Resident) => boolean {
  const on = Object.entries(lists).flatMap(([kind, list]) =>
    isOn(list, now) ? [membersOf(kind as CheckInListKind, list, year)] : [],
  );
  return (resident) => on.some((isMember) => isMember(resident));
}

/** Since when signs count for the time that somebody's state is about. */
const opensAt = (
  { due, day }: KeptCheckIn,
  agreed: CheckIn | undefined,
  { wall, rule }: { wall: Wall; rule: CheckInRule },
): EpochMs =>
  at(agreed === undefined ? due : (roundsOf(agreed, rule, { wall, now: due }).last?.opens ?? wall.at(day, '00:00')));
