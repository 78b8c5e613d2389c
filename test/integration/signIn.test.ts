// Signing in while somebody else hammers at the door: the officer is in within a second, the attacker waits.
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FairQueue } from '../../console/server/session/fairQueue.ts';
import { Tries } from '../../console/server/session/tries.ts';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import type { RefusedTriesView } from '../../contracts/session/session.ts';
import { originOf } from '../../store/addresses.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

const password = '夜里值班不打瞌睡';
let console_: TestConsole;
let administrator: string;
/** The cookies of the browser in which the officer chose the password. */
let duty: string;

beforeEach(async () => {
  console_ = await TestConsole.start();
  administrator = await console_.token('administrator');
  const made = await console_.ask('/api/v1/accounts', {
    as: administrator,
    body: { login: 'zhou.min', name: '周敏', role: 'officer' },
  });
  const { link } = (await made.json()) as { link: string };
  const entered = await enter(link);
  duty = cookiesOf(entered);
  await console_.ask('/api/v1/session/password', { body: { password }, headers: { cookie: duty } });
}, 60_000);
afterEach(() => console_.stop(), 30_000);

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
const enter = (link: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${console_.url}/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({ token: tokenOf(link) }),
  });
const tryIt = (login: string, given: string, cookie = ''): Promise<Response> =>
  console_.ask('/api/v1/session', { body: { login, password: given }, headers: { cookie } });

