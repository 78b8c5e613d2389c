// Who was shown whom is written down, whatever door they were shown through: every door is asked by everybody who may, and where
// a resident is in the answer, an entry names them. A new door must say here how it is asked.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { guardDoors } from '../../console/server/session/doors.ts';
import { logReadings } from '../../console/server/session/shown.ts';
import type { IncidentId } from '../../contracts/ids.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { may } from '../../contracts/session/rights.ts';
import type { OutboxAnswer } from '../../contracts/system/views.ts';
import { Role } from '../../contracts/terms.ts';
import { type AuditLine, readAudit } from '../../store/audit.ts';
import { readHead } from '../../store/auditChain.ts';
import { recordOutbox } from '../../store/outbox.ts';
import { Readings } from '../../store/readings.ts';
import { idOfToken, readToken } from '../../store/tokens.ts';
import { TestConsole } from '../console.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

/** Who presses, and what is known of them that must not leave unseen. */
const resident = 'res-004';
const secrets = ['冯孃孃', '000 0001 0004', '000 0000 0005', '髋关节置换术后', '备用钥匙在隔壁邻居处（示例）'];

const console_ = await ofThisFile(TestConsole.start());
await console_.decide();
const place = console_.district;
const officer = await console_.token('officer', { name: '周敏' });
const family = await console_.familyOf(resident);
const order = (id: string, command: object) =>
  console_.ask(`/api/v1/incidents/${id}/commands`, { as: officer, body: { id: randomUUID(), ...command } });
const press = (): Promise<string> => console_.raise(officer, { kind: 'sos', resident });
const closed = await press();
await until(async () => expect((await order(closed, { command: 'acknowledge' })).status).toBe(200));
await until(async () => expect((await order(closed, { command: 'close', disposition: 'helped', text: '已处理' })).status).toBe(200)); // biome-ignore format: one line
const open = await until(async () => {
  const next = await press();
  expect(next).not.toBe(closed);
  return next;
});
expect((await order(open, { command: 'note', text: '冯孃孃说胸闷' })).status).toBe(200);

const entriesOf = async (token: string): Promise<AuditLine[]> =>
  (await readAudit(console_.redis, place, { limit: 1_000, actor: idOfToken(token) })).reverse();

