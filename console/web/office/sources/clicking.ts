// What a click makes of a mapping: somebody points at a value of a message and says what it is. Pure: fields come in, the mapping that follows goes out.
import type { Field } from '../../../../contracts/device/sourceTrial.ts';
import type {
  Algorithm,
  BatteryUnit,
  Mapping,
  MappingDraft,
  Meaning,
  TimeFormat,
} from '../../../../contracts/office/mapping.ts';

/** What a value may be. `proof`: the vendor's token or signature; `echo`: sent back as it came when an address is verified. */
export const roles = [
  'device',
  'word',
  'time',
  'id',
  'battery',
  'lon',
  'lat',
  'pair',
  'accuracy',
  'proof',
  'echo',
] as const;
export type Role = (typeof roles)[number];
/** These are of the request as a whole, not of one event in it. */
const ofRequest: ReadonlySet<Role> = new Set(['proof', 'echo']);

export const begunDraft = (name: string): MappingDraft => ({ name, device: [], words: [], callDevices: true });

/** A list of objects that a field lies in. `name`: as a mapping calls it; `element`: the path of the element that the field lies in. */
type Around = { name: string; element: string };

/** The lists of objects around a field, the outermost first; none where it is of the query, the address or a header. */
export function listsAround(fields: readonly Field[], i: number): Around[] {
  const chain = ancestors(fields, i);
  if (chain[0]?.key !== 'body') return [];
  const found: Around[] = [];
  for (const [n, holder] of chain.entries()) {
    const element = chain[n + 1];
    if (!holder.list || !element || element.list) continue;
    const outer = found.at(-1);
    const own = outer === undefined ? holder.path || '.' : under(holder.path, outer.element);
    found.push({ name: outer === undefined ? own : `${outer.name}[].${own}`, element: element.path });
  }
  return found;
}

/** What holds a field, the outermost first. */
function ancestors(fields: readonly Field[], i: number): Field[] {
  const chain: Field[] = [];
  let depth = fields[i]?.depth ?? 0;
  for (let n = i - 1; n >= 0 && depth > 0; n--) {
    const one = fields[n];
    if (!one || one.depth >= depth) continue;
    chain.unshift(one);
    depth = one.depth;
  }
  return chain;
}

const under = (path: string, element: string): string => path.slice(element.length + 1);

/** The path of a field as a mapping with this list has it: within the event, else of the whole request. */
export function pathIn(fields: readonly Field[], i: number, list: string | undefined): string {
  const path = fields[i]?.path ?? '';
  const isOfBody = (ancestors(fields, i)[0] ?? fields[i])?.key === 'body';
  if (!isOfBody || list === undefined) return path;
  const holds = listsAround(fields, i).findLast(({ name }) => list === name || list.startsWith(`${name}[]`));
  return holds ? under(path, holds.element) : `body.${path}`;
}

/** As above, of what concerns the request: its body is named. */
const pathOfRequest = (fields: readonly Field[], i: number): string => pathIn(fields, i, '[]');

/** The same values in a mapping with another list. @param fields of a message that has them */
export function withList(draft: MappingDraft, list: string | undefined, fields: readonly Field[]): MappingDraft {
  if (draft.list === list) return draft;
  const again = (path: string): string => {
    const i = fields.findIndex((one, n) => one.value !== undefined && pathIn(fields, n, draft.list) === path);
    if (i >= 0) return pathIn(fields, i, list);
    return draft.list === undefined && !/^(?:query|header|path|body)(?:\.|$)/.test(path) ? `body.${path}` : path;
  };
  const { list: _list, ...rest } = draft;
  const { time, place, battery, id } = rest;
  return {
    ...rest,
    ...(list === undefined ? {} : { list }),
    device: draft.device.map(again),
    words: draft.words.map((one) => ({ ...one, at: again(one.at) })),
    ...(id === undefined ? {} : { id: again(id) }),
    ...(time
      ? { time: { ...time, at: again(time.at), ...(time.and === undefined ? {} : { and: again(time.and) }) } }
      : {}),
    ...(battery ? { battery: { ...battery, at: again(battery.at) } } : {}),
    ...(place ? { place: placeAgain(place, again) } : {}),
  };
}

type Place = NonNullable<Mapping['place']>;
const placeAgain = ({ lon, lat, pair, accuracy, ...rest }: Place, again: (path: string) => string): Place => ({
  ...rest,
  ...(lon ? { lon: lon.map(again) } : {}),
  ...(lat ? { lat: lat.map(again) } : {}),
  ...(pair === undefined ? {} : { pair: again(pair) }),
  ...(accuracy === undefined ? {} : { accuracy: again(accuracy) }),
});

