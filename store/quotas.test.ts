import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestRedis } from '../test/redis.ts';
import { directoryKeys } from './keys.ts';
import { giveBackQuota, type Quota, takeQuota } from './quotas.ts';

describe('a quota', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await TestRedis.start({ as: 'notifier' }); // what the notifier may do is enough
    redis = server.open();
  });
  afterAll(() => server.stop());

  const minute = 60_000;
  const waitFor = async (quotas: readonly Quota[]): Promise<number> => {
    const taken = await takeQuota(redis, quotas);
    return taken.kind === 'full' ? taken.waitMs : 0;
  };
  const take = (of: string, atMost: number) => waitFor([{ of, windows: [{ atMost, perMs: minute }] }]);

  it('lets as many through as there are, over several at once, and says when there is room again', async () => {
    const waits = await Promise.all(Array.from({ length: 25 }, () => take('many', 20)));
    expect(waits.filter((ms) => ms === 0)).toHaveLength(20);
    for (const ms of waits.filter((one) => one > 0)) expect(ms).toBeLessThanOrEqual(minute);
  });

  it('takes nothing of any where one is full', async () => {
    expect(await take('one', 1)).toBe(0);
    const both = () =>
      waitFor([
        { of: 'all', windows: [{ atMost: 1, perMs: minute }] },
        { of: 'one', windows: [{ atMost: 1, perMs: minute }] },
      ]);
    expect(await both()).toBeGreaterThan(0);
    expect(await take('all', 1), 'still there').toBe(0);
  });

  it('of several windows waits for the longest, and is not kept longer than it counts', async () => {
    const windows = [
      { atMost: 1, perMs: minute },
      { atMost: 1, perMs: 60 * minute },
    ];
    expect(await waitFor([{ of: 'long', windows }])).toBe(0);
    expect(await waitFor([{ of: 'long', windows }])).toBeGreaterThan(minute);
    const ttl = await redis.pttl(directoryKeys.quota('long'));
    expect(ttl).toBeGreaterThan(59 * minute);
    expect(ttl).toBeLessThanOrEqual(60 * minute);
  });

  it('spreads what is left once most of it is spent', async () => {
    const windows = [
      { atMost: 20, perMs: minute },
      { atMost: 1, perMs: 10_000, once: { count: 14, withinMs: minute } },
    ];
    const waits: number[] = [];
    for (let i = 0; i < 16; i++) waits.push(await waitFor([{ of: 'spread', windows }]));
    expect(waits.slice(0, 14).every((ms) => ms === 0)).toBe(true);
    expect(waits[14]).toBeGreaterThan(0);
    expect(waits[14], 'and nobody waits for the whole minute').toBeLessThanOrEqual(10_000);
  });

  it('that was taken for nothing is given back, and no other', async () => {
    const quotas = ['credential', 'person'].map((of) => ({ of, windows: [{ atMost: 2, perMs: minute }] }));
    const first = await takeQuota(redis, quotas);
    if (first.kind !== 'taken') throw new Error('there was no room');
    expect(await waitFor(quotas)).toBe(0);
    expect(await waitFor(quotas), 'both are taken').toBeGreaterThan(0);
    await giveBackQuota(redis, quotas, first.name);
    await giveBackQuota(redis, quotas, first.name);
    expect(await waitFor(quotas)).toBe(0);
    expect(await waitFor(quotas), 'one came back, once').toBeGreaterThan(0);
  });

  it('without a window counts nothing', async () => {
    expect(await waitFor([{ of: 'free', windows: [] }])).toBe(0);
    expect(await redis.exists(directoryKeys.quota('free'))).toBe(0);
  });
});
