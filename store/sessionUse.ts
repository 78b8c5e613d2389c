// When somebody last touched a page of a session: what an idle one is known by. Apart from the grants, which are written seldom.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** @param at ms; 0: it was locked by hand */
export async function noteUse(redis: Redis, digest: string, at: number): Promise<void> {
  // Past the memory limit too: an officer at work must not be locked out of it.
  await writeAnyway(redis, 'HSET', directoryKeys.sessionUse, digest, at);
}

/** Undefined for one that nobody has touched since it began. */
export async function readUses(redis: Redis, digests: readonly string[]): Promise<(number | undefined)[]> {
  const found = await redis.hmget(directoryKeys.sessionUse, ...digests);
  return found.map((text) => (typeof text === 'string' ? Number(text) : undefined));
}
