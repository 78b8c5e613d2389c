// What people are told over MQTT: short and spoken. To residents in their language, to responders in Chinese.

import type { DeviceStateRecord, InboxMessage } from '../contracts/incident/inbox.ts';
import type { DeviceState, Dispatch } from '../contracts/incident/messages.ts';
import type { Standing } from '../contracts/incident/needToKnow.ts';
import type { Home } from '../contracts/office/community.ts';
import { type KnownDistrict, lineOf } from '../contracts/office/district.ts';
import { numberOf } from '../contracts/outsideCall.ts';
import { defined } from '../contracts/shapes.ts';
import { callNames } from './calls.ts';
import { iso } from './instant.ts';
import { type KnownResident, knowledgeOf } from './known.ts';
import { needsInChinese } from './needs.ts';

const zh = {
  offer: (call: string, person: string, place: string) => `${call}：${person}，${place}。能去请按“我去”。`,
  /** Who it is and behind which door comes with the yes. */
  sealedOffer: (call: string, place: string) => `${call}：${place}。能去请按“我去”，姓名和门牌随后告知。`,
  /** What was a service call is a fall now: said before anything else. */
  renewed: (call: string) => `现在是${call}`,
  told: (call: string, need: string, person: string, place: string) =>
    `${call}：${person}，${place}。“${need}”还没有着落，请您接手协调，能接手请按“我去”。`,
  update: (call: string, person: string, place: string) => `${call}，请继续：${person}，${place}。`,
  standDown: (place: string, number: number) => `不用去了：${place}的警情${number}已有安排，请确认收到。`,
  becauses: {
    pressed_again: '对方又按了一次，请尽快。',
    cancel_requested: '对方按了取消，仍需上门确认。',
    nobody_answered: '目前还没有人应答，请尽快回复。',
    help_asked: '现场请求增援。',
    no_answer: '请尽快回复。',
    merged: '隔壁的警情已并入此处。',
    advised: '卫生中心有嘱咐，请看手机或打电话问。',
    code_wrong: '您报的卡号或门内编码与这户不符，请核对是否走错门。',
    not_called_yet: '还没有登记拨打，请尽快拨打并登记。',
    call_changed: '警情有变，请按现在的情况准备。',
    place_changed: '地点已更正，请按新地点前往。',
    still_there: '您还在现场吗？请报一声情况。',
    not_acknowledged: '还没有值班员接警。',
  } as Readonly<Record<string, string>>,
  unknownPerson: '住户不详',
  unknownPlace: '地点不详，请与值班员联系',
  somewhere: '地点不详',
  outsideCall: (number: string, person: string, place: string) =>
    `请拨打${number}并在系统中登记：${person}，${place}。`,
  away: '（不在家：请按地图位置前往）',
  inexact: '（位置不准，误差较大：到了附近请打电话问）',
  also: (places: string) => `另外这里也有人求助：${places}。`,
  alone: '独居',
  age: (years: number) => `${years}岁`,
  access: { gate: '大门', key: '钥匙', mobility: '行动', note: '注意' },
};

