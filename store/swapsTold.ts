// Which news of swaps was told outside of the app: a restarted notifier tells nobody twice.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** Stands for "this has begun", so that a district without any swap has begun too. */
const begun = 'begun';

/** Undefined: nobody has begun to tell of this district. */
export async function readSwapsTold(redis: Redis, district: string): Promise<ReadonlySet<string> | undefined> {
  const fields = await redis.hkeys(directoryKeys.swapsTold(district));
  return fields.length === 0 ? undefined : new Set(fields.filter((field) => field !== begun));
}

/** What stands now counts as told: whoever begins does not tell of weeks gone by. @param now ms */
export async function beginSwapsTold(
  redis: Redis,
  district: string,
  { news, now }: { news: readonly string[]; now: number },
): Promise<void> {
  await writeAnyway(redis, 'HSET', directoryKeys.swapsTold(district), ...[begun, ...news].flatMap((one) => [one, now]));
}

/** @param now ms */
export async function markSwapTold(
  redis: Redis,
  district: string,
  { news, now }: { news: string; now: number },
): Promise<void> {
  await writeAnyway(redis, 'HSET', directoryKeys.swapsTold(district), news, now);
}

/** Marks of swaps that are no more. */
export async function forgetSwapsTold(redis: Redis, district: string, news: readonly string[]): Promise<void> {
  if (news.length > 0) await redis.hdel(directoryKeys.swapsTold(district), ...news);
}
