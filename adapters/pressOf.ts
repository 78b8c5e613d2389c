// One word of a button, as a reading: a press, a press with an unreadable word, or a sign of life.

import type { Battery, Identity, Once, Place, Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import { meaningOf, type Words } from './callWords.ts';

/** Who said it, and what came with it. */
export type Said = {
  device: Identity;
  once?: Once;
  at?: number | undefined;
  battery?: Battery | undefined;
  place?: Place | undefined;
};

/** A word that a device which is there to be pressed has said (trap 13: a word that nobody knows is a call that cannot be read). */
export function pressOf(word: string, said: Said, words?: Words): Reading {
  const meaning = meaningOf(word, words);
  const { device, once, at, battery, place } = said;
  if (meaning === 'ignore') return { is: 'health', ...defined({ device, at, battery, word }) };
  const press = { is: 'press' as const, ...defined({ device, at, battery, place, once, word }) };
  return meaning === undefined ? { ...press, kind: 'sos', unreadable: true } : { ...press, kind: meaning };
}

/** Copies of one press come within about a second, a real second one came 4 s after the first (trap 4). */
export const copiesMs = 2_000;
/** For a key that the vendor never uses twice: longer than anything is kept back on its way. */
export const neverAgainMs = 86_400_000;
