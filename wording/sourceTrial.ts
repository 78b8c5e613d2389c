// What a kept message of a source would become, in words: for the page on which a mapping is made, and for the command line.
import type { TriedOutcome, TriedReading } from '../contracts/device/sourceTrial.ts';
import type { Meaning } from '../contracts/office/mapping.ts';

type Language = 'zh' | 'en';

/** What a vendor's word may mean; the presses among them have the names of calls. */
export const meaningNames: Readonly<Record<Language, Readonly<Record<Meaning, string>>>> = {
  zh: {
    sos: '求助（SOS）',
    fall: '跌倒',
    smoke: '烟雾报警',
    gas: '燃气报警',
    water: '水浸',
    cancel: '本人取消',
    service: '生活服务',
    test: '测试',
    checkin: '报平安',
    over: '已恢复正常',
    health: '心跳、一般上报',
    low: '电量低',
    tamper: '被拆动',
    position: '位置上报',
    online: '上线',
    offline: '离线',
    ignore: '不用理会',
  },
  en: {
    sos: 'call for help (SOS)',
    fall: 'fall',
    smoke: 'smoke',
    gas: 'gas',
    water: 'water',
    cancel: 'cancelled by the person',
    service: 'service wanted',
    test: 'test',
    checkin: 'check-in',
    over: 'back to normal',
    health: 'sign of life',
    low: 'battery low',
    tamper: 'tampered with',
    position: 'position',
    online: 'online',
    offline: 'offline',
    ignore: 'of no concern',
  },
};

const zh = {
  press: (kind: string) => `呼叫：${kind}`,
  unreadable: (word: string) => `按“求助”处理，词不认识：${word}`,
  stateOn: (kind: string) => `状态变为：${kind}（由无到有时算一次呼叫）`,
  stateOff: (kind: string) => `状态恢复：${kind}`,
  health: '心跳',
  position: '位置',
  moved: '有人活动',
  gateway: '网关上报',
  name: '设备改名',
  check: (word: string | undefined) => (word === undefined ? '看不懂，请值班员查看' : `词不认识：${word}`),
  nothing: (why: string) => `不用理会（${why}）`,
  handshake: (answer: string) => `验证地址，回答：${answer}`,
  refused: '拒绝：对方的签名或令牌不对',
  untried: {
    cut: '太长，只保留了开头，无法试读',
    no_mapping: '还没有对照，读不出',
    not_of_family: '不是这类设备的消息',
  },
  none: '没有读出任何内容',
  led: {
    press: '呼叫',
    state: '状态',
    health: '心跳',
    position: '位置',
    moved: '有人活动',
    gateway: '网关',
    name: '改名',
    check: '看不懂',
    refused: '拒绝',
    handshake: '验证地址',
  } as Readonly<Record<string, string>>,
  battery: (text: string) => `电量 ${text}`,
  low: '低',
  fine: '正常',
};
const en: typeof zh = {
  press: (kind) => `a press: ${kind}`,
  unreadable: (word) => `taken for a call for help, nobody knows the word: ${word}`,
  stateOn: (kind) => `a state: ${kind} (a press when it begins)`,
  stateOff: (kind) => `a state that is over: ${kind}`,
  health: 'sign of life',
  position: 'position',
  moved: 'somebody moved',
  gateway: 'of a gateway',
  name: 'a name',
  check: (word) => (word === undefined ? 'cannot be read: somebody looks' : `nobody knows the word: ${word}`),
  nothing: (why) => `of no concern (${why})`,
  handshake: (answer) => `a handshake, answered: ${answer}`,
  refused: 'refused: signature or token is wrong',
  untried: {
    cut: 'too long: only its beginning was kept',
    no_mapping: 'no mapping yet: it cannot be read',
    not_of_family: 'no message of this family',
  },
  none: 'nothing was read',
  led: {
    press: 'press',
    state: 'state',
    health: 'sign of life',
    position: 'position',
    moved: 'somebody moved',
    gateway: 'gateway',
    name: 'name',
    check: 'not read',
    refused: 'refused',
    handshake: 'handshake',
  },
  battery: (text) => `battery ${text}`,
  low: 'low',
  fine: 'fine',
};
const tables = { zh, en };

/** What a reading is. */
export function readingSays(reading: TriedReading, language: Language): string {
  const w = tables[language];
  const { is, kind, word, why } = reading;
  const called = kind === undefined ? '' : meaningNames[language][kind];
  switch (is) {
    case 'press':
      return reading.unreadable ? w.unreadable(word ?? '') : w.press(called);
    case 'state':
      return reading.on ? w.stateOn(called) : w.stateOff(called);
    case 'check':
      return w.check(word);
    case 'nothing':
      return w.nothing(why ?? '');
    default:
      return word === undefined ? w[is] : language === 'zh' ? `${w[is]}（${word}）` : `${w[is]} (${word})`;
  }
}

/** What else a reading tells: its battery and its place; empty: nothing. */
export function besidesSay({ battery, place }: TriedReading, language: Language): string[] {
  const w = tables[language];
  const { pct, volts, low } = battery ?? {};
  const charge = [
    pct === undefined ? undefined : `${pct} %`,
    volts === undefined ? undefined : `${volts} V`,
    low === undefined ? undefined : low ? w.low : w.fine,
  ].filter((one) => one !== undefined);
  return [
    ...(charge.length > 0 ? [w.battery(charge.join(' '))] : []),
    ...(place ? [`${place.lon.toFixed(5)}, ${place.lat.toFixed(5)}`] : []),
  ];
}

/** What a message would become, where that is no list of readings. */
export function outcomeSays(outcome: TriedOutcome, language: Language): string {
  const w = tables[language];
  switch (outcome.is) {
    case 'readings':
      return outcome.readings.length === 0
        ? w.none
        : outcome.readings.map((one) => readingSays(one, language)).join('; ');
    case 'handshake':
      return w.handshake(outcome.answer);
    case 'refused':
      return w.refused;
    case 'untried':
      return w.untried[outcome.why];
  }
}

/** What a message was read as when it came. @param led as the store writes it: `press sos` */
export function ledSays(led: string, language: Language): string {
  const [is = '', kind = ''] = led.split(' ');
  const name = tables[language].led[is] ?? is;
  return kind in meaningNames[language] ? `${name} ${meaningNames[language][kind as Meaning]}` : name;
}

/** Whether somebody must look at it: it was not understood, or would be refused. */
export const isAmiss = (outcome: TriedOutcome): boolean =>
  outcome.is === 'readings'
    ? outcome.readings.length === 0 || outcome.readings.some(({ is, unreadable }) => is === 'check' || unreadable)
    : outcome.is !== 'handshake';
