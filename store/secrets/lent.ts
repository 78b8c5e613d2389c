// A connection carries the keys of its process, so that whoever reads or writes documents through it needs not know of them.
import type { Redis } from 'ioredis';
import type { KeyRing } from './keyRing.ts';

const lent = new WeakMap<Redis, KeyRing>();

export const lendKeys = (redis: Redis, keys: KeyRing): Redis => {
  lent.set(redis, keys);
  return redis;
};

/** undefined: nobody has lent any. What is written then is in clear, as in tests that are about something else. */
export const keysOf = (redis: Redis): KeyRing | undefined => lent.get(redis);
