// The registry by hand: a set of changes is all of it or nothing, is checked as an import is, has one winner, a history and a way back; and
// nothing of a person is kept in it once they are erased, or take a yes back.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeysAnswer } from '../../contracts/office/keys.ts';
import type {
  RegistryAnswer,
  RegistryDocument,
  RegistryHistory,
  RegistryList,
} from '../../contracts/office/registry.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { readAccount } from '../../store/accounts.ts';
import { readAudit } from '../../store/audit.ts';
import { calendarLinkOf, makeCalendarLink } from '../../store/calendarLinks.ts';
import { readCredential } from '../../store/directory.ts';
import { directoryKeys } from '../../store/keys.ts';
import { readToken } from '../../store/tokens.ts';
import { changeDocument } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { long } from '../long.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let community: string;
let administrator: string;
beforeEach(async () => {
  console_ = await TestConsole.start();
  community = await console_.token('community');
  administrator = await console_.token('administrator');
}, 60_000);
afterEach(() => console_.stop(), 30_000);

type Told = { status: number; body: RegistryAnswer & { error?: string; field?: string; who?: string } };
const post = async (path: string, body: object, as = community): Promise<Told> => {
  const answer = await console_.ask(`/api/v1/office/registry/${path}`, { as, body });
  return { status: answer.status, body: (await answer.json()) as Told['body'] };
};
const change = (changes: object[], more: object = {}, as = community) => post('changes', { changes, ...more }, as);
const read = async <T>(path: string, as = community): Promise<T> =>
  (await (await console_.ask(`/api/v1/office/registry/${path}`, { as })).json()) as T;
const document = (kind: string, id: string) => read<RegistryDocument>(`${kind}/${id}`);
const history = async (kind: string, id: string) => (await read<RegistryHistory>(`${kind}/${id}/history`)).edits;
const somebody = (): { id: string; home: string; name: string } => {
  const one = console_.registry.district('hongmenjie')?.bundle.residents.find(({ contacts }) => contacts.length > 0);
  if (!one) throw new Error('the sample has nobody with a contact');
  return one;
};
const newHome = (id: string) => ({
  kind: 'homes',
  id,
  version: 0,
  document: {
    courtyard: console_.registry.district('hongmenjie')?.bundle.courtyards[0]?.id,
    building: '1栋',
    unit: '1单元',
    door: '101',
    access: {},
  },
});

it('one document is changed, and everybody reads it as it is from now on', async () => {
  const { id } = somebody();
  const before = await document('residents', id);
  const told = await change(
    [
      {
        kind: 'residents',
        id,
        version: before.version,
        document: { ...before.document, phone: '０２８－８５１２３４５６' },
      },
    ],
    { why: '换了号码' },
  );
  expect(told).toMatchObject({
    status: 200,
    body: { applied: true, versions: [{ kind: 'residents', id, version: before.version + 1 }] },
  });
  expect((await document('residents', id)).document.phone).toBe('028-85123456');
  await until(() => console_.registry.district('hongmenjie')?.residents.get(id)?.phone === '028-85123456');
  expect(await history('residents', id)).toMatchObject([
    {
      version: before.version + 1,
      how: 'changed',
      why: '换了号码',
      fields: [{ field: 'phone', after: '028-85123456' }],
    },
  ]);
});

it('of two who change one document at once, one wins and the other is told who was faster; nothing of their set is done', async () => {
  const { id } = somebody();
  const { version, document: was } = await document('residents', id);
  const order = (name: string) =>
    change([newHome(`home-of-${name}`), { kind: 'residents', id, version, document: { ...was, name } }]);
  const both = await Promise.all([order('first'), order('second')]);
  const [won] = both.filter(({ status }) => status === 200);
  const [lost] = both.filter(({ status }) => status === 409);
  expect(won?.body.applied).toBe(true);
  expect(lost?.body).toMatchObject({ error: 'changed_meanwhile', field: `residents/${id}`, who: expect.any(String) });
  const winner = (await document('residents', id)).document.name as string;
  await until(() => console_.registry.district('hongmenjie')?.homes.has(`home-of-${winner}`) === true);
  const loser = winner === 'first' ? 'second' : 'first';
  expect((await console_.ask(`/api/v1/office/registry/homes/home-of-${loser}`, { as: community })).status).toBe(404);
});

