// A document while it is filled in: what a field holds as text, and what becomes of what is typed. An empty field is no field.
import type { Field, Fields } from './fields.ts';

export type Document = Readonly<Record<string, unknown>>;

/** What stands in a field that is typed in. */
export function textOf(field: Field, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (field.type === 'lines') return (value as readonly string[]).join('\n');
  if (field.type === 'refs') return (value as readonly string[]).join('、');
  if (field.type === 'numbers') return Array.isArray(value) ? value.join('、') : String(value);
  if (field.type === 'place') return (value as readonly number[]).join(', ');
  if (field.type === 'ring') return (value as readonly (readonly number[])[]).map((one) => one.join(', ')).join('\n');
  return String(value);
}

/** What was typed, as the document has it; undefined where there is nothing. What cannot be read stays as it was typed, for the server to refuse. */
export function typed(field: Field, text: string): unknown {
  const plain = text.trim();
  if (field.type === 'lines') return lines(text);
  if (plain === '') return undefined;
  if (field.type === 'number') return Number.isNaN(Number(plain)) ? plain : Number(plain);
  if (field.type === 'numbers') return numbersOf(plain);
  if (field.type === 'place') return placeOf(plain);
  if (field.type === 'ring') return lines(text).map(placeOf);
  return plain;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `60、45、30`, with any comma or blank between. */
function numbersOf(text: string): unknown {
  const numbers = text
    .split(/[,，、;；\s]+/)
    .filter((one) => one !== '')
    .map(Number);
  return numbers.some((one) => Number.isNaN(one)) ? text : numbers;
}

/** `104.0624, 30.6407`, with any comma or blank between. */
function placeOf(text: string): unknown {
  const numbers = text.split(/[,，;；\s]+/).map(Number);
  return numbers.length === 2 && numbers.every((one) => !Number.isNaN(one)) ? numbers : text;
}

/** The document with one field set; without it where it is undefined. */
export function withField(document: Document, name: string, value: unknown): Document {
  const { [name]: _, ...rest } = document;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** What a new document begins with: what the schema demands and nobody need fill in. */
export const emptyOf = (fields: Fields): Document =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { type, needed }]): [string, unknown][] => {
      if (type === 'many' || type === 'lines' || type === 'refs')
        return name === 'except' || name === 'expires' ? [] : [[name, []]];
      if (name === 'access') return [[name, {}]];
      return type === 'yes' && (needed || name === 'livesAlone') ? [[name, false]] : [];
    }),
  );

/** Do two values say the same? Documents are JSON. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Which fields somebody has changed, against what they began with. */
export const changedIn = (began: Document, now: Document): string[] =>
  [...new Set([...Object.keys(began), ...Object.keys(now)])].filter((name) => !isSame(began[name], now[name]));

/** What stands now, with what somebody has changed in an older state of it. */
export const rebased = (began: Document, mine: Document, now: Document): Document =>
  changedIn(began, mine).reduce((next, name) => withField(next, name, mine[name]), now);
