// No text is missing in either language, and none stands in the wrong one.
import { describe, expect, it } from 'vitest';
import { buttonWords } from '../button/words.ts';
import { familyWords } from '../family/words.ts';
import { healthWords } from '../health/words.ts';
import { proofWords } from '../live/proofWords.ts';
import { handbookWords } from '../look/handbookWords.ts';
import { officeWords } from '../office/words.ts';
import { responderWords } from '../responder/words.ts';
import { ownSignInWords, passwordWords } from '../sign-in/ownWords.ts';
import { mySignInWords, signInWords } from '../sign-in/words.ts';
import { wallWords } from '../wall/words.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

type Leaf = { path: string; text: string };

/** Every text of a table; a function is called with figures and letters that are no words. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') {
    const given = Array.from({ length: value.length }, () => 2);
    return [{ path, text: String((value as (...all: unknown[]) => unknown)(...given)) }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** These name the other language, or are figures. */
const either = new Set(['.language']);
/** What is left empty on purpose: a heading without a remark. */
const mayBeEmpty = (path: string): boolean => path.startsWith('.groupOrder');

describe.each([
  ['consoles', zh, en],
  ["responder's phone", responderWords.zh, responderWords.en],
  ['sign-in', signInWords.zh, signInWords.en],
  ['first password', passwordWords.zh, passwordWords.en],
  ['own sign-in', ownSignInWords.zh, ownSignInWords.en],
  ['panel of the own sign-in', mySignInWords.zh, mySignInWords.en],
  ['health desk', healthWords.zh, healthWords.en],
  ['button', buttonWords.zh, buttonWords.en],
  ['wall', wallWords.zh, wallWords.en],
  ['family', familyWords.zh, familyWords.en],
  ['proof of a press', proofWords.zh, proofWords.en],
  ['office', officeWords.zh, officeWords.en],
  ['way to a handbook', handbookWords.zh, handbookWords.en],
])('the words of the %s', (_name, chinese, english) => {
  const [ours, theirs] = [leaves(chinese), leaves(english)];

  it('are complete in both languages', () => {
    expect(theirs.map(({ path }) => path).sort()).toEqual(ours.map(({ path }) => path).sort());
    const empty = [...ours, ...theirs].filter(({ path, text }) => text.trim() === '' && !mayBeEmpty(path));
    expect(empty).toEqual([]);
  });

  it('are in English where English is asked for, and in Chinese otherwise', () => {
    const wrong = theirs.filter(({ path, text }) => !either.has(path) && /[\u4e00-\u9fff]/.test(text));
    expect(wrong).toEqual([]);
    const untranslated = ours.filter(
      ({ path, text }) => !either.has(path) && /[A-Za-z]{3,}/.test(text.replaceAll(/npm run.*/g, '')),
    );
    expect(untranslated).toEqual([]);
  });
});
