// Following the feed: where each shard stands, what is new, and everything anew when that is not known any more, as at the
// beginning, after an outage, or when the server is another one and its feed may end before the one that was followed.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shards } from '../contracts/ids.ts';
import { onOtherServer } from './connection.ts';
import { feedEnd, type Numbered, readFeed } from './feed.ts';

/** After this long without an entry the reading connection looks whether it should end. */
const feedWaitMs = 1_000;

/** The number of the last entry that was taken in, by shard. */
export type Positions = Map<ShardId, number>;

export type TailParts = {
  redis: Redis;
  /** a connection of its own: it waits on the feed */
  blocking: Redis;
  log: Pick<Logger, 'warn'>;
  /** who follows, as the log calls them */
  name: string;
  /** Looks at everything, whatever the feed said. @returns where the news begin */
  catchUp(): Promise<Positions>;
  /** News, oldest first. What it throws loses the thread: everything is looked at again. */
  take(news: readonly Numbered[]): void | Promise<void>;
  /** Entries that were trimmed unread lose the thread too. Otherwise a sweep makes up for them. */
  gapless?: boolean;
  /** where whoever has just looked at everything stands; otherwise it begins by catching up */
  from?: Positions;
};

export type Tail = {
  /** One more shard, from this number on; of one that is followed nothing is passed over, and what came after it is told again. */
  follow(shard: ShardId, number: number): void;
  stop(): void;
};

/** Follows until it is stopped. Whatever fails is said, and caught up with after a second. */
export function startTail(parts: TailParts): Tail {
  const { redis, log, name } = parts;
  const ending = new AbortController();
  /** Shards that joined while everything was looked at, and may not be among them. */
  const joined: Positions = new Map();
  let after = parts.from;
  let other = false;
  onOtherServer(redis, () => {
    other = true;
  });
  void run();
  return {
    follow: (shard, number) => {
      // Of one that is followed already the earlier counts: whoever joins has not been told of what came between.
      const at = after ?? joined;
      if (number < (at.get(shard) ?? Number.POSITIVE_INFINITY)) at.set(shard, number);
    },
    stop: () => ending.abort(),
  };

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        if (ending.signal.aborted) return;
        log.warn({ error: String(error) }, `${name}: the feed could not be followed; all is looked at when it can be`);
        after = undefined;
        await pause();
      }
    }
  }

  async function turn(): Promise<void> {
    if (other) after = undefined;
    other = false;
    if (!after) {
      const caughtUp = await parts.catchUp();
      after = new Map([...joined, ...caughtUp]);
      joined.clear();
    }
    if (after.size === 0) return pause();
    // One XREAD over all shards: a plain server allows it, a Cluster needs a connection for each (facts).
    const news = await readFeed(parts.blocking, after, feedWaitMs);
    if (ending.signal.aborted) return; // who has stopped hears nothing more
    for (const { shard, number, unknown } of news) {
      if (unknown.length > 0) log.warn({ shard, number, unknown }, `${name}: events that this program does not know`);
      if (parts.gapless && number > (after.get(shard) ?? 0) + 1)
        throw new Error(`the feed of ${shard} was trimmed before ${number}`);
      after.set(shard, number);
    }
    await parts.take(news);
  }

  function pause(): Promise<void> {
    return wait(feedWaitMs, undefined, { signal: ending.signal }).catch(() => undefined); // it ends
  }
}

/** Where the feed of every shard ends. */
export async function feedEnds(redis: Redis): Promise<Positions> {
  return new Map(await Promise.all(shards.map(async (shard) => [shard, await feedEnd(redis, shard)] as const)));
}
