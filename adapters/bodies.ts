// What lies in the body of a request, whatever the vendor calls it: JSON, XML, a form, one of them within a field of another, a text, or a bare query.
// The header is no help (JSON comes as text/plain and as a form), so it goes by the content.
import { parsed } from '../contracts/json.ts';
import type { HttpMessage } from './adapter.ts';
import { readParts, readXml } from './markup.ts';

/** What a mapping may look through: deeper than that is no message of a device. */
export const deepest = 12;
const longestText = 64 * 1024;

/** The body as text, without a byte order mark. */
export const bodyText = (body: Uint8Array): string => new TextDecoder().decode(body);

/** @returns objects, lists and values; a text that is nothing else as it is; undefined for an empty body */
export function readBody(body: Uint8Array | string): unknown {
  const text = (typeof body === 'string' ? body : bodyText(body)).trim();
  if (text === '') return undefined;
  const whole = unfolded(text) ?? (text.startsWith('<') ? readXml(text) : undefined) ?? readParts(text);
  if (whole !== undefined) return whole;
  return /^[^\s={}]+=/.test(text) || /^%7B/i.test(text) ? form(text) : text;
}

/** The body, or the query where there is none: some vendors send all of it in the address. */
export function readMessage(message: HttpMessage): unknown {
  return readBody(message.body) ?? (Object.keys(message.query).length > 0 ? message.query : undefined);
}

/** JSON, also where it was written as a text twice. */
function unfolded(text: string): unknown {
  if (!/^[[{"]/.test(text)) return undefined;
  const once = parsed(text);
  return typeof once === 'string' ? (parsed(once) ?? once) : once;
}

function form(text: string): unknown {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const whole = value === '' && name.startsWith('{') ? parsed(name) : undefined;
    if (whole !== undefined) return whole; // JSON that a library took for the name of a field
    fields[name] ??= value;
  }
  return fields;
}

/** As JSON; empty for what is nested deeper than can be written. */
export function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return ''; // whoever compares it with a signature finds another
  }
}

/** An object's fields; a text that is JSON counts as what it says. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const opened = typeof value === 'string' && /^\s*\{/.test(value) ? parsed(value) : value;
  return isObject(opened) ? opened : undefined;
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list, or the one thing that stands where a list may be; a text that is JSON counts as what it says. */
export function listOf(value: unknown): readonly unknown[] {
  const opened = typeof value === 'string' && /^\s*\[/.test(value) ? parsed(value) : value;
  return Array.isArray(opened) ? opened : opened === undefined || opened === null ? [] : [opened];
}

/**
 * The value at a path: `data.params.SOS.value`, `list[0].imei`, `list.0.imei`. It leads through texts that are JSON; a key may hold dots.
 * @param open how such a text is opened, where many paths lead through the same
 * @returns undefined when there is none
 */
export function valueAt(tree: unknown, path: string, open: Opens = opened): unknown {
  const steps = path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
  return steps.length > deepest ? undefined : follow(tree, steps, open);
}

function follow(tree: unknown, steps: readonly string[], open: Opens): unknown {
  if (steps.length === 0) return tree;
  const here = open(tree);
  if (typeof here !== 'object' || here === null) return undefined;
  for (let many = steps.length; many > 0; many--) {
    const key = steps.slice(0, many).join('.');
    if (!Object.hasOwn(here, key)) continue;
    const found = follow((here as Record<string, unknown>)[key], steps.slice(many), open);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a text says that is JSON, XML, or JSON in base64; anything else as it is. */
export function opened(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > longestText) return value;
  if (/^\s*[[{]/.test(value)) return parsed(value) ?? value;
  if (/^\s*</.test(value)) return readXml(value.trim()) ?? value;
  if (/^(?:eyJ|W3s|Wy)[\w+/-]+=*$/.test(value)) return parsed(Buffer.from(value, 'base64').toString('utf8')) ?? value;
  return value;
}

type Opens = (value: unknown) => unknown;

/** `opened` for one request: what many paths and events lead through is read once. */
export function openedOnce(): Opens {
  const read = new Map<string, unknown>();
  return (value) => {
    if (typeof value !== 'string') return opened(value);
    if (!read.has(value)) read.set(value, opened(value));
    return read.get(value);
  };
}
