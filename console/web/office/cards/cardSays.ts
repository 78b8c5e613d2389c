// A resident's card in words: whether it is good, and since when. Its number and digest are nobody's to read on a page.
import type { CardState, DoorCard } from '../../../../contracts/office/doorCard.ts';
import { dateOf } from '../../look/time.ts';
import { cardWords } from './words.ts';

/** @param card a number of the community's own, of before */
export function cardState(doorCard: DoorCard | undefined, card?: string): CardState {
  if (doorCard?.state === 'issued') return 'issued';
  return card === undefined ? (doorCard?.because ?? 'none') : 'written';
}

export function cardSays(doorCard: DoorCard | undefined, card?: string): string {
  const c = cardWords.value;
  const state = c.states[cardState(doorCard, card)];
  return doorCard === undefined ? state : c.since(state, dateOf(doorCard.at));
}
