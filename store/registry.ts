// Who lives where and who can be sent: versioned documents in Redis, a change stream, and the copy that each process keeps
// in memory. A process reads its copy only; the stream tells it when a district is to be read again.
import type { Redis } from 'ioredis';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import {
  Block,
  type CommunityBundle,
  Courtyard,
  Device,
  District,
  Grid,
  Home,
  Leave,
  Resident,
  Responder,
  Road,
  ServicePoint,
  Shift,
  Swap,
} from '../contracts/office/community.ts';
import { upcastDocument } from '../contracts/office/oldDocuments.ts';
import type { Lockable } from '../contracts/office/personal.ts';
import { Policy } from '../contracts/office/policy.ts';
import { whyNoZone } from '../contracts/office/recurrence.ts';
import type { LonLat } from '../contracts/position.ts';
import { usualZone } from '../contracts/wallClock.ts';
import { onOtherServer } from './connection.ts';
import { assignShard, readDefaultDistrict, readDistricts } from './directory.ts';
import { type FileWords, wordsOf } from './fileSwitches.ts';
import { directoryKeys } from './keys.ts';
import { type KeyRing, NoKey } from './secrets/keyRing.ts';
import { keysOf } from './secrets/lent.ts';
import { needsSealing, openDocument, type Stored, sealDocument } from './secrets/sealed.ts';
import { moved } from './stays.ts';
import { parsed, readEach } from './stored.ts';

const schemas = {
  district: District,
  policy: Policy,
  grids: Grid,
  roads: Road,
  blocks: Block,
  courtyards: Courtyard,
  servicePoints: ServicePoint,
  homes: Home,
  residents: Resident,
  devices: Device,
  responders: Responder,
  shifts: Shift,
  leaves: Leave,
  swaps: Swap,
} as const;
/** A collection of documents of a district. */
export type DocumentKind = keyof typeof schemas;
type DocumentOf<K extends DocumentKind> = Static<(typeof schemas)[K]>;

const collections = [
  'grids',
  'roads',
  'blocks',
  'courtyards',
  'servicePoints',
  'homes',
  'residents',
  'devices',
  'responders',
  'shifts',
  'leaves',
  'swaps',
] as const satisfies DocumentKind[];

const stored = <T extends TSchema>(schema: T) =>
  Compile(
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      document: schema,
      sealed: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  );
const checks = Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, stored(schema)])) as Record<
  DocumentKind,
  ReturnType<typeof stored>
>;

/** An entry of the change stream. `id` is absent when the whole district was replaced. */
export const Change = Type.Object({
  district: Type.String(),
  kind: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
});
export type Change = Static<typeof Change>;
const ChangeCheck = Compile(Change);

/** Older changes are of no use: who missed them reads the district again. */
const changesKept = 1_000;
/** A change that could not be read is looked for again after so long, and with the next change. */
const missedAgainMs = 10_000;
/** How often a key that is missing is looked for. */
const keyLookMs = 2_000;
const resealedAtOnce = 200;

/**
 * Replaces a whole district in one step: all of it or nothing. The bundle has been checked by the caller. What it was before
 * is kept as one version (`readDistrictBefore`).
 * @param said what files say of what people set, where the bundle has it otherwise (fileSwitches.ts)
 * @returns the shard the district lives in
 * @throws NoKey when personal fields cannot be sealed: nothing was changed
 */
export async function writeDistrict(
  redis: Redis,
  bundle: CommunityBundle,
  said: FileWords = wordsOf(bundle),
): Promise<ShardId> {
  const district = bundle.district.id;
  const shard = await assignShard(redis, district);
  const key = directoryKeys.documents(district);
  await keysOf(redis)?.refresh();
  const before = await redis.hgetall(key);
  const fields: string[] = [];
  const put = (kind: DocumentKind, id: string, document: object): void => {
    if ('locked' in document) throw new NoKey(`${kind}/${id} is locked`); // it would overwrite what it does not know
    const field = `${kind}/${id}`;
    const version = versionOf(before[field]) + 1;
    const known = storedOf(before[field]);
    const place = { district, kind, id };
    fields.push(field, JSON.stringify(sealDocument(keysOf(redis), place, { version, document, before: known })));
  };
  put('district', district, bundle.district);
  put('policy', 'policy', bundle.policy);
  for (const kind of collections) for (const document of bundle[kind]) put(kind, document.id, document);
  const replace = redis.multi();
  if (Object.keys(before).length > 0) replace.rename(key, directoryKeys.documentsBefore(district));
  replace.del(directoryKeys.fileSwitches(district));
  if (said.size > 0) replace.hset(directoryKeys.fileSwitches(district), ...[...said].flat());
  const stays = await staysAfter(redis, before, bundle);
  if (stays.length > 0) replace.hset(directoryKeys.stays(district), ...stays);
  await replace
    .hset(key, ...fields)
    .xadd(directoryKeys.changes, 'MAXLEN', '~', changesKept, '*', 'change', JSON.stringify({ district }))
    .exec();
  return shard;
}

