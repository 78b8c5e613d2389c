// A district written whole, or one of its documents changed; whoever follows the registry is told.
import { isDeepStrictEqual } from 'node:util';
import type { ChainableCommander, Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import { collections, type DocumentKind, type DocumentOf } from '../contracts/office/documents.ts';
import { assignShard } from './directory.ts';
import { byId } from './district.ts';
import type { Change } from './documents.ts';
import { endOfChanges, partsOf, storedDocument, storedOf, versionOf } from './documents.ts';
import { type Editor, withEdit } from './edits.ts';
import { type FileWords, wordsOf } from './fileSwitches.ts';
import { directoryKeys } from './keys.ts';
import { beforeImport, bundleOf, nothingInstead } from './readDistrict.ts';
import { NoKey } from './secrets/keyRing.ts';
import { keysOf } from './secrets/lent.ts';
import { type Stored, sealDocument } from './secrets/sealed.ts';
import { moved } from './stays.ts';

/** Older changes are of no use: who missed them reads the district again. */
export const changesKept = 1_000;

/**
 * Replaces a whole district in one step: all of it or nothing. The bundle has been checked by the caller. What it was before
 * is kept as one version (`readDistrictBefore`).
 * @param said what files say of what people set, where the bundle has it otherwise (fileSwitches.ts)
 * @param editor who imports, as the history of each document names them; undefined: nobody's history is written
 * @param also what else is done in the same step
 * @returns the shard the district lives in
 * @throws NoKey when personal fields cannot be sealed: nothing was changed
 */
export async function writeDistrict(
  redis: Redis,
  bundle: CommunityBundle,
  {
    said = wordsOf(bundle),
    editor,
    also,
  }: { said?: FileWords; editor?: Editor; also?: (step: ChainableCommander) => void } = {},
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
  const edits = editor ? await editsAfter(redis, { district, editor }, before, fields) : [];
  if (edits.length > 0) replace.hset(directoryKeys.edits(district), ...edits);
  also?.(replace);
  await replace
    .hset(key, ...fields)
    .xadd(directoryKeys.changes, 'MAXLEN', '~', changesKept, '*', 'change', JSON.stringify({ district }))
    .exec();
  return shard;
}

/** Fields and values of the edits of what an import has changed or taken away; what it brings has no earlier state to keep. */
async function editsAfter(
  redis: Redis,
  { district, editor }: { district: string; editor: Editor },
  before: Readonly<Record<string, string>>,
  fields: readonly string[],
): Promise<string[]> {
  const written = new Map(fields.flatMap((field, i) => (i % 2 === 0 ? [[field, fields[i + 1] ?? ''] as const] : [])));
  const same = (one: string, other: string | undefined): boolean => {
    const [{ version: _, ...was }, { version: __, ...is }] = [
      storedOf(one) ?? { version: 0 },
      storedOf(other) ?? { version: 0 },
    ];
    return isDeepStrictEqual(was, is);
  };
  const changed = Object.entries(before).filter(([field, text]) => !same(text, written.get(field)));
  if (changed.length === 0) return [];
  const known = await redis.hgetall(directoryKeys.edits(district));
  const at = await nowOf(redis);
  return changed.flatMap(([field, text]) => [
    field,
    withEdit(known[field], text, { version: versionOf(text) + 1, at, how: 'imported', editor }),
  ]);
}

async function nowOf(redis: Redis): Promise<number> {
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  return seconds * 1_000 + Math.floor(microseconds / 1_000);
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
  const at = await nowOf(redis);
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
 * @returns what was changed, for `changeBack`
 * @throws NoKey when a personal field cannot be sealed
 */
export async function changeDistrict(
  redis: Redis,
  { district, which }: { district: string; which: 'documents' | 'documentsBefore' },
  change: (bundle: CommunityBundle) => CommunityBundle,
): Promise<Changed[]> {
  const key = directoryKeys[which](district);
  const orElse = which === 'documents' ? beforeImport(redis, district) : nothingInstead;
  for (let tries = 0; tries < changesTried; tries++) {
    const end = await endOfChanges(redis);
    const fields = await redis.hgetall(key);
    const bundle = await bundleOf(redis, { district, fields }, orElse);
    if (!bundle) return [];
    const written = differing(bundle, change(bundle)).map(({ kind, id, document }): Changed => {
      const field = `${kind}/${id}`;
      const [text = '', known] = [fields[field], storedOf(fields[field])];
      const next = document && { version: (known?.version ?? 0) + 1, document, before: known };
      const stored = next ? JSON.stringify(sealDocument(keysOf(redis), { district, kind, id }, next)) : '';
      return { field, before: text, after: stored, told: which === 'documents' ? { district, kind, id } : undefined };
    });
    if (written.length === 0) return [];
    const at = [end, changesKept];
    const put = written.flatMap(({ field, before, after, told }) => [field, before, after, textOf(told)]);
    if ((await redis.eval(changeScript, 2, key, directoryKeys.changes, ...at, ...put)) === 1) return written;
  }
  throw new Error(`${district} is being changed without a pause`);
}

/** A document as it lies in the store, before and after; empty where there is none. `told`: what its followers are told. */
export type Changed = { field: string; before: string; after: string; told: Change | undefined };
const textOf = (told: Change | undefined): string => (told === undefined ? '' : JSON.stringify(told));

const backScript = `#!lua flags=allow-oom
for i = 2, #ARGV, 4 do
  if (redis.call('HGET', KEYS[1], ARGV[i]) or '') == ARGV[i + 2] then
    if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[i])
    else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
    if ARGV[i + 3] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[1], '*', 'change', ARGV[i + 3]) end
  end
end`;

/** Puts back what a change has taken away, each document as it lay there; one that somebody has written since stays as it is. */
export async function changeBack(
  redis: Redis,
  { district, which }: { district: string; which: 'documents' | 'documentsBefore' },
  changed: readonly Changed[],
): Promise<void> {
  const put = changed.flatMap(({ field, before, after, told }) => [field, before, after, textOf(told)]);
  await redis.eval(backScript, 2, directoryKeys[which](district), directoryKeys.changes, changesKept, ...put);
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
