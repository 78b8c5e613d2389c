// The access log beside a running system: each look is in the books once, is found by whom and by who, and is the resident's to have.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessAnswer, AccessExtract, AccessRow } from '../../contracts/office/access.ts';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import type { TokenAnswer } from '../../contracts/session/session.ts';
import type { Role } from '../../contracts/terms.ts';
import { openBooks } from '../../records/open.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjt } from '../yjt.ts';

const system = await ofThisFile(System.start());
const access = (query = ''): Promise<AccessAnswer> => system.api<AccessAnswer>(`/api/v1/office/access?${query}`);
const rowsOf = async (query: string): Promise<AccessRow[]> => (await access(query)).readings;
const as = async (role: Role, name: string) => {
  const { token } = await system.api<TokenAnswer>('/api/v1/tokens', { role, name });
  return (path: string, body?: object) =>
    fetch(`http://127.0.0.1:${system.port}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
};
type Asks = Awaited<ReturnType<typeof as>>;
const open = (resident: string, who: Asks) => who(`/api/v1/office/registry/residents/${resident}`);

let liu: Asks;
let zhou: Asks;
let incident: string;
beforeAll(async () => {
  liu = await as('community', '刘主任');
  zhou = await as('officer', '周敏');
  expect((await open('res-004', liu)).status).toBe(200);
  ({ incident } = await system.api<{ incident: string }>('/api/v1/incidents', { kind: 'sos', resident: 'res-004' }));
  await until(async () => expect((await zhou(`/api/v1/incidents/${incident}`)).status).toBe(200));
  const broken = await zhou(`/api/v1/incidents/${incident}/conditions`, { why: '医生在问病史' });
  expect(broken.status).toBe(200);
  await until(async () => expect((await rowsOf('q=周敏&what=conditions')).length).toBe(1));
}, 120_000);

describe('the access log', () => {
  it('says who was shown whom, through what, what for and why', async () => {
    const [registry] = await rowsOf('by=刘主任');
    expect(registry).toMatchObject({
      by: { name: '刘主任' },
      role: 'community',
      what: 'card',
      purpose: 'administration',
      residents: [{ id: 'res-004', name: '冯孃孃' }],
      shown: 1,
      everybody: false,
    });
    const [broken] = await rowsOf('what=conditions');
    expect(broken).toMatchObject({ purpose: 'break_glass', words: '医生在问病史', incident: { id: incident } });
    await until(async () => expect((await rowsOf('what=conditions'))[0]?.incident?.number).toBeGreaterThan(0));
  });

  it('is found by the resident, by who looked, by day and by what for; not by what does not fit', async () => {
    for (const q of ['冯孃孃', 'fnn', 'feng', '刘', 'lzr'])
      expect((await rowsOf(`q=${encodeURIComponent(q)}`)).length, q).toBeGreaterThan(0);
    expect(await rowsOf('q=nobodyofthisname')).toEqual([]);
    expect((await rowsOf('resident=res-004&by=刘主任')).length).toBe(1);
    expect(await rowsOf('resident=res-001&by=刘主任')).toEqual([]);
    expect(await rowsOf('purpose=break_glass&by=刘主任')).toEqual([]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await rowsOf(`from=${tomorrow}`)).toEqual([]);
    expect((await access()).readers).toEqual(expect.arrayContaining(['刘主任', '周敏']));
    for (const nonsense of ['what=nonsense', 'before=x', 'from=yesterday'])
      expect((await system.call(`/api/v1/office/access?${nonsense}`)).status, nonsense).toBe(400);
  });

  it('is for administrator and community alone, and looking at it is in it', async () => {
    for (const path of ['access', 'access.csv', 'access/residents/res-004', 'access/residents/res-004/extract.csv']) {
      expect((await zhou(`/api/v1/office/${path}`)).status, path).toBe(403);
      expect((await liu(`/api/v1/office/${path}?by=${encodeURIComponent('周敏')}`)).status, path).toBe(200);
    }
    await until(async () => {
      const mine = await rowsOf('by=刘主任&resident=res-004');
      expect(mine.map(({ what }) => what).sort()).toEqual(expect.arrayContaining(['access', 'card', 'export']));
    });
  });

  it('leaves as a file with what is in words', async () => {
    const csv = await (await liu('/api/v1/office/access.csv?what=conditions&language=zh')).text();
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    for (const word of ['周敏', '值班员', '健康情况', '紧急查看', '医生在问病史', '冯孃孃'])
      expect(csv).toContain(word);
  });

  it('is paged without a gap and without a second time', async () => {
    const newest = new Date(Date.now()).toISOString(); // what this test looks at comes after
    const whole = (await rowsOf(`limit=200&until=${newest}`)).map(({ entry }) => entry);
    const paged: string[] = [];
    for (let before = ''; ; ) {
      const page = await access(`limit=2&until=${newest}${before}`);
      paged.push(...page.readings.map(({ entry }) => entry));
      if (page.next === undefined) break;
      before = `&before=${page.next}`;
    }
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(paged.length);
  });
});

describe('what a resident is given', () => {
  it('has each look at them, who it was and what for, and nobody else', async () => {
    const list = await zhou('/api/v1/incidents?state=all');
    expect(list.status).toBe(200);
    const given = await (await liu('/api/v1/office/access/residents/res-004')).json() as AccessExtract; // biome-ignore format: one line
    expect(given.resident).toEqual({ id: 'res-004', name: '冯孃孃' });
    expect(given.readings.length).toBeGreaterThanOrEqual(3);
    expect(given.readings.some(({ by, what }) => by === '周敏' && what === 'conditions')).toBe(true);
    expect(JSON.stringify(given)).not.toMatch(/res-0(?!04)/);
    const csv = await (await liu('/api/v1/office/access/residents/res-004/extract.csv')).text();
    expect(csv).toContain('您的健康情况');
    expect(csv).not.toContain('冯孃孃');
    expect((await liu('/api/v1/office/access/residents/res-999')).status).toBe(404);
  });
});

/** Of the audit, by what it says itself: what the books must have. */
async function audited(by: string): Promise<number> {
  let n = 0;
  for (let before = ''; ; ) {
    const page = await system.api<{ entries: AuditEntry[]; next?: string }>(`/api/v1/audit?limit=1000${before}`);
    n += page.entries.filter((one) => one.by === by && one.what === 'card').length;
    if (page.next === undefined) return n;
    before = `&before=${page.next}`;
  }
}

describe('whatever happens to the office', () => {
  it('killed again and again while people look, each look is there once; made anew, and with its file lost, too', async () => {
    const name = '查得多';
    const busy = await as('community', name);
    const residents = Array.from({ length: 60 }, (_, n) => `res-0${String(n + 10)}`);
    for (const [n, resident] of residents.entries()) {
      if (n % 15 === 7) await until(() => system.kill('office/main'));
      expect((await open(resident, busy)).status).toBe(200);
    }
    const there = async () => {
      const rows = await rowsOf(`by=${encodeURIComponent(name)}&limit=200`);
      expect(rows.length).toBe(residents.length);
      expect(new Set(rows.flatMap((row) => row.residents.map(({ id }) => id))).size).toBe(residents.length);
    };
    expect(await audited(name)).toBe(residents.length);
    await until(there);
    await yjt(system, 'records', 'rebuild');
    await until(there);
    const file = join(system.folder, 'records', 'records.db');
    process.kill(system.pid, 'SIGSTOP'); // nobody starts it again before the file is gone
    system.kill('office/main');
    for (const one of readdirSync(join(system.folder, 'records'))) rmSync(join(system.folder, 'records', one));
    process.kill(system.pid, 'SIGCONT');
    await until(() => expect(existsSync(file)).toBe(true));
    await until(there, 60);
  }, 180_000);
});

describe('whoever was erased', () => {
  it('is nobody by name; that somebody looked at this id stands, and the words about them are gone', async () => {
    await system.clear();
    await until(async () => {
      const erased = await system.call('/api/v1/residents/res-004/erase', { body: { why: '本人要求' } });
      expect(erased.status, await erased.text()).toBe(200);
    });
    await until(async () => expect(await rowsOf('q=冯孃孃')).toEqual([]));
    const left = await rowsOf('resident=res-004&what=conditions');
    expect(left).toMatchObject([{ residents: [{ id: 'res-004' }] }]);
    expect(JSON.stringify(left)).not.toMatch(/冯|病史/);
    expect((await liu('/api/v1/office/access/residents/res-004')).status).toBe(404);
    const books = await openBooks({ file: join(system.folder, 'records', 'records.db') });
    const all = JSON.stringify([
      await books.db.selectFrom('readings').selectAll().execute(),
      await books.db.selectFrom('shown').selectAll().execute(),
    ]);
    await books.close();
    expect(all).not.toMatch(/冯|病史|周敏/);
  }, 60_000);
});

describe('duty', () => {
  it('that is switched is in the books, with who did it', async () => {
    const switched = await system.call('/api/v1/responders/wang-g1/duty', { body: { onDuty: false } });
    expect(switched.status).toBe(200);
    await until(async () => {
      const books = await openBooks({ file: join(system.folder, 'records', 'records.db') });
      const rows = await books.db.selectFrom('duty_changes').selectAll().execute();
      await books.close();
      expect(rows).toMatchObject([{ responder: 'wang-g1', change: 'off', role: 'administrator' }]);
    });
  });
});
