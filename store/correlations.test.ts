import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestRedis } from '../test/redis.ts';
import { newCorrelationId } from './correlations.ts';
import { directoryKeys } from './keys.ts';

describe('a short id at a provider', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await TestRedis.start({ as: 'notifier' });
    redis = server.open();
  });
  afterAll(() => server.stop());

  it('does not come again for somebody else when the store has forgotten how many there were', async () => {
    const before = [await newCorrelationId(redis), await newCorrelationId(redis)];
    await redis.del(directoryKeys.correlationCount);
    const after = [await newCorrelationId(redis), await newCorrelationId(redis)];
    expect(new Set([...before, ...after]).size).toBe(4);
  });

  it('has at most 15 characters, also after many', async () => {
    await redis.hset(directoryKeys.correlationCount, 'n', 36 ** 9 - 2);
    expect(await newCorrelationId(redis)).toMatch(/^y[0-9a-z]{14}$/);
  });
});
