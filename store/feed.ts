// What the edges tail: one entry a commit, numbered like the shard's sequence, so a gap shows.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { IncidentEvent } from '../contracts/incident/events.ts';
import { parsed } from '../contracts/json.ts';
import { readEvents } from './events.ts';
import { shardKeys } from './keys.ts';

/** One commit, as the edges need it. */
export const FeedEntry = Type.Object({
  incident: Type.Optional(Type.String()),
  events: Type.Array(IncidentEvent),
  /** Recipients whose inbox changed. */
  inboxes: Type.Array(Type.String()),
  /** Devices whose state changed. */
  devices: Type.Array(Type.String()),
  /** The decided input and what became of it. */
  input: Type.Optional(Type.Object({ key: Type.String(), result: Type.String() })),
});
export type FeedEntry = Static<typeof FeedEntry>;

/** An edge that waits for entries has other work to do between so many: presses to acknowledge, pages to answer. */
const readAtOnce = 200;

/** An entry before its events are read: a newer program may have written some that this one does not know. */
const Check = Compile(Type.Object({ ...FeedEntry.properties, events: Type.Array(Type.Unknown()) }));
const Reply = Compile(
  Type.Array(Type.Tuple([Type.String(), Type.Array(Type.Tuple([Type.String(), Type.Array(Type.String())]))])),
);

/** The number of the newest feed entry; 0 before the first. */
export async function feedEnd(redis: Redis, shard: ShardId): Promise<number> {
  const [last] = await redis.xrevrange(shardKeys(shard).feed, '+', '-', 'COUNT', 1);
  return last ? Number(last[0].split('-')[0]) : 0;
}

/** Whether the feed still tells everything that came after a number. */
export async function feedReaches(redis: Redis, shard: ShardId, number: number): Promise<boolean> {
  const [first] = await redis.xrange(shardKeys(shard).feed, '-', '+', 'COUNT', 1);
  return first === undefined ? number === 0 : Number(first[0].split('-')[0]) <= number + 1;
}

/** So many of the newest commits are looked at for the instant of the last event; a repeated input has none. */
const lookedAt = 50;

/** The latest instant that the shard's newest commits name, ms; 0 before the first. */
export async function lastInstant(redis: Redis, shard: ShardId): Promise<number> {
  const newest = await redis.xrevrange(shardKeys(shard).feed, '+', '-', 'COUNT', lookedAt);
  const instants = newest.flatMap(([, fields]) => entryOf(fields[1] ?? '').entry.events.map(({ at }) => at));
  return Math.max(0, ...instants);
}

/** A commit as an edge reads it. `unknown`: types of events that this program does not know; they are left out. */
export type Numbered = { shard: ShardId; number: number; entry: FeedEntry; unknown: string[] };

/** Entries after the given numbers, oldest first. @param blockMs how long to wait for a first one; undefined: do not wait */
export async function readFeed(
  blocking: Redis,
  after: ReadonlyMap<ShardId, number>,
  blockMs: number | undefined,
): Promise<Numbered[]> {
  const shards = [...after.keys()];
  const names = [
    ...shards.map((shard) => shardKeys(shard).feed),
    ...[...after.values()].map((number) => `${number}-0`),
  ];
  const reply: unknown =
    blockMs === undefined
      ? await blocking.xread('COUNT', 1000, 'STREAMS', ...names)
      : await blocking.xread('COUNT', readAtOnce, 'BLOCK', Math.max(1, Math.ceil(blockMs)), 'STREAMS', ...names);
  if (!reply) return [];
  return Reply.Parse(reply).flatMap(([name, entries]) => {
    const shard = shards.find((candidate) => shardKeys(candidate).feed === name);
    if (!shard) return [];
    return entries.map(([id, fields]) => ({
      shard,
      number: Number(id.split('-')[0]),
      ...entryOf(fields[1] ?? ''),
    }));
  });
}

/** An entry that cannot be read says nothing: what it told of is found by the next sweep. */
function entryOf(text: string): Pick<Numbered, 'entry' | 'unknown'> {
  const value = parsed(text);
  if (!Check.Check(value)) return { entry: { events: [], inboxes: [], devices: [] }, unknown: ['damaged'] };
  const { events, unknown } = readEvents(value.events);
  return { entry: { ...value, events }, unknown };
}
