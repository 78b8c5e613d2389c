// Which homes could be helped now, as the dispatcher last judged it: a hash a district, in which only the homes are written that are
// judged differently, and a message on the shard's channel with those. In a storm of reconnects the whole would be tens of megabytes a second.
import type { Redis, Result } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { parsed, readAs, readEach } from '../contracts/json.ts';
import { HomeReadiness } from '../contracts/office/readiness.ts';
import { shardKeys } from './keys.ts';

/** `at`: when it was judged, ms of the server's clock. */
export const StoredReadiness = Type.Object({
  district: Type.String(),
  at: Type.Integer(),
  homes: Type.Array(HomeReadiness),
});
export type StoredReadiness = Static<typeof StoredReadiness>;
const Check = Compile(StoredReadiness);
const HomeCheck = Compile(HomeReadiness);

/** Older than this it says nothing about now: the dispatcher is down, or has not judged yet. */
export const readinessKeptMs = 3 * 60_000;
/** No id of a home: when it was judged. Without it the rest counts as nothing, so it is written last. */
const atField = '@';
/** So many are written by one script: no other command waits longer than a millisecond for it. */
const writtenAtOnce = 500;

// KEYS 1 homes (hash)   ARGV 1 lifetime (ms)  2… fields and values   Reply how many fields there are now
const writeScript = `#!lua flags=allow-oom
for i = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HLEN', KEYS[1])`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtReadiness(key: string, ...args: (string | number)[]): Result<number, Context>;
  }
}

/**
 * Writes homes of a judgement. @param whole it is of all homes: what was there before goes
 * @returns of how many homes there is one now: after a pause, or at another server, what was written before is gone
 */
export async function putReadiness(
  redis: Redis,
  shard: ShardId,
  { district, at, homes }: StoredReadiness,
  { whole }: { whole: boolean },
): Promise<number> {
  if (redis.yjtReadiness === undefined) redis.defineCommand('yjtReadiness', { lua: writeScript, numberOfKeys: 1 });
  const key = shardKeys(shard).readinessOf(district);
  if (whole) await redis.del(key);
  const fields = [...homes.map((one) => [one.id, JSON.stringify(one)]), [atField, String(at)]];
  let held = 0;
  for (let i = 0; i < fields.length; i += writtenAtOnce)
    held = await redis.yjtReadiness(key, readinessKeptMs, ...fields.slice(i, i + writtenAtOnce).flat());
  return held - 1;
}

/** Tells whoever watches of the homes that are judged differently. */
export async function tellReadiness(redis: Redis, shard: ShardId, changed: StoredReadiness): Promise<void> {
  await redis.publish(shardKeys(shard).readinessChannel, JSON.stringify(changed));
}

/** The last judgement; undefined when there is none that still holds. A home that cannot be read is left out. */
export async function readReadiness(
  redis: Redis,
  shard: ShardId,
  district: string,
): Promise<StoredReadiness | undefined> {
  const { [atField]: judged, ...homes } = await redis.hgetall(shardKeys(shard).readinessOf(district));
  const at = parsed(judged);
  return Number.isInteger(at)
    ? { district, at: Number(at), homes: readEach(HomeCheck, Object.values(homes)) }
    : undefined;
}

/** Calls back for each change from now on. @param subscriber a connection that only subscribes */
export async function watchReadiness(
  subscriber: Redis,
  shards: readonly ShardId[],
  onChange: (changed: StoredReadiness) => void,
): Promise<void> {
  const channels = new Set(shards.map((shard) => shardKeys(shard).readinessChannel));
  subscriber.on('message', (channel: string, text: string) => {
    const changed = channels.has(channel) ? readAs(Check, text) : undefined;
    if (changed) onChange(changed);
  });
  if (channels.size > 0) await subscriber.subscribe(...channels);
}
