// HTTPS by itself and behind a proxy: cookies, pages of other sites, whose address counts, what a page may load. Real TLS on a real port.
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request as requestInClear } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { keepServerCertificate, writeServerCertificate } from '../../certificates/authority.ts';
import { authorityFiles } from '../../certificates/files.ts';
import { readServed } from '../../certificates/served.ts';
import { TestConsole } from '../console.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const proxy = '127.0.0.2';
const folder = folderOfThisFile();
const sockets: Socket[] = [];
const served = () => {
  const { server } = authorityFiles(folder);
  return readServed({ certificate: server, key: server });
};
await keepServerCertificate(folder, ['localhost', 'yjt.example', '127.0.0.1']);
const ca = readFileSync(authorityFiles(folder).trusted);
const console_ = await ofThisFile(TestConsole.start({ trustedProxies: proxy, secure: served() }));
const server = console_.app.secure?.server;
if (!server) throw new Error('HTTPS was not made');
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as AddressInfo;
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

type Answer = { status: number; headers: IncomingHttpHeaders; text: string; cookies: string[] };
type Asked = { method?: string; headers?: Record<string, string>; body?: object; from?: string; clear?: true };

/** One request, by HTTPS unless in clear. @param asked.from the address that it comes from */
function ask(path: string, { method, headers = {}, body, from, clear }: Asked = {}): Promise<Answer> {
  const options = {
    host: clear ? '127.0.0.1' : 'localhost',
    port: clear ? new URL(console_.url).port : port,
    path,
    method: method ?? (body ? 'POST' : 'GET'),
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    agent: false,
    ...(from === undefined ? {} : { localAddress: from }),
  };
  return new Promise((done, failed) => {
    const sent = clear ? requestInClear(options) : request({ ...options, ca });
    sent.on('error', failed);
    sent.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () => {
        const { statusCode: status = 0, headers: heard } = answer;
        done({ status, headers: heard, text, cookies: heard['set-cookie'] ?? [] });
      });
    });
    sent.end(body ? JSON.stringify(body) : undefined);
  });
}
const signIn = async (more: Asked = {}): Promise<Answer> =>
  ask('/api/v1/session', { body: { token: await console_.token('officer') }, ...more });
const cookieIn = ({ cookies }: Answer): string => cookies.find((one) => /^(__Host-)?yjt=/.test(one)) ?? '';
const pair = (cookie: string): string => cookie.split(';')[0] ?? '';
const me = async (cookie: string, more: Asked = {}): Promise<number> =>
  (await ask('/api/v1/me', { headers: { cookie }, ...more })).status;