it('fifty at once that change other documents all come through', async () => {
  const residents = (await read<RegistryList>('residents?limit=50')).rows;
  const told = await Promise.all(
    residents.map(({ id }) => change([{ kind: 'residents', id, set: { livesAlone: true, mobility: '轮椅' } }])),
  );
  expect(told.map(({ status }) => status)).toEqual(residents.map(() => 200));
});

describe('what is wrong', () => {
  it.each([
    ['a field that is none', { kind: 'homes', id: 'h', version: 0, document: { roof: 'red' } }, ['roof', 'courtyard']],
    [
      'an unknown courtyard',
      {
        ...{ kind: 'homes', id: 'h-new', version: 0 },
        document: { courtyard: 'nowhere', building: '1', unit: '1', door: '1', access: {} },
      },
      ['courtyard'],
    ],
    [
      'an id with capitals',
      { kind: 'grids', id: 'G 1', version: 0, document: { name: '格', ring: [] } },
      ['id', 'ring'],
    ],
    ['a document that is not there', { kind: 'homes', id: 'no-such', version: 0, document: null }, ['id']],
    ['nothing to change', { kind: 'homes', id: 'no-such', version: 0 }, ['']],
    ['a district that is not ours', { kind: 'policy', id: 'other', version: 0, document: {} }, ['id']],
  ])('%s is named by document and field, in Chinese, and nothing is saved', async (_, wrong, fields) => {
    const told = await change([newHome('beside'), wrong]);
    expect(told).toMatchObject({ status: 400, body: { error: 'changes_refused' } });
    expect(told.body.problems.map(({ field }) => field)).toEqual(expect.arrayContaining(fields));
    for (const { reason } of told.body.problems) expect(reason).toMatch(/[一-龥]/);
    expect((await console_.ask('/api/v1/office/registry/homes/beside', { as: community })).status).toBe(404);
  });

  it('on the map is refused: a grid that lies over another, or crosses itself; a gap is for a human to judge', async () => {
    const [one, other] = console_.registry.district('hongmenjie')?.bundle.grids ?? [];
    if (!one || !other) throw new Error('the sample has grids');
    const ringOf = (ring: object[]) => change([{ kind: 'grids', id: one.id, set: { ring } }], { dry: true });
    const reasons = async (ring: object[]) => {
      const { body } = await ringOf(ring);
      return body.problems.map(({ severity, kind, reason }) => `${severity} ${kind} ${reason}`);
    };
    const over = await reasons(other.ring);
    expect(over.find((said) => said.includes('重叠'))).toMatch(/^error grids 与网格“g\d+”重叠/);
    const [a, b, c] = one.ring as object[];
    expect((await reasons([a, c, b, ...one.ring.slice(3)] as object[])).join()).toContain('边界自相交');
    const shrunk = one.ring.map(([lon, lat], i) => [lon, i === 3 ? lat + 0.0003 : lat]);
    const gap = (await reasons(shrunk)).filter((said) => said.includes('空出'));
    expect(gap.length).toBeGreaterThan(0);
    expect(gap.every((said) => said.startsWith('warning'))).toBe(true);
  });

  it('a courtyard that homes lie in is not removed: each home says so', async () => {
    const [courtyard] = console_.registry.district('hongmenjie')?.bundle.courtyards ?? [];
    const { version } = await document('courtyards', courtyard?.id ?? '');
    const told = await change([{ kind: 'courtyards', id: courtyard?.id, version, document: null }]);
    expect(told.status).toBe(400);
    expect(told.body.problems.some(({ kind, field }) => kind === 'homes' && field === 'courtyard')).toBe(true);
  });

  it('a trial says it and changes nothing, right or wrong', async () => {
    expect((await change([newHome('tried')], { dry: true })).body).toMatchObject({
      applied: false,
      problems: [{ severity: 'warning' }],
    });
    expect((await change([{ ...newHome('tried'), document: {} }], { dry: true })).status).toBe(200);
    expect((await console_.ask('/api/v1/office/registry/homes/tried', { as: community })).status).toBe(404);
  });

  it("another district's device cannot be taken, nor the district be renamed by who does not administer it", async () => {
    const theirs = console_.registry.district('neighbour')?.bundle.devices[0]?.id ?? '';
    const theirButton = [{ kind: 'devices', id: theirs, version: 0, document: { kind: 'button' } }];
    const tries = async (): Promise<number> => {
      const text = await (await console_.ask('/api/v1/audit', { as: administrator })).text();
      return text.split('refused_elsewhere').length - 1;
    };
    expect((await change(theirButton, { dry: true })).body.problems).toMatchObject([{ id: theirs, field: 'id' }]);
    expect(await tries()).toBe(0); // somebody types
    const taken = await change(theirButton);
    expect(await tries()).toBe(1);
    expect(taken).toMatchObject({ status: 400, body: { problems: [{ id: theirs, field: 'id' }] } });
    const own = [{ kind: 'district', id: 'hongmenjie', set: { name: '黉门街' } }];
    expect((await change(own)).body.error).toBe('only_administrator');
    expect((await change(own, {}, administrator)).status).toBe(200);
  });
});

