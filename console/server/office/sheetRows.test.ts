// What rows of a spreadsheet say: nobody is taken for somebody else, nothing is lost by a cell that is empty, and what a spreadsheet has spoiled is refused.
import { describe, expect, it } from 'vitest';
import type { SheetCell } from '../../../contracts/office/sheet.ts';
import type { SheetKind } from '../../../contracts/office/sheetKinds.ts';
import { sampleDistrict } from '../../../test/sample.ts';
import { columnsIn } from './sheetColumns.ts';
import { changesIn } from './sheetRows.ts';
import { tableOf } from './sheetTable.ts';

const district = sampleDistrict();
const read = (kind: SheetKind, head: string[], ...rows: SheetCell[][]) =>
  changesIn(district, kind, { rows }, { columns: columnsIn(kind, head), datum: 'wgs84', firstRow: 2, of: 'sheet' });
const two = district.bundle.residents.filter(({ contacts }) => contacts.length >= 2);
const [one] = two;
if (!one) throw new Error('nobody has two contacts');
const home = district.homes.get(one.home);
const yard = district.courtyards.get(home?.courtyard ?? '')?.name ?? '';
const address = ['院落', '楼栋', '单元', '门牌'];
const here = [yard, home?.building ?? '', home?.unit ?? '', home?.door ?? ''];
const who = ['姓名', '性别', '出生年份'];
const them = [one.name, one.gender, String(one.birthYear)];

describe('a device', () => {
  const [installed, carried] = [false, true].map((is) =>
    district.bundle.devices.find((one) => (one.resident !== undefined) === is),
  );
  it('that is carried now stands where its carrier lives; one that is installed elsewhere is carried by nobody', async () => {
    const taken = await read('devices', ['编号', '由谁随身带'], [installed?.id ?? '', one.id]);
    expect(taken.changes).toMatchObject([{ set: { home: one.home, resident: one.id } }]);
    const elsewhere = carried?.home === one.home ? [] : here;
    const back = await read('devices', ['编号', ...address], [carried?.id ?? '', ...elsewhere]);
    expect(back.changes).toMatchObject([{ set: { home: one.home, resident: null } }]);
  });

  it('whose carrier lives elsewhere is asked about', async () => {
    const { broken } = await read(
      'devices',
      ['编号', '由谁随身带', ...address],
      [installed?.id ?? '', carried?.resident ?? '', ...here],
    );
    expect(broken.map(({ field }) => field)).toEqual(['resident']);
  });
});

describe('a daily sign of life', () => {
  const head = ['平安签到时间', '签到宽限（分钟）', '什么算签到', '哪些天签到'];
  const sheet = (...cells: SheetCell[]) =>
    read('residents', [...who, ...address, ...head], [...them, ...here, ...cells]);

  it('is agreed by its times, as people write them, and by what counts on which days', async () => {
    const { changes, broken } = await sheet('9:30；20:00', { number: 45 }, '门磁、人体感应', '周一、周六');
    expect(broken).toEqual([]);
    const checkIn = { by: ['09:30', '20:00'], graceMinutes: 45, signs: ['door', 'motion'], days: ['MO', 'SA'] };
    expect(changes).toMatchObject([{ set: { checkIn } }]);
  });

  it('of which nothing is said stays as it is', async () => expect((await sheet('', '', '', '')).changes).toEqual([]));

  it('by what nobody knows is a broken row', async () =>
    expect((await sheet('09:30', '', '心电感应', '')).broken.map(({ field }) => field)).toEqual(['checkIn.signs']));
});

describe('contacts', () => {
  it('that a file does not name stay, with what they have agreed to', async () => {
    const [first, second] = one.contacts;
    const { changes } = await read(
      'residents',
      [...who, ...address, '联系人', '联系人电话'],
      [...them, ...here, first?.name ?? '', '13711112222'],
    );
    expect(changes).toMatchObject([{ set: { contacts: [{ ...first, phone: '13711112222' }, second] } }]);
  });

  it('of whom nothing is said stay as they are', async () => {
    const { changes, same } = await read(
      'residents',
      [...who, ...address, '联系人', '联系人电话'],
      [...them, ...here, '', ''],
    );
    expect([changes, same]).toEqual([[], 1]);
  });
});

