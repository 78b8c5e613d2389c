// Spreadsheets into the registry, on a running system: what is right comes in and is taken back as one, what is broken is named by row and column, and a
// file that would become too large is refused before it is unpacked.
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { RegistryDocument, RegistryList } from '../../contracts/office/registry.ts';
import type { ChangeSets, SetUndone, SheetAnswer } from '../../contracts/office/sheet.ts';
import type { SheetKind } from '../../contracts/office/sheetKinds.ts';
import { long } from '../long.ts';
import { System, until } from '../system.ts';

let system: System;
beforeAll(async () => {
  system = await System.start(['--no-sim']);
  await until(async () => expect((await system.call('/api/v1/office/books')).status).toBe(200));
}, 120_000);
afterAll(() => system.stop(), 60_000);

type Cell = string | number | null;
async function xlsx(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const cells = rows.map((row) =>
    row.map((value) => (value === null ? null : { value, type: typeof value === 'number' ? Number : String })),
  );
  return writeExcelFile(cells as never, {}).toBuffer();
}
const csv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => row.join(',')).join('\r\n'));

type Told = { status: number; body: SheetAnswer & { error?: string } };
async function sheet(kind: SheetKind, file: Buffer | Uint8Array, query: Record<string, string> = {}): Promise<Told> {
  const answer = await system.call(`/api/v1/office/registry/${kind}/sheet?${new URLSearchParams(query)}`, {
    body: new Uint8Array(file),
  });
  return { status: answer.status, body: (await answer.json()) as Told['body'] };
}
const list = (kind: SheetKind, query: string) => system.api<RegistryList>(`/api/v1/office/registry/${kind}?${query}`);

const heads = [
  '姓名',
  '性别',
  '出生年月',
  '院落',
  '楼栋',
  '单元',
  '门牌号',
  '手机号',
  '联系人',
  '关系',
  '联系人电话',
  '病史',
  '是否独居',
  '设备编号',
];
const person = (name: string, door: string, more: Partial<Record<number, Cell>> = {}): Cell[] =>
  [
    name,
    '女',
    '1941-05',
    yard,
    '3栋',
    '1单元',
    door,
    '13800001111',
    '女儿',
    '女儿',
    '028-8512 3456',
    '高血压；糖尿病',
    '是',
    `btn-${door}`,
  ].map((value, i) => (i in more ? (more[i] ?? null) : value));
let yard = '';
beforeAll(async () => {
  yard = String((await list('courtyards' as never, 'limit=1')).rows[0]?.document.name);
});

it('residents with their homes, contacts and buttons come in from an XLSX, are found, and go again as one', async () => {
  const file = await xlsx([heads, person('甲奶奶', 'a1'), person('乙爷爷', 'a2', { 1: '男', 7: null })]);
  const tried = await sheet('residents', file);
  expect(tried).toMatchObject({
    status: 200,
    body: { rows: 2, made: 6, changed: 0, same: 0, broken: [], applied: false },
  });
  const done = await sheet('residents', file, { apply: 'true', file: '名单.xlsx' });
  expect(done.body).toMatchObject({ applied: true, broken: [] });
  const [found] = await until(async () => {
    const { rows } = await list('residents', 'q=甲奶奶');
    expect(rows).toHaveLength(1);
    return rows;
  });
  const { document } = await system.api<RegistryDocument>(`/api/v1/office/registry/residents/${found?.id}`);
  expect(document).toMatchObject({
    gender: 'female',
    birthYear: 1941,
    livesAlone: true,
    phone: '13800001111',
    conditions: ['高血压', '糖尿病'],
    contacts: [{ name: '女儿', relation: '女儿', phone: '028-8512 3456' }],
  });
  expect((await list('devices' as never, `home=${document.home}`)).rows.map(({ id }) => id)).toEqual(['btn-a1']);

  // Once more: nothing is new, and one who has moved is changed.
  const again = await xlsx([
    heads,
    person('甲奶奶', 'a1', { 7: '13900002222' }),
    person('乙爷爷', 'a2', { 1: '男', 7: null }),
  ]);
  expect((await sheet('residents', again)).body).toMatchObject({ made: 0, changed: 1, same: 3, broken: [] });

  const { sets } = await system.api<ChangeSets>('/api/v1/office/registry/sets');
  expect(sets[0]).toMatchObject({ id: done.body.set, why: '名单.xlsx', documents: 6 });
  const undone = await system.api<SetUndone>(`/api/v1/office/registry/sets/${done.body.set}/undo`, {});
  expect(undone).toEqual({ undone: 6, kept: [] });
  await until(async () => expect((await list('residents', 'q=甲奶奶')).total).toBe(0));
});

