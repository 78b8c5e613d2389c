import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShardId } from '../contracts/ids.ts';
import { defined } from '../contracts/shapes.ts';
import { chainStart, hashOf } from '../signing/chain.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { appendAudit } from './audit.ts';
import { auditFolder, dayFile, daysIn } from './auditDays.ts';
import { readAuditBack, verifyAudit } from './auditHistory.ts';
import { daysBy, exportDays, trimAudit } from './auditKeeping.ts';
import { shardKeys } from './keys.ts';

const place = { id: 'd', shard: 's03' as ShardId, timeZone: 'Asia/Shanghai' };
const keys = shardKeys(place.shard);
let redis: Redis;
let dataDir: string;
const server = await ofThisFile(TestRedis.start());
beforeEach(async () => {
  redis = server.open();
  await redis.flushall();
  dataDir = mkdtempSync(join(tmpdir(), 'yjt-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Entries as they were appended at these instants. */
async function appended(...instants: string[]): Promise<void> {
  let before = chainStart;
  for (const [i, instant] of instants.entries()) {
    const aside = JSON.stringify({ salt: 'x', by: `周${i + 1}` });
    const record = { action: 'shown', actor: 'zhou', aside: hashOf(aside), at: Date.parse(instant), before, n: i + 1, residents: [`res-${i + 1}`], role: 'officer', v: 1 }; // biome-ignore format: one line
    const text = JSON.stringify(record);
    before = hashOf(text);
    await redis.xadd(keys.audit('d'), `${Date.parse(instant)}-0`, 'record', text, 'hash', before);
    await redis.hset(keys.auditAsides('d'), String(i + 1), aside);
    await redis.hset(keys.auditHead('d'), 'n', String(i + 1), 'hash', before);
  }
}

const days = [
  '2026-08-01T23:59:59.999+08:00',
  '2026-08-02T00:00:00.000+08:00',
  '2026-08-02T12:00:00.000+08:00',
  '2026-08-04T08:00:00.000+08:00',
] as const;
const at = (instant: string): number => Date.parse(instant);
const folder = (): string => auditFolder(dataDir, 'd');
const lines = (day: string): string[] => readFileSync(dayFile(folder(), day), 'utf8').trimEnd().split('\n');
const verify = () => verifyAudit({ redis: server.open(), dataDir }, place);
const why = async (): Promise<string[]> => (await verify()).problems.map((one) => `${one.why} ${one.n}`);

describe('a day that is over', () => {
  it('goes into its file by the clock of the district, with the head it ended with; today does not', async () => {
    await appended(...days);
    const written = await exportDays(redis, place, { dataDir, now: at('2026-08-04T10:00:00+08:00') });
    expect(written.map(({ day }) => day)).toEqual(['2026-08-01', '2026-08-02']);
    expect([lines('2026-08-01').length, lines('2026-08-02').length]).toEqual([2, 3]);
    expect(JSON.parse(lines('2026-08-02').at(-1) ?? '')).toEqual({ head: { n: 3, hash: written[1]?.head } });
    expect(statSync(dayFile(folder(), '2026-08-01')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder()).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await verify()).toMatchObject({ sound: true, chained: 4, days: 2, from: 1, head: { n: 4 } });
  });

  it('is written once, by whoever comes first, and the next one follows it', async () => {
    await appended(...days.slice(0, 3));
    const now = at('2026-08-04T10:00:00+08:00');
    const both = await Promise.all([
      exportDays(redis, place, { dataDir, now }),
      exportDays(server.open(), place, { dataDir, now }),
    ]);
    expect(both.flat().map(({ day }) => day).sort()).toEqual(['2026-08-01', '2026-08-02']); // biome-ignore format: one line
    const text = lines('2026-08-02');
    expect(await exportDays(redis, place, { dataDir, now })).toEqual([]);
    expect(lines('2026-08-02')).toEqual(text);
    await appendAudit(redis, place, { at: 1, by: '周', actor: 'zhou', role: 'officer', action: 'imported' });
    const [today] = await exportDays(redis, place, { dataDir, now: Date.now() + 2 * 24 * 3_600_000 });
    expect(today?.day).toBe(daysBy('Asia/Shanghai')(Date.now()));
    expect(await verify()).toMatchObject({ sound: true, chained: 4, days: 3 });
  });

  it('leaves the store after the retention, and is read on from its file', async () => {
    await appended(...days);
    await exportDays(redis, place, { dataDir, now: at('2026-08-04T10:00:00+08:00') });
    expect(await trimAudit(redis, place, { dataDir, before: at('2026-08-03T10:00:00+08:00') })).toBe(3);
    expect(await redis.xlen(keys.audit('d'))).toBe(1);
    expect(await redis.hkeys(keys.auditAsides('d'))).toEqual(['4']);
    const seen: [number | undefined, string][] = [];
    for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
      const page = await readAuditBack({ redis, dataDir }, place, { limit: 1, ...defined({ before: next }) }); // biome-ignore format: one line
      seen.push(...page.lines.map(({ n, by }): [number | undefined, string] => [n, by]));
      next = page.next;
    }
    expect(seen).toEqual([[4, '周4'], [3, '周3'], [2, '周2'], [1, '周1']]); // biome-ignore format: one line
    const found = await readAuditBack({ redis, dataDir }, place, { limit: 9, resident: 'res-2' });
    expect(found.lines.map(({ n }) => n)).toEqual([2]);
    expect(await verify()).toMatchObject({ sound: true, chained: 4, from: 1 });
    await appendAudit(redis, place, { at: 1, by: '周', actor: 'zhou', role: 'officer', action: 'imported' });
    expect(await verify()).toMatchObject({ sound: true, chained: 5 });
  });

  it('stays in the store while its file does not hold it as it is there, or there is none', async () => {
    await appended(...days);
    const before = at('2026-08-05T10:00:00+08:00');
    expect(await trimAudit(redis, place, { dataDir, before })).toBe(0);
    await exportDays(redis, place, { dataDir, now: at('2026-08-04T10:00:00+08:00') });
    writeFileSync(dayFile(folder(), '2026-08-01'), lines('2026-08-01').join('\n').replace('"n":1', '"n":9'));
    expect(await trimAudit(redis, place, { dataDir, before })).toBe(0);
    expect(await redis.xlen(keys.audit('d'))).toBe(4);
  });

  it('from before there was a chain is sealed by the first entry, in the files too', async () => {
    const old = JSON.stringify({ at: 1, by: '旧', role: 'officer', action: 'signed_in' });
    await redis.xadd(keys.audit('d'), `${at(days[0])}-0`, 'record', old);
    await appendAudit(redis, place, { at: 1, by: '周', actor: 'zhou', role: 'officer', action: 'imported' });
    await exportDays(redis, place, { dataDir, now: Date.now() + 2 * 24 * 3_600_000 });
    expect(await daysIn(folder())).toHaveLength(2);
    expect(await trimAudit(redis, place, { dataDir, before: at(days[1]) })).toBe(1);
    expect(await verify()).toMatchObject({ sound: true, sealed: 1, chained: 1 });
    const { lines: read } = await readAuditBack({ redis, dataDir }, place, { limit: 9 });
    expect(read.map(({ by }) => by)).toEqual(['周', '旧']);
  });
});

describe('verification', () => {
  beforeEach(async () => {
    await appended(...days);
    await exportDays(redis, place, { dataDir, now: at('2026-08-04T10:00:00+08:00') });
    await trimAudit(redis, place, { dataDir, before: at('2026-08-03T10:00:00+08:00') });
  });
  const change = (day: string, how: (text: string) => string): void =>
    writeFileSync(dayFile(folder(), day), how(readFileSync(dayFile(folder(), day), 'utf8')));

  it.each([
    {
      what: 'a changed line',
      harm: () => change('2026-08-02', (text) => text.replace('res-2', 'res-9')),
      says: ['changed 2'],
    },
    {
      what: 'a line taken out',
      harm: () => change('2026-08-02', (text) => text.split('\n').slice(1).join('\n')),
      says: ['missing 2'],
    },
    {
      what: 'other names',
      harm: () => change('2026-08-01', (text) => text.replace('周1', '周9')),
      says: ['aside_changed 1'],
    },
    { what: 'a day taken out', harm: () => rmSync(dayFile(folder(), '2026-08-02')), says: ['missing 2'] },
    {
      what: 'rubbish',
      harm: () => appendFileSync(dayFile(folder(), '2026-08-01'), '{"entry":"x\n'),
      says: ['unreadable 2', 'missing 3'],
    },
    {
      what: 'another head in the store',
      harm: () => redis.hset(keys.auditHead('d'), 'hash', 'x'),
      says: ['other_head 4'],
    },
  ])('says where: $what', async ({ harm, says }) => {
    await harm();
    expect((await why()).slice(0, says.length)).toEqual(says);
    expect((await verify()).sound).toBe(false);
  });

  it('of files whose names were erased is sound, and of files whose oldest days were taken away it says where they begin', async () => {
    change('2026-08-02', (text) => text.replaceAll(/,"aside":\{"salt[^}]*\}/g, ''));
    expect(await verify()).toMatchObject({ sound: true, erased: 2, from: 1 });
    rmSync(dayFile(folder(), '2026-08-01'));
    expect(await verify()).toMatchObject({ sound: true, from: 2 });
  });
});
