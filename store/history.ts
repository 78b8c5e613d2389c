// An incident wherever it lies: in Redis, or in the archive when it was closed long ago. For whoever looks back; what decides
// reads Redis alone.
import type { Redis } from 'ioredis';
import type { EpochMs, IncidentId, ShardId } from '../contracts/ids.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { defined } from '../contracts/shapes.ts';
import type { ArchiveReader } from './archive/reader.ts';
import { readHops } from './hops.ts';
import { type Replay, readClosed, readLog, readSide, readStates } from './log.ts';

/** `hops`: when the edges did their part (hops.ts). @property side texts and positions, JSON by id; what was erased is missing */
export type Story = {
  state: Incident;
  events: IncidentEvent[];
  side: Record<string, string>;
  hops: Map<string, number>;
  archived: boolean;
};

/** `replay`: a state in Redis that cannot be read is made again from its log (log.ts). */
export type History = { redis: Redis; archive: ArchiveReader; replay?: Replay };

/** Everything of an incident; undefined when it never was, or its archive file is gone. */
export async function readStory(
  { redis, archive, ...mending }: History,
  shard: ShardId,
  id: IncidentId,
): Promise<Story | undefined> {
  const [[state], events, side, hops] = await Promise.all([
    readStates(redis, shard, [id], mending),
    readLog(redis, shard, id),
    readSide(redis, shard, id),
    readHops(redis, shard, id),
  ]);
  // It may have been moved between these reads: then it is in the archive by now.
  // What was decided between these reads is not in the state yet: together they are the incident as it stood.
  if (state && events.length >= state.seq)
    return { state, events: events.filter(({ seq }) => seq <= state.seq), side, hops, archived: false };
  const record = await archive.find(id);
  if (!record) return state && { state, events, side, hops, archived: false };
  const texts = Object.entries(record.side).map(([key, value]) => [key, JSON.stringify(value)]);
  return {
    state: record.state,
    events: record.events,
    side: Object.fromEntries(texts),
    hops: new Map(Object.entries(record.hops)),
    archived: true,
  };
}

/** Closed incidents of a district, the latest first. @param before closed before this instant; all when left out */
export async function readHistory(
  { redis, archive, replay }: History,
  { id: district, shard }: { id: string; shard: ShardId },
  { limit, before }: { limit: number; before?: EpochMs },
): Promise<Incident[]> {
  const how = { ...defined({ before, replay }) };
  const inRedis = (await readClosed(redis, shard, limit, how)).filter((one) => one.district === district);
  if (inRedis.length >= limit) return inRedis;
  const known = new Set(inRedis.map(({ id }) => id));
  const further = await archive.closed(district, { before, limit });
  return [...inRedis, ...further.map(({ state }) => state).filter(({ id }) => !known.has(id))].slice(0, limit);
}
