// What people are told over MQTT: short and spoken. To residents in their language, to responders in Chinese.
import type { Home, Resident } from '../contracts/community.ts';
import type { DeviceState, Dispatch } from '../contracts/messages.ts';
import type { DeviceStateRecord, InboxMessage } from '../store/inbox.ts';
import type { DistrictRegistry } from '../store/registry.ts';
import { callNames } from './calls.ts';
import { iso } from './instant.ts';

const zh = {
  offer: (call: string, person: string, place: string) => `${call}：${person}，${place}。能去请按“我去”。`,
  update: (call: string, person: string, place: string) => `${call}，请继续：${person}，${place}。`,
  standDown: (person: string) => `不用去了：${person}这里已有安排，请确认收到。`,
  becauses: {
    pressed_again: '对方又按了一次，请尽快。',
    cancel_requested: '对方按了取消，仍需上门确认。',
    nobody_answered: '目前还没有人应答，请尽快回复。',
    help_asked: '现场请求增援。',
    no_answer: '请尽快回复。',
    merged: '隔壁的警情已并入此处。',
    advised: '卫生中心有嘱咐，请看手机或打电话问。',
    code_wrong: '您报的卡号或门内编码与这户不符，请核对是否走错门。',
    not_called_yet: '还没有登记拨打120，请尽快拨打。',
  } as Readonly<Record<string, string>>,
  unknownPerson: '住户不详',
  unknownPlace: '地点不详，请与值班员联系',
  call120: (person: string, place: string) => `请拨打120并在系统中登记：${person}，${place}。`,
  away: '（不在家：请按地图位置前往）',
  alone: '独居',
  age: (years: number) => `${years}岁`,
  access: { gate: '大门', key: '钥匙', mobility: '行动', note: '注意' },
};

/** What a person at a button hears, by step. Spoken aloud by the device, so no figure and no sign that cannot be said. */
const spoken = {
  zh: {
    received: '已收到您的呼叫，正在联系人来帮您，请别着急。',
    asking_more: '还在为您找人，已经多找了几位，请别着急，我们一直在。',
    coming: (who: string, minutes: number) =>
      minutes < 1 ? `${who}马上就到。` : `${who}正在赶来，大约${minutes}分钟到。`,
    in_turn: (who: string) => `${who}知道您在等，现在一下子有很多人呼叫，正按先后一户一户地来，请别着急。`,
    delayed: (who: string) => `${who}路上耽搁了，我们又找了一位赶来，请别着急。`,
    arrived: (who: string) => `${who}已经到了，请听敲门声。`,
    cancel_check: '知道您按了取消。为了放心，还是会有人来看看您。',
    closed: '这次呼叫已处理完毕。需要帮助请再按一次。',
    test: '测试成功，按键工作正常。',
    someone: '工作人员',
  },
  en: {
    received: 'We heard your call and are finding somebody for you. Please stay calm.',
    asking_more: 'We are still looking and have asked more people. Please stay calm, we are with you.',
    coming: (who: string, minutes: number) =>
      minutes < 1 ? `${who} will be there in a moment.` : `${who} is on the way, there in about ${minutes} minutes.`,
    in_turn: (who: string) =>
      `${who} knows that you are waiting. Many people are calling at once and each is visited in turn. Please stay calm.`,
    delayed: (who: string) => `${who} is held up; we have asked somebody else as well. Please stay calm.`,
    arrived: (who: string) => `${who} is there. Please listen for the knock.`,
    cancel_check: 'You pressed cancel. To be safe, somebody will still come and see you.',
    closed: 'This call has been dealt with. Press again whenever you need help.',
    test: 'The test worked. Your button is fine.',
    someone: 'Our colleague',
  },
} as const;

/** The message for a button, in the language of the home it is in. */
export function stateMessage(
  record: DeviceStateRecord,
  device: string,
  district: DistrictRegistry | undefined,
): DeviceState {
  const say = spoken[languageOf(device, district)];
  const name = record.who === undefined ? undefined : (district?.responders.get(record.who)?.name ?? say.someone);
  const who = name === undefined ? undefined : spokenName(name);
  const { incident, revision, state, step, etaSeconds } = record;
  return {
    ...(incident === undefined ? {} : { incident }),
    revision,
    state,
    ...(step === undefined ? {} : { step }),
    ...(who === undefined ? {} : { who }),
    ...(etaSeconds === undefined ? {} : { etaSeconds }),
    ...(record.trace === undefined ? {} : { trace: record.trace }),
    say: sentence(record, who ?? say.someone, say),
  };
}

