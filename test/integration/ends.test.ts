// Whoever is dismissed, signed out, locked out or lost is out: from REST at once, from an open page and the broker within five
// seconds; and sessions and tokens are things that their owner and the administrator see and end.
import { connectAsync } from 'mqtt';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { SessionView } from '../../contracts/session/session.ts';
import { issueCredential, readCredential } from '../../store/directory.ts';
import { directoryKeys } from '../../store/keys.ts';
import { boundOldTokens, personsTokenAtMostMs, readToken } from '../../store/tokens.ts';
import { brokerOn } from '../broker.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
const administrator = await console_.token('administrator', { name: 'yjt', installation: true });

const post = (path: string, body: unknown, as = administrator) => console_.ask(path, { as, body });
const remove = (path: string, as = administrator) => console_.ask(path, { as, method: 'DELETE' });

type Browser = { cookie: string };
const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

/** Opens a one-time link and presses its button. */
async function enter(link: string): Promise<Browser> {
  const token = new URL(link).searchParams.get('token') ?? '';
  const answer = await fetch(`${console_.url}/enter`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token }),
  });
  return { cookie: cookiesOf(answer) };
}

async function person(login: string, more: object = {}): Promise<Browser & { link: string }> {
  const answer = await post('/api/v1/accounts', { login, name: `姓名${login}`, role: 'officer', ...more });
  const { link } = (await answer.json()) as { link: string };
  return { ...(await enter(link)), link };
}

/** A page that is open, and the code that it was closed with. */
async function page({ cookie }: Browser, screen = ''): Promise<{ closed: Promise<number>; frames: string[] }> {
  const socket = new WebSocket(`${console_.url.replace('http', 'ws')}/live?screen=${screen}`, { headers: { cookie } });
  const frames: string[] = [];
  socket.on('message', (text) => frames.push(String(text)));
  const closed = new Promise<number>((done) => socket.on('close', done));
  await until(() => expect(frames.length).toBeGreaterThan(0));
  return { closed, frames };
}

const within = (closed: Promise<number>, ms: number): Promise<number | 'open'> =>
  Promise.race([closed, new Promise<'open'>((done) => setTimeout(() => done('open'), ms).unref())]);

const me = async ({ cookie }: Browser, screen = ''): Promise<number> =>
  (await console_.ask('/api/v1/me', { headers: { cookie, 'x-yjt-screen': screen } })).status;

describe('a page that is open is closed with 4401, and REST is shut', () => {
  it('when the officer is dismissed', async () => {
    const officer = await person('dismissed');
    const { closed } = await page(officer);
    await remove('/api/v1/accounts/dismissed');
    expect(await within(closed, 5_000)).toBe(4401);
    expect(await me(officer)).toBe(401);
  });

  it('when the officer signs out elsewhere in the same browser', async () => {
    const officer = await person('out');
    const { closed } = await page(officer);
    await console_.ask('/api/v1/session', { method: 'DELETE', headers: { cookie: officer.cookie } });
    expect(await within(closed, 5_000)).toBe(4401);
    expect(await me(officer)).toBe(401);
  });

  it('when the administrator ends it', async () => {
    const officer = await person('ended');
    const { closed } = await page(officer);
    const { sessions } = (await (await console_.ask('/api/v1/sessions', { as: administrator })).json()) as {
      sessions: SessionView[];
    };
    const own = sessions.find(({ account, kind }) => account === 'ended' && kind === 'session');
    expect(own).toMatchObject({ role: 'officer', begunBy: 'link', current: false });
    expect((await remove(`/api/v1/sessions/${own?.id}`)).status).toBe(200);
    expect(await within(closed, 5_000)).toBe(4401);
    expect(await me(officer)).toBe(401);
  });

  it('when a lost tablet’s token is ended, and it has no end of its own', async () => {
    const made = (await (await post('/api/v1/tokens', { role: 'button', device: 'btn-010' })).json()) as SessionView & {
      token: string;
    };
    expect(made.expiresAt).toBeUndefined();
    const signedIn = await console_.ask('/api/v1/session', { body: { token: made.token } });
    const tablet = { cookie: cookiesOf(signedIn) };
    const { closed } = await page(tablet, 'b');
    await remove(`/api/v1/sessions/${made.id}`);
    expect(await within(closed, 5_000)).toBe(4401);
    expect(await me(tablet, 'b')).toBe(401);
  });

  it('even when the word of it got lost', async () => {
    const officer = await person('unheard');
    const { closed } = await page(officer);
    await console_.redis.hdel(directoryKeys.accounts, 'unheard'); // nobody is told
    expect(await within(closed, 5_000)).toBe(4401);
  });

  it('and nobody else’s is', async () => {
    const stays = await person('stays');
    const { closed } = await page(stays);
    await person('goes');
    await remove('/api/v1/accounts/goes');
    expect(await within(closed, 500)).toBe('open');
    expect(await me(stays)).toBe(200);
  });
});

