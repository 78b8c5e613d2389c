// The story of an incident in plain words, one sentence an event; what is said is the timeline's (wording/story.ts). Free text stays where it is.
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { Responder } from '../contracts/office/community.ts';
import { type Cast, eventSentence } from '../wording/story.ts';
import { storyInEnglish } from '../wording/storyInEnglish.ts';
import { storyInChinese } from '../wording/storyWords.ts';

export type Language = 'zh' | 'en';

/**
 * @param events the whole log: a later one names somebody whom an earlier one asked
 * @param when an instant as the district's clock shows it
 */
export function storyOf(
  events: readonly IncidentEvent[],
  responders: readonly Pick<Responder, 'id' | 'name' | 'role'>[],
  language: Language,
  when: (ms: number) => string,
): string[] {
  const people = new Map(responders.map((one) => [one.id, one]));
  const legs = new Map(events.flatMap((one) => (one.type === 'leg_offered' ? [[one.leg.id, one.leg]] : [])));
  const [first] = events;
  const cast: Cast = {
    kind: first?.type === 'opened' ? first.call : 'unreadable_input',
    onLeg: (id) => {
      const leg = legs.get(id);
      const person = people.get(leg?.responder ?? '');
      if (leg === undefined) return undefined;
      const role = person === undefined ? {} : { role: person.role };
      return { name: person?.name ?? leg.responder, ...role, travelSeconds: leg.travelSeconds };
    },
    responder: (id) => people.get(id)?.name ?? id,
    resident: () => '',
    moment: when,
  };
  const words = language === 'zh' ? storyInChinese : storyInEnglish;
  return events.map((event) => eventSentence(event, cast, words) + lateness(event.lateMs, language));
}

function lateness(ms: number | undefined, language: Language): string {
  if (ms === undefined) return '';
  const seconds = Math.round(ms / 1000);
  return language === 'zh' ? `（晚了 ${seconds} 秒才处理）` : ` (decided ${seconds} s late)`;
}