/** Which list of a message a value asks for: the innermost that it lies in, unless the mapping goes by another already. */
function listFor(draft: MappingDraft, fields: readonly Field[], i: number): string | undefined {
  const inner = listsAround(fields, i).at(-1)?.name;
  const isDeeper = inner !== undefined && (draft.list === undefined || inner.startsWith(`${draft.list}[]`));
  return isDeeper ? inner : draft.list;
}

/** `method`: by which the message came. */
export type Pointed = { fields: readonly Field[]; i: number; heardAt: number; method?: 'GET' | 'POST' };

/** The mapping once somebody has said what a value is. */
export function point(draft: MappingDraft, { fields, i, heardAt, method = 'GET' }: Pointed, role: Role): MappingDraft {
  const field = fields[i];
  if (!field || field.value === undefined) return draft;
  const { value } = field;
  if (ofRequest.has(role)) {
    const at = pathOfRequest(fields, i);
    return role === 'echo'
      ? { ...draft, handshake: { method, echo: at } }
      : { ...draft, check: guessedCheck(at, value) };
  }
  const list = listFor(draft, fields, i);
  const next = withList(draft, list, fields);
  const at = pathIn(fields, i, list);
  switch (role) {
    case 'device':
      return next.device.includes(at) ? next : { ...next, device: [...next.device, at].slice(-10) };
    case 'word':
      return next.words.some((one) => one.at === at)
        ? next
        : { ...next, words: [...next.words, wordsAt(next, at, field)] };
    case 'time':
      return { ...next, time: { at, ...guessedTime(value, heardAt) } };
    case 'id':
      return { ...next, id: at };
    case 'battery':
      return { ...next, battery: { at, unit: guessedUnit(value) } };
    default:
      return { ...next, place: placed(next.place, role as PlaceRole, at, value) };
  }
}

/** Besides another place of words it is silent where it knows nothing: that one tells what happened. */
function wordsAt({ words }: MappingDraft, at: string, { key, value }: Field): MappingDraft['words'][number] {
  const flag = isFlag(value) ? flagNames.find(({ has }) => has.test(key))?.means : undefined;
  const means: Record<string, Meaning> =
    flag === undefined
      ? {}
      : typeof value === 'boolean'
        ? { true: flag, false: 'health' }
        : { '1': flag, '0': 'health' };
  return { at, means, ...(words.length > 0 ? { others: 'silent' as const } : {}) };
}
const isFlag = (value: Field['value']): boolean => typeof value === 'boolean' || value === 0 || value === 1;
const flagNames: readonly { has: RegExp; means: Meaning }[] = [
  { has: /fall|tumble/i, means: 'fall' },
  { has: /smoke|fire/i, means: 'smoke' },
  { has: /gas/i, means: 'gas' },
  { has: /sos|help|alarm|panic|emergency/i, means: 'sos' },
];

type PlaceRole = 'lon' | 'lat' | 'pair' | 'accuracy';

function placed(place: Place = {}, role: PlaceRole, at: string, value: Field['value']): Place {
  const { pair: _pair, order: _order, lon: _lon, lat: _lat, ...rest } = place;
  if (role === 'accuracy') return { ...place, accuracy: at };
  if (role === 'pair') return { ...rest, pair: at, order: guessedOrder(String(value)) };
  const { lon, lat } = place;
  return {
    ...rest,
    ...(lon ? { lon } : {}),
    ...(lat ? { lat } : {}),
    ...(role === 'lon' ? { lon: [at] } : { lat: [at] }),
  };
}

/** China lies between 73° and 136° east and below 54° north. */
export const guessedOrder = (pair: string): 'lon,lat' | 'lat,lon' =>
  Math.abs(Number(pair.split(/[,;\s]+/)[0])) > 60 ? 'lon,lat' : 'lat,lon';

const near = 2 * 3_600_000;

