// Swaps that are asked for, on a real Redis: how many a district keeps, and which of them makes room.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { directoryKeys } from './keys.ts';
import { keepSwapRequest, readSwapRequests, type SwapRequest, turnSwapRequest } from './swapRequests.ts';

const server = await ofThisFile(TestRedis.start());
const hourMs = 3_600_000;
const begun = Date.UTC(2026, 5, 1);

const request = (n: number, asker: string): SwapRequest => ({
  id: `r-${n}`,
  asker,
  colleague: 'other',
  given: { shift: 'shift-1', on: '2026-06-10', from: begun + 200 * hourMs, to: begun + 208 * hourMs },
  at: begun + n,
  expires: begun + n + 48 * hourMs,
  state: 'asked',
});

/** Five hundred of them, as they lie in the store. */
const stand = (redis: Redis, district: string, one: (n: number) => SwapRequest) =>
  redis.hset(
    directoryKeys.swapRequests(district),
    Object.fromEntries(Array.from({ length: 500 }, (_, n) => [one(n).id, JSON.stringify(one(n))])),
  );

it('somebody who asks and takes it back five hundred times keeps nobody else from asking; what ended last can still be read', async () => {
  const redis = server.open();
  await stand(redis, 'd', (n) => ({ ...request(n, 'restless'), state: 'withdrawn' }));
  for (let n = 500; n < 520; n++) {
    const one = request(n, 'restless');
    expect(await keepSwapRequest(redis, 'd', one)).toBe(true);
    expect(await turnSwapRequest(redis, 'd', one, 'withdrawn')).toBe(true);
  }
  expect(await keepSwapRequest(redis, 'd', request(900, 'quiet'))).toBe(true);
  const kept = (await readSwapRequests(redis, 'd')).map(({ id }) => id);
  expect(kept).toHaveLength(500);
  expect(kept.slice(0, 2)).toEqual(['r-900', 'r-519']);
  expect(kept).not.toContain('r-0');
});

it('no request that waits for an answer makes room: when five hundred do, another one is refused', async () => {
  const redis = server.open();
  await stand(redis, 'full', (n) => request(n, `p-${n % 100}`));
  expect(await keepSwapRequest(redis, 'full', request(600, 'late'))).toBe(false);
  expect(await readSwapRequests(redis, 'full')).toHaveLength(500);
});
