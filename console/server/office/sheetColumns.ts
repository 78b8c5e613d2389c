// The columns of a spreadsheet that the registry knows, by kind: what each is called, by which other names people call it, and how a cell is read.

import { plainText } from '../../../contracts/asWritten.ts';
import type { SheetKind } from '../../../contracts/office/sheetKinds.ts';
import { checkInsInChinese, checkInsInEnglish } from '../../../wording/checkIns.ts';
import { peopleInChinese, peopleInEnglish } from '../../../wording/people.ts';
import { pointKinds, roadKinds, teamKinds } from '../../../wording/places.ts';

/** A word as people write it → the word of the document. */
type Words = Readonly<Record<string, string>>;
/**
 * `code`: digits that are no number: a telephone, an id. A spreadsheet that made a number of them has spoiled them. `drawn`: where something lies,
 * which a file of GeoJSON says and no spreadsheet.
 */
export type Column = {
  field: string;
  zh: string;
  en: string;
  also: readonly string[];
  needed: boolean;
  is: 'text' | 'code' | 'number' | 'year' | 'day' | 'yes' | 'list' | 'drawn' | { one: Words } | { many: Words };
};

const column = (
  field: string,
  [zh, en, ...also]: readonly [zh: string, en: string, ...also: string[]],
  is: Column['is'] = 'text',
  needed = false,
): Column => ({ field, zh, en, also, needed, is });
const must = (...[field, says, is]: [string, readonly [string, string, ...string[]], Column['is']?]): Column =>
  column(field, says, is, true);

const swapped = (zh: Words, en: Words): Words =>
  Object.fromEntries([zh, en].flatMap((table) => Object.entries(table).map(([code, says]) => [plainText(says), code])));
const codes = (table: Words): Words => Object.fromEntries(Object.keys(table).map((code) => [plainText(code), code]));
const roles = {
  ...swapped(peopleInChinese.roles, peopleInEnglish.roles),
  ...codes(peopleInChinese.roles),
  协管员: 'grid_coordinator',
};
const skills = { ...swapped(peopleInChinese.skills, peopleInEnglish.skills), ...codes(peopleInChinese.skills) };
const genders = { 女: 'female', 男: 'male', female: 'female', male: 'male', f: 'female', m: 'male' };
const languages = {
  中文: 'zh',
  普通话: 'zh',
  四川话: 'zh',
  chinese: 'zh',
  zh: 'zh',
  英语: 'en',
  english: 'en',
  en: 'en',
};
const means = {
  电动自行车: 'bicycle',
  电瓶车: 'bicycle',
  自行车: 'bicycle',
  bicycle: 'bicycle',
  步行: 'foot',
  走路: 'foot',
  foot: 'foot',
  onfoot: 'foot',
  坐席: 'desk',
  desk: 'desk',
};
const deviceKinds = {
  按钮: 'button',
  一键通: 'button',
  button: 'button',
  随身按钮: 'pendant',
  吊坠: 'pendant',
  pendant: 'pendant',
  感应器: 'sensor',
  传感器: 'sensor',
  sensor: 'sensor',
};

const points = { ...swapped(pointKinds.zh, pointKinds.en), ...codes(pointKinds.zh), 巡逻点: 'patrol-point' };
/** Also as OpenStreetMap calls them. */
const streets = {
  ...swapped(roadKinds.zh, roadKinds.en),
  ...codes(roadKinds.zh),
  trunk: 'primary',
  unclassified: 'residential',
  living_street: 'residential',
  pedestrian: 'residential',
  footway: 'service',
  path: 'service',
  river: 'water',
  canal: 'water',
};

const signs = {
  ...swapped(checkInsInChinese.signs, checkInsInEnglish.signs),
  ...codes(checkInsInChinese.signs),
  按键: 'press',
  按钮: 'press',
  感应: 'motion',
  红外: 'motion',
  门磁: 'door',
};
const days = { ...swapped(checkInsInChinese.days, checkInsInEnglish.days), ...codes(checkInsInChinese.days) };
const teams = {
  ...swapped(teamKinds.zh, teamKinds.en),
  调解员: 'mediators',
  巡逻队: 'patrol',
  应急队: 'emergency_squad',
};

