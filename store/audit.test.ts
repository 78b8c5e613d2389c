import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShardId } from '../contracts/ids.ts';
import { defined } from '../contracts/shapes.ts';
import { ChainCheck, chainStart, hashOf } from '../signing/chain.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { until } from '../test/system.ts';
import { type AuditRecord, appendAudit, eraseAside, readAudit, readAuditPage, readStored } from './audit.ts';
import { append, readHead } from './auditChain.ts';
import { shardKeys } from './keys.ts';
import { type Reading, Readings, readingsAnHour, recordReading, sameOpeningMs, TooManyReadings } from './readings.ts';

const place = { id: 'd', shard: 's03' as ShardId };
const keys = shardKeys(place.shard);
let redis: Redis;
const server = await ofThisFile(TestRedis.start());
beforeEach(async () => {
  redis = server.open();
  await redis.flushall();
});

const record = (about: string, more: Partial<AuditRecord> = {}): AuditRecord => ({
  at: 1,
  by: '周敏',
  actor: 'zhou.min',
  role: 'officer',
  action: 'account_made',
  about,
  ...more,
});

/** Walks what is stored. */
async function check(marks?: ReadonlyMap<number, string>): Promise<{ sound: boolean; why: string[]; counts: object }> {
  const walk = new ChainCheck(marks);
  for (const line of await readStored(server.open(), place, { count: 10_000 })) walk.take(line);
  const sound = walk.end(await readHead(redis, place));
  return { sound, why: walk.problems.map(({ why, n }) => `${why} ${n}`), counts: walk.counts };
}