/** Fields and values of those who have moved; none of a district's first import. */
async function staysAfter(
  redis: Redis,
  before: Readonly<Record<string, string>>,
  { district, residents }: CommunityBundle,
): Promise<string[]> {
  if (Object.keys(before).length === 0) return [];
  const lived = new Map(
    Object.entries(before).flatMap(([field, text]) => {
      const [kind, id] = partsOf(field);
      const home = kind === 'residents' ? homeIn(text) : undefined;
      return home === undefined ? [] : [[id, home]];
    }),
  );
  const known = await redis.hgetall(directoryKeys.stays(district.id));
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  const at = seconds * 1_000 + Math.floor(microseconds / 1_000);
  const live = new Map(residents.map(({ id, home }) => [id, home]));
  return [...moved(lived, live, known, at)].flatMap(([id, stays]) => [id, JSON.stringify(stays)]);
}

/** The home in a stored resident: it is never sealed. */
function homeIn(text: string | null): string | undefined {
  const home = (storedOf(text)?.document as { home?: unknown } | undefined)?.home;
  return typeof home === 'string' ? home : undefined;
}

/** Where the registry says that somebody lives, and lived before the last import. */
export async function homesOf(redis: Redis, district: string, resident: string): Promise<string[]> {
  const places = [directoryKeys.documents(district), directoryKeys.documentsBefore(district)];
  const texts = await Promise.all(places.map((key) => redis.hget(key, `residents/${resident}`)));
  return [...new Set(texts.flatMap((text) => homeIn(text) ?? []))];
}

const versionOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const value = parsed(text);
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) || 0 : 0;
};

// Two who edit one document at once get one winner. Past maxmemory too: somebody goes on or off duty during an incident.
const putScript = `#!lua flags=allow-oom
local found = redis.call('HGET', KEYS[1], ARGV[1])
local readable, known = pcall(cjson.decode, found or '{}')
local version = readable and type(known) == 'table' and known['version'] or 0
if version ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'change', ARGV[4])
return 1`;

/**
 * Writes one document.
 * @param expected the version it was read with; 0 for a new one
 * @returns false when somebody else has changed it since: read it again
 * @throws NoKey when a personal field of it cannot be sealed
 */
export async function putDocument<K extends (typeof collections)[number]>(
  redis: Redis,
  at: { district: string; kind: K; expected: number },
  document: DocumentOf<K>,
  before?: Stored,
): Promise<boolean> {
  const { district, kind, expected } = at;
  const place = { district, kind, id: document.id };
  const kept = sealDocument(keysOf(redis), place, { version: expected + 1, document, before });
  const change: Change = { district, kind, id: document.id };
  const reply: unknown = await redis.eval(
    putScript,
    2,
    directoryKeys.documents(district),
    directoryKeys.changes,
    `${kind}/${document.id}`,
    expected,
    JSON.stringify(kept),
    JSON.stringify(change),
    changesKept,
  );
  return reply === 1;
}

/**
 * Changes one document as it stands now, whoever else changes it at the same time.
 * @returns false when there is no such document
 */
export async function changeDocument<K extends (typeof collections)[number]>(
  redis: Redis,
  at: { district: string; kind: K; id: string },
  change: (document: DocumentOf<K>) => DocumentOf<K>,
): Promise<boolean> {
  for (;;) {
    const text = await redis.hget(directoryKeys.documents(at.district), `${at.kind}/${at.id}`);
    if (text === null) return false;
    const place = { district: at.district, kind: at.kind, id: at.id };
    const read = storedDocument(keysOf(redis), place, text);
    if (!read) return false; // nobody can read it: as if it were not there
    const { document, stored } = read as { document: DocumentOf<K>; stored: Stored };
    if (await putDocument(redis, { ...at, expected: stored.version }, change(document), stored)) return true;
  }
}

