// Reads a request by a mapping: what any vendor sends, without code.

import type { Battery, Place, Reading } from '../contracts/device/reading.ts';
import type { MappedWords, Mapping, Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import { usualZone } from '../contracts/wallClock.ts';
import type { HttpAdapter, HttpAnswer, HttpVerdict, Known } from './adapter.ts';
import { batteryOf, placeOf, saysNo, textOf, timeOf } from './besides.ts';
import { bodyText, listOf, readMessage, valueAt } from './bodies.ts';
import { isProved, type Request } from './mappedCheck.ts';
import { callsForHelp, deviceOf, gravest, pressOf, readingsOf, type Said } from './meaning.ts';
import { unreadOf } from './thingModel.ts';
import { meaningOf } from './vocabulary.ts';

/** More events in one body than that are not read; the vendor is told that all came. */
const mostEvents = 1_000;

/** @returns what an adapter of this vendor would do; it never throws */
export function readMapped(mapping: Mapping): HttpAdapter['read'] {
  return (message, source, known, now) => {
    const request: Request = {
      message,
      body: readMessage(message),
      raw: bodyText(message.body),
      secret: source.secret,
      now,
    };
    const greeting = greeted(mapping, request);
    if (greeting) return greeting;
    if (!isProved(mapping.check, request)) return { is: 'refused', why: 'signature' };
    const datum = mapping.place?.datum ?? source.datum;
    const events = mapping.list === undefined ? [request.body] : listOf(valueAt(request.body, mapping.list));
    const readings = events
      .slice(0, mostEvents)
      .flatMap((event) => readEvent(mapping, { request, event, datum, known }));
    return {
      is: 'readings',
      readings: readings.length > 0 ? readings : [unreadOf(undefined)],
      answer: answerOf(mapping),
    };
  };
}

/** A mapping as an adapter, for the list of those that an installation has. */
export const mappedAdapter = (mapping: Mapping): HttpAdapter => ({ family: mapping.name, read: readMapped(mapping) });

const plainText = 'text/plain';
const answerOf = ({ answer }: Mapping): HttpAnswer => ({
  status: answer?.status ?? 200,
  contentType: answer?.contentType ?? plainText,
  body: answer?.body ?? 'success',
});

function greeted({ handshake }: Mapping, request: Request): HttpVerdict | undefined {
  if (!handshake || request.message.method !== (handshake.method ?? 'GET')) return undefined;
  if (handshake.path !== undefined && !`/${request.message.path}`.endsWith(`/${handshake.path}`)) return undefined;
  const echoed = handshake.echo === undefined ? handshake.says : textOf(lookUp(handshake.echo, request, request.body));
  if (echoed === undefined) return undefined;
  if (!isProved(handshake.check, request)) return { is: 'refused', why: 'signature' };
  return { is: 'handshake', answer: { status: 200, contentType: handshake.contentType ?? plainText, body: echoed } };
}

/** The value at a path of the event itself, else of the request around it. */
export function lookUp(path: string, request: Request, event: unknown): unknown {
  const own = valueAt(event, path);
  if (own !== undefined && own !== null) return own;
  const [place, rest] = [path.split('.')[0], path.slice(path.indexOf('.') + 1)];
  const { message, body } = request;
  switch (place) {
    case 'query':
      return valueAt(message.query, rest);
    case 'header':
      return valueAt(message.headers, rest.toLowerCase());
    case 'body':
      return valueAt(body, rest);
    case 'path': {
      const parts = message.path.split('/').filter((part) => part !== '');
      return path === 'path' ? parts.join('/') : rest === 'last' ? parts.at(-1) : parts[Number(rest)];
    }
    default:
      return valueAt(body, path);
  }
}

type Event = { request: Request; event: unknown; datum: Place['datum']; known: Known };

function readEvent(mapping: Mapping, event: Event): Reading[] {
  const at = (path: string): unknown => lookUp(path, event.request, event.event);
  const text = (path: string): string | undefined => textOf(at(path));
  const device = deviceOf(...mapping.device.map(text));
  if (device === undefined)
    return [
      unreadOf(
        undefined,
        mapping.words.map(({ at: path }) => text(path)).find((word) => word !== undefined),
      ),
    ];
  const { time } = mapping;
  const written = time && [text(time.at), time.and && text(time.and)].filter(Boolean).join(' ');
  const when = time && timeOf(written, time.zone ?? usualZone, time.format ?? 'auto');
  const said: Said = {
    device,
    at: when,
    battery: batteryIn(mapping, at),
    place: placeIn(mapping, at, event.datum, when),
    id: mapping.id === undefined ? undefined : text(mapping.id),
  };
  const calls = mapping.callDevices || callsForHelp(event.known.model?.(device));
  const found = mapping.words.flatMap((words) => wordsAt(mapping, words, at(words.at)));
  const states = found.flatMap(({ words, meaning, word }) => (words.state ? stateOf(words, meaning, word, said) : []));
  const spoken = found.filter(({ words }) => !words.state);
  if (spoken.length === 0 && states.length > 0) return [...states, ...readingsOf('health', said, calls)];
  const meaning = gravest(spoken.map((one) => one.meaning));
  const word = spoken.find((one) => one.meaning === meaning)?.word;
  if (meaning !== undefined) return [...states, ...readingsOf(meaning, { ...said, word }, calls)];
  return mapping.wordless === undefined ? [unreadOf(device)] : readingsOf(mapping.wordless, said, calls);
}

type Found = { words: MappedWords; word: string; meaning: Meaning | 'unknown' };

/** Every word that stands at this place: in a list, in a text that holds several, in the bits of a number. */
function wordsAt(mapping: Mapping, words: MappedWords, value: unknown): Found[] {
  const texts = (Array.isArray(value) ? value.slice(0, mostWords) : [value]).flatMap((one) => textOf(one) ?? []);
  const { split } = words;
  const each =
    split === undefined
      ? texts
      : texts.flatMap((one) => one.split(split, mostWords).flatMap((part) => textOf(part) ?? []));
  return each.flatMap((word) => (words.bits ? bitsOf(words, word) : wordOf(mapping, words, word)));
}
const mostWords = 100;

/** A number without a bit that is named says that all is well. */
function bitsOf(words: MappedWords, word: string): Found[] {
  const number = words.base === 16 ? Number.parseInt(word, 16) : Number(word);
  if (!Number.isSafeInteger(number)) return [{ words, word, meaning: 'unknown' }];
  const set = Object.entries(words.bits ?? {}).filter(([bit]) => Math.floor(number / 2 ** Number(bit)) % 2 === 1);
  return set.length === 0
    ? [{ words, word, meaning: 'health' }]
    : set.map(([bit, meaning]) => ({ words, word: `${word} (${bit})`, meaning }));
}

function wordOf(mapping: Mapping, words: MappedWords, word: string): Found[] {
  const key = word.toLowerCase();
  const named = Object.entries(words.means).find(([one]) => one.toLowerCase() === key)?.[1];
  const known = named ?? (mapping.vocabulary === false ? undefined : meaningOf(word)) ?? words.means['*'];
  if (known) return [{ words, word, meaning: known }];
  return words.others === 'silent' ? [] : [{ words, word, meaning: 'unknown' }];
}

/** A flag that stays: its kind is what its values press. */
function stateOf(words: MappedWords, meaning: Meaning | 'unknown', word: string, said: Said): Reading[] {
  const kinds = [...Object.values(words.means), ...Object.values(words.bits ?? {})].flatMap(
    (one) => pressOf(one) ?? [],
  );
  const pressed = meaning === 'unknown' ? undefined : pressOf(meaning);
  const kind = pressed ?? kinds[0];
  if (kind === undefined) return [];
  const on = pressed !== undefined || (meaning === 'unknown' && !saysNo(word));
  const { device, at, battery, place } = said;
  return [{ is: 'state', device, flag: words.at, kind, on, word, ...defined({ at, battery, place }) }];
}

function batteryIn({ battery }: Mapping, at: (path: string) => unknown): Battery | undefined {
  return battery && batteryOf(at(battery.at), battery.unit, battery.lowWhen);
}

function placeIn(
  { place }: Mapping,
  at: (path: string) => unknown,
  datum: Place['datum'],
  when: number | undefined,
): Place | undefined {
  if (!place) return undefined;
  const accuracy = place.accuracy === undefined ? undefined : at(place.accuracy);
  const besides = { datum, accuracy, at: when };
  const first = (paths: readonly string[] = []): unknown => paths.map(at).find((value) => textOf(value) !== undefined);
  if (place.pair === undefined) return placeOf(first(place.lon), first(place.lat), besides);
  const pair = at(place.pair);
  const [one, other] = Array.isArray(pair) ? pair : (textOf(pair)?.split(/[,;\s]+/) ?? []);
  return place.order === 'lat,lon' ? placeOf(other, one, besides) : placeOf(one, other, besides);
}