/** What a person at a button hears, by step. Spoken aloud by the device, so no figure and no sign that cannot be said. */
const spoken = {
  zh: {
    received: '已收到您的呼叫，正在联系人来帮您，请别着急。',
    asking_more: '还在为您找人，已经多找了几位，请别着急，我们一直在。',
    coming: (who: string, minutes: number | undefined) =>
      minutes === undefined
        ? `${who}正在赶来。`
        : minutes < 1
          ? `${who}马上就到。`
          : `${who}正在赶来，大约${minutes}分钟到。`,
    in_turn: (who: string) => `${who}知道您在等，现在一下子有很多人呼叫，正按先后一户一户地来，请别着急。`,
    delayed: (who: string) => `${who}路上耽搁了，我们又找了一位赶来，请别着急。`,
    neighbour_first: (who: string, minutes: number | undefined) =>
      `${
        minutes === undefined
          ? `${who}先过来看您`
          : minutes < 1
            ? `${who}马上先到`
            : `${who}先过来看您，大约${minutes}分钟到`
      }，我们还在为您找工作人员，请别着急。`,
    arrived: (who: string) => `${who}已经到了，请听敲门声。`,
    left: (who: string) => `${who}已经来看过您、走了。还需要帮助，请再按一次。`,
    cancel_check: '知道您按了取消。为了放心，还是会有人来看看您。',
    closed: '这次呼叫已处理完毕。需要帮助请再按一次。',
    nothing_open: '现在没有正在处理的呼叫。需要帮助请按一下。',
    check_in: '今天还没有收到您的平安信号。平安请按签到键；需要帮助请按呼叫键。过一会儿会有人来看您。',
    test: '测试成功，按键工作正常。',
    someone: '工作人员',
  },
  en: {
    received: 'We heard your call and are finding somebody for you. Please stay calm.',
    asking_more: 'We are still looking and have asked more people. Please stay calm, we are with you.',
    coming: (who: string, minutes: number | undefined) =>
      minutes === undefined
        ? `${who} is on the way.`
        : minutes < 1
          ? `${who} will be there in a moment.`
          : `${who} is on the way, there in about ${minutes} minutes.`,
    in_turn: (who: string) =>
      `${who} knows that you are waiting. Many people are calling at once and each is visited in turn. Please stay calm.`,
    delayed: (who: string) => `${who} is held up; we have asked somebody else as well. Please stay calm.`,
    neighbour_first: (who: string, minutes: number | undefined) =>
      `${who} comes first${minutes === undefined ? '' : minutes < 1 ? ', in a moment' : `, in about ${minutes} minutes`}. We are still finding our colleague. Please stay calm.`,
    arrived: (who: string) => `${who} is there. Please listen for the knock.`,
    left: (who: string) => `${who} has seen you and has left. If you still need help, press again.`,
    cancel_check: 'You pressed cancel. To be safe, somebody will still come and see you.',
    closed: 'This call has been dealt with. Press again whenever you need help.',
    nothing_open: 'No call of yours is open now. Press whenever you need help.',
    check_in:
      'We have not had your sign of life today. If you are well, press check-in; if you need help, press call. Somebody will look in a little later.',
    test: 'The test worked. Your button is fine.',
    someone: 'Our colleague',
  },
} as const;

/** The message for a button, in the language of the home it is in. */
export function stateMessage(
  record: DeviceStateRecord,
  device: string,
  district: KnownDistrict | undefined,
): DeviceState {
  const say = spoken[languageOf(device, district)];
  const name = record.who === undefined ? undefined : (district?.responders.get(record.who)?.name ?? say.someone);
  const who = name === undefined ? undefined : spokenName(name);
  const { incident, revision, state, step, etaSeconds, trace } = record;
  return {
    revision,
    state,
    ...defined({ incident, step, who, etaSeconds, trace }),
    say: sentence(record, who ?? say.someone, say),
  };
}

/** What is spoken in the home of a device. */
export function languageOf(device: string, district: KnownDistrict | undefined): keyof typeof spoken {
  const home = district?.homeOf(device);
  const residents = home === undefined ? [] : (district?.residentsOf(home) ?? []);
  return residents.some(({ language }) => language === 'en') ? 'en' : 'zh';
}

/** `白师傅（门卫）` is said as 白师傅. */
const spokenName = (name: string): string => name.replace(/（[^）]*）/g, '');

const minutesOf = ({ etaSeconds }: DeviceStateRecord): number | undefined =>
  etaSeconds === undefined ? undefined : Math.round(etaSeconds / 60);

function sentence(record: DeviceStateRecord, who: string, say: (typeof spoken)[keyof typeof spoken]): string {
  if (record.test) return say.test;
  switch (record.step ?? record.state) {
    case 'asking_more':
      return say.asking_more;
    case 'coming':
      return say.coming(who, minutesOf(record));
    case 'neighbour_first':
      return say.neighbour_first(who, minutesOf(record));
    case 'left':
      return say.left(who);
    case 'in_turn':
      return say.in_turn(who);
    case 'delayed':
      return say.delayed(who);
    case 'cancel_check':
      return say.cancel_check;
    case 'arrived':
      return say.arrived(who);
    case 'check_in':
      return say.check_in;
    case 'closed':
      return record.incident === undefined ? say.nothing_open : say.closed;
    default:
      return say.received;
  }
}

