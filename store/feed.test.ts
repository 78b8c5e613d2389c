// What an edge reads of commits that a newer program made.
import { expect, it } from 'vitest';
import type { ShardId } from '../contracts/ids.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { lastInstant, readFeed } from './feed.ts';
import { shardKeys } from './keys.ts';

const shard = 's02' as ShardId;
const server = await ofThisFile(TestRedis.start());

it('an event of a version to come, and an entry that is damaged, cost themselves: the inboxes of the others are told', async () => {
  const redis = server.open();
  const { feed } = shardKeys(shard);
  const known = { v: 1, seq: 4, at: 1_800_000_000_000, by: 'policy', type: 'leg_timed_out', leg: 'L1' };
  const entry = { events: [known, { ...known, type: 'need_renewed' }], inboxes: ['r/wang'], devices: [] };
  await redis.xadd(feed, '1-0', 'entry', JSON.stringify(entry));
  await redis.xadd(feed, '2-0', 'entry', '{"events":');
  await redis.xadd(feed, '3-0', 'entry', JSON.stringify({ ...entry, events: [] }));
  expect(await readFeed(redis, new Map([[shard, 0]]), undefined)).toMatchObject([
    { number: 1, entry: { events: [{ type: 'leg_timed_out' }], inboxes: ['r/wang'] }, unknown: ['need_renewed'] },
    { number: 2, entry: { events: [], inboxes: [] }, unknown: ['damaged'] },
    { number: 3, entry: { inboxes: ['r/wang'] }, unknown: [] },
  ]);
  expect(await lastInstant(redis, shard)).toBe(known.at);
});
