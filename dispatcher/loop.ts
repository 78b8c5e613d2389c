// The loop: take shards whose lease stands still, read their intake, decide, commit, act on deadlines, beat.
// One blocking connection reads every owned shard at once; everything else goes over the other.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { EpochMs, ShardId } from '../contracts/ids.ts';
import type { Result } from '../contracts/incident/result.ts';
import { onOtherServer } from '../store/connection.ts';
import { type IntakeEntry, readIntake } from '../store/intake.ts';
import { beat, beatEveryMs } from '../store/lease.ts';
import type { Monotonic } from './clock.ts';
import type { WorldOf } from './lent.ts';
import { type Owned, Owners } from './owners.ts';

/** How many inputs are decided between two commits: one fsync serves them all. */
export const batchSize = 200;
/** How long the reading connection waits at most, so that deadlines and new shards are looked at. */
const idleMs = 100;
/** After a commit that did not apply; a store that refuses them all must not be asked as fast as it can answer. */
const refusedPauseMs = 50;
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
  /** When a device was pressed last, as the owner of its shard decided it, ms; undefined: not within days, or another owns the shard. */
  pressedAt(shard: ShardId, device: string): EpochMs | undefined;
  /** What became of an input, by its key (contracts/incident/inputs.ts); undefined: nothing yet, not within days, or another owns the shard. */
  resultOf(shard: ShardId, key: string): Result | undefined;
  /** Ends the loop and gives the shards up. */
  stop(): Promise<void>;
};

/** `pause`: one that the end cuts short; the turn that waits in it is then over. */
type Running = Required<DispatcherParts> & { owners: Owners; ending: AbortSignal; pause(ms: number): Promise<void> };

export function startDispatcher(given: DispatcherParts): Dispatcher {
  const parts = { monotonic: () => performance.now(), serverNow: () => timeOf(given.redis), ...given };
  const stopping = new AbortController();
  const ending = stopping.signal;
  const owners = new Owners({ ...parts, ending });
  onOtherServer(parts.redis, () => {
    parts.log.warn({}, 'dispatcher: the server is another one, every shard is loaded again');
    owners.forgetAll();
  });
  const running: Running = { ...parts, owners, ending, pause: (ms) => wait(ms, undefined, { signal: ending }) };
  const loops = [work, beats, samples].map((turn) => repeat(turn, running));
  return {
    owned: () => [...owners.all.keys()],
    pressedAt: (shard, device) => owners.all.get(shard)?.owner.pressed.get(device),
    resultOf: (shard, key) => owners.all.get(shard)?.owner.remembered.get(key),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(loops);
      await owners.release();
    },
  };
}

/** Repeats a turn until the end. A turn that fails is said, its shards are loaded again, and the next one follows. */
async function repeat(turn: (running: Running) => Promise<void>, running: Running): Promise<void> {
  const { ending, log, owners } = running;
  while (!ending.aborted) {
    try {
      await turn(running);
    } catch (error) {
      if (ending.aborted) return;
      log.error({ error: String(error) }, 'dispatcher: a turn failed, the shards are loaded again');
      owners.forgetAll();
      await wait(idleMs);
    }
  }
}

async function work(running: Running): Promise<void> {
  const { owners, blocking, pause } = running;
  await owners.takeStanding();
  const cursors = new Map([...owners.all].map(([shard, { owner }]) => [shard, owner.cursor]));
  if (cursors.size === 0) return pause(idleMs);
  const before = owners.clocks();
  const stored = await readIntake(blocking, cursors, batchSize, untilNextDeadline(owners.all.values()));
  for (const [shard, { owner }] of owners.all) {
    const entries: readonly IntakeEntry[] = stored.get(shard) ?? [];
    await owner.take(entries, { leaveNewer: owners.leavesNewer(shard) });
    if (owner.behind && !owner.lost) {
      await owners.leaveToNewer(shard, owner.behind);
      continue;
    }
    // A deadline fires only when every input stored before it has been decided: nothing more was there to read when
    // the deadline had already passed.
    const due = owner.nextDeadline();
    if (entries.length < batchSize && due !== undefined && due <= (before.get(shard) ?? 0)) await owner.tick();
    if (owner.lost) owners.forget(shard, 'a commit did not apply');
  }
  if (owners.all.size < cursors.size) await pause(refusedPauseMs);
}

function untilNextDeadline(owned: Iterable<Owned>): number {
  const waits = [...owned].map(({ owner, clock }) => (owner.nextDeadline() ?? Infinity) - clock.now());
  return Math.max(1, Math.min(idleMs, ...waits));
}

async function beats({ owners, redis, holder, pause }: Running): Promise<void> {
  await pause(beatEveryMs);
  for (const shard of await beat(redis, owners.clocks(), holder)) owners.forget(shard, 'another holds the lease');
}

async function samples({ owners, log, monotonic, serverNow, pause }: Running): Promise<void> {
  await pause(sampleEveryMs);
  const askedAt = monotonic();
  const sample = await serverNow();
  // A slow answer, or a process that was paused meanwhile, says little about the clock.
  if (monotonic() - askedAt > quickSampleMs) return;
  for (const [shard, { clock }] of owners.all) {
    const step = clock.sample(sample);
    if (step !== undefined) log.warn({ shard, stepMs: Math.round(step) }, 'the wall clock has stepped');
  }
}

/** The server's clock, ms. */
async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}
