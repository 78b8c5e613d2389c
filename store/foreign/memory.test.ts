// What is remembered of a device is of its hardware: under the same number another address begins anew.
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { ShardId } from '../../contracts/ids.ts';
import { TestRedis } from '../../test/redis.ts';
import { flagOf, keepFlag, markStored, type Sayable, saidFirst } from './memory.ts';

const server = await TestRedis.start();
const redis = server.open();
afterAll(() => server.stop());
beforeEach(() => redis.flushall());
const where = { shard: 's00' as ShardId, source: 'z2m' };

it('a flag that is on was so of this hardware; of another one nothing was heard yet', async () => {
  const flag = { device: 'btn-1', of: 'aa', flag: 'sos' };
  await keepFlag(redis, where, { ...flag, on: true, rises: 3 });
  expect(await flagOf(redis, where, flag)).toEqual({ on: true, rises: 3 });
  expect(await flagOf(redis, where, { ...flag, of: 'b b' })).toBeUndefined();
  await keepFlag(redis, where, { ...flag, of: 'b b', on: false, rises: 0 });
  expect(await flagOf(redis, where, { ...flag, of: 'b b' })).toEqual({ on: false, rises: 0 });
});

it('a flag that an earlier program kept counts as it stands', async () => {
  await keepFlag(redis, where, { device: 'btn-2', of: '', flag: 'sos', on: true, rises: 1 });
  expect(await flagOf(redis, where, { device: 'btn-2', of: 'aa', flag: 'sos' })).toEqual({ on: true, rises: 1 });
});

it.each([{}, { untilAnother: true } as const])(
  'a press that was said by other hardware is no retry: %o',
  async (how) => {
    const press: Sayable = { device: 'btn-3', of: 'aa', key: 'n 1', withinMs: 60_000, proposed: 'one', now: 1, ...how };
    expect(await saidFirst(redis, where, press)).toEqual({ said: 'one', stored: false });
    await markStored(redis, where, press, 'one');
    expect(await saidFirst(redis, where, { ...press, proposed: 'two' })).toEqual({ said: 'one', stored: true });
    const other = { ...press, of: 'bb', proposed: 'three' };
    expect(await saidFirst(redis, where, other)).toEqual({ said: 'three', stored: false });
  },
);