/** What lies there, as far as it is one of ours. */
function storedOf(text: string | null | undefined): Stored | undefined {
  const value = parsed(text);
  const isStored = typeof value === 'object' && value !== null && 'document' in value;
  return isStored ? (value as Stored) : undefined;
}

/** Reads a stored document, also of an earlier version; undefined when it cannot be read. A field whose key is missing is locked. */
function storedDocument(
  keys: KeyRing | undefined,
  place: { district: string; kind: DocumentKind; id: string },
  text: string,
): { document: unknown; stored: Stored } | undefined {
  const { kind } = place;
  const stored = storedOf(text);
  if (!stored) return undefined;
  try {
    const upcast = { ...stored, document: upcastDocument(kind, stored.document) as Stored['document'] };
    const { document, locked } = openDocument(keys, place, upcast);
    if (!checks[kind].Check({ ...stored, document })) return undefined;
    return { document: locked.length === 0 ? document : { ...document, locked }, stored };
  } catch {
    return undefined; // it looked like one of an earlier version, or like a sealed one, and is none
  }
}

/** Whether a field of a district's documents holds one, whoever has its keys. */
export function isReadableDocument(field: string, text: string): boolean {
  const [kind, id] = partsOf(field);
  return isKind(kind) && storedDocument(undefined, { district: '', kind, id }, text) !== undefined;
}

// A document says the same as before: its version stays, and nobody has to read it again.
const resealScript = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/**
 * Seals with the key of now whatever is in clear or was sealed with an older one, in all districts, also what is kept from before
 * their last import. While everybody works: what somebody else changes meanwhile is sealed by them.
 * @returns how many documents were sealed
 */
export async function resealDistricts(redis: Redis): Promise<number> {
  const keys = keysOf(redis);
  if (keys?.current === undefined) return 0;
  let sealed = 0;
  for (const district of (await readDistricts(redis)).keys())
    for (const key of [directoryKeys.documents(district), directoryKeys.documentsBefore(district)]) {
      const found = Object.entries(await redis.hgetall(key));
      // In batches: one write to disk each, and whoever else waits for the server has a turn in between.
      for (let from = 0; from < found.length; from += resealedAtOnce) {
        const replies = found.slice(from, from + resealedAtOnce).flatMap(([field, text]) => {
          const now = resealed(keys, district, field, text);
          return now === undefined ? [] : [redis.eval(resealScript, 1, key, field, text, now)];
        });
        for (const reply of await Promise.all(replies)) sealed += Number(reply);
      }
    }
  return sealed;
}

/** @returns undefined when it is sealed as it should be */
function resealed(keys: KeyRing, district: string, field: string, text: string): string | undefined {
  const [kind, id] = partsOf(field);
  if (!isKind(kind)) return undefined;
  const place = { district, kind, id };
  const read = storedDocument(keys, place, text);
  if (!read || !needsSealing(keys, kind, read.stored)) return undefined;
  const { version } = read.stored;
  return JSON.stringify(sealDocument(keys, place, { version, document: read.document as object, before: read.stored }));
}

// Nothing may have been written since it was read: whoever moved in meanwhile is seen by the next reading.
const changeScript = `#!lua flags=allow-oom
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if (last and last[1] or '') ~= ARGV[1] then return 0 end
for i = 3, #ARGV, 4 do
  if (redis.call('HGET', KEYS[1], ARGV[i]) or '') ~= ARGV[i + 1] then return 0 end
end
for i = 3, #ARGV, 4 do
  if ARGV[i + 2] == '' then redis.call('HDEL', KEYS[1], ARGV[i])
  else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2]) end
  if ARGV[i + 3] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'change', ARGV[i + 3]) end
end
return 1`;

/** Each reading of a district takes a second at most, and nobody imports twenty times in as many. */
const changesTried = 20;

/**
 * Changes a district as it stands now, or what is kept of it from before its last import, whoever else writes meanwhile. Only documents that
 * differ are written.
 * @param change without side effects: it may be asked several times
 * @throws NoKey when a personal field cannot be sealed
 */
