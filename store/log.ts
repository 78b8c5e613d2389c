// Reading back: an incident's events, its state, its side records. Writing is the commit's alone.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { IncidentEvent, upcast } from '../contracts/events.ts';
import type { EpochMs, IncidentId, ShardId } from '../contracts/ids.ts';
import { Incident } from '../contracts/incident.ts';
import { shardKeys } from './keys.ts';

const EventCheck = Compile(IncidentEvent);
const StateCheck = Compile(Incident);

/** All events of an incident, oldest first; empty when there is no such incident. Throws on an event that is not ours. */
export async function readLog(redis: Redis, shard: ShardId, incident: IncidentId): Promise<IncidentEvent[]> {
  const entries = await redis.xrange(shardKeys(shard).log(incident), '-', '+');
  return entries.map(([, fields]) => upcast(EventCheck.Parse(JSON.parse(fields[1] ?? 'null'))));
}

/** States of the incidents asked for, in their order; undefined where there is none. */
export async function readStates(
  redis: Redis,
  shard: ShardId,
  incidents: readonly string[],
): Promise<(Incident | undefined)[]> {
  if (incidents.length === 0) return [];
  const texts = await redis.hmget(shardKeys(shard).states, ...incidents);
  return texts.map((text) => (text === null ? undefined : StateCheck.Parse(JSON.parse(text))));
}

/**
 * Like readStates, of those that can be read: one that is damaged costs itself, not whoever asked for several.
 * @param onDamaged told of each whose state is there and cannot be read
 */
export async function readSoundStates(
  redis: Redis,
  shard: ShardId,
  incidents: readonly string[],
  onDamaged?: (incident: string) => void,
): Promise<Incident[]> {
  if (incidents.length === 0) return [];
  const texts = await redis.hmget(shardKeys(shard).states, ...incidents);
  return texts.flatMap((text, i) => {
    if (text === null) return [];
    const value = parsed(text);
    if (StateCheck.Check(value)) return [value];
    onDamaged?.(incidents[i] ?? '');
    return [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // damaged: as if it were not there
  }
}

/**
 * Incidents that still have a deadline: every open one, and closed ones with somebody still to be told.
 * @param onDamaged told of each that cannot be read; it is left out
 */
export async function readOpen(
  redis: Redis,
  shard: ShardId,
  onDamaged?: (incident: string) => void,
): Promise<Incident[]> {
  const ids = await redis.zrange(shardKeys(shard).deadlines, '0', '-1');
  return readSoundStates(redis, shard, ids, onDamaged);
}

/** The most recently closed incidents, latest first. @param before closed before this instant; all when left out */
export async function readClosed(redis: Redis, shard: ShardId, count: number, before?: EpochMs): Promise<Incident[]> {
  const newest = before === undefined ? '+inf' : (`(${before}` as const);
  const ids = await redis.zrange(shardKeys(shard).closed, newest, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, count);
  return readSoundStates(redis, shard, ids);
}

/** Texts and positions that the events refer to by id. */
export async function readSide(redis: Redis, shard: ShardId, incident: IncidentId): Promise<Record<string, string>> {
  return redis.hgetall(shardKeys(shard).side(incident));
}
