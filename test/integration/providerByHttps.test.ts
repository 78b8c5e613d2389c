// Sign-in by an OpenID Connect provider at a console that serves HTTPS itself: a real provider, real TLS on a real port.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepServerCertificate } from '../../certificates/authority.ts';
import { authorityFiles } from '../../certificates/files.ts';
import { readServed } from '../../certificates/served.ts';
import type { Me } from '../../contracts/session/session.ts';
import { TestConsole } from '../console.ts';
import { TestProvider, Walker } from '../oidcProvider.ts';
import { PeopleAt } from '../people.ts';
import { freePort } from '../system.ts';

let console_: TestConsole;
let provider: TestProvider;
let folder: string;
let url: string;
let callback: string;
let ca: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yjt-oidc-'));
  await keepServerCertificate(folder, ['localhost']);
  const { server: pem, trusted } = authorityFiles(folder);
  ca = readFileSync(trusted);
  const [port, providerPort] = [await freePort(), await freePort()];
  url = `https://localhost:${port}`;
  callback = `${url}/sign-in/provider/back`;
  provider = await TestProvider.start(providerPort, callback);
  console_ = await TestConsole.start({
    publicUrl: url,
    secure: readServed({ certificate: pem, key: pem }),
    provider: {
      issuer: provider.issuer,
      clientId: 'yjt',
      clientSecret: 'a-secret-of-ours',
      name: '街道统一登录',
      claim: 'groups',
      roles: [],
    },
  });
  await new Promise<void>((done) => console_.app.secure?.server.listen(port, '127.0.0.1', done));
  const people = await PeopleAt.open(console_);
  await people.person('wang.li');
  await console_.ask('/api/v1/accounts/wang.li/identity', { as: people.administrator, body: { subject: 'sub-wang' } });
}, 60_000);
afterAll(async () => {
  await console_.stop();
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const cookieOf = (walker: Walker, name: string): string => walker.set.find((one) => one.startsWith(`${name}=`)) ?? '';
const isBack = (one: string): boolean => one.startsWith(`${url}/`) && !one.includes('/sign-in/provider');

describe('by HTTPS', () => {
  it('somebody is sent back to the secure address, with cookies of this host and TLS alone, and is signed in there', async () => {
    const walker = new Walker(ca);
    const way = await walker.walk(`${url}/sign-in/provider`, 'sub-wang', isBack);
    expect(way.at(-1)).toBe(`${url}/`);
    const asked = new URL(way.find((one) => one.startsWith(`${provider.issuer}/auth?`)) ?? '').searchParams;
    expect(asked.get('redirect_uri')).toBe(callback);
    expect(way.find((one) => one.includes('code='))).toMatch(new RegExp(`^${callback}\\?`));
    for (const name of ['__Host-yjt_provider', '__Host-yjt']) {
      const cookie = cookieOf(walker, name);
      for (const word of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax']) expect(cookie, name).toContain(word);
      expect(cookie).not.toContain('Domain');
    }
    const me = (await (await walker.ask(`${url}/api/v1/me`)).json()) as Me;
    expect(me).toMatchObject({ account: 'wang.li', role: 'officer' });
    expect(walker.cookiesOf(url), 'what was kept for the way is gone').not.toContain('yjt_provider');
  });

  it('whoever begins at the door in clear is sent to the secure one first, and no way back in clear lets anybody in', async () => {
    const begun = await console_.ask('/sign-in/provider');
    expect(begun.headers.get('location')).toBe(`${url}/sign-in/provider`);
    expect(begun.headers.getSetCookie()).toEqual([]);
    const walker = new Walker(ca);
    const asked = await walker.ask(`${url}/sign-in/provider`);
    const state = new URL(asked.headers.get('location') ?? '').searchParams.get('state');
    const answer = await console_.ask(`/sign-in/provider/back?code=x&state=${state}`, {
      headers: { cookie: walker.cookiesOf(url) },
    });
    expect(answer.headers.get('location')).toBe('/?provider=again');
    expect(answer.headers.getSetCookie().some((one) => one.startsWith('yjt='))).toBe(false);
  });
});
