// The loop: take shards whose lease stands still, read their intake, decide, commit, act on deadlines, beat.
// One blocking connection reads every owned shard at once; everything else goes over the other.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type EpochMs, type ShardId, shards } from '../contracts/ids.ts';
import { onOtherServer } from '../store/connection.ts';
import { lastInstant } from '../store/feed.ts';
import { readIntake } from '../store/intake.ts';
import { beat, beatEveryMs, type Lease, leaseStillMs, readLeases, releaseLease, takeLease } from '../store/lease.ts';
import { type Monotonic, OwnerClock } from './clock.ts';
import type { WorldOf } from './lent.ts';
import { ShardOwner } from './shard.ts';

/** How many inputs are decided between two commits: one fsync serves them all. */
export const batchSize = 200;
/** How long the reading connection waits at most, so that deadlines and new shards are looked at. */
const idleMs = 100;
/** After a commit that did not apply; a store that refuses them all must not be asked as fast as it can answer. */
const refusedPauseMs = 50;
/** A shard that could not be loaded is tried again after this; the others go on meanwhile. */
const loadAgainMs = 1_000;
/** So long a shard is left to a newer program that knows what lies in it; whoever presses meanwhile waits with it. */
const newerWaitMs = 10_000;
/** No newer program has come: for so long none is waited for again, whatever comes in of its kinds. */
const newerAgainMs = 10 * 60_000;
/** How often the owner's clock is compared with the server's. */
const sampleEveryMs = 1_000;
const quickSampleMs = 200;

/** What a dispatcher needs. `holder` names it in the leases it takes. */
export type DispatcherParts = {
  redis: Redis;
  blocking: Redis;
  holder: string;
  worldOf: WorldOf;
  defaultDistrict: () => string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  monotonic?: Monotonic;
  /** The server's clock, ms; Redis's TIME when left out. */
  serverNow?: () => Promise<number>;
};

/** A dispatcher at work. */
export type Dispatcher = {
  /** The shards it owns now. */
  owned(): ShardId[];
  /** Ends the loop and gives the shards up. */
  stop(): Promise<void>;
};

