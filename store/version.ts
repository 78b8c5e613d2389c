// Which layout the data has. A later version migrates it forward; an older program does not touch it.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';

/** The layout that this program reads and writes. */
export const dataVersion = 2;

/**
 * Marks empty data with our version, or checks the one that is there.
 * @returns a sentence when the data is not ours to open
 */
export async function checkVersion(redis: Redis): Promise<string | undefined> {
  await redis.setnx(directoryKeys.version, dataVersion);
  const found = Number(await redis.get(directoryKeys.version));
  if (found === dataVersion) return undefined;
  if (found > 0 && found < dataVersion) {
    // Older documents and events are read by upcasters; an older program could not read what this one writes.
    await redis.set(directoryKeys.version, dataVersion);
    return undefined;
  }
  return `The data has version ${found}, this program reads version ${dataVersion}: start the newer program again, or use another DATA_DIR.`;
}