export async function changeDistrict(
  redis: Redis,
  { district, which }: { district: string; which: 'documents' | 'documentsBefore' },
  change: (bundle: CommunityBundle) => CommunityBundle,
): Promise<void> {
  const key = directoryKeys[which](district);
  const orElse = which === 'documents' ? beforeImport(redis, district) : nothingInstead;
  for (let tries = 0; tries < changesTried; tries++) {
    const [last] = await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1);
    const fields = await redis.hgetall(key);
    const bundle = await bundleOf(redis, { district, fields }, orElse);
    if (!bundle) return;
    const written = differing(bundle, change(bundle)).flatMap(({ kind, id, document }) => {
      const field = `${kind}/${id}`;
      const [text = '', known] = [fields[field], storedOf(fields[field])];
      const next = document && { version: (known?.version ?? 0) + 1, document, before: known };
      const stored = next ? JSON.stringify(sealDocument(keysOf(redis), { district, kind, id }, next)) : '';
      return [field, text, stored, which === 'documents' ? JSON.stringify({ district, kind, id }) : ''];
    });
    if (written.length === 0) return;
    const at = [last?.[0] ?? '', changesKept];
    if ((await redis.eval(changeScript, 2, key, directoryKeys.changes, ...at, ...written)) === 1) return;
  }
  throw new Error(`${district} is being changed without a pause`);
}

/** @returns documents of the second that are not those of the first; without `document` where there is none any more */
function differing(before: CommunityBundle, after: CommunityBundle) {
  return collections.flatMap((kind) => {
    const known = byId<{ id: string }>(before[kind]);
    const now = byId<{ id: string }>(after[kind]);
    return [...new Set([...known.keys(), ...now.keys()])].flatMap((id) =>
      known.get(id) === now.get(id) ? [] : [{ kind, id, document: now.get(id) }],
    );
  });
}

/** Is any personal field sealed here? */
export async function hasSealed(redis: Redis): Promise<boolean> {
  for (const district of (await readDistricts(redis)).keys())
    for (let cursor = '0'; ; ) {
      const [next, found] = await redis.hscan(directoryKeys.documents(district), cursor, 'COUNT', 1_000);
      if (found.some((text, i) => i % 2 === 1 && storedOf(text)?.sealed !== undefined)) return true;
      cursor = next;
      if (cursor === '0') break;
    }
  return false;
}

const partsOf = (field: string): [string, string] => [
  field.slice(0, field.indexOf('/')),
  field.slice(field.indexOf('/') + 1),
];

/**
 * Everything of a district; undefined when it was never imported. A document that cannot be read is taken from `earlier`, else from before
 * the last import, else left out: one home that nobody can read must not silence a thousand.
 * @param earlier what is in memory of it
 * @throws when the district itself, or its policy, can be read in neither
 */
export async function readDistrict(
  redis: Redis,
  district: string,
  earlier?: CommunityBundle,
): Promise<CommunityBundle | undefined> {
  const orElse = earlier ? inMemory(redis, earlier) : beforeImport(redis, district);
  return readDocuments(redis, { district, key: directoryKeys.documents(district) }, orElse);
}

/** The same as it was before the last import; undefined when there was only one. */
export const readDistrictBefore = async (redis: Redis, district: string): Promise<CommunityBundle | undefined> =>
  readDocuments(redis, { district, key: directoryKeys.documentsBefore(district) }, nothingInstead);

/** Finds what stands for a document that cannot be read; undefined where nothing does. */
type Instead = (kind: DocumentKind, id: string) => unknown;

async function instead(redis: Redis, district: string): Promise<Instead> {
  const before = await redis.hgetall(directoryKeys.documentsBefore(district));
  return (kind, id) => {
    const text = before[`${kind}/${id}`];
    return text === undefined ? undefined : storedDocument(keysOf(redis), { district, kind, id }, text)?.document;
  };
}

const nothingInstead = async (): Promise<Instead> => () => undefined;
const beforeImport = (redis: Redis, district: string) => (): Promise<Instead> => instead(redis, district);

const readDocuments = async (
  redis: Redis,
  { district, key }: { district: string; key: string },
  orElse: () => Promise<Instead>,
): Promise<CommunityBundle | undefined> => bundleOf(redis, { district, fields: await redis.hgetall(key) }, orElse);

