// An input that kills or hangs its dispatcher must cost one incident, not the shard. A take-over that finds the same head
// of the intake as the one before goes carefully: one input at a time, each noted before it is decided. One that was noted
// twice and never committed is set aside for the duty officer. Dying for another reason sets nothing aside, and neither
// does a store that was away or refused: whoever lived to see that knows that the input did no harm.
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** Deciding it ended the process this often: it is not tried again. */
const triesAtMost = 2;

/** How to begin after a take-over. `poison`: the entry not to try again as it is; `more`: how often it ended us even so. */
export type Beginning = { careful: boolean; poison: { entry: string; more: number } | undefined };

/**
 * Notes a take-over.
 * @param head the first undecided entry; undefined when there is none
 * @param harmless this process decided it before and lived: the store did not take the commit
 */
export async function noteTakeOver(
  redis: Redis,
  shard: ShardId,
  head: string | undefined,
  harmless = false,
): Promise<Beginning> {
  const key = shardKeys(shard).attempts;
  if (head === undefined) {
    await redis.del(key);
    return { careful: false, poison: undefined };
  }
  if (harmless) {
    await redis.hdel(key, 'head', 'trying', 'tries');
    return { careful: false, poison: undefined };
  }
  const [before, trying, tries] = await redis.hmget(key, 'head', 'trying', 'tries');
  await writeAnyway(redis, 'HSET', key, 'head', head);
  const poisoned = trying === head && Number(tries) >= triesAtMost;
  return {
    careful: before === head || trying === head,
    poison: poisoned ? { entry: head, more: Number(tries) - triesAtMost } : undefined,
  };
}

/** Notes, before it is decided, that this entry is being tried. */
export async function noteTry(redis: Redis, shard: ShardId, entry: string): Promise<void> {
  const key = shardKeys(shard).attempts;
  const before = await redis.hget(key, 'trying');
  if (before === entry) await writeAnyway(redis, 'HINCRBY', key, 'tries', 1);
  else await writeAnyway(redis, 'HSET', key, 'trying', entry, 'tries', 1);
}
