import { beforeEach, describe, expect, it } from 'vitest';
import type { ShardId } from '../contracts/ids.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { until } from '../test/system.ts';
import { shardKeys } from './keys.ts';
import { feedEnds, type Positions, startTail, type Tail } from './tail.ts';

const one = 's02' as ShardId;
const another = 's07' as ShardId;
let tail: Tail | undefined;
let seen: string[] = [];
const server = await ofThisFile(TestRedis.start());
beforeEach(async () => {
  tail?.stop();
  seen = [];
  await server.open().flushall();
});

const entry = JSON.stringify({ events: [], inboxes: [], devices: [] });
const commit = (shard: ShardId, number: number) =>
  server.open().xadd(shardKeys(shard).feed, `${number}-0`, 'entry', entry);

function begin(more: { catchUp?: () => Promise<Positions>; gapless?: boolean; from?: Positions } = {}): void {
  const redis = server.open();
  tail = startTail({
    redis,
    blocking: server.open({ blocking: true }),
    log: { warn: () => undefined },
    name: 'a test',
    catchUp: async () => {
      const ends = await feedEnds(redis);
      seen.push('all');
      return ends;
    },
    take: (news) => void seen.push(...news.map(({ shard, number }) => `${shard} ${number}`)),
    ...more,
  });
}

describe('whoever follows the feed', () => {
  it('looks at everything first, and hears what comes after it', async () => {
    await commit(one, 1);
    begin();
    await until(() => expect(seen).toEqual(['all']));
    await commit(one, 2);
    await commit(another, 1);
    await until(() => expect(seen.toSorted()).toEqual(['all', `${one} 2`, `${another} 1`]));
  });

  it('tries again when not even that could be looked at', async () => {
    let times = 0;
    const catchUp = async (): Promise<Positions> => {
      times++;
      if (times === 1) throw new Error('the store is away');
      return new Map([[one, 0]]);
    };
    begin({ catchUp });
    await commit(one, 1);
    await until(() => expect({ times, seen }).toEqual({ times: 2, seen: [`${one} 1`] }));
  });

  it('looks at everything again where an entry was trimmed unread, if it rests on each of them', async () => {
    begin({ gapless: true, from: new Map([[one, 1]]) });
    await commit(one, 3);
    await until(() => expect(seen).toEqual(['all']));
    await commit(one, 4);
    await until(() => expect(seen).toEqual(['all', `${one} 4`]));
  });

  it('hears again what came since then, when somebody joins a shard with an older number', async () => {
    await commit(one, 1);
    begin({ gapless: true, from: new Map([[one, 1]]) });
    tail?.follow(one, 0);
    await until(() => expect(seen).toEqual([`${one} 1`]));
  });

  it('is told of a shard that joins while everything is looked at', async () => {
    let done: (positions: Positions) => void = () => undefined;
    begin({ gapless: true, catchUp: () => new Promise((caughtUp) => (done = caughtUp)) });
    tail?.follow(another, 5);
    done(new Map([[one, 0]]));
    await commit(one, 1);
    await commit(another, 6);
    await until(() => expect(seen.toSorted()).toEqual([`${one} 1`, `${another} 6`]));
  });

  it('is told of a shard that joins, and of one that it follows passes nothing over', async () => {
    begin({ gapless: true, from: new Map([[one, 1]]) });
    tail?.follow(one, 3);
    tail?.follow(another, 5);
    await commit(one, 2);
    await commit(another, 6);
    await until(() => expect(seen.toSorted()).toEqual([`${one} 2`, `${another} 6`]));
  });
});
