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
    const lines = found.flatMap(({ id, stored, waits }) => {
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
    left += ids.length - moved;
  }
}

type Found = { id: IncidentId; stored: Stored; waits: boolean };

async function readStored(redis: Redis, shard: ShardId, ids: readonly IncidentId[]): Promise<Found[]> {
  const keys = shardKeys(shard);
  const [states, dues, rests] = await Promise.all([
    redis.hmget(keys.states, ...ids),
    redis.zmscore(keys.deadlines, ...ids),
    Promise.all(
      ids.map((id) =>
        Promise.all([
          redis.xrange(keys.log(id), '-', '+'),
          redis.hgetall(keys.side(id)),
          redis.hgetall(keys.hops(id)),
        ] as const),
      ),
    ),
  ]);
  const targets = await Promise.all(
    states.map((text) => {
      const target = /"mergedInto":"([^"]+)"/.exec(text ?? '')?.[1];
      return target === undefined ? null : redis.zscore(keys.deadlines, target);
    }),
  );
  return ids.map((id, i) => {
    const [log, side, hops] = rests[i] ?? [[], {}, {}];
    const events = log.map(([, fields]) => fields[1] ?? '');
    return {
      id,
      stored: { state: states[i] ?? '', events, side, hops },
      waits: dues[i] !== null || targets[i] !== null,
    };
  });
}
