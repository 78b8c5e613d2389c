// yjt against a small server that answers as the console does.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words } from './wording.ts';
import { runYjt } from './yjt.ts';

const sample = resolve(import.meta.dirname, '../community/hongmenjie');
const incident = {
  id: '01ARZ3NDEK-0-s05',
  number: 7,
  seq: 3,
  state: 'open',
  priority: 1,
  kind: 'sos',
  marks: [],
  residents: [{ id: 'res-001', name: '谢老师傅' }],
  place: { courtyard: { id: 'c1', name: '黉门街82号院' }, building: '6栋' },
  presses: [],
  receivedAt: '2026-11-24T12:19:44.535+08:00',
  tracks: [],
  legs: [
    {
      id: 'L1',
      track: 'grid',
      tier: 0,
      state: 'en_route',
      responder: { id: 'wang-g1', name: '王协管员', role: 'grid_coordinator', simulated: true },
      offeredAt: '2026-11-24T12:19:44.537+08:00',
      travelSeconds: 120,
      revision: 1,
      told: true,
      byHand: false,
      need: 'door',
      purpose: 'comes',
      standing: 'taken',
    },
  ],
  needs: [
    { need: 'door', state: 'met', since: '2026-11-24T12:19:44.535+08:00', because: 'L1', by: 'device/btn-001' },
    {
      need: 'word',
      state: 'asked',
      since: '2026-11-24T12:19:44.535+08:00',
      until: '2026-11-24T12:20:44.535+08:00',
      by: 'device/btn-001',
    },
  ],
  helpIsComing: true,
  coming: { leg: 'L1', responder: { id: 'wang-g1', name: '王协管员' }, how: 'coming', etaSeconds: 120 },
};
const zhouMin = { login: 'zhou.min', name: '周敏', role: 'officer', passwordSet: true, secondFactor: false };
const answers: Record<string, unknown> = {
  'GET /api/v1/residents': {
    residents: [
      {
        id: 'res-001',
        name: '谢老师傅',
        invented: true,
        home: 'home-001',
        place: { courtyard: { id: 'c1', name: '黉门街82号院' }, building: '6栋' },
        devices: ['btn-001'],
      },
    ],
  },
  'POST /api/v1/devices': { device: 'btn-x', username: 'btn-x', password: 'secret' },
  'POST /api/v1/responders/wang-g1/credential': { responder: 'wang-g1', username: 'wang-g1', password: 'secret' },
  'POST /api/v1/tokens': { id: 't1', token: 'yjt_t', expiresAt: '2026-11-25T12:00:00.000+08:00' },
  'POST /api/v1/presses': { id: 'p1', outcome: 'incident', incident: incident.id },
  'POST /api/v1/import': { district: 'hongmenjie', counts: { homes: 240 }, warnings: ['/homes/3 id: no device'] },
  'POST /api/v1/import/undo': { district: 'hongmenjie', counts: { homes: 239 }, warnings: [] },
  'POST /api/v1/accounts/zhou.min/link': {
    login: 'zhou.min',
    name: '周敏',
    role: 'officer',
    passwordSet: true,
    secondFactor: false,
    link: 'http://localhost:8080/enter?token=yjt_l',
    expiresAt: '2026-11-25T12:00:00.000+08:00',
  },
  'DELETE /api/v1/accounts/zhou.min/factors': zhouMin,
  'POST /api/v1/accounts/zhou.min/identity': { ...zhouMin, provider: 'sub-1' },
  'DELETE /api/v1/accounts/zhou.min/identity': zhouMin,
  'GET /api/v1/sessions': {
    sessions: [
      {
        id: 's1',
        kind: 'session',
        role: 'officer',
        name: '周敏',
        account: 'zhou.min',
        current: false,
        expiresAt: '2026-11-25T12:00:00.000+08:00',
      },
      { id: 't1', kind: 'token', role: 'button', name: 'btn-001', device: 'btn-001', current: false },
    ],
  },
  'DELETE /api/v1/sessions/s1': { id: 's1' },
  'DELETE /api/v1/logins/btn-001': { id: 'btn-001' },
  'GET /api/v1/incidents': { incidents: [incident] },
  [`GET /api/v1/incidents/${incident.id}`]: { incident, persons: [], ladder: [], withheld: [] },
  [`GET /api/v1/incidents/${incident.id}/events`]: {
    events: [{ seq: 1, type: 'opened', at: '2026-11-24T12:19:44.535+08:00', by: 'device/btn-001' }],
  },
  'GET /api/v1/outbox': {
    messages: [
      {
        at: '2026-11-24T12:19:44.600+08:00',
        message: {
          v: 1,
          delivery: `${incident.id}/L1/1`,
          channel: 'webhook',
          district: 'hongmenjie',
          demo: true,
          kind: 'offer',
          incident: incident.id,
          number: 7,
          leg: 'L1',
          revision: 1,
          track: 'grid',
          priority: 1,
          call: 'sos',
          recipient: { responder: 'wang-g1', phone: '000 0000 0327' },
          text: { zh: '7号警情，能去请登录答复', en: 'Incident 7, sign in' },
          link: 'http://localhost:8080/r',
        },
      },
    ],
  },
  'GET /api/v1/night-desk': { holders: [] },
  'POST /api/v1/night-desk': {
    holders: [{ id: 'li-g2', name: '李协管员', until: '2026-11-25T07:00:00.000+08:00' }],
  },
  'GET /api/v1/doctor': { well: true, checks: [{ check: 'store', state: 'ok', says: 'Redis 正常' }] },
};

