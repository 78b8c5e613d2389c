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
  const [zh, en] = tell(event, (leg) => nameOf(legs.get(leg) ?? leg), nameOf);
  const late = event.lateMs === undefined ? '' : lateness(event.lateMs, language);
  return (language === 'zh' ? zh : en) + late;
}

function lateness(ms: number, language: Language): string {
  const seconds = Math.round(ms / 1000);
  return language === 'zh' ? `（晚了 ${seconds} 秒才处理）` : ` (decided ${seconds} s late)`;
}

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

/** Each kind of event has a sentence: the compiler asks for the forgotten one. */
function tell(event: IncidentEvent, whoOf: (leg: string) => string, nameOf: (responder: string) => string): Two {
  const by = event.by.replace(/^[a-z]+\//, '');
  const [actor, actorEn] = event.by === 'policy' ? ['系统', 'The system'] : [by, by];
  const [why, whyEn] = 'because' in event ? reasons(event.because) : (['', ''] as const);
  const who = 'leg' in event && typeof event.leg === 'string' ? whoOf(event.leg) : '';
  switch (event.type) {
    case 'opened':
      return [
        `接到呼叫（${callNames.zh[event.call]}），P${event.priority}，第 ${event.number} 号`,
        `Call received (${callNames.en[event.call]}), P${event.priority}, number ${event.number}`,
      ];
    case 'press_joined':
      return [
        `又按了一次（${callIn('zh', event.press.kind)}），P${event.priority}`,
        `Pressed again (${callIn('en', event.press.kind)}), P${event.priority}`,
      ];
    case 'press_repeated':
      return ['同一次按键重复上报', 'The same press again'];
    case 'cancel_requested':
      return ['本人按了取消，仍须核实', 'Cancel pressed; somebody must verify'];
    case 'track_planned':
      return [
        `${tracks[event.track][0]}改用预案 ${event.plan}`,
        `${tracks[event.track][1]} follows the plan ${event.plan}`,
      ];
    case 'leg_offered': {
      const person = nameOf(event.leg.responder);
      const way = !isGoing(purposeOf(event.leg)) ? '' : minutes(event.leg.travelSeconds);
      const others = event.candidates.length > 1 ? event.candidates.length : 0;
      return [
        `${event.byHand ? `${by}指派` : '通知'}${person}${way === '' ? '' : `，约 ${way} 分钟路程`}${others ? `（比较了 ${others} 人）` : ''}`,
        `${event.byHand ? `${by} assigns` : 'Asked:'} ${person}${way === '' ? '' : `, ${way} min away`}${others ? ` (${others} weighed)` : ''}`,
      ];
    }
    case 'tier_skipped':
      return [`跳过“${event.name}”：${event.reason}`, `Skipped “${event.name}”: ${event.reason}`];
    case 'tier_empty':
      return [`${event.role} 无人可派`, `No ${event.role} can be sent`];
    case 'leg_received':
      return [`${who}的手机已收到`, `${who}'s phone has it`];
    case 'leg_accepted':
      return [
        `${who}答应前往${event.revived ? '（超时后）' : ''}`,
        `${who} says yes${event.revived ? ' (after the deadline)' : ''}`,
      ];
    case 'leg_declined':
      return [
        `${who}不能去${event.reason ? `（${event.reason}）` : ''}`,
        `${who} says no${event.reason ? ` (${event.reason})` : ''}`,
      ];
    case 'leg_timed_out':
      return [`${who}没有在时限内答复`, `${who} did not answer in time`];
    case 'leg_en_route':
      return [`${who}出发`, `${who} sets out`];
    case 'leg_progressed':
      return [`${who}在途`, `${who} is on the way`];
    case 'leg_doubted':
      return [
        `${who}${event.why === 'left_duty' ? '下班了' : '停滞不前'}，另找他人`,
        `${who} ${event.why === 'left_duty' ? 'left duty' : 'stands still'}; somebody else is asked`,
      ];
    case 'leg_on_scene':
      return [`${who}到场（核验：${event.check ?? '无'}）`, `${who} is there (check: ${event.check ?? 'none'})`];
    case 'leg_overdue':
      return [`${who}到时限没有进展`, `${who} is overdue`];
    case 'leg_done':
      return [
        `${who}处置完毕${event.findings?.length ? `：${event.findings.join('、')}` : ''}`,
        `${who} has finished${event.findings?.length ? `: ${event.findings.join(', ')}` : ''}`,
      ];
    case 'leg_stood_down':
      return [`通知${who}不用去了（${why}）`, `${who} is told not to go (${whyEn})`];
    case 'leg_updated':
      return [`再次呼叫${who}（${why}）`, `${who} is rung again (${whyEn})`];
    case 'leg_asked_again':
      return [`再次请${who}前往（${why}）`, `${who} is asked anew (${whyEn})`];
    case 'leg_confirmed':
      return [`${by}确认：${who}会到`, `${by} confirms that ${who} comes`];
    case 'leg_resumed':
      return [`${who}收回“已完成”`, `${who} takes "done" back`];
    case 'found':
      return [
        `${who}看到：${event.findings.map((one) => needsInChinese.findings[one]).join('、')}`,
        `${who} has found: ${event.findings.map((one) => needsInEnglish.findings[one]).join(', ')}`,
      ];
    case 'needs_known':
      return ['按新版本整理所需帮助', 'Brought forward from an earlier version'];
    case 'needs_renewed': {
      const [zh, en] = named(event.needs.map(({ need }) => need));
      return [`需要：${zh}（${why}）`, `Needed: ${en} (${whyEn})`];
    }
    case 'need_ended': {
      const [zh, en] = named([event.need]);
      return [`${actor}：不再需要“${zh}”（${why}）`, `${actorEn}: needed no more: ${en} (${whyEn})`];
    }
    case 'need_waits': {
      const [zh, en] = named([event.need]);
      return [`${actor}：“${zh}”改日处理（${why}）`, `${actorEn}: ${en} waits (${whyEn})`];
    }
    case 'need_due': {
      const [zh, en] = named([event.need]);
      return [`“${zh}”现在处理（${why}）`, `Asked for now: ${en} (${whyEn})`];
    }
    case 'need_asked': {
      const [zh, en] = named([event.need]);
      return [`请值班员处理“${zh}”（${why}）`, `The officer is asked for ${en} (${whyEn})`];
    }
    case 'officer_step':
      return [
        `无人接警，已通知第 ${event.step} 级人员`,
        `Nobody acknowledges: step ${event.step} of the officers is told`,
      ];
    case 'hand_over_asked':
      return [`${by}请${event.to}接手`, `${by} asks ${event.to} to take over`];
    case 'reason_due':
      return ['超时未接警，须补写原因', 'Not acknowledged in time: a reason is owed'];
    case 'reason_given':
      return [`${by}补写了原因`, `${by} has written the reason`];
    case 'ambulance_hand_over':
      return [`${by}登记了与120的交接`, `${by} notes the hand-over to the ambulance`];
    case 'outside_called':
      return [`${by}已拨打${event.number}`, `${by} has called ${event.number}`];
    case 'called_back':
      return [
        `${by}回拨本人：${needsInChinese.outcomes[event.outcome]}`,
        `${by} called back: ${needsInEnglish.outcomes[event.outcome]}`,
      ];
    case 'place_corrected':
      return [`${by}更正了地点`, `${by} corrects the place`];
    case 'stand_down_given_up':
      return [`多日无法通知${who}，不再重试`, `${who} could not be told for days; no more tries`];
    case 'aftercare_done':
      return [`${by}已回访`, `${by} has seen the person since`];
    case 'help_asked':
      return [
        `${who}请求：${needsInChinese.help[event.needs ?? 'person']}`,
        `${who} asks for: ${needsInEnglish.help[event.needs ?? 'person']}`,
      ];
    case 'advised':
      return [`${by}嘱咐前往的人`, `${by} advises whoever is on the way`];
    case 'note_added':
      return [`${by}备注`, `Note by ${by}`];
    case 'acknowledged':
      return [`${by}接警`, `${by} acknowledges`];
    case 'taken_over':
      return [`${by}接手`, `${by} takes over`];
    case 'officer_reminded':
      return [`提醒值班员（${reasons(event.why)[0]}）`, `The officer is reminded (${reasons(event.why)[1]})`];
    case 'priority_changed':
      return [`${by}改为 P${event.priority}`, `${by} makes it P${event.priority}`];
    case 'ambulance_asked':
      return ['请值班员拨打120', 'The officer is asked to call 120'];
    case 'ambulance_called':
      return [`${by}已拨打120`, `${by} has called 120`];
    case 'contact_due':
      return [
        `按本人同意应通知家属（${moments[event.moment]?.[0] ?? event.moment}）`,
        `A contact is to be told, as agreed (${moments[event.moment]?.[1] ?? event.moment})`,
      ];
    case 'contact_told':
      return [`${by}已通知家属`, `${by} has told a contact`];
    case 'stand_down_chased':
      return [
        `${who}还没确认撤回，改用 ${event.channel ?? 'app'}`,
        `${who} has not confirmed; chased by ${event.channel ?? 'app'}`,
      ];
    case 'stand_down_told':
      return [`${by}已电话告知${who}`, `${by} told ${who} by phone`];
    case 'track_exhausted':
      return [
        `${event.need === undefined ? tracks[event.track][0] : needsInChinese.needs[event.need]}：各级都已问过，第 ${event.round ?? 1} 次再呼`,
        `${event.need === undefined ? tracks[event.track][1] : needsInEnglish.needs[event.need]}: every tier asked, told again (${event.round ?? 1})`,
      ];
    case 'closed':
      return [
        `${by}结案：${dispositionsInChinese[event.disposition]}`,
        `${by} closes: ${dispositionsInEnglish[event.disposition]}`,
      ];
    case 'merged':
      return [`${by}并入 ${event.into}`, `${by} merges it into ${event.into}`];
    case 'absorbed':
      return [`${by}将 ${event.from} 并入此处`, `${by} merges ${event.from} into this one`];
    case 'split_off':
      return [`${by}拆出 ${event.incident}`, `${by} splits off ${event.incident}`];
    case 'reopened':
      return [`${by}重新打开`, `${by} reopens it`];
  }
}
