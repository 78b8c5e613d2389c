// Sign-in by an OpenID Connect provider: a real one, on a port of its own.
import { describe, expect, it } from 'vitest';
import type { Me, SessionView } from '../../contracts/session/session.ts';
import { readAccount } from '../../store/accounts.ts';
import { directoryKeys } from '../../store/keys.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { neighbourBundle, TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { TestProvider, Walker } from '../oidcProvider.ts';
import { PeopleAt } from '../people.ts';
import { freePort, until } from '../system.ts';

const password = '夜里值班不打瞌睡';

const port = await freePort();
const publicUrl = `http://127.0.0.1:${port}`;
const callback = `${publicUrl}/sign-in/provider/back`;
const provider = await ofThisFile(TestProvider.start(await freePort(), callback));
const roles = [
  { value: 'street', role: 'community' },
  { value: 'duty', role: 'officer' },
] as const;
const console_ = await ofThisFile(
  TestConsole.start({ port, publicUrl, secondFactorFor: ['officer'], provider: { ...provider.settings, roles } }),
);
const people = await PeopleAt.open(console_);

const isOurs = (url: string): boolean => url.startsWith(`${console_.url}/`) && !url.includes('/sign-in/provider');
/** Presses the button and signs in there. @returns the browser, and where it ended */
async function come(as: string, walker = new Walker()): Promise<{ walker: Walker; end: string; way: string[] }> {
  const way = await walker.walk(`${console_.url}/sign-in/provider`, as, isOurs);
  return { walker, way, end: (way.at(-1) ?? '').slice(console_.url.length) };
}
const me = async (walker: Walker): Promise<Me> =>
  (await (await console_.ask('/api/v1/me', { headers: { cookie: walker.cookiesOf(console_.url) } })).json()) as Me;
const map = (login: string, identity: object): Promise<Response> =>
  console_.ask(`/api/v1/accounts/${login}/identity`, { as: people.administrator, body: identity });

describe('somebody whom the provider knows', () => {
  it('and nobody here has mapped does not come in, and is told why', async () => {
    expect((await come('a-stranger')).end).toBe('/?provider=unknown');
  });

  it('comes in as the account that an administrator mapped to their subject, with PKCE, state and nonce', async () => {
    await people.person('wang.li');
    expect((await map('wang.li', { subject: 'sub-wang' })).status).toBe(200);
    const { walker, way, end } = await come('sub-wang');
    expect(end).toBe('/');
    const asked = new URL(way.find((one) => one.startsWith(`${provider.issuer}/auth?`)) ?? '').searchParams;
    expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual(['S256', 'code']);
    expect(
      [asked.get('state'), asked.get('nonce'), asked.get('code_challenge')].every((one) => (one ?? '').length > 20),
    ).toBe(true);
    expect(await me(walker)).toMatchObject({ account: 'wang.li', role: 'officer' });
    expect((await me(walker)).mustEnrol, 'the provider asks for its own second factor').toBeUndefined();
    const list = await console_.ask('/api/v1/sessions', { headers: { cookie: walker.cookiesOf(console_.url) } });
    const { sessions } = (await list.json()) as { sessions: SessionView[] };
    expect(sessions.map(({ begunBy }) => begunBy)).toContain('provider');
  });

  it('is mapped by a verified e-mail once; from then on it is this subject, whoever gets the address', async () => {
    await people.person('chen.jie');
    await map('chen.jie', { email: 'Chen@Street.example' });
    provider.says('unverified', { email: 'chen@street.example', email_verified: false });
    expect((await come('unverified')).end).toBe('/?provider=unknown');
    provider.says('sub-chen', { email: 'chen@street.example', email_verified: true });
    expect(await me((await come('sub-chen')).walker)).toMatchObject({ account: 'chen.jie' });
    provider.says('a-namesake', { email: 'chen@street.example', email_verified: true });
    expect((await come('a-namesake')).end).toBe('/?provider=unknown');
    expect((await readAccount(console_.redis, 'chen.jie'))?.identity).toEqual({
      issuer: provider.issuer,
      subject: 'sub-chen',
    });
  });

  it('cannot be two logins', async () => {
    await people.person('first.one');
    await people.person('second.one');
    await map('first.one', { subject: 'sub-both' });
    const refused = await map('second.one', { subject: 'sub-both' });
    expect([refused.status, await refused.json()]).toMatchObject([409, { error: 'identity_taken' }]);
  });

  it('is out when the account ends, or is mapped no more', async () => {
    await people.person('gone');
    await map('gone', { subject: 'sub-gone' });
    const { walker } = await come('sub-gone');
    await console_.ask('/api/v1/accounts/gone/identity', { as: people.administrator, method: 'DELETE' });
    expect((await me(walker)).account).toBeUndefined();
    expect((await come('sub-gone')).end).toBe('/?provider=unknown');
    await map('gone', { subject: 'sub-gone' });
    const again = await come('sub-gone');
    expect(await me(again.walker)).toMatchObject({ account: 'gone' });
    await console_.ask('/api/v1/accounts/gone', { as: people.administrator, method: 'DELETE' });
    expect((await me(again.walker)).account).toBeUndefined();
  });
});

