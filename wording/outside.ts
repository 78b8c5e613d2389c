// What goes out through a gateway, where others may read it: number, kind, grid and courtyard; whoever needs more signs in.
// No resident's name, illness, door or telephone ever comes here.

import { outsideDelivery } from '../contracts/incident/groups.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import type { Responder } from '../contracts/office/community.ts';
import type { KnownDistrict } from '../contracts/office/district.ts';
import { numberOf } from '../contracts/outsideCall.ts';
import { defined } from '../contracts/shapes.ts';
import type { AlarmChange } from '../contracts/system/alarms.ts';
import type { GatewayAlarm, GatewayDispatch } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import { explainAlarm } from './alarms.ts';
import { alarmsBriefly } from './alarmsBriefly.ts';
import { callNames } from './calls.ts';
import { iso } from './instant.ts';
import { knowledgeOf, placeOfGroup } from './known.ts';
import { needsInChinese, needsInEnglish } from './needs.ts';

/** @property publicUrl where browsers reach the console */
type Outside = { channel: Channel; district: KnownDistrict | undefined; publicUrl: string };
/** In a surge: how many calls, and where. */
type SaidTogether = { count: number; urgent: number; where: string; link: string };
type Said = { number: number; what: string; where: string; need: string; because: string; link: string };

const sentences = {
  zh: {
    sender: '【一键通】',
    demo: '【一键通演示】',
    call: (priority: number, call: string) => `P${priority} ${call}`,
    offer: ({ number, what, where, because, link }: Said) =>
      `${number}号警情，${what}${where}。${because}能去请登录答复：${link}`,
    update: ({ number, what, where, because, link }: Said) =>
      `${number}号警情，${what}${where}，请继续。${because}详情请登录：${link}`,
    standDown: ({ number, where, link }: Said) => `${number}号警情${where}不用去了，请登录确认：${link}`,
    told: ({ number, what, where, need, because, link }: Said) =>
      `${number}号警情，${what}${where}，“${need}”还没有着落。${because}请登录接手：${link}`,
    outsideCall: ({ number, what, where, link }: Said, outside: string) =>
      `${number}号警情，${what}${where}，请拨打${outside}并登记，地址请登录查看：${link}`,
    together: {
      offer: ({ count, urgent, where, link }: SaidTogether) =>
        `${where}共${count}起求助，其中紧急${urgent}起。能去请登录答复：${link}`,
      update: ({ count, urgent, where, link }: SaidTogether) =>
        `${where}还有${count}起求助由您负责，其中紧急${urgent}起，请继续。详情请登录：${link}`,
      standDown: ({ where, link }: SaidTogether) => `${where}的求助都不用去了，请登录确认：${link}`,
      outsideCall: ({ count, where, link }: SaidTogether, outside: string) =>
        `${where}共${count}起求助，请拨打${outside}并登记，地址请登录查看：${link}`,
      unknownPlace: '地点不详',
    },
    where: (places: readonly string[]) => (places.length === 0 ? '' : `，${places.join(' ')}`),
    becauses: {
      pressed_again: '对方又按了一次。',
      cancel_requested: '对方按了取消，仍需上门确认。',
      nobody_answered: '目前还没有人应答。',
      help_asked: '现场请求增援。',
      no_answer: '还没有收到您的答复。',
      not_called_yet: '还没有登记拨打。',
      call_changed: '警情有变，以这一条为准。',
      place_changed: '地点已更正。',
      still_there: '请报一声现场情况。',
      not_acknowledged: '还没有值班员接警。',
    } as Readonly<Record<string, string>>,
    raised: (says: string, link: string) => `系统报警：${says}。${link}`,
    cleared: (says: string) => `已恢复：${says}。`,
  },
  en: {
    sender: '[yijiantong] ',
    demo: '[yijiantong demo] ',
    call: (priority: number, call: string) => `P${priority} ${call}`,
    offer: ({ number, what, where, because, link }: Said) =>
      `Incident ${number}, ${what}${where}. ${because}If you can go, sign in and say so: ${link}`,
    update: ({ number, what, where, because, link }: Said) =>
      `Incident ${number}, ${what}${where}: please go on. ${because}Details after signing in: ${link}`,
    standDown: ({ number, where, link }: Said) =>
      `Incident ${number}${where}: you are no longer needed. Please confirm: ${link}`,
    told: ({ number, what, where, need, because, link }: Said) =>
      `Incident ${number}, ${what}${where}: still missing is ${need}. ${because}Please sign in and take it in hand: ${link}`,
    outsideCall: ({ number, what, where, link }: Said, outside: string) =>
      `Incident ${number}, ${what}${where}: please call ${outside} and record it. The address after signing in: ${link}`,
    together: {
      offer: ({ count, urgent, where, link }: SaidTogether) =>
        `${count} ${count === 1 ? 'call' : 'calls'} in ${where}, ${urgent} of them urgent. If you can go, sign in and say so: ${link}`,
      update: ({ count, urgent, where, link }: SaidTogether) =>
        `${count} ${count === 1 ? 'call' : 'calls'} in ${where} count on you, ${urgent} of them urgent: please go on. Details after signing in: ${link}`,
      standDown: ({ where, link }: SaidTogether) =>
        `You are no longer needed for the calls in ${where}. Please confirm: ${link}`,
      outsideCall: ({ count, where, link }: SaidTogether, outside: string) =>
        `${count} ${count === 1 ? 'call' : 'calls'} in ${where}: please call ${outside} and record them. The addresses after signing in: ${link}`,
      unknownPlace: 'an unknown place',
    },
    where: (places: readonly string[]) => (places.length === 0 ? '' : `, ${places.join(' ')}`),
    becauses: {
      pressed_again: 'The button was pressed again. ',
      cancel_requested: 'It was cancelled at the button; somebody must still look. ',
      nobody_answered: 'Nobody has answered yet. ',
      help_asked: 'Help is asked for at the scene. ',
      no_answer: 'We have not heard from you. ',
      not_called_yet: 'The call is not recorded yet. ',
      call_changed: 'The call has changed: this is how it stands now. ',
      place_changed: 'The place was corrected. ',
      still_there: 'Please say how things stand. ',
      not_acknowledged: 'No officer has acknowledged it yet. ',
    } as Readonly<Record<string, string>>,
    raised: (says: string, link: string) => `System alarm: ${says}. ${link}`,
    cleared: (says: string) => `Over: ${says}.`,
  },
} as const;
type Language = keyof typeof sentences;
const needsIn = { zh: needsInChinese, en: needsInEnglish } as const;
type Telling = { language: Language; places: readonly string[]; link: string };
type Group = NonNullable<InboxMessage['group']>;

