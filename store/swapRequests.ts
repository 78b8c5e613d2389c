// Swaps that somebody asked a colleague for. The roster knows nothing of them: it changes once the colleague has agreed.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { directoryKeys } from './keys.ts';
import { swapField } from './swapField.ts';

const Occurrence = Type.Object({ shift: Type.String(), on: Type.String(), from: Type.Integer(), to: Type.Integer() });
/** `given`: what `colleague` is asked to take of `asker`; `back`: the other way. Instants are epoch ms. */
export const SwapRequest = Type.Object({
  id: Type.String(),
  asker: Type.String(),
  colleague: Type.String(),
  given: Occurrence,
  back: Type.Optional(Occurrence),
  at: Type.Integer(),
  expires: Type.Integer(),
  state: Type.Enum(['asked', 'agreed', 'refused', 'withdrawn', 'overtaken']),
});
export type SwapRequest = Static<typeof SwapRequest>;
const Check = Compile(SwapRequest);

/** Kept for whoever looks how it ended. */
const overKeptMs = 14 * 24 * 3_600_000;
/** Of a district, and of one person those that wait for an answer. */
const [inAllAtMost, askedAtMost] = [500, 5];

export const isAsked = ({ state, expires }: SwapRequest, now: number): boolean => state === 'asked' && now < expires;

/** The newest first. */
export async function readSwapRequests(redis: Redis, district: string): Promise<SwapRequest[]> {
  const texts = Object.values(await redis.hgetall(directoryKeys.swapRequests(district)));
  const found = texts.map((text) => readAs(Check, text)).filter((one) => one !== undefined);
  return found.sort((a, b) => b.at - a.at);
}

export const readSwapRequest = async (redis: Redis, district: string, id: string): Promise<SwapRequest | undefined> =>
  readAs(Check, await redis.hget(directoryKeys.swapRequests(district), id));

/**
 * Writes one down; the same id again changes nothing.
 * @returns false when too many wait for an answer
 */
export async function keepSwapRequest(redis: Redis, district: string, one: SwapRequest): Promise<boolean> {
  const key = directoryKeys.swapRequests(district);
  const known = await readSwapRequests(redis, district);
  if (known.some(({ id }) => id === one.id)) return true;
  const waiting = known.filter((other) => isAsked(other, one.at));
  const own = waiting.filter(({ asker }) => asker === one.asker);
  if (own.length >= askedAtMost || waiting.length >= inAllAtMost) return false;
  // What is over makes room, the oldest first: nobody is kept from asking by what others asked for once.
  const over = known
    .filter((other) => !isAsked(other, one.at))
    .filter(({ expires }, n) => expires < one.at - overKeptMs || n + waiting.length >= inAllAtMost - 1);
  if (over.length > 0) await redis.hdel(key, ...over.map(({ id }) => id));
  await redis.hsetnx(key, one.id, JSON.stringify(one));
  return true;
}

/** @returns false when somebody else has changed it since it was read */
export async function turnSwapRequest(
  redis: Redis,
  district: string,
  was: SwapRequest,
  state: SwapRequest['state'],
): Promise<boolean> {
  const is = JSON.stringify({ ...was, state });
  const key = directoryKeys.swapRequests(district);
  return (await swapField(redis, key, { field: was.id, was: JSON.stringify(was), is })) === 1;
}