describe('a cookie', () => {
  it('is of this host and of TLS alone when it was set over TLS, and as before in clear', async () => {
    const secure = cookieIn(await signIn());
    expect(secure).toMatch(/^__Host-yjt=yjt_/);
    for (const word of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax']) expect(secure).toContain(word);
    expect(secure).not.toContain('Domain');
    expect(await me(pair(secure))).toBe(200);
    const clear = cookieIn(await signIn({ clear: true }));
    expect(clear).toMatch(/^yjt=yjt_/);
    expect(clear).not.toContain('Secure');
  });

  it('from before TLS came goes on, and is replaced as soon as a page is opened', async () => {
    const old = pair(cookieIn(await signIn({ clear: true })));
    const answer = await ask('/api/v1/me', { headers: { cookie: old } });
    expect(answer.status).toBe(200);
    expect(pair(cookieIn(answer))).toBe(`__Host-${old}`);
  });

  it('without the prefix has no say beside one with it', async () => {
    const other = pair(cookieIn(await signIn({ clear: true })));
    expect(await me(`__Host-yjt=ended; ${other}`)).toBe(401);
  });

  it('with the prefix is nothing over HTTP, where anybody can set it', async () => {
    expect(await me(pair(cookieIn(await signIn())), { clear: true })).toBe(401);
  });

  it('is gone in both forms after signing out, and so are both sessions', async () => {
    const [old, fresh] = [pair(cookieIn(await signIn({ clear: true }))), pair(cookieIn(await signIn()))];
    const answer = await ask('/api/v1/session', { method: 'DELETE', headers: { cookie: `${fresh}; ${old}` } });
    expect(answer.cookies.map(pair).sort()).toEqual(['__Host-yjt=', 'yjt=']);
    expect([await me(fresh), await me(old)]).toEqual([401, 401]);
  });
});

describe('browsers are told to come by TLS', () => {
  it.each([
    { host: 'yjt.example', told: 'max-age=31536000' },
    { host: '10.0.0.5:8443', told: undefined },
    { host: '[fd00::1]:8443', told: undefined },
    { host: 'localhost', told: undefined },
  ])('at $host: $told', async ({ host, told }) => {
    expect((await ask('/healthz', { headers: { host } })).headers['strict-transport-security']).toBe(told);
  });
  it('not over HTTP', async () => {
    const { headers } = await ask('/healthz', { clear: true, headers: { host: 'yjt.example' } });
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});

describe('a proxy that is trusted, and whoever says to be one', () => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'yjt.example' };
  it('is believed that the browser came by TLS', async () => {
    const answer = await signIn({ clear: true, from: proxy, headers: forwarded });
    expect(cookieIn(answer)).toMatch(/^__Host-yjt=.*Secure/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });
  it('is not believed when it is another', async () => {
    const answer = await signIn({ clear: true, from: '127.0.0.1', headers: forwarded });
    expect(cookieIn(answer)).toMatch(/^yjt=/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  it.each([
    { what: 'by the proxy for somebody', from: proxy, says: '203.0.113.9', counted: '203.0.113.9' },
    {
      what: 'by the proxy for somebody who lied to it',
      from: proxy,
      says: '198.51.100.1, 203.0.113.8',
      counted: '203.0.113.8',
    },
    { what: 'by somebody who says to be a proxy', from: '127.0.0.3', says: '203.0.113.7', counted: '127.0.0.3' },
    { what: 'by somebody who names the proxy', from: '127.0.0.4', says: proxy, counted: '127.0.0.4' },
  ])('$what: a wrong password is counted for $counted', async ({ from, says, counted }) => {
    const body = { login: `who-${counted}`, password: 'wrong password' };
    const answer = await ask('/api/v1/session', { clear: true, from, body, headers: { 'x-forwarded-for': says } });
    expect(answer.status).toBe(401);
    const as = await console_.token('administrator');
    await until(async () => {
      const tries = await (await console_.ask('/api/v1/refused-tries', { as })).text();
      expect(tries).toContain(counted);
      if (says !== counted) expect(tries).not.toContain(says);
    });
  });
});

describe('a page of another site', () => {
  const host = (): string => `localhost:${port}`;
  it.each([
    { what: 'our own page', origin: () => `https://${host()}`, status: 400 },
    { what: 'our own by the public address', origin: () => 'https://yjt.example', status: 400 },
    {
      what: 'one in clear of the same name, as somebody on the line makes it',
      origin: () => `http://${host()}`,
      status: 403,
    },
    { what: 'one in clear of the public name', origin: () => 'http://yjt.example', status: 403 },
    { what: 'one at another port', origin: () => 'https://localhost:1', status: 403 },
    { what: 'none that has a name', origin: () => 'null', status: 403 },
  ])('($what) may order: $status', async ({ origin, status }) => {
    const cookie = `__Host-yjt=${await console_.token('administrator')}`;
    const answer = await ask('/api/v1/devices', { body: { nonsense: 1 }, headers: { cookie, origin: origin() } });
    expect(answer.status).toBe(status);
  });

  it('is not a page that came by TLS to a proxy of which we know nothing', async () => {
    const own = new URL(console_.url).host;
    const cookie = `yjt=${await console_.token('administrator')}`;
    const headers = { cookie, origin: `https://${own}` };
    expect((await ask('/api/v1/devices', { clear: true, body: { nonsense: 1 }, headers })).status).toBe(400);
  });

  const opens = async (path: string, origin: string): Promise<number | 'open'> => {
    const cookie = `__Host-yjt=${await console_.token('officer')}`;
    const socket = new WebSocket(`wss://${host()}${path}`, { ca, headers: { cookie, origin } });
    return new Promise((done, failed) => {
      socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
      socket.on('error', failed);
      socket.on('open', () => {
        socket.terminate();
        done('open');
      });
    });
  };
  it.each(['/live', '/mqtt'])('cannot open %s; our own can, over TLS too', async (path) => {
    expect(await opens(path, 'https://evil.example')).toBe(403);
    expect(await opens(path, `http://${host()}`)).toBe(403);
    expect(await opens(path, `https://${host()}`)).toBe('open');
  });
});

it.each(['/', '/api/docs', '/enter?token=TOKEN', '/healthz'])(
  '%s says what a page may load: nothing inline, nothing from elsewhere',
  async (path) => {
    const token = await console_.token('officer', { once: true });
    const { headers, text } = await ask(path.replace('TOKEN', token));
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(text).not.toMatch(/<script>|\son\w+=|\sstyle=/);
  },
);

describe('the metrics', () => {
  it.each([
    { who: 'nobody', bearer: undefined, status: 401 },
    { who: 'an administrator', bearer: 'administrator', status: 200 },
    { who: 'an officer', bearer: 'officer', status: 403 },
    { who: 'whoever has their token', bearer: 'a token for metrics', status: 200 },
    { who: 'a wrong token', bearer: 'a token for metricz', status: 401 },
  ] as const)('are for $who: $status', async ({ bearer, status }) => {
    const token = bearer === 'administrator' || bearer === 'officer' ? await console_.token(bearer) : bearer;
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    expect((await ask('/metrics', { headers })).status).toBe(status);
  });
  it('are all that their token opens', async () => {
    const headers = { authorization: 'Bearer a token for metrics' };
    for (const path of ['/api/v1/incidents', '/api/v1/me', '/api/v1/doctor'])
      expect((await ask(path, { headers })).status).toBe(401);
  });
});

it('another certificate is served while it runs, and pages that are open go on', async () => {
  const socket = new WebSocket(`wss://localhost:${port}/live`, {
    ca,
    headers: { authorization: `Bearer ${await console_.token('officer')}` },
  });
  const frames: unknown[] = [];
  socket.on('message', (frame) => frames.push(frame));
  await until(() => expect(frames.length).toBeGreaterThan(0));
  await writeServerCertificate(folder, ['localhost', 'new.example']);
  console_.app.secure?.serve(served());
  const names = await new Promise<string | undefined>((done, failed) => {
    const sent = request({ host: 'localhost', port, path: '/healthz', ca, agent: false, servername: 'new.example' });
    sent.on('error', failed);
    sent.on('response', (answer) => {
      const name = (answer.socket as import('node:tls').TLSSocket).getPeerX509Certificate()?.subjectAltName;
      answer.resume();
      done(name);
    });
    sent.end();
  });
  expect(names).toContain('new.example');
  const before = frames.length;
  console_.live.tellSystem();
  await until(() => expect(frames.length).toBeGreaterThan(before));
  socket.terminate();
});

it('connections that never finish their handshake are few for an address, and keep nobody out', async () => {
  const all = Array.from({ length: 700 }, () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    const state = { closed: false };
    socket.on('error', () => undefined); // being cut is what it is about
    socket.on('close', () => {
      state.closed = true;
    });
    sockets.push(socket);
    return state;
  });
  await until(() => expect(all.filter(({ closed }) => !closed).length).toBe(500));
  expect((await ask('/healthz', { from: '127.0.0.9' })).status).toBe(200);
  await until(() => expect(all.filter(({ closed }) => !closed).length).toBe(0), 15);
});