/**
 * The message for a responder: no more of a resident than their part in it needs.
 * @param to who they are, and the server's clock, ms: an offer whose time has passed says less
 */
export function dispatchMessage(
  message: InboxMessage,
  district: KnownDistrict | undefined,
  to: { responder: string; now: number },
): Dispatch {
  const known = knowledgeOf(message, standingOf(message, to.now), district, to.responder);
  const { residents, access, position } = known;
  const needed = message.kind !== 'stand_down';
  const person = residents.map(({ name }) => name).join('、') || zh.unknownPerson;
  const shown = known.person === 'shown';
  const place = lineOf(known.place) || (needed ? zh.unknownPlace : zh.somewhere);
  const conditions = residents.flatMap((resident) => resident.conditions ?? []);
  const also = known.also.map(lineOf);
  const { deadline, because, asks, travelSeconds } = message;
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
    ...(shown ? { person: describe(residents, new Date(to.now).getUTCFullYear()) || person } : {}),
    ...(known.person === 'sealed' ? { sealed: true as const } : {}),
    place,
    ...defined({
      grid: known.place.grid?.name,
      courtyard: known.place.courtyard?.name,
      building: known.place.building,
      position,
      travelSeconds: needed ? travelSeconds : undefined,
      access: access && accessOf(access, residents),
      conditions: conditions.length > 0 ? conditions : undefined,
      deadline: deadline === undefined ? undefined : iso(deadline),
      because,
      asks,
      away: message.fix && true,
      inexact: message.inexact,
      also: also.length > 0 ? also : undefined,
    }),
    say: say(message, shown ? person : undefined, place) + (also.length === 0 ? '' : zh.also(also.join('、'))),
  };
}

/** Where somebody's part stands, as far as a message says it. */
export function standingOf({ kind, active, deadline }: InboxMessage, now: number): Standing {
  if (kind === 'stand_down') return 'over';
  if (active) return 'taken';
  return deadline !== undefined && deadline <= now ? 'late' : 'asked';
}

/** @param person undefined when it is not to be said */
function say(message: InboxMessage, person: string | undefined, place: string): string {
  const call = callNames.zh[message.call];
  const where = (message.fix === undefined ? '' : zh.away) + (message.inexact === undefined ? '' : zh.inexact);
  const because = (zh.becauses[message.because ?? ''] ?? '') + where;
  const who = person ?? zh.unknownPerson;
  if (message.asks !== undefined && message.kind !== 'stand_down')
    return zh.outsideCall(numberOf(message.asks), who, place) + because;
  switch (message.kind) {
    case 'offer': {
      if (message.purpose === 'told')
        return zh.told(call, needsInChinese.needs[message.need ?? 'door'], who, place) + because;
      const renewed = message.because === 'call_changed';
      const what = renewed ? zh.renewed(call) : call;
      const offer = person === undefined ? zh.sealedOffer(what, place) : zh.offer(what, person, place);
      return offer + (renewed ? where : because);
    }
    case 'update':
      return zh.update(call, who, place) + because;
    case 'stand_down':
      return zh.standDown(place, message.number);
  }
}

/** Who lives there, in a few words. */
export const describe = (residents: readonly KnownResident[], year: number): string =>
  residents
    .map(({ name, birthYear, livesAlone }) =>
      [name, zh.age(year - birthYear), ...(livesAlone ? [zh.alone] : [])].join(' '),
    )
    .join('；');

/** How to get in. */
export function accessOf(access: Home['access'], residents: readonly KnownResident[]): string {
  const parts = (['gate', 'key', 'mobility', 'note'] as const).map((key) => [key, access[key]] as const);
  const walks = residents.map(({ mobility }) => ['mobility', mobility] as const);
  return [...parts, ...walks].flatMap(([key, text]) => (text ? [`${zh.access[key]}：${text}`] : [])).join('；');
}