const id = column('id', ['编号', 'Id', '序列号', 'id'], 'code');
const address = [
  column('home', ['住址编号', 'Home', '房屋编号'], 'code'),
  column('courtyard', ['院落', 'Courtyard', '小区', '院子', '地址院落']),
  column('building', ['楼栋', 'Building', '栋', '幢', '楼号', '栋号'], 'code'),
  column('unit', ['单元', 'Unit', '单元号'], 'code'),
  column('door', ['门牌', 'Door', '门牌号', '房号', '室', '户号', '门号'], 'code'),
];
const position = [
  column('lon', ['经度', 'Longitude', 'lon', 'lng'], 'number'),
  column('lat', ['纬度', 'Latitude', 'lat'], 'number'),
];
/** Of GeoJSON: the name of the column is ours (sheetShapes.ts). */
export const drawnColumn = 'geometry';
const drawn = (field: string, needed = false): Column => column(field, ['图形', 'Shape', drawnColumn], 'drawn', needed);
const contactColumns = [1, 2, 3].flatMap((n) => {
  const first = n === 1;
  return [
    column(`contact${n}.name`, [
      `联系人${n}`,
      `Contact ${n}`,
      `联系人${n}姓名`,
      ...(first ? ['联系人', '联系人姓名', '家属', '紧急联系人'] : []),
    ]),
    column(`contact${n}.relation`, [`联系人${n}关系`, `Relation ${n}`, ...(first ? ['关系', '与本人关系'] : [])]),
    column(
      `contact${n}.phone`,
      [`联系人${n}电话`, `Telephone ${n}`, ...(first ? ['联系人电话', '家属电话', '紧急联系人电话'] : [])],
      'code',
    ),
  ];
});

