// Where the results of inputs are remembered, so that a repeat hears the first one's result again. They lie in buckets: a new
// one each UTC day, and a further one when it is full, so that not even a gateway gone mad fills the memory. A repeat is looked
// for in the newest two: between one and two days back, or the last hundred thousand inputs.
import type { Redis } from 'ioredis';
import type { EpochMs, ShardId } from '../contracts/ids.ts';
import { dayOf, shardKeys } from './keys.ts';

/** Names of the newest bucket and of the one before it. */
export type Buckets = { readonly current: string; readonly before: string };

/** Some 20 MB in Redis and as much in the owner's memory. A community of 12,000 at twenty times its load has 60,000 a day. */
export const bucketAtMost = 100_000;
/** Further buckets a day: past ten million inputs the last one grows. */
const fullAtMost = 99;
const dayMs = 24 * 3_600_000;

/** The buckets of an instant when none was ever full. */
export const bucketsAt = (now: EpochMs): Buckets => ({ current: dayOf(now), before: dayOf(now - dayMs) });

/** The buckets to go on with: others when a day has begun or the newest is full. @param count results in the newest */
export function bucketsAfter(buckets: Buckets, count: number, now: EpochMs): Buckets {
  const [day = '', full = '0'] = buckets.current.split('.');
  // A clock that was set back a little does not return to an older day.
  if (dayOf(now) > day) return { current: dayOf(now), before: buckets.current };
  if (count < bucketAtMost || Number(full) >= fullAtMost) return buckets;
  return { current: `${day}.${Number(full) + 1}`, before: buckets.current };
}

/** The buckets that a shard stands at, for a new owner. */
export async function findBuckets(redis: Redis, shard: ShardId, now: EpochMs): Promise<Buckets> {
  const today = await namesOf(redis, shard, dayOf(now));
  const before = today.at(-2) ?? (await namesOf(redis, shard, dayOf(now - dayMs))).at(-1);
  return { current: today.at(-1) ?? dayOf(now), before: before ?? dayOf(now - dayMs) };
}

/** The buckets of a day that are there, oldest first. */
async function namesOf(redis: Redis, shard: ShardId, day: string): Promise<string[]> {
  const names = [day, ...Array.from({ length: fullAtMost }, (_, i) => `${day}.${i + 1}`)];
  const pipeline = redis.pipeline();
  for (const name of names) pipeline.exists(shardKeys(shard).results(name));
  const replies = (await pipeline.exec()) ?? [];
  return names.filter((_, i) => replies[i]?.[1] === 1);
}

/** Forgets a bucket that is neither of the newest two any more. */
export async function forgetBucket(redis: Redis, shard: ShardId, name: string): Promise<void> {
  await redis.unlink(shardKeys(shard).results(name));
}
