// Reads a request by a mapping: what any vendor sends, without code.

import type { Battery, Place, Reading } from '../contracts/device/reading.ts';
import type { MappedWords, Mapping, Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import { usualZone } from '../contracts/wallClock.ts';
import type { HttpAdapter, HttpAnswer, HttpMessage, HttpVerdict, Known } from './adapter.ts';
import { batteryOf, placeOf, saysNo, textOf, timeOf } from './besides.ts';
import { bodyText, listOf, openedOnce, readMessage, valueAt } from './bodies.ts';
import { isProved } from './mappedCheck.ts';
import { callsForHelp, deviceOf, gravest, pressOf, readingsOf, type Said, withoutGuessedEnds } from './meaning.ts';
import { fieldAt, type Request } from './requestField.ts';
import { unreadOf } from './thingModel.ts';
import { meaningOf } from './vocabulary.ts';

/** More events in one body than that are not read: the vendor is told that all came, and the duty officer that something could not be read. */
const mostEvents = 1_000;
/** Nor more than so many values are looked for in it: whoever else is pressing meanwhile waits for this. */
const mostLookUps = 20_000;
const eventsReadBy = ({ device, words }: Mapping): number =>
  Math.min(mostEvents, Math.floor(mostLookUps / (device.length + words.length)));

/** @returns what an adapter of this vendor would do; it never throws */
export function readMapped(mapping: Mapping): HttpAdapter['read'] {
  return (message, source, known, now) => {
    const request = requestOf(message, source.secret, now);
    const greeting = greeted(mapping, request);
    if (greeting) return greeting;
    if (!isProved(mapping.check, request)) return { is: 'refused', why: 'signature' };
    const datum = mapping.place?.datum ?? source.datum;
    const [events, most] = [eventsIn(mapping, request), eventsReadBy(mapping)];
    const readings = events.slice(0, most).flatMap((event) => readEvent(mapping, { ...event, datum, known }));
    return {
      is: 'readings',
      readings: readings.length === 0 || events.length > most ? [...readings, unreadOf(undefined)] : readings,
      answer: answerOf(mapping, request),
    };
  };
}

export const requestOf = (message: HttpMessage, secret: string | undefined, now: number): Request => ({
  message,
  body: readMessage(message),
  raw: bodyText(message.body),
  secret,
  now,
  open: openedOnce(),
});

/** A word where a mapping looks for one, and what it is taken for. `named`: the mapping itself says so. */
export type WordSeen = { at: string; word: string; means: Meaning | 'unknown'; named: boolean };

/** Every word of a request that stands where a mapping looks for one, also those that it leaves to other places. */
export function wordsIn(mapping: Mapping, request: Request): WordSeen[] {
  return eventsIn(mapping, request).flatMap((event) =>
    mapping.words.flatMap((words) =>
      wordsAt(mapping, { ...words, others: 'unknown' }, lookUp(words.at, event)).map(({ word, meaning, named }) => ({
        at: words.at,
        word,
        means: meaning,
        named,
      })),
    ),
  );
}

/** A mapping as an adapter, for the list of those that an installation has. */
export const mappedAdapter = (mapping: Mapping): HttpAdapter => ({ family: mapping.name, read: readMapped(mapping) });

const plainText = 'text/plain';
const answerOf = ({ answer }: Mapping, request: Request): HttpAnswer => {
  const { status = 200, contentType = plainText, body = 'success' } = answer ?? {};
  return { status, contentType, body: answered(body, contentType, request) };
};

/** `{body.id}` stands for what came; in JSON as it is written there. */
const answered = (text: string, contentType: string, request: Request): string =>
  text.replaceAll(/\{((?:body|query|header|path)\.[^{}"\s]+)\}/g, (_, path: string) => {
    const value = textOf(fieldAt(path, request)) ?? '';
    return contentType.includes('json') ? JSON.stringify(value).slice(1, -1) : value;
  });

function greeted(mapping: Mapping, request: Request): HttpVerdict | undefined {
  const { handshake } = mapping;
  if (!handshake || request.message.method !== (handshake.method ?? 'GET')) return undefined;
  const { path, echo, says, check, contentType = plainText } = handshake;
  if (path !== undefined && !`/${request.message.path}`.endsWith(`/${path}`)) return undefined;
  const echoed = echo === undefined ? undefined : textOf(fieldAt(echo, request));
  if (echo !== undefined && echoed === undefined) return undefined;
  const body = says === undefined ? echoed : answered(says, contentType, request);
  if (body === undefined || isMessage(mapping, request)) return undefined;
  if (!isProved(check, request)) return { is: 'refused', why: 'signature' };
  return { is: 'handshake', answer: { status: 200, contentType, body } };
}

/**
 * What names a device and says a word is no greeting, whatever else it has: a press would be lost. Nor is a word of a call alone, whose device stands where nobody
 * looks for it; and where nothing marks a greeting, neither an end of the address nor a challenge, anything at all that a mapping looks for.
 */
function isMessage(mapping: Mapping, request: Request): boolean {
  const { path, echo } = mapping.handshake ?? {};
  const isMarked = path !== undefined || echo !== undefined;
  const calls = wordsIn(mapping, request).some(
    ({ at, means }) => at !== echo && means !== 'unknown' && pressOf(means) !== undefined,
  );
  return (
    calls ||
    eventsIn(mapping, request).some((event) => {
      const has = (at: string): boolean => textOf(lookUp(at, event)) !== undefined;
      const [named, says] = [mapping.device.some(has), mapping.words.some(({ at }) => has(at))];
      return isMarked ? named && says : named || says;
    })
  );
}

/** One thing that a request tells. `around`: what it lies in, the nearest first. */
type Event = { request: Request; event: unknown; around: readonly unknown[] };

/** The body, or each element of its list, one more than are read at most; a body without that list is one event itself. */
function eventsIn(mapping: Mapping, request: Request): Event[] {
  const { list } = mapping;
  const most = eventsReadBy(mapping) + 1;
  const whole: Event = { request, event: request.body, around: [] };
  if (list === undefined) return [whole];
  let found = [whole];
  for (const step of list.split('[]'))
    found = found
      .flatMap(({ event, around }) =>
        listOf(valueAt(event, step, request.open))
          .slice(0, most)
          .map((one): Event => ({ request, event: one, around: [event, ...around] })),
      )
      .slice(0, most);
  return found.length === 0 ? [whole] : found;
}

/** The value at a path of the event itself, else of what it lies in, else of the request around it. */
function lookUp(path: string, { request, event, around }: Event): unknown {
  // The outermost is the body itself, which comes after the rest of the request.
  for (const tree of [event, ...around.slice(0, -1)]) {
    const own = valueAt(tree, path, request.open);
    if (own !== undefined && own !== null) return own;
  }
  return fieldAt(path, request);
}

type Told = Event & { datum: Place['datum']; known: Known };

function readEvent(mapping: Mapping, event: Told): Reading[] {
  const at = (path: string): unknown => lookUp(path, event);
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
  const states = found.flatMap((one) => (one.words.state ? stateOf(one, said) : []));
  const spoken = withoutGuessedEnds(found.filter(({ words }) => !words.state));
  if (spoken.length === 0 && states.length > 0) return [...states, ...readingsOf('health', said, calls)];
  const meaning = gravest(spoken.map((one) => one.meaning));
  const word = spoken.find((one) => one.meaning === meaning)?.word;
  if (meaning !== undefined) return [...states, ...readingsOf(meaning, { ...said, word }, calls)];
  return mapping.wordless === undefined ? [unreadOf(device)] : readingsOf(mapping.wordless, said, calls);
}

/** `stray`: bits beside those that somebody has named. */
type Found = { words: MappedWords; word: string; meaning: Meaning | 'unknown'; named: boolean; stray?: true };

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

/** Zero says that all is well; a bit that nobody has named is a word that nobody knows, unless such bits are to be silent. */
function bitsOf(words: MappedWords, word: string): Found[] {
  const number = words.base === 16 ? Number.parseInt(word, 16) : Number(word);
  if (!Number.isSafeInteger(number)) return [{ words, word, meaning: 'unknown', named: false }];
  const { bits = {}, others } = words;
  const set = bitsSetIn(number);
  const found = set.flatMap((bit): Found[] => {
    const meaning = bits[bit];
    return meaning === undefined ? [] : [{ words, word: `${word} (${bit})`, meaning, named: true }];
  });
  const unnamed = others === 'silent' ? [] : set.filter((bit) => bits[bit] === undefined);
  if (unnamed.length > 0)
    found.push({ words, word: `${word} (${unnamed.join(', ')})`, meaning: 'unknown', named: false, stray: true });
  return found.length === 0 ? [{ words, word, meaning: 'health', named: true }] : found;
}

/** The bits of a number that are one, `0` the last. Of a signed number those of its 32: the first bit is its sign. */
const bitsSetIn = (number: number): string[] =>
  Array.from({ length: number < 0 ? 32 : 53 }, (_, bit) => bit).flatMap((bit) =>
    Math.abs(Math.floor(number / 2 ** bit) % 2) === 1 ? [String(bit)] : [],
  );

function wordOf(mapping: Mapping, words: MappedWords, word: string): Found[] {
  const key = word.toLowerCase();
  const named = Object.entries(words.means).find(([one]) => one.toLowerCase() === key)?.[1];
  const known = named ?? (mapping.vocabulary === false ? undefined : meaningOf(word)) ?? words.means['*'];
  if (known) return [{ words, word, meaning: known, named: named !== undefined }];
  return words.others === 'silent' ? [] : [{ words, word, meaning: 'unknown', named: false }];
}

/** A flag that stays: its kind is what its values press. Bits that nobody has named may stand for ever: they are shown, and are not this flag. */
function stateOf({ words, meaning, word, stray }: Found, said: Said): Reading[] {
  if (stray) return readingsOf('unknown', { device: said.device, word }, false);
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
