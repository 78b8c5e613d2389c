// Keeps the judgement of every home up to date: when a person or a device comes or goes, when the registry changes, and each
// minute. A burst of changes is judged once.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Moved, movedIn } from '../contracts/device/checkIns.ts';
import { at, type EpochMs, type ShardId, shards } from '../contracts/ids.ts';
import type { HomeReadiness } from '../contracts/office/readiness.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { metIn, saidIn } from '../store/heard.ts';
import { readLatest, watchLatest } from '../store/latest.ts';
import { putReadiness, tellReadiness } from '../store/readiness.ts';
import type { Registry } from '../store/registry.ts';
import type { DeviceFacts } from './domain/device/judge.ts';
import { modelOf } from './domain/device/models.ts';
import { assess, type HomeFacts } from './domain/readiness.ts';
import { knowsNothing } from './lent.ts';
import type { Worlds } from './worlds.ts';

const judgedEveryMs = 60_000;
/** Changes are gathered for this long. */
const gatherMs = 1_000;
/** Latest values are read in pieces: one MGET of 36,000 keys would hold the server up. */
const readAtOnce = 1_000;

const AnsweredCheck = Compile(Type.Object({ at: Type.Number() }));

export type ReadinessParts = {
  redis: Redis;
  /** A connection that only subscribes. */
  subscriber: Redis;
  registry: Registry;
  worlds: Worlds;
  /** The shards that this process owns: only one process judges a district. */
  owned(): readonly ShardId[];
  /** Server's clock, ms. */
  now(): EpochMs;
  onError(error: unknown): void;
};

export class ReadinessWatch {
  readonly #parts: ReadinessParts;
  readonly #devices = new Map<string, DeviceFacts>();
  readonly #answered = new Map<string, number>();
  readonly #moved = new Map<string, Moved>();
  /** What was written of each home of each district. */
  readonly #judged = new Map<string, Map<string, Written>>();
  /** What each district was made of when its latest values were read. */
  readonly #read = new Map<string, DistrictRegistry>();
  readonly #timer: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  #judging: Promise<void> = Promise.resolve();
  #stopped = false;

  private constructor(parts: ReadinessParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#judgeAll({ exactly: true }), judgedEveryMs);
  }

  static async start(parts: ReadinessParts): Promise<ReadinessWatch> {
    const watch = new ReadinessWatch(parts);
    for (const district of parts.registry.all()) await watch.#readLatest(district);
    parts.registry.onChange((district) => void watch.#readLatest(district).then(() => watch.#soon(), parts.onError));
    await watchLatest(parts.subscriber, shards, ({ kind, id, value }) => {
      if (kind === 'position') return; // people move all the time: the next minute sees it
      watch.#take(kind, id, value);
      if (kind !== 'moved') watch.#soon(); // no home is covered better by it
    });
    watch.#soon();
    return watch;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#gathering);
    await this.#judging;
  }

  /** Of devices and people that were not there before; those that were have been told of as they came. */
  async #readLatest(district: DistrictRegistry): Promise<void> {
    const { bundle, shard, id: name } = district;
    const before = this.#read.get(name);
    const isNew = bundle.devices !== before?.bundle.devices;
    const devices = isNew ? bundle.devices.map(({ id }) => id) : [];
    const people = bundle.responders.flatMap(({ id }) => (before?.responders.has(id) ? [] : [id]));
    for (const [kind, ids] of [
      ['health', devices],
      ['presence', devices],
      ['answered', people],
      ['moved', devices],
    ] as const)
      for (let i = 0; i < ids.length; i += readAtOnce) {
        const some = ids.slice(i, i + readAtOnce);
        const values = await readLatest(this.#parts.redis, shard, kind, some);
        for (const [n, id] of some.entries()) if (values[n] !== undefined) this.#take(kind, id, values[n]);
      }
    this.#read.set(name, district);
  }

  #take(kind: 'health' | 'presence' | 'answered' | 'moved', id: string, value: unknown): void {
    if (kind === 'moved') {
      const moved = movedIn(value);
      if (moved) this.#moved.set(id, moved);
      return;
    }
    if (kind === 'answered') {
      if (AnsweredCheck.Check(value)) this.#answered.set(id, value.at);
      return;
    }
    const news = kind === 'health' ? saidIn(value) : metIn(value);
    if (news) this.#devices.set(id, { connected: false, ...this.#devices.get(id), ...news });
  }

