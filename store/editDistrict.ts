// A set of documents changed by hand: all of it or nothing, with what each was before.
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { readAs, readEach } from '../contracts/json.ts';
import type { DocumentKind } from '../contracts/office/documents.ts';
import { defined } from '../contracts/shapes.ts';
import { storedDocument, storedOf, versionOf } from './documents.ts';
import { type Editor, editsIn, type How, withEdit } from './edits.ts';
import { directoryKeys } from './keys.ts';
import { keysOf } from './secrets/lent.ts';
import { sealDocument } from './secrets/sealed.ts';
import { moved } from './stays.ts';
import { swapField } from './swapField.ts';
import { changesKept } from './writeDistrict.ts';

type Named = { kind: DocumentKind; id: string };
/** A document as it lies in the store now. `text` is empty, and `document` undefined, where there is none. */
export type Standing = Named & {
  text: string;
  version: number;
  /** undefined too where nobody can read it */
  document: Record<string, unknown> | undefined;
  /** its edits, as they lie there */
  edits: string | null;
};

const fieldOf = ({ kind, id }: Named): string => `${kind}/${id}`;

export async function readStanding(redis: Redis, district: string, named: readonly Named[]): Promise<Standing[]> {
  const fields = named.map(fieldOf);
  await keysOf(redis)?.refresh();
  const [texts, edits] = await Promise.all([
    redis.hmget(directoryKeys.documents(district), ...fields),
    redis.hmget(directoryKeys.edits(district), ...fields),
  ]);
  return named.map(({ kind, id }, i) => {
    const text = texts[i] ?? '';
    const read = text === '' ? undefined : storedDocument(keysOf(redis), { district, kind, id }, text);
    const document = read?.document as Record<string, unknown> | undefined;
    return { kind, id, text, version: versionOf(text === '' ? undefined : text), document, edits: edits[i] ?? null };
  });
}

/** Who changed it last, if the edits say so; a duty switch and an erasing are no edits. */
export const lastEditor = ({ edits, version }: Standing): string | undefined =>
  editsIn(edits).find((edit) => edit.version === version)?.by;

// All is looked at before anything is written; what documents were before may have been forgotten meanwhile, and must not come back. Lists
// come as JSON: a command has room for so many arguments only.
const editScript = `#!lua flags=allow-oom
if ARGV[6] ~= '' and redis.call('GET', KEYS[6]) ~= ARGV[6] then return 0 end
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if (last and last[1] or '') ~= ARGV[1] then return 0 end
for i = 7, #ARGV do
  for _, one in ipairs(cjson.decode(ARGV[i])) do
    if (redis.call('HGET', KEYS[1], one[1]) or '') ~= one[2] then return 0 end
    if (redis.call('HGET', KEYS[3], one[1]) or '') ~= one[4] then return 0 end
  end
end
if ARGV[6] ~= '' then redis.call('DEL', KEYS[6]) end
for i = 7, #ARGV do
  for _, one in ipairs(cjson.decode(ARGV[i])) do
    if one[3] == '' then redis.call('HDEL', KEYS[1], one[1])
    else redis.call('HSET', KEYS[1], one[1], one[3]) end
    redis.call('HSET', KEYS[3], one[1], one[5])
  end
end
for _, stay in ipairs(cjson.decode(ARGV[4])) do redis.call('HSET', KEYS[4], stay[1], stay[2]) end
if ARGV[5] ~= '' then
  redis.call('LPUSH', KEYS[5], ARGV[5])
  redis.call('LTRIM', KEYS[5], 0, 9)
end
for _, told in ipairs(cjson.decode(ARGV[3])) do
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'change', told)
end
return 1`;

/** So many documents are sealed before whoever else waits has a turn. */
const atATime = 500;

/** Each with what it is from now on; null: it is removed. */
export type Next = { standing: Standing; document: object | null; how: How };

const ChangeSet = Type.Object({
  id: Type.String(),
  at: Type.Integer(),
  by: Type.String(),
  why: Type.Optional(Type.String()),
  documents: Type.Array(
    Type.Object({ kind: Type.Unsafe<DocumentKind>(Type.String()), id: Type.String(), version: Type.Integer() }),
  ),
});
type ChangeSet = Static<typeof ChangeSet>;
const SetCheck = Compile(ChangeSet);

/** The last sets, the newest first; each with the documents, by the versions that it made. */
export async function readSets(redis: Redis, district: string): Promise<ChangeSet[]> {
  return readEach(SetCheck, await redis.lrange(directoryKeys.editSets(district), 0, -1));
}

// By what stands there: a set that is written meanwhile moves the others on.
const wordsScript = `#!lua flags=allow-oom
for i, text in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if text == ARGV[1] then redis.call('LSET', KEYS[1], i - 1, ARGV[2]) end
end`;

