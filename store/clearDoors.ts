// Was this installation there before doors without TLS were closed to other machines? One from before keeps them as they were: a button
// that finds its door closed after an upgrade presses in vain. A new one never has them.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';

const [asBefore, asNew] = ['as_before', 'new'];

/** Marks empty data as of a new installation. Call it before anything else is written. */
export async function markIfNew(redis: Redis): Promise<void> {
  if ((await redis.exists(directoryKeys.version)) === 0) await redis.set(directoryKeys.clearDoors, asNew, 'NX');
}

/** True for an installation from before. Call it once the data is ours to write. */
export async function isFromBefore(redis: Redis): Promise<boolean> {
  await redis.setnx(directoryKeys.clearDoors, asBefore);
  return (await redis.get(directoryKeys.clearDoors)) === asBefore;
}
