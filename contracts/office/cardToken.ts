// The random token in a card's address (docs/decisions/044). By itself: the phone reads it before its first picture.
export const isCardToken = (text: string): boolean => /^[A-Za-z0-9_-]{21}[AQgw]$/.test(text); // 128 bits end so

/** The token of an address as a card bears it, whatever host it was printed for; undefined when it is none. */
export function tokenInCard(text: string): string | undefined {
  const [, token = text.trim()] = /\/c\/([A-Za-z0-9_-]+)\s*$/.exec(text) ?? [];
  return isCardToken(token) ? token : undefined;
}