it('what somebody has changed since an import stays when the import is taken back', async () => {
  const { body } = await sheet(
    'homes',
    csv([
      ['院落', '楼栋', '单元', '门牌', '编号'],
      [yard, '8栋', '1', '1', 'home-k1'],
      [yard, '8栋', '1', '2', 'home-k2'],
    ]),
    { apply: 'true' },
  );
  await system.api('/api/v1/office/registry/changes', {
    changes: [{ kind: 'homes', id: 'home-k1', set: { unit: '2' } }],
  });
  const undone = await system.api<SetUndone>(`/api/v1/office/registry/sets/${body.set}/undo`, {});
  expect(undone).toEqual({ undone: 1, kept: [{ kind: 'homes', id: 'home-k1' }] });
});

describe('of ten broken rows', () => {
  const broken: [name: string, row: Cell[], column: string][] = [];
  beforeAll(() => {
    broken.push(
      ['nobody', person('', 'b1'), '姓名'],
      ['no gender that we know', person('丙', 'b2', { 1: '老' }), '性别'],
      ['no year', person('丁', 'b3', { 2: '昨天' }), '出生年月'],
      ['an unknown courtyard', person('戊', 'b4', { 3: '没有这个院' }), '院落'],
      ['half an address', person('己', 'b5', { 4: null }), '楼栋'],
      ['a telephone that lost its nought', person('庚', 'b6', { 7: 2885123456 }), '手机号'],
      ['no telephone at all', person('辛', 'b7', { 7: '问女儿' }), '手机号'],
      ['a contact without a number', person('壬', 'b8', { 10: null }), '联系人电话'],
      ['neither yes nor no', person('癸', 'b9', { 12: '可能' }), '是否独居'],
      ['the same person twice', person('好人', 'b0'), '姓名'],
    );
  });

  it('each is named by row, column, value and reason, in Chinese; the good ones come in only when that is asked', async () => {
    const rows = [heads, person('好人', 'b0'), ...broken.map(([, row]) => row)];
    const told = await sheet('residents', await xlsx(rows), { apply: 'true' });
    expect(told.body).toMatchObject({ applied: false, brokenRows: 10 });
    for (const [i, [what, , column]] of broken.entries()) {
      const said = told.body.broken.filter(({ row }) => row === i + 3);
      expect([what, said.map((one) => one.column)]).toEqual([what, [column]]);
      for (const { reason } of said) expect(reason).toMatch(/[一-龥]/);
    }
    expect((await list('residents', 'q=好人')).total).toBe(0);
    const good = await sheet('residents', await xlsx(rows), { apply: 'true', goodOnly: 'true' });
    expect(good.body).toMatchObject({ applied: true, brokenRows: 10, made: 3 });
    await until(async () => expect((await list('residents', 'q=好人')).total).toBe(1));
  });
});