/** Takes the words away that were written about a set which names one of these: who is erased is not spoken of. */
export async function forgetWhy(redis: Redis, district: string, named: ReadonlySet<string>): Promise<void> {
  const key = directoryKeys.editSets(district);
  const texts = await redis.lrange(key, 0, -1);
  for (const text of texts) {
    const set = readAs(SetCheck, text);
    if (set?.why === undefined || !set.documents.some((one) => named.has(fieldOf(one)))) continue;
    const { why: _, ...rest } = set;
    await redis.eval(wordsScript, 1, key, text, JSON.stringify(rest));
    for (const { kind, id, version } of set.documents)
      await withoutWhy(redis, { district, field: fieldOf({ kind, id }), version });
  }
}

async function withoutWhy(
  redis: Redis,
  { district, field, version }: { district: string; field: string; version: number },
): Promise<void> {
  const key = directoryKeys.edits(district);
  for (let done = 0; done === 0; ) {
    const text = await redis.hget(key, field);
    if (text === null || !editsIn(text).some((edit) => edit.version === version && edit.why !== undefined)) return;
    const next = editsIn(text).map(({ why, ...edit }) =>
      edit.version === version ? edit : { ...edit, ...defined({ why }) },
    );
    done = await swapField(redis, key, { field, was: text, is: JSON.stringify(next) });
  }
}

/** The version that the last edit made, also of a document that it removed. */
export const lastVersion = (edits: string | null): number => editsIn(edits)[0]?.version ?? 0;

/**
 * Writes a set of changes, if nothing was written to any registry since `end`.
 * @property plan the planned policy that takes effect by it, as it lies there: it goes in the same step, and nothing is written where it has gone
 * @returns the versions that it made, in the order of the changes, and by what several are taken back together; undefined when something
 * was: read, and check, again
 * @throws NoKey when a personal field cannot be sealed
 */
export async function writeEdits(
  redis: Redis,
  {
    district,
    end,
    at,
    editor,
    plan,
  }: { district: string; end: string; at: number; editor: Editor; plan?: string | undefined },
  changes: readonly Next[],
): Promise<{ versions: number[]; set: string | undefined } | undefined> {
  const keys = keysOf(redis);
  const versions: number[] = [];
  const written: [field: string, before: string, after: string, known: string, edits: string][] = [];
  for (const [n, { standing, document, how }] of changes.entries()) {
    if (n % atATime === atATime - 1) await othersFirst();
    const { kind, id, text, edits } = standing;
    // One that was removed and is made again goes on counting: a version names one state.
    const version = Math.max(standing.version, lastVersion(edits)) + 1;
    versions.push(version);
    const before = storedOf(text);
    const next = document && JSON.stringify(sealDocument(keys, { district, kind, id }, { version, document, before }));
    const after = withEdit(edits, text, { version, at, how, editor });
    written.push([fieldOf(standing), text, next ?? '', edits ?? '', after]);
  }
  const named = changes.map(({ standing: { kind, id } }, i) => ({ kind, id, version: versions[i] ?? 0 }));
  const set = changes.length > 1 ? ulid(at) : undefined;
  const kept = set && { id: set, at, by: editor.by, ...defined({ why: editor.why }), documents: named };
  const told =
    changes.length > changesKept / 2 ? [{ district }] : named.map(({ kind, id }) => ({ district, kind, id }));
  const stays = await staysAfter(redis, district, changes, at);
  const heads = [end, changesKept, JSON.stringify(told.map((one) => JSON.stringify(one))), JSON.stringify(stays)];
  const { documents, changes: stream, edits, stays: moves, editSets, plannedPolicy } = directoryKeys;
  const places = [
    documents(district),
    stream,
    edits(district),
    moves(district),
    editSets(district),
    plannedPolicy(district),
  ];
  const chunks = Array.from({ length: Math.ceil(written.length / atATime) }, (_, i) =>
    JSON.stringify(written.slice(i * atATime, (i + 1) * atATime)),
  );
  const args = [...heads, kept ? JSON.stringify(kept) : '', plan ?? '', ...chunks];
  return (await redis.eval(editScript, places.length, ...places, ...args)) === 1 ? { versions, set } : undefined;
}

/** Who moves by it: where they lived until now is written down, for whoever asks later whose call it was. */
async function staysAfter(
  redis: Redis,
  district: string,
  changes: readonly Next[],
  at: number,
): Promise<[string, string][]> {
  const people = changes.filter(({ standing }) => standing.kind === 'residents');
  if (people.length === 0) return [];
  const homes = (of: (next: Next) => unknown): Map<string, string> =>
    new Map(
      people.flatMap((next) => {
        const home = (of(next) as { home?: unknown } | null | undefined)?.home;
        return typeof home === 'string' ? [[next.standing.id, home] as const] : [];
      }),
    );
  const known = await redis.hmget(directoryKeys.stays(district), ...people.map(({ standing }) => standing.id));
  const said = Object.fromEntries(
    people.flatMap(({ standing }, i) => (known[i] ? [[standing.id, known[i]] as const] : [])),
  );
  const after = moved(
    homes(({ standing }) => standing.document),
    homes(({ document }) => document),
    said,
    at,
  );
  return [...after].map(([id, stays]) => [id, JSON.stringify(stays)]);
}