describe('what people say by an act of their own', () => {
  it('is said by no form: whether they are on duty, that they are real', async () => {
    const set = (fields: object) => change([{ kind: 'responders', id: 'wang-g1', set: fields }]);
    expect((await set({ onDuty: false })).body.problems).toMatchObject([{ field: 'onDuty' }]);
    expect((await set({ nightDeskUntil: 4_000_000_000_000 })).body.problems).toMatchObject([
      { field: 'nightDeskUntil' },
    ]);
    expect((await set({ simulated: false })).status).toBe(200);
    expect((await set({ simulated: true })).body.problems).toMatchObject([{ field: 'simulated' }]);
  });

  it('stands when an earlier edit is taken back', async () => {
    await change([{ kind: 'responders', id: 'wang-g1', set: { phone: '13800009999' } }]);
    await changeDocument(console_.redis, { district: 'hongmenjie', kind: 'responders', id: 'wang-g1' }, (one) => ({
      ...one,
      onDuty: false,
      simulated: false,
    }));
    expect((await post('responders/wang-g1/undo', {})).status).toBe(200);
    const { document: now } = await document('responders', 'wang-g1');
    expect(now).toMatchObject({ onDuty: false, simulated: false });
    expect(now.phone).not.toBe('13800009999');
  });
});

it('whoever moves takes along what they carry; a device that stands at another home than its carrier is warned of', async () => {
  const { devices = [] } = console_.registry.district('hongmenjie')?.bundle ?? {};
  const carried = devices.find((one) => one.resident !== undefined);
  await change([newHome('home-new')]);
  await change([{ kind: 'residents', id: carried?.resident, set: { home: 'home-new' } }]);
  expect((await document('devices', carried?.id ?? '')).document.home).toBe('home-new');
  const back = await change([{ kind: 'devices', id: carried?.id, set: { home: carried?.home } }], { dry: true });
  expect(back.body.problems).toMatchObject([
    { severity: 'warning', field: 'home', reason: expect.stringContaining('住在别处') },
  ]);
});

it('a removed device that is put back says that it needs a new login', async () => {
  const { id } = console_.registry.district('hongmenjie')?.bundle.devices[0] ?? { id: '' };
  const { version } = await document('devices', id);
  expect((await change([{ kind: 'devices', id, version, document: null }])).status).toBe(200);
  expect((await post(`devices/${id}/undo`, {})).body.problems).toMatchObject([{ severity: 'warning', id }]);
});

long(
  '50,000 documents are written at once',
  async () => {
    const devices = Array.from({ length: 50_000 }, (_, i) => ({
      kind: 'devices',
      id: `many-${i}`,
      version: 0,
      document: { kind: 'button' },
    }));
    expect((await change(devices)).body.applied).toBe(true);
  },
  120_000,
);

