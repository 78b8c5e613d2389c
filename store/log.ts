// Reading back: an incident's events, its state, its side records. Writing is the commit's alone. What cannot be read costs
// itself, not whoever asked for several; a state is made again from its log where the caller brings the core's `replay`.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import type { EpochMs, IncidentId, ShardId } from '../contracts/ids.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import { Incident } from '../contracts/incident/state.ts';
import { parsed } from '../contracts/json.ts';
import { type ReadEvents, readEvents } from './events.ts';
import { shardKeys } from './keys.ts';

const StateCheck = Compile(Incident);

/** Makes a state from all events of an incident; undefined when they are not whole. */
export type Replay = (events: readonly IncidentEvent[]) => Incident | undefined;
/** An incident that cannot be read. `text`: what lies there of its state and its first event, which may name its home. */
export type Damaged = { incident: IncidentId; text: string };
/** What is done about states that cannot be read. Without `replay` they are left out. `missingToo`: also what has none at all. */
export type Mending = {
  replay?: Replay;
  missingToo?: boolean;
  onRebuilt?: (incident: Incident) => void;
  onDamaged?: (damaged: Damaged) => void;
};

/** All events of an incident that this program knows, oldest first; empty when there is no such incident. */
export async function readLog(redis: Redis, shard: ShardId, incident: IncidentId): Promise<IncidentEvent[]> {
  return eventsOf(await logOf(redis, shard, incident)).events;
}

/** States of the incidents asked for, in their order; undefined where there is none, or none that can be read. */
export async function readStates(
  redis: Redis,
  shard: ShardId,
  incidents: readonly string[],
  mending: Mending = {},
): Promise<(Incident | undefined)[]> {
  if (incidents.length === 0) return [];
  const texts = await redis.hmget(shardKeys(shard).states, ...incidents);
  return Promise.all(
    texts.map((text, i) => {
      if (text === null && !mending.missingToo) return undefined;
      const value = parsed(text ?? 'null');
      if (StateCheck.Check(value)) return value;
      return mend(redis, shard, { incident: incidents[i] as IncidentId, text: text ?? '' }, mending);
    }),
  );
}

/** Like readStates, only those that are there. */
export async function readSoundStates(
  redis: Redis,
  shard: ShardId,
  incidents: readonly string[],
  mending: Mending = {},
): Promise<Incident[]> {
  return (await readStates(redis, shard, incidents, mending)).filter((state) => state !== undefined);
}

/** Makes a state again from its log, or says that it cannot be. */
async function mend(
  redis: Redis,
  shard: ShardId,
  { incident, text }: Damaged,
  { replay, onRebuilt, onDamaged }: Mending,
): Promise<Incident | undefined> {
  if (!replay && !onDamaged) return undefined;
  const entries = await logOf(redis, shard, incident);
  const { events, unknown } = eventsOf(entries);
  const rebuilt = unknown.length === 0 ? replay?.(events) : undefined;
  const isWhole = rebuilt?.id === incident && entries.at(-1)?.[0] === `${rebuilt.seq}-0`;
  if (isWhole && StateCheck.Check(rebuilt)) {
    onRebuilt?.(rebuilt);
    return rebuilt;
  }
  onDamaged?.({ incident, text: `${text}\n${entries[0]?.[1][1] ?? ''}` });
  return undefined;
}

type LogEntry = [id: string, fields: string[]];

async function logOf(redis: Redis, shard: ShardId, incident: IncidentId): Promise<LogEntry[]> {
  try {
    return await redis.xrange(shardKeys(shard).log(incident), '-', '+');
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return []; // no log: it cannot be read either
    throw error; // the store's fault, and no damage
  }
}

const eventsOf = (entries: readonly LogEntry[]): ReadEvents =>
  readEvents(entries.map(([, fields]) => parsed(fields[1] ?? 'null')));

/**
 * Incidents that still have a deadline: every open one, and closed ones with somebody still to be told. One whose state is
 * missing is damaged as well.
 */
export async function readOpen(redis: Redis, shard: ShardId, mending: Mending = {}): Promise<Incident[]> {
  const ids = await redis.zrange(shardKeys(shard).deadlines, '0', '-1');
  return readSoundStates(redis, shard, ids, { ...mending, missingToo: true });
}

/** The most recently closed incidents, latest first. @param before closed before this instant; all when left out */
export async function readClosed(
  redis: Redis,
  shard: ShardId,
  count: number,
  { before, ...mending }: { before?: EpochMs } & Mending = {},
): Promise<Incident[]> {
  const newest = before === undefined ? '+inf' : (`(${before}` as const);
  const ids = await redis.zrange(shardKeys(shard).closed, newest, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, count);
  return readSoundStates(redis, shard, ids, mending);
}

/** All incidents of a shard that are in the store, open and closed. */
export async function incidentsIn(redis: Redis, shard: ShardId): Promise<string[]> {
  const keys = shardKeys(shard);
  const [open, closed] = await Promise.all([
    redis.zrange(keys.deadlines, '0', '-1'),
    redis.zrange(keys.closed, '0', '-1'),
  ]);
  return [...new Set([...open, ...closed])];
}

/** Texts and positions that the events refer to by id. */
export async function readSide(redis: Redis, shard: ShardId, incident: IncidentId): Promise<Record<string, string>> {
  return redis.hgetall(shardKeys(shard).side(incident));
}