/** The same from another machine: another address of the loopback network. */
function tryFrom(localAddress: string, login: string, given: string): Promise<number | undefined> {
  const { port } = new URL(console_.url);
  const body = JSON.stringify({ login, password: given });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((done, failed) => {
    const sent = request(
      { host: '127.0.0.1', port, localAddress, path: '/api/v1/session', method: 'POST', headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => done(answer.statusCode));
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

describe('after ten wrong passwords for the duty officer', () => {
  beforeEach(async () => {
    for (let i = 0; i < 10; i++) expect((await tryIt('zhou.min', `wrong ${i}`)).status).toBe(401);
  });

  it('the attacker waits, with the right password too', async () => {
    const answer = await tryIt('zhou.min', password);
    expect([answer.status, await answer.json()]).toMatchObject([429, { error: 'locked' }]);
  });

  it('the officer signs in where they have worked before, even behind the attacker’s address', async () => {
    expect((await tryIt('zhou.min', password, duty)).status).toBe(200);
  });

  it('the officer signs in from another address', async () => {
    expect(await tryFrom('127.0.0.2', 'zhou.min', password)).toBe(200);
  });

  it('the officer comes in by a link from the administrator’s machine, and a handover is signed', async () => {
    const made = await console_.ask('/api/v1/accounts/zhou.min/link', { as: administrator, body: {} });
    const { link } = (await made.json()) as { link: string };
    expect((await enter(link)).headers.get('location')).toBe('/');
    const before = await console_.token('officer', { name: '夜班' });
    const signed = await console_.ask('/api/v1/handover', {
      as: before,
      body: { to: { login: 'zhou.min', password }, sound: 'heard' },
      headers: { cookie: duty },
    });
    expect(signed.status).toBe(200);
  });
});

// That whoever is known waits for no stranger: console/server/session/fairQueue.test.ts.
it('the officer signs in amid four hundred sign-ins with made-up names, few of which are worth a hash', async () => {
  const flood = Array.from({ length: 400 }, async (_, i) => (await tryIt(`nobody-${i}`, 'x'.repeat(12))).status);
  expect((await tryIt('zhou.min', password, duty)).status).toBe(200);
  const statuses = await Promise.all(flood);
  expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
  expect(statuses.filter((status) => status === 401).length, 'few were worth a hash').toBeLessThanOrEqual(40);
}, 60_000);

it('six hundred refused tries are one line by their address, and none in the audit', async () => {
  for (
    let batch = 0;
    batch < 6;
    batch++ // more at once from one address would be cut as strangers
  )
    await Promise.all(Array.from({ length: 100 }, (_, i) => tryIt(i % 2 ? 'zhou.min' : 'made.up', `wrong ${i}`)));
  const read = async () =>
    (await (await console_.ask('/api/v1/refused-tries', { as: administrator })).json()) as {
      addresses: RefusedTriesView[];
    };
  await until(async () => expect((await read()).addresses[0]?.count).toBe(600), 10);
  expect((await read()).addresses).toMatchObject([{ address: '127.0.0.1', logins: ['zhou.min'] }]);
  const audit = await console_.ask('/api/v1/audit?limit=1000', { as: administrator });
  const { entries } = (await audit.json()) as { entries: AuditEntry[] };
  expect(entries.map(({ action }) => action)).toEqual(['password_set', 'signed_in', 'account_made']);
}, 60_000);

it('the audit is read page by page, each entry once', async () => {
  const seen: string[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const query: string = next === '' ? '' : `&before=${next}`;
    const answer = await console_.ask(`/api/v1/audit?limit=1${query}`, { as: administrator });
    const page = (await answer.json()) as { entries: AuditEntry[]; next?: string };
    seen.push(...page.entries.map(({ action }) => action));
    next = page.next;
  }
  expect(seen).toEqual(['password_set', 'signed_in', 'account_made']);
});

describe('a one-time link', () => {
  const newLink = async (): Promise<string> => {
    const answer = await console_.ask('/api/v1/tokens', { as: administrator, body: { role: 'officer', link: true } });
    return ((await answer.json()) as { link: string }).link;
  };
  const path = (link: string): string => `/enter?token=${tokenOf(link)}`;

  it('is not used up by whoever only looks at it, and once by its button', async () => {
    const link = await newLink();
    for (const method of ['HEAD', 'GET', 'GET']) {
      const looked = await console_.ask(path(link), { method });
      expect([looked.status, looked.headers.getSetCookie()]).toEqual([200, []]);
    }
    await console_.ask('/api/v1/me', { as: tokenOf(link) });
    const first = await enter(link);
    expect(first.headers.get('set-cookie')).toMatch(/^yjt=.*HttpOnly/);
    const second = await enter(link);
    expect([second.headers.get('location'), second.headers.getSetCookie()]).toEqual(['/?expired=1', []]);
    expect((await console_.ask(path(link))).headers.get('location')).toBe('/?expired=1');
  });

  it('lets one of two in who press at the same moment', async () => {
    const link = await newLink();
    const both = await Promise.all([enter(link), enter(link)]);
    expect(both.filter((answer) => answer.headers.getSetCookie().length > 0)).toHaveLength(1);
  });

  it('is not pressed by a page of another site', async () => {
    const link = await newLink();
    expect((await enter(link, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await enter(link)).status).toBe(303);
  });

  it('shows its page with nothing of another’s in it', async () => {
    const answer = await console_.ask('/enter?token=%22%3E%3Cscript%3Ex');
    expect(answer.headers.get('location')).toBe('/?expired=1');
  });
});

describe('tries', () => {
  it('of strangers are counted by address and login, by address, and by login; those of a known browser apart', () => {
    const tries = new Tries(() => 0);
    const stranger = { address: '192.0.2.1', login: 'zhou.min', known: false };
    for (let i = 0; i < 10; i++) expect(tries.admit(stranger)).toBe(true);
    expect(tries.admit(stranger)).toBe(false);
    expect(tries.admit({ ...stranger, address: '192.0.2.2' })).toBe(true);
    expect(tries.admit({ ...stranger, known: true })).toBe(true);
    for (let i = 0; i < 29; i++) tries.admit({ ...stranger, login: `made-up-${i}` });
    expect(tries.admit({ ...stranger, login: 'one.more' }), 'the address has used up its own').toBe(false);
    for (let i = 0; i < 100; i++) tries.admit({ ...stranger, address: `198.51.100.${i}` });
    expect(tries.admit({ ...stranger, address: '203.0.113.9' }), 'many addresses, one login').toBe(false);
    expect(tries.admit({ ...stranger, known: true })).toBe(true);
  });

  it('are allowed again after a quarter of an hour', () => {
    let now = 0;
    const tries = new Tries(() => now);
    const stranger = { address: '192.0.2.1', login: 'zhou.min', known: false };
    for (let i = 0; i < 11; i++) tries.admit(stranger);
    now = 15 * 60_000;
    expect(tries.admit(stranger)).toBe(true);
  });

  it.each([
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8::2', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s are those of %s', (ip, address) => expect(originOf(ip)).toBe(address));
});

describe('costly work', () => {
  it('is done in turn by whom it is for, known ones first, and refused beyond a bound', async () => {
    const queue = new FairQueue({ atOnce: 2, waitingByKey: 3, waitingInAll: 10 });
    const begun: string[] = [];
    const finish = new Map<string, () => void>();
    const run = (name: string, first = false) =>
      queue.run({ key: name[0] ?? '', first }, () => {
        begun.push(name);
        return new Promise<void>((done) => finish.set(name, done));
      });
    const all = [
      ...['a1', 'a2', 'a3', 'a4', 'a5', 'b1'].map((name) => run(name)),
      ...['k1', 'k2'].map((k) => run(k, true)),
    ];
    expect(begun, 'a stranger and somebody known').toEqual(['a1', 'k1']);
    for (const name of ['a1', 'k2', 'a2', 'b1', 'a3', 'k1', 'a4']) {
      await until(() => expect(begun).toContain(name));
      finish.get(name)?.();
    }
    const answers = await Promise.all(all);
    expect(
      answers.filter((one) => one === 'full'),
      'the fifth of one address',
    ).toHaveLength(1);
    expect(begun).toEqual(['a1', 'k1', 'k2', 'a2', 'b1', 'a3', 'a4']);
  });
});
