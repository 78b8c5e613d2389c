// Words found by the pairs of characters that they are made of: no dictionary is needed, 摔倒 is a pair and `gas` is two.
import { plainText } from '../../contracts/asWritten.ts';

/** Longer than any note; what comes behind is found by its beginning only. */
const readAtMost = 4_000;

/** All pairs of a text, each once; a text of one character is that character. */
export function gramsOf(text: string): string[] {
  const letters = [...plainText(text)].slice(0, readAtMost);
  if (letters.length === 1) return letters;
  const pairs = letters.slice(1).map((letter, i) => (letters[i] ?? '') + letter);
  return [...new Set(pairs)];
}
