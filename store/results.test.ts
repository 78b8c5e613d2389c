// Which bucket a result goes into, and which are looked through; on a real Redis for a new owner.
import { beforeEach, describe, expect, it } from 'vitest';
import { at, type ShardId } from '../contracts/ids.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { shardKeys } from './keys.ts';
import { bucketAtMost, bucketsAfter, bucketsAt, findBuckets, forgetBucket } from './results.ts';

const shard = 's02' as ShardId;
const server = await ofThisFile(TestRedis.start());
beforeEach(() => server.open().flushall());

const noon = at(Date.parse('2026-08-31T12:00:00Z'));
const nextDay = at(Date.parse('2026-09-01T00:00:01Z'));
const first = { current: '2026-08-31', before: '2026-08-30' };

describe('a result', () => {
  it.each([
    { is: 'goes on into the bucket of the day', from: first, count: 10, now: noon, to: first },
    {
      is: 'begins a bucket with the day',
      from: first,
      count: 10,
      now: nextDay,
      to: { current: '2026-09-01', before: '2026-08-31' },
    },
    {
      is: 'begins another when the bucket is full',
      from: first,
      count: bucketAtMost,
      now: noon,
      to: { current: '2026-08-31.1', before: '2026-08-31' },
    },
    {
      is: 'leaves the last of a full day behind at midnight',
      from: { current: '2026-08-31.4', before: '2026-08-31.3' },
      count: 3,
      now: nextDay,
      to: { current: '2026-09-01', before: '2026-08-31.4' },
    },
    { is: 'does not go back to an older day', from: first, count: 10, now: at(noon - 24 * 3_600_000), to: first },
  ])('$is', ({ from, count, now, to }) => expect(bucketsAfter(from, count, now)).toEqual(to));
});

describe('a new owner', () => {
  it('finds the two newest buckets, whether days or full ones made them', async () => {
    const redis = server.open();
    const put = (name: string) => redis.hset(shardKeys(shard).results(name), 'k', '{}');
    expect(await findBuckets(redis, shard, noon)).toEqual(bucketsAt(noon));
    await put('2026-08-30');
    await put('2026-08-30.1');
    expect(await findBuckets(redis, shard, noon)).toEqual({ current: '2026-08-31', before: '2026-08-30.1' });
    await put('2026-08-31');
    expect(await findBuckets(redis, shard, noon)).toEqual({ current: '2026-08-31', before: '2026-08-30.1' });
    await put('2026-08-31.10');
    await put('2026-08-31.9');
    expect(await findBuckets(redis, shard, noon)).toEqual({ current: '2026-08-31.10', before: '2026-08-31.9' });
    await forgetBucket(redis, shard, '2026-08-31.9');
    expect(await findBuckets(redis, shard, noon)).toEqual({ current: '2026-08-31.10', before: '2026-08-31' });
  });
});
