// The camera of a phone opens the address on a card; the server sends whoever has a session to their page with the token after the #.
import { isCardToken } from '../../../contracts/office/cardToken.ts';

/** The token that the page was opened with, taken out of the address: a reload must not scan it again. */
export function cardInAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('card') ?? '';
  if (!isCardToken(token)) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
