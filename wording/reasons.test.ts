// No code of a log reaches a reader as a code: every reason that the recorded logs give has words in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonsInChinese, reasonsInEnglish } from './reasons.ts';

const root = join(import.meta.dirname, '..');
const read = (folder: string, ending: string): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');

/** A leg's or a policy's own name, not a reason. */
const isCode = (text: string): boolean => /^[a-z]+(_[a-z0-9]+)*$/.test(text) && text !== 'policy';
const codesIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].flatMap(([, code = '']) => (isCode(code) ? [code] : []))),
];

/** `because: 'x'`, or the last text of a call that gives a reason. */
const reasonGiven =
  /(?:because: |(?:standDown|standDownAll|standDownFor|renew|tellWhoComes|ring|clock|askedAgain)\([^\n]*)'([a-z_]+)'(?:, world|, by)*[),;\n ]/g;

describe('the words for why something happened', () => {
  it('say the same things in both languages', () => {
    expect(Object.keys(reasonsInEnglish).sort()).toEqual(Object.keys(reasonsInChinese).sort());
    expect(Object.values(reasonsInEnglish).join('')).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    {
      what: 'recorded logs',
      // a need's `because` is told apart by what it is: asked of somebody names them
      codes: codesIn(
        read('test/property/recorded', '.json'),
        /(?<!"state\\?":\\?"asked[^{}]*)\\?"because\\?":\\?"([^"\\]+)/g,
      ),
    },
    { what: 'the core', codes: codesIn(read('dispatcher/domain', '.ts'), reasonGiven) },
    {
      what: 'the reminders',
      codes: codesIn(read('dispatcher/domain', 'incident/officer.ts'), /^ {2}\| '([a-z_]+)'/gm),
    },
  ])('know every reason in $what', ({ codes }) => {
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !(code in reasonsInChinese))).toEqual([]);
  });
});