/** How each door is asked, where the path alone does not say it. None: it is a page, a probe, or asks for what is not there. */
const asked: Readonly<Record<string, { path?: () => string; body?: object } | 'elsewhere'>> = {
  'GET /': 'elsewhere', // no pages are built here
  'GET /api/docs': {},
  'GET /handbook': {},
  'GET /handbook/:name': { path: () => '/handbook/duty' },
  'GET /handbook/pictures/:name': {},
  'GET /enter': {},
  'POST /enter': {},
  'GET /healthz': {},
  'GET /readyz': 'elsewhere', // a probe; no broker runs here
  'GET /metrics': {},
  'GET /live': 'elsewhere', // below
  'GET /mqtt': 'elsewhere', // the broker's
  'POST /api/v1/receipts': {},
  'POST /api/v1/receipts/:provider/:secret': {},
  'GET /in/*': 'elsewhere', // the receiver's
  'POST /in/*': 'elsewhere',
  'POST /api/v1/session': {},
  'DELETE /api/v1/session': {},
  'GET /api/v1/me': {},
  'POST /api/v1/session/password': {},
  'POST /api/v1/session/active': {},
  'POST /api/v1/session/lock': {},
  'POST /api/v1/session/unlock': {},
  'GET /api/v1/sessions': {},
  'DELETE /api/v1/sessions/:id': {},
  'DELETE /api/v1/logins/:id': {},
  'GET /api/v1/refused-tries': {},
  'POST /api/v1/accounts/:login/link': {},
  'GET /api/v1/accounts': {},
  'POST /api/v1/accounts': { body: { login: 'somebody', name: '某人', role: 'officer' } },
  'PUT /api/v1/accounts/:login/area': {},
  'DELETE /api/v1/accounts/:login': {},
  'DELETE /api/v1/accounts/:login/factors': {},
  'DELETE /api/v1/accounts/:login/identity': {},
  'POST /api/v1/accounts/:login/identity': { body: { subject: 'x' } },
  'GET /api/v1/sign-in': {},
  'GET /sign-in/provider': {},
  'GET /sign-in/provider/back': {},
  'POST /api/v1/session/passkey': {},
  'GET /api/v1/my/sign-in': {},
  'POST /api/v1/my/sign-in/challenge': {},
  'POST /api/v1/my/sign-in/notices/read': {},
  'POST /api/v1/my/sign-in/passkeys': {},
  'POST /api/v1/my/sign-in/passkeys/:id/remove': {},
  'POST /api/v1/my/sign-in/passkeys/options': {},
  'POST /api/v1/my/sign-in/recovery-codes': {},
  'POST /api/v1/my/sign-in/totp': {},
  'POST /api/v1/my/sign-in/totp/confirm': {},
  'POST /api/v1/my/sign-in/totp/remove': {},
  'GET /api/v1/keys': {},
  'POST /api/v1/keys/rotate': {},
  'GET /api/v1/residents/:id/export': { path: () => `/api/v1/residents/${resident}/export` },
  'POST /api/v1/residents/:id/erase': { path: () => `/api/v1/residents/${resident}/erase`, body: { why: '不在了' } },
  'POST /api/v1/residents/:id/readmit': {},
  'POST /api/v1/residents/:id/consents': { body: { purpose: 'family' } },
  'GET /api/v1/residents/:id/family': { path: () => `/api/v1/residents/${resident}/family` },
  'POST /api/v1/residents/:id/family/:contact': {
    path: () => `/api/v1/residents/${resident}/family/${family.contact}`,
    body: {},
  },
  'DELETE /api/v1/residents/:id/family/:contact': {},
  'GET /api/v1/audit': { path: () => `/api/v1/audit?resident=${resident}` },
  'GET /api/v1/audit/verify': {},
  'POST /api/v1/tokens': { body: { role: 'officer' } },
  'POST /api/v1/devices': { body: { resident } },
  'POST /api/v1/responders/:id/credential': { path: () => '/api/v1/responders/wang-g1/credential', body: {} },
  'POST /api/v1/sources/:id/credential': {},
  'GET /api/v1/sources': {},
  'GET /api/v1/sources/:id/messages': {},
  'GET /api/v1/sources/:id/messages.json': {},
  'DELETE /api/v1/sources/:id/messages': {},
  'POST /api/v1/sources/:id/try': {},
  'POST /api/v1/sources/:id/seen': {},
  'POST /api/v1/logins/:id/certificates': { path: () => '/api/v1/logins/btn-001/certificates', body: {} },
  'GET /api/v1/certificates': {},
  'GET /api/v1/office/registry/tree': {},
  'GET /api/v1/office/registry/:kind': { path: () => '/api/v1/office/registry/residents' },
  'GET /api/v1/office/registry/:kind/:id': { path: () => `/api/v1/office/registry/residents/${resident}` },
  'GET /api/v1/office/registry/:kind/:id/history': {
    path: () => `/api/v1/office/registry/residents/${resident}/history`,
  },
  'POST /api/v1/office/registry/:kind/:id/undo': {
    path: () => `/api/v1/office/registry/residents/${resident}/undo`,
    body: {},
  },
  'GET /api/v1/office/readiness': {},
  'GET /api/v1/office/devices': {},
  'GET /api/v1/office/devices.csv': 'elsewhere', // test/integration/books.test.ts
  'GET /api/v1/office/check-ins': 'elsewhere', // test/integration/checkIns.test.ts
  'POST /api/v1/office/check-ins/ticks': {
    path: () => '/api/v1/office/check-ins/ticks',
    body: { resident: 'none', outcome: 'reached' },
  },
  'POST /api/v1/office/check-ins/phone': 'elsewhere',
  'POST /api/v1/office/check-ins/lists': { body: { list: 'hand', on: false } },
  'POST /api/v1/weather-warnings': { body: { identifier: 'x' } },
  'POST /api/v1/office/devices/close': { body: { id: 'btn-001', kind: 'tamper', how: 'replaced' } },
  'POST /api/v1/devices/:id/test-window': { path: () => '/api/v1/devices/btn-001/test-window', body: {} },
  'GET /api/v1/pairing': {},
  'GET /api/v1/pairing/heard': {},
  'GET /api/v1/pairing/:device': { path: () => '/api/v1/pairing/btn-001' },
  'POST /api/v1/pairing': { body: { device: 'btn-shown', home: 'home-001', kind: 'button', resident: 'res-001' } },
  'POST /api/v1/pairing/:device/login': { path: () => '/api/v1/pairing/btn-shown/login', body: {} },
  'POST /api/v1/pairing/:device/installed': {
    path: () => '/api/v1/pairing/btn-shown/installed',
    body: { home: 'home-001', place: '床头', answer: 'heard' },
  },
  'DELETE /api/v1/pairing/:device': { path: () => '/api/v1/pairing/btn-shown' },
  'GET /d/:device': { path: () => '/d/btn-001' },
  'GET /api/v1/office/reviews': 'elsewhere',
  'POST /api/v1/office/reviews': { body: { incident: 'none', verdict: 'good' } },
  'GET /api/v1/reasons': {},
  'GET /api/v1/office/start': {},
  'POST /api/v1/office/start/over': { body: { name: 'another' } },
  'GET /api/v1/office/registry/sets': {},
  'POST /api/v1/office/registry/sets/:set/undo': {},
  'POST /api/v1/office/registry/:kind/sheet': {},
  'GET /api/v1/office/registry/:kind/sheet.csv': 'elsewhere', // the office's: test/integration/sheets
  'GET /api/v1/office/registry/:kind/sheet.xlsx': 'elsewhere',
  'GET /api/v1/office/registry/:kind/sheet.geojson': 'elsewhere', // of everybody: test/integration/registry.test.ts
  'POST /api/v1/office/registry/changes': { body: { changes: [{ kind: 'residents', id: resident, set: {} }] } },
  'GET /api/v1/office/policy': {},
  'POST /api/v1/office/policy/planned': {},
  'DELETE /api/v1/office/policy/planned/:id': {},
  // The office's, which does not run here: test/integration/policy.test.ts.
  'POST /api/v1/office/policy/preview': 'elsewhere',
  'GET /api/v1/office/policy/preview/:run': 'elsewhere',
  'DELETE /api/v1/office/policy/preview/:run': 'elsewhere',
  'POST /api/v1/import': { body: {} },
  'POST /api/v1/import/undo': { body: {} },
  'POST /api/v1/backup': { body: {} },
  'GET /api/v1/outbox': {},
  'POST /api/v1/outbox/numbers': { body: { why: '试打一个号码' } },
  'GET /api/v1/dispatching': {},
  // The office's, which does not run here: test/integration/books.test.ts.
  'GET /api/v1/office/history': 'elsewhere',
  'GET /api/v1/office/history/:id/orders': 'elsewhere',
  'GET /api/v1/office/history.csv': 'elsewhere',
  'GET /api/v1/office/history.xlsx': 'elsewhere',
  'GET /api/v1/office/duty-phone': {},
  'POST /api/v1/office/duty-phone': { body: { id: 'a-phone-of-it', to: 'li-g2' } },
  'POST /api/v1/office/duty-phone/:id/withdraw': { body: {} },
  'GET /api/v1/office/keys': {}, // test/integration/custody.test.ts
  'GET /api/v1/office/keys/moves': 'elsewhere',
  'POST /api/v1/office/keys/out': { body: { home: 'none', place: '箱', hook: '1', who: '某人', why: '试一试' } },
  'POST /api/v1/office/keys/in': { body: { home: 'none', place: '箱', hook: '1' } },
  'GET /api/v1/office/cards': {},
  'POST /api/v1/office/cards': { body: { residents: ['res-001'] } }, // of others: test/integration/cards.test.ts
  'POST /api/v1/residents/:id/card/end': { body: { because: 'lost' } },
  'GET /c/:token': {},
  'GET /api/v1/office/access': 'elsewhere', // test/integration/access.test.ts
  'GET /api/v1/office/access.csv': 'elsewhere',
  'GET /api/v1/office/access/residents/:id': 'elsewhere',
  'GET /api/v1/office/access/residents/:id/extract.csv': 'elsewhere',
  'GET /api/v1/office/figures': 'elsewhere',
  'GET /api/v1/office/figures.csv': 'elsewhere',
  'GET /api/v1/office/books': 'elsewhere',
  'POST /api/v1/office/books/rebuild': 'elsewhere',
  'GET /api/v1/map': {},
  'GET /api/v1/residents': { path: () => '/api/v1/residents?search=冯' },
  'GET /api/v1/responders': {},
  'POST /api/v1/responders/:id/duty': { path: () => '/api/v1/responders/wang-g1/duty', body: { onDuty: true } },
  'GET /api/v1/search': { path: () => '/api/v1/search?q=fnn' },
  'GET /api/v1/readiness': {},
  'GET /api/v1/roster/gaps': {},
  'GET /api/v1/office/roster': { path: () => `/api/v1/office/roster?from=${new Date().toISOString().slice(0, 10)}` },
  'GET /api/v1/office/roster/gaps': {},
  'GET /api/v1/office/roster.ics': {},
  'GET /api/v1/office/roster/swaps': {},
  'POST /api/v1/office/roster/trial': { body: { changes: [{ kind: 'responders', id: 'wang-g1', set: {} }] } },
  'GET /api/v1/night-desk': {},
  'POST /api/v1/night-desk': { body: { responder: 'wang-g1' } },
  'GET /api/v1/aftercare': {},
  'GET /api/v1/alarms': {},
  'GET /api/v1/doctor': {},
  'GET /api/v1/handover': {},
  'POST /api/v1/handover': { body: { to: { token: 'none' }, sound: 'heard' } },
  'GET /api/v1/incidents': { path: () => '/api/v1/incidents?state=all' },
  'POST /api/v1/incidents': { body: { kind: 'service', resident } },
  'GET /api/v1/incidents/:id': {},
  'GET /api/v1/incidents/:id/events': {},
  'GET /api/v1/incidents/:id/candidates': {},
  'GET /api/v1/incidents/:id/proof': {},
  'GET /api/v1/incidents/:id/record': {},
  'POST /api/v1/incidents/:id/conditions': { body: { why: '医生在问病史' } },
  'POST /api/v1/incidents/:id/phone': { body: { resident } },
  'POST /api/v1/incidents/:id/commands': { body: { command: 'call_back', outcome: 'spoke' } },
  'POST /api/v1/presses': { body: { resident, kind: 'service' } },
  'POST /api/v1/my/replies': {},
  'POST /api/v1/my/position': {},
  'POST /api/v1/my/duty': { body: { onDuty: true } },
  'GET /api/v1/my/shifts': {},
  'GET /api/v1/my/calendar': {},
  'POST /api/v1/my/calendar': {},
  'DELETE /api/v1/my/calendar': {},
  'GET /calendar/:file': {},
  'GET /api/v1/my/duty-phone': {},
  'POST /api/v1/my/duty-phone': { body: { id: 'a-phone-of-it', to: 'li-g2' } },
  'POST /api/v1/my/duty-phone/:id/answer': { body: { answer: 'take' } },
  'GET /api/v1/my/swaps': {},
  'POST /api/v1/my/swaps': { body: { id: 'a-swap-of-it', shift: 'shift-wang-g1', on: '2026-12-24', to: 'li-g2' } },
  'POST /api/v1/my/swaps/:id/answer': { body: { answer: 'refuse' } },
  'POST /api/v1/my/press': { body: { kind: 'test' } },
  'POST /api/v1/my/health': {},
  'POST /api/v1/my/words': { body: { word: 'coming', minutes: 20 } },
  'POST /api/v1/my/away': { body: { away: true } },
};
/** Doors through which a resident is seen; all others show nobody. */
const showing = [
  'GET /api/v1/aftercare',
  'GET /api/v1/handover',
  'GET /api/v1/incidents',
  'GET /api/v1/incidents/:id',
  'GET /api/v1/incidents/:id/events',
  'GET /api/v1/office/cards',
  'GET /api/v1/office/devices',
  'GET /api/v1/office/registry/:kind',
  'GET /api/v1/office/registry/:kind/:id',
  'GET /api/v1/residents',
  'GET /api/v1/residents/:id/export',
  'GET /api/v1/search',
  'POST /api/v1/incidents/:id/commands',
  'POST /api/v1/incidents/:id/conditions',
  'POST /api/v1/incidents/:id/phone',
];

