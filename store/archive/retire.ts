// Moves incidents that have been closed for long from Redis to the archive: read, written and flushed, then removed. A crash in
// between leaves both; the next turn writes the line again, and readers take the latest.
import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import type { EpochMs, IncidentId, ShardId } from '../../contracts/ids.ts';
import { shardKeys } from '../keys.ts';
import { appendToArchive } from './append.ts';
import { lineOf, type Stored } from './record.ts';

/** So many are read, written and removed at a time: some 2 MB. */
const atOnce = 200;

const script = readFileSync(new URL('./retire.lua', import.meta.url), 'utf8');

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtRetire(...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** @property damaged incidents that cannot be archived as they are: they stay in Redis */
export type Retired = { moved: number; damaged: string[] };

/**
 * Archives what a shard's incidents closed before an instant. Left alone: whoever has somebody still to be told, and what was
 * merged into one that is still worked on (it may be split off again).
 */
export async function retireClosed(
  redis: Redis,
  { shard, folder, closedBefore }: { shard: ShardId; folder: string; closedBefore: EpochMs },
): Promise<Retired> {
  if (redis.yjtRetire === undefined) redis.defineCommand('yjtRetire', { lua: script, numberOfKeys: 6 });
  const keys = shardKeys(shard);
  const retired: Retired = { moved: 0, damaged: [] };
  for (let left = 0; ; ) {
    const ids = (await redis.zrange(
      keys.closed,
      '-inf',
      `(${closedBefore}`,
      'BYSCORE',
      'LIMIT',
      left,
      atOnce,
    )) as IncidentId[];
    if (ids.length === 0) return retired;
    const found = await readStored(redis, shard, ids);
    const lines = found.flatMap(({ id, stored, waits, gone }) => {
      if (gone) return [];
      const record = waits ? undefined : lineOf(stored);
      if (!waits && record?.id !== id) retired.damaged.push(id);
      return record?.id === id ? [{ ...record, id, state: stored.state }] : [];
    });
    await appendToArchive(folder, lines);
    const removed = await Promise.all(
      lines.map(({ id, state }) =>
        redis.yjtRetire(
          keys.states,
          keys.deadlines,
          keys.closed,
          keys.log(id),
          keys.side(id),
          keys.hops(id),
          id,
          state,
        ),
      ),
    );
    const moved = removed.filter((word) => word === 'ok').length;
    retired.moved += moved;
    const gone = found.filter((one) => one.gone).length + removed.filter((word) => word === 'gone').length;
    left += ids.length - moved - gone;
  }
}

/** `gone`: another archiver took it away meanwhile. */
type Found = { id: IncidentId; stored: Stored; waits: boolean; gone: boolean };

async function readStored(redis: Redis, shard: ShardId, ids: readonly IncidentId[]): Promise<Found[]> {
  return Promise.all(
    ids.map(async (id) => {
      const { state, closed, due, ...rest } = await readWhole(redis, shard, id);
      const target = /"mergedInto":"([^"]+)"/.exec(state ?? '')?.[1];
      const targetDue = target === undefined ? null : await redis.zscore(shardKeys(shard).deadlines, target);
      return {
        id,
        stored: { state: state ?? '', ...rest },
        waits: due !== null || targetDue !== null,
        gone: state === null && closed === null,
      };
    }),
  );
}

type Whole = Omit<Stored, 'state'> & { state: string | null; closed: string | null; due: string | null };

/** All of an incident at one instant: half of it, read while another takes it away, would be archived over the whole of it. */
async function readWhole(redis: Redis, shard: ShardId, id: IncidentId): Promise<Whole> {
  const keys = shardKeys(shard);
  const replies = await redis
    .multi()
    .hget(keys.states, id)
    .zscore(keys.closed, id)
    .zscore(keys.deadlines, id)
    .xrange(keys.log(id), '-', '+')
    .hgetall(keys.side(id))
    .hgetall(keys.hops(id))
    .exec();
  const values = (replies ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
  const [state, closed, due, log, side, hops] = values as [
    string | null,
    string | null,
    string | null,
    [string, string[]][],
    Record<string, string>,
    Record<string, string>,
  ];
  return { state, closed, due, events: log.map(([, fields]) => fields[1] ?? ''), side, hops };
}
