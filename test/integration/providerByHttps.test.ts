// Sign-in by an OpenID Connect provider at a console that serves HTTPS itself: a real provider, real TLS on a real port.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keepServerCertificate } from '../../certificates/authority.ts';
import { authorityFiles } from '../../certificates/files.ts';
import { readServed } from '../../certificates/served.ts';
import type { Me } from '../../contracts/session/session.ts';
import { TestConsole } from '../console.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { TestProvider, Walker } from '../oidcProvider.ts';
import { PeopleAt } from '../people.ts';
import { freePort } from '../system.ts';

const folder = folderOfThisFile();
await keepServerCertificate(folder, ['localhost']);
const { server: pem, trusted } = authorityFiles(folder);
const ca = readFileSync(trusted);
const port = await freePort();
const url = `https://localhost:${port}`;
const callback = `${url}/sign-in/provider/back`;
const provider = await ofThisFile(TestProvider.start(await freePort(), callback));
const secure = readServed({ certificate: pem, key: pem });
const console_ = await ofThisFile(TestConsole.start({ publicUrl: url, secure, provider: provider.settings }));
await new Promise<void>((done) => console_.app.secure?.server.listen(port, '127.0.0.1', done));
const people = await PeopleAt.open(console_);
await people.person('wang.li');
await console_.ask('/api/v1/accounts/wang.li/identity', { as: people.administrator, body: { subject: 'sub-wang' } });

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