describe('the chain', () => {
  it('names the hash of the entry before, from the first on', async () => {
    await appendAudit(redis, place, record('a'));
    await appendAudit(redis, place, record('b'));
    const [first, second] = await readStored(redis, place, { count: 10 });
    expect(JSON.parse(first?.text ?? '')).toMatchObject({ n: 1, before: chainStart });
    expect(JSON.parse(second?.text ?? '')).toMatchObject({ n: 2, before: hashOf(first?.text ?? '') });
    expect(await readHead(redis, place)).toEqual({ n: 2, hash: hashOf(second?.text ?? '') });
    expect(await check()).toMatchObject({ sound: true, counts: { chained: 2, sealed: 0, erased: 0 } });
  });

  it('holds ids only: names and words lie aside, can be erased, and the chain stands', async () => {
    await appendAudit(redis, place, record('zhou', { name: '周敏的手机', why: '李大爷来电' }));
    const [stored] = await readStored(redis, place, { count: 1 });
    expect(stored?.text).not.toMatch(/周敏|李大爷/);
    expect(await readAudit(redis, place, { limit: 1 })).toMatchObject([{ by: '周敏', why: '李大爷来电' }]);
    expect(await eraseAside(redis, place, 1)).toBe(true);
    const [line] = await readAudit(redis, place, { limit: 1 });
    expect([line?.by, line?.why]).toEqual(['zhou.min', undefined]);
    expect(await check()).toMatchObject({ sound: true, counts: { erased: 1 } });
  });

  it('is one chain though five hundred entries come from three processes at once', async () => {
    const processes = [server.open(), server.open(), server.open()];
    await Promise.all(
      Array.from({ length: 500 }, (_, i) => appendAudit(processes[i % 3] ?? redis, place, record(`x${i}`))),
    );
    const abouts = (await readAudit(redis, place, { limit: 1_000 })).map(({ about }) => about);
    expect(new Set(abouts).size).toBe(500);
    expect(await check()).toMatchObject({ sound: true, counts: { chained: 500 } });
  });

  it('has an entry once though the connection broke after the script ran', async () => {
    await appendAudit(redis, place, record('a'));
    const real = redis.yjtAudit.bind(redis);
    vi.spyOn(redis, 'yjtAudit').mockImplementationOnce(async (...args) => {
      await real(...args);
      return real(...args); // as ioredis sends it again
    });
    await appendAudit(redis, place, record('b'));
    expect((await readAudit(redis, place, { limit: 10 })).map(({ about }) => about)).toEqual(['b', 'a']);
  });

  it('goes on after a power cut of the store', async () => {
    await appendAudit(redis, place, record('a'));
    await server.killAndStart();
    await appendAudit(redis, place, record('b'));
    expect(await check()).toMatchObject({ sound: true, counts: { chained: 2 } });
  });

  it('seals what was written before there was one', async () => {
    for (const about of ['old 1', 'old 2'])
      await redis.xadd(keys.audit('d'), '*', 'record', JSON.stringify({ at: 1, by: '旧', role: 'officer', action: 'signed_in', about })); // biome-ignore format: one line
    await appendAudit(redis, place, record('new'));
    const lines = await readAudit(redis, place, { limit: 10 });
    expect(lines.map(({ about, by }) => [about, by])).toEqual([['new', '周敏'], ['old 2', '旧'], ['old 1', '旧']]); // biome-ignore format: one line
    expect(await check()).toMatchObject({ sound: true, counts: { chained: 1, sealed: 2 } });
    const [oldest] = await redis.xrange(keys.audit('d'), '-', '+', 'COUNT', 1);
    await redis.xdel(keys.audit('d'), oldest?.[0] ?? '');
    expect((await check()).why).toEqual(['broken 1']);
  });

  const entryAt = async (n: number): Promise<string> =>
    (await redis.xrange(keys.audit('d'), '-', '+'))[n - 1]?.[0] ?? '';
  it.each([
    { what: 'taken out', why: ['missing 2'], harm: async () => redis.xdel(keys.audit('d'), await entryAt(2)) },
    { what: 'cut off the end', why: ['cut_off 4'], harm: async () => redis.xdel(keys.audit('d'), await entryAt(4)) },
    {
      what: 'given other names',
      why: ['aside_changed 3'],
      harm: () => redis.hset(keys.auditAsides('d'), '3', '{"salt":"","by":"别人"}'),
    },
    {
      what: 'put in without a hash',
      why: ['unchained 4'],
      harm: () => redis.xadd(keys.audit('d'), '*', 'record', '{"at":1,"by":"x","role":"officer","action":"x"}'),
    },
    {
      what: 'replaced by another that is hashed anew',
      why: ['broken 4'],
      harm: async () => {
        const all = await redis.xrange(keys.audit('d'), '-', '+');
        await redis.del(keys.audit('d'));
        for (const [i, [, [, text = '']]] of all.entries()) {
          const now = i === 2 ? text.replace('account_made', 'signed_in') : text;
          await redis.xadd(keys.audit('d'), '*', 'record', now, 'hash', hashOf(now));
        }
      },
    },
  ])('says where it breaks when an entry is $what', async ({ why, harm }) => {
    for (const about of ['a', 'b', 'c', 'd']) await appendAudit(redis, place, record(about));
    await harm();
    expect(await check()).toMatchObject({ sound: false, why });
  });

  it('that was written anew as a whole ends otherwise than was written down elsewhere', async () => {
    for (const about of ['a', 'b']) await appendAudit(redis, place, record(about));
    const head = await readHead(redis, place);
    await redis.flushall();
    for (const about of ['a', 'c']) await appendAudit(server.open(), place, record(about));
    expect((await check()).sound).toBe(true);
    expect((await check(new Map([[2, head?.hash ?? '']]))).why).toEqual(['other_head 2']);
  });

  it('is paged, each entry once, and asked by what it says', async () => {
    for (let i = 1; i <= 25; i++) await appendAudit(redis, place, record(`x${i}`, { at: i, action: i % 5 ? 'account_made' : 'imported' })); // biome-ignore format: one line
    const seen: (string | undefined)[] = [];
    for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
      const page = await readAuditPage(redis, place, { limit: 4, ...defined({ before: next }) });
      seen.push(...page.lines.map(({ about }) => about));
      next = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `x${25 - i}`));
    const imported = await readAudit(redis, place, { limit: 100, action: 'imported' });
    expect(imported.map(({ at }) => at)).toEqual([25, 20, 15, 10, 5]);
  });

  it('takes nothing when an entry cannot be made, and goes on with the next', async () => {
    const broken = append(redis, place, () => {
      throw new Error('no text');
    });
    await expect(broken).rejects.toThrow('no text');
    await appendAudit(redis, place, record('a'));
    expect(await check()).toMatchObject({ sound: true, counts: { chained: 1 } });
  });
});

