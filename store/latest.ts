// Positions, heartbeats, movements, who is connected and who answered when: only the latest counts, and it fades. Never an input: nothing is decided on their arrival.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { KeptPosition } from '../contracts/incident/messages.ts';
import { parsed, readAs } from '../contracts/json.ts';
import { shardKeys } from './keys.ts';
import { setAnyway } from './pastLimit.ts';

export const LatestKind = Type.Enum(['position', 'health', 'presence', 'answered', 'moved']);
export type LatestKind = Static<typeof LatestKind>;

/** A latest value as it goes over the shard's channel. */
export const Latest = Type.Object({ kind: LatestKind, id: Type.String(), value: Type.Unknown() });
export type Latest = Static<typeof Latest>;

const LatestCheck = Compile(Latest);

/** Replaces a latest value and tells whoever watches the shard. It is gone after `expiryMs` without a newer one. */
export async function putLatest(
  redis: Redis,
  shard: ShardId,
  { kind, id, value }: Latest,
  expiryMs: number,
): Promise<void> {
  const keys = shardKeys(shard);
  await Promise.all([
    setAnyway(redis, [[keys.latest(kind, id), JSON.stringify(value)]], expiryMs),
    redis.publish(keys.latestChannel, JSON.stringify({ kind, id, value })),
  ]);
}

/** Tells whoever watches the shard and writes nothing: for when the disk is nearly full (limits.ts). */
export async function tellLatest(redis: Redis, shard: ShardId, { kind, id, value }: Latest): Promise<void> {
  await redis.publish(shardKeys(shard).latestChannel, JSON.stringify({ kind, id, value }));
}

/** Keeps a value from expiring without telling anybody: it has not changed. */
export async function refreshLatest(
  redis: Redis,
  shard: ShardId,
  values: readonly Latest[],
  expiryMs: number,
): Promise<void> {
  const keys = shardKeys(shard);
  const texts = values.map(({ kind, id, value }) => [keys.latest(kind, id), JSON.stringify(value)] as const);
  await setAnyway(redis, texts, expiryMs);
}

/** The latest values of the ids asked for, in their order; undefined where there is none or it has expired. */
export async function readLatest(
  redis: Redis,
  shard: ShardId,
  kind: LatestKind,
  ids: readonly string[],
): Promise<unknown[]> {
  if (ids.length === 0) return [];
  const texts = await redis.mget(...ids.map((id) => shardKeys(shard).latest(kind, id)));
  return texts.map(parsed);
}

/**
 * Calls back for each latest value put in these shards from now on.
 * @param subscriber a connection of its own: it can do nothing else afterwards
 */
export async function watchLatest(
  subscriber: Redis,
  shards: readonly ShardId[],
  onLatest: (latest: Latest & { shard: ShardId }) => void,
): Promise<void> {
  const byChannel = new Map(shards.map((shard) => [shardKeys(shard).latestChannel, shard]));
  subscriber.on('message', (channel: string, text: string) => {
    const shard = byChannel.get(channel);
    const latest = shard && readAs(LatestCheck, text);
    if (latest) onLatest({ ...latest, shard });
  });
  await subscriber.subscribe(...byChannel.keys());
}

const KeptCheck = Compile(KeptPosition);

/** A position as it came, or as it was kept; undefined for what is none. */
export const keptPosition = (value: unknown): KeptPosition | undefined => (KeptCheck.Check(value) ? value : undefined);
