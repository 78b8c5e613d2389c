// Words of people on a terminal. ESC and its kin move the cursor, colour the screen and write into the title; marks of direction
// turn what is read. Whatever a responder wrote into a note is shown, and does nothing.

/** Lines and tabs stay; other control characters are written out. */
export const visible = (text: string): string => text.replace(/(?![\n\t])\p{Cc}|\p{Bidi_Control}/gu, written);

/** The same on one line: a note of two lines must not look like two entries. */
export const visibleOnOneLine = (text: string): string =>
  text.replace(/\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/gu, written);

function written(character: string): string {
  if (character === '\n') return '⏎';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
