// Closed incidents leave Redis for the archive, on a real Redis and real files: whole, once, and only when nobody waits.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, type IncidentId, incidentIdOf, type ShardId } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { ofThisFile } from '../../test/lives.ts';
import { TestRedis } from '../../test/redis.ts';
import { readHistory, readStory } from '../history.ts';
import { shardKeys } from '../keys.ts';
import { monthFile } from './month.ts';
import { ArchiveReader } from './reader.ts';
import { retireClosed } from './retire.ts';

let folder: string;
const shard = 's04' as ShardId;
const keys = shardKeys(shard);
const district = { id: 'd', shard };
/** Noon of 31 August 2026 in Beijing. */
const august = Date.parse('2026-08-31T12:00:00+08:00');
const hour = 3_600_000;

const server = await ofThisFile(TestRedis.start());
const redis = server.open();
beforeEach(async () => {
  await redis.flushall();
  if (folder) rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'yjt-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const idOf = (number: number): IncidentId => incidentIdOf(`${august - hour}-${number}`, shard);

/** An incident closed at an instant, as the commit leaves it. */
async function closed(number: number, closedAt: number, over: Partial<Incident> & { due?: number } = {}) {
  const { due, ...more } = over;
  const id = idOf(number);
  const opened = {
    v: 1,
    seq: 1,
    at: closedAt - 60_000,
    by: 'device/btn-1',
    type: 'opened',
    incident: id,
    district: 'd',
    number,
    call: 'sos',
    priority: 1,
    marks: [],
    device: 'btn-1',
    receivedAt: closedAt - 60_000,
    press: { id: `p${number}`, device: 'btn-1', kind: 'sos', receivedAt: closedAt - 60_000, body: 'x', times: 1 },
    tracks: ['grid'],
    reviewAt: closedAt,
  };
  const ending = { v: 1, seq: 2, at: closedAt, by: 'officer/周', type: 'closed', disposition: 'helped', textId: 't2' };
  const state = {
    id,
    district: 'd',
    number,
    seq: 2,
    state: 'closed',
    call: 'sos',
    priority: 1,
    marks: [],
    device: 'btn-1',
    receivedAt: opened.receivedAt,
    openedAt: opened.at,
    presses: [opened.press],
    legs: [],
    tracks: [{ track: 'grid', tier: 0 }],
    reviewAt: closedAt,
    closed: { at: closedAt, by: 'officer/周', disposition: 'helped' },
    ...more,
  };
  await redis.xadd(keys.log(id), '1-0', 'event', JSON.stringify(opened));
  await redis.xadd(keys.log(id), '2-0', 'event', JSON.stringify(ending));
  await redis.hset(keys.states, id, JSON.stringify(state));
  await redis.hset(keys.side(id), 't2', JSON.stringify({ text: `第${number}起：已送医\n“好”` }));
  await redis.hset(keys.hops(id), 'shown', closedAt - 59_000);
  await redis.zadd(keys.closed, closedAt, id);
  if (due !== undefined) await redis.zadd(keys.deadlines, due, id);
  return id;
}

const retire = (closedBefore: number) => retireClosed(redis, { shard, folder, closedBefore: at(closedBefore) });
const history = () => ({ redis, archive: new ArchiveReader(folder) });

describe('an incident closed long ago', () => {
  it('leaves Redis for the file of its month in Beijing, and reads as before', async () => {
    const late = Date.parse('2026-08-31T23:59:59+08:00');
    const id = await closed(1, late);
    const next = await closed(2, late + 1_000);
    const before = await readStory(history(), shard, id);
    expect(before).toMatchObject({ archived: false, hops: new Map([['shown', late - 59_000]]) });
    expect(await retire(late + hour)).toEqual({ moved: 2, damaged: [] });
    expect(await redis.keys('*')).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['2026-08.jsonl', '2026-09.jsonl']);
    expect(statSync(monthFile(folder, '2026-08')).mode & 0o777).toBe(0o600);
    expect(await readStory(history(), shard, id)).toEqual({ ...before, archived: true });
    expect((await readStory(history(), shard, next))?.state.number).toBe(2);
    expect(await readStory(history(), shard, idOf(3))).toBeUndefined();
    // without us: one JSON document a line
    const line = readFileSync(monthFile(folder, '2026-08'), 'utf8').trimEnd();
    expect(JSON.parse(line)).toMatchObject({ v: 1, id, district: 'd', side: { t2: { text: '第1起：已送医\n“好”' } } });
  });

  it('stays while it was closed lately, somebody must still be told, or it was merged into an open one', async () => {
    await closed(1, august);
    await closed(2, august - 9 * hour, { due: august + hour });
    await closed(3, august - 9 * hour, { mergedInto: idOf(2) });
    const gone = await closed(4, august - 9 * hour);
    expect((await retire(august - hour)).moved).toBe(1);
    expect((await redis.hkeys(keys.states)).sort()).toEqual([1, 2, 3].map(idOf));
    expect((await readStory(history(), shard, gone))?.archived).toBe(true);
  });

  it('stays when it has been changed since it was read', async () => {
    const id = await closed(1, august);
    const reader = redis.duplicate();
    // The officer adds a note in the moment between reading and removing.
    const raced = new Proxy(redis, {
      get: (target, name) =>
        name === 'yjtRetire'
          ? async (...given: string[]) => {
              await reader.hset(keys.states, id, JSON.stringify({ changed: true }));
              return target.yjtRetire(...given);
            }
          : Reflect.get(target, name, target),
    });
    await retire(0); // defines the script
    await retireClosed(raced, { shard, folder, closedBefore: at(august + 1) });
    expect(await redis.xlen(keys.log(id))).toBe(2);
    expect(await redis.zscore(keys.closed, id)).not.toBeNull();
    reader.disconnect();
  });

  it('that is damaged stays and is named; the others go', async () => {
    const id = await closed(1, august - hour);
    await closed(2, august - hour);
    await redis.hset(keys.states, id, 'no json');
    expect(await retire(august)).toEqual({ moved: 1, damaged: [id] });
  });
});

describe('the archive', () => {
  it('holds an incident once though a crash between writing and removing had it written twice', async () => {
    await closed(1, august);
    await retire(august + 1);
    await closed(1, august); // as a store that was killed before it removed it
    expect((await retire(august + 1)).moved).toBe(1);
    expect(readFileSync(monthFile(folder, '2026-08'), 'utf8').split('\n')).toHaveLength(3);
    const archive = new ArchiveReader(folder);
    expect(await archive.count()).toBe(1);
    expect(await archive.closed('d', { before: august + 1, limit: 10 })).toHaveLength(1);
  });

  it('is read on after a line that a crash cut off, and what was added later is found by the same reader', async () => {
    await closed(1, august);
    await retire(august + 1);
    const path = monthFile(folder, '2026-08');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole + whole.replaceAll(idOf(1), idOf(2)).slice(0, 300)); // the power went here
    const archive = new ArchiveReader(folder);
    expect(await archive.count()).toBe(1);
    await closed(2, august);
    await closed(3, august);
    await retire(august + 1);
    expect(await archive.count()).toBe(3);
    expect((await archive.find(idOf(2)))?.events).toHaveLength(2);
  });

  it('loses nothing to several archivers at once: each incident has a whole line before it leaves', async () => {
    const note = '已送医。'.repeat(2_000); // together well over the 512 KB that are written in pieces otherwise
    const ids = await Promise.all(Array.from({ length: 120 }, (_, n) => closed(n + 1, august)));
    for (const id of ids) await redis.hset(keys.side(id), 't2', JSON.stringify({ text: note }));
    const other = server.open();
    const both = await Promise.all([
      retire(august + 1),
      retireClosed(other, { shard, folder, closedBefore: at(august + 1) }),
      retire(august + 1),
    ]);
    expect(both.reduce((sum, { moved }) => sum + moved, 0)).toBe(120);
    expect(both.flatMap(({ damaged }) => damaged)).toEqual([]);
    expect(await redis.hlen(keys.states)).toBe(0);
    // One that looks in the middle of another's write begins with a newline of its own: an empty line is no incident.
    const lines = readFileSync(monthFile(folder, '2026-08'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id))).toEqual(new Set(ids));
    const archive = new ArchiveReader(folder);
    for (const id of ids) {
      const story = await readStory({ redis, archive }, shard, id);
      expect(story?.side.t2).toContain('已送医');
      expect(story?.events).toHaveLength(2);
    }
  });

  it('is not said to hold what a write left cut: the incident stays in Redis until its line is read back whole', async () => {
    const id = await closed(1, august);
    const probe = await open(join(folder, 'probe'), 'w');
    const write = vi.spyOn(Object.getPrototypeOf(probe) as FileHandle, 'write');
    await probe.close();
    // The disk takes half of it, as when it is full.
    write.mockImplementationOnce(async function (this: FileHandle, data: unknown) {
      const half = (data as Buffer).subarray(0, 300);
      await this.appendFile(half);
      return { bytesWritten: half.length, buffer: data } as never;
    });
    try {
      await expect(retire(august + 1)).rejects.toThrow('only 300 of');
    } finally {
      write.mockRestore();
    }
    expect(await redis.hexists(keys.states, id)).toBe(1);
    expect((await retire(august + 1)).moved).toBe(1);
    expect((await readStory(history(), shard, id))?.archived).toBe(true);
  });

  it('skips a torn line and names it; an earlier whole line of the same incident counts', async () => {
    for (let n = 1; n <= 3; n++) await closed(n, august + n);
    await retire(august + hour);
    const path = monthFile(folder, '2026-08');
    const [first = '', second = '', third = ''] = readFileSync(path, 'utf8').split('\n');
    const torn = (line: string) => `${line.slice(0, line.length / 2)}}`; // ends as a whole one does
    writeFileSync(path, `${first}\n${torn(second)}\n${third}\n${torn(third)}\n`);
    const damaged: string[] = [];
    const archive = new ArchiveReader(folder, (line) => damaged.push(line.id));
    expect((await archive.closed('d', { limit: 10 })).map(({ id }) => id)).toEqual([idOf(3), idOf(1)]);
    expect(damaged).toEqual([idOf(3), idOf(2)]);
    expect(await archive.find(idOf(2))).toBeUndefined();
    expect((await archive.find(idOf(3)))?.events).toHaveLength(2);
    expect(await readHistory({ redis, archive }, district, { limit: 2 })).toHaveLength(2);
  });

  it('is paged back through, after what is still in Redis', async () => {
    for (let n = 1; n <= 6; n++) await closed(n, august + n * hour * 24);
    await retire(august + 3.5 * 24 * hour);
    const numbers = async (limit: number, before?: number) =>
      (await readHistory(history(), district, { limit, ...(before === undefined ? {} : { before: at(before) }) })).map(
        ({ number }) => number,
      );
    expect(await numbers(10)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await numbers(4)).toEqual([6, 5, 4, 3]);
    expect(await numbers(2, august + 3 * 24 * hour)).toEqual([2, 1]);
    expect(await numbers(2, august + 5 * 24 * hour)).toEqual([4, 3]);
  });
});
