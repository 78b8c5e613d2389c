// The forms of the registry: each field of each document once, with its label and how it is filled in. What is right is the server's to say
// (contracts/office/community.ts); the types hold this table to the schemas.
import type { CheckIn } from '../../../../contracts/office/checkIn.ts';
import type {
  Bicycle,
  Board,
  Contact,
  Courtyard,
  Device,
  Expiry,
  GateHouse,
  Grid,
  HeldKey,
  Home,
  Leave,
  Resident,
  Responder,
  Shift,
} from '../../../../contracts/office/community.ts';
import type { DocumentOf } from '../../../../contracts/office/documents.ts';
import type { RegistryKind } from '../../../../contracts/office/registry.ts';
import type { Source } from '../../../../contracts/office/source.ts';
import { checkInsInChinese, checkInsInEnglish } from '../../../../wording/checkIns.ts';
import { pointKinds, teamKinds } from '../../../../wording/places.ts';
import { policyInChinese, policyInEnglish } from '../../../../wording/policy.ts';
import { datums, sourceDoors, sourceFamilies } from '../../../../wording/sources.ts';

type Simple = 'text' | 'phone' | 'number' | 'numbers' | 'yes' | 'lines' | 'place' | 'moment' | 'ring';

/** In both languages. */
export type Says = { zh: string; en: string };
export type Choices = Readonly<Record<string, Says>>;
type Common = { label: Says; hint?: Says; needed?: true };
/** `as`: what a choice is in the document, where it is no text. `begins`: with what another one of many begins. */
export type Field = Common &
  (
    | { type: Simple }
    | { type: 'choice'; of: Choices; as?: 'number' | 'yes' }
    | { type: 'choices'; of: Choices }
    | { type: 'ref' | 'refs'; kind: RegistryKind }
    | { type: 'group'; fields: Fields }
    | { type: 'many'; fields: Fields; begins?: Readonly<Record<string, unknown>> }
  );
export type Fields = Readonly<Record<string, Field>>;

export const label = (zh: string, en: string, hint?: [zh: string, en: string]): Common => ({
  label: { zh, en },
  ...(hint && { hint: { zh: hint[0], en: hint[1] } }),
});
export const field = (type: Simple, zh: string, en: string, hint?: [string, string]): Field => ({
  type,
  ...label(zh, en, hint),
});
export const needed = (one: Field): Field => ({ ...one, needed: true });
export const choice = (of: Choices, zh: string, en: string): Field => ({ type: 'choice', of, ...label(zh, en) });
export const choices = (of: Choices, zh: string, en: string, hint?: [string, string]): Field => ({
  type: 'choices',
  of,
  ...label(zh, en, hint),
});
const ref = (kind: RegistryKind, zh: string, en: string): Field => ({ type: 'ref', kind, ...label(zh, en) });
const refs = (kind: RegistryKind, zh: string, en: string): Field => ({ type: 'refs', kind, ...label(zh, en) });

export const both = <K extends string>(zh: Readonly<Record<K, string>>, en: Readonly<Record<K, string>>): Choices =>
  Object.fromEntries((Object.keys(zh) as K[]).map((key) => [key, { zh: zh[key], en: en[key] }]));
export const roles = both(policyInChinese.roles, policyInEnglish.roles);
export const skills = both(policyInChinese.skills, policyInEnglish.skills);
export const moments = both(policyInChinese.moments, policyInEnglish.moments);
const genders = { female: { zh: '女', en: 'female' }, male: { zh: '男', en: 'male' } } satisfies Record<
  Resident['gender'],
  Says