describe('a file', () => {
  it('in GB18030, as the Chinese Excel writes CSV, is read; so are a mark in front and semicolons', async () => {
    const row = ['姓名', '岗位', '网格', '电话'];
    // 姓名,岗位,网格,电话 · 新人,门卫,,13800001111
    const gbk = Buffer.from(
      'd0d5c3fb2cb8dacebb2ccdf8b8f12cb5e7bbb00d0ad0c2c8cb2cc3c5cec02c2c3133383030303031313131',
      'hex',
    );
    const told = await sheet('responders', gbk);
    expect(told.body.head).toEqual(row);
    expect(told.body.sample[0]?.slice(0, 2)).toEqual(['新人', '门卫']);
    const marked = Buffer.from(`\ufeff姓名;岗位\r\n新人;楼栋长`);
    expect((await sheet('responders', marked)).body.columns).toEqual({ name: 0, role: 1 });
  });

  it('that would become 60 MB is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(60 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect((await sheet('residents', bomb)).body.error).toBe('sheet_too_large');
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
    ['a zip that is no sheet', zipSync({ 'a.txt': new Uint8Array(3) })],
    ['half a zip', zipSync({ 'a.txt': new Uint8Array(300) }).slice(0, 60)],
  ])('that is %s is refused with what to do', async (_, file) => {
    const told = await sheet('residents', file);
    expect(told.body.error).toBe('not_a_sheet');
  });

  it('goes out and comes in again unchanged, formulas as text', async () => {
    await system.api('/api/v1/office/registry/changes', {
      changes: [{ kind: 'residents', id: 'res-001', set: { mobility: '=1+1' } }],
    });
    for (const kind of ['residents', 'homes', 'devices', 'responders', 'courtyards', 'shifts'] as const)
      for (const type of ['csv', 'xlsx']) {
        const out = await system.call(`/api/v1/office/registry/${kind}/sheet.${type}`);
        const bytes = Buffer.from(await out.arrayBuffer());
        if (type === 'csv' && kind === 'residents') expect(bytes.toString()).toContain("'=1+1");
        const { body } = await sheet(kind, bytes);
        expect([kind, type, body.made, body.changed, body.broken]).toEqual([kind, type, 0, 0, []]);
      }
  });

  long(
    'of 12,000 residents comes in',
    async () => {
      const many = Array.from({ length: 12_000 }, (_, i) => person(`住户${i}`, `m${i}`, { 13: null }));
      const told = await sheet('residents', await xlsx([heads, ...many]), { apply: 'true' });
      expect(told.body).toMatchObject({ applied: true, made: 24_000, brokenRows: 0 });
    },
    120_000,
  );
});

describe('GeoJSON', () => {
  type Features = { datum?: string; features: { properties: Record<string, string>; geometry: object | null }[] };
  const out = async (kind: SheetKind, datum = 'wgs84'): Promise<Features> =>
    system.api(`/api/v1/office/registry/${kind}/sheet.geojson?datum=${datum}`);
  const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

  it.each(['grids', 'roads', 'blocks', 'courtyards', 'servicePoints', 'homes'] as const)(
    'of %s goes out and comes in again unchanged',
    async (kind) => {
      const { body } = await sheet(kind, bytes(await out(kind)));
      expect(body).toMatchObject({ of: 'geojson', datum: 'wgs84', made: 0, changed: 0, broken: [] });
      expect(body.same).toBeGreaterThan(0);
    },
  );

  it('in another datum comes in where it was, and is refused where somebody says that it is in a third', async () => {
    const file = bytes(await out('courtyards', 'bd09'));
    const told = await sheet('courtyards', file);
    expect(told.body).toMatchObject({ datum: 'bd09', broken: [] });
    const wrong = await sheet('courtyards', file, { datum: 'gcj02' });
    expect(wrong).toMatchObject({ status: 409, body: { error: 'other_datum' } });
  });

  it('that is none is refused with what to do', async () => {
    for (const text of ['{', '{"type":"Topology"}'])
      expect((await sheet('grids', bytes(text))).body.error).toBe('not_geojson');
  });

  it('names broken features by number, in Chinese, brings the good ones if asked, and goes again as one', async () => {
    const { features } = await out('grids');
    const far = (x: number, name: string) => {
      const ring = [0, 1, 2].map((n) => [104.09 + x / 1000 + (n % 2) / 2000, 30.64 + n / 4000]);
      return {
        type: 'Feature',
        properties: { name },
        geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] },
      };
    };
    const over = { ...far(0, '压着别人'), geometry: features[0]?.geometry };
    const line = {
      ...far(1, '一条线'),
      geometry: {
        type: 'LineString',
        coordinates: [
          [104.09, 30.64],
          [104.1, 30.64],
        ],
      },
    };
    const file = bytes({ type: 'FeatureCollection', features: [far(2, '新一'), over, line, far(4, '新二')] });
    const tried = await sheet('grids', file, { apply: 'true' });
    expect(tried.body).toMatchObject({ applied: false, rows: 4, brokenRows: 2 });
    expect(tried.body.broken.map(({ row }) => row).sort()).toEqual([2, 3]);
    for (const { reason } of tried.body.broken) expect(reason).toMatch(/重叠|面（Polygon）/);
    const done = await sheet('grids', file, { apply: 'true', goodOnly: 'true', file: '网格.geojson' });
    expect(done.body).toMatchObject({ applied: true, made: 2 });
    const undone = await system.api<SetUndone>(`/api/v1/office/registry/sets/${done.body.set}/undo`, {});
    expect(undone).toEqual({ undone: 2, kept: [] });
  });
});

