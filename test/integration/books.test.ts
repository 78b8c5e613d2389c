// The books beside a running system: what happened is found again, counted once, and nobody who presses waits for SQL.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventView } from '../../contracts/incident/views.ts';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { HistoryAnswer, HistoryRow } from '../../contracts/office/history.ts';
import type { AlarmRecord } from '../../contracts/system/views.ts';
import { dayIn, usualZone } from '../../contracts/wallClock.ts';
import { type BooksAt, openBooks } from '../../records/open.ts';
import { projection, type Tables } from '../../records/tables.ts';
import { ofThisFile } from '../lives.ts';
import { TestPostgres } from '../postgres.ts';
import { System, until } from '../system.ts';
import { yjt } from '../yjt.ts';

let written = 0;

type Pressed = { incident: string; number: number };
async function press(resident: string, on = system): Promise<Pressed> {
  const { incident } = await on.api<{ incident: string }>('/api/v1/incidents', { kind: 'sos', resident });
  const found = (await on.incidents()).find(({ id }) => id === incident);
  if (!found) throw new Error(`${incident} is not open`);
  return { incident, number: found.number };
}
const order = (id: string, command: object, on = system): Promise<unknown> =>
  on.api(`/api/v1/incidents/${id}/commands`, { id: `order-${++written}`, ...command });
const history = (query: string, on = system): Promise<HistoryAnswer> =>
  on.api<HistoryAnswer>(`/api/v1/office/history?${query}`);
const numbersOf = ({ incidents }: HistoryAnswer): number[] => incidents.map(({ number }) => number);

/** All of the table, row by row, in an order of its own. */
async function dump(at: BooksAt): Promise<Record<string, string[]>> {
  const books = await openBooks(at);
  try {
    const all: Record<string, string[]> = {};
    for (const table of projection) {
      const rows = await books.db
        .selectFrom(table as keyof Tables)
        .selectAll()
        .execute();
      all[table] = rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
    }
    return all;
  } finally {
    await books.close();
  }
}
const file = (): string => join(system.folder, 'records', 'records.db');
const settled = () => until(async () => expect((await history('')).books.state).toBe('current'));

const system = await ofThisFile(System.start());

/** An incident that was seen and closed, with words. */
async function dealtWith(resident: string, text: string): Promise<Pressed> {
  const pressed = await press(resident);
  await order(pressed.incident, { command: 'acknowledge' });
  await order(pressed.incident, { command: 'note', text });
  await order(pressed.incident, { command: 'close', disposition: 'helped', text: '已处理' });
  return pressed;
}