/** @param fields as they are stored */
async function bundleOf(
  redis: Redis,
  { district, fields }: { district: string; fields: Readonly<Record<string, string>> },
  orElse: () => Promise<Instead>,
): Promise<CommunityBundle | undefined> {
  const keys = keysOf(redis);
  await keys?.refresh();
  if (!(`district/${district}` in fields)) return undefined;
  const found = Object.fromEntries(Object.keys(schemas).map((kind) => [kind, [] as unknown[]]));
  const damaged: { kind: DocumentKind; id: string }[] = [];
  for (const [field, text] of Object.entries(fields)) {
    const [kind, id] = partsOf(field);
    if (!isKind(kind)) continue; // a newer program's, or damaged
    const read = storedDocument(keys, { district, kind, id }, text);
    if (read) found[kind]?.push(read.document);
    else damaged.push({ kind, id });
  }
  if (damaged.length > 0) {
    const standIn = await orElse();
    for (const { kind, id } of damaged) {
      const document = standIn(kind, id);
      if (document !== undefined) found[kind]?.push(document);
    }
  }
  if (found.district?.length !== 1 || found.policy?.length !== 1)
    throw new Error(`what district ${district} is, or its policy, cannot be read`);
  for (const documents of Object.values(found)) documents.sort(byIdOrder);
  const { district: [itself] = [], policy: [policy] = [], ...rest } = found;
  return { district: itself, policy, ...rest } as unknown as CommunityBundle;
}

/** What is in memory of a district stands for what cannot be read of it any more, and what was before the last import for the rest. */
const inMemory = (redis: Redis, earlier: CommunityBundle) => async (): Promise<Instead> => {
  const before = await instead(redis, earlier.district.id);
  return (kind, id) => {
    const known = earlier[kind];
    return (Array.isArray(known) ? known.find((one) => one.id === id) : known) ?? before(kind, id);
  };
};

/**
 * A district with some of its documents read again: all others stay the very objects that they were, so that whoever has worked
 * something out from them may keep it. One that cannot be read any more stays as it was.
 * @param fields `kind/id` of each
 */
async function readAgain(
  redis: Redis,
  before: CommunityBundle,
  fields: readonly string[],
): Promise<{ bundle: CommunityBundle; unreadable: readonly string[] }> {
  const keys = keysOf(redis);
  await keys?.refresh();
  const unreadable: string[] = [];
  const district = before.district.id;
  const texts = await redis.hmget(directoryKeys.documents(district), ...fields);
  const bundle: Record<string, unknown> = { ...before };
  for (const [i, field] of fields.entries()) {
    const [kind, id] = partsOf(field);
    if (!isKind(kind)) continue; // a newer program's, or damaged: nothing that we know has changed
    const text = texts[i];
    const read = text == null ? undefined : storedDocument(keys, { district, kind, id }, text);
    if (text != null && !read) {
      unreadable.push(field); // what was good last stays
      continue;
    }
    const now = read ? [read.document] : [];
    const known = bundle[kind];
    if (Array.isArray(known)) bundle[kind] = [...known.filter((one) => idOf(one) !== id), ...now].sort(byIdOrder);
    else if (now.length > 0) bundle[kind] = now[0];
  }
  return { bundle: bundle as unknown as CommunityBundle, unreadable };
}

/** A hash has no order; what is shown has. */
const byIdOrder = (a: unknown, b: unknown): number => (idOf(a) < idOf(b) ? -1 : 1);
const idOf = (document: unknown): string =>
  typeof document === 'object' && document !== null && 'id' in document ? String(document.id) : '';

const isKind = (kind: string): kind is DocumentKind => Object.hasOwn(schemas, kind);

/** For a district whose own zone is none: where we are at home. */

/** A district as a process keeps it in memory: the documents, found by what one has in hand. */
export class DistrictRegistry {
  readonly bundle: CommunityBundle;
  readonly shard: ShardId;
  /** Why the zone in the store is none; the one known before, or the usual one, stands for it in `bundle`. */
  readonly unsoundZone: string | undefined;
  readonly homes: ReadonlyMap<string, Home>;
  readonly courtyards: ReadonlyMap<string, Courtyard>;
  readonly grids: ReadonlyMap<string, Grid>;
  readonly responders: ReadonlyMap<string, Responder>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly residents: ReadonlyMap<string, Resident>;
  readonly #residentsOf: ReadonlyMap<string, Resident[]>;
  readonly #devicesOf: ReadonlyMap<string, Device[]>;