type Asked = { what: string; query: string; body: unknown; headers: IncomingHttpHeaders };

let folder: string;
let server: Server;
let asked: Asked[];
let timeZone: string | undefined;
let answer: (what: string) => { status: number; body: unknown };
let env: Record<string, string>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yjt-cli-'));
  asked = [];
  timeZone = undefined;
  answer = (what) => (what in answers ? { status: 200, body: answers[what] } : { status: 404, body: 'nothing' });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
      const what = `${request.method} ${pathname}`;
      const text = Buffer.concat(chunks).toString();
      asked.push({ what, query: search, body: text === '' ? undefined : JSON.parse(text), headers: request.headers });
      const { status, body } = answer(what);
      response
        .writeHead(status, { connection: 'close', ...(timeZone === undefined ? {} : { 'yjt-time-zone': timeZone }) })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  env = { DATA_DIR: folder };
  writeSystem({ url: `http://127.0.0.1:${portOf(server)}`, token: 'tok', mqttPort: 1999, pid: process.pid });
});

afterEach(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

function portOf(listening: { address(): unknown }): number {
  const address = listening.address();
  return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
}

function writeSystem(system: unknown): void {
  mkdirSync(join(folder, 'run'), { recursive: true });
  writeFileSync(join(folder, 'run', 'system.json'), typeof system === 'string' ? system : JSON.stringify(system));
}

async function yjt(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []];
  const code = await runYjt(args, { env, out: (text) => out?.push(text), err: (text) => err?.push(text) });
  return { code, out: (out ?? []).join('\n'), err: (err ?? []).join('\n') };
}
const json = async (...args: string[]): Promise<unknown> => {
  const { code, out, err } = await yjt(...args, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

describe('yjt', () => {
  it('finds the system through DATA_DIR and shows its token', async () => {
    await yjt('residents');
    expect(asked[0]?.headers.authorization).toBe('Bearer tok');
  });

  it('or through YJT_URL and YJT_TOKEN', async () => {
    env = { YJT_URL: `http://127.0.0.1:${portOf(server)}/`, YJT_TOKEN: 'mine', DATA_DIR: join(folder, 'none') };
    expect((await yjt('residents')).code).toBe(0);
    expect(asked[0]?.headers.authorization).toBe('Bearer mine');
  });

  it('lists residents, visibly invented, with address and device', async () => {
    expect((await yjt('residents', '--search', '谢 老')).out).toMatch(
      /res-001\s+谢老师傅（虚构）\s+黉门街82号院 6栋\s+btn-001/,
    );
    expect(asked[0]?.query).toBe(`?search=${encodeURIComponent('谢 老')}`);
    expect(await json('residents')).toEqual(answers['GET /api/v1/residents']);
  });

  it('shows what would have been sent outside, in the reader’s language', async () => {
    expect((await yjt('outbox', '--last', '7')).out).toMatch(
      /2026-11-24 12:19:44\s+webhook\s+派单\s+000 0000 0327\s+7号警情，能去请登录答复/,
    );
    expect(asked[0]?.query).toBe('?limit=7');
    expect((await yjt('outbox', '--lang', 'en')).out).toMatch(/offer\s+000 0000 0327\s+Incident 7, sign in/);
    expect(await json('outbox')).toEqual(answers['GET /api/v1/outbox']);
    answer = () => ({ status: 200, body: answers['GET /api/v1/outbox'] });
    await yjt('outbox', '--last', '7', '--reveal', '号码打不通，核对');
    expect(asked.at(-1)).toMatchObject({
      what: 'POST /api/v1/outbox/numbers',
      body: { limit: 7, why: '号码打不通，核对' },
    });
    answer = () => ({ status: 200, body: { messages: [] } });
    expect((await yjt('outbox')).out).toContain('没有记录');
  });

  it('adds a device and prints a line to paste', async () => {
    const { out } = await yjt('device', 'add', '--resident', 'res-001');
    expect(out).toContain(
      `mosquitto_pub -h localhost -p 1999 -u btn-x -P secret -t yjt/v1/d/btn-x/press -q 1 -m '{"kind":"sos"}'`,
    );
    expect(asked[0]?.body).toEqual({ resident: 'res-001' });
    expect(await json('device', 'add', '--resident', 'res-001', '--device', 'btn-x')).toEqual({
      device: 'btn-x',
      username: 'btn-x',
      password: 'secret',
    });
    expect(asked[1]?.body).toEqual({ resident: 'res-001', device: 'btn-x' });
  });

  it('gives a responder a login', async () => {
    const login = { responder: 'wang-g1', username: 'wang-g1', password: 'secret' };
    expect(await json('responder', 'credential', 'wang-g1')).toEqual(login);
    expect((await yjt('responder', 'credential', 'wang-g1')).out).toContain('secret');
  });

  it('makes tokens and links', async () => {
    expect(await json('token', 'create', '--role', 'officer')).toMatchObject({ token: 'yjt_t' });
    await yjt('token', 'create', '--role', 'wall', '--name', '墙', '--days', '3', '--link');
    expect(asked.map(({ body }) => body)).toEqual([
      { role: 'officer' },
      { role: 'wall', name: '墙', days: 3, link: true },
    ]);
  });

  it('lists who is in and ends what was lost, and lets in whoever is locked out', async () => {
    const { out } = await yjt('session', 'list');
    expect(out).toMatch(/s1 +登录 +officer +周敏 +zhou.min +2026-11-25 12:00:00/);
    expect(out).toMatch(/t1 +令牌 +button +btn-001 +btn-001 +直到停用/);
    expect(await json('session', 'end', 's1')).toEqual({ id: 's1' });
    expect(await json('login', 'end', 'btn-001')).toEqual({ id: 'btn-001' });
    expect((await yjt('account', 'link', 'zhou.min')).out).toContain('/enter?token=yjt_l');
    expect(asked.map(({ what }) => what)).toEqual([
      'GET /api/v1/sessions',
      'DELETE /api/v1/sessions/s1',
      'DELETE /api/v1/logins/btn-001',
      'POST /api/v1/accounts/zhou.min/link',
    ]);
  });

  it('takes a lost factor away, and says who somebody is at the sign-in provider', async () => {
    expect((await yjt('account', 'reset', 'zhou.min')).out).toContain('已清除');
    expect((await yjt('account', 'identity', 'zhou.min', '--subject', 'sub-1')).out).toContain('sub-1');
    expect((await yjt('account', 'identity', 'zhou.min', '--none')).out).toContain('不再对应');
    expect((await yjt('account', 'identity', 'zhou.min')).code).toBe(2);
    expect(asked.map(({ what, body }) => [what, body])).toEqual([
      ['DELETE /api/v1/accounts/zhou.min/factors', undefined],
      ['POST /api/v1/accounts/zhou.min/identity', { subject: 'sub-1' }],
      ['DELETE /api/v1/accounts/zhou.min/identity', undefined],
    ]);
  });

  it('undoes an import, of its own district or of the one named', async () => {
    expect((await yjt('undo', 'import')).out).toContain('239');
    await yjt('undo', 'import', 'hongmenjie');
    expect(asked.map(({ body }) => body)).toEqual([{}, { district: 'hongmenjie' }]);
  });

  it('hands the night desk to somebody, says until when, and takes it back', async () => {
    expect((await yjt('night-desk')).out).toBe(words.zh.nightDesk.hall);
    const { out } = await yjt('night-desk', '--to', 'li-g2', '--until', '2026-11-25T07:00');
    expect(out).toMatch(/夜间值守：李协管员（li-g2），至 2026-11-25 07:00:00/);
    expect((await yjt('night-desk', '--to', 'li-g2', '--lang', 'en')).out).toContain(
      'Night desk: 李协管员 (li-g2), until',
    );
    expect(await json('night-desk', '--back')).toEqual(answers['POST /api/v1/night-desk']);
    expect(asked.map(({ body }) => body)).toEqual([
      undefined,
      { responder: 'li-g2', until: '2026-11-25T07:00' },
      { responder: 'li-g2' },
      {},
    ]);
  });

  it('presses for a resident or a device', async () => {
    expect((await yjt('press', '--resident', 'res-001')).out).toContain(incident.id);
    expect(await json('press', '--device', 'btn-001', '--kind', 'fall')).toMatchObject({ outcome: 'incident' });
    expect(asked.map(({ body }) => body)).toEqual([
      { resident: 'res-001', kind: 'sos' },
      { device: 'btn-001', kind: 'fall' },
    ]);
  });

  it.each([
    { command: ['incidents'], says: /2026-11-24 05:19:44/ },
    { command: ['incidents', incident.id], says: /→ 2026-11-24 05:20:44/ },
    { command: ['outbox'], says: /2026-11-24 05:19:44/ },
    { command: ['session', 'list'], says: /2026-11-25 05:00:00/ },
    { command: ['account', 'link', 'zhou.min'], says: /2026-11-25 05:00:00/ },
    { command: ['night-desk', '--to', 'li-g2'], says: /2026-11-25 00:00:00/ },
    { command: ['token', 'create', '--role', 'officer'], says: /2026-11-25 05:00:00/ },
  ])('shows times in the zone of the district: $command', async ({ command, says }) => {
    timeZone = 'Europe/Berlin';
    expect((await yjt(...command)).out).toMatch(says);
  });

  it('takes no zone from an answer that this machine does not know', async () => {
    timeZone = 'Mars/Olympus';
    expect((await yjt('incidents')).out).toContain('2026-11-24 12:19:44');
  });

  it('lists incidents in words', async () => {
    const { out } = await yjt('incidents', '--state', 'all');
    expect(out).toMatch(/P1 .*处置中 .*求助 .*2026-11-24 12:19:44 .*谢老师傅 .*王协管员 在路上/);
    expect(asked[0]?.query).toBe('?state=all');
    expect(await json('incidents')).toEqual({ incidents: [incident] });
  });

  it('tells the story of one incident', async () => {
    const { out: shown } = await yjt('incidents', incident.id);
    expect(shown).toContain('opened');
    expect(shown).toMatch(/有人上门 +已有/);
    expect(shown).toMatch(/与本人通话 +正在找 .+ → 2026-11-24 12:20/);
    expect(await json('incidents', incident.id)).toMatchObject({ incident: { id: incident.id }, events: [{ seq: 1 }] });
  });

  it('imports the sample', async () => {
    expect(await json('import', sample)).toEqual(answers['POST /api/v1/import']);
    expect(asked[0]?.body).toMatchObject({ district: { id: 'hongmenjie' } });
    const { out, err } = await yjt('import', sample);
    expect(out).toContain('hongmenjie');
    expect(err).toContain('/homes/3 id: no device');
  });

  it('speaks English when asked, before or after the command', async () => {
    expect((await yjt('incidents', '--lang', 'en')).out).toContain('on the way');
    expect((await yjt('--lang', 'en', 'incidents')).out).toContain('on the way');
    expect(asked[0]?.headers['accept-language']).toBe('en');
  });

  it.each([
    [],
    ['import'],
    ['residents'],
    ['device', 'add'],
    ['responder', 'credential'],
    ['token', 'create'],
    ['press'],
    ['incidents'],
    ['night-desk'],
    ['doctor'],
  ])('explains itself: %s %s', async (...command) => {
    const { code, out } = await yjt(...command, '--help');
    expect(code).toBe(0);
    expect(out).toContain('--json');
  });
});

describe('yjt says what is wrong, and what to do', () => {
  it.each([
    {
      when: 'no system was ever started',
      does: () => rmSync(join(folder, 'run'), { recursive: true }),
      says: 'npm start',
    },
    {
      when: 'the system has ended',
      does: () => writeSystem({ url: 'http://127.0.0.1:1', token: 't', mqttPort: 1, pid: 1 }),
      says: 'npm start',
    },
    { when: 'the file is cut off', does: () => writeSystem('{"url": "http:'), says: 'npm start' },
  ])('$when', async ({ does, says }) => {
    does();
    const { code, out, err } = await yjt('incidents');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(says);
    expect(JSON.parse((await yjt('incidents', '--json')).err)).toMatchObject({ error: 'not_running' });
  });

  it('the token is wrong', async () => {
    answer = () => ({ status: 401, body: { error: 'not_signed_in', message: 'sign in' } });
    const { code, err } = await yjt('residents', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(err)).toEqual({ error: 'not_signed_in', message: words.zh.wrongToken });
  });

  it('the system refuses', async () => {
    answer = () => ({ status: 404, body: { error: 'not_found', message: '没有找到', field: 'resident' } });
    const { code, out, err } = await yjt('device', 'add', '--resident', 'nobody', '--json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toEqual({ error: 'not_found', message: '没有找到', field: 'resident' });
  });

  it('another program answers', async () => {
    answer = () => ({ status: 200, body: '<html>' });
    expect(JSON.parse((await yjt('residents', '--json')).err)).toMatchObject({ error: 'not_ours' });
  });

  it('the system is of another version', async () => {
    answer = () => ({ status: 200, body: { residents: 7 } });
    expect(JSON.parse((await yjt('residents', '--json')).err)).toMatchObject({ error: 'other_version' });
  });

  it('YJT_URL stands without YJT_TOKEN', async () => {
    env = { YJT_URL: 'http://localhost:1' };
    const { code, err } = await yjt('residents');
    expect(code).toBe(2);
    expect(err).toContain('YJT_TOKEN');
  });

  it('a setting does not exist', async () => {
    env = { ...env, YJT_TYPO: '1' };
    expect(await yjt('residents')).toMatchObject({ code: 2, err: expect.stringContaining('YJT_TYPO') });
  });

  it.each([
    ['nothing-known'],
    ['press'],
    ['press', '--resident', 'a', '--device', 'b'],
    ['press', '--resident', 'a', '--kind', 'shout'],
    ['token', 'create'],
    ['token', 'create', '--role', 'king'],
    ['token', 'create', '--role', 'officer', '--days', '0'],
    ['device', 'add'],
    ['incidents', '--state', 'lost'],
    ['import'],
    ['night-desk', '--until', '2026-11-25T07:00'],
    ['night-desk', '--back', '--to', 'li-g2'],
    ['residents', '--lang', 'fr'],
  ])('a usage error ends with 2 and asks nothing: %s %s %s %s', async (...args) => {
    expect(await yjt(...args)).toMatchObject({ code: 2, out: '' });
    const { code, err } = await yjt(...args, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ error: 'usage', message: expect.stringMatching(/./) });
    expect(asked).toEqual([]);
  });
});

describe('yjt import of a bad file', () => {
  const bad = (): string => {
    const path = join(folder, 'bad');
    mkdirSync(path);
    for (const name of ['district.json', 'grids.geojson', 'roads.geojson', 'blocks.geojson', 'courtyards.geojson'])
      writeFileSync(join(path, name), readFileSync(join(sample, name)));
    for (const name of ['service-points.geojson', 'residents.json', 'devices.json', 'responders.json', 'policy.json'])
      writeFileSync(join(path, name), readFileSync(join(sample, name)));
    const homes = readFileSync(join(sample, 'homes.json'), 'utf8').replace('"courtyard"', '"courtyrad"');
    writeFileSync(join(path, 'homes.json'), homes);
    return path;
  };

  it('names file, line, path, field and reason, and asks the system for nothing', async () => {
    const { code, out, err } = await yjt('import', bad());
    expect({ code, out, asked }).toEqual({ code: 1, out: '', asked: [] });
    expect(err).toMatch(/homes\.json:\d+ \/\S+ courtyrad: /);
    expect(err.trimEnd().endsWith(words.zh.nothingChanged)).toBe(true);
  });

  it('is one JSON document on stderr when asked', async () => {
    const { code, err } = await yjt('import', bad(), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: 'bad_file', problems: expect.arrayContaining([]) });
  });

  it('that is not there', async () => {
    expect(await yjt('import', join(folder, 'nowhere'))).toMatchObject({ code: 1 });
  });

  it('that only the system finds wrong', async () => {
    answer = () => ({ status: 400, body: { error: 'bad_request', message: 'wrong', field: '/homes/1/id' } });
    const { code, err } = await yjt('import', sample);
    expect(code).toBe(1);
    expect(err).toContain('/homes/1/id');
    expect(err).toContain(words.zh.nothingChanged);
  });
});

describe('yjt restore with keys of its own', () => {
  it('into a place that has keys changes nothing, and says what to do', async () => {
    const [place, given] = [join(folder, 'place'), join(folder, 'given')];
    for (const keys of [join(place, 'keys'), given]) {
      mkdirSync(keys, { recursive: true });
      writeFileSync(join(keys, 'fields.keys'), keys);
    }
    const { code, err } = await yjt('restore', 'any.tar.age', '--into', place, '--keys', given, '--json');
    expect([code, JSON.parse(err)]).toMatchObject([1, { error: 'keys_there' }]);
    expect(JSON.parse(err).message).toContain('--keys');
    expect(readFileSync(join(place, 'keys', 'fields.keys'), 'utf8')).toBe(join(place, 'keys'));
    // The same folder by name is no other set.
    const same = await yjt('restore', 'any.tar.age', '--into', place, '--keys', join(place, 'keys'), '--json');
    expect(JSON.parse(same.err).error).not.toBe('keys_there');
  });
});

it('yjt replay refuses the file of a policy in which a key stands twice, with its line', async () => {
  const path = join(folder, 'policy.json');
  const policy = readFileSync(join(sample, 'policy.json'), 'utf8');
  writeFileSync(path, policy.replace('{', '{\n"surge": {},\n"surge": {},'));
  const { code, err } = await yjt('replay', '--policy', path);
  expect(code).toBe(1);
  expect(err).toMatch(/policy\.json:3 .*surge: is named twice/);
});

describe('yjt doctor', () => {
  const listening = async (): Promise<{ port: number; close(): void }> => {
    const door = createSocketServer((socket) => socket.destroy());
    await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
    return { port: portOf(door), close: () => door.close() };
  };
  type Report = { well: boolean; checks: { check: string; state: string; remedy?: string }[] };
  const stateOf = (report: Report, check: string) => report.checks.find((one) => one.check === check)?.state;

  it('joins its own checks to those of the running system', async () => {
    const broker = await listening();
    writeSystem({ url: `http://127.0.0.1:${portOf(server)}`, token: 'tok', mqttPort: broker.port, pid: process.pid });
    const report = (await json('doctor')) as Report;
    broker.close();
    for (const check of ['node', 'data', 'system', 'mqtt', 'store']) expect(stateOf(report, check)).toBe('ok');
  });

  it('fails when a part has failed', async () => {
    const { code, out } = await yjt('doctor', '--json'); // nothing listens on the MQTT port
    expect(code).toBe(1);
    expect(stateOf(JSON.parse(out) as Report, 'mqtt')).toBe('failed');
  });

  it('says what to do when nothing runs, and who holds the port', async () => {
    const other = await listening();
    env = { DATA_DIR: join(folder, 'elsewhere'), PORT: String(other.port) };
    const { code, out } = await yjt('doctor', '--json');
    other.close();
    expect(code).toBe(1);
    const report = JSON.parse(out) as Report;
    expect(report.well).toBe(false);
    expect(stateOf(report, 'system')).toBe('failed');
    expect(stateOf(report, 'PORT')).toBe('warning');
    expect(report.checks.every(({ state, remedy }) => state === 'ok' || remedy !== undefined)).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)('sees a folder that cannot be written', async () => {
    chmodSync(folder, 0o500);
    const { out } = await yjt('doctor', '--json');
    chmodSync(folder, 0o700);
    expect(stateOf(JSON.parse(out) as Report, 'data')).toBe('failed');
  });
});
