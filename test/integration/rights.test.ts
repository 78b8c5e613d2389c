// Every door with every kind of caller: routes over real HTTP, frames over a real WebSocket, topics as the broker asks. What
// each may is written out here once more, by hand: a new door, or a line that was widened, must be said twice.
import { connect } from 'node:net';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { maySubscribe, publishChannel } from '../../broker/topics.ts';
import { guardDoors } from '../../console/server/session/doors.ts';
import { may, type Right, rights } from '../../contracts/session/rights.ts';
import type { LiveFrame } from '../../contracts/system/live.ts';
import { LiveFrame as LiveFrames } from '../../contracts/system/live.ts';
import { Role } from '../../contracts/terms.ts';
import { deviceTopic, responderTopic } from '../../contracts/topics.ts';
import { TestConsole } from '../console.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const letters = {
  officer: 'o',
  health: 'h',
  responder: 'r',
  community: 'c',
  administrator: 'a',
  wall: 'w',
  button: 'b',
  family: 'f',
};
const anybody = 'ohrcawbfn';

/** Who is let in, by letter; `n`: nobody we know. */
const expected: Readonly<Record<string, string>> = {
  'GET /': anybody,
  'GET /api/docs': anybody,
  'GET /handbook': 'ohrcawbf',
  'GET /handbook/:name': 'ohrcawbf',
  'GET /handbook/pictures/:name': 'ohrcawbf',
  'GET /enter': anybody,
  'GET /calendar/:file': anybody,
  'POST /enter': anybody,
  'GET /healthz': anybody,
  'GET /readyz': anybody,
  'GET /metrics': 'a',
  'GET /live': anybody,
  'GET /mqtt': anybody,
  'POST /api/v1/receipts': anybody,
  'POST /api/v1/receipts/:provider/:secret': anybody,
  'GET /in/*': anybody,
  'POST /in/*': anybody,
  'POST /api/v1/session': anybody,
  'DELETE /api/v1/session': anybody,
  'GET /api/v1/me': 'ohrcawbf',
  'POST /api/v1/session/password': 'ohrca',
  'POST /api/v1/session/passkey': anybody,
  'GET /api/v1/my/sign-in': 'ohrca',
  'POST /api/v1/my/sign-in/notices/read': 'ohrca',
  'POST /api/v1/my/sign-in/challenge': 'ohrca',
  'POST /api/v1/my/sign-in/totp': 'ohrca',
  'POST /api/v1/my/sign-in/totp/confirm': 'ohrca',
  'POST /api/v1/my/sign-in/totp/remove': 'ohrca',
  'POST /api/v1/my/sign-in/recovery-codes': 'ohrca',
  'POST /api/v1/my/sign-in/passkeys/options': 'ohrca',
  'POST /api/v1/my/sign-in/passkeys': 'ohrca',
  'POST /api/v1/my/sign-in/passkeys/:id/remove': 'ohrca',
  'DELETE /api/v1/accounts/:login/factors': 'a',
  'POST /api/v1/accounts/:login/identity': 'a',
  'DELETE /api/v1/accounts/:login/identity': 'a',
  'GET /api/v1/sign-in': anybody,
  'GET /sign-in/provider': anybody,
  'GET /sign-in/provider/back': anybody,
  'POST /api/v1/session/active': 'ohrcawbf',
  'POST /api/v1/session/lock': 'ohrca',
  'POST /api/v1/session/unlock': 'ohrca',
  'GET /api/v1/sessions': 'ohrca',
  'DELETE /api/v1/sessions/:id': 'ohrca',
  'DELETE /api/v1/logins/:id': 'a',
  'POST /api/v1/logins/:id/certificates': 'a',
  'GET /api/v1/certificates': 'a',
  'GET /api/v1/refused-tries': 'a',
  'POST /api/v1/accounts/:login/link': 'a',
  'GET /api/v1/accounts': 'a',
  'POST /api/v1/accounts': 'a',
  'PUT /api/v1/accounts/:login/area': 'a',
  'DELETE /api/v1/accounts/:login': 'a',
  'GET /api/v1/audit': 'ca',
  'GET /api/v1/audit/verify': 'ca',
  'GET /api/v1/office/duty-phone': 'oca',
  'POST /api/v1/office/duty-phone': 'oca',
  'POST /api/v1/office/duty-phone/:id/withdraw': 'oca',
  'GET /api/v1/office/keys': 'oca',
  'GET /api/v1/office/keys/moves': 'oca',
  'POST /api/v1/office/keys/out': 'oca',
  'POST /api/v1/office/keys/in': 'oca',
  'GET /api/v1/office/cards': 'oca',
  'POST /api/v1/office/cards': 'ca',
  'POST /api/v1/residents/:id/card/end': 'oca',
  'GET /c/:token': anybody,
  'GET /api/v1/office/access': 'ca',
  'GET /api/v1/office/access.csv': 'ca',
  'GET /api/v1/office/access/residents/:id': 'ca',
  'GET /api/v1/office/access/residents/:id/extract.csv': 'ca',
  'POST /api/v1/tokens': 'a',
  'POST /api/v1/devices': 'a',
  'POST /api/v1/responders/:id/credential': 'a',
  'POST /api/v1/sources/:id/credential': 'a',
  'GET /api/v1/sources': 'oca',
  'GET /api/v1/sources/:id/messages': 'ca',
  'GET /api/v1/sources/:id/messages.json': 'a',
  'DELETE /api/v1/sources/:id/messages': 'ca',
  'POST /api/v1/sources/:id/try': 'ca',
  'POST /api/v1/sources/:id/seen': 'oca',
  'POST /api/v1/import': 'a',
  'POST /api/v1/import/undo': 'a',
  'POST /api/v1/backup': 'a',
  'GET /api/v1/keys': 'a',
  'GET /api/v1/residents/:id/export': 'a',
  'POST /api/v1/residents/:id/erase': 'a',
  'POST /api/v1/residents/:id/readmit': 'a',
  'POST /api/v1/residents/:id/consents': 'ca',
  'GET /api/v1/residents/:id/family': 'ca',
  'POST /api/v1/residents/:id/family/:contact': 'ca',
  'DELETE /api/v1/residents/:id/family/:contact': 'ca',
  'POST /api/v1/keys/rotate': 'a',
  'GET /api/v1/outbox': 'a',
  'POST /api/v1/outbox/numbers': 'a',
  'GET /api/v1/dispatching': 'a',
  'GET /api/v1/office/history': 'oca',
  'GET /api/v1/office/history/:id/orders': 'oca',
  'GET /api/v1/office/history.csv': 'ca',
  'GET /api/v1/office/history.xlsx': 'ca',
  'GET /api/v1/office/figures': 'oca',
  'GET /api/v1/office/figures.csv': 'oca',
  'GET /api/v1/office/registry/tree': 'oca',
  'GET /api/v1/office/registry/:kind': 'oca',
  'GET /api/v1/office/registry/:kind/:id': 'ca',
  'GET /api/v1/office/registry/:kind/:id/history': 'ca',
  'POST /api/v1/office/registry/:kind/:id/undo': 'ca',
  'POST /api/v1/office/registry/changes': 'ca',
  'GET /api/v1/office/readiness': 'oca',
  'GET /api/v1/office/devices': 'oca',
  'GET /api/v1/office/devices.csv': 'ca',
  'POST /api/v1/office/devices/close': 'oca',
  'GET /api/v1/office/check-ins': 'oca',
  'POST /api/v1/office/check-ins/ticks': 'oca',
  'POST /api/v1/office/check-ins/phone': 'oca',
  'POST /api/v1/office/check-ins/lists': 'oca',
  'POST /api/v1/weather-warnings': 'a',
  'POST /api/v1/devices/:id/test-window': 'orca',
  'GET /api/v1/pairing': 'ca',
  'GET /api/v1/pairing/heard': 'ca',
  'GET /api/v1/pairing/:device': 'ca',
  'POST /api/v1/pairing': 'ca',
  'POST /api/v1/pairing/:device/login': 'ca',
  'POST /api/v1/pairing/:device/installed': 'ca',
  'DELETE /api/v1/pairing/:device': 'ca',
  'GET /d/:device': anybody,
  'GET /api/v1/office/reviews': 'oca',
  'POST /api/v1/office/reviews': 'ca',
  'GET /api/v1/reasons': 'oca',
  'GET /api/v1/office/start': 'ca',
  'POST /api/v1/office/start/over': 'a',
  'GET /api/v1/office/registry/sets': 'ca',
  'POST /api/v1/office/registry/sets/:set/undo': 'ca',
  'POST /api/v1/office/registry/:kind/sheet': 'ca',
  'GET /api/v1/office/registry/:kind/sheet.csv': 'ca',
  'GET /api/v1/office/registry/:kind/sheet.xlsx': 'ca',
  'GET /api/v1/office/registry/:kind/sheet.geojson': 'ca',
  'GET /api/v1/office/policy': 'oca',
  'POST /api/v1/office/policy/planned': 'ca',
  'DELETE /api/v1/office/policy/planned/:id': 'ca',
  'POST /api/v1/office/policy/preview': 'ca',
  'GET /api/v1/office/policy/preview/:run': 'ca',
  'DELETE /api/v1/office/policy/preview/:run': 'ca',
  'GET /api/v1/office/roster': 'oca',
  'GET /api/v1/office/roster/gaps': 'oca',
  'GET /api/v1/office/roster.ics': 'ca',
  'POST /api/v1/office/roster/trial': 'ca',
  'GET /api/v1/office/roster/swaps': 'oca',
  'GET /api/v1/office/books': 'oca',
  'POST /api/v1/office/books/rebuild': 'a',
  'GET /api/v1/map': 'ohrcaw',
  'GET /api/v1/residents': 'oca',
  'GET /api/v1/responders': 'ohca',
  'POST /api/v1/responders/:id/duty': 'oa',
  'GET /api/v1/search': 'ohca',
  'GET /api/v1/readiness': 'oca',
  'GET /api/v1/roster/gaps': 'ohca',
  'GET /api/v1/night-desk': 'ohca',
  'POST /api/v1/night-desk': 'oa',
  'GET /api/v1/aftercare': 'ohca',
  'GET /api/v1/alarms': 'oca',
  'GET /api/v1/doctor': 'oa',
  'GET /api/v1/handover': 'oca',
  'POST /api/v1/handover': 'o',
  'GET /api/v1/incidents': 'ohca',
  'POST /api/v1/incidents': 'oa',
  'GET /api/v1/incidents/:id': 'ohca',
  'GET /api/v1/incidents/:id/events': 'ohca',
  'GET /api/v1/incidents/:id/candidates': 'ohca',
  'GET /api/v1/incidents/:id/proof': 'oca',
  'GET /api/v1/incidents/:id/record': 'a',
  'POST /api/v1/incidents/:id/conditions': 'ohcr',
  'POST /api/v1/incidents/:id/phone': 'ohca',
  'POST /api/v1/incidents/:id/commands': 'oha',
  'POST /api/v1/presses': 'oa',
  'POST /api/v1/my/replies': 'hr',
  'POST /api/v1/my/position': 'hr',
  'POST /api/v1/my/duty': 'hr',
  'GET /api/v1/my/shifts': 'hr',
  'GET /api/v1/my/calendar': 'hr',
  'POST /api/v1/my/calendar': 'hr',
  'DELETE /api/v1/my/calendar': 'hr',
  'GET /api/v1/my/duty-phone': 'hr',
  'POST /api/v1/my/duty-phone': 'hr',
  'POST /api/v1/my/duty-phone/:id/answer': 'hr',
  'GET /api/v1/my/swaps': 'hr',
  'POST /api/v1/my/swaps': 'hr',
  'POST /api/v1/my/swaps/:id/answer': 'hr',
  'POST /api/v1/my/press': 'b',
  'POST /api/v1/my/health': 'b',
  'POST /api/v1/my/words': 'f',
  'POST /api/v1/my/away': 'f',
};