describe('undo', () => {
  it('puts back what was before the last change, is in the history itself, and can be undone', async () => {
    const { id, name } = somebody();
    await change([{ kind: 'residents', id, set: { name: '改错了' } }]);
    expect((await post(`residents/${id}/undo`, {})).status).toBe(200);
    expect((await document('residents', id)).document.name).toBe(name);
    await post(`residents/${id}/undo`, {});
    expect((await document('residents', id)).document.name).toBe('改错了');
    expect((await history('residents', id)).map(({ how }) => how)).toEqual(['undone', 'undone', 'changed']);
  });

  it('takes a new document away and brings a removed one back, which goes on counting its versions', async () => {
    await change([newHome('short-lived')]);
    await change([{ kind: 'homes', id: 'short-lived', version: 1, document: null }], { why: '登记错了' });
    expect((await console_.ask('/api/v1/office/registry/homes/short-lived', { as: community })).status).toBe(404);
    expect((await post('homes/short-lived/undo', {})).body.versions).toEqual([
      { kind: 'homes', id: 'short-lived', version: 3 },
    ]);
    expect((await history('homes', 'short-lived')).map(({ how, version }) => [how, version])).toEqual([
      ['undone', 3],
      ['removed', 2],
      ['made', 1],
    ]);
    expect((await post('homes/short-lived/undo', { version: 1 })).status).toBe(200); // before it was made
    expect((await console_.ask('/api/v1/office/registry/homes/short-lived', { as: community })).status).toBe(404);
  });

  it('is refused when somebody has changed it since the page saw it: what they did is not taken back unasked', async () => {
    const { id } = somebody();
    await change([{ kind: 'residents', id, set: { name: '改错了' } }]);
    const { version } = await document('residents', id);
    await change([{ kind: 'residents', id, set: { name: '后来的人改的' } }]);
    const seen = { version, standing: version };
    expect(await post(`residents/${id}/undo`, seen)).toMatchObject({
      status: 409,
      body: { error: 'changed_meanwhile', field: `residents/${id}`, who: 'community' },
    });
    expect((await document('residents', id)).document.name).toBe('后来的人改的');
    expect((await post(`residents/${id}/undo`, { ...seen, standing: version + 1 })).status).toBe(200);
  });

  it('of what was never changed is refused', async () => {
    expect((await post(`residents/${somebody().id}/undo`, {})).body.error).toBe('nothing_to_undo');
  });

  it('of a change that an import made', async () => {
    const { id, name } = somebody();
    const { bundle } = console_.registry.district('hongmenjie') ?? {};
    const residents = bundle?.residents.map((one) => (one.id === id ? { ...one, name: '文件里的' } : one));
    expect((await console_.ask('/api/v1/import', { as: administrator, body: { ...bundle, residents } })).status).toBe(
      200,
    );
    expect((await history('residents', id)).map(({ how }) => how)).toEqual(['imported']);
    expect((await post(`residents/${id}/undo`, {})).status).toBe(200);
    expect((await document('residents', id)).document.name).toBe(name);
  });
});

it('whoever is taken out of the registry cannot sign in any more', async () => {
  const { id } = console_.registry
    .district('hongmenjie')
    ?.bundle.responders.find((one) => one.role === 'resident_activist') ?? { id: '' };
  const uses = (await document('responders', id)).uses.map((one) => ({
    kind: one.kind,
    id: one.id,
    version: undefined,
  }));
  expect((await console_.ask(`/api/v1/responders/${id}/credential`, { as: administrator, body: {} })).status).toBe(200);
  const account = { login: 'their-login', name: '他们', role: 'responder', responder: id };
  expect((await console_.ask('/api/v1/accounts', { as: administrator, body: account })).status).toBe(200);
  const { redis, clock } = console_;
  const phone = await console_.token('responder', { responder: id });
  const another = await console_.token('responder');
  const calendar = { district: 'hongmenjie', responder: id };
  await makeCalendarLink(redis, calendar, clock.now());
  const changes = await Promise.all(
    [...uses, { kind: 'responders' as const, id }].map(async (one) => ({
      kind: one.kind,
      id: one.id,
      version: (await document(one.kind, one.id)).version,
      document: null,
    })),
  );
  const told = await change(changes);
  expect(told).toMatchObject({ status: 200 });
  expect(await readCredential(redis, id)).toBeUndefined();
  expect(
    await readAccount(redis, account.login),
    'whoever has the id after them is not let in by what was theirs',
  ).toBeUndefined();
  expect(await readToken(redis, phone, clock.now())).toBeUndefined();
  expect(await calendarLinkOf(redis, calendar)).toBeUndefined();
  expect(await readToken(redis, another, clock.now())).toBeDefined();
});

