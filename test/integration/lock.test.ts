// A hall's console that nobody touches locks itself: what helps now stays usable, all else asks for the password again, at the
// server. And no session ends while an incident is open.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { IncidentDetail } from '../../contracts/incident/views.ts';
import { may, whileLocked } from '../../contracts/session/rights.ts';
import type { Me } from '../../contracts/session/session.ts';
import { readAudit } from '../../store/audit.ts';
import { directoryKeys } from '../../store/keys.ts';
import { noteUse } from '../../store/sessionUse.ts';
import { type Grant, readToken, removeExpiredTokens } from '../../store/tokens.ts';
import { TestConsole } from '../console.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const lockAfterMs = 15 * 60_000;
const password = 'correct horse battery';
const console_ = await ofThisFile(TestConsole.start({ lockAfterMs }));
await console_.decide();
const administrator = await console_.token('administrator', { name: 'yjt', installation: true });
const officer = await console_.token('officer', { name: '别人' });
const orders = async (id: string, command: object): Promise<number> =>
  (await console_.ask(`/api/v1/incidents/${id}/commands`, { as: officer, body: { id: randomUUID(), ...command } }))
    .status;
const closed = await console_.raise(officer, { kind: 'sos', resident: 'res-010' });
await orders(closed, { command: 'acknowledge' });
expect(await orders(closed, { command: 'close', disposition: 'helped', text: '已处理' })).toBe(200);
const open = await console_.raise(officer, { kind: 'sos', resident: 'res-004' });
expect(await orders(open, { command: 'note', text: '老人说胸闷' })).toBe(200);

type Browser = { token: string; digest: string; grant: Grant };
let people = 0;

/** Somebody who has a password, signed in with it in a browser. */
async function signIn(role: 'officer' | 'health' | 'community' = 'officer'): Promise<Browser & { first: Browser }> {
  const login = `person${people++}`;
  const made = await console_.ask('/api/v1/accounts', {
    as: administrator,
    body: { login, name: `姓名${login}`, role },
  });
  const { link } = (await made.json()) as { link: string };
  const form = new URLSearchParams({ token: new URL(link).searchParams.get('token') ?? '' });
  const entered = await fetch(`${console_.url}/enter`, { method: 'POST', redirect: 'manual', body: form });
  const first = await browserOf(entered);
  const chosen = await console_.ask('/api/v1/session/password', { as: first.token, body: { password } });
  expect(chosen.status).toBe(204);
  return { ...(await browserOf(await console_.ask('/api/v1/session', { body: { login, password } }))), first };
}

async function browserOf(answer: Response): Promise<Browser> {
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  const token = cookies.find((one) => /^yjt(_h|_r)?=/.test(one))?.split('=')[1] ?? '';
  const held = await readToken(console_.redis, token, console_.clock.now());
  if (!held) throw new Error('not signed in');
  return { token, digest: held.digest, grant: held.grant };
}

const leaveAlone = ({ digest }: Browser): Promise<void> =>
  noteUse(console_.redis, digest, console_.clock.now() - lockAfterMs);
const statusOf = async ({ token }: Browser, path: string, body?: object): Promise<number> => {
  const answer = await console_.ask(path, { as: token, ...(body ? { body } : {}) });
  await answer.body?.cancel();
  return answer.status;
};
const order = (browser: Browser, id: string, command: object): Promise<number> =>
  statusOf(browser, `/api/v1/incidents/${id}/commands`, { id: randomUUID(), ...command });
const meOf = async ({ token }: Browser): Promise<Me> =>
  (await console_.ask('/api/v1/me', { as: token })).json() as Promise<Me>;