it('columns that the heads do not tell are chosen by hand; one that is none is refused', async () => {
  const file = csv([
    ['甲', '乙'],
    ['某人', '门卫'],
  ]);
  expect((await sheet('responders', file)).body.brokenRows).toBe(1);
  const columns = JSON.stringify({ name: 0, role: 1 });
  const [grid] = (await list('grids' as never, 'limit=1')).rows;
  const told = await sheet(
    'responders',
    csv([
      ['甲', '乙', '丙'],
      ['某人', '门卫', String(grid?.document.name)],
    ]),
    { columns: JSON.stringify({ name: 0, role: 1, grid: 2 }) },
  );
  expect(told.body).toMatchObject({ made: 1, broken: [] });
  expect((await sheet('responders', file, { columns: columns.replace('role', 'roof') })).status).toBe(400);
});

it('a calendar becomes shifts: names are said once, what is no shift is named by its number, the same once more is nothing new, and it goes as one', async () => {
  const at = (n: number, hour: string): string =>
    `${new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}T${hour}0000`;
  const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
  const file = Buffer.from(
    [
      'BEGIN:VCALENDAR',
      ...event(
        'UID:week',
        `DTSTART;TZID=Asia/Shanghai:${at(3, '08')}`,
        'DURATION:PT12H',
        'RRULE:FREQ=WEEKLY',
        'SUMMARY:王协管员 白班',
      ),
      ...event('UID:day', `DTSTART;VALUE=DATE:${at(3, '00').slice(0, 8)}`, 'SUMMARY:春节'),
      ...event('UID:night', `DTSTART:${at(4, '12')}Z`, `DTEND:${at(4, '23')}Z`, 'SUMMARY:小王夜班'),
      'END:VCALENDAR',
    ].join('\r\n'),
  );
  const told = await sheet('shifts', file);
  expect(told).toMatchObject({
    status: 200,
    body: { of: 'calendar', rows: 3, made: 1, brokenRows: 2, applied: false },
  });
  expect(told.body.people).toEqual([{ text: '王协管员 白班', id: 'wang-g1' }, { text: '小王夜班' }]);
  expect(told.body.broken.map(({ row, reason }) => [row, reason])).toEqual([
    [2, '是全天日程：班次要有几点到几点，请改成有起止时间的日程'],
    [3, '名册里没有：请照名册上的名称填，或填编号'],
  ]);
  const people = JSON.stringify({ 1: 'li-g2' });
  const refused = await sheet('shifts', file, { people, apply: 'true' });
  expect(refused.body).toMatchObject({ made: 2, brokenRows: 1, applied: false });
  const done = await sheet('shifts', file, { people, apply: 'true', goodOnly: 'true', file: '排班.ics' });
  expect(done.body).toMatchObject({ made: 2, applied: true });
  await until(async () => expect((await sheet('shifts', file, { people })).body).toMatchObject({ made: 0, same: 2 }));
  expect((await list('shifts', 'q=ics-')).rows.map(({ names }) => names.responder).sort()).toEqual([
    '李协管员',
    '王协管员',
  ]);
  expect((await sheet('residents', file)).body.error).toBe('calendar_is_roster');
  const undone = await system.api<SetUndone>(`/api/v1/office/registry/sets/${done.body.set}/undo`, {});
  expect(undone).toEqual({ undone: 2, kept: [] });
});
