// The story of an incident in plain words, one sentence an event, in both languages. Free text stays where it is.
import type { IncidentEvent } from '../contracts/events.ts';

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

/** Each kind of event has a sentence: the compiler asks for the forgotten one. */
function tell(event: IncidentEvent, whoOf: (leg: string) => string, nameOf: (responder: string) => string): Two {
  const by = event.by.replace(/^[a-z]+\//, '');
  const who = 'leg' in event && typeof event.leg === 'string' ? whoOf(event.leg) : '';
  switch (event.type) {
    case 'opened':
      return [
        `接到呼叫（${event.call}），P${event.priority}，第 ${event.number} 号`,
        `Call received (${event.call}), P${event.priority}, number ${event.number}`,
      ];
    case 'press_joined':
      return [
        `又按了一次（${event.press.kind}），P${event.priority}`,
        `Pressed again (${event.press.kind}), P${event.priority}`,
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
      const way = event.leg.comes === false ? '' : minutes(event.leg.travelSeconds);
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
      return [`通知${who}不用去了（${event.because}）`, `${who} is told not to go (${event.because})`];
    case 'leg_updated':
      return [`再次呼叫${who}（${event.because}）`, `${who} is rung again (${event.because})`];
    case 'help_asked':
      return [`${who}请求支援：${event.needs ?? 'person'}`, `${who} asks for help: ${event.needs ?? 'person'}`];
    case 'advised':
      return [`${by}嘱咐前往的人`, `${by} advises whoever is on the way`];
    case 'note_added':
      return [`${by}备注`, `Note by ${by}`];
    case 'acknowledged':
      return [`${by}接警`, `${by} acknowledges`];
    case 'taken_over':
      return [`${by}接手`, `${by} takes over`];
    case 'officer_reminded':
      return [`提醒值班员（${event.why}）`, `The officer is reminded (${event.why})`];
    case 'priority_changed':
      return [`${by}改为 P${event.priority}`, `${by} makes it P${event.priority}`];
    case 'ambulance_asked':
      return ['请值班员拨打120', 'The officer is asked to call 120'];
    case 'ambulance_called':
      return [`${by}已拨打120`, `${by} has called 120`];
    case 'contact_due':
      return [`按本人同意应通知家属（${event.moment}）`, `A contact is to be told, as agreed (${event.moment})`];
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
        `${tracks[event.track][0]}各级都已问过，第 ${event.round ?? 1} 次再呼`,
        `${tracks[event.track][1]}: every tier asked, told again (${event.round ?? 1})`,
      ];
    case 'closed':
      return [`${by}结案：${event.disposition}`, `${by} closes: ${event.disposition}`];
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
