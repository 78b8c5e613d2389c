// A resident's card that was read before the page was asked for it: the phone's own camera has opened it by the card's address.
import { type ReadonlySignal, signal } from '@preact/signals';
import { cardInAddress } from '../live/cardInAddress.ts';

const token = signal<string | undefined>(cardInAddress());
/** Its token, until it is used or put aside. */
export const cardRead: ReadonlySignal<string | undefined> = token;
addEventListener('hashchange', () => {
  token.value = cardInAddress() ?? token.value;
});

export function putCardAside(): void {
  token.value = undefined;
}
