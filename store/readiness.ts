// Which homes could be helped now, as the dispatcher last judged it: one value a district, replaced whole, and a message on
// the shard's channel with what has changed.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HomeReadiness } from '../contracts/api.ts';
import type { ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';
import { setAnyway } from './pastLimit.ts';
import { readStored } from './stored.ts';

/** `at`: when it was judged, ms of the server's clock. */
export const StoredReadiness = Type.Object({
  district: Type.String(),
  at: Type.Integer(),
  homes: Type.Array(HomeReadiness),
});
export type StoredReadiness = Static<typeof StoredReadiness>;
/** A change: only the homes that are judged differently now. */
const Check = Compile(StoredReadiness);

/** Older than this it says nothing about now: the dispatcher is down, or has not judged yet. */
export const readinessKeptMs = 3 * 60_000;

/** Replaces the judgement of a district. @param changed the homes to tell about; none is told when it is empty */
export async function putReadiness(
  redis: Redis,
  shard: ShardId,
  judged: StoredReadiness,
  changed: StoredReadiness['homes'],
): Promise<void> {
  const keys = shardKeys(shard);
  await setAnyway(redis, [[keys.readiness(judged.district), JSON.stringify(judged)]], readinessKeptMs);
  if (changed.length > 0) await redis.publish(keys.readinessChannel, JSON.stringify({ ...judged, homes: changed }));
}

/** The last judgement; undefined when there is none that still holds. */
export async function readReadiness(
  redis: Redis,
  shard: ShardId,
  district: string,
): Promise<StoredReadiness | undefined> {
  return readStored(Check, await redis.get(shardKeys(shard).readiness(district)));
}

/** Calls back for each change from now on. @param subscriber a connection that only subscribes */
export async function watchReadiness(
  subscriber: Redis,
  shards: readonly ShardId[],
  onChange: (changed: StoredReadiness) => void,
): Promise<void> {
  const channels = new Set(shards.map((shard) => shardKeys(shard).readinessChannel));
  subscriber.on('message', (channel: string, text: string) => {
    const changed = channels.has(channel) ? readStored(Check, text) : undefined;
    if (changed) onChange(changed);
  });
  if (channels.size > 0) await subscriber.subscribe(...channels);
}