describe('a connection to the broker ends within its sweep', () => {
  let broker: Awaited<ReturnType<typeof brokerOn>>;
  beforeAll(async () => {
    broker = await brokerOn(console_.server, console_.registry);
    return () => broker.stop();
  });

  it.each([
    {
      what: 'the pager of somebody who was dismissed',
      login: { kind: 'responder', id: 'wang-g1' } as const,
      begin: (): Promise<unknown> => person('wang', { role: 'responder', responder: 'wang-g1' }),
      end: (): Promise<unknown> => remove('/api/v1/accounts/wang'),
    },
    {
      what: 'a button that was lost',
      login: { kind: 'device', id: 'btn-011' } as const,
      begin: async (): Promise<unknown> => undefined,
      end: (): Promise<unknown> => remove('/api/v1/logins/btn-011'),
    },
  ])(
    '($what), and it is not let in again',
    async ({ login, begin, end }) => {
      await begin();
      const password = await issueCredential(console_.redis, { ...login, district: 'hongmenjie', simulated: false });
      const access = { username: login.id, password, reconnectPeriod: 0 };
      const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, access);
      const closed = new Promise<'closed'>((done) => client.on('close', () => done('closed')));
      await end();
      expect(await Promise.race([closed, new Promise((done) => setTimeout(done, 6_500, 'open').unref())])).toBe(
        'closed',
      );
      await expect(connectAsync(`mqtt://127.0.0.1:${broker.port}`, access)).rejects.toThrow();
      expect(await readCredential(console_.redis, login.id)).toBeUndefined();
    },
    20_000,
  );
});

describe('a password', () => {
  const choose = ({ cookie }: Browser, body: object) =>
    console_.ask('/api/v1/session/password', { body, headers: { cookie } });
  const signIn = async (login: string, password: string): Promise<Browser & { status: number }> => {
    const answer = await console_.ask('/api/v1/session', { body: { login, password } });
    return { status: answer.status, cookie: cookiesOf(answer) };
  };

  it('is changed with the old one only, and every other session ends', async () => {
    const first = await person('owner');
    expect((await choose(first, { password: '早上喝茶晚上散步' })).status).toBe(204);
    expect(await me(first), 'whoever changes it stays in').toBe(200);
    const stolen = await signIn('owner', '早上喝茶晚上散步');
    const owner = await signIn('owner', '早上喝茶晚上散步');
    const { closed } = await page(stolen);

    const without = await choose(stolen, { password: '小偷的新密码啊啊' });
    expect([without.status, await without.json()]).toMatchObject([403, { error: 'old_password_needed' }]);
    expect((await choose(stolen, { password: '小偷的新密码啊啊', old: 'guessed' })).status).toBe(401);

    expect((await choose(owner, { password: '换了一句只有我知道的', old: '早上喝茶晚上散步' })).status).toBe(204);
    expect(await within(closed, 5_000)).toBe(4401);
    expect([await me(owner), await me(stolen), await me(first)]).toEqual([200, 401, 401]);
    expect((await signIn('owner', '早上喝茶晚上散步')).status).toBe(401);
  });

  it('that is forgotten is chosen anew after a fresh link, which changes nothing by itself', async () => {
    const officer = await person('forgetful');
    await choose(officer, { password: '第一句话只有我知道' });
    const answer = await post('/api/v1/accounts/forgetful/link', {});
    const { link } = (await answer.json()) as { link: string };
    expect(await me(officer), 'goes on').toBe(200);
    const again = await enter(link);
    expect((await choose(again, { password: '第二句话也没人知道' })).status).toBe(204);
    expect([await me(again), await me(officer)]).toEqual([200, 401]);
  });

  it.each(['12345678', 'password1', 'Administrator', '11111111', 'guessable', 'guessable2026', '姓名guessable'])(
    'that anybody guesses is refused with advice: %s',
    async (password) => {
      const officer = await person('guessable');
      const answer = await choose(officer, { password });
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'weak_password', field: 'password' }]);
    },
  );
});

