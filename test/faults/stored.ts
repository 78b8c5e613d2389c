// What the store holds, read straight from it: names of keys and schemas are shared with the system, nothing else.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { type IncidentId, type ShardId, shardOfIncident, shards } from '../../contracts/ids.ts';
import { IncidentEvent } from '../../contracts/incident/events.ts';
import { Incident } from '../../contracts/incident/state.ts';
import { shardKeys } from '../../store/keys.ts';

const EventCheck = Compile(IncidentEvent);
const StateCheck = Compile(Incident);

const pauseAtMostMs = 30_000;

/** One entry of a log: `entry` is the number that Redis holds it under. */
export type LogEntry = { entry: string; event: IncidentEvent };
/** One commit as the edges hear of it. */
export type FeedCommit = { shard: ShardId; number: number; incident: string | undefined; events: IncidentEvent[] };

/** @property deadlines incident → instant, ms @property results input key → result @property notes incident → texts */
export type Stored = {
  states: ReadonlyMap<string, Incident>;
  logs: ReadonlyMap<string, LogEntry[]>;
  deadlines: ReadonlyMap<string, number>;
  closed: ReadonlySet<string>;
  feed: readonly FeedCommit[];
  /** The number of the last commit of each shard that has one. */
  sequences: ReadonlyMap<ShardId, number>;
  results: ReadonlyMap<string, { outcome: string; what?: string }>;
  texts: ReadonlyMap<string, readonly string[]>;
  undecided: number;
  /** `recipient incident/leg` of every message that waits for a receipt. */
  waiting: readonly string[];
};

/** Everything as it stands at one instant: nobody may write meanwhile. */
export async function readStored(redis: Redis): Promise<Stored> {
  await redis.call('CLIENT', 'PAUSE', pauseAtMostMs, 'WRITE');
  const parts = await Promise.all(shards.map((shard) => readShard(redis, shard))).finally(() =>
    redis.call('CLIENT', 'UNPAUSE'),
  );
  const all = <K, V>(pick: (part: Shard) => Iterable<[K, V]>): Map<K, V> => new Map(parts.flatMap((p) => [...pick(p)]));
  return {
    states: all((p) => p.states),
    logs: all((p) => p.logs),
    deadlines: all((p) => p.deadlines),
    closed: new Set(parts.flatMap((p) => p.closed)),
    feed: parts.flatMap((p) => p.feed),
    sequences: new Map(parts.flatMap((p) => (p.sequence === undefined ? [] : [[p.shard, p.sequence] as const]))),
    results: all((p) => p.results),
    texts: all((p) => p.texts),
    undecided: parts.reduce((sum, p) => sum + p.undecided, 0),
    waiting: parts.flatMap((p) => p.waiting),
  };
}

/** Open incidents that no deadline looks after, at one instant: states and deadlines are read as one. */
export async function openWithoutDeadline(redis: Redis): Promise<string[]> {
  const found = await Promise.all(
    shards.map(async (shard) => {
      const { states, deadlines } = shardKeys(shard);
      const replies = (await redis.multi().hvals(states).zrange(deadlines, '0', '-1').exec()) ?? [];
      const [texts, ids] = replies.map(([error, reply]) => (error ? [] : (reply as string[])));
      const looked = new Set(ids);
      return (texts ?? [])
        .map((text) => StateCheck.Parse(JSON.parse(text)))
        .filter(({ id, state }) => state === 'open' && !looked.has(id))
        .map(({ id }) => id as string);
    }),
  );
  return found.flat();
}

/** What is left to do: nothing once every input is decided, every incident closed, everybody told. */
export async function leftToDo(redis: Redis): Promise<{ inputs: number; incidents: number }> {
  const sums = { inputs: 0, incidents: 0 };
  for (const shard of shards) {
    const { intake, deadlines } = shardKeys(shard);
    sums.inputs += await redis.xlen(intake);
    sums.incidents += await redis.zcard(deadlines);
  }
  return sums;
}

type Shard = Awaited<ReturnType<typeof readShard>>;

async function readShard(redis: Redis, shard: ShardId) {
  const keys = shardKeys(shard);
  const logKeys = await scan(redis, keys.log('*' as IncidentId));
  const ids = logKeys.map((key) => key.split(':').at(-1) ?? '').filter((id) => shardOfIncident(id) === shard);
  const inboxes = await scan(redis, keys.inbox('*'));
  const days = await scan(redis, keys.results('*'));
  const [states, deadlines, closed, feed, sequence, undecided, logs, texts, waiting, results] = await Promise.all([
    redis.hgetall(keys.states),
    redis.zrange(keys.deadlines, '0', '-1', 'WITHSCORES'),
    redis.zrange(keys.closed, '0', '-1'),
    redis.xrange(keys.feed, '-', '+'),
    redis.hget(keys.sequence, 'n'),
    redis.xlen(keys.intake),
    Promise.all(ids.map(async (id) => [id, await readLog(redis, keys.log(id as IncidentId))] as const)),
    Promise.all(ids.map(async (id) => [id, textsOf(await redis.hgetall(keys.side(id as IncidentId)))] as const)),
    Promise.all(inboxes.map(async (key) => (await redis.hkeys(key)).map((field) => `${key} ${field}`))),
    Promise.all(days.map(async (key) => Object.entries(await redis.hgetall(key)))),
  ]);
  return {
    shard,
    states: Object.entries(states).map(([id, text]) => [id, StateCheck.Parse(JSON.parse(text))] as [string, Incident]),
    logs: logs.map(([id, log]) => [id, log] as [string, LogEntry[]]),
    deadlines: pairs(deadlines).map(([id, score]) => [id, Number(score)] as [string, number]),
    closed,
    feed: feed.map(([id, fields]) => asCommit(shard, id, fields[1] ?? '')),
    sequence: sequence === null ? undefined : Number(sequence),
    results: results.flat().map(([key, text]) => [key, JSON.parse(text)] as [string, { outcome: string }]),
    texts: texts.map(([id, list]) => [id, list] as [string, string[]]),
    undecided,
    waiting: waiting.flat(),
  };
}

async function readLog(redis: Redis, key: string): Promise<LogEntry[]> {
  const entries = await redis.xrange(key, '-', '+');
  return entries.map(([entry, fields]) => ({ entry, event: EventCheck.Parse(JSON.parse(fields[1] ?? 'null')) }));
}

function asCommit(shard: ShardId, id: string, text: string): FeedCommit {
  const { incident, events } = JSON.parse(text) as { incident?: string; events: IncidentEvent[] };
  return { shard, number: Number(id.split('-')[0]), incident, events };
}

const textsOf = (side: Record<string, string>): string[] =>
  Object.values(side).map((text) => (JSON.parse(text) as { text?: string }).text ?? '');

const pairs = (flat: readonly string[]): [string, string][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);

async function scan(redis: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (let cursor = '0'; ; ) {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
    for (const key of keys) found.add(key);
    if (next === '0') return [...found];
    cursor = next;
  }
}