describe('who has a key', () => {
  const key = { place: '值班室钥匙箱', hook: '12' };
  const keysOf = async (id: string) => (await document('homes', id)).document.keys as object[] | undefined;
  const sign = (way: 'out' | 'in', body: object) => console_.ask(`/api/v1/office/keys/${way}`, { as: community, body });

  it('is said by whoever gave it out: by no form, by no earlier state, and by nobody who writes it', async () => {
    const { home: id } = somebody();
    const set = (keys: object[]) => change([{ kind: 'homes', id, set: { keys } }]);
    expect((await set([key])).status).toBe(200);
    expect((await set([key, { ...key, hook: '13' }])).status).toBe(200);
    await set([
      { ...key, out: { who: '没有人', at: 5, why: '没有取' } },
      { ...key, hook: '13' },
    ]);
    expect(await keysOf(id)).toEqual([key, { ...key, hook: '13' }]);
    expect((await sign('out', { home: id, ...key, who: '王师傅', why: '忘带钥匙' })).status).toBe(200);
    const out = expect.objectContaining({ who: '王师傅', why: '忘带钥匙' });
    expect((await set([key])).status).toBe(200); // a form that was opened before
    expect(await keysOf(id)).toEqual([{ ...key, out }]);
    expect((await post(`homes/${id}/undo`, { version: 3 })).status).toBe(200);
    expect(await keysOf(id)).toEqual([{ ...key, out }]);
    expect((await sign('in', { home: id, ...key })).status).toBe(200);
    await post(`homes/${id}/undo`, {}); // to a state in which it was out
    expect(await keysOf(id)).toEqual([key]);
  });
});

it('homes as GeoJSON are written down as everybody’s; outlines of grids show nobody', async () => {
  const entries = async () =>
    (await readAudit(console_.redis, console_.district, { limit: 100 })).filter(({ residents }) =>
      residents?.includes(everybody),
    );
  for (const kind of ['grids', 'homes']) {
    expect(await entries()).toEqual([]);
    const answer = await console_.ask(`/api/v1/office/registry/${kind}/sheet.geojson?datum=gcj02`, { as: community });
    expect(await answer.json()).toMatchObject({ type: 'FeatureCollection', datum: 'gcj02' });
  }
  await until(async () => expect(await entries()).toHaveLength(1));
});

it('whoever signs for a key is written down as having been shown everybody whose key the answer names', async () => {
  const { home } = somebody();
  const other = console_.district.bundle.residents.find((one) => one.home !== home)?.home ?? '';
  const key = (hook: string) => ({ place: '值班室钥匙箱', hook });
  await change([
    { kind: 'homes', id: home, set: { keys: [key('1')] } },
    { kind: 'homes', id: other, set: { keys: [key('2')] } },
  ]);
  await until(() => expect(console_.district.homes.get(other)?.keys).toHaveLength(1));
  const body = { home, ...key('1'), who: '王师傅', why: '忘带钥匙' };
  const answer = await console_.ask('/api/v1/office/keys/out', { as: community, body });
  const { keys } = (await answer.json()) as KeysAnswer;
  expect(keys.map(({ hook }) => hook)).toEqual(['1', '2']);
  const [entry] = await readAudit(console_.redis, console_.district, { limit: 1, action: 'shown' });
  const theirs = keys.flatMap(({ residents }) => residents.map(({ id }) => id));
  expect([...(entry?.residents ?? [])].sort()).toEqual([...new Set(theirs)].sort());
});