describe('a console that nobody has touched for a quarter of an hour', () => {
  it('still shows an open incident with name, address and telephone, and nothing that opens a door or an illness', async () => {
    const officer = await signIn();
    await leaveAlone(officer);
    const answer = await console_.ask(`/api/v1/incidents/${open}`, { as: officer.token });
    const text = await answer.text();
    const detail = JSON.parse(text) as IncidentDetail;
    expect(detail.persons[0]).toMatchObject({ name: '冯孃孃', phone: '000****0004', contacts: [] });
    expect(detail.incident.place).toMatchObject({ building: '2栋', unit: '1单元', door: '202' });
    expect(text).not.toMatch(/备用钥匙|门禁|髋关节|行动缓慢|000 0000 0005/);
    const called = await console_.ask(`/api/v1/incidents/${open}/phone`, {
      as: officer.token,
      body: { resident: detail.persons[0]?.id },
    });
    expect(await called.json()).toEqual({ phone: '000 0001 0004' });
  });

  it('acknowledges, and gives no other order', async () => {
    const officer = await signIn();
    await leaveAlone(officer);
    expect(await order(officer, open, { command: 'note', text: 'x' })).toBe(423);
    expect(await order(officer, open, { command: 'assign', responder: 'wang-g1', track: 'grid' })).toBe(423);
    expect(await order(officer, open, { command: 'close', disposition: 'helped' })).toBe(423);
    expect(await order(officer, open, { command: 'acknowledge' })).toBe(200);
    expect(await statusOf(officer, '/api/v1/session/active', {}), 'acknowledging opens nothing').toBe(423);
  });

  it('is let through no other door', async () => {
    const officer = await signIn();
    await leaveAlone(officer);
    const asked: string[] = [];
    for (const { method, url, right } of console_.app.doors) {
      if (!may('officer', right) || whileLocked.has(right) || method === 'HEAD' || !url.startsWith('/api/v1/'))
        continue;
      if (right === 'gateway.reply') continue; // proved by its signature, whoever is signed in
      const path = url.replace(/:\w+/, open);
      const answer = await console_.ask(path, {
        as: officer.token,
        method,
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect([path, answer.status, ((await answer.json()) as { error: string }).error]).toEqual([path, 423, 'screen_locked']); // biome-ignore format: one line
      asked.push(right);
    }
    expect(asked).toEqual(expect.arrayContaining(['search.read', 'resident.list', 'incident.list', 'incident.conditions', 'session.list', 'handover.read'])); // biome-ignore format: one line
    expect(await statusOf(officer, `/api/v1/incidents/${closed}`)).toBe(423);
  });

  it('has its open page narrowed within five seconds and whole again after the password, and the audit has both', async () => {
    const officer = await signIn();
    const { socket, frames } = openLive(console_.url, officer.token);
    const last = () => frames.findLast((frame) => frame.type === 'snapshot');
    await until(() => expect(last()?.incidents.map(({ id }) => id)).toEqual(expect.arrayContaining([open, closed])));
    expect(last()?.me).toMatchObject({ lockable: true, locksAfterSeconds: 900 });
    await leaveAlone(officer);
    await until(() => expect(last()?.me.locked).toBe(true), 5);
    expect(last()?.incidents.map(({ state }) => state)).not.toContain('closed');
    const before = frames.length;
    const other = await signIn();
    expect(await order(other, open, { command: 'note', text: '只给当班的人看' })).toBe(200);
    await until(() => expect(frames.slice(before).some(({ type }) => type === 'change')).toBe(true));
    expect(JSON.stringify(frames.slice(before))).not.toContain('只给当班的人看');
    expect(await statusOf(officer, '/api/v1/session/unlock', { password: 'wrong password' })).toBe(401);
    expect((await meOf(officer)).locked).toBe(true);
    expect(await statusOf(officer, '/api/v1/session/unlock', { password })).toBe(200);
    await until(() => expect(last()?.me.locked).toBeUndefined(), 5);
    expect(last()?.incidents.map(({ id }) => id)).toContain(closed);
    expect(await statusOf(officer, '/api/v1/search?q=f')).toBe(200);
    socket.close();
    const said = await readAudit(console_.redis, console_.district, { limit: 3, action: 'unlocked' });
    expect(said[0]).toMatchObject({ actor: officer.grant.account, address: '127.0.0.1' });
  });
});

describe('a lock', () => {
  it('is put on by hand, and keeps the page that is touched', async () => {
    const officer = await signIn();
    expect(await statusOf(officer, '/api/v1/session/active', {})).toBe(204);
    expect((await meOf(officer)).locked).toBeUndefined();
    expect(await statusOf(officer, '/api/v1/session/lock', {})).toBe(204);
    expect((await meOf(officer)).locked).toBe(true);
    expect(await statusOf(officer, '/api/v1/session/active', {})).toBe(423);
  });

  it('is of one session, and is opened by its own token where there is no password', async () => {
    const token = await console_.token('officer', { name: '令牌' });
    const [one, two] = [
      await browserOf(await console_.ask('/api/v1/session', { body: { token } })),
      await browserOf(await console_.ask('/api/v1/session', { body: { token } })),
    ];
    await leaveAlone(one);
    expect([(await meOf(one)).locked, (await meOf(two)).locked]).toEqual([true, undefined]);
    const another = await console_.token('officer', { name: '令牌' });
    expect(await statusOf(one, '/api/v1/session/unlock', { token: another })).toBe(401);
    expect(await statusOf(one, '/api/v1/session/unlock', { token })).toBe(200);
    expect((await meOf(one)).locked).toBeUndefined();
  });

  it('is put on a page that came by a link once its password is chosen', async () => {
    const { first } = await signIn();
    const { socket, frames } = openLive(console_.url, first.token);
    const mine = () => frames.findLast((frame) => frame.type === 'snapshot')?.me;
    await until(() => expect(mine()).toMatchObject({ locksAfterSeconds: 900, opensBy: 'password' }), 6);
    await leaveAlone(first);
    await until(() => expect(mine()?.locked).toBe(true), 6);
    socket.close();
  });

  const guest = async (role: string): Promise<{ token: string; browser: Browser }> => {
    const token = await linkFor(role);
    const form = new URLSearchParams({ token });
    const answer = await fetch(`${console_.url}/enter`, { method: 'POST', redirect: 'manual', body: form });
    return { token, browser: await browserOf(answer) };
  };
  const linkFor = async (role: string): Promise<string> => {
    const made = await console_.ask('/api/v1/tokens', { as: administrator, body: { role, link: true } });
    return new URL(((await made.json()) as { link: string }).link).searchParams.get('token') ?? '';
  };
  const unlock = ({ token }: Browser, by: string): Promise<number> => statusOf({ token } as Browser, '/api/v1/session/unlock', { token: by }); // biome-ignore format: one line

  it('of a page that came by a link and has no password is opened by another link of the same holder, once', async () => {
    const { browser, token: used } = await guest('officer');
    expect(await meOf(browser)).toMatchObject({ lockable: true, opensBy: 'link', locksAfterSeconds: 900 });
    await leaveAlone(browser);
    expect(await meOf(browser)).toMatchObject({ locked: true });
    expect(await statusOf(browser, `/api/v1/incidents/${open}`)).toBe(200);
    expect(await order(browser, open, { command: 'acknowledge' }), 'decided, whatever comes of it').not.toBe(423);
    expect(await order(browser, open, { command: 'note', text: 'x' })).toBe(423);
    expect(await statusOf(browser, '/api/v1/residents')).toBe(423);
    expect(await statusOf(browser, '/api/v1/sign-in'), 'how else it may be opened').toBe(200);
    // A token, a link that was used, one of another role, and one of somebody with a login are none of theirs.
    const own = await console_.ask('/api/v1/accounts', { as: administrator, body: { login: 'else', name: '别的', role: 'officer' } }); // biome-ignore format: one line
    const elses = new URL(((await own.json()) as { link: string }).link).searchParams.get('token') ?? '';
    for (const wrong of [await console_.token('officer'), used, await linkFor('community'), elses])
      expect(await unlock(browser, wrong)).toBe(401);
    expect((await meOf(browser)).locked).toBe(true);
    const link = await linkFor('officer');
    expect(await unlock(browser, link)).toBe(200);
    expect(await statusOf(browser, '/api/v1/residents')).toBe(200);
    await leaveAlone(browser);
    expect(await unlock(browser, link)).toBe(401);
    // A refused link was not used up.
    const other = await browserOf(
      await fetch(`${console_.url}/enter`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: elses }) }), // biome-ignore format: one line
    );
    expect((await meOf(other)).account).toBe('else');
  });

  it('of somebody who chose no password is opened by a link of their login', async () => {
    const made = await console_.ask('/api/v1/accounts', { as: administrator, body: { login: 'no.word', name: '无密码', role: 'officer' } }); // biome-ignore format: one line
    const body = new URLSearchParams({ token: new URL(((await made.json()) as { link: string }).link).searchParams.get('token') ?? '' }); // biome-ignore format: one line
    const browser = await browserOf(await fetch(`${console_.url}/enter`, { method: 'POST', redirect: 'manual', body }));
    await leaveAlone(browser);
    expect(await meOf(browser)).toMatchObject({ locked: true, opensBy: 'link' });
    expect(await unlock(browser, await linkFor('officer')), 'a link of nobody').toBe(401);
    const again = await console_.ask('/api/v1/accounts/no.word/link', { as: administrator, body: {} });
    const link = new URL(((await again.json()) as { link: string }).link).searchParams.get('token') ?? '';
    expect(await unlock(browser, link)).toBe(200);
    expect((await meOf(browser)).locked).toBeUndefined();
  });

  it('is not put on the health desk', async () => {
    const health = await signIn('health');
    await leaveAlone(health);
    expect((await meOf(health)).locked).toBeUndefined();
    expect(await statusOf(health, '/api/v1/session/lock', {})).toBe(409);
  });
});

