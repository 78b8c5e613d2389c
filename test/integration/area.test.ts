// Rights that end at a part of the community (docs/decisions/041): every door is asked by somebody bound to one grid and one courtyard, and
// nothing of a home outside is in any answer; nothing outside is changed. A new door that lets them in must say here how it is asked.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import { reachOf } from '../../contracts/office/reach.ts';
import type { SheetAnswer } from '../../contracts/office/sheet.ts';
import { isOfNoArea, may } from '../../contracts/session/rights.ts';
import type { SessionView } from '../../contracts/session/session.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';
import { System, until } from '../system.ts';

const sample = sampleBundle();
const area = [
  { kind: 'grids' as const, id: 'g1' },
  { kind: 'courtyards' as const, id: sample.courtyards.find(({ grid }) => grid === 'g2')?.id ?? '' },
];
const reach = reachOf(sample, area);
const isIn = (kind: Exclude<keyof CommunityBundle, 'policy' | 'district'>) => (one: { id: string }) => reach.holds(kind, one as never); // biome-ignore format: one line
const [inside, outside] = [true, false].map((within) => ({
  homes: sample.homes.filter((one) => isIn('homes')(one) === within),
  residents: sample.residents.filter((one) => isIn('residents')(one) === within),
  devices: sample.devices.filter((one) => isIn('devices')(one) === within),
  responders: sample.responders.filter((one) => isIn('responders')(one) === within),
})) as [Parts, Parts];
type Parts = Pick<CommunityBundle, 'homes' | 'residents' | 'devices' | 'responders'>;

/** What leads to somebody outside, and to nobody within. */
const secrets = (() => {
  const words = ({ homes, residents, devices, responders }: Parts): string[] => [
    ...[...homes, ...residents, ...devices].map(({ id }) => id),
    ...[...residents, ...responders].flatMap(({ name, phone }) => [name, ...(phone === undefined ? [] : [phone])]),
    ...residents.flatMap(({ contacts }) => contacts.map(({ phone }) => phone)),
  ];
  const known = words(inside).join('\n');
  return [...new Set(words(outside))].filter((one) => !known.includes(one));
})();
/** What they have not said themselves. */
const leaks = (text: string, said: unknown = ''): string[] =>
  secrets.filter((one) => text.includes(one) && !String(said).includes(one)).slice(0, 5);
const [mine, theirs] = [inside.residents[0], outside.residents[0]];
if (!mine || !theirs) throw new Error('the sample has nobody');

const console_ = await ofThisFile(TestConsole.start());
const system = await ofThisFile(System.start());
const at = Date.parse('2026-12-01T00:00:00Z');
const home = `http://127.0.0.1:${system.port}`;
const stretch = `from=${encodeURIComponent(new Date(at - 40 * 86_400_000).toISOString())}&until=${encodeURIComponent(new Date(at + 300 * 86_400_000).toISOString())}`;