  /** @param earlier the district before a change: an index over documents that stayed is used again */
  constructor(stored: CommunityBundle, shard: ShardId, earlier?: DistrictRegistry) {
    this.unsoundZone =
      stored.district === earlier?.bundle.district ? earlier.unsoundZone : whyNoZone(stored.district.timeZone);
    const bundle = this.unsoundZone === undefined ? stored : withZone(stored, earlier);
    const stayed = (...kinds: (keyof CommunityBundle)[]): DistrictRegistry | undefined =>
      kinds.every((kind) => earlier?.bundle[kind] === bundle[kind]) ? earlier : undefined;
    this.bundle = bundle;
    this.shard = shard;
    this.homes = stayed('homes')?.homes ?? byId(bundle.homes);
    this.courtyards = stayed('courtyards')?.courtyards ?? byId(bundle.courtyards);
    this.grids = stayed('grids')?.grids ?? byId(bundle.grids);
    this.responders = stayed('responders')?.responders ?? byId(bundle.responders);
    this.devices = stayed('devices')?.devices ?? byId(bundle.devices);
    this.residents = stayed('residents')?.residents ?? byId(bundle.residents);
    const [lived, installed] = [stayed('residents'), stayed('devices', 'residents', 'homes')];
    this.#residentsOf = lived ? lived.#residentsOf : byHome(bundle.residents, ({ home }) => home);
    this.#devicesOf = installed ? installed.#devicesOf : byHome(bundle.devices, ({ id }) => this.homeOf(id));
  }

  get id(): string {
    return this.bundle.district.id;
  }

  /** The home of a device: where it is installed, or where the one who carries it lives. */
  homeOf(device: string): string | undefined {
    const found = this.devices.get(device);
    const home = found?.home ?? (found?.resident === undefined ? undefined : this.residents.get(found.resident)?.home);
    return home !== undefined && this.homes.has(home) ? home : undefined;
  }

  residentsOf(home: string): readonly Resident[] {
    return this.#residentsOf.get(home) ?? [];
  }

  devicesOf(home: string): readonly Device[] {
    return this.#devicesOf.get(home) ?? [];
  }

  /** How many documents have a field whose key is missing. */
  get locked(): number {
    const { homes, residents, responders } = this.bundle;
    return lockedOf([...homes, ...residents, ...responders]);
  }

  /** Where a home's door is; its courtyard when it has no position of its own. */
  door(home: string): LonLat | undefined {
    const found = this.homes.get(home);
    return found?.position ?? (found ? this.courtyards.get(found.courtyard)?.position : undefined);
  }
}

/** Every clock of the district goes by its zone: without one nobody could start, and nobody mend it. */
function withZone(stored: CommunityBundle, earlier: DistrictRegistry | undefined): CommunityBundle {
  const known = earlier?.bundle.district;
  if (stored.district === known) return stored;
  return { ...stored, district: { ...stored.district, timeZone: known?.timeZone ?? usualZone } };
}

const lockedOf = (documents: readonly (Lockable & { id: string })[]): number =>
  documents.filter(({ locked }) => locked !== undefined).length;

const byId = <T extends { id: string }>(documents: readonly T[]): Map<string, T> =>
  new Map(documents.map((document) => [document.id, document]));

function byHome<T>(documents: readonly T[], homeOf: (document: T) => string | undefined): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const document of documents) {
    const home = homeOf(document);
    const list = home === undefined ? undefined : lists.get(home);
    if (list) list.push(document);
    else if (home !== undefined) lists.set(home, [document]);
  }
  return lists;
}

/** By district the documents that changed, each once; undefined where the whole district did. */
function changedFields(changes: readonly Change[]): Map<string, readonly string[] | undefined> {
  const changed = new Map<string, readonly string[] | undefined>();
  for (const { district, kind, id } of changes) {
    const known = changed.has(district) ? changed.get(district) : [];
    const field = `${kind}/${id}`;
    if (kind === undefined || id === undefined || known === undefined) changed.set(district, undefined);
    else changed.set(district, known.includes(field) ? known : [...known, field]);
  }
  return changed;
}

