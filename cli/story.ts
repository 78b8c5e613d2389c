// The story of an incident in plain words, one sentence an event, in both languages. Free text stays where it is.
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { NeedKind } from '../contracts/terms.ts';
import { isGoing, purposeOf } from '../dispatcher/domain/incident/leg.ts';
import { callNames } from '../wording/calls.ts';
import { dispositionsInChinese, dispositionsInEnglish } from '../wording/dispositions.ts';
import { needsInChinese, needsInEnglish } from '../wording/needs.ts';
import { reasonsInChinese, reasonsInEnglish } from '../wording/reasons.ts';

export type Language = 'zh' | 'en';
type Two = readonly [zh: string, en: string];

/** @param nameOf a responder's name */
export function sentenceOf(
  event: IncidentEvent,
  legs: ReadonlyMap<string, string>,
  nameOf: (responder: string) => string,
  language: Language,
): string {
  const [zh, en] = tell(event.type, event, toldOf(event, legs, nameOf));
  const late = event.lateMs === undefined ? '' : lateness(event.lateMs, language);
  return (language === 'zh' ? zh : en) + late;
}

function lateness(ms: number, language: Language): string {
  const seconds = Math.round(ms / 1000);
  return language === 'zh' ? `（晚了 ${seconds} 秒才处理）` : ` (decided ${seconds} s late)`;
}

type Of<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;
/** What most sentences name: by whom, why, and whose leg it is. */
type Told = Record<'by' | 'actor' | 'actorEn' | 'why' | 'whyEn' | 'who', string> & {
  nameOf(responder: string): string;
};

