// The audit on its way into the books: from files and store, once, whatever was cut off in between.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShardId } from '../../contracts/ids.ts';
import { type Books, openBooks } from '../../records/open.ts';
import { findReadings } from '../../records/session/readings.ts';
import type { AuditLine } from '../../store/audit.ts';
import { wordsOfEntries } from '../../store/auditHistory.ts';
import { exportDays, trimAudit } from '../../store/auditKeeping.ts';
import { shardKeys } from '../../store/keys.ts';
import { ofThisFile } from '../../test/lives.ts';
import { TestRedis } from '../../test/redis.ts';
import { bringAudit, followAudit, readOf } from './audit.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const chainStart = '0'.repeat(64);
const place = { id: 'd', shard: 's03' as ShardId, timeZone: 'Asia/Shanghai' };
const keys = shardKeys(place.shard);
const server = await ofThisFile(TestRedis.start());
let redis: Redis;
let books: Books;
let dataDir: string;
beforeEach(async () => {
  redis = server.open();
  await redis.flushall();
  dataDir = mkdtempSync(join(tmpdir(), 'yjt-'));
  books = await openBooks({ file: join(dataDir, 'records.db') });
});
afterEach(async () => {
  await books.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const began = Date.now() - 30 * 86_400_000;
const day = (n: number): number => began + n * 86_400_000;

let last = { n: 0, hash: chainStart };
beforeEach(() => {
  last = { n: 0, hash: chainStart };
});
/** Somebody was shown a resident at these instants. */
async function shown(resident: string, ...instants: number[]): Promise<void> {
  for (const at of instants) {
    const n = last.n + 1;
    const aside = JSON.stringify({ salt: 'x', by: '周敏', why: `第${n}次` });
    const record = { action: 'shown', actor: 'zhou', aside: hashOf(aside), at, before: last.hash, n, purpose: 'break_glass', residents: [resident], role: 'officer', v: 1, what: 'card' }; // biome-ignore format: one line
    const text = JSON.stringify(record);
    last = { n, hash: hashOf(text) };
    await redis.xadd(keys.audit('d'), `${at}-0`, 'record', text, 'hash', last.hash);
    await redis.hset(keys.auditAsides('d'), String(n), aside);
    await redis.hset(keys.auditHead('d'), 'n', String(n), 'hash', last.hash);
  }
}
const bring = (files = false, keepMs = 0) => bringAudit({ redis, dataDir, keepMs }, books.db, place, { files });
const found = async (): Promise<number[]> =>
  (await findReadings(books.db, { district: 'd', limit: 100 })).map(({ at }) => at).reverse();

describe('what was shown', () => {
  it('is in the books once, though it is brought in again and again, and by two at once', async () => {
    await shown('a', day(0), day(1));
    await Promise.all([bring(true), bring()]);
    await shown('b', day(2));
    await bring();
    await bring(true);
    expect(await found()).toEqual([day(0), day(1), day(2)]);
  });

  it('is taken from the files of days where it has left the store, to whoever begins and whoever was away', async () => {
    await shown('a', day(0));
    await bring();
    await shown('a', day(1), day(2), day(5));
    await exportDays(redis, place, { dataDir, now: day(4) });
    await exportDays(redis, place, { dataDir, now: day(9) });
    await trimAudit(redis, place, { dataDir, before: day(4) });
    expect(await redis.xlen(keys.audit('d'))).toBe(1);
    await bring();
    expect(await found()).toEqual([day(0), day(1), day(2), day(5)]);
    await books.close();
    rmSync(join(dataDir, 'records.db'));
    books = await openBooks({ file: join(dataDir, 'records.db') });
    await bring();
    expect(await found()).toEqual([day(0), day(1), day(2), day(5)]);
  });

  it('goes on after whoever brought it in was cut off before they had written it', async () => {
    await shown('a', day(0));
    await bring();
    await shown('a', day(1));
    const dying = { ...books.db, selectFrom: books.db.selectFrom.bind(books.db), transaction: () => { throw new Error('killed'); } }; // biome-ignore format: one line
    await expect(bringAudit({ redis, dataDir, keepMs: 0 }, dying as never, place, { files: false })).rejects.toThrow(
      'killed',
    );
    expect(await found()).toEqual([day(0)]);
    await bring();
    expect(await found()).toEqual([day(0), day(1)]);
  });

  it('is not taken in when it is older than is kept', async () => {
    await shown('a', day(0), day(29));
    await bring(true, 10 * 86_400_000);
    expect(await found()).toEqual([day(29)]);
  });

  it('has its words only where they can be erased: in the store, then in the file of its day', async () => {
    await shown('a', day(0), day(5));
    const entries = new Set([`${day(0)}-0`, `${day(5)}-0`]);
    const words = async () =>
      [...(await wordsOfEntries({ redis, dataDir }, place, entries)).values()].flatMap(({ why }) => why ?? []);
    await exportDays(redis, place, { dataDir, now: day(4) });
    await trimAudit(redis, place, { dataDir, before: day(4) });
    expect((await words()).sort()).toEqual(['第1次', '第2次']);
    await redis.hdel(keys.auditAsides('d'), '2');
    expect(await words()).toEqual(['第1次']);
    await bring(true);
    const rows = await books.db.selectFrom('readings').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('次');
  });
});

it('of a district that cannot be read stops no other, and is said', async () => {
  await redis.set(keys.audit('broken'), 'no stream');
  await shown('a', day(0));
  const warned: object[] = [];
  const following = followAudit({
    redis,
    dataDir,
    registry: { all: () => [{ ...place, id: 'broken' }, place] as never },
    books: { use: (work) => work(books.db) },
    keepMs: 0,
    log: { warn: (fields: object) => warned.push(fields), info: () => undefined } as never,
  });
  await vi.waitFor(async () => expect(await found()).toEqual([day(0)]), 5_000);
  await following.stop();
  expect(warned).toMatchObject([{ district: 'broken' }]);
});

describe('a line of the audit in the books', () => {
  const line = (more: Partial<AuditLine>): AuditLine => ({ entry: '5-0', at: 5, by: '周敏', actor: 'zhou', role: 'officer', action: 'shown', ...more }); // biome-ignore format: one line

  it('is a reading when it showed something, and nothing when it was only done', () => {
    expect(readOf('d', [line({ what: 'list', residents: ['a', 'a', 'b'] })]).readings).toMatchObject([
      { reading: { what: 'list', actor: 'zhou' }, residents: ['a', 'b'] },
    ]);
    expect(readOf('d', [line({ action: 'signed_in' })])).toEqual({
      district: 'd',
      readings: [],
      dutyChanges: [],
      keyMoves: [],
      reviews: [],
      readers: [],
    });
  });

  it('has no zero byte, which one of the databases refuses', () => {
    const read = readOf('d', [line({ by: '周\0敏', actor: 'zh\0ou', what: 'list', reason: '\0', residents: ['a\0'] })]);
    expect(JSON.stringify(read)).not.toContain('\\u0000');
    expect(read.readers).toEqual([{ district: 'd', actor: 'zhou', name: '周敏' }]);
    expect(read.readings).toMatchObject([{ residents: ['a'] }]);
  });

  it('from before the chain says that illnesses were shown, and of which incident', () => {
    const { actor: _, ...old } = line({ action: 'conditions_shown', about: 'i-1' });
    expect(readOf('d', [old]).readings).toMatchObject([
      { reading: { what: 'conditions', actor: 'unknown', incident: 'i-1' }, residents: [] },
    ]);
  });

  it.each([
    { said: { reason: 'on' }, is: 'on' },
    { said: { reason: 'off', why: 'off' }, is: 'off' },
    { said: { why: 'on until 2026-08-01 20:00:00' }, is: 'on' },
    { said: {}, is: null },
  ])('of a duty switch says whose and which: $said', ({ said, is }) => {
    const { dutyChanges, readers } = readOf('d', [line({ action: 'duty_switched', about: 'wang', ...said })]);
    expect(dutyChanges).toMatchObject([{ responder: 'wang', change: is, actor: 'zhou' }]);
    expect(readers).toEqual([{ district: 'd', actor: 'zhou', name: '周敏' }]);
  });
});