const expectedFrames: Readonly<Record<LiveFrame['type'], string>> = {
  snapshot: 'ohca',
  surge: 'ohca',
  change: 'ohca',
  responder: 'ohca',
  readiness: 'oca',
  registry: 'ohca',
  legs: 'r',
  button: 'b',
  wall: 'w',
  family: 'f',
  system: 'ohca',
  beat: 'ohca',
};

const tokens = new Map<string, string>();
const console_ = await ofThisFile(TestConsole.start());
const daughter = await console_.familyOf('res-010');
for (const role of Role.enum) tokens.set(letters[role], await console_.token(role, role === 'family' ? daughter : {}));

const sorted = (text: string): string => [...text].sort().join('');

describe('every route', () => {
  const doors = () =>
    console_.app.doors.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/api/docs/'));

  it('has its line in this test, and each line a route', () => {
    expect(
      doors()
        .map(({ method, url }) => `${method} ${url}`)
        .sort(),
    ).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected))('%s lets in whom it should and nobody else', async (door) => {
    const [method = '', path = ''] = door.split(' ');
    const body = method === 'POST' ? { body: { nonsense: true } } : {};
    let letIn = '';
    for (const letter of anybody) {
      const as = tokens.get(letter);
      const answer = await console_.ask(path.replaceAll(/:\w+/g, 'none'), { method, ...body, ...(as ? { as } : {}) });
      await answer.body?.cancel();
      if (answer.status !== 401 && answer.status !== 403) letIn += letter;
      // Proved in the body, or by it: whoever proves nothing is told so there.
      if (['POST /api/v1/receipts', 'POST /api/v1/session'].includes(door)) letIn = anybody;
    }
    expect(sorted(letIn)).toBe(sorted(expected[door] ?? ''));
  });

  it('that names no line of the table cannot be added', async () => {
    const app = Fastify();
    guardDoors(app, { publicUrl: 'http://localhost', metricsToken: undefined, whoAsks: async () => null });
    expect(() => app.get('/api/v1/everything', async () => 'all of it')).toThrow('names no line');
    await app.close();
  });
});

