// A whole district read from the store, however damaged single documents are.
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { CommunityBundle } from '../contracts/office/community.ts';
import { type DocumentKind, documentSchemas } from '../contracts/office/documents.ts';
import { byIdOrder, idOf, isKind, partsOf, storedDocument } from './documents.ts';
import { directoryKeys } from './keys.ts';
import { keysOf } from './secrets/lent.ts';

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

export const nothingInstead = async (): Promise<Instead> => () => undefined;
export const beforeImport = (redis: Redis, district: string) => (): Promise<Instead> => instead(redis, district);

const readDocuments = async (
  redis: Redis,
  { district, key }: { district: string; key: string },
  orElse: () => Promise<Instead>,
): Promise<CommunityBundle | undefined> => bundleOf(redis, { district, fields: await redis.hgetall(key) }, orElse);

/** So many documents are opened and checked before whoever else waits has a turn. */
const atATime = 500;

/** @param fields as they are stored */
export async function bundleOf(
  redis: Redis,
  { district, fields }: { district: string; fields: Readonly<Record<string, string>> },
  orElse: () => Promise<Instead>,
): Promise<CommunityBundle | undefined> {
  const keys = keysOf(redis);
  await keys?.refresh();
  if (!(`district/${district}` in fields)) return undefined;
  const found = Object.fromEntries(Object.keys(documentSchemas).map((kind) => [kind, [] as unknown[]]));
  const damaged: { kind: DocumentKind; id: string }[] = [];
  for (const [n, [field, text]] of Object.entries(fields).entries()) {
    if (n % atATime === atATime - 1) await othersFirst();
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
export async function readAgain(
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
