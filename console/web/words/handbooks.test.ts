// The handbooks say what the pages say: each word that one quotes in 「」 is a word of the pages that it is about, so that a button which is
// renamed is renamed on paper too. What a page says with a name or a number in it may be quoted up to there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Handbook } from '../../../contracts/terms.ts';
import { needsInChinese } from '../../../wording/needs.ts';
import { faultEnds } from '../../../wording/upkeep.ts';
import { buttonWords } from '../button/words.ts';
import { familyWords } from '../family/words.ts';
import { healthWords } from '../health/words.ts';
import { officeWords } from '../office/words.ts';
import { responderWords } from '../responder/words.ts';
import { ownSignInWords } from '../sign-in/ownWords.ts';
import { mySignInWords } from '../sign-in/words.ts';
import { zh } from './zh.ts';

vi.stubGlobal('document', { documentElement: {} }); // the language of a page is written there
const { accessPageWords } = await import('../office/access/words.ts');
const { cardWords } = await import('../office/cards/words.ts');
const { keyWords } = await import('../office/keys/words.ts');
const { reportWords } = await import('../office/figures/words.ts');
const { mapWords } = await import('../office/map/words.ts');
const { positionWords } = await import('../office/map/positionWords.ts');
const { pairWords } = await import('../office/pair/words.ts');
const { policyWords } = await import('../office/policy/words.ts');
const { readinessWords } = await import('../office/readiness/words.ts');
const { registryWords } = await import('../office/registry/words.ts');
const { rosterWords } = await import('../office/rosters/words.ts');
const { startWords } = await import('../office/start/words.ts');
const { tryWords } = await import('../responder/tryWords.ts');
const { swapWords } = await import('../responder/swapWords.ts');

const folder = join(import.meta.dirname, '../../../docs/handbooks');
const textOf = (name: Handbook): string => readFileSync(join(folder, `${name}.md`), 'utf8');

const office = [
  officeWords.zh,
  ...[
    mapWords,
    positionWords,
    registryWords,
    readinessWords,
    policyWords,
    accessPageWords,
    keyWords,
    rosterWords,
    reportWords,
    cardWords,
    pairWords,
  ].map(({ value }) => value),
  faultEnds.zh,
];
/** Which pages a handbook is about. */
const pages: Readonly<Record<Handbook, readonly unknown[]>> = {
  duty: [zh, needsInChinese],
  coordinator: [responderWords.zh, swapWords.value, tryWords.value],
  health: [healthWords.zh, zh],
  family: [buttonWords.zh, familyWords.zh],
  community: office,
  administrator: [zh, startWords.value, ownSignInWords.zh, mySignInWords.zh, buttonWords.zh, ...office],
};

/** Stands for whatever a page puts there. */
const something = '…';

/** Every text of a table. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return saidBy(value as (...all: unknown[]) => unknown);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

/** A sentence that is made of what it is given; one that wants more than a word or a number cannot be quoted. */
function saidBy(sentence: (...all: unknown[]) => unknown): string[] {
  const given = Array.from({ length: sentence.length }, () => something);
  try {
    return [String(sentence(...given))];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

const pauses = new Set([...' ·，。：；（！？“', something]);
const says = (texts: readonly string[], quoted: string): boolean =>
  texts.some((text) => text === quoted || (text.startsWith(quoted) && pauses.has(text[quoted.length] ?? '')));
const quotedIn = (text: string): string[] => [...text.matchAll(/「([^「」]+)」/g)].map(([, quoted = '']) => quoted);

it('there is one handbook a kind of reader, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(Handbook.enum.map((name) => `${name}.md`).sort());
});

describe.each(Handbook.enum)('the handbook %s', (name) => {
  const text = textOf(name);

  it('quotes only what its pages say', () => {
    const texts = pages[name].flatMap(textsOf);
    expect(quotedIn(text).length).toBeGreaterThan(3);
    expect(quotedIn(text).filter((quoted) => !says(texts, quoted))).toEqual([]);
  });

  it('shows pictures that are there, none heavier than half a megabyte', () => {
    for (const [, picture = ''] of text.matchAll(/\]\(([^)]+\.png)\)/g)) {
      const file = join(folder, picture);
      expect([picture, existsSync(file)]).toEqual([picture, true]);
      expect(statSync(file).size).toBeLessThan(500_000);
    }
  });

  it('says what to do when something goes wrong', () => {
    expect(text).toMatch(/^\| .+\| 怎么办 \|$/m);
  });
});

it.each([
  { quoted: '确认派', texts: ['确认派 …'], is: true },
  { quoted: '确认', texts: ['确认派 …'], is: false },
  { quoted: '接警', texts: ['接警'], is: true },
  { quoted: '接收', texts: ['接警'], is: false },
])('「$quoted」 of $texts: $is', ({ quoted, texts, is }) => expect(says(texts, quoted)).toBe(is));