describe('what is personal', () => {
  it('is in no list, lies sealed in the history, and goes when the person is erased', async () => {
    const { id, home } = somebody();
    await change([{ kind: 'residents', id, set: { conditions: ['秘密的病'], mobility: '秘密的拐杖' } }]);
    await change(
      [
        { kind: 'homes', id: home, set: { doorCode: 'SECRET77' } },
        { kind: 'residents', id, set: { card: 'C-1234' } },
      ],
      {
        why: '秘密的原因',
      },
    );
    await change([
      { kind: 'residents', id, set: { conditions: [], mobility: null } },
      { kind: 'homes', id: home, set: { doorCode: null } },
    ]);
    expect(JSON.stringify(await read('residents?limit=500'))).not.toMatch(/秘密的|contacts|phone/);
    expect(JSON.stringify(await history('residents', id))).toMatch('秘密的病');
    const kept = JSON.stringify(await console_.redis.hgetall(directoryKeys.edits('hongmenjie')));
    expect(kept).not.toMatch(/秘密的(病|拐杖)|SECRET77/);
    await change([{ kind: 'homes', id: home, set: { unit: '9单元' } }], { why: '秘密的原因' });
    const copy = await console_.ask(`/api/v1/residents/${id}/export`, { as: administrator });
    expect(JSON.stringify(((await copy.json()) as { edits: unknown }).edits)).toMatch('秘密的拐杖');
    const erased = await console_.ask(`/api/v1/residents/${id}/erase`, {
      as: administrator,
      body: { why: '本人要求' },
    });
    expect(erased.status).toBe(200);
    expect(Object.keys(await console_.redis.hgetall(directoryKeys.edits('hongmenjie')))).toEqual([]);
    const again = await change([
      {
        kind: 'residents',
        id,
        version: 0,
        document: {
          home,
          name: '又来了',
          gender: 'female',
          birthYear: 1940,
          livesAlone: true,
          conditions: [],
          contacts: [],
        },
      },
    ]);
    expect(again.body.problems).toMatchObject([{ field: 'id', kind: 'residents' }]);
  });

  it('goes from the history with the yes that it was kept for, which no form takes back', async () => {
    const { id } = somebody();
    await change([{ kind: 'residents', id, set: { conditions: ['秘密的病'] } }]);
    await change([{ kind: 'residents', id, set: { conditions: [] } }]);
    const byForm = await change([
      { kind: 'residents', id, set: { consents: [{ purpose: 'family', given: '2026-01-01' }] } },
    ]);
    expect(byForm).toMatchObject({ status: 400, body: { problems: [{ field: 'consents' }] } });
    await console_.ask(`/api/v1/residents/${id}/consents`, {
      as: community,
      body: { purpose: 'health_notes', withdrawn: true },
    });
    expect(await history('residents', id)).toEqual([]);
    const again = await change([{ kind: 'residents', id, set: { conditions: ['秘密的病'] } }]);
    expect(again.body.problems).toMatchObject([{ field: 'conditions' }]);
  });

  it('is in the access log for whoever opens the form, and who changed it is in the audit by id', async () => {
    const { id } = somebody();
    await document('residents', id);
    await change([{ kind: 'residents', id, set: { name: '新的名字' } }], { why: '登记时听错了' });
    const seen = await until(async () => {
      const text = await (await console_.ask('/api/v1/audit', { as: administrator })).text();
      return text.includes('registry_changed') ? text : undefined;
    });
    expect(seen).toMatch('"card"');
    expect(seen).toMatch('登记时听错了');
    expect(seen).not.toMatch('新的名字');
  });
});

it('is found by initials and narrowed by where it lies; a page says where the next one begins', async () => {
  const district = console_.registry.district('hongmenjie');
  const grid = district?.bundle.grids[0]?.id ?? '';
  const inGrid = await read<RegistryList>(`homes?grid=${grid}&limit=3`);
  expect(inGrid.rows).toHaveLength(3);
  const next = await read<RegistryList>(`homes?grid=${grid}&limit=500&after=${inGrid.next}`);
  expect(inGrid.total).toBe(next.rows.length + 3);
  for (const { document: home } of [...inGrid.rows, ...next.rows])
    expect(district?.courtyards.get(String(home.courtyard))?.grid).toBe(grid);
  const wang = district?.bundle.responders.find(({ name }) => name.startsWith('王'));
  expect((await read<RegistryList>('responders?q=w')).rows.map(({ id }) => id)).toContain(wang?.id);
});

it('who has changed nothing in a minute of many others is not held up for ever, and a set of 12,000 homes is written at once', async () => {
  const homes = Array.from({ length: 12_000 }, (_, i) => newHome(`many-${i}`));
  const told = await change(homes, { why: '迁入' });
  expect(told.body.applied).toBe(true);
  await until(() => (console_.registry.district('hongmenjie')?.homes.size ?? 0) >= 12_000);
  expect(await history('homes', 'many-11999')).toMatchObject([{ how: 'made', why: '迁入' }]);
}, 120_000);
