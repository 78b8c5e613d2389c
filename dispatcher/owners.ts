// The shards that this process owns: taken where a lease stands still, given up when another holds it, or when a newer program
// is to have the shard.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type EpochMs, type ShardId, shards } from '../contracts/ids.ts';
import { lastInstant } from '../store/feed.ts';
import { type Lease, leaseStillMs, readLeases, releaseLease, takeLease } from '../store/lease.ts';
import { type Monotonic, OwnerClock } from './clock.ts';
import type { WorldOf } from './lent.ts';
import { ShardOwner } from './shard.ts';

/** A shard that could not be loaded is tried again after this; the others go on meanwhile. */
const loadAgainMs = 1_000;
/** So long a shard is left to a newer program that knows what lies in it; whoever presses meanwhile waits with it. */
const newerWaitMs = 10_000;
/** No newer program has come: for so long none is waited for again, whatever comes in of its kinds. */
const newerAgainMs = 10 * 60_000;

export type OwnersParts = {
  redis: Redis;
  /** names this process in the leases that it takes */
  holder: string;
  worldOf: WorldOf;
  defaultDistrict: () => string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  monotonic: Monotonic;
  /** the server's clock, ms */
  serverNow: () => Promise<number>;
  ending: AbortSignal;
};

export type Owned = { owner: ShardOwner; clock: OwnerClock };

export class Owners {
  readonly #parts: OwnersParts;
  readonly #owned = new Map<ShardId, Owned>();
  readonly #seen = new Map<ShardId, { lease: Lease | undefined; since: number }>();
  /** Shards that could not be loaded: until when, by our monotonic clock, they are left alone. */
  readonly #waiting = new Map<ShardId, number>();
  readonly #broken = new Map<string, EpochMs>();
  readonly #harmless = new Map<ShardId, ReadonlySet<string>>();
  /** When a shard was left to a newer program, by the monotonic clock. */
  readonly #leftAt = new Map<ShardId, number>();

  constructor(parts: OwnersParts) {
    this.#parts = parts;
  }

  /** Those that are owned now, by shard. */
  get all(): ReadonlyMap<ShardId, Owned> {
    return this.#owned;
  }

  /** What the owners' clocks say, by shard. */
  clocks(): Map<ShardId, EpochMs> {
    return new Map([...this.#owned].map(([shard, { clock }]) => [shard, clock.now()]));
  }

  /** Takes every shard whose lease nobody renews. */
  async takeStanding(): Promise<void> {
    const { redis, holder, monotonic, log, ending } = this.#parts;
    const others = shards.filter((shard) => !this.#owned.has(shard));
    const leases = await readLeases(redis, others);
    for (const [i, shard] of others.entries()) {
      const lease = leases[i];
      const stoodMs = this.#stoodMs(shard, lease);
      if (lease && lease.holder !== holder && stoodMs < leaseStillMs) continue;
      if (monotonic() < (this.#waiting.get(shard) ?? 0)) continue;
      try {
        await this.#take(shard, lease);
        this.#waiting.delete(shard);
      } catch (error) {
        if (ending.aborted) return;
        // What lies in one shard must not stop the others: they are taken in the next turns, while this one waits.
        log.error({ shard, error: String(error) }, 'dispatcher: a shard could not be loaded, tried again in 1 s');
        this.#waiting.set(shard, monotonic() + loadAgainMs);
        return;
      }
    }
  }

  /** For how long a lease has been seen as it is. */
  #stoodMs(shard: ShardId, lease: Lease | undefined): number {
    const now = this.#parts.monotonic();
    const last = this.#seen.get(shard);
    if (last && last.lease?.holder === lease?.holder && last.lease?.beat === lease?.beat) return now - last.since;
    this.#seen.set(shard, { lease, since: now });
    return 0;
  }

  async #take(shard: ShardId, lease: Lease | undefined): Promise<void> {
    const { redis, holder, monotonic, serverNow, worldOf, log, defaultDistrict } = this.#parts;
    const taken = await takeLease(redis, shard, holder, lease);
    if (!taken) return; // somebody was faster
    // Neither before what was decided nor before what was stored: a wall clock that was set back does not take time with it.
    const notBefore = Math.max(Number(taken.cursor.split('-')[0]), await lastInstant(redis, shard));
    const clock = new OwnerClock(monotonic, await serverNow(), notBefore);
    const owner = await ShardOwner.load({
      ...taken,
      shard,
      redis,
      clock,
      worldOf,
      log,
      broken: this.#broken,
      harmless: this.#harmless,
      defaultDistrict: defaultDistrict(),
    });
    this.#owned.set(shard, { owner, clock });
    log.info({ shard, open: owner.open.size, number: taken.sequence.number }, 'dispatcher: took a shard');
  }

  /** Is what only a newer program knows left to it? Not where none came a while ago. */
  leavesNewer(shard: ShardId): boolean {
    return this.#parts.monotonic() - (this.#leftAt.get(shard) ?? -Infinity) > newerAgainMs;
  }

  /** What a newer program wrote is not ours to judge. Comes none, somebody must see it all the same. The auditor says that it lies there. */
  async leaveToNewer(shard: ShardId, kind: string): Promise<void> {
    const { redis, holder, monotonic } = this.#parts;
    this.forget(shard, `an input of the kind ${kind} is of a newer program`);
    this.#leftAt.set(shard, monotonic());
    this.#waiting.set(shard, monotonic() + newerWaitMs);
    await releaseLease(redis, shard, holder);
  }

  forget(shard: ShardId, why: string): void {
    this.#parts.log.warn({ shard, why }, 'dispatcher: gave a shard up');
    this.#owned.delete(shard);
  }

  /** All of them are loaded again. */
  forgetAll(): void {
    this.#owned.clear();
  }

  /** Gives the leases back. */
  async release(): Promise<void> {
    const { redis, holder } = this.#parts;
    await Promise.allSettled([...this.#owned.keys()].map((shard) => releaseLease(redis, shard, holder)));
  }
}