describe('a body', () => {
  it.each([
    { who: 'nobody', letter: undefined, says: /^HTTP\/1.1 401/ },
    { who: 'an officer', letter: 'o', says: /^HTTP\/1.1 403/ },
  ])('of 62 MB from $who is refused before a byte of it has come', async ({ letter, says }) => {
    const { port } = new URL(console_.url);
    const socket = connect(Number(port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    const as = letter === undefined ? '' : `authorization: Bearer ${tokens.get(letter)}\r\n`;
    socket.write(
      `POST /api/v1/import HTTP/1.1\r\nhost: x\r\n${as}content-type: application/json\r\ncontent-length: 65011712\r\n\r\n`,
    );
    await until(() => expect(heard).toMatch(says), 2);
    expect(heard).toMatch(/connection: close/i);
    socket.destroy();
  });
});

describe('a host', () => {
  const asked = async (head: string): Promise<string> => {
    const socket = connect(Number(new URL(console_.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.write(`POST /api/v1/session/passkey ${head}content-length: 0\r\n\r\n`);
    await until(() => expect(heard).toMatch(/^HTTP\/1.1 \d+/), 5);
    socket.destroy();
    return heard.slice(9, 12);
  };
  it('that is none is refused, not failed on; a name, an address, and none at all are answered', async () => {
    for (const host of ['127xj@#.0.0.1', 'a b', '[::1', 'x:99999', '%zz'])
      expect([host, await asked(`HTTP/1.1\r\nhost: ${host}\r\n`)]).toEqual([host, '400']);
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:80'])
      expect([host, await asked(`HTTP/1.1\r\nhost: ${host}\r\n`)]).toEqual([host, '200']);
    expect(await asked('HTTP/1.0\r\n')).toBe('200');
  });
});

describe('every frame of /live', () => {
  it.each(Role.enum)('(%s) is one that this role may have', async (role) => {
    const { socket, frames } = openLive(console_.url, tokens.get(letters[role]) ?? '');
    await until(() => expect(frames.length).toBeGreaterThan(0));
    const before = frames.length;
    console_.live.tellSystem();
    await until(() => expect(frames.length > before || !may(role, 'frame.system')).toBe(true));
    socket.close();
    expect(frames.filter(({ type }) => !expectedFrames[type].includes(letters[role]))).toEqual([]);
  });

  it('has a line, and each role what is written here', () => {
    const types = LiveFrames.anyOf.map((frame) => frame.properties.type.const);
    expect([...types].sort()).toEqual(Object.keys(expectedFrames).sort());
    for (const type of types)
      expect(sorted(Role.enum.flatMap((role) => (may(role, `frame.${type}`) ? letters[role] : [])).join(''))).toBe(
        sorted(expectedFrames[type]),
      );
  });

  it('ends at once for nobody, with a code that the page understands', async () => {
    const socket = openLive(console_.url, {}).socket;
    expect(await new Promise((done) => socket.on('close', done))).toBe(4401);
  });
});

describe('every topic', () => {
  const topics = [
    ...(['press', 'health', 'state'] as const).map((channel) => deviceTopic('x', channel)),
    ...(['dispatch', 'reply', 'position', 'duty'] as const).map((channel) => responderTopic('x', channel)),
  ];
  it.each([
    { kind: 'device', sends: ['d/x/press', 'd/x/health'], hears: ['d/x/state'] },
    { kind: 'canary', sends: ['d/x/press'], hears: ['d/x/state'] },
    { kind: 'responder', sends: ['r/x/reply', 'r/x/position', 'r/x/duty'], hears: ['r/x/dispatch'] },
  ] as const)('of the login of a $kind is its own, and of nobody else', ({ kind, sends, hears }) => {
    const short = (topic: string): string => topic.replace('yjt/v1/', '');
    expect(topics.filter((topic) => publishChannel({ kind, id: 'x' }, topic)).map(short)).toEqual(sends);
    expect(topics.filter((topic) => maySubscribe({ kind, id: 'x' }, topic)).map(short)).toEqual(hears);
    expect(topics.filter((topic) => publishChannel({ kind, id: 'y' }, topic))).toEqual([]);
    expect(topics.filter((topic) => maySubscribe({ kind, id: 'y' }, topic))).toEqual([]);
  });
});

describe('a page of another site', () => {
  it.each([
    { what: 'a command', path: '/api/v1/incidents/none/commands', headers: { origin: 'http://evil.example' } },
    { what: 'a new login', path: '/api/v1/responders/wang-g1/credential', headers: { origin: 'null' } },
    { what: 'a sign-in', path: '/api/v1/session', headers: { 'sec-fetch-site': 'cross-site' } },
    { what: 'a device', path: '/api/v1/devices', headers: { 'sec-fetch-site': 'same-site' } },
  ])('has no say: $what is refused', async ({ path, headers }) => {
    const cookie = `yjt=${await console_.token('administrator')}`;
    const answer = await console_.ask(path, { body: {}, headers: { cookie, ...headers } });
    expect(await answer.json()).toMatchObject({ error: 'other_origin' });
    expect(answer.status).toBe(403);
  });

  it.each([
    { what: 'our own page', headers: { 'sec-fetch-site': 'same-origin', origin: 'https://yjt.example' } },
    { what: 'our own page by its public address', headers: { origin: 'https://yjt.example' } },
    { what: 'a program', headers: {} },
  ])('is not $what', async ({ headers }) => {
    const cookie = `yjt=${await console_.token('administrator')}`;
    const answer = await console_.ask('/api/v1/devices', { body: { nonsense: 1 }, headers: { cookie, ...headers } });
    expect(answer.status).toBe(400);
  });

  it.each(['/live', '/mqtt'])('cannot open %s', async (path) => {
    const cookie = `yjt=${await console_.token('officer')}`;
    const socket = new WebSocket(`${console_.url.replace('http', 'ws')}${path}`, {
      headers: { cookie, origin: 'http://evil.example' },
    });
    const refused = await new Promise<number | undefined>((done) => {
      socket.on('unexpected-response', (_request, response) => done(response.statusCode));
      socket.on('error', () => done(undefined));
      socket.on('message', () => done(200));
    });
    expect(refused).toBe(403);
  });
});

describe('a socket that is asked for by somebody unknown', () => {
  async function asked(path: string): Promise<{ heard: string; closedMs: number }> {
    const socket = connect(Number(new URL(console_.url).port), '127.0.0.1');
    const began = performance.now();
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    // It answers nothing more: no close, no ping.
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n`,
    );
    await new Promise((done) => socket.once('close', done));
    return { heard, closedMs: performance.now() - began };
  }

  it.each(['/', '/healthz', '/enter', '/api/v1/sign-in', '/nowhere'])('at %s is none', async (path) => {
    expect((await asked(path)).heard).toMatch(/^HTTP\/1.1 40[04] /);
  });

  it('at /live is theirs no longer than a page needs to say goodbye', async () => {
    const { heard, closedMs } = await asked('/live');
    expect(heard).toMatch(/^HTTP\/1.1 101 /);
    expect(closedMs).toBeLessThan(10_000);
  }, 40_000);
});

it.each(['/%', '/%zz', `/api/v1/incidents/${'x'.repeat(300)}`])('%s is refused in our words', async (path) => {
  const answer = await console_.ask(path, { as: tokens.get('o') ?? '' });
  expect([answer.status, await answer.json()]).toEqual([
    answer.status === 414 ? 414 : 400,
    expect.objectContaining({ error: 'bad_request' }),
  ]);
});

it('requests that are given up hold nobody’s line: before they are looked at, behind others on one connection, half-way', async () => {
  const as = tokens.get('o') ?? '';
  const one = `GET /api/v1/residents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\n\r\n`;
  const { port } = new URL(console_.url);
  const giveUp = (requests: number, afterMs: number): Promise<void> =>
    new Promise((done) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(one.repeat(requests), () => setTimeout(() => socket.resetAndDestroy(), afterMs));
      });
      socket.on('error', () => undefined); // it cuts itself
      socket.on('close', () => done());
    });
  for (let i = 0; i < 60; i++) await Promise.all([giveUp(1, 0), giveUp(1, i % 5), giveUp(4, i % 7)]);
  const answered = await Promise.all(
    Array.from({ length: 8 }, () =>
      fetch(`${console_.url}/api/v1/residents`, {
        headers: { authorization: `Bearer ${as}` },
        signal: AbortSignal.timeout(5_000),
      }),
    ),
  );
  expect(answered.map(({ status }) => status)).toEqual(Array(8).fill(200));
}, 60_000);

it('an import that is given up before a byte of it has come stops no other', async () => {
  const as = tokens.get('a') ?? '';
  const head = `POST /api/v1/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`;
  for (let i = 0; i < 60; i++)
    await new Promise<void>((done) => {
      const socket = connect(Number(new URL(console_.url).port), '127.0.0.1', () => {
        socket.write(head, () => setTimeout(() => socket.resetAndDestroy(), i % 4));
      });
      socket.on('error', () => undefined); // it cuts itself
      socket.on('close', () => done());
    });
  await until(async () => {
    const answer = await console_.ask('/api/v1/import', { as, body: {} });
    expect(((await answer.json()) as { error: string }).error).toBe('bad_request');
  });
}, 60_000);

it('an address that cannot be read is answered and ended, also when it asks to become a WebSocket', async () => {
  const socket = connect(Number(new URL(console_.url).port), '127.0.0.1');
  let [heard, ended] = ['', false];
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  socket.on('close', () => {
    ended = true;
  });
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
  socket.write(`DELETE /api/v1/accounts/non%/factors HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n\r\n`);
  await until(() => expect([heard.slice(9, 12), ended]).toEqual(['400', true]), 5);
});

it.each([
  { what: 'a name of blanks', body: { login: 'somebody', name: '  ', role: 'officer' } },
  { what: 'a name that turns the line round', body: { login: 'somebody', name: '值班员\u202e', role: 'officer' } },
  { what: 'a name with an escape', body: { login: 'somebody', name: '\u001b[31m值班员', role: 'officer' } },
  { what: 'a login that no address can name', body: { login: '..', name: '值班员', role: 'officer' } },
])('$what is nobody’s', async ({ body }) => {
  const as = tokens.get('a') ?? '';
  expect((await console_.ask('/api/v1/accounts', { as, body })).status).toBe(400);
  const { login: _, ...token } = body;
  if (body.name !== '值班员') expect((await console_.ask('/api/v1/tokens', { as, body: token })).status).toBe(400);
});

it.each(['constructor', '__proto__', 'nowhere'])('a screen of the name %s is no screen', async (screen) => {
  const answer = await console_.ask('/api/v1/session', { method: 'DELETE', headers: { 'x-yjt-screen': screen } });
  expect(answer.status).toBe(400);
});

it('the table knows no right that no door names', () => {
  const named = new Set<string>(console_.app.doors.map(({ right }) => right));
  const unnamed = Object.keys(rights).filter(
    (right) => !named.has(right) && !/^(frame|publish|subscribe)\./.test(right),
  );
  expect(unnamed satisfies string[] as Right[]).toEqual([]);
});