describe('a claim that a setting maps to a role', () => {
  it('makes a login, follows what the claim says, and ends it when the claim goes', async () => {
    provider.says('sub-new', { name: '赵科长', preferred_username: 'zhao', groups: ['other', 'street'] });
    expect(await me((await come('sub-new')).walker)).toMatchObject({
      account: 'zhao',
      name: '赵科长',
      role: 'community',
    });
    provider.says('sub-new', { name: '赵科长', preferred_username: 'zhao', groups: ['duty'] });
    const officer = await come('sub-new');
    expect(await me(officer.walker)).toMatchObject({ account: 'zhao', role: 'officer' });
    provider.says('sub-new', { name: '赵科长', preferred_username: 'zhao', groups: [] });
    expect((await come('sub-new')).end).toBe('/?provider=unknown');
    expect((await me(officer.walker)).account).toBeUndefined();
    expect(await readAccount(console_.redis, 'zhao')).toBeUndefined();
  });

  it('makes it in the default district, whichever is read first', async () => {
    const makeDefault = async (id: string): Promise<void> => {
      await console_.redis.set(directoryKeys.defaultDistrict, id);
      await writeDistrict(console_.redis, neighbourBundle()); // read again with the next change
      await until(() => expect(console_.registry.defaultDistrict()?.id).toBe(id));
    };
    expect(console_.registry.all()[0]?.id).toBe('hongmenjie');
    await makeDefault('neighbour');
    provider.says('sub-next', { name: '邻科长', preferred_username: 'lin.next', groups: ['duty'] });
    expect(await me((await come('sub-next')).walker)).toMatchObject({ account: 'lin.next' });
    expect((await readAccount(console_.redis, 'lin.next'))?.district).toBe('neighbour');
    await makeDefault('hongmenjie');
  });

  it('never takes over a login that is there', async () => {
    await people.person('taken');
    provider.says('sub-taken', { name: '姓名taken', preferred_username: 'taken', groups: ['duty'] });
    const { account, name } = await me((await come('sub-taken')).walker);
    expect([account, name]).toEqual([
      expect.stringMatching(/^oidc-[0-9a-f]{16}$/),
      expect.stringContaining('姓名taken（oidc-'),
    ]);
  });
});

describe('a way back that nobody began', () => {
  it.each([
    ['without the cookie', '?code=x&state=y'],
    ['with another state', '?code=x&state=another'],
  ])('%s leads to the sign-in page', async (which, query) => {
    const walker = new Walker();
    if (which.includes('another')) await walker.ask(`${console_.url}/sign-in/provider`);
    const answer = await walker.ask(`${callback}${query}`);
    expect(answer.headers.get('location')).toBe('/?provider=again');
    expect(answer.headers.getSetCookie().some((one) => one.startsWith('yjt='))).toBe(false);
  });

  it('with a refusal of the provider says so, and the same code is worth nothing twice', async () => {
    const walker = new Walker();
    const asked = await walker.ask(`${console_.url}/sign-in/provider`);
    const state = new URL(asked.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const iss = encodeURIComponent(provider.issuer);
    const refused = await walker.ask(`${callback}?error=access_denied&state=${state}&iss=${iss}`);
    expect(refused.headers.get('location')).toBe('/?provider=refused');
    await people.person('twice');
    await map('twice', { subject: 'sub-twice' });
    const { walker: other, way } = await come('sub-twice');
    const used = way.find((one) => one.startsWith(`${callback}?`)) ?? '';
    expect((await other.ask(used)).headers.get('location')).toBe('/?provider=again');
  });
});

it('a provider that is away keeps nobody from their password', async () => {
  await people.person('patient');
  const browser = await people.enter(await people.linkFor('patient'));
  await people.post(browser, '/api/v1/session/password', { password });
  await provider.stop();
  const port = await freePort();
  const other = await TestConsole.startOn(console_.server, {
    port,
    publicUrl: `http://127.0.0.1:${port}`,
    provider: { issuer: provider.issuer, clientId: 'yjt', clientSecret: undefined, name: '街道', claim: '', roles: [] },
  });
  try {
    for (let i = 0; i < 3; i++)
      expect((await other.ask('/sign-in/provider')).headers.get('location')).toBe('/?provider=away');
    expect((await other.ask('/api/v1/session', { body: { login: 'patient', password } })).status).toBe(200);
    expect(await (await other.ask('/api/v1/sign-in')).json()).toEqual({ provider: { name: '街道' } });
  } finally {
    await other.stop();
    await provider.resume(callback);
  }
});
