// Sealed fields of documents under the current key.
import type { Redis } from 'ioredis';
import { readDistricts } from './directory.ts';
import { isKind, partsOf, storedDocument, storedOf } from './documents.ts';
import { editsIn } from './edits.ts';
import { directoryKeys } from './keys.ts';
import type { KeyRing } from './secrets/keyRing.ts';
import { keysOf } from './secrets/lent.ts';
import { needsSealing, sealDocument } from './secrets/sealed.ts';
import { swapField } from './swapField.ts';

const resealedAtOnce = 200;

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
          // It says the same as before: its version stays, and nobody has to read it again.
          return now === undefined ? [] : [swapField(redis, key, { field, was: text, is: now })];
        });
        for (const written of await Promise.all(replies)) sealed += written;
      }
    }
  for (const district of (await readDistricts(redis)).keys()) sealed += await resealEdits(redis, keys, district);
  return sealed;
}

/** What documents were before their edits. @returns of how many documents */
async function resealEdits(redis: Redis, keys: KeyRing, district: string): Promise<number> {
  const key = directoryKeys.edits(district);
  let sealed = 0;
  for (const [field, text] of Object.entries(await redis.hgetall(key))) {
    const edits = editsIn(text);
    const now = edits.map((edit) => {
      const before =
        edit.before === undefined ? undefined : resealed(keys, district, field, JSON.stringify(edit.before));
      return before ? { ...edit, before: JSON.parse(before) as unknown } : edit;
    });
    if (now.every((edit, i) => edit === edits[i])) continue;
    sealed += await swapField(redis, key, { field, was: text, is: JSON.stringify(now) });
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