/** All districts in memory, kept up to date until `stop`. */
export type Registry = {
  district(id: string): DistrictRegistry | undefined;
  all(): readonly DistrictRegistry[];
  /** The first district imported: where a press of nobody's device goes. */
  defaultDistrict(): DistrictRegistry | undefined;
  /** Calls back after a district was read again. Returns how to stop that. */
  onChange(told: (district: DistrictRegistry) => void): () => void;
  stop(): void;
};

/**
 * Reads every district and follows the change stream.
 * @param blocking a connection of its own: it waits on the stream
 * @param onError told when a district cannot be read; the last good copy stays in use
 */
export async function openRegistry(
  redis: Redis,
  blocking: Redis,
  onError: (error: unknown) => void,
): Promise<Registry> {
  const districts = new Map<string, DistrictRegistry>();
  const listeners = new Set<(district: DistrictRegistry) => void>();
  const [last] = await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1);
  let after = last?.[0] ?? '0-0';
  let stopped = false;
  let other = false;
  /** Districts of which a change was not taken in: they are read wholly, once it is time. */
  const missed = new Set<string>();
  let missedAt = 0;
  let first: string | undefined;
  onOtherServer(redis, () => {
    other = true;
  });

  /** @param fields the documents that have changed; undefined: any may have */
  const load = async (id: string, fields?: readonly string[]): Promise<void> => {
    const before = fields && !missed.has(id) ? districts.get(id) : undefined;
    missed.add(id);
    missedAt = Date.now();
    const shard = before?.shard ?? (await readDistricts(redis)).get(id);
    const earlier = districts.get(id)?.bundle;
    const { bundle, unreadable } =
      fields && before
        ? await readAgain(redis, before.bundle, fields)
        : { bundle: await readDistrict(redis, id, earlier), unreadable: [] };
    if (unreadable.length === 0) missed.delete(id);
    else onError(new Error(`documents of ${id} cannot be read: ${unreadable.join(', ')}`));
    if (!shard || !bundle) return;
    if (fields === undefined) first = await readDefaultDistrict(redis);
    const registry = new DistrictRegistry(bundle, shard, before ?? districts.get(id));
    districts.set(id, registry);
    for (const told of listeners) told(registry);
  };
  for (const id of (await readDistricts(redis)).keys()) {
    try {
      await load(id);
    } catch (error) {
      onError(error); // the other districts go on; this one is looked for again
    }
  }

  const follow = async (): Promise<void> => {
    while (!stopped) {
      try {
        const reply = await blocking.xread(
          'COUNT',
          changesKept,
          'BLOCK',
          1_000,
          'STREAMS',
          directoryKeys.changes,
          after,
        );
        if (other) {
          other = false;
          after = (await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
          for (const id of (await readDistricts(redis)).keys()) await load(id);
          continue;
        }
        const entries = reply?.[0]?.[1] ?? [];
        if (Date.now() - missedAt > missedAgainMs) for (const id of [...missed]) await load(id);
        if (entries.length === 0) continue;
        after = entries.at(-1)?.[0] ?? after;
        const changes = readEach(
          ChangeCheck,
          entries.map(([, fields]) => fields[1]),
        );
        // So many at once: earlier ones may have been trimmed away unread. One that cannot be read may have said anything.
        if (entries.length >= changesKept || changes.length < entries.length)
          for (const id of (await readDistricts(redis)).keys()) await load(id);
        else for (const [district, fields] of changedFields(changes)) await load(district, fields);
      } catch (error) {
        if (stopped) return;
        onError(error); // the connection comes back by itself; a document that is not ours is said and skipped
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  void follow();
  // What was locked is read again once its key is there.
  const keys = keysOf(redis);
  const unlocking = setInterval(() => {
    const locked = [...districts.values()].filter(({ locked }) => locked > 0);
    if (!keys || locked.length === 0) return;
    void keys
      .refresh()
      .then(async (changed) => {
        if (changed) for (const { id } of locked) await load(id);
      })
      .catch(onError); // asked again in a moment
  }, keyLookMs);
  unlocking.unref();

  return {
    district: (id) => districts.get(id),
    all: () => [...districts.values()],
    defaultDistrict: () => districts.get(first ?? '') ?? [...districts.values()][0],
    onChange: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    stop: () => {
      stopped = true;
      clearInterval(unlocking);
    },
  };
}
