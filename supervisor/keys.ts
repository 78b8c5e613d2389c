// The keys of personal fields when the system starts: made where there never were any, and what is still in clear is sealed. Without
// them it starts all the same: presses and offers need none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';
import { keySourceOf } from '../store/process.ts';
import { hasSealed, resealDistricts } from '../store/reseal.ts';
import { addKey, KeyRing, type KeySource } from '../store/secrets/keyRing.ts';
import { lendKeys } from '../store/secrets/lent.ts';
import type { Place } from './place.ts';

/** Where the keys of an installation come from. */
export function keySource(settings: Settings, place: Place): KeySource {
  return keySourceOf(settings) ?? { file: join(place.keys, 'fields.keys') };
}

/** Lends the keys to this connection, once they are there. @param managed the server is ours: its file is written anew */
export async function prepareKeys(parts: {
  redis: Redis;
  source: KeySource;
  managed: boolean;
  says: (sentence: string) => void;
}): Promise<void> {
  const { redis, source, says } = parts;
  // A new key beside values that an older one sealed would hide that the older one is missing.
  if ('file' in source && !existsSync(source.file) && !(await hasSealed(redis))) await addKey(source.file, new Date());
  const keys = new KeyRing(source);
  await keys.refresh();
  lendKeys(redis, keys);
  if (keys.current === undefined) {
    const where = 'file' in source ? source.file : 'YJT_KEY_COMMAND';
    says(
      `the key of personal fields is missing (${where}: ${keys.why}): they are shown as locked until it is back, everything else works`,
    );
    return;
  }
  const sealed = await resealDistricts(redis);
  if (sealed === 0) return;
  says(`${sealed} documents were sealed with the key of now`);
  // What was in clear is still in the file that Redis replays.
  if (parts.managed) await redis.bgrewriteaof();
}
