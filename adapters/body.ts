// What the bytes of a message are, before anybody asks what they mean. Whatever the bytes, this answers.
import { parsed } from '../contracts/json.ts';

/** A JSON object, of which nothing is promised. */
export type Fields = Readonly<Record<string, unknown>>;

/** `word`: bare text, or a JSON string, number or truth (`Online`, `97`, `"single"`). */
export type Body =
  | { is: 'empty' }
  | { is: 'too_long' }
  | { is: 'object'; fields: Fields }
  | { is: 'list'; entries: readonly unknown[] }
  | { is: 'word'; word: string };

/** A report of a device has some hundred bytes. Past this it is no report, and is not parsed. */
export const longestBody = 65_536;
/** A gateway's list of some hundred devices with all they can do. */
export const longestList = 8_388_608;
/** What is shown of a word that nobody knows. */
const longestWord = 80;

const utf8 = new TextDecoder(); // not fatal: one bad byte in a name must not cost the press beside it

/** What the bytes are. */
export function bodyOf(payload: Uint8Array, longest = longestBody): Body {
  if (payload.length > longest) return { is: 'too_long' };
  const text = utf8.decode(payload).replaceAll('\0', ' ').trim(); // firmware written in C sends the final NUL too
  if (text === '') return { is: 'empty' };
  const value = parsed(text);
  if (value === null) return { is: 'empty' };
  if (value === undefined) return { is: 'word', word: shortened(text) };
  if (Array.isArray(value)) return { is: 'list', entries: value };
  if (isFields(value)) return { is: 'object', fields: value };
  const word = String(value).trim();
  return word === '' ? { is: 'empty' } : { is: 'word', word: shortened(word) };
}

/** Is it a JSON object? */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a field; an empty one where there is none. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** The list in a field; an empty one where there is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A finite number, also one written as text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const yes = new Set(['true', 'on', 'yes', 'alarm', 'detected', 'wet', 'leak']);
const no = new Set(['false', 'off', 'no', 'normal', 'none', 'clear', 'dry', 'idle']);

/** A flag, as vendors write one; undefined for what is none, a measurement above all. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

/** When the device says that it was: ISO 8601 with zone, epoch seconds or milliseconds; undefined for a clock that was never set. */
export function instantOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) {
    const ms = Math.round(number < 100_000_000_000 ? number * 1000 : number);
    return ms > earliest && ms < latest ? ms : undefined;
  }
  if (typeof value !== 'string' || !/(Z|[+-]\d\d:?\d\d)$/.test(value.trim())) return undefined;
  const ms = Date.parse(value.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return ms > earliest && ms < latest ? ms : undefined;
}
const earliest = 1_577_836_800_000; // 2020: before it a clock counts from its own start
const latest = 4_102_444_800_000; // 2100

const shortened = (text: string): string => (text.length > longestWord ? `${text.slice(0, longestWord)}…` : text);