describe('a person', () => {
  it.each([
    [
      'whose id is somebody else’s',
      ['编号', ...who, ...address],
      [two[1]?.id ?? '', '别人', 'female', '1901', ...here],
      'id',
    ],
    ['who is registered elsewhere', [...who, ...address], [...them, yard, '99栋', '9单元', '999'], 'name'],
    [
      'whose home and address are not the same',
      ['住址编号', ...who, ...address],
      [one.home, ...them, yard, '99栋', '9单元', '999'],
      'home',
    ],
  ])('%s is asked about', async (_, head, row, field) => {
    const { broken, changes } = await read('residents', head, row);
    expect([broken.map((problem) => problem.field), changes]).toEqual([[field], []]);
  });

  it('is not taken for the number of their row', async () => {
    const { changes, broken } = await read(
      'residents',
      ['编号', ...who, ...address],
      ['1', '甲', '女', '1940', yard, '98栋', '1', '1'],
      ['2', '乙', '女', '1941', yard, '98栋', '1', '2'],
    );
    expect(broken).toEqual([]);
    expect(changes.map(({ id }) => id).filter((id) => /^\d+$/.test(id))).toEqual([]);
  });

  it('of the name of a coordinator is nobody new without an id', async () => {
    const { broken } = await read(
      'responders',
      ['姓名', '岗位', '网格'],
      ['王协管员', '门卫', district.bundle.grids[0]?.name ?? ''],
    );
    expect(broken.map(({ field }) => field)).toEqual(['name']);
  });
});

describe('a door', () => {
  it.each<[string, SheetCell]>([
    ['a date', { date: '2026-03-01' }],
    ['a date as CSV shows it', '3月1日'],
    ['a date as CSV shows it in English', '1-Mar'],
  ])('that a spreadsheet has made %s is refused', async (_, door) => {
    const { broken, changes } = await read('homes', address, [yard, '1栋', '1单元', door]);
    expect([broken.map(({ field }) => field), changes]).toEqual([['door'], []]);
  });

  it('1.2 is not 12, and 1栋 is 1', async () => {
    const { changes } = await read(
      'homes',
      address,
      [yard, '97栋', '1', '1.2'],
      [yard, '97', '1单元', '12'],
      [yard, '97栋', '1', '12室'],
    );
    expect(changes.filter(({ version }) => version === 0)).toHaveLength(2);
  });
});

describe('what a community has of its own', () => {
  it.each<SheetKind>(['teams', 'bicycles', 'gateHouses', 'boards', 'servicePoints'])(
    '%s go out as they come in again: nothing is new and nothing changed',
    async (kind) => {
      const { head, rows } = tableOf(district, kind, 'zh');
      const { changes, broken, same } = await read(kind, head, ...rows);
      expect({ changes, broken, same }).toEqual({ changes: [], broken: [], same: district.bundle[kind].length });
    },
  );

  it('a team is found by its name; whoever leads it is one of it', async () => {
    const head = ['名称', '种类', '队员', '队长'];
    const { changes } = await read('teams', head, [
      '义务调解员队',
      '义务调解员',
      '薛老师（居民骨干）',
      '周老师（院落民情议事会成员）',
    ]);
    expect(changes).toEqual([]);
  });

  it('a day of a bicycle is read as people write it; the 31st of April is none', async () => {
    const head = ['车牌', '保险到期', '年检'];
    const { changes, broken } = await read(
      'bicycles',
      head,
      ['示例 A0001', '2027/5/1', ''],
      ['川A1', '2027-04-31', ''],
    );
    expect(changes).toMatchObject([
      {
        id: 'bike-g1',
        set: { expires: [{ what: 'battery' }, { what: 'insurance', on: '2027-05-01' }, { what: 'inspection' }] },
      },
    ]);
    expect(broken.map(({ field, reason }) => [field, reason.slice(0, 8)])).toEqual([['insurance', 'is no da']]);
  });
});