describe('every door', () => {
  it('says here how it is asked', () => {
    const doors = console_.app.doors.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/api/docs/'));
    expect(doors.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(asked).sort());
  });

  it('through which a resident is seen leaves an entry that names them, whoever asks', async () => {
    const seen = new Set<string>();
    for (const { method, url, right } of console_.app.doors) {
      const how = asked[`${method} ${url}`];
      if (how === undefined || how === 'elsewhere') continue;
      for (const role of Role.enum.filter((one) => may(one, right))) {
        const as = await console_.token(role, { name: `甲${role}`, ...(role === 'family' ? family : {}) });
        const path = how.path?.() ?? url.replace(/:\w+/, open);
        const body =
          how.body && 'command' in how.body
            ? { id: randomUUID(), ...how.body }
            : how.body && 'word' in how.body
              ? { id: randomUUID(), incident: open, ...how.body }
              : how.body;
        const given = method === 'POST' ? { body: body ?? { nonsense: true } } : {};
        const answer = await console_.ask(path, { as, method, ...given });
        const text = await answer.text();
        expect(answer.status, `${method} ${path} as ${role}: ${text.slice(0, 200)}`).not.toBe(503);
        if (!secrets.some((secret) => text.includes(secret))) continue;
        seen.add(`${method} ${url}`);
        await until(async () => {
          const entries = (await entriesOf(as)).filter(({ residents }) => residents?.includes(resident));
          expect(entries, `${method} ${url} as ${role}`).not.toEqual([]);
          expect(entries[0]).toMatchObject({ role, by: `甲${role}`, address: '127.0.0.1' });
        });
      }
    }
    expect([...seen].sort()).toEqual(showing);
  }, 120_000);

  it('that shows persons and has not said whom answers nothing', async () => {
    const app = Fastify();
    const held = await readToken(console_.redis, await console_.token('officer'), console_.clock.now());
    guardDoors(app, { publicUrl: 'http://localhost', metricsToken: undefined, whoAsks: async () => held ?? null });
    const readings = new Readings({ redis: console_.redis, clock: () => 0, log: pino({ level: 'silent' }) });
    logReadings(app, { ...console_, readings });
    app.get('/x', { config: { right: 'resident.list' } }, async () => ({ name: '冯孃孃' }));
    const answer = await app.inject('/x');
    expect([answer.statusCode, answer.body.includes('冯')]).toEqual([500, false]);
    await app.close();
  });
});

