// Judges every device of the owned districts each minute, in slices between which presses are decided, and keeps what is wrong with them (docs/decisions/043).
// Nothing here is read by a decision.
import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Fault, FaultChange } from '../contracts/device/faults.ts';
import type { EpochMs, ShardId } from '../contracts/ids.ts';
import type { Device } from '../contracts/office/community.ts';
import type { Policy } from '../contracts/office/policy.ts';
import { readAlarms } from '../store/alarms.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { readFaults, writeFaults } from '../store/faults.ts';
import type { Registry } from '../store/registry.ts';
import { changesOf } from './domain/device/faultChanges.ts';
import {
  type DeviceFacts,
  type Downtime,
  downSince,
  isHeld,
  judge,
  judgeGateway,
  type Limits,
  limitsOf,
  type Outage,
  withDowntime,
} from './domain/device/judge.ts';
import { modelOf } from './domain/device/models.ts';

const everyMs = 60_000;
/** While nobody listened a device was not silent: what is given up sooner than this is given its time after a start. */
const soonMs = 60 * 60_000;
/** Judged between two looks at the intake: some hundredths of a millisecond. */
const judgedAtOnce = 200;
const writtenAtOnce = 500;

export type DeviceWatchParts = {
  redis: Redis;
  registry: Registry;
  /** The shards that this process owns: only one process judges a district. */
  owned(): readonly ShardId[];
  /** What is known of a device. */
  factsOf(device: string): DeviceFacts;
  /** Server's clock, ms. */
  now(): EpochMs;
  onError(error: unknown): void;
};

