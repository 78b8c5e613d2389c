// Refused tries to sign in, summed by day and address: apart from the audit, which a stranger must not be able to fill.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs, readEach } from '../contracts/json.ts';
import { dayOf, directoryKeys } from './keys.ts';

/** What came from one address on one day. `logins`: some of those that were tried. */
export const RefusedTries = Type.Object({
  address: Type.String(),
  count: Type.Integer(),
  firstAt: Type.Integer(),
  lastAt: Type.Integer(),
  logins: Type.Array(Type.String()),
});
export type RefusedTries = Static<typeof RefusedTries>;

const Check = Compile(RefusedTries);
const keptSeconds = 90 * 24 * 3_600;
/** Of a day so many addresses are told apart; the others are one line. */
const addressesAtMost = 2_000;
export const loginsAtMost = 8;
const theOthers = '*';

/** Adds what was refused since the last time. Two consoles that add to one address at once may lose one's count: it is a sum to look at. */
export async function addRefusedTries(redis: Redis, some: readonly RefusedTries[]): Promise<void> {
  for (const one of some) {
    const key = directoryKeys.refusedTries(dayOf(one.lastAt));
    const known = await redis.hget(key, one.address);
    const address = known !== null || (await redis.hlen(key)) < addressesAtMost ? one.address : theOthers;
    const text = address === one.address ? known : await redis.hget(key, address);
    const before = readAs(Check, text);
    const sum = before === undefined ? { ...one, address } : added(before, one);
    await redis.hset(key, address, JSON.stringify(sum));
    await redis.expire(key, keptSeconds);
  }
}

const added = (before: RefusedTries, { count, lastAt, logins }: RefusedTries): RefusedTries => ({
  ...before,
  count: before.count + count,
  lastAt,
  logins: [...new Set([...before.logins, ...logins])].slice(0, loginsAtMost),
});

/** Of the day that this instant is in, most first. */
export async function readRefusedTries(redis: Redis, instant: number): Promise<RefusedTries[]> {
  const all = Object.values(await redis.hgetall(directoryKeys.refusedTries(dayOf(instant))));
  return readEach(Check, all).sort((a, b) => b.count - a.count);
}