describe('what is written down', () => {
  it('of a card that a page reads again with each change is one entry, with what it was opened for', async () => {
    const as = await console_.token('officer');
    for (let i = 0; i < 5; i++)
      for (const path of [`/api/v1/incidents/${open}`, `/api/v1/incidents/${open}/events`]) await console_.ask(path, { as }); // biome-ignore format: one line
    await until(async () =>
      expect(await entriesOf(as)).toMatchObject([
        { action: 'shown', what: 'card', incident: open, residents: [resident], purpose: 'incident' },
      ]),
    );
  });

  it('of a closed call that the health desk opens is history without conditions, one entry a session', async () => {
    for (const session of ['one', 'two']) {
      const as = await console_.token('health', { name: session });
      const answer = await console_.ask(`/api/v1/incidents/${closed}`, { as });
      expect(answer.status).toBe(200);
      const entries = await entriesOf(as);
      expect(entries).toMatchObject([{ action: 'shown', what: 'card', incident: closed }]);
      expect(entries[0]?.purpose).not.toBe('incident');
    }
  });

  it('of conditions has its reason each time, and the reason lies where it can be erased', async () => {
    const as = await console_.token('officer');
    for (const why of ['家属来电说吃错药', '医生在问病史'])
      await console_.ask(`/api/v1/incidents/${open}/conditions`, { as, body: { why } });
    const entries = await entriesOf(as);
    expect(entries.map(({ why, purpose }) => [why, purpose])).toEqual([
      ['家属来电说吃错药', 'break_glass'],
      ['医生在问病史', 'break_glass'],
    ]);
  });

  it('of the numbers of what was not sent has its reason each time; without one they are masked', async () => {
    const as = await console_.token('administrator');
    const message = {
      v: 1,
      delivery: `${open}/L1/1`,
      channel: 'sms',
      district: 'hongmenjie',
      demo: true,
      text: { zh: '请登录答复', en: 'sign in' },
      link: 'https://yjt.example/r',
      kind: 'offer',
      incident: open as IncidentId,
      number: 1,
      leg: 'L1',
      revision: 1,
      track: 'grid',
      priority: 1,
      call: 'sos',
      recipient: { responder: 'wang-g1', phone: '000 0000 0327' },
    } as const;
    await recordOutbox(console_.redis, { at: 1, message });
    const phones = async (answer: Response): Promise<unknown> =>
      ((await answer.json()) as OutboxAnswer).messages.map((one) => one.message.kind !== 'alarm' && one.message.recipient.phone); // biome-ignore format: one line
    expect(await phones(await console_.ask('/api/v1/outbox', { as }))).toEqual(['000****0327']);
    const reveal = (body: object): Promise<Response> => console_.ask('/api/v1/outbox/numbers', { as, body });
    expect((await reveal({})).status).toBe(400);
    for (const why of ['号码打不通', '再核对一次'])
      expect(await phones(await reveal({ why }))).toEqual(['000 0000 0327']);
    expect((await entriesOf(as)).map(({ what, purpose, why }) => [what, purpose, why])).toEqual([
      ['export', 'administration', undefined],
      ['export', 'break_glass', '号码打不通'],
      ['export', 'break_glass', '再核对一次'],
    ]);
  });

  it('of a search names whom it found, and not the words that were typed', async () => {
    const as = await console_.token('officer');
    await console_.ask('/api/v1/search?q=冯孃孃', { as });
    await console_.ask('/api/v1/search?q=zzzz', { as });
    await until(async () => expect(await entriesOf(as)).toHaveLength(1));
    const [entry] = await entriesOf(as);
    expect(entry).toMatchObject({ what: 'search', purpose: 'duty' });
    expect(entry?.residents).toContain(resident);
    expect(JSON.stringify(entry)).not.toContain('冯孃孃');
  });

  it('of a page that is open is one entry at its beginning and one with each incident that comes, none with a frame', async () => {
    const as = await console_.token('officer', { name: '页面' });
    const { socket, frames } = openLive(console_.url, as);
    await until(async () => expect(await entriesOf(as)).toHaveLength(1));
    expect((await entriesOf(as))[0]).toMatchObject({ what: 'page', purpose: 'duty' });
    expect((await entriesOf(as))[0]?.residents).toContain(resident);
    for (let i = 0; i < 3; i++)
      await console_.ask(`/api/v1/incidents/${open}/commands`, {
        as: await console_.token('officer', { name: '另一位' }),
        body: { id: randomUUID(), command: 'note', text: `第${i}次` },
      });
    const other = await console_.ask('/api/v1/incidents', {
      as: await console_.token('officer', { name: '另一位' }),
      body: { kind: 'sos', resident: 'res-010' },
    });
    const { incident } = (await other.json()) as { incident: string };
    await until(async () => expect((await entriesOf(as)).at(-1)).toMatchObject({ incident, residents: ['res-010'] }));
    expect(await entriesOf(as)).toHaveLength(2);
    expect(frames.length).toBeGreaterThan(4);
    socket.close();
  });

  it('of a phone is each call that it shows, once', async () => {
    const asked_ = await until(async () => {
      const as = await console_.token('officer');
      const { incidents } = (await (await console_.ask('/api/v1/incidents', { as })).json()) as { incidents: IncidentView[] }; // biome-ignore format: one line
      const leg = incidents.find(({ id }) => id === open)?.legs.find(({ standing }) => standing === 'asked');
      if (!leg) throw new Error('nobody is asked yet');
      return leg.responder.id;
    }, 20);
    const as = await console_.token('responder', { responder: asked_ });
    const { socket } = openLive(console_.url, as, '?screen=r');
    await until(async () => expect((await entriesOf(as)).map(({ incident }) => incident)).toContain(open));
    const before = (await entriesOf(as)).length;
    expect(new Set((await entriesOf(as)).map(({ incident }) => incident)).size).toBe(before);
    socket.close();
  });

  it('cannot be left out: where it cannot be written, a list is not shown and an open incident is', async () => {
    const as = await console_.token('officer', { name: '断' });
    expect(await readHead(console_.redis, place)).toBeDefined();
    const away = vi.spyOn(console_.redis, 'yjtAudit').mockRejectedValue(new Error('NOTALLOWED'));
    try {
      expect((await console_.ask('/api/v1/residents', { as })).status).toBe(503);
      expect((await console_.ask(`/api/v1/incidents/${open}`, { as })).status).toBe(200);
    } finally {
      away.mockRestore();
    }
    await until(async () => expect(await entriesOf(as)).toMatchObject([{ what: 'card', incident: open }]));
  });

  it('answers whom a resident was shown to, page by page, and that question is an entry too', async () => {
    const as = await console_.token('administrator');
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const before: string = next === '' ? '' : `&before=${next}`;
      const answer = await console_.ask(`/api/v1/audit?resident=${resident}&limit=2${before}`, { as });
      const page = (await answer.json()) as { entries: { hash: string; residents: string[] }[]; next?: string };
      seen.push(...page.entries.map(({ hash }) => hash));
      for (const { residents } of page.entries)
        expect(residents.some((one) => [resident, '*'].includes(one))).toBe(true);
      next = page.next;
    }
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(seen.length);
    expect(await entriesOf(as)).toMatchObject([{ what: 'history', residents: [resident], purpose: 'administration' }]);
  });
});
