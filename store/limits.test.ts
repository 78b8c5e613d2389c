// Which writes get through when the store is full, on a real Redis; and when presses are refused, by figures.
import { describe, expect, it } from 'vitest';
import { at, type ShardId } from '../contracts/ids.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import { defined } from '../contracts/shapes.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { markAlarmsTold } from './alarms.ts';
import { noteTakeOver, noteTry } from './attempts.ts';
import { appendAudit } from './audit.ts';
import { type HandedOver, markHandedOver } from './handedOver.ts';
import { append } from './intake.ts';
import { putLatest, readLatest, refreshLatest } from './latest.ts';
import { beat, readLease, takeLease } from './lease.ts';
import { type Limit, limitReached, measure, startLimits } from './limits.ts';
import { putReadiness } from './readiness.ts';
import { roomToRewrite } from './rewrites.ts';
import { createToken } from './tokens.ts';

const shard = 's03' as ShardId;
const server = await ofThisFile(TestRedis.start());
const redis = server.open();

const megabyte = 1024 * 1024;
const reserve = 100 * megabyte;

describe('presses', () => {
  const cases: { is: string; memoryShare?: number; freeMb?: number; before?: Limit; reached?: Limit }[] = [
    { is: 'taken while there is room', memoryShare: 0.89, freeMb: 100 },
    { is: 'refused from 90 % of the memory on', memoryShare: 0.9, freeMb: 500, reached: 'memory' },
    {
      is: 'still refused at 86 %, so that it does not flicker',
      memoryShare: 0.86,
      before: 'memory',
      reached: 'memory',
    },
    { is: 'taken again below 85 %', memoryShare: 0.849, before: 'memory' },
    { is: 'refused below the reserve of the disk', memoryShare: 0.1, freeMb: 99, reached: 'disk' },
    { is: 'still refused just above the reserve', freeMb: 120, before: 'disk', reached: 'disk' },
    { is: 'taken again with a quarter more than the reserve', freeMb: 125, before: 'disk' },
    {
      is: 'refused for the memory though the disk has room again',
      memoryShare: 0.95,
      freeMb: 500,
      before: 'disk',
      reached: 'memory',
    },
    { is: 'taken on a server without limits' },
  ];
  it.each(cases)('are $is', ({ memoryShare, freeMb, before, reached }) => {
    const found = {
      usedBytes: 1,
      ...defined({ memoryShare }),
      ...(freeMb === undefined ? {} : { disk: { freeBytes: freeMb * megabyte, usedShare: 0.5 } }),
    };
    expect(limitReached(found, reserve, before)).toBe(reached);
  });
});

describe('a store past its memory limit', () => {
  it('refuses presses and takes whatever an open incident needs', async () => {
    const press: Input = { v: 1, kind: 'press', district: 'd', device: 'btn-1', id: 'p', press: 'sos' };
    const taken = await takeLease(redis, shard, 'one', undefined);
    await append(redis, shard, press);
    await redis.config('SET', 'maxmemory', '1mb');
    try {
      await expect(append(redis, shard, press)).rejects.toThrow('OOM');
      await append(redis, shard, {
        v: 1,
        kind: 'reply',
        district: 'd',
        responder: 'wang',
        reply: { id: 'r', incident: '01ARZ3NDEK-0-s03', leg: 'l1', reply: 'accept' },
      } as Input);
      expect(await redis.xlen(`{${shard}}:intake`)).toBe(2);
      // the owner goes on, and another one could take over
      expect(await beat(redis, new Map([[shard, Date.now()]]), 'one')).toEqual([]);
      const next = await takeLease(redis, shard, 'two', await readLease(redis, shard));
      expect(next?.sequence.nonce).not.toBe(taken?.sequence.nonce);
      await noteTakeOver(redis, shard, '1-0');
      await noteTry(redis, shard, '1-0');
      await noteTry(redis, shard, '1-0');
      expect(await noteTakeOver(redis, shard, '1-0')).toEqual({ careful: true, poison: { entry: '1-0', more: 0 } });
      // people are found, an officer signs in and is audited
      const here = { kind: 'position' as const, id: 'wang', value: { lon: 1 } };
      await putLatest(redis, shard, here, 60_000);
      await refreshLatest(redis, shard, [{ ...here, id: 'li' }], 60_000);
      expect(await readLatest(redis, shard, 'position', ['wang', 'li'])).toEqual([{ lon: 1 }, { lon: 1 }]);
      const field = { shard, recipient: 'n/sms', field: 'i/l1' };
      await markHandedOver(redis, field, { delivery: 'i/l1/1', by: 'sms', at: at(1) } as HandedOver);
      await markAlarmsTold(redis, 'sms', '1-0');
      await putReadiness(redis, shard, { district: 'd', at: at(1), homes: [] }, { whole: true });
      const grant = { role: 'officer' as const, name: '周', district: 'd', once: false, expiresAt: 9e12 };
      expect(await createToken(redis, grant)).toMatch(/^yjt_/);
      await appendAudit(
        redis,
        { id: 'd', shard },
        { at: 1, by: '周', actor: 'zhou', role: 'officer', action: 'signed_in' },
      );
    } finally {
      await redis.config('SET', 'maxmemory', '0');
    }
  });

  it('is measured as Redis itself counts, and a door says so by itself', async () => {
    await redis.config('SET', 'maxmemory', String((await measure({ redis, dataDir: undefined })).usedBytes + 1));
    const limits = await startLimits({ redis, dataDir: server.folder, reserveBytes: 1 });
    try {
      expect(() => limits.admitPress()).toThrow('memory is nearly full');
      expect(limits.sparing()).toBe(false);
      const { disk } = await measure({ redis, dataDir: server.folder });
      expect(disk?.freeBytes).toBeGreaterThan(0);
      expect(disk?.usedShare).toBeLessThan(1);
    } finally {
      limits.stop();
      await redis.config('SET', 'maxmemory', '0');
    }
    expect((await measure({ redis, dataDir: undefined })).memoryShare).toBeUndefined();
  });
});

describe('the reserve of the disk', () => {
  it('is spared by a door that finds it in use', async () => {
    const limits = await startLimits({ redis, dataDir: server.folder, reserveBytes: Number.MAX_SAFE_INTEGER });
    try {
      expect(limits.sparing()).toBe(true);
      expect(() => limits.admitPress()).toThrow('disk is nearly full');
    } finally {
      limits.stop();
    }
  });

  const cases = [
    { is: 'is not needed', freeMb: 111, fileMb: 15, room: true },
    { is: 'is in use and the file is long', freeMb: 60, fileMb: 400, room: true },
    { is: 'is in use and the file holds little else than the data', freeMb: 60, fileMb: 19, room: false },
    { is: 'would not hold the copy', freeMb: 34, fileMb: 400, room: false },
  ];
  it.each(cases)('when it $is, a rewrite may begin: $room', ({ freeMb, fileMb, room }) => {
    const found = { usedBytes: 10 * megabyte, disk: { freeBytes: freeMb * megabyte, usedShare: 0.9 } };
    expect(roomToRewrite(found, fileMb * megabyte, reserve)).toBe(room);
  });
});
