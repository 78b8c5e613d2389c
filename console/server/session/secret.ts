// What this installation signs with so that it knows its own words again: known browsers, challenges, the way to a provider and
// back. One for all consoles; it is made by the first.
import { createHmac, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { directoryKeys } from '../../../store/keys.ts';
import { writeAnyway } from '../../../store/pastLimit.ts';

const secrets = new WeakMap<Redis, string>();

export async function ownSecret(redis: Redis): Promise<string> {
  const known = secrets.get(redis);
  if (known !== undefined) return known;
  // Past the memory limit too: this stands before every sign-in.
  await writeAnyway(redis, 'SET', directoryKeys.browserSecret, randomBytes(32).toString('base64url'), 'NX');
  const secret = await redis.get(directoryKeys.browserSecret);
  if (secret === null) throw new Error('the secret of this installation is gone');
  secrets.set(redis, secret);
  return secret;
}

/** A secret of its own for another use: what is signed for one is worth nothing for another. */
export const secretFor = async (redis: Redis, use: string): Promise<Buffer> =>
  createHmac('sha256', await ownSecret(redis))
    .update(use)
    .digest();