export class DeviceWatch {
  readonly #parts: DeviceWatchParts;
  readonly #timer: NodeJS.Timeout;
  readonly #began: EpochMs;
  readonly #limits = new WeakMap<Device, { rule: Policy['readiness']; limits: Limits }>();
  /** The last outage of a source (`district/source`): kept beyond the fault, which somebody may close before what hangs on it has spoken. */
  readonly #outages = new Map<string, Outage>();
  /** When a source was down, as it was seen here; of before a start as the fault has kept it. */
  readonly #downtimes = new Map<string, Downtime>();
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  /** Begins. */
  constructor(parts: DeviceWatchParts) {
    this.#parts = parts;
    this.#began = parts.now();
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
    const { redis, registry } = this.#parts;
    const owned = new Set(this.#parts.owned());
    const mine = [...registry.all()].filter(({ shard }) => owned.has(shard));
    if (mine.length === 0) return;
    const alarms = (await readAlarms(redis)).filter(({ code }) => code === 'gateway_down');
    for (const district of mine) {
      if (this.#stopped) return;
      const down = new Map<string, number>();
      for (const { subject, since } of alarms)
        if (subject.startsWith(`${district.id}/`)) down.set(subject.slice(district.id.length + 1), since);
      await this.#lookAt(district, down);
    }
  }

  /** @param down since when which gateway (`source/gateway`) is down, ms */
  async #lookAt({ bundle, id, shard, sources }: DistrictRegistry, told: ReadonlyMap<string, number>): Promise<void> {
    const down = new Map([...told].filter(([gateway]) => sources.has(sourceIn(gateway))));
    const { redis, factsOf } = this.#parts;
    const where = { shard, district: id };
    const now = this.#parts.now();
    const standing = await readFaults(redis, where);
    const changes: FaultChange[] = gatewayChanges(standing, down, now);
    // Whoever was heard since hangs on something that lives.
    const silenced = new Map<string, number>();
    for (const [gateway, since] of down) {
      const source = sourceIn(gateway);
      silenced.set(source, Math.max(since, silenced.get(source) ?? 0));
    }
    for (const [source, outage] of keptOutages(standing)) this.#note(`${id}/${source}`, outage, 'kept');
    for (const [source, downAt] of silenced) this.#note(`${id}/${source}`, { downAt, backAt: now }, 'seen'); // not before now
    for (let from = 0; from < bundle.devices.length && !this.#stopped; from += judgedAtOnce) {
      for (const device of bundle.devices.slice(from, from + judgedAtOnce)) {
        if (device.installing !== undefined) continue; // nobody counts on it yet: readiness says so
        const before = standing.get(device.id) ?? none;
        const facts = factsOf(device.id);
        const limits = this.#limitsOf(device, bundle.policy.readiness);
        const isEarly = limits.silentMs <= soonMs && now - this.#began < limits.silentMs;
        const downAt = silenced.get(facts.via ?? '');
        const outage = downAt === undefined ? this.#outageOf(`${id}/${facts.via}`, facts) : { downAt };
        const held = isEarly || isHeld(facts, outage, limits, now);
        for (const change of changesOf(device.id, before, judge(facts, before, { limits, held, now })))
          changes.push(change);
      }
      await turn();
    }
    changes.push(...goneFrom(standing, new Set(bundle.devices.map((device) => device.id))));
    for (let from = 0; from < changes.length; from += writtenAtOnce)
      await writeFaults(redis, where, changes.slice(from, from + writtenAtOnce));
  }

  /** To and fro is one fault: how long it was down meanwhile is known by what was seen, and by what was kept only where nothing was. */
  #note(source: string, outage: Ended, how: 'kept' | 'seen'): void {
    const { downAt, backAt } = outage;
    const known = this.#downtimes.get(source) ?? [];
    if (how === 'seen' || downAt > (known.at(-1)?.[1] ?? 0))
      this.#downtimes.set(source, withDowntime(known, [downAt, backAt]));
    if ((this.#outages.get(source)?.backAt ?? 0) <= backAt) this.#outages.set(source, outage);
  }

  /** The last outage of what it hangs on. How long that was down in all counts only of a device that was not heard since. */
  #outageOf(source: string, { heardAt = 0 }: DeviceFacts): Outage | undefined {
    const outage = this.#outages.get(source);
    if (outage === undefined || heardAt > outage.downAt) return outage;
    return { ...outage, downMs: downSince(this.#downtimes.get(source) ?? [], heardAt) };
  }

  /** Found once a device and policy: a name is looked through for words. */
  #limitsOf(device: Device, rule: Policy['readiness']): Limits {
    const known = this.#limits.get(device);
    if (known?.rule === rule) return known.limits;
    const limits = limitsOf(modelOf(device), rule);
    this.#limits.set(device, { rule, limits });
    return limits;
  }
}

/** One whose end is known, or not before now. */
type Ended = { downAt: number; backAt: number };

const none: readonly Fault[] = [];

/** Faults of devices that are not in the registry any more. */
const goneFrom = (standing: ReadonlyMap<string, Fault[]>, devices: ReadonlySet<string>): FaultChange[] =>
  [...standing].flatMap(([of, faults]) =>
    devices.has(of)
      ? []
      : faults
          .filter(({ kind }) => kind !== 'gateway_down')
          .map(({ kind }): FaultChange => ({ of, kind, change: 'drop' })),
  );

/** A gateway that stood as down, and each that is now. */
function gatewayChanges(
  standing: ReadonlyMap<string, Fault[]>,
  down: ReadonlyMap<string, number>,
  now: number,
): FaultChange[] {
  const stood = [...standing].filter(([, faults]) => faults.some(({ kind }) => kind === 'gateway_down'));
  return [...new Set([...stood.map(([of]) => of), ...down.keys()])].flatMap((of) => {
    const before = standing.get(of)?.find(({ kind }) => kind === 'gateway_down');
    const after = judgeGateway(before, down.get(of), now);
    return changesOf(of, before ? [before] : [], after ? [after] : []);
  });
}

/** Outages that are over, as their faults have kept them: what this process has not seen itself. */
const keptOutages = (standing: ReadonlyMap<string, Fault[]>): [source: string, outage: Ended][] =>
  [...standing].flatMap(([of, faults]) =>
    faults.flatMap(({ kind, since, goodSince }): [string, Ended][] =>
      kind === 'gateway_down' && goodSince !== undefined ? [[sourceIn(of), { downAt: since, backAt: goodSince }]] : [],
    ),
  );

const sourceIn = (gateway: string): string => gateway.split('/')[0] ?? '';