>;
const languages = { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英语', en: 'English' } };
const means = {
  bicycle: { zh: '电动自行车', en: 'electric bicycle' },
  foot: { zh: '步行', en: 'on foot' },
  desk: { zh: '坐席，不出门', en: 'at a desk, goes nowhere' },
} satisfies Record<Responder['means'], Says>;
const deviceKinds = {
  button: { zh: '按钮', en: 'button' },
  pendant: { zh: '随身按钮', en: 'pendant' },
  sensor: { zh: '感应器', en: 'sensor' },
} satisfies Record<Device['kind'], Says>;
export const awayBecause = {
  hospital: { zh: '住院', en: 'in hospital' },
  family: { zh: '在家人处', en: 'with family' },
  other: { zh: '其他', en: 'other' },
} satisfies Record<NonNullable<Resident['away']>['because'], Says>;

const signs = both(checkInsInChinese.signs, checkInsInEnglish.signs);
const weekdays = both(checkInsInChinese.days, checkInsInEnglish.days);
const askedBy = both(checkInsInChinese.asks, checkInsInEnglish.asks);

const asks = ['照原话写，出警的人会读到', 'whoever goes will read it'] as [string, string];
const contact = {
  name: needed(field('text', '姓名', 'Name')),
  relation: needed(field('text', '关系', 'Relation')),
  phone: needed(field('phone', '电话', 'Telephone')),
  agreed: choices(moments, '本人同意何时通知', 'May be told', ['不选：系统不会自动通知', 'none: never by machine']),
} satisfies Record<Exclude<keyof Contact, 'id'>, Field>;

type FieldsOf<T, Apart extends string = never> = Record<Exclude<keyof T, 'id' | 'locked' | Apart>, Field>;

const residents = {
  name: needed(field('text', '姓名', 'Name')),
  home: needed(ref('homes', '住址', 'Home')),
  gender: needed(choice(genders, '性别', 'Gender')),
  birthYear: needed(field('number', '出生年份', 'Year of birth')),
  livesAlone: field('yes', '独居', 'Lives alone'),
  phone: field('phone', '本人电话', 'Telephone'),
  cannotTalk: field('yes', '听不见或不能说话', 'Deaf, or cannot speak', [
    '打电话没有用，直接上门',
    'nobody telephones, somebody goes',
  ]),
  mobility: field('text', '行动', 'Mobility', asks),
  conditions: field('lines', '健康情况', 'Health', [
    '一行一条，只给卫生中心看',
    'one a line; for the health track only',
  ]),
  contacts: {
    type: 'many',
    fields: contact,
    ...label('联系人', 'Contacts', ['最先通知的写在前面', 'the first is told first']),
  },
  away: {
    type: 'group',
    fields: {
      because: choice(awayBecause, '原因', 'Why'),
      since: field('moment', '从何时起', 'Since'),
      until: field('moment', '预计何时回家', 'Home again about'),
    } satisfies Record<keyof NonNullable<Resident['away']>, Field>,
    ...label('暂时不在家', 'Away for now'),
  },
  language: choice(languages, '设备说的语言', 'Language of the device'),
  checkIn: {
    type: 'group',
    fields: {
      by: needed(field('lines', '每天几点前', 'By', ['一行一个，如 09:30', 'one a line, like 09:30'])),
      graceMinutes: field('number', '宽限（分钟）', 'Grace (min)', ['不填：60', 'none: 60']),
      signs: choices(signs, '什么算签到', 'What counts', ['不选：都算', 'none: anything']),
      days: choices(weekdays, '哪些天', 'Days', ['不选：每天', 'none: every day']),
      asks: choices(askedBy, '没签到时先怎么提醒', 'Asked first by', ['不选：设备播报', 'none: the device']),
    } satisfies Record<keyof CheckIn, Field>,
    ...label('平安签到', 'Daily sign of life', ['须先有本人同意', 'with their consent']),
  },
  card: field('text', '自制卡号', 'Number of a card of your own', [
    '社区以前自己做的卡；做了一卡通即作废',
    'made before; ends with the first card of ours',
  ]),
  invented: field('yes', '虚构的人（示范用）', 'Invented (sample)'),
} satisfies FieldsOf<Resident, 'consents' | 'doorCard'>;

const homes = {
  courtyard: needed(ref('courtyards', '院落', 'Courtyard')),
  building: needed(field('text', '楼栋', 'Building')),
  unit: needed(field('text', '单元', 'Unit')),
  door: needed(field('text', '门牌', 'Door')),
  access: {
    type: 'group',
    fields: {
      gate: field('text', '大门怎么进', 'Gate', asks),
      key: field('text', '钥匙在哪里', 'Key', asks),
      mobility: field('text', '电梯、楼梯', 'Lift, stairs', asks),
      note: field('text', '其他', 'Other', asks),
    } satisfies Record<keyof Home['access'], Field>,
    ...label('怎么进门', 'How to get in'),
  },
  keys: {
    type: 'many',
    fields: {
      place: needed(field('text', '挂在哪里', 'Where it hangs', ['如 值班室钥匙箱', 'like: the box in the duty room'])),
      hook: needed(field('text', '钩号', 'Hook')),
    } satisfies Record<Exclude<keyof HeldKey, 'out'>, Field>,
    ...label('保管的钥匙', 'Keys kept for it', ['取走和归还在“钥匙”页登记', 'signed out and in on the page of keys']),
  },
  doorCode: field('text', '门内编码', 'Code inside the door', [
    '贴在门内，到场的人读出来核对；不给路上的人看',
    'stands inside; never shown beforehand',
  ]),
  position: field('place', '位置', 'Position', ['不填：按院落的位置', 'none: where its courtyard is']),
} satisfies FieldsOf<Home>;

export const expires = {
  sim: { zh: 'SIM 卡', en: 'SIM card' },
  data_plan: { zh: '流量套餐', en: 'data plan' },
  battery: { zh: '电池', en: 'battery' },
  sms_balance: { zh: '短信余额', en: 'balance of texts' },
  licence: { zh: '平台授权', en: 'licence' },
  insurance: { zh: '保险', en: 'insurance' },
  inspection: { zh: '年检', en: 'inspection' },
  other: { zh: '其他', en: 'other' },
} satisfies Record<Expiry['what'], Says>;
const expiring: Field = {
  type: 'many',
  fields: {
    what: needed(choice(expires, '什么到期', 'What')),
    on: needed(field('text', '哪天到期', 'On', ['如 2027-03-01', 'like 2027-03-01'])),
    note: field('text', '备注', 'Note'),
  } satisfies Record<keyof Expiry, Field>,
  ...label('到期', 'Runs out', ['到期前一个月列在“就绪”页', 'listed a month before']),
};

const devices = {
  kind: needed(choice(deviceKinds, '种类', 'Kind')),
  home: ref('homes', '装在哪一户', 'Installed in'),
  resident: ref('residents', '由谁随身带', 'Carried by'),
  model: field('text', '型号', 'Model'),
  address: field('text', '厂家地址', 'Vendor’s address', [
    '接入别家设备时填：IEEE 地址、MAC、devEui 或 IMEI',
    'of a vendor’s device: IEEE address, MAC, devEui or IMEI',
  ]),
  place: field('text', '装在屋里哪里', 'Where in the home', ['如 床头、卫生间', 'like: bedside, bathroom']),
  expires: expiring,
} satisfies FieldsOf<Device, 'installing'>;

const responders = {
  name: needed(field('text', '姓名', 'Name')),
  role: needed(choice(roles, '岗位', 'Role')),
  otherRoles: choices(roles, '兼任', 'Other roles'),
  skills: choices(skills, '会什么', 'Skills'),
  grid: ref('grids', '网格', 'Grid'),
  courtyard: ref('courtyards', '院落', 'Courtyard'),
  phone: field('phone', '电话', 'Telephone'),
  means: needed(choice(means, '怎么去', 'Goes by')),
  base: needed(
    field('place', '平时在哪里', 'Base', ['没有新位置时按这里算', 'where they are when nothing newer is known']),
  ),
  invented: field('yes', '虚构的人（示范用）', 'Invented (sample)'),
} satisfies FieldsOf<Responder, 'onDuty' | 'dutyUntil' | 'nightDeskUntil' | 'simulated'>;

const courtyards = {
  name: needed(field('text', '名称', 'Name')),
  grid: needed(ref('grids', '网格', 'Grid')),
  position: needed(field('place', '大门位置', 'Gate')),
} satisfies FieldsOf<Courtyard>;
const grids = {
  name: needed(field('text', '名称', 'Name')),
  ring: needed(
    field('ring', '边界', 'Border', [
      '一行一点：经度,纬度；首尾相同',
      'a point a line: lon,lat; the last is the first',
    ]),
  ),
  label: field('place', '名称写在哪里', 'Where the name is drawn'),
} satisfies FieldsOf<Grid>;
const servicePoints = {
  name: needed(field('text', '名称', 'Name')),
  kind: needed(choice(both(pointKinds.zh, pointKinds.en), '种类', 'Kind')),
  position: needed(field('place', '位置', 'Position')),
  courtyard: ref('courtyards', '院落', 'Courtyard'),
  team: ref('teams', '由哪支队伍', 'Team'),
} satisfies FieldsOf<DocumentOf<'servicePoints'>>;

const note = field('text', '备注', 'Note');
const teams = {
  name: needed(field('text', '名称', 'Name')),
  kind: needed(choice(both(teamKinds.zh, teamKinds.en), '种类', 'Kind')),
  members: refs('responders', '队员', 'Members'),
  leader: ref('responders', '队长', 'Leader'),
  grid: ref('grids', '网格', 'Grid'),
  courtyard: ref('courtyards', '院落', 'Courtyard'),
  note,
} satisfies FieldsOf<DocumentOf<'teams'>>;
const bicycles = {
  plate: needed(field('text', '车牌或编号', 'Plate or number')),
  holder: ref('responders', '现在谁用', 'Who has it'),
  stands: field('text', '停在哪里', 'Where it stands'),
  grid: ref('grids', '网格', 'Grid'),
  expires: expiring,
  note,
} satisfies FieldsOf<Bicycle>;
const gateHouses = {
  name: needed(field('text', '名称', 'Name')),
  courtyard: needed(ref('courtyards', '院落', 'Courtyard')),
  phone: field('phone', '电话', 'Telephone'),
  keepers: refs('responders', '谁在岗', 'Who sits there'),
  keys: field('lines', '有哪些钥匙', 'Keys', ['一行一把，如 3栋天台门', 'one a line']),
  position: field('place', '位置', 'Position', ['不填：按院落的位置', 'none: where its courtyard is']),
  note,
} satisfies FieldsOf<GateHouse>;
const boards = {
  where: needed(field('text', '在哪里', 'Where', ['如 大门内左侧', 'like: left of the gate'])),
  courtyard: ref('courtyards', '院落', 'Courtyard'),
  position: field('place', '位置', 'Position'),
  note,
} satisfies FieldsOf<Board>;
const sources = {
  name: needed(field('text', '名称', 'Name')),
  family: needed(choice(both(sourceFamilies.zh, sourceFamilies.en), '协议或平台', 'Family')),
  door: needed(choice(both(sourceDoors.zh, sourceDoors.en), '怎么接入', 'How it comes in')),
  base: field('text', '主题前缀', 'Base topic', ['不填：按厂家默认', 'none: as the vendor has it']),
  url: field('text', '对方的 MQTT 地址', 'Address of its broker', ['如 mqtts://host:8883', 'like mqtts://host:8883']),
  username: field('text', '登录名', 'User name'),
  secret: field('text', '厂家密钥', 'Vendor’s secret', [
    '对方平台给的令牌、密钥或密码；加密保存',
    'token, key or password of the vendor; kept sealed',
  ]),
  aesKey: field('text', '解密密钥', 'AES key', ['对方加密推送时填', 'where it encrypts what it posts']),
  port: field('number', '监听端口', 'Port', ['只用于 TCP 直连', 'for TCP alone']),
  datum: choice(both(datums.zh, datums.en), '坐标系', 'Datum'),
  silentAfterMinutes: field('number', '多久没有消息就告警（分钟）', 'Alarm after minutes of silence', [
    '不填：可以一直没有消息',
    'none: it may be silent',
  ]),
  shows: refs('devices', '给它看哪些按钮（只用于 Home Assistant）', 'Buttons that it is shown (Home Assistant alone)'),
} satisfies FieldsOf<Source, 'mapping'>;

const when = ['如 2026-11-02T08:00', 'like 2026-11-02T08:00'] as [string, string];
const shifts = {
  responder: needed(ref('responders', '谁', 'Who')),
  start: needed(field('text', '第一班从', 'First from', when)),
  end: needed(field('text', '到', 'until', when)),
  repeats: field('text', '怎么重复', 'Repeats', [
    '每天 FREQ=DAILY；每周 FREQ=WEEKLY;BYDAY=MO,TU',
    'FREQ=DAILY, FREQ=WEEKLY;BYDAY=MO,TU',
  ]),
  except: field('lines', '哪些天不上', 'Not on', ['一行一天，如 2026-10-01', 'a day a line, like 2026-10-01']),
} satisfies FieldsOf<Shift>;
const leaves = {
  responder: needed(ref('responders', '谁', 'Who')),
  start: needed(field('text', '从', 'From', when)),
  end: needed(field('text', '到', 'Until', when)),
  standIn: ref('responders', '由谁替', 'Stand-in'),
} satisfies FieldsOf<Leave>;

/** The forms that there are. */
export const forms = {
  residents,
  homes,
  devices,
  responders,
  courtyards,
  grids,
  servicePoints,
  shifts,
  leaves,
  teams,
  bicycles,
  gateHouses,
  boards,
  sources,
} as const;
export type FormKind = keyof typeof forms;

/** What a list shows of each, beside what it is called. */
export const columns = {
  residents: ['home', 'birthYear', 'livesAlone'],
  homes: ['courtyard'],
  devices: ['kind', 'home', 'resident', 'model'],
  responders: ['role', 'grid', 'means'],
  courtyards: ['grid'],
  grids: [],
  servicePoints: ['kind', 'courtyard', 'team'],
  shifts: ['start', 'end', 'repeats'],
  leaves: ['start', 'end', 'standIn'],
  teams: ['kind', 'leader', 'members'],
  bicycles: ['holder', 'stands', 'grid'],
  gateHouses: ['courtyard', 'keepers'],
  boards: ['courtyard'],
  sources: ['family', 'door', 'silentAfterMinutes'],
} as const satisfies Record<FormKind, readonly string[]>;

/** What many may be given at once. */
export const bulk = {
  residents: ['livesAlone', 'cannotTalk', 'language'],
  homes: ['courtyard'],
  devices: ['kind', 'model'],
  responders: ['role', 'grid', 'courtyard', 'means'],
  courtyards: ['grid'],
  grids: [],
  servicePoints: ['kind', 'team'],
  shifts: ['responder', 'repeats'],
  leaves: ['standIn'],
  teams: ['kind', 'grid'],
  bicycles: ['stands', 'grid'],
  gateHouses: ['courtyard'],
  boards: ['courtyard'],
  sources: ['datum'],
} as const satisfies Record<FormKind, readonly string[]>;

/** How an id that nobody chooses begins; a device's stands on the device. */
export const idBegins: Readonly<Partial<Record<FormKind, string>>> = {
  residents: 'res',
  homes: 'home',
  responders: 'p',
  courtyards: 'yard',
  grids: 'grid',
  servicePoints: 'point',
  shifts: 'shift',
  leaves: 'leave',
  teams: 'team',
  bicycles: 'bike',
  gateHouses: 'gate',
  boards: 'board',
  sources: 'src',
};

/** What a new document has that no form shows: whoever is new goes on duty by a shift, or by their own switch. */
export const begunWith: Readonly<Partial<Record<FormKind, Readonly<Record<string, unknown>>>>> = {
  responders: { onDuty: false, simulated: false },
};