/** What is spoken in the home of a device. */
export function languageOf(device: string, district: DistrictRegistry | undefined): keyof typeof spoken {
  const home = district?.homeOf(device);
  const residents = home === undefined ? [] : (district?.residentsOf(home) ?? []);
  return residents.some(({ language }) => language === 'en') ? 'en' : 'zh';
}

/** `白师傅（门卫）` is said as 白师傅. */
const spokenName = (name: string): string => name.replace(/（[^）]*）/g, '');

function sentence(record: DeviceStateRecord, who: string, say: (typeof spoken)[keyof typeof spoken]): string {
  if (record.test) return say.test;
  switch (record.step ?? record.state) {
    case 'asking_more':
      return say.asking_more;
    case 'coming':
      return say.coming(who, Math.round((record.etaSeconds ?? 0) / 60));
    case 'in_turn':
      return say.in_turn(who);
    case 'delayed':
      return say.delayed(who);
    case 'cancel_check':
      return say.cancel_check;
    case 'arrived':
      return say.arrived(who);
    case 'closed':
      return say.closed;
    default:
      return say.received;
  }
}

/** The message for a responder: no more of a resident than this track and this step need. */
export function dispatchMessage(message: InboxMessage, district: DistrictRegistry | undefined, year: number): Dispatch {
  const home = message.home === undefined ? undefined : district?.homes.get(message.home);
  const residents = message.home === undefined ? [] : (district?.residentsOf(message.home) ?? []);
  const needed = message.kind !== 'stand_down';
  const person = residents.map(({ name }) => name).join('、') || zh.unknownPerson;
  const place = home ? placeOf(home, district) : zh.unknownPlace;
  const position = message.fix ?? (home && district?.door(home.id));
  const conditions = residents.flatMap((resident) => resident.conditions);
  return {
    delivery: message.delivery,
    kind: message.kind,
    incident: message.incident,
    number: message.number,
    leg: message.leg,
    revision: message.revision,
    track: message.track,
    priority: message.priority,
    call: callNames.zh[message.call],
    person: needed ? describe(residents, year) || person : person,
    place,
    ...(position && needed ? { position: [position[0], position[1]] } : {}),
    ...(home && message.active && needed ? { access: accessOf(home, residents) } : {}),
    ...(message.track === 'health' && needed && conditions.length > 0 ? { conditions } : {}),
    ...(message.deadline === undefined ? {} : { deadline: iso(message.deadline) }),
    ...(message.because === undefined ? {} : { because: message.because }),
    ...(message.asks === undefined ? {} : { asks: message.asks }),
    ...(message.fix === undefined ? {} : { away: true }),
    say: say(message, person, place),
  };
}

function say(message: InboxMessage, person: string, place: string): string {
  const call = callNames.zh[message.call];
  const because = (zh.becauses[message.because ?? ''] ?? '') + (message.fix === undefined ? '' : zh.away);
  if (message.asks === 'call_120' && message.kind !== 'stand_down') return zh.call120(person, place) + because;
  switch (message.kind) {
    case 'offer':
      return zh.offer(call, person, place) + because;
    case 'update':
      return zh.update(call, person, place) + because;
    case 'stand_down':
      return zh.standDown(person);
  }
}

/** Who lives there, in a few words. */
export const describe = (residents: readonly Resident[], year: number): string =>
  residents
    .map(({ name, birthYear, livesAlone }) =>
      [name, zh.age(year - birthYear), ...(livesAlone ? [zh.alone] : [])].join(' '),
    )
    .join('；');

/** Courtyard, building, unit, door. */
export function placeOf(home: Home, district: DistrictRegistry | undefined): string {
  const courtyard = district?.courtyards.get(home.courtyard)?.name ?? '';
  return [courtyard, home.building, home.unit, home.door].filter((part) => part !== '').join(' ');
}

/** How to get in. */
export function accessOf(home: Home, residents: readonly Resident[]): string {
  const parts = (['gate', 'key', 'mobility', 'note'] as const).flatMap((key) => {
    const text = home.access[key];
    return text === undefined ? [] : [`${zh.access[key]}：${text}`];
  });
  const mobility = residents.flatMap((one) =>
    one.mobility === undefined ? [] : [`${zh.access.mobility}：${one.mobility}`],
  );
  return [...parts, ...mobility].join('；');
}