/** How a time is written, and in which zone where it is not Chinese time. @param heardAt ms */
export function guessedTime(value: Field['value'], heardAt: number): { format: TimeFormat; zone?: string } {
  const text = String(value).trim();
  if (/^\d{10}$/.test(text)) return { format: 'epoch_s' };
  if (/^\d{13}$/.test(text)) return { format: 'epoch_ms' };
  const [format, asUtc] = /^20\d{12}$/.test(text)
    ? (['YYYYMMDDHHMMSS', text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')] as const)
    : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
      ? (['yyyy-MM-dd HH:mm:ss', `${text.replace(' ', 'T')}Z`] as const)
      : /^\d{4}-\d\d-\d\dT/.test(text)
        ? (['iso', /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? '' : `${text}Z`] as const)
        : (['auto', ''] as const);
  return { format, ...(Math.abs(Date.parse(asUtc) - heardAt) < near ? { zone: 'UTC' } : {}) };
}

export function guessedUnit(value: Field['value']): BatteryUnit {
  const number = typeof value === 'boolean' || value === null || value === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) return 'low';
  if (number > 100) return 'mV';
  return number <= 5 && !Number.isInteger(number) ? 'volts' : 'pct';
}

/** By how long it is; what is no hash is a token. How the text that is hashed is put together, the server finds out. */
function guessedCheck(at: string, value: Field['value']): NonNullable<Mapping['check']> {
  const text = String(value).replace(/^(?:md5|sha1|sha256)=/i, '');
  const hex: Algorithm | undefined = /^[0-9a-f]+$/i.test(text) ? byHex.get(text.length) : undefined;
  const base64 = /^[\w+/ ]+=*$/.test(text) ? byBase64.get(text.replace(/=+$/, '').length) : undefined;
  const by = hex ?? base64;
  return by === undefined
    ? { by: 'token', at }
    : { by, over: '{pairs}{secret}', encoding: hex === undefined ? 'base64' : 'hex', at };
}
const byHex = new Map<number, Algorithm>([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);
const byBase64 = new Map<number, Algorithm>([
  [22, 'md5'],
  [27, 'sha1'],
  [43, 'sha256'],
]);

/** What a word means from now on; undefined: nobody has said. */
export function meant(draft: MappingDraft, at: string, word: string, meaning: Meaning | undefined): MappingDraft {
  return {
    ...draft,
    words: draft.words.map((one) => {
      if (one.at !== at) return one;
      const { [word]: _was, ...means } = one.means;
      return { ...one, means: meaning === undefined ? means : { ...means, [word]: meaning } };
    }),
  };
}

/** What a value of a message is in this mapping. */
export function rolesOf(draft: MappingDraft, fields: readonly Field[], i: number): Role[] {
  const at = pathIn(fields, i, draft.list);
  const whole = pathOfRequest(fields, i);
  const { device, words, time, id, battery, place, check, handshake } = draft;
  const is: Record<Role, boolean> = {
    device: device.includes(at),
    word: words.some((one) => one.at === at),
    time: time?.at === at,
    id: id === at,
    battery: battery?.at === at,
    lon: place?.lon?.includes(at) ?? false,
    lat: place?.lat?.includes(at) ?? false,
    pair: place?.pair === at,
    accuracy: place?.accuracy === at,
    proof: check !== undefined && check.by !== 'none' && check.at === whole,
    echo: handshake?.echo === whole,
  };
  return roles.filter((role) => is[role]);
}

/** It is not so: the value is nothing to this mapping any more. */
export function unpoint(draft: MappingDraft, fields: readonly Field[], i: number, role: Role): MappingDraft {
  const at = pathIn(fields, i, draft.list);
  if (role === 'device') return { ...draft, device: draft.device.filter((one) => one !== at) };
  if (role === 'word') return { ...draft, words: draft.words.filter((one) => one.at !== at) };
  if (role === 'lon' || role === 'lat' || role === 'pair' || role === 'accuracy') {
    const kept = Object.entries(draft.place ?? {}).filter(([key]) => key !== role);
    const isEmpty = kept.every(([key]) => key === 'datum' || key === 'order');
    return isEmpty ? without(draft, 'place') : { ...draft, place: Object.fromEntries(kept) as Place };
  }
  return without(
    draft,
    ({ time: 'time', id: 'id', battery: 'battery', proof: 'check', echo: 'handshake' } as const)[role],
  );
}

/** A mapping without one of its parts. */
export const without = (draft: MappingDraft, part: keyof MappingDraft): MappingDraft =>
  Object.fromEntries(Object.entries(draft).filter(([key]) => key !== part)) as MappingDraft;

/** What must be said before it can be saved. */
export const lacking = ({ device, words, wordless }: MappingDraft): ('device' | 'word')[] => [
  ...(device.length === 0 ? (['device'] as const) : []),
  ...(words.length === 0 && wordless === undefined ? (['word'] as const) : []),
];

/** A vendor that says no word has none to look for: what its messages mean is `wordless`. */
export const wholeOf = (draft: MappingDraft): Mapping =>
  draft.words.length > 0 ? draft : { ...draft, words: [{ at: 'event', means: {}, others: 'silent' }] };
