// Providers of SMS and calls name a message by a short id, ours or theirs, when they report what became of it. What such an id belongs to
// is kept for three days: longer than any of them reports.
import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { Channel } from '../contracts/terms.ts';
import { directoryKeys } from './keys.ts';
import { setAnyway, writeAnyway } from './pastLimit.ts';

const keptMs = 72 * 3_600_000;

/** `responder`: empty where it went to nobody who responds. `keys`: the call has asked for one. `delivery` as a gateway names it. `gateway`: the provider, e.g. `aliyun_voice`; it may speak of what went through it only. */
export const Correlated = Type.Object({
  delivery: Type.String(),
  responder: Type.String(),
  channel: Channel,
  gateway: Type.String(),
  kind: Type.Enum(['offer', 'update', 'stand_down', 'swap', 'check_in']),
  keys: Type.Optional(Type.Literal(true)),
});
export type Correlated = Static<typeof Correlated>;
const Check = Compile(Correlated);

/** Behind the count: a store that came back from a backup, or a replica that took over, may count a number again. */
const chanceDigits = 5;

/** @returns a new id of at most 15 characters; nothing belongs to it yet */
export async function newCorrelationId(redis: Redis): Promise<string> {
  const count = Number(await writeAnyway(redis, 'HINCRBY', directoryKeys.correlationCount, 'n', 1));
  const chance = randomInt(36 ** chanceDigits).toString(36);
  return `y${count.toString(36)}${chance.padStart(chanceDigits, '0')}`;
}

/** @param id ours, or what the provider calls the same (`theirIdOf`) */
export async function keepCorrelation(redis: Redis, id: string, correlated: Correlated): Promise<void> {
  await setAnyway(redis, [[directoryKeys.correlation(id), JSON.stringify(correlated)]], keptMs);
}

/** Undefined where nothing, or nothing any more, belongs to it. */
export async function readCorrelation(redis: Redis, id: string): Promise<Correlated | undefined> {
  return readAs(Check, await redis.get(directoryKeys.correlation(id)));
}

/** What a provider calls a message itself never meets an id of ours, nor of another provider. */
export const theirIdOf = (gateway: string, id: string): string => `${gateway}/${id.slice(0, 200)}`;
