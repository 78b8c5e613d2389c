// The words that come again and again from one vendor to the next, in both languages (facts/chinese-devices.md 4).
import type { Meaning } from '../contracts/office/mapping.ts';

/** Written alike, whatever stands between its parts: `SOS_EVENT`, `sosEvent`, `sos-event`. */
export const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_\-.:：/()（）【】[\]]+/g, '');

/** Whole words, as `plain` writes them. */
const whole = new Map<string, Meaning>();
const means = (meaning: Meaning, words: string): void => {
  for (const word of words.split(/\s+/)) whole.set(word, meaning);
};
means(
  'sos',
  'sos sosevent sosalarm soscall onekeyalarm onekeysos onekey emergency panic help urgent rescue alarmbutton keyalarm buttonalarm',
);
means(
  'sos',
  'manualalarm pullcord pullrope ropealarm callforhelp askhelp callhelp sosstate sosstatus sosbutton sosflag soskey emergencybutton',
);
means(
  'sos',
  '一键报警 一键呼叫 一键求助 紧急呼叫 紧急按钮 紧急报警 紧急求助 求救 求助 呼救 拉绳报警 按键报警 手动报警 主动报警 报警求助',
);
means(
  'fall',
  'fall falldown falldownevent fallalarm falldetected falldetect tumble tumblealarm fallstate fallstatus 跌倒 跌倒报警 摔倒 摔倒报警',
);
means(
  'smoke',
  'smoke smokealarm fire firealarm smokestate smokestatus smokesensorstate smokesensorstatus smokedetected 烟雾 烟雾报警 烟感 烟感报警 火警 火灾 火灾报警',
);
means(
  'gas',
  'gas gasalarm gasleak gasleakage gasstate gasstatus gassensorstate gassensorstatus gassensoralarm combustiblegas co coalarm costate 燃气 燃气报警 燃气泄漏 气感 气感报警 可燃气体报警 煤气报警 一氧化碳 一氧化碳报警',
);
means(
  'water',
  'water waterleak waterleakage wateralarm waterstate waterstatus watersensorstate watersensorstatus waterimmersion waterimmersionstate waterimmersionstatu waterimmersionstatus leak leakage flood 水浸 水浸报警 漏水 漏水报警 溢水',
);
means('cancel', 'cancel soscancel cancelsos cancelalarm alarmcancel 取消 取消报警 取消求救 取消求助 撤销报警');
means('service', 'service servicecall lifeservice housekeeping 服务 服务呼叫 生活服务 家政服务');
means('test', 'test testalarm selftest selfcheck testkey 测试 自检 模拟报警 测试报警');
means('checkin', 'checkin signin iamfine 签到 报平安 平安');
means(
  'over',
  'recover recovered recovery restore restored cleared alarmrecover alarmrecovered alarmcleared 恢复 已恢复 恢复正常 已恢复正常 解除 已解除 报警解除 报警已解除 报警恢复 报警已恢复 解除报警 复位 已复位 消除 已消除',
);
means(
  'low',
  'lowbattery batterylow lowpower lowbat lowvoltage batteryalarm lowelectricity 低电 低电量 低电压 低电报警 低电量报警 电量低 欠压',
);
means('tamper', 'tamper tamperalarm temperalarm disassemble dismantle demolition 防拆 防拆报警 拆卸报警 拆除');
means('online', 'online deviceonline connected 上线 在线');
means('offline', 'offline deviceoffline disconnected 离线 下线 掉线');
means('position', 'position location locate gps lbs ud ud2 定位 位置');
means(
  'health',
  'health heartbeat heart lk keepalive heartrate bloodpressure bloodoxygen oxygen temp temperature step steps sleep blood wear wearstatus takeoff',
);
means(
  'health',
  'heartalarm normal ok door doorstatu doorstate doorstatus 心跳 心率 血压 血氧 体温 步数 睡眠 摘除 摘下 佩戴 脱落 正常 围栏 进围栏 出围栏 开门 关门 门磁',
);

whole.set('3347_0_5500', 'sos'); // LwM2M's push button, its state

const ends = /recover|restor|cleared|恢复|解除|复位|消除/;
const normals = /(?<!ab)normal|reset|(?<!不)正常/;