function toldOf(event: IncidentEvent, legs: ReadonlyMap<string, string>, nameOf: Told['nameOf']): Told {
  const by = event.by.replace(/^[a-z]+\//, '');
  const [actor, actorEn] = event.by === 'policy' ? ['系统', 'The system'] : [by, by];
  const [why, whyEn] = 'because' in event ? reasons(event.because) : ['', ''];
  const who = 'leg' in event && typeof event.leg === 'string' ? nameOf(legs.get(event.leg) ?? event.leg) : '';
  return { by, actor, actorEn, why, whyEn, who, nameOf };
}

const tell = <T extends IncidentEvent['type']>(type: T, event: Of<T>, told: Told): Two => sentences[type](event, told);

const tracks = { grid: ['网格', 'grid'], health: ['卫生中心', 'health'] } as const;
const minutes = (seconds: number): string => String(Math.max(1, Math.round(seconds / 60)));

/** A code of a newer version is told as it is. */
const reasons = (code: string): Two => [reasonsInChinese[code] ?? code, reasonsInEnglish[code] ?? code];
const named = (needs: readonly NeedKind[]): Two => [
  needs.map((need) => needsInChinese.needs[need]).join('、'),
  needs.map((need) => needsInEnglish.needs[need]).join(', '),
];
/** A press says what it is in the device's words, which are those of the calls and some more. */
const callIn = (language: Language, kind: string): string =>
  Object.entries(callNames[language]).find(([name]) => name === kind)?.[1] ?? kind;
/** When contacts are told. */
const moments: Readonly<Record<string, Two>> = {
  opened: ['呼叫时', 'at the call'],
  coming: ['有人前往时', 'when somebody comes'],
  on_scene: ['有人到场时', 'when somebody is there'],
  closed: ['结案时', 'at the end'],
  hospital: ['送医时', 'at the hospital'],
  entry: ['要开门时', 'when a key is needed'],
  beyond_reach: ['人在外地时', 'when far away'],
};

/** Each type of event has a sentence: the compiler asks for the forgotten one. */
const sentences: { [T in IncidentEvent['type']]: (event: Of<T>, told: Told) => Two } = {
  opened: (event) => [
    `接到呼叫（${callNames.zh[event.call]}），P${event.priority}，第 ${event.number} 号`,
    `Call received (${callNames.en[event.call]}), P${event.priority}, number ${event.number}`,
  ],
  press_joined: (event) => [
    `又按了一次（${callIn('zh', event.press.kind)}），P${event.priority}`,
    `Pressed again (${callIn('en', event.press.kind)}), P${event.priority}`,
  ],
  press_repeated: () => ['同一次按键重复上报', 'The same press again'],
  cancel_requested: () => ['本人按了取消，仍须核实', 'Cancel pressed; somebody must verify'],
  track_planned: (event) => [
    `${tracks[event.track][0]}改用预案 ${event.plan}`,
    `${tracks[event.track][1]} follows the plan ${event.plan}`,
  ],
  leg_offered: (event, { by, nameOf }) => {
    const person = nameOf(event.leg.responder);
    const way = !isGoing(purposeOf(event.leg)) ? '' : minutes(event.leg.travelSeconds);
    const others = event.candidates.length > 1 ? event.candidates.length : 0;
    return [
      `${event.byHand ? `${by}指派` : '通知'}${person}${way === '' ? '' : `，约 ${way} 分钟路程`}${others ? `（比较了 ${others} 人）` : ''}`,
      `${event.byHand ? `${by} assigns` : 'Asked:'} ${person}${way === '' ? '' : `, ${way} min away`}${others ? ` (${others} weighed)` : ''}`,
    ];
  },
  tier_skipped: (event) => [`跳过“${event.name}”：${event.reason}`, `Skipped “${event.name}”: ${event.reason}`],
  tier_empty: (event) => [`${event.role} 无人可派`, `No ${event.role} can be sent`],
  leg_received: (_, { who }) => [`${who}的手机已收到`, `${who}'s phone has it`],
  leg_accepted: (event, { who }) => [
    `${who}答应前往${event.revived ? '（超时后）' : ''}`,
    `${who} says yes${event.revived ? ' (after the deadline)' : ''}`,
  ],
  leg_declined: (event, { who }) => [
    `${who}不能去${event.reason ? `（${event.reason}）` : ''}`,
    `${who} says no${event.reason ? ` (${event.reason})` : ''}`,
  ],
  leg_timed_out: (_, { who }) => [`${who}没有在时限内答复`, `${who} did not answer in time`],
  leg_en_route: (_, { who }) => [`${who}出发`, `${who} sets out`],
  leg_progressed: (_, { who }) => [`${who}在途`, `${who} is on the way`],
  leg_doubted: (event, { who }) => [
    `${who}${event.why === 'left_duty' ? '下班了' : '停滞不前'}，另找他人`,
    `${who} ${event.why === 'left_duty' ? 'left duty' : 'stands still'}; somebody else is asked`,
  ],
  leg_on_scene: (event, { who }) => [
    `${who}到场（核验：${event.check ?? '无'}）`,
    `${who} is there (check: ${event.check ?? 'none'})`,
  ],
  leg_overdue: (_, { who }) => [`${who}到时限没有进展`, `${who} is overdue`],
  leg_done: (event, { who }) => [
    `${who}处置完毕${event.findings?.length ? `：${event.findings.join('、')}` : ''}`,
    `${who} has finished${event.findings?.length ? `: ${event.findings.join(', ')}` : ''}`,
  ],
  leg_stood_down: (_, { why, whyEn, who }) => [`通知${who}不用去了（${why}）`, `${who} is told not to go (${whyEn})`],
  leg_updated: (_, { why, whyEn, who }) => [`再次呼叫${who}（${why}）`, `${who} is rung again (${whyEn})`],
  leg_asked_again: (_, { why, whyEn, who }) => [`再次请${who}前往（${why}）`, `${who} is asked anew (${whyEn})`],
  leg_confirmed: (_, { by, who }) => [`${by}确认：${who}会到`, `${by} confirms that ${who} comes`],
  leg_resumed: (_, { who }) => [`${who}收回“已完成”`, `${who} takes "done" back`],
  found: (event, { who }) => [
    `${who}看到：${event.findings.map((one) => needsInChinese.findings[one]).join('、')}`,
    `${who} has found: ${event.findings.map((one) => needsInEnglish.findings[one]).join(', ')}`,
  ],
  needs_known: () => ['按新版本整理所需帮助', 'Brought forward from an earlier version'],
  needs_renewed: (event, { why, whyEn }) => {
    const [zh, en] = named(event.needs.map(({ need }) => need));
    return [`需要：${zh}（${why}）`, `Needed: ${en} (${whyEn})`];
  },
  need_ended: (event, { actor, actorEn, why, whyEn }) => {
    const [zh, en] = named([event.need]);
    return [`${actor}：不再需要“${zh}”（${why}）`, `${actorEn}: needed no more: ${en} (${whyEn})`];
  },
  need_waits: (event, { actor, actorEn, why, whyEn }) => {
    const [zh, en] = named([event.need]);
    return [`${actor}：“${zh}”改日处理（${why}）`, `${actorEn}: ${en} waits (${whyEn})`];
  },
  need_due: (event, { why, whyEn }) => {
    const [zh, en] = named([event.need]);
    return [`“${zh}”现在处理（${why}）`, `Asked for now: ${en} (${whyEn})`];
  },
  need_asked: (event, { why, whyEn }) => {
    const [zh, en] = named([event.need]);
    return [`请值班员处理“${zh}”（${why}）`, `The officer is asked for ${en} (${whyEn})`];
  },
  officer_step: (event) => [
    `无人接警，已通知第 ${event.step} 级人员`,
    `Nobody acknowledges: step ${event.step} of the officers is told`,
  ],
  hand_over_asked: (event, { by }) => [`${by}请${event.to}接手`, `${by} asks ${event.to} to take over`],
  reason_due: () => ['超时未接警，须补写原因', 'Not acknowledged in time: a reason is owed'],
  reason_given: (_, { by }) => [`${by}补写了原因`, `${by} has written the reason`],
  ambulance_hand_over: (_, { by }) => [`${by}登记了与120的交接`, `${by} notes the hand-over to the ambulance`],
  outside_called: (event, { by }) => [`${by}已拨打${event.number}`, `${by} has called ${event.number}`],
  called_back: (event, { by }) => [
    `${by}回拨本人：${needsInChinese.outcomes[event.outcome]}`,
    `${by} called back: ${needsInEnglish.outcomes[event.outcome]}`,
  ],
  place_corrected: (_, { by }) => [`${by}更正了地点`, `${by} corrects the place`],
  stand_down_given_up: (_, { who }) => [
    `多日无法通知${who}，不再重试`,
    `${who} could not be told for days; no more tries`,
  ],
  aftercare_done: (_, { by }) => [`${by}已回访`, `${by} has seen the person since`],
  help_asked: (event, { who }) => [
    `${who}请求：${needsInChinese.help[event.needs ?? 'person']}`,
    `${who} asks for: ${needsInEnglish.help[event.needs ?? 'person']}`,
  ],
  advised: (_, { by }) => [`${by}嘱咐前往的人`, `${by} advises whoever is on the way`],
  note_added: (_, { by }) => [`${by}备注`, `Note by ${by}`],
  acknowledged: (_, { by }) => [`${by}接警`, `${by} acknowledges`],
  taken_over: (_, { by }) => [`${by}接手`, `${by} takes over`],
  officer_reminded: (event) => [
    `提醒值班员（${reasons(event.why)[0]}）`,
    `The officer is reminded (${reasons(event.why)[1]})`,
  ],
  priority_changed: (event, { by }) => [`${by}改为 P${event.priority}`, `${by} makes it P${event.priority}`],
  ambulance_asked: () => ['请值班员拨打120', 'The officer is asked to call 120'],
  ambulance_called: (_, { by }) => [`${by}已拨打120`, `${by} has called 120`],
  contact_due: (event) => [
    `按本人同意应通知家属（${moments[event.moment]?.[0] ?? event.moment}）`,
    `A contact is to be told, as agreed (${moments[event.moment]?.[1] ?? event.moment})`,
  ],
  contact_told: (_, { by }) => [`${by}已通知家属`, `${by} has told a contact`],
  stand_down_chased: (event, { who }) => [
    `${who}还没确认撤回，改用 ${event.channel ?? 'app'}`,
    `${who} has not confirmed; chased by ${event.channel ?? 'app'}`,
  ],
  stand_down_told: (_, { by, who }) => [`${by}已电话告知${who}`, `${by} told ${who} by phone`],
  track_exhausted: (event) => [
    `${event.need === undefined ? tracks[event.track][0] : needsInChinese.needs[event.need]}：各级都已问过，第 ${event.round ?? 1} 次再呼`,
    `${event.need === undefined ? tracks[event.track][1] : needsInEnglish.needs[event.need]}: every tier asked, told again (${event.round ?? 1})`,
  ],
  closed: (event, { by }) => [
    `${by}结案：${dispositionsInChinese[event.disposition]}`,
    `${by} closes: ${dispositionsInEnglish[event.disposition]}`,
  ],
  merged: (event, { by }) => [`${by}并入 ${event.into}`, `${by} merges it into ${event.into}`],
  absorbed: (event, { by }) => [`${by}将 ${event.from} 并入此处`, `${by} merges ${event.from} into this one`],
  split_off: (event, { by }) => [`${by}拆出 ${event.incident}`, `${by} splits off ${event.incident}`],
  reopened: (_, { by }) => [`${by}重新打开`, `${by} reopens it`],
};
