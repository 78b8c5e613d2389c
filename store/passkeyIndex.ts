// Whose passkey an id is: whoever comes in by a passkey alone types no login. A hint only; the account itself holds the key.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

export async function indexPasskey(redis: Redis, id: string, login: string): Promise<void> {
  await writeAnyway(redis, 'HSET', directoryKeys.passkeys, id, login);
}

export async function forgetPasskeys(redis: Redis, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await redis.hdel(directoryKeys.passkeys, ...ids);
}

export async function loginOfPasskey(redis: Redis, id: string): Promise<string | undefined> {
  return (await redis.hget(directoryKeys.passkeys, id)) ?? undefined;
}