/** Who it is from, as a text begins. */
export const senderOf = (language: Language, demo: boolean): string =>
  demo ? sentences[language].demo : sentences[language].sender;

/** The message for whoever is to be reached; undefined when we know no telephone number of theirs. */
export function gatewayDispatch(
  message: InboxMessage,
  { channel, district, publicUrl }: Outside,
): GatewayDispatch | undefined {
  const responder = message.responder === undefined ? undefined : district?.responders.get(message.responder);
  if (responder?.phone === undefined) return undefined;
  const { place, also } = knowledgeOf(message, 'outside', district, responder.id);
  const { because, asks, deadline, group } = message;
  // A group's place is its own: that of one of its calls would be too narrow.
  const { grid, courtyard } = group === undefined ? place : placeOfGroup(group.id, district);
  // After a merge there may be another courtyard to go to as well.
  const names = [grid, courtyard, ...also.map((one) => one.courtyard)].flatMap((one) => one?.name ?? []);
  const places = [...new Set(names)];
  const demo = responder.simulated || district?.bundle.district.demo === true;
  const link = `${publicUrl}${pageOf(responder)}`;
  const text = (language: Language): string => {
    return (
      senderOf(language, demo) + (message.group === undefined ? single : together)(message, { language, places, link })
    );
  };
  return {
    v: 1,
    delivery: outsideDelivery(message.delivery, responder.id),
    channel,
    district: message.district,
    demo,
    kind: message.kind,
    incident: message.incident,
    number: message.number,
    leg: message.leg,
    revision: message.revision,
    track: message.track,
    priority: message.priority,
    call: message.call,
    ...defined({
      grid: grid?.name,
      courtyard: courtyard?.name,
      deadline: deadline === undefined ? undefined : iso(deadline),
      because,
      asks,
      group: group && groupOf(group, places),
    }),
    recipient: { responder: responder.id, phone: responder.phone },
    text: { zh: text('zh'), en: text('en') },
    link,
  };
}

