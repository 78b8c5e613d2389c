// A field of a hash changed only while it says what was read.
import type { Redis } from 'ioredis';

// Past maxmemory too: what is sealed, or forgotten, is so then as well.
const script = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/** @returns how many were written: 0 when somebody else has changed it since */
export const swapField = async (
  redis: Redis,
  key: string,
  { field, was, is }: { field: string; was: string; is: string },
): Promise<number> => Number(await redis.eval(script, 1, key, field, was, is));
