// Who works a shard. The lease only keeps two from doing the same work: what stops a stale owner is the sequence.
// A standby takes over when the beat has stood still for leaseStillMs by its own monotonic clock.
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import type { Sequence } from './commit.ts';
import { shardKeys } from './keys.ts';

/** The owner beats this often. */
export const beatEveryMs = 500;
/** Three seconds without a beat and a standby may take over (DESIGN "Time"). */
export const leaseStillMs = 3_000;

/** The lease as last seen. */
export type Lease = { holder: string; beat: number };

// Scripts of a lease run past maxmemory: what is open goes on being worked.
// Take over only what still stands as it was seen; a new nonce ends the old owner's commits in the same step.
const takeScript = `#!lua flags=allow-oom
local seen = redis.call('HMGET', KEYS[1], 'holder', 'beat')
if (seen[1] or '') ~= ARGV[1] or (seen[2] or '') ~= ARGV[2] then return false end
redis.call('HSET', KEYS[1], 'holder', ARGV[3], 'beat', 1)
redis.call('HDEL', KEYS[1], 'behind')
redis.call('HSETNX', KEYS[2], 'n', 0)
redis.call('HSETNX', KEYS[2], 'cursor', '0-0')
redis.call('HSET', KEYS[2], 'nonce', ARGV[4])
return redis.call('HMGET', KEYS[2], 'n', 'cursor')`;
const beatScript = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
local behind = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[2]
redis.call('HSET', KEYS[1], 'behind', string.format('%.0f', behind))
return redis.call('HINCRBY', KEYS[1], 'beat', 1)`;
const releaseScript = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** The lease as it stands; undefined when nobody holds it. */
export async function readLease(redis: Redis, shard: ShardId): Promise<Lease | undefined> {
  const [holder, beat] = await redis.hmget(shardKeys(shard).lease, 'holder', 'beat');
  return holder ? { holder, beat: Number(beat) } : undefined;
}

/** The leases of many shards, in their order and one round trip. */
export async function readLeases(redis: Redis, shards: readonly ShardId[]): Promise<(Lease | undefined)[]> {
  if (shards.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const shard of shards) pipeline.hmget(shardKeys(shard).lease, 'holder', 'beat');
  const replies = (await pipeline.exec()) ?? [];
  return shards.map((_, i) => {
    const [error, fields] = replies[i] ?? [];
    if (error) throw error;
    const [holder, beat] = fields as [string | null, string | null];
    return holder ? { holder, beat: Number(beat) } : undefined;
  });
}

/**
 * Takes a shard whose lease still stands as `seen`.
 * @returns the sequence to commit on and the last decided intake entry; undefined when somebody was faster
 */
export async function takeLease(
  redis: Redis,
  shard: ShardId,
  holder: string,
  seen: Lease | undefined,
): Promise<{ sequence: Sequence; cursor: string } | undefined> {
  const nonce = randomUUID();
  const { lease, sequence } = shardKeys(shard);
  const reply: unknown = await redis.eval(
    takeScript,
    2,
    lease,
    sequence,
    seen?.holder ?? '',
    seen ? String(seen.beat) : '',
    holder,
    nonce,
  );
  if (!Array.isArray(reply)) return undefined;
  return { sequence: { number: Number(reply[0]), nonce }, cursor: String(reply[1]) };
}

/**
 * One beat on each shard, in one round trip and one flush. It also says how far the owner's clock is from the server's.
 * @param clocks the shards with their owner's clock, ms
 * @returns those whose lease is somebody else's now: stop working them
 */
export async function beat(redis: Redis, clocks: ReadonlyMap<ShardId, number>, holder: string): Promise<ShardId[]> {
  const pipeline = redis.pipeline();
  for (const [shard, now] of clocks) pipeline.eval(beatScript, 1, shardKeys(shard).lease, holder, now);
  const replies = (await pipeline.exec()) ?? [];
  return [...clocks.keys()].filter((_, i) => {
    const [error, reply] = replies[i] ?? [];
    if (error) throw error;
    return Number(reply) === 0;
  });
}

/**
 * How far the owner's clock is behind the server's, ms. Deadlines are kept by the owner's: after a step of the wall clock it
 * approaches the server's by 5 %. 0 while nobody has beaten.
 */
export async function ownerBehindMs(redis: Redis, shard: ShardId): Promise<number> {
  return Number((await redis.hget(shardKeys(shard).lease, 'behind')) ?? 0);
}

/** Gives the shard up, so that a standby need not wait. */
export async function releaseLease(redis: Redis, shard: ShardId, holder: string): Promise<void> {
  await redis.eval(releaseScript, 1, shardKeys(shard).lease, holder);
}
