// A term has one table: what a call, a state, a role is named in Chinese stands once, and every page, message and command reads it there.
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { ProofHop } from '../../contracts/system/views.ts';
import * as contractTerms from '../../contracts/terms.ts';
import { ourSources, type Source } from './sources.ts';

type Term = { name: string; values: readonly string[] };
type Table = { term: string; path: string };

/** Fewer words than that are no table: `{ met: '已有' }` is a sentence's own. */
const fewest = 3;

const terms: readonly Term[] = [
  ...Object.entries({ ...contractTerms, Hop: ProofHop.properties.hop }).flatMap(([name, schema]) => {
    const values: unknown = typeof schema === 'object' && 'enum' in schema ? schema.enum : undefined;
    return Array.isArray(values) && values.length >= fewest ? [{ name, values: values.map(String) }] : [];
  }),
];

/** Tables of Chinese words by a term, as literals: most of its values and hardly anything else as keys. */
function tablesIn({ path, text }: Source): Table[] {
  const found: Table[] = [];
  visit(parseSync(path, text).program, (keys) => {
    const scored = terms.map(({ name, values }) => {
      const both = values.filter((value) => keys.includes(value)).length;
      return { name, share: both / (values.length + keys.length - both) };
    });
    const [best] = scored.sort((a, b) => b.share - a.share);
    if (best && best.share >= 0.7) found.push({ term: best.name, path });
  });
  return found;
}

function visit(node: unknown, table: (keys: string[]) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, table);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, properties } = node as { type?: string; properties?: unknown[] };
  if (type === 'ObjectExpression' && properties && properties.length >= fewest) {
    const pairs = properties.map((one) => one as { key?: { name?: string; value?: unknown }; value?: Literal });
    if (pairs.every(({ value }) => typeof value?.value === 'string') && pairs.some(({ value }) => isChinese(value)))
      table(pairs.map(({ key }) => String(key?.name ?? key?.value)));
  }
  for (const child of Object.values(node)) visit(child, table);
}

type Literal = { value?: unknown };
const isChinese = (literal: Literal | undefined): boolean => /[\u4e00-\u9fff]/.test(String(literal?.value));

function saidTwice(sources: readonly Source[]): string[] {
  const where = new Map<string, string[]>();
  for (const { term, path } of sources.flatMap(tablesIn)) where.set(term, [...(where.get(term) ?? []), path]);
  return [...where]
    .filter(([, paths]) => paths.length > 1)
    .map(([term, paths]) => `${term} is named in ${paths.join(' and ')}: let both read one table in wording/.`);
}

describe('a term has one table', () => {
  it('in the whole checkout', () => {
    const sources = ourSources().filter(({ path }) => /\.tsx?$/.test(path) && !/\.test\.|^(test|bench)\//.test(path));
    expect(saidTwice(sources)).toEqual([]);
  });

  const skills = "{ first_aid: '急救', fire_safety: '消防', lifting: '搬抬' }";
  it.each([
    { what: 'the same table in two files', files: [`export const a = ${skills};`, `const b = { c: ${skills} };`] },
    { what: 'two tables in one file', files: [`const a = ${skills}; const b = ${skills};`] },
  ])('sees $what', ({ files }) => {
    expect(saidTwice(files.map((text, i) => ({ path: `console/${i}.ts`, text })))).toHaveLength(1);
  });

  it.each([
    { what: 'one table', text: `const a = ${skills};` },
    {
      what: 'the same in English',
      text: `const a = ${skills}; const b = { first_aid: 'a', fire_safety: 'b', lifting: 'c' };`,
    },
    {
      what: 'codes of something else',
      text: `const a = ${skills}; const b = { sos: '急救', fall: '消防', lifting: '搬抬' };`,
    },
  ])('has nothing against $what', ({ text }) => {
    expect(saidTwice([{ path: 'console/a.ts', text }])).toEqual([]);
  });
});