const groupOf = ({ count, open, urgent }: Group, places: readonly string[]): NonNullable<GatewayDispatch['group']> => ({
  name: places.join(' '),
  count,
  open,
  urgent,
});

function together({ kind, group, asks }: InboxMessage, { language, places, link }: Telling): string {
  const { together: say } = sentences[language];
  const { count = 0, urgent = 0 } = group ?? {};
  const said = { count, urgent, where: places.join(' ') || say.unknownPlace, link };
  if (kind === 'stand_down') return say.standDown(said);
  if (asks !== undefined) return say.outsideCall(said, numberOf(asks));
  return kind === 'offer' ? say.offer(said) : say.update(said);
}

function single(
  { kind, number, priority, call, need = 'door', purpose, because, asks }: InboxMessage,
  { language, places, link }: Telling,
): string {
  const say = sentences[language];
  const said: Said = {
    number,
    what: say.call(priority, callNames[language][call]),
    where: say.where(places),
    need: needsIn[language].needs[need],
    because: say.becauses[because ?? ''] ?? '',
    link,
  };
  if (asks !== undefined && kind !== 'stand_down') return say.outsideCall(said, numberOf(asks));
  switch (kind) {
    case 'stand_down':
      return say.standDown(said);
    case 'offer':
      return purpose === 'told' ? say.told(said) : say.offer(said);
    case 'update':
      return say.update(said);
  }
}

/** The health centre works at its desk, everybody else with the phone. */
export const pageOf = ({ role }: Responder): string => (role === 'health_desk' || role === 'doctor' ? '/h' : '/r');

/** An alarm for a group in a messenger, in Chinese: what is the matter, and not of whom or where. */
export function alarmForMany({ code, change, demo, link }: GatewayAlarm): string {
  const { raised, cleared } = sentences.zh;
  const says = alarmsBriefly[code];
  return senderOf('zh', demo) + (change === 'raised' ? raised(says, link) : cleared(says));
}

/** A change of the system's alarms. @param delivery its idempotency key */
export function gatewayAlarm(
  change: AlarmChange,
  { channel, demo, publicUrl, delivery }: { channel: Channel; demo: boolean; publicUrl: string; delivery: string },
): GatewayAlarm {
  const link = `${publicUrl}/`;
  const explained = { zh: explainAlarm(change, 'zh'), en: explainAlarm(change, 'en') };
  const text = (language: Language): string => {
    const say = sentences[language];
    const { says } = explained[language];
    return senderOf(language, demo) + (change.change === 'raised' ? say.raised(says, link) : say.cleared(says));
  };
  return {
    v: 1,
    delivery,
    channel,
    ...defined({ district: change.district }),
    demo,
    kind: 'alarm',
    code: change.code,
    subject: change.subject,
    change: change.change,
    since: iso(change.since),
    at: iso(change.at),
    remedy: { zh: explained.zh.remedy, en: explained.en.remedy },
    text: { zh: text('zh'), en: text('en') },
    link,
  };
}