describe('what happened', () => {
  let fall: Pressed;
  beforeAll(async () => {
    fall = await dealtWith('res-004', '邻居说她在厨房摔倒，已扶起');
    await dealtWith('res-002', '误按');
    await until(async () => expect((await history('state=closed')).incidents.length).toBeGreaterThanOrEqual(2));
  });

  it.each([
    { how: 'the name', q: '冯孃孃' },
    { how: 'its initials', q: 'fnn' },
    { how: 'its pinyin', q: 'feng' },
    { how: 'a word that somebody wrote', q: '摔倒' },
    { how: 'the name and the word', q: '冯 厨房' },
  ])('is found by $how', async ({ q }) => {
    const { incidents } = await history(`q=${encodeURIComponent(q)}`);
    expect(incidents.map(({ id }) => id)).toEqual([fall.incident]);
    const [row] = incidents as [HistoryRow];
    expect(row).toMatchObject({ call: 'sos', state: 'closed', disposition: 'helped', residents: [{ name: '冯孃孃' }] });
    expect(row.acknowledgedAt).toBeDefined();
  });

  it('is found by its number, and by what fits together; not by what does not', async () => {
    expect(numbersOf(await history(`q=%23${fall.number}`))).toEqual([fall.number]);
    expect(numbersOf(await history(`q=fnn&call=smoke`))).toEqual([]);
    expect(numbersOf(await history(`q=fnn&disposition=helped&call=sos`))).toEqual([fall.number]);
    expect(numbersOf(await history('until=2020-01-01T00:00:00Z'))).toEqual([]);
    expect((await system.call('/api/v1/office/history?call=nonsense')).status).toBe(400);
  });

  it('is paged without a gap and without a second time', async () => {
    const whole = numbersOf(await history('limit=200'));
    const paged: number[] = [];
    for (let before = ''; ; ) {
      const page = await history(`limit=1${before}`);
      paged.push(...numbersOf(page));
      if (page.next === undefined) break;
      before = `&before=${page.next}`;
    }
    expect(paged).toEqual(whole);
  });

  it('leaves as a file that says who was in it, and who took it is written down', async () => {
    const bytes = Buffer.from(await (await system.call('/api/v1/office/history.csv?q=fnn')).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]); // else Excel takes it for another encoding
    const csv = bytes.toString();
    expect(csv).toContain('冯孃孃');
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    const xlsx = Buffer.from(await (await system.call('/api/v1/office/history.xlsx?q=fnn')).arrayBuffer());
    expect(xlsx.subarray(0, 2).toString()).toBe('PK');
    const { entries } = await system.api<{ entries: { what?: string; residents?: string[] }[] }>(
      '/api/v1/audit?resident=res-004&limit=100',
    );
    expect(entries.filter(({ what }) => what === 'export').length).toBeGreaterThan(0);
    expect(entries.some(({ what }) => what === 'history')).toBe(true);
  });

  it('is counted as its events say, by a reckoning of its own', async () => {
    const day = dayIn(usualZone, Date.now());
    const [from, until_] = [Date.now() - 24 * 3_600_000, Date.now() + 1_000].map((ms) => new Date(ms).toISOString());
    const figures = await system.api<FiguresAnswer>(`/api/v1/office/figures?from=${from}&until=${until_}`);
    const ids = (await history('limit=200')).incidents.map(({ id }) => id);
    const waits: number[] = [];
    for (const id of ids) {
      const { events } = await system.api<{ events: EventView[] }>(`/api/v1/incidents/${id}/events`);
      const opened = events.find(({ type }) => type === 'opened') as { receivedAt?: string } | undefined;
      const seen = events.find(({ type }) => type === 'acknowledged');
      if (opened?.receivedAt !== undefined && seen)
        waits.push((Date.parse(seen.at) - new Date(opened.receivedAt).getTime()) / 1000);
    }
    waits.sort((a, b) => a - b);
    const [acknowledged] = figures.steps;
    expect(figures.opened).toBe(ids.length);
    expect(acknowledged).toMatchObject({ step: 'acknowledged', n: ids.length, done: waits.length });
    expect(acknowledged?.slowest).toBeCloseTo(waits.at(-1) ?? -1, 3);
    expect(acknowledged?.median).toBeCloseTo(waits[Math.ceil(waits.length / 2) - 1] ?? -1, 3);
    expect(figures.byDay.find((one) => one.day === day)?.n).toBe(ids.length);
    expect(figures.byHour.reduce((sum, n) => sum + n, 0)).toBe(ids.length);
    const csv = await (await system.call(`/api/v1/office/figures.csv?from=${from}&until=${until_}`)).text();
    expect(csv).toContain(`呼叫总数,${ids.length},次`);
  });

  it('is not counted over a stretch that is none, or longer than a year and a month', async () => {
    const ask = (from: string, to: string) => system.call(`/api/v1/office/figures?from=${from}&until=${to}`);
    expect((await ask('2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z')).status).toBe(400);
    expect((await ask('2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).status).toBe(400);
  });
});

describe('whatever happens to the office', () => {
  it('killed again and again while people press, it has each incident once', async () => {
    const residents = Array.from({ length: 12 }, (_, n) => `res-0${String(n + 10)}`);
    for (const [n, resident] of residents.entries()) {
      if (n % 3 === 1) await until(() => system.kill('office/main')); // it may still be on its way back
      await dealtWith(resident, `第${n}位，量了血压`);
    }
    const closed = (await system.incidents('closed')).map(({ number }) => number).sort((a, b) => a - b);
    await until(async () => {
      const found = numbersOf(await history('state=closed&limit=200')).sort((a, b) => a - b);
      expect(found).toEqual(closed);
    });
    expect(numbersOf(await history(`q=${encodeURIComponent('血压')}&limit=200`))).toHaveLength(residents.length);
  }, 120_000);

  it('made anew from store and archive, the books are the same', async () => {
    await system.clear();
    await settled();
    let before = await dump({ file: file() });
    // What edges note after a decision comes a moment later.
    await until(async () => {
      const now = await dump({ file: file() });
      const same = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      if (!same) throw new Error('still being written');
      await yjt(system, 'records', 'rebuild');
      expect(await dump({ file: file() })).toEqual(now);
    }, 90);
    expect(before.incidents?.length).toBeGreaterThan(10);
    expect(before.texts?.length).toBeGreaterThan(10);
  }, 120_000);

  it('with its file destroyed, presses are decided all the same, it says so, and one command mends it', async () => {
    const known = numbersOf(await history('limit=200'));
    process.kill(system.pid, 'SIGSTOP'); // nobody starts it again before the file is broken
    system.kill('office/main');
    for (const part of ['', '-wal']) writeFileSync(file() + part, Buffer.alloc(64 * 1024, 'x'));
    process.kill(system.pid, 'SIGCONT');
    const alarms = async () => (await system.api<AlarmRecord>('/api/v1/alarms')).system.alarms.map(({ code }) => code);
    await until(async () => expect(await alarms()).toContain('books_away'));
    expect((await system.call('/api/v1/office/history')).status).toBe(503);
    const pressed = await press('res-030');
    await order(pressed.incident, { command: 'acknowledge' });
    await yjt(system, 'records', 'rebuild');
    await until(async () =>
      expect(numbersOf(await history('limit=200')).sort()).toEqual([...known, pressed.number].sort()),
    );
    await until(async () => expect(await alarms()).not.toContain('books_away'));
    expect(await yjt(system, 'records')).toMatch(/记录完整|everything up to/);
  }, 120_000);
});

describe('whoever was erased', () => {
  it('is found no more, nor what was written about them; that it was stays, also after a rebuild', async () => {
    const { number, incident } = await dealtWith('res-040', '提到了糖尿病用药');
    const word = `q=${encodeURIComponent('糖尿病用药')}`;
    await until(async () => expect(numbersOf(await history(word))).toEqual([number]));
    await system.clear();
    await until(async () => {
      const erased = await system.call('/api/v1/residents/res-040/erase', { body: { why: '本人要求' } });
      expect(erased.status, await erased.text()).toBe(200);
    });
    await until(async () => expect(numbersOf(await history(word))).toEqual([]));
    const check = async () => {
      const row = (await history(`q=%23${number}`)).incidents.find(({ id }) => id === incident);
      expect(row).toMatchObject({ residents: [], disposition: 'helped' });
      expect(numbersOf(await history(word))).toEqual([]);
    };
    await check();
    await yjt(system, 'records', 'rebuild');
    await check();
  }, 120_000);
});

describe('books on a server', () => {
  it('are away for a while: presses go on, and what was missed is caught up with', async () => {
    const postgres = await TestPostgres.start();
    const other = await System.start(['--no-sim'], { DATABASE_URL: await postgres.database('books') });
    try {
      const first = await press('res-002', other);
      await until(async () => expect(numbersOf(await history('', other))).toEqual([first.number]));
      await postgres.kill();
      const second = await press('res-004', other);
      expect((await other.call('/api/v1/office/history')).status).toBe(503);
      await order(second.incident, { command: 'acknowledge' }, other);
      await postgres.startAgain();
      await until(async () => expect(numbersOf(await history('', other))).toEqual([second.number, first.number]));
      const [row] = (await history('q=fnn', other)).incidents;
      expect(row?.acknowledgedAt).toBeDefined();
    } finally {
      await other.stop();
      await postgres.stop();
    }
  }, 180_000);
});
