// How much may still be sent, counted before it is: by credential and by person, over every notifier there is. The script and its contract: quotas.lua.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import { directoryKeys } from './keys.ts';

/**
 * At most so many within any stretch of `perMs`. @property once the window counts only once so many stand in the last `withinMs`:
 * what is left of a quota is then spread instead of spent at once
 */
export type Window = { atMost: number; perMs: number; once?: { count: number; withinMs: number } };

/** @property of whose, without a telephone number: a name that cannot be read back */
export type Quota = { of: string; windows: readonly Window[] };

const script = readFileSync(new URL('./quotas.lua', import.meta.url), 'utf8');

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtQuotas(...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** `taken`: it may be sent; `name` is what it was counted under. `full`: ms until there is room in all of them. */
export type Taken = { kind: 'taken'; name: string } | { kind: 'full'; waitMs: number };

/** Takes one of each quota, or none of any. */
export async function takeQuota(redis: Redis, quotas: readonly Quota[]): Promise<Taken> {
  const counted = quotas.filter(isCounted);
  const name = randomUUID();
  if (counted.length === 0) return { kind: 'taken', name };
  if (redis.yjtQuotas === undefined) redis.defineCommand('yjtQuotas', { lua: script });
  const keys = counted.map(({ of }) => directoryKeys.quota(of));
  const windows = counted.map((one) =>
    one.windows.map(({ atMost, perMs, once }) => [atMost, perMs, once?.count ?? 0, once?.withinMs ?? 0]),
  );
  const reply = await redis.yjtQuotas(keys.length, ...keys, name, JSON.stringify(windows));
  if (!Array.isArray(reply) || (reply[0] !== 'sent' && reply[0] !== 'full'))
    throw new Error(`quotas.lua answered ${JSON.stringify(reply)}`);
  return reply[0] === 'sent' ? { kind: 'taken', name } : { kind: 'full', waitMs: Math.max(1, Number(reply[1])) };
}

/** Gives back what was taken and not used: nothing was sent, and the provider has counted nothing. @param name as it was taken */
export async function giveBackQuota(redis: Redis, quotas: readonly Quota[], name: string): Promise<void> {
  await Promise.all(quotas.filter(isCounted).map(({ of }) => redis.zrem(directoryKeys.quota(of), name)));
}

const isCounted = ({ windows }: Quota): boolean => windows.length > 0;