describe('a session whose time is over', () => {
  const end = async ({ digest, grant }: Browser): Promise<void> => {
    await console_.redis.hset(
      directoryKeys.tokens,
      digest,
      JSON.stringify({ ...grant, expiresAt: console_.clock.now() - 1 }),
    );
  };

  it('goes on locked while an incident is open, is not cleared away, and begins anew with the password', async () => {
    const officer = await signIn();
    await end(officer);
    await removeExpiredTokens(console_.redis, console_.clock.now(), (id) => console_.live.open(id).length > 0);
    expect(await meOf(officer)).toMatchObject({ locked: true });
    expect(await statusOf(officer, `/api/v1/incidents/${open}`)).toBe(200);
    expect(await statusOf(officer, '/api/v1/residents')).toBe(423);
    expect(await statusOf(officer, '/api/v1/session/unlock', { password })).toBe(200);
    expect(await statusOf(officer, '/api/v1/residents')).toBe(200);
    const held = await readToken(console_.redis, officer.token, console_.clock.now());
    expect(held?.grant.expiresAt).toBeGreaterThan(console_.clock.now() + 13 * 3_600_000);
  });

  it('goes on as it was at the health desk', async () => {
    const health = await signIn('health');
    await end(health);
    expect(await statusOf(health, `/api/v1/incidents/${open}`)).toBe(200);
  });

  it('ends where nothing is open, and a program’s token ends anyway', async () => {
    const officer = await signIn();
    await end({ ...officer, grant: { ...officer.grant, district: 'neighbour' } });
    expect(await statusOf(officer, '/api/v1/me')).toBe(401);
    const token = await console_.token('officer', { expiresAt: console_.clock.now() - 1 });
    expect((await console_.ask('/api/v1/me', { as: token })).status).toBe(401);
  });
});