  /** What is known of a device here; it was never heard where nothing is. */
  device(id: string): DeviceFacts {
    return this.#devices.get(id) ?? { connected: false };
  }

  /** When somebody moved before this device last. */
  movedAt(id: string): Moved | undefined {
    return this.#moved.get(id);
  }

  #soon(): void {
    if (this.#stopped) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#judgeAll({ exactly: false });
    }, gatherMs);
  }

  /** @param how `exactly`: the seconds are written too; between these turns only what is told of */
  #judgeAll(how: { exactly: boolean }): void {
    this.#judging = this.#judging.then(() => this.#judge(how)).catch(this.#parts.onError);
  }

  async #judge(how: { exactly: boolean }): Promise<void> {
    const owned = new Set(this.#parts.owned());
    for (const district of this.#parts.registry.all()) {
      if (this.#stopped) return;
      if (owned.has(district.shard)) await this.#judgeDistrict(district, how);
      else this.#judged.delete(district.id); // whoever has it writes now
    }
  }

  async #judgeDistrict(district: DistrictRegistry, { exactly }: { exactly: boolean }): Promise<void> {
    const { worlds, redis } = this.#parts;
    const now = this.#parts.now();
    const world = worlds.worldOf(district.id, knowsNothing);
    const answering = { answeredAt: (id: string) => this.#answered.get(id) };
    const homes = assess(this.#factsOf(district), world, answering, now);
    const before = this.#judged.get(district.id);
    const differs = (one: HomeReadiness): boolean => before?.get(one.id)?.digest !== digest(one);
    const moved = (one: HomeReadiness): boolean => before?.get(one.id)?.seconds !== one.nearestSeconds;
    const told = before ? homes.filter(differs) : [];
    const written = homes.filter((one) => differs(one) || (exactly && moved(one)));
    const put = (some: HomeReadiness[], whole: boolean): Promise<number> =>
      putReadiness(redis, district.shard, { district: district.id, at: now, homes: some }, { whole });
    this.#judged.delete(district.id); // cut off here, nobody knows what lies there
    const whole = before?.size !== homes.length || (await put(written, false)) !== homes.length;
    if (whole) await put(homes, true);
    const fresh = new Set(whole ? homes : written);
    const lies = (one: HomeReadiness): Written =>
      (fresh.has(one) ? undefined : before?.get(one.id)) ?? { digest: digest(one), seconds: one.nearestSeconds };
    this.#judged.set(district.id, new Map(homes.map((one) => [one.id, lies(one)])));
    if (told.length > 0) await tellReadiness(redis, district.shard, { district: district.id, at: now, homes: told });
  }

  #factsOf(district: DistrictRegistry): HomeFacts[] {
    return district.bundle.homes.flatMap(({ id, courtyard }) => {
      const position = district.door(id);
      if (position === undefined) return [];
      const devices = district.devicesOf(id).map((one) => ({
        ...this.device(one.id),
        model: modelOf(one),
        ...(one.installing === undefined ? {} : { installing: true as const }),
      }));
      // Locked ones are there, though nobody can read them now.
      const contacts = district
        .residentsOf(id)
        .reduce((sum, one) => sum + one.contacts.length + (one.locked?.includes('contacts') ? 1 : 0), 0);
      return [{ id, courtyard, position, devices, contacts }];
    });
  }
}

type Written = { digest: string; seconds: number | undefined };

/** What must differ for a home to be told of: not the seconds, which change with each step of a coordinator. */
const digest = ({ state, reasons }: HomeReadiness): string => `${state} ${reasons.join(' ')}`;

/** The server's clock for those who need no more than the second. */
export const wallClock = (): EpochMs => at(Date.now());
