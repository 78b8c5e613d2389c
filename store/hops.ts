// When an edge did its part for an incident: the proof of one press joins these with the log. First time wins; no decision
// reads them, and one that could not be written shows as a gap.
import type { Redis } from 'ioredis';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';

/** `shown`: on a duty console. `sent/L1/2/app`: this revision of this leg went out through this channel. */
export type Hop = 'shown' | `sent/${string}/${number}/${string}`;

export const sentHop = (leg: string, revision: number, channel: string): Hop => `sent/${leg}/${revision}/${channel}`;

/** Notes hops of one shard in one round trip. @param at the edge's own clock, ms */
export async function noteHops(
  redis: Redis,
  shard: ShardId,
  hops: readonly { incident: IncidentId; hop: Hop }[],
  at: number,
): Promise<void> {
  if (hops.length === 0) return;
  const pipeline = redis.pipeline();
  for (const { incident, hop } of hops) pipeline.hsetnx(shardKeys(shard).hops(incident), hop, at);
  await pipeline.exec();
}

/** The hops of an incident with their instants, ms. */
export async function readHops(redis: Redis, shard: ShardId, incident: IncidentId): Promise<Map<string, number>> {
  const found = await redis.hgetall(shardKeys(shard).hops(incident));
  return new Map(Object.entries(found).map(([hop, at]) => [hop, Number(at)]));
}
