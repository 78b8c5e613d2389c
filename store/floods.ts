// Whose presses come so fast that they are merged, and how many were: counted, not stored. Written by the doors, watched by the
// auditor. One number a device for as long as its flood lasts, one a district for ever.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';

/** A device whose presses are merged. `merged`: since its flood began. */
export type Flood = { district: string; device: string; merged: number };

const keys = [directoryKeys.floods, directoryKeys.floodCounts, directoryKeys.merged] as const;

// KEYS 1 floods (zset)  2 counts (hash)  3 merged (hash)   ARGV 1 district  2 device  3 presses merged  4 now (ms)
const noteScript = `#!lua flags=allow-oom
local one = ARGV[1] .. '/' .. ARGV[2]
redis.call('ZADD', KEYS[1], ARGV[4], one)
redis.call('HINCRBY', KEYS[2], one, ARGV[3])
return redis.call('HINCRBY', KEYS[3], ARGV[1], ARGV[3])`;
// The same keys   ARGV 1 floods that were last seen before this (ms) are over
const endScript = `#!lua flags=allow-oom
local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1])
for _, one in ipairs(over) do
  redis.call('ZREM', KEYS[1], one)
  redis.call('HDEL', KEYS[2], one)
end
return #over`;

/** So many presses of this device were merged just now. */
export async function noteMerged(redis: Redis, { district, device, merged }: Flood, now: number): Promise<void> {
  await redis.eval(noteScript, keys.length, ...keys, district, device, merged, now);
}

/** Forgets the floods that have been quiet since `quietSince`, ms. @returns those that last */
export async function readFloods(redis: Redis, quietSince: number): Promise<Flood[]> {
  await redis.eval(endScript, keys.length, ...keys, quietSince);
  const counts = await redis.hgetall(directoryKeys.floodCounts);
  return Object.entries(counts).map(([one, merged]) => {
    const slash = one.indexOf('/');
    return { district: one.slice(0, slash), device: one.slice(slash + 1), merged: Number(merged) };
  });
}

/** Presses merged ever, by district. */
export async function readMerged(redis: Redis): Promise<Map<string, number>> {
  const all = await redis.hgetall(directoryKeys.merged);
  return new Map(Object.entries(all).map(([district, merged]) => [district, Number(merged)]));
}