describe('a reading', () => {
  const reading = (more: Partial<Reading> = {}): Reading => ({
    at: 5,
    by: { actor: 'zhou.min', name: '周敏', role: 'officer' },
    address: '192.0.2.1',
    what: 'card',
    residents: ['res-1'],
    incident: 'i1',
    purpose: 'incident',
    ...more,
  });
  let now = 0;
  const said: string[] = [];
  const log = {
    warn: (fields: object, says: string) => void said.push(`${says} ${JSON.stringify(fields)}`),
    error: (fields: object, says: string) => void said.push(`${says} ${JSON.stringify(fields)}`),
  };
  const open = (): Readings => new Readings({ redis, clock: () => now, log });
  const shown = async () => (await readAudit(server.open(), place, { limit: 1_000 })).reverse();

  it('says who was shown whom, from where, with which incident and what for', async () => {
    await recordReading(redis, place, reading({ what: 'conditions', purpose: 'break_glass', reason: 'doctor_asks', words: '医生在问' })); // biome-ignore format: one line
    expect(await shown()).toMatchObject([
      {
        action: 'conditions_shown',
        by: '周敏',
        actor: 'zhou.min',
        address: '192.0.2.1',
        residents: ['res-1'],
        incident: 'i1',
        purpose: 'break_glass',
        reason: 'doctor_asks',
        why: '医生在问',
      },
    ]);
    expect(await readAudit(redis, place, { limit: 1, resident: 'res-1' })).toHaveLength(1);
    expect(await readAudit(redis, place, { limit: 1, resident: 'res-11' })).toEqual([]);
  });

  it('of a card that is read again while it is open is one entry; of another session, or later, it is one more', async () => {
    const readings = open();
    for (const session of ['one', 'one', 'two']) await readings.record(place, session, reading());
    expect(await shown()).toHaveLength(2);
    for (let i = 0; i < 5; i++) {
      now += sameOpeningMs - 1; // the page goes on reading
      await readings.record(place, 'one', reading());
    }
    expect(await shown()).toHaveLength(2);
    now += sameOpeningMs;
    await readings.record(place, 'one', reading());
    expect(await shown()).toHaveLength(3);
  });

  it('is one of three thousand an hour at most of one session, and then it is not shown', async () => {
    const readings = open();
    const read = (session: string, i: number) =>
      readings.record(place, session, reading({ incident: `i${i}`, purpose: 'history' }));
    await Promise.all(Array.from({ length: readingsAnHour }, (_, i) => read('one', i)));
    await expect(read('one', readingsAnHour)).rejects.toThrow(TooManyReadings);
    await read('two', 1);
    now += 3_600_000;
    await read('one', readingsAnHour);
    expect((await readHead(redis, place))?.n).toBe(readingsAnHour + 2);
  });

  it('of a search that finds one more names that one only', async () => {
    const readings = open();
    await readings.record(place, 'one', reading({ what: 'search', residents: ['a', 'b'] }));
    await readings.record(place, 'one', reading({ what: 'search', residents: ['a', 'c', 'b'] }));
    expect((await shown()).map(({ residents }) => residents)).toEqual([['a', 'b'], ['c']]);
  });

  it('that cannot be written down throws, and is written when it is tried again', async () => {
    const readings = open();
    await readings.record(place, 'two', reading());
    vi.spyOn(redis, 'yjtAudit').mockRejectedValueOnce(new Error('away'));
    await expect(readings.record(place, 'one', reading())).rejects.toThrow('away');
    await readings.record(place, 'one', reading());
    expect(await shown()).toHaveLength(2);
  });

  it('of an open incident waits while the store is away, and is then there in its order', async () => {
    const readings = open();
    await readings.record(place, 'one', reading({ incident: 'first' }));
    vi.spyOn(redis, 'yjtAudit').mockRejectedValueOnce(new Error('away'));
    readings.note(place, 'one', reading({ incident: 'second' }));
    readings.note(place, 'one', reading({ incident: 'third' }));
    await until(() => expect(readings.waiting).toBe(0));
    await until(async () =>
      expect((await shown()).map(({ incident }) => incident)).toEqual(['first', 'second', 'third']),
    );
    expect(said.some((line) => line.includes('not written, again soon'))).toBe(true);
    await readings.stop();
  });

  it('that the store never took is in the process’s log when it ends, without a name', async () => {
    const readings = open();
    await readings.record(place, 'one', reading({ incident: 'first' }));
    vi.spyOn(redis, 'yjtAudit').mockReturnValue(new Promise(() => undefined)); // it does not answer
    said.length = 0;
    readings.note(place, 'one', reading({ incident: 'second', words: '李大爷' }));
    readings.note(place, 'one', reading({ incident: 'third' }));
    await readings.stop();
    expect(said[0]).toMatch(/kept in this log .*"actor":"zhou.min".*"incident":"second"/);
    expect(said[1]).toMatch(/"incident":"third"/);
    expect(said.join()).not.toMatch(/周敏|李大爷/);
  });
});
