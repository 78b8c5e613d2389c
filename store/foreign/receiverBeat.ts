// The receiver says that it listens. A process that has died raises no alarm about its sources: whoever hangs on them cannot be heard all the same.
import type { Redis } from 'ioredis';
import { directoryKeys } from '../keys.ts';
import { writeAnyway } from '../pastLimit.ts';

/** It has looked at all of its sources. @param now ms */
export async function beatReceiver(redis: Redis, now: number): Promise<void> {
  await writeAnyway(redis, 'SET', directoryKeys.receiverBeat, now);
}

/** When it last did, ms; undefined: it never has. */
export async function readReceiverBeat(redis: Redis): Promise<number | undefined> {
  const text = await redis.get(directoryKeys.receiverBeat);
  const at = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(at) ? at : undefined;
}
