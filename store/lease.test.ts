import { describe, expect, it } from 'vitest';
import type { ShardId } from '../contracts/ids.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { beat, readLease, releaseLease, takeLease } from './lease.ts';

const server = await ofThisFile(TestRedis.start());

describe('a lease', () => {
  it('goes to one of two who take it at the same moment', async () => {
    const redis = server.open();
    const shard = 's00' as ShardId;
    const taken = await Promise.all(['one', 'two'].map((holder) => takeLease(redis, shard, holder, undefined)));
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('that still beats cannot be taken with an old look at it', async () => {
    const redis = server.open();
    const shard = 's01' as ShardId;
    await takeLease(redis, shard, 'one', undefined);
    const seen = await readLease(redis, shard);
    expect(await beat(redis, new Map([[shard, Date.now()]]), 'one')).toEqual([]);
    expect(await takeLease(redis, shard, 'standby', seen)).toBeUndefined();
    expect(await takeLease(redis, shard, 'standby', await readLease(redis, shard))).toBeDefined();
  });

  it('that another took is told to the old holder at the next beat, which changes nothing', async () => {
    const redis = server.open();
    const shard = 's02' as ShardId;
    await takeLease(redis, shard, 'one', undefined);
    await takeLease(redis, shard, 'standby', await readLease(redis, shard));
    expect(await beat(redis, new Map([[shard, Date.now()]]), 'one')).toEqual([shard]);
    expect(await readLease(redis, shard)).toEqual({ holder: 'standby', beat: 1 });
    await releaseLease(redis, shard, 'one');
    expect(await readLease(redis, shard)).toBeDefined();
  });

  it('keeps the number of the last commit and the cursor across owners', async () => {
    const redis = server.open();
    const shard = 's03' as ShardId;
    const first = await takeLease(redis, shard, 'one', undefined);
    await redis.hset(`{${shard}}:sequence`, 'n', 41, 'cursor', '7-0');
    await releaseLease(redis, shard, 'one');
    const second = await takeLease(redis, shard, 'two', undefined);
    expect(second).toMatchObject({ cursor: '7-0', sequence: { number: 41 } });
    expect(second?.sequence.nonce).not.toBe(first?.sequence.nonce);
  });
});