export function startDispatcher(parts: DispatcherParts): Dispatcher {
  const monotonic = parts.monotonic ?? (() => performance.now());
  const serverNow = parts.serverNow ?? (() => timeOf(parts.redis));
  const owners = new Map<ShardId, { owner: ShardOwner; clock: OwnerClock }>();
  const seen = new Map<ShardId, { lease: Lease | undefined; since: number }>();
  /** Shards that could not be loaded: until when, by our monotonic clock, they are left alone. */
  const waiting = new Map<ShardId, number>();
  const broken = new Map<string, EpochMs>();
  const harmless = new Map<ShardId, ReadonlySet<string>>();
  /** When a shard was left to a newer program, by the monotonic clock. */
  const leftAt = new Map<ShardId, number>();
  onOtherServer(parts.redis, () => {
    parts.log.warn({}, 'dispatcher: the server is another one, every shard is loaded again');
    owners.clear();
  });
  let stopping = false;
  const ending = new AbortController();
  /** A pause that the end cuts short: the turn that waits in it is then over. */
  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal: ending.signal });

  const work = run(async () => {
    await takeStandingShards();
    const cursors = new Map([...owners].map(([shard, { owner }]) => [shard, owner.cursor]));
    if (cursors.size === 0) return pause(idleMs);
    const before = new Map([...owners].map(([shard, { clock }]) => [shard, clock.now()]));
    const stored = await readIntake(parts.blocking, cursors, batchSize, untilNextDeadline());
    for (const [shard, { owner }] of owners) {
      const entries = stored.get(shard) ?? [];
      await owner.take(entries, { leaveNewer: monotonic() - (leftAt.get(shard) ?? -Infinity) > newerAgainMs });
      if (owner.behind && !owner.lost) {
        await leaveToNewer(shard, owner.behind);
        continue;
      }
      // A deadline fires only when every input stored before it has been decided: nothing more was there to read when
      // the deadline had already passed.
      const due = owner.nextDeadline();
      if (entries.length < batchSize && due !== undefined && due <= (before.get(shard) ?? 0)) await owner.tick();
      if (owner.lost) forget(shard, 'a commit did not apply');
    }
    if (owners.size < cursors.size) await pause(refusedPauseMs);
  });
  const beats = run(async () => {
    await pause(beatEveryMs);
    const clocks = new Map([...owners].map(([shard, { clock }]) => [shard, clock.now()]));
    for (const shard of await beat(parts.redis, clocks, parts.holder)) forget(shard, 'another holds the lease');
  });
  const samples = run(async () => {
    await pause(sampleEveryMs);
    const askedAt = monotonic();
    const sample = await serverNow();
    // A slow answer, or a process that was paused meanwhile, says little about the clock.
    if (monotonic() - askedAt > quickSampleMs) return;
    for (const [shard, { clock }] of owners) {
      const step = clock.sample(sample);
      if (step !== undefined) parts.log.warn({ shard, stepMs: Math.round(step) }, 'the wall clock has stepped');
    }
  });

  /** Repeats a turn until the end. A turn that fails is said, its shards are loaded again, and the next one follows. */
  async function run(turn: () => Promise<void>): Promise<void> {
    while (!stopping) {
      try {
        await turn();
      } catch (error) {
        if (stopping) return;
        parts.log.error({ error: String(error) }, 'dispatcher: a turn failed, the shards are loaded again');
        owners.clear();
        await wait(idleMs);
      }
    }
  }

  async function takeStandingShards(): Promise<void> {
    const others = shards.filter((shard) => !owners.has(shard));
    const leases = await readLeases(parts.redis, others);
    for (const [i, shard] of others.entries()) {
      const lease = leases[i];
      const last = seen.get(shard);
      if (!last || last.lease?.holder !== lease?.holder || last.lease?.beat !== lease?.beat)
        seen.set(shard, { lease, since: monotonic() });
      const stoodMs = monotonic() - (seen.get(shard)?.since ?? monotonic());
      const mine = lease?.holder === parts.holder;
      if (lease && !mine && stoodMs < leaseStillMs) continue;
      if (monotonic() < (waiting.get(shard) ?? 0)) continue;
      try {
        await takeShard(shard, lease);
        waiting.delete(shard);
      } catch (error) {
        if (stopping) return;
        // What lies in one shard must not stop the others: they are taken in the next turns, while this one waits.
        parts.log.error({ shard, error: String(error) }, 'dispatcher: a shard could not be loaded, tried again in 1 s');
        waiting.set(shard, monotonic() + loadAgainMs);
        return;
      }
    }
  }

  async function takeShard(shard: ShardId, lease: Lease | undefined): Promise<void> {
    const taken = await takeLease(parts.redis, shard, parts.holder, lease);
    if (!taken) return; // somebody was faster
    // Neither before what was decided nor before what was stored: a wall clock that was set back does not take time with it.
    const notBefore = Math.max(Number(taken.cursor.split('-')[0]), await lastInstant(parts.redis, shard));
    const clock = new OwnerClock(monotonic, await serverNow(), notBefore);
    const { redis, worldOf, log } = parts;
    const owner = await ShardOwner.load({
      ...taken,
      shard,
      redis,
      clock,
      worldOf,
      log,
      broken,
      harmless,
      defaultDistrict: parts.defaultDistrict(),
    });
    owners.set(shard, { owner, clock });
    parts.log.info({ shard, open: owner.open.size, number: taken.sequence.number }, 'dispatcher: took a shard');
  }

  /** What a newer program wrote is not ours to judge. Comes none, somebody must see it all the same. The auditor says that it lies there. */
  async function leaveToNewer(shard: ShardId, kind: string): Promise<void> {
    forget(shard, `an input of the kind ${kind} is of a newer program`);
    leftAt.set(shard, monotonic());
    waiting.set(shard, monotonic() + newerWaitMs);
    await releaseLease(parts.redis, shard, parts.holder);
  }

  function forget(shard: ShardId, why: string): void {
    parts.log.warn({ shard, why }, 'dispatcher: gave a shard up');
    owners.delete(shard);
  }

  function untilNextDeadline(): number {
    const waits = [...owners.values()].map(({ owner, clock }) => (owner.nextDeadline() ?? Infinity) - clock.now());
    return Math.max(1, Math.min(idleMs, ...waits));
  }

  return {
    owned: () => [...owners.keys()],
    stop: async () => {
      stopping = true;
      ending.abort();
      await Promise.allSettled([work, beats, samples]);
      await Promise.allSettled([...owners.keys()].map((shard) => releaseLease(parts.redis, shard, parts.holder)));
    },
  };
}

/** The server's clock, ms. */
async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}
