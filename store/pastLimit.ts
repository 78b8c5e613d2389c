// Writes that must get through when the store is past its memory limit: whatever an open incident, its people and its officer
// need. Redis refuses a plain write there; a script with this flag is let through. Presses are stored with plain writes, so
// they are refused first (limits.ts), and what is written here is bounded by the people who work.
import type { Redis, Result } from 'ioredis';

// KEYS 1 key   ARGV 1 command  2… its arguments after the key
const anyScript = `#!lua flags=allow-oom
return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))`;
// KEYS strings to set   ARGV 1 lifetime (ms)  2… values, in the order of KEYS
const setScript = `#!lua flags=allow-oom
for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 1], 'PX', ARGV[1]) end
return #KEYS`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtWrite(...args: (string | number)[]): Result<unknown, Context>;
    yjtSet(...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** A command that writes to one key. @returns its reply */
export function writeAnyway(
  redis: Redis,
  command: 'HSET' | 'HINCRBY' | 'XADD' | 'SET',
  key: string,
  ...args: (string | number)[]
): Promise<unknown> {
  if (redis.yjtWrite === undefined) redis.defineCommand('yjtWrite', { lua: anyScript, numberOfKeys: 1 });
  return redis.yjtWrite(key, command, ...args);
}

/** So many values are set by one script: no other command waits longer than a millisecond for it. */
const setAtOnce = 500;

/** Sets strings, each gone after `lifetimeMs` unless it is set again. */
export async function setAnyway(
  redis: Redis,
  values: readonly (readonly [key: string, value: string])[],
  lifetimeMs: number,
): Promise<void> {
  if (redis.yjtSet === undefined) redis.defineCommand('yjtSet', { lua: setScript });
  const sent: Promise<unknown>[] = [];
  for (let i = 0; i < values.length; i += setAtOnce) {
    const some = values.slice(i, i + setAtOnce);
    sent.push(redis.yjtSet(some.length, ...some.map(([key]) => key), lifetimeMs, ...some.map(([, value]) => value)));
  }
  await Promise.all(sent);
}
