// The books beside a running system: what happened is found again, counted once, and nobody who presses waits for SQL.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { readSheet } from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceUpkeep } from '../../contracts/device/upkeep.ts';
import type { ShardId } from '../../contracts/ids.ts';
import type { EventView } from '../../contracts/incident/views.ts';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { HistoryAnswer, HistoryRow, OrdersAnswer } from '../../contracts/office/history.ts';
import type { ReviewsAnswer } from '../../contracts/office/reviews.ts';
import type { AlarmRecord } from '../../contracts/system/views.ts';
import { type BooksAt, openBooks } from '../../records/open.ts';
import { projection, type Tables } from '../../records/tables.ts';
import { connect } from '../../store/connection.ts';
import { putLatest } from '../../store/latest.ts';
import { ofThisFile } from '../lives.ts';
import { TestPostgres } from '../postgres.ts';
import { reckonDevices, saidOfDevices } from '../reckonedDevices.ts';
import { fileOf, reckonedFile } from '../reckonedFile.ts';
import { type RawIncident, reckon } from '../reckoning.ts';
import { reported } from '../reported.ts';
import { sampleBundle } from '../sample.ts';
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
let locking: Database.Database | undefined;
/** Somebody else has the file: a backup that hangs, a program that nobody knows of. */
function lock(statement: 'begin exclusive' | 'commit'): void {
  locking ??= new Database(file(), { timeout: 10_000 }); // the office may be writing
  locking.exec(statement);
}
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

  it('is found by the whole telephone number of who lives there, or of who is to be told; not by a part of it', async () => {
    const { phone = '', contacts } = sampleBundle().residents.find(({ id }) => id === 'res-004') ?? { contacts: [] };
    const numbers = [phone, contacts[0]?.phone ?? ''].filter((one) => one !== '');
    expect(numbers.length).toBeGreaterThan(0);
    for (const one of numbers) {
      expect(numbersOf(await history(`q=${encodeURIComponent(one)}`))).toContain(fall.number);
      expect(numbersOf(await history(`q=${encodeURIComponent(one.slice(0, -2))}`))).toEqual([]);
    }
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
    expect((await readSheet(xlsx)).map((row) => row.map((cell) => cell ?? '').join(','))).toEqual(
      csv.replace('\ufeff', '').trim().split('\r\n'),
    );
    const { entries } = await system.api<{ entries: { what?: string; residents?: string[] }[] }>(
      '/api/v1/audit?resident=res-004&limit=100',
    );
    expect(entries.filter(({ what }) => what === 'export').length).toBeGreaterThan(0);
    expect(entries.some(({ what }) => what === 'history')).toBe(true);
  });

  it('is counted as its raw log says, number by number, by a reckoning of its own', async () => {
    const { timeZone } = (await system.api<{ district: { timeZone: string } }>('/api/v1/map')).district;
    const [from, until_] = [Date.now() - 24 * 3_600_000, Date.now() + 1_000];
    const stretch = new URLSearchParams({ from: new Date(from).toISOString(), until: new Date(until_).toISOString() });
    const ids = (await history('limit=200')).incidents.map(({ id }) => id);
    const raw = await Promise.all(ids.map((id) => system.api<RawIncident>(`/api/v1/incidents/${id}/record`)));
    const { homes, courtyards } = sampleBundle();
    const yards = new Map(courtyards.map(({ id, grid }) => [id, grid]));
    const grids = new Map(homes.map(({ id, courtyard }) => [id, yards.get(courtyard)]));
    await until(async () => {
      const figures = await system.api<FiguresAnswer>(`/api/v1/office/figures?${stretch}`);
      const about = { from, until: until_, now: Date.now(), timeZone, gridOf: (home: string) => grids.get(home) };
      const reckoned = reckon(
        raw.map(({ events }, n) => ({ id: ids[n] ?? '', events })),
        about,
      );
      expect(reported(figures)).toEqual(reckoned);
      expect(reckoned.opened).toBe(ids.length);
      const { head, rows } = fileOf(await (await system.call(`/api/v1/office/figures.csv?${stretch}`)).text());
      expect(head?.[0]).toBe('项目');
      expect(rows).toEqual(reckonedFile(reckoned, [], timeZone));
    });
  });

  it('has what was ordered, once, and what was refused with why', async () => {
    await order(fall.incident, { command: 'acknowledge' }).catch(() => undefined); // it is over
    await until(async () => {
      const { orders } = await system.api<OrdersAnswer>(`/api/v1/office/history/${fall.incident}/orders`);
      expect(orders.map(({ command, outcome, code }) => [command, outcome, code])).toEqual([
        ['acknowledge', 'applied', undefined],
        ['note', 'applied', undefined],
        ['close', 'applied', undefined],
        ['acknowledge', 'refused', 'incident_closed'],
      ]);
      expect(orders.at(-1)?.why).toContain('结案');
    });
    const { events } = await system.api<{ events: EventView[] }>(`/api/v1/incidents/${fall.incident}/events`);
    expect(events.filter(({ type }) => type === 'acknowledged')).toHaveLength(1);
  });

  it('is listened to again by somebody else, and what was found stands beside it', async () => {
    const tokenOf = async (role: string) =>
      (JSON.parse(await yjt(system, 'token', 'create', '--role', role, '--json')) as { token: string }).token;
    const review = async (token: string, body: object) =>
      fetch(`http://127.0.0.1:${system.port}/api/v1/office/reviews`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const [officer, community] = [await tokenOf('officer'), await tokenOf('community')];
    const finding = { incident: fall.incident, verdict: 'improve', words: '应当先回拨' };
    expect((await review(officer, finding)).status).toBe(403);
    expect((await review(system.token, finding)).status).toBe(409); // they acknowledged it themselves
    expect((await review(community, { ...finding, verdict: 'nonsense' })).status).toBe(400);
    expect((await review(community, finding)).status).toBe(201);
    const day = (ms: number) => new Date(Date.now() + ms).toISOString();
    await until(async () => {
      const asked = new URLSearchParams({ from: day(-86_400_000), until: day(1_000) });
      const { reviews } = await system.api<ReviewsAnswer>(`/api/v1/office/reviews?${asked}`);
      expect(reviews).toMatchObject([{ incident: fall.incident, verdict: 'improve', words: '应当先回拨' }]);
    });
  });

  it('takes a button from the list of those not tried when it was, and tells of each device what its messages and presses say', async () => {
    const read = () => system.api<DeviceUpkeep>('/api/v1/office/devices');
    const { untested: [tried] = [] } = await read();
    if (!tried) throw new Error('every button was tried');
    await yjt(system, 'press', '--device', tried.device, '--kind', 'test');
    await until(async () => expect((await read()).untested?.map((one) => one.device)).not.toContain(tried.device));
    const redis = connect(system.store);
    const { devices, policy } = sampleBundle();
    const [hour, now] = [3_600_000, Date.now()];
    const [a = '', b = '', c = '', d = ''] = devices.map(({ id }) => id).slice(-4);
    const silentMs = 72 * hour; // of what runs on a battery, docs/decisions/043
    const low = policy.readiness.batteryLowPercent;
    // What they said last, as the broker keeps it.
    const heard: Record<string, { heardAt: number; battery: number }> = {
      [a]: { heardAt: now - silentMs - hour, battery: low + 1 },
      [b]: { heardAt: now - silentMs + hour, battery: low },
      [c]: { heardAt: now, battery: 3 },
      [d]: { heardAt: now - 10 * silentMs, battery: 50 },
      [tried.device]: { heardAt: now, battery: 90 },
    };
    const shard = (await history('limit=1')).incidents[0]?.id.split('-').at(-1) as ShardId;
    for (const [id, value] of Object.entries(heard))
      await putLatest(redis, shard, { kind: 'health', id, value }, 24 * hour);
    const ids = (await history('limit=200')).incidents.map(({ id }) => id);
    const raw = await Promise.all(ids.map((id) => system.api<RawIncident>(`/api/v1/incidents/${id}/record`)));
    const reckoned = reckonDevices(devices, { heard, tested: { [tried.device]: now }, raw, now, silentMs, low });
    await until(async () => {
      const said = await system.api<DeviceUpkeep>('/api/v1/office/devices');
      expect(saidOfDevices(said)).toEqual(reckoned);
    });
    expect([reckoned.silent.length, reckoned.batteryLow.length]).toEqual([devices.length - 3, 2]);
    const csv = await (await system.call('/api/v1/office/devices.csv?language=en')).text();
    const lines = csv.trim().split('\r\n').slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      ...reckoned.silent.map(([id]) => `${id} Silent`),
      ...reckoned.batteryLow.map(([id]) => `${id} Battery low`),
      ...reckoned.untested.map((id) => `${id} Not tried for long`),
    ]);
    await redis.quit();
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

  it.each([
    {
      how: 'stands still',
      begin: () => void system.kill('office/main', 'SIGSTOP'),
      end: () => void system.kill('office/main', 'SIGCONT'),
    },
    {
      how: 'cannot write, since another has locked the file',
      begin: () => lock('begin exclusive'),
      end: () => lock('commit'),
    },
  ])(
    'while it $how, presses are decided and people asked, and it catches up',
    async ({ begin, end }) => {
      begin();
      const pressed: Pressed[] = [];
      try {
        for (const resident of ['res-031', 'res-032', 'res-033']) {
          const one = await press(resident);
          pressed.push(one);
          const [asked] = (await system.incidents()).filter(({ id }) => id === one.incident);
          expect(asked?.legs.length).toBeGreaterThan(0); // the decision that opened it asked somebody
          await order(one.incident, { command: 'acknowledge' });
        }
      } finally {
        end();
      }
      for (const { incident } of pressed) await order(incident, { command: 'close', disposition: 'helped' });
      await until(async () => {
        const found = numbersOf(await history('state=closed&limit=200'));
        for (const { number } of pressed) expect(found).toContain(number);
      });
    },
    120_000,
  );

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