describe('a token', () => {
  const sessions = async (as: string): Promise<SessionView[]> =>
    ((await (await console_.ask('/api/v1/sessions', { as })).json()) as { sessions: SessionView[] }).sessions;

  it('of a person ends with its maker, and lasts at most 90 days', async () => {
    const chief = await person('chief', { role: 'administrator' });
    const asked = (days: number) =>
      console_.ask('/api/v1/tokens', { body: { role: 'administrator', days }, headers: { cookie: chief.cookie } });
    expect((await asked(3_650)).status).toBe(400);
    const { token, id } = (await (await asked(90)).json()) as { token: string; id: string };
    expect(await sessions(administrator)).toContainEqual(
      expect.objectContaining({ id, kind: 'token', maker: 'chief', role: 'administrator' }),
    );
    expect((await console_.ask('/api/v1/accounts', { as: token })).status).toBe(200);
    await remove('/api/v1/accounts/chief');
    expect((await console_.ask('/api/v1/accounts', { as: token })).status).toBe(401);
    expect((await sessions(administrator)).some((one) => one.id === id)).toBe(false);
  });

  it('that was made for ten years before there was an end gets one of 90 days; a wall’s does not', async () => {
    const years = console_.clock.now() + 10 * 365 * 86_400_000;
    const old = await console_.token('administrator', { expiresAt: years });
    const wall = await console_.token('wall', { expiresAt: years });
    await boundOldTokens(console_.redis, console_.clock.now());
    const held = async (token: string) => (await readToken(console_.redis, token, console_.clock.now()))?.grant;
    expect((await held(old))?.expiresAt).toBeLessThanOrEqual(console_.clock.now() + personsTokenAtMostMs);
    expect((await held(wall))?.expiresAt).toBe(years);
  });

  it('of another is neither seen nor ended by an officer', async () => {
    const officer = await person('curious');
    const answer = await console_.ask('/api/v1/sessions', { headers: { cookie: officer.cookie } });
    const seen = ((await answer.json()) as { sessions: SessionView[] }).sessions;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ account }) => account === 'curious')).toBe(true);
    const [other] = (await sessions(administrator)).filter(({ account }) => account !== 'curious');
    const refused = await console_.ask(`/api/v1/sessions/${other?.id}`, {
      method: 'DELETE',
      headers: { cookie: officer.cookie },
    });
    expect(refused.status).toBe(404);
  });
});

it('a store past its memory limit keeps nobody out who must come in, and nobody in who must go', async () => {
  await console_.redis.del(directoryKeys.browserSecret);
  const fresh = await TestConsole.startOn(console_.server);
  await console_.redis.config('SET', 'maxmemory', '1mb');
  try {
    const made = await fresh.ask('/api/v1/accounts', {
      as: administrator,
      body: { login: 'full', name: '满', role: 'officer' },
    });
    const { link } = (await made.json()) as { link: string };
    const officer = await enter(link);
    const chosen = await fresh.ask('/api/v1/session/password', {
      body: { password: '内存满了也要能进来' },
      headers: { cookie: officer.cookie },
    });
    expect(chosen.status).toBe(204);
    const signedIn = await fresh.ask('/api/v1/session', { body: { login: 'full', password: '内存满了也要能进来' } });
    expect(signedIn.status).toBe(200);
    expect((await remove('/api/v1/accounts/full')).status).toBe(200);
    expect(await me(officer)).toBe(401);
  } finally {
    await console_.redis.config('SET', 'maxmemory', '0');
    await fresh.stop();
  }
});