/** What a word that is not known whole is taken for, by a part of it; the first that fits. Going back to normal comes first: it calls nobody. */
const parts: readonly { has: RegExp; means: Meaning }[] = [
  {
    has: /(?:cancel|取消|撤销).*(?:sos|alarm|help|报警|求|呼)|(?:sos|alarm|help|报警|求[助救]|呼[叫救]).*(?:cancel|取消|撤销)/,
    means: 'cancel',
  },
  { has: ends, means: 'over' },
  { has: normals, means: 'health' },
  { has: /lowbat|lowpower|lowvolt|batterylow|powerlow|低电|欠压|电量/, means: 'low' },
  { has: /tamper|dismantl|disassembl|防拆|拆卸/, means: 'tamper' },
  { has: /^test|test$|simulat|selfcheck|测试|自检|模拟/, means: 'test' },
  { has: /smoke|fire(?:alarm|event|warn|detect)|烟|火警|火灾/, means: 'smoke' },
  {
    has: /gas(?:leak|alarm|sensor|event|warn)|^co(?:alarm|event|warn|leak)|燃气|煤气|天然气|气感|可燃|一氧化碳/,
    means: 'gas',
  },
  { has: /(?<!rain|water)fall(?!back)|跌倒|摔倒|摔跤/, means: 'fall' },
  {
    has: /sos|emergency|panic|onekey|help(?:event|alarm|call|button)|callhelp|askhelp|rescue|求救|求助|呼救|呼叫|紧急|一键/,
    means: 'sos',
  },
  { has: /water(?:leak|immers|alarm|warn|event)|水浸|浸水|漏水|溢水/, means: 'water' },
  {
    has: /heartbeat|door|motion|infrared|presence|门磁|开门|关门|红外|有人|无人|心跳|心率|血压|血氧|体温|步数|睡眠|佩戴|摘|围栏|offwrist/,
    means: 'health',
  },
];

/** @returns undefined for a word that nobody knows, and for a number, which means something to its vendor only */
export function meaningOf(word: string | undefined): Meaning | undefined {
  if (word === undefined || word.length > longestWord) return undefined;
  const written = plain(word);
  if (/^[-+]?\d*$/.test(written)) return whole.get(word); // only a LwM2M path
  return whole.get(written) ?? guessed(written);
}
const longestWord = 200;

/** Is it one of the words that everybody uses, and not only taken for one by a part of it? */
export const isWhole = (word: string): boolean => whole.has(plain(word));

function guessed(written: string): Meaning | undefined {
  const part = parts.find(({ has }) => has.test(written));
  return part === undefined || calls.includes(part.means) || isBelieved(written, part) ? part?.means : undefined;
}

/**
 * What calls nobody is believed of a text that names a call only where it is short, as a word is, and what ends something only where the call stands before it:
 * `紧急呼叫，请确认后复位` and `一键报警，当前电量80%` are calls. An officer looks at them.
 */
function isBelieved(written: string, { has, means }: (typeof parts)[number]): boolean {
  const [call, isEnd] = [callIn(written), has === ends || has === normals];
  if ((means === 'over' || means === 'cancel' || (isEnd && call)) && asks.test(written)) return false;
  if (call === undefined) return true;
  const isShort = written.length <= (/[\u4e00-\u9fff]/.test(written) ? 12 : 40) && !/[，。；！？、,;!?]/.test(written);
  return isShort && (!isEnd || call.at < written.search(has));
}
/** It asks for something, or says that it has not happened. */
const asks =
  /请|(?<!无)需|[未没尚]|待(?!机)|后(?:再|可)?(?:恢复|解除|复位|消除|取消|撤销)|please|until|(?:not|un)(?:yet|been)*(?:recover|restor|cleared|cancel)/;

/** The call whose name stands first in it. */
function callIn(written: string): { means: Meaning; at: number } | undefined {
  const found = parts.flatMap(({ has, means }) => {
    const at = calls.includes(means) ? written.search(has) : -1;
    return at < 0 ? [] : [{ means, at }];
  });
  return found.sort((a, b) => a.at - b.at)[0];
}
const calls: readonly Meaning[] = ['smoke', 'gas', 'fall', 'sos', 'water'];

/** Of a word that says that something has ended what that is; undefined where it does not say it (`恢复`). */
export const endedBy = (word: string): Meaning | undefined => callIn(plain(word))?.means;

/** Settings and measures whose names contain an alarm's and are none: `gas_value`, `sos_numbers`, `fall_switch`. */
export const isMeasured = (name: string): boolean => measures.test(plain(name));
const measures =
  /value|lel|concent|densit|thres|ppm|num|count|switch|enable|time|mode|phone|contact|volt|temp|humid|sensitiv|level|delay|duration|interval|version|url|浓度|阈值|开关|号码|次数|时间/;

/** What a flag of this name says when it is set; undefined for what is no flag of an alarm. */
export function flagOf(name: string): Meaning | undefined {
  const meaning = isMeasured(name) ? undefined : meaningOf(name);
  return meaning === 'health' ||
    meaning === 'over' ||
    meaning === 'position' ||
    meaning === 'online' ||
    meaning === 'offline'
    ? undefined
    : meaning;
}

/** Names under which any word may stand: `alarm_type: "SOS"`. */
export const carriesAWord = (name: string): boolean =>
  /^(?:alarm|warn|event|notice|msg|action|push|data)?(?:type|name|event|code|cmd|command|alert|key|button|trigger|state|status|statu|flag|kind|action|msg|message|word|content|desc|description|reason|info)?$/.test(
    plain(name),
  ) || /alarm|warn|报警|告警|事件/.test(plain(name));
