// Which layout the data has. A later version migrates it forward, after a backup; an older program does not touch it.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';

/** The layout that this program reads and writes. */
export const dataVersion = 3;

/** How the data stands to this program. `newer`: not ours to open. */
export type DataState = { is: 'ours' } | { is: 'older' | 'newer'; found: number };

/** What brings the data from the version before up to this one; a version without a step is read by upcasters as it is. */
const steps: Readonly<Record<number, (redis: Redis) => Promise<void>>> = {};

/** Marks empty data with our version, or says which one is there. */
export async function checkVersion(redis: Redis): Promise<DataState> {
  await redis.setnx(directoryKeys.version, dataVersion);
  const found = await readVersion(redis);
  if (found === dataVersion) return { is: 'ours' };
  return { is: found > 0 && found < dataVersion ? 'older' : 'newer', found };
}

/** The version that the data has; NaN when the mark is not a number. */
export async function readVersion(redis: Redis): Promise<number> {
  return Number(await redis.get(directoryKeys.version));
}

/**
 * Brings older data up to ours, one version after the other; cut off, it goes on where it stopped at the next start.
 * Whoever calls it has made a backup: an older program cannot read what this one writes.
 */
export async function migrate(redis: Redis): Promise<void> {
  for (let next = (await readVersion(redis)) + 1; next <= dataVersion; next++) {
    await steps[next]?.(redis);
    await redis.set(directoryKeys.version, next);
  }
}