export const sheetColumns: Readonly<Record<SheetKind, readonly Column[]>> = {
  residents: [
    id,
    must('name', ['姓名', 'Name', '名字', '老人姓名', '住户']),
    must('gender', ['性别', 'Gender'], { one: genders }),
    must('birthYear', ['出生年份', 'Year of birth', '出生年月', '出生日期', '生日', '出生年'], 'year'),
    ...address,
    column('livesAlone', ['独居', 'Lives alone', '是否独居'], 'yes'),
    column('phone', ['电话', 'Telephone', '手机', '本人电话', '联系电话', '手机号', '手机号码'], 'code'),
    column('cannotTalk', ['听不见或不能说话', 'Deaf or cannot speak', '聋哑'], 'yes'),
    column('mobility', ['行动', 'Mobility', '行动能力', '行动情况']),
    column('conditions', ['健康情况', 'Health', '病史', '疾病', '慢性病', '健康状况'], 'list'),
    column('card', ['随身卡号', 'Card', '卡号'], 'code'),
    column('language', ['设备说的语言', 'Language', '语言'], { one: languages }),
    column('checkIn.by', ['平安签到时间', 'Sign of life by', '签到时间'], 'list'),
    column('checkIn.graceMinutes', ['签到宽限分钟', 'Grace minutes', '签到宽限'], 'number'),
    column('checkIn.signs', ['什么算签到', 'Signs of life', '签到方式'], { many: signs }),
    column('checkIn.days', ['哪些天签到', 'Days of it', '签到日'], { many: days }),
    ...contactColumns,
    column('device', ['设备编号', 'Device', '按钮编号', '设备', '一键通编号'], 'code'),
  ],
  homes: [
    id,
    ...address.filter(({ field }) => field !== 'home').map((one) => ({ ...one, needed: true })),
    column('gate', ['大门怎么进', 'Gate', '门禁', '大门']),
    column('key', ['钥匙在哪里', 'Key', '钥匙']),
    column('lift', ['电梯、楼梯', 'Lift, stairs', '电梯']),
    column('note', ['其他', 'Note', '备注', '说明']),
    column('doorCode', ['门内编码', 'Code inside the door'], 'code'),
    ...position,
    drawn('position'),
  ],
  devices: [
    { ...id, needed: true, also: [...id.also, '设备编号', '设备号'] },
    column('kind', ['种类', 'Kind', '类型', '设备类型'], { one: deviceKinds }),
    ...address,
    column('resident', ['由谁随身带', 'Carried by', '佩戴人', '住户编号', '住户']),
    column('model', ['型号', 'Model', '设备型号']),
  ],
  responders: [
    id,
    must('name', ['姓名', 'Name', '名字']),
    must('role', ['岗位', 'Role', '角色', '职务', '身份'], { one: roles }),
    column('phone', ['电话', 'Telephone', '手机', '联系电话', '手机号', '手机号码'], 'code'),
    column('grid', ['网格', 'Grid', '所属网格']),
    column('courtyard', ['院落', 'Courtyard', '小区']),
    column('means', ['怎么去', 'Goes by', '出行方式', '交通方式'], { one: means }),
    column('skills', ['会什么', 'Skills', '技能', '特长'], { many: skills }),
    ...position,
  ],
  courtyards: [
    id,
    must('name', ['名称', 'Name', '院落', '小区', '院落名称']),
    must('grid', ['网格', 'Grid', '所属网格']),
    ...position.map((one) => ({ ...one, needed: true })),
    drawn('position'),
  ],
  grids: [id, column('name', ['名称', 'Name', '网格', '网格名称', 'title']), drawn('ring', true)],
  blocks: [id, must('name', ['名称', 'Name', '街区', 'title']), drawn('ring', true)],
  roads: [
    id,
    must('name', ['名称', 'Name', '道路', '路名', 'title']),
    column('kind', ['种类', 'Kind', '道路等级', '类型', 'highway', 'fclass'], { one: streets }),
    drawn('line', true),
  ],
  shifts: [
    id,
    must('responder', ['谁', 'Who', '姓名', '人员', '值班人']),
    must('start', ['第一班从', 'First from', '开始', '开始时间', '上班']),
    must('end', ['到', 'until', '结束', '结束时间', '下班']),
    column('repeats', ['怎么重复', 'Repeats', '重复']),
    column('except', ['哪些天不上', 'Not on', '不上的日子'], 'list'),
  ],
  servicePoints: [
    id,
    must('name', ['名称', 'Name', '服务点', '站点', '站点名称', 'title']),
    must('kind', ['种类', 'Kind', '类型'], { one: points }),
    column('courtyard', ['院落', 'Courtyard', '小区']),
    column('team', ['由哪支队伍', 'Team', '队伍']),
    ...position.map((one) => ({ ...one, needed: true })),
    drawn('position'),
  ],
  teams: [
    id,
    must('name', ['名称', 'Name', '队伍', '队伍名称']),
    must('kind', ['种类', 'Kind', '类型'], { one: teams }),
    column('members', ['队员', 'Members', '成员', '人员'], 'list'),
    column('leader', ['队长', 'Leader', '组长', '负责人']),
    column('grid', ['网格', 'Grid', '所属网格']),
    column('courtyard', ['院落', 'Courtyard', '小区']),
    column('note', ['备注', 'Note', '说明']),
  ],
  bicycles: [
    id,
    must('plate', ['车牌或编号', 'Plate or number', '车牌', '车牌号', '车号'], 'code'),
    column('holder', ['现在谁用', 'Who has it', '使用人', '领用人', '保管人']),
    column('stands', ['停在哪里', 'Where it stands', '停放点', '停放位置']),
    column('grid', ['网格', 'Grid', '所属网格']),
    column('battery', ['电池到期', 'Battery until', '电池'], 'day'),
    column('insurance', ['保险到期', 'Insurance until', '保险'], 'day'),
    column('inspection', ['年检到期', 'Inspection until', '年检'], 'day'),
    column('note', ['备注', 'Note', '说明']),
  ],
  gateHouses: [
    id,
    must('name', ['名称', 'Name', '门卫室', '门卫室名称']),
    must('courtyard', ['院落', 'Courtyard', '小区']),
    column('phone', ['电话', 'Telephone', '联系电话'], 'code'),
    column('keepers', ['谁在岗', 'Who sits there', '门卫', '人员'], 'list'),
    column('keys', ['有哪些钥匙', 'Keys', '钥匙'], 'list'),
    column('note', ['备注', 'Note', '说明']),
    ...position,
  ],
  boards: [
    id,
    must('where', ['在哪里', 'Where', '位置', '公示栏']),
    column('courtyard', ['院落', 'Courtyard', '小区']),
    column('note', ['备注', 'Note', '说明']),
    ...position,
  ],
};

/** Which column of the file is which field, by what its head says; each column once. */
export function columnsIn(kind: SheetKind, head: readonly string[]): Record<string, number> {
  const plain = head.map((text) => plainText(text.replaceAll(/[*＊（）()：:]/g, '')));
  const taken = new Set<number>();
  const found: Record<string, number> = {};
  for (const { field, zh, en, also } of sheetColumns[kind]) {
    const names = [zh, en, field, ...also].map(plainText);
    const at = plain.findIndex((text, i) => text !== '' && !taken.has(i) && names.includes(text));
    if (at === -1) continue;
    taken.add(at);
    found[field] = at;
  }
  return found;
}
