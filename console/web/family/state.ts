// What the page of the family knows and does. What somebody has told the officer is kept on their device: the server tells no words back.
import { computed, signal } from '@preact/signals';
import type { FamilyAway, FamilyView, FamilyWord } from '../../../contracts/incident/family.ts';
import type { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import { type Answer, call, newId } from '../live/api.ts';
import { keepValue, keptValue } from '../live/memory.ts';
import { connect, now } from '../live/page.ts';

export const view = signal<(FamilyView & { demo: boolean }) | undefined>(undefined);

export function start(): void {
  connect((frame) => {
    if (frame.type === 'family') view.value = frame;
  });
}

type Word = FamilyWord['word'];
export type Said = { incident: string; word: Word; minutes?: number; at: number };

const place = 'yjt-family-said';
const kept = keptValue(place) as Said[] | null;
const all = signal<readonly Said[]>(Array.isArray(kept) ? kept : []);
/** What was told about the call that is shown, the last of each word. */
export const said = computed(() => {
  const mine = all.value.filter(({ incident }) => incident === view.value?.call?.id);
  return mine.filter(({ word }, i) => mine.findLastIndex((one) => one.word === word) === i);
});

/** Tells the officer. Tried once more with the same id when nothing came back: said twice it is one word. */
export async function tell(incident: string, word: Word, minutes?: number): Promise<Answer<MyAnswer>> {
  const body = { id: newId(), incident, word, ...(minutes !== undefined && { minutes }) };
  const path = '/api/v1/my/words';
  const first = await call<MyAnswer>(path, body);
  const answer = first.ok || first.status !== 0 ? first : await call<MyAnswer>(path, body);
  if (answer.ok) {
    const one: Said = { incident, word, ...(minutes !== undefined && { minutes }), at: now.value };
    all.value = [...all.value.filter((other) => other.incident === incident), one];
    keepValue(place, all.value);
  }
  return answer;
}

export const setAway = (body: FamilyAway): Promise<Answer<undefined>> => call('/api/v1/my/away', body);