const { token: bound } = await system.api<{ token: string }>('/api/v1/tokens', {
  role: 'community',
  name: '片区',
  area,
});
const as = (
  path: string,
  { method = 'GET', body, token = bound }: { method?: string; body?: unknown; token?: string } = {},
) =>
  fetch(`${home}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined
        ? {}
        : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? (body as never) : JSON.stringify(body) }),
  });
const sent = (body: object | undefined): string =>
  body instanceof Uint8Array ? Buffer.from(body).toString() : JSON.stringify(body ?? '');
const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { error?: string }).error}`;

async function dealtWith(resident: string): Promise<string> {
  const { incident } = await system.api<{ incident: string }>('/api/v1/incidents', { kind: 'sos', resident });
  for (const command of [{ command: 'acknowledge' }, { command: 'note', text: '听到了' }, { command: 'close', disposition: 'helped', text: '已处理' }]) // biome-ignore format: one line
    await system.api(`/api/v1/incidents/${incident}/commands`, { id: randomUUID(), ...command });
  return incident;
}
const [own, others] = [await dealtWith(mine.id), await dealtWith(theirs.id)];
await until(async () =>
  expect(
    (await system.api<{ incidents: { id: string }[] }>('/api/v1/office/history')).incidents.map(({ id }) => id),
  ).toEqual(expect.arrayContaining([own, others])),
);
const keyed = inside.homes[0]?.id ?? '';
for (const [home, hook] of [[keyed, '1'], [outside.homes[0]?.id, '2']] as const) // biome-ignore format: one line
  await system.api('/api/v1/office/registry/changes', {
    changes: [{ kind: 'homes', id: home, set: { keys: [{ place: '服务站', hook }] } }],
  });

/** Doors that narrow, and how each is asked: of what is within; where it names something, once more of what is outside. */
const asked: Readonly<
  Record<
    string,
    { path?: string; outside?: string; body?: object | Uint8Array; outsideBody?: object; refused?: string }
  >
> = {
  'GET /api/v1/map': {},
  'GET /api/v1/residents': {},
  'GET /api/v1/responders': {},
  'GET /api/v1/readiness': {},
  'GET /api/v1/roster/gaps': {},
  'GET /api/v1/reasons': {},
  'GET /api/v1/aftercare': {},
  'GET /api/v1/office/readiness': {},
  'GET /api/v1/office/registry/tree': {},
  'GET /api/v1/office/registry/sets': {},
  'GET /api/v1/office/registry/:kind': { path: '/api/v1/office/registry/residents?limit=500' },
  'GET /api/v1/office/registry/:kind/:id': {
    path: `/api/v1/office/registry/residents/${mine.id}`,
    outside: `/api/v1/office/registry/residents/${theirs.id}`,
  },
  'GET /api/v1/office/registry/:kind/:id/history': {
    path: `/api/v1/office/registry/homes/${mine.home}/history`,
    outside: `/api/v1/office/registry/homes/${outside.homes[0]?.id}/history`,
  },
  'GET /api/v1/office/registry/:kind/sheet.csv': { path: '/api/v1/office/registry/residents/sheet.csv' },
  'GET /api/v1/office/registry/:kind/sheet.xlsx': { path: '/api/v1/office/registry/homes/sheet.xlsx' },
  'GET /api/v1/office/registry/:kind/sheet.geojson': { path: '/api/v1/office/registry/homes/sheet.geojson' },
  'GET /api/v1/office/roster': { path: '/api/v1/office/roster?from=2026-12-28' },
  'GET /api/v1/office/roster/gaps': {},
  'GET /api/v1/office/roster/swaps': {},
  'GET /api/v1/office/roster.ics': {},
  'GET /api/v1/office/books': {},
  'GET /api/v1/office/history': {},
  'GET /api/v1/office/history.csv': {},
  'GET /api/v1/office/history.xlsx': {},
  'GET /api/v1/office/history/:id/orders': { path: `/api/v1/office/history/${own}/orders` },
  'GET /api/v1/office/figures': { path: `/api/v1/office/figures?${stretch}` },
  'GET /api/v1/office/figures.csv': { path: `/api/v1/office/figures.csv?${stretch}` },
  'GET /api/v1/office/reviews': { path: `/api/v1/office/reviews?${stretch}` },
  'GET /api/v1/office/devices': {},
  'GET /api/v1/office/devices.csv': {},
  'GET /api/v1/office/keys': {},
  'GET /api/v1/office/keys/moves': {
    path: `/api/v1/office/keys/moves?home=${keyed}`,
    outside: `/api/v1/office/keys/moves?home=${outside.homes[0]?.id}`,
  },
  'GET /api/v1/office/access/residents/:id': {
    path: `/api/v1/office/access/residents/${mine.id}`,
    outside: `/api/v1/office/access/residents/${theirs.id}`,
  },
  'GET /api/v1/office/access/residents/:id/extract.csv': {
    path: `/api/v1/office/access/residents/${mine.id}/extract.csv`,
    outside: `/api/v1/office/access/residents/${theirs.id}/extract.csv`,
  },
  'GET /api/v1/incidents/:id': { path: `/api/v1/incidents/${own}`, outside: `/api/v1/incidents/${others}` },
  'GET /api/v1/incidents/:id/events': {
    path: `/api/v1/incidents/${own}/events`,
    outside: `/api/v1/incidents/${others}/events`,
  },
  'GET /api/v1/incidents/:id/proof': {
    path: `/api/v1/incidents/${own}/proof`,
    outside: `/api/v1/incidents/${others}/proof`,
  },
  'GET /api/v1/residents/:id/family': {
    path: `/api/v1/residents/${mine.id}/family`,
    outside: `/api/v1/residents/${theirs.id}/family`,
  },
  'POST /api/v1/incidents/:id/conditions': {
    path: `/api/v1/incidents/${own}/conditions`,
    outside: `/api/v1/incidents/${others}/conditions`,
    body: { reason: 'doctor_asks' },
  },
  'POST /api/v1/incidents/:id/phone': {
    path: `/api/v1/incidents/${own}/phone`,
    outside: `/api/v1/incidents/${others}/phone`,
    body: { resident: mine.id, reason: 'doctor_asks' },
    outsideBody: { resident: theirs.id, reason: 'doctor_asks' },
  },
  'POST /api/v1/residents/:id/consents': {
    path: `/api/v1/residents/${mine.id}/consents`,
    outside: `/api/v1/residents/${theirs.id}/consents`,
    body: { purpose: 'health_notes' },
  },
  'POST /api/v1/residents/:id/family/:contact': {
    outside: `/api/v1/residents/${theirs.id}/family/some-contact`,
    body: {},
  },
  'DELETE /api/v1/residents/:id/family/:contact': { outside: `/api/v1/residents/${theirs.id}/family/some-contact` },
  'POST /api/v1/office/registry/changes': {
    body: { changes: [{ kind: 'residents', id: mine.id, set: { mobility: '用拐杖' } }] },
    outside: '/api/v1/office/registry/changes',
    outsideBody: { changes: [{ kind: 'residents', id: theirs.id, set: { mobility: '用拐杖' } }] },
  },
  'POST /api/v1/office/registry/:kind/:id/undo': {
    path: `/api/v1/office/registry/residents/${mine.id}/undo`,
    outside: `/api/v1/office/registry/homes/${outside.homes[0]?.id}/undo`,
    body: {},
  },
  'POST /api/v1/office/registry/sets/:set/undo': {},
  'POST /api/v1/office/registry/:kind/sheet': {
    path: '/api/v1/office/registry/residents/sheet',
    body: Buffer.from(`编号,姓名,行动\n${mine.id},${mine.name},慢\n${theirs.id},某某,慢\n`),
  },
  'POST /api/v1/office/roster/trial': {
    body: { changes: [{ kind: 'leaves', id: 'leave-of-it', version: 0, document: { responder: 'wang-g1', start: '2026-12-30T08:00', end: '2026-12-31T08:00' } }] }, // biome-ignore format: one line
  },
  'GET /api/v1/office/check-ins': {},
  'POST /api/v1/office/check-ins/ticks': {
    body: { resident: mine.id, outcome: 'reached' },
    outside: '/api/v1/office/check-ins/ticks',
    outsideBody: { resident: theirs.id, outcome: 'reached' },
  },
  'POST /api/v1/office/check-ins/phone': {
    body: { resident: mine.id },
    outside: '/api/v1/office/check-ins/phone',
    outsideBody: { resident: theirs.id },
  },
  'POST /api/v1/office/check-ins/lists': {
    body: { list: 'hand', add: mine.id },
    outside: '/api/v1/office/check-ins/lists',
    outsideBody: { list: 'hand', add: theirs.id },
  },
  'POST /api/v1/office/keys/out': {
    body: { home: keyed, place: '服务站', hook: '1', who: '王', why: '打扫' },
    outside: '/api/v1/office/keys/out',
    outsideBody: { home: outside.homes[0]?.id, place: '服务站', hook: '2', who: '王', why: '打扫' },
  },
  'POST /api/v1/office/keys/in': {
    body: { home: keyed, place: '服务站', hook: '1' },
    outside: '/api/v1/office/keys/in',
    outsideBody: { home: outside.homes[0]?.id, place: '服务站', hook: '2' },
  },
  'POST /api/v1/devices/:id/test-window': {
    path: `/api/v1/devices/${inside.devices[0]?.id}/test-window`,
    outside: `/api/v1/devices/${outside.devices[0]?.id}/test-window`,
    body: {},
  },
  'GET /api/v1/pairing': {},
  'GET /api/v1/pairing/heard': {},
  'GET /api/v1/pairing/:device': {
    path: `/api/v1/pairing/${inside.devices[0]?.id}`,
    outside: `/api/v1/pairing/${outside.devices[0]?.id}`,
  },
  'POST /api/v1/pairing': {
    body: { device: 'btn-new', home: mine.home, kind: 'button' },
    outside: '/api/v1/pairing',
    outsideBody: { device: 'btn-out', home: outside.homes[0]?.id, kind: 'button' },
  },
  'POST /api/v1/pairing/:device/login': {
    path: `/api/v1/pairing/${inside.devices[0]?.id}/login`,
    outside: `/api/v1/pairing/${outside.devices[0]?.id}/login`,
    body: {},
  },
  'POST /api/v1/pairing/:device/installed': {
    path: `/api/v1/pairing/${inside.devices[0]?.id}/installed`,
    outside: `/api/v1/pairing/${outside.devices[0]?.id}/installed`,
    body: { home: mine.home, place: '床头', answer: 'heard' },
  },
  'DELETE /api/v1/pairing/:device': {
    path: `/api/v1/pairing/${inside.devices[0]?.id}`,
    outside: `/api/v1/pairing/${outside.devices[0]?.id}`,
  },
  'POST /api/v1/office/reviews': {
    body: { incident: own, verdict: 'good' },
    outside: '/api/v1/office/reviews',
    outsideBody: { incident: others, verdict: 'good' },
  },
};

describe('every door', () => {
  const doors = console_.app.doors.filter(({ method, right }) => method !== 'HEAD' && may('community', right));

  it('that narrows says here how it is asked', () => {
    const narrowing = console_.app.doors.filter(({ method, narrows }) => method !== 'HEAD' && narrows);
    expect(narrowing.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(asked).sort());
  });

  it.each(doors.filter(({ narrows, right }) => !narrows && !isOfNoArea(right)))(
    '$method $url refuses whoever is bound',
    async ({ method, url }) => {
      const token = await console_.token('community', { area });
      const answer = await console_.ask(url.replaceAll(/:\w+/g, 'none'), { as: token, method, ...(method === 'POST' ? { body: {} } : {}) }); // biome-ignore format: one line
      expect(await codeOf(answer)).toBe('403 not_for_part');
    },
  );

  it.each(Object.entries(asked))('%s shows and takes only what lies within', async (door, how) => {
    const [method = '', url = ''] = door.split(' ');
    const path = how.path ?? url;
    if (!path.includes(':')) {
      const answer = await as(path, { method, body: how.body });
      const text = await answer.text();
      expect(answer.status, text.slice(0, 300)).toBeLessThan(method === 'GET' ? 300 : 500);
      expect(leaks(text, path + sent(how.body)), path).toEqual([]);
    }
    if (how.outside === undefined) return;
    const answer = await as(how.outside, { method, body: how.outsideBody ?? how.body });
    expect(await codeOf(answer.clone()), how.outside).toBe('403 outside_area');
    expect(leaks(await answer.text(), how.outside + sent(how.outsideBody ?? how.body))).toEqual([]);
  });

  it.each([
    'residents',
    'homes',
    'devices',
    'responders',
    'shifts',
    'leaves',
    'swaps',
    'teams',
    'bicycles',
    'gateHouses',
    'boards',
    'courtyards',
    'grids',
    'servicePoints',
    'roads',
    'blocks',
  ])('lists of %s only what lies within, and their sheets too', async (kind) => {
    expect(leaks(await (await as(`/api/v1/office/registry/${kind}?limit=500`)).text())).toEqual([]);
    const sheet = await as(`/api/v1/office/registry/${kind}/sheet.csv`);
    expect(leaks(await sheet.text())).toEqual([]);
  });

  it('of district and policy refuses', async () => {
    for (const kind of ['district', 'policy'])
      expect(await codeOf(await as(`/api/v1/office/registry/${kind}`))).toBe('403 not_for_part');
  });
});

describe('somebody bound', () => {
  const history = async (token: string): Promise<string[]> => {
    const answer = await as('/api/v1/office/history', { token });
    return ((await answer.json()) as { incidents: { id: string }[] }).incidents.map(({ id }) => id);
  };

  it('finds what happened within and counts it, and nothing else', async () => {
    expect(await history(bound)).toEqual([own]);
    const figures = (await (await as(`/api/v1/office/figures?${stretch}`)).json()) as { opened: number };
    expect(figures.opened).toBe(1);
    expect(((await (await as(`/api/v1/office/history/${others}/orders`)).json()) as { orders: [] }).orders).toEqual([]);
  });

  it('has rows of a file that lie outside as broken rows, and the others may be taken', async () => {
    const file = Buffer.from(`编号,姓名,行动\n${mine.id},${mine.name},很慢\n${theirs.id},${theirs.name},很慢\n`);
    const path = '/api/v1/office/registry/residents/sheet';
    const tried = (await (await as(path, { method: 'POST', body: file })).json()) as {
      broken: { row: number }[];
      changed: number;
    };
    expect([[...new Set(tried.broken.map(({ row }) => row))], tried.changed]).toEqual([[3], 1]);
    const taken = await as(`${path}?apply=true&goodOnly=true`, { method: 'POST', body: file });
    expect(await taken.json()).toMatchObject({ applied: true, changed: 1 });
    const { document } = await system.api<{ document: { mobility?: string } }>(
      `/api/v1/office/registry/residents/${theirs.id}`,
    );
    expect(document.mobility).toBe(theirs.mobility);
  });

  it.each(['residents', 'homes', 'devices', 'responders', 'courtyards', 'shifts'] as const)(
    'takes of a whole file of %s no row that lies outside, and changes nothing by the others',
    async (kind) => {
      const file = Buffer.from(await (await system.call(`/api/v1/office/registry/${kind}/sheet.csv`)).arrayBuffer());
      const answer = await as(`/api/v1/office/registry/${kind}/sheet?goodOnly=true&apply=true`, {
        method: 'POST',
        body: file,
      });
      const told = (await answer.json()) as SheetAnswer;
      const within = sample[kind].filter((one) => reach.holds(kind, one as never)).length;
      expect(told.brokenRows, JSON.stringify(told).slice(0, 500)).toBe(sample[kind].length - within);
      expect([told.made, told.changed]).toEqual([0, 0]);
      expect(leaks(JSON.stringify(told), sent(file))).toEqual([]);
    },
  );

  it.each([
    {
      what: 'makes a grid',
      change: { kind: 'grids', id: 'g-new', version: 0, document: { name: '新网格', ring: sample.grids[0]?.ring } },
    },
    { what: 'removes their grid', change: { kind: 'grids', id: 'g1', document: null, version: 1 } },
    {
      what: 'moves a border',
      change: {
        kind: 'grids',
        id: 'g1',
        set: {
          ring: [
            [104, 30],
            [104.001, 30],
            [104.001, 30.001],
            [104, 30],
          ],
        },
      },
    },
    { what: 'draws a street', change: { kind: 'roads', id: sample.roads[0]?.id, set: { name: '别的街' } } },
    { what: 'takes somebody in from outside', change: { kind: 'residents', id: theirs.id, set: { home: mine.home } } },
    { what: 'sends somebody out', change: { kind: 'residents', id: mine.id, set: { home: theirs.home } } },
    {
      what: 'makes a home outside',
      change: {
        kind: 'homes',
        id: 'home-new',
        version: 0,
        document: { courtyard: outside.homes[0]?.courtyard, building: '1', unit: '1', door: '1', access: {} },
      },
    },
    {
      what: 'lets somebody outside stand in',
      change: {
        kind: 'leaves',
        id: 'leave-x',
        version: 0,
        document: { responder: 'wang-g1', start: '2026-12-30T08:00', end: '2026-12-31T08:00', standIn: 'li-g2' },
      },
    },
    { what: 'makes somebody a doctor', change: { kind: 'responders', id: 'wang-g1', set: { otherRoles: ['doctor'] } } },
    { what: 'changes the policy', change: { kind: 'policy', id: 'policy', set: { readiness: {} } } },
  ])('who $what is refused, and told so while they type', async ({ change }) => {
    const path = '/api/v1/office/registry/changes';
    expect(await codeOf(await as(path, { method: 'POST', body: { changes: [change] } }))).toBe('403 outside_area');
    const dry = (await (await as(path, { method: 'POST', body: { changes: [change], dry: true } })).json()) as {
      problems: { severity: string; reason: string }[];
    };
    expect(dry.problems.map(({ severity }) => severity)).toContain('error');
    expect(leaks(JSON.stringify(dry), sent({ change }))).toEqual([]);
  });

  it('is told of no call on their page', async () => {
    const socket = new WebSocket(`${home.replace('http', 'ws')}/live`, {
      headers: { authorization: `Bearer ${bound}` },
    });
    const frames: string[] = [];
    socket.onmessage = ({ data }) => frames.push(String(data));
    await until(() => expect(frames.length).toBeGreaterThan(0));
    await dealtWith(theirs.id);
    await until(() => expect(frames.filter((text) => text.includes('"beat"')).length).toBeGreaterThan(0));
    socket.close();
    expect(JSON.parse(frames[0] ?? '')).toMatchObject({
      type: 'snapshot',
      incidents: [],
      responders: [],
      me: { area },
    });
    expect(new Set(frames.map((text) => (JSON.parse(text) as { type: string }).type))).toEqual(
      new Set(['snapshot', 'beat']),
    );
    expect(leaks(frames.join())).toEqual([]);
  });
});

describe('an account', () => {
  const put = (login: string, given: unknown) =>
    system.call(`/api/v1/accounts/${login}/area`, { body: { area: given }, method: 'PUT' });

  it('is bound and unbound while its sessions stand, and a grid that is no more leaves nothing', async () => {
    const { link } = await system.api<{ link: string }>('/api/v1/accounts', { login: 'chen', name: '陈片长', role: 'community', area }); // biome-ignore format: one line
    const signedIn = await fetch(`${home}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: new URL(link).searchParams.get('token') }),
    });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const total = async (): Promise<number> =>
      (
        (await (await fetch(`${home}/api/v1/office/registry/homes`, { headers: { cookie } })).json()) as {
          total: number;
        }
      ).total;
    expect(await signedIn.json()).toMatchObject({ area });
    expect(await total()).toBe(inside.homes.length);
    const page = new WebSocket(`${home.replace('http', 'ws')}/live`, { headers: { cookie } });
    const closed = new Promise((settle) => page.once('close', settle));
    await new Promise((settle) => page.once('message', settle));
    expect((await put('chen', null)).status).toBe(200);
    expect(await closed).toBe(1012); // it connects again, and gets what it may see now
    expect(await total()).toBe(sample.homes.length);
    expect((await put('chen', [area[1]])).status).toBe(200);
    expect(await total()).toBeLessThan(inside.homes.length);
    await system.api('/api/v1/accounts', { login: 'chen', name: '陈片长', role: 'community' });
    const { accounts } = await system.api<{ accounts: { login: string; area?: unknown }[] }>('/api/v1/accounts');
    expect(accounts.find(({ login }) => login === 'chen')?.area).toEqual([area[1]]);
    const { entries } = await system.api<{ entries: { action: string; about?: string; why?: string }[] }>(
      '/api/v1/audit',
    );
    expect(entries.filter(({ action, about }) => action === 'account_area' && about === 'chen')).toHaveLength(2);
  });

  it('of another role, or of a grid that is not there, is not bound', async () => {
    const made = await system.call('/api/v1/accounts', {
      body: { login: 'duty', name: '值班', role: 'officer', area },
    });
    expect(await codeOf(made)).toBe('400 area_of_community');
    expect((await put('chen', [{ kind: 'grids', id: 'nowhere' }])).status).toBe(404);
    expect((await put('chen', [])).status).toBe(400);
  });

  it('and a session begun with a token of an area have that area in the list of who is in', async () => {
    const { sessions } = await system.api<{ sessions: SessionView[] }>('/api/v1/sessions');
    expect(sessions.find(({ name }) => name === '片区')?.area).toEqual(area);
  });
});

it('a grid that is no more holds nothing', async () => {
  const token = await console_.token('community', { area: [{ kind: 'grids', id: 'was-merged' }] });
  const answer = await console_.ask('/api/v1/office/registry/homes', { as: token });
  expect(await answer.json()).toMatchObject({ total: 0, rows: [] });
});
