// On a real Redis: what is remembered of addresses that nobody has.
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ShardId } from '../../contracts/ids.ts';
import { TestRedis } from '../../test/redis.ts';
import { type HeardOf, heardIn, noteHeardOf, readHeardOf } from './heardOf.ts';

const where = { shard: 's05' as ShardId, source: 'z2m' };
const now = 1_800_000_000_000;
let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await TestRedis.start();
  redis = server.open();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());
const note = (one: HeardOf) => noteHeardOf(redis, where, one);
const kept = (at = now) => readHeardOf(redis, where, at);

it('what has just come is on top, with what was known of it before', async () => {
  await note({ of: 'a', at: now - 10, pressedAt: now - 10, kind: 'sos', word: 'emergency' });
  await note({ of: 'b', at: now - 5 });
  await note({ of: 'a', at: now, pct: 80 });
  expect(await kept()).toEqual([
    { of: 'a', at: now, pressedAt: now - 10, kind: 'sos', word: 'emergency', pct: 80 },
    { of: 'b', at: now - 5 },
  ]);
});

it('is fifty addresses at most, however many are invented, and nothing after a day', async () => {
  for (let n = 0; n < 80; n++) await note({ of: `0x${n}`, at: now - 1_000 + n });
  const all = await kept();
  expect(all).toHaveLength(50);
  expect(all[0]?.of).toBe('0x79');
  expect(await kept(now + 24 * 3_600_000 + 1)).toEqual([]);
});

it.each([
  {
    what: 'a press',
    reading: { is: 'press', device: 'x', kind: 'sos', word: 'emergency', battery: { pct: 80 } } as const,
    said: { pressedAt: now, kind: 'sos', word: 'emergency', pct: 80 },
  },
  {
    what: 'a flag that is on',
    reading: { is: 'state', device: 'x', flag: 'SOS', kind: 'sos', on: true } as const,
    said: { pressedAt: now, kind: 'sos' },
  },
  {
    what: 'a flag that is off',
    reading: { is: 'state', device: 'x', flag: 'SOS', kind: 'sos', on: false } as const,
    said: {},
  },
  { what: 'a sign of life', reading: { is: 'health', device: 'x', signal: -70 } as const, said: { signal: -70 } },
  { what: 'its name', reading: { is: 'name', device: 'x', name: '床头' } as const, said: { name: '床头' } },
])('$what says of its device what it says', ({ reading, said }) =>
  expect(heardIn(reading, 'a', now)).toEqual({ of: 'a', at: now, ...said }),
);
it('a gateway is no device', () =>
  expect(heardIn({ is: 'gateway', gateway: 'g', up: true }, 'a', now)).toBeUndefined());
