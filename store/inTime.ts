// Stored, or refused in time: whoever waits for a PUBACK or an HTTP answer must learn that it is not on disk, and ask again.
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import { append } from './intake.ts';
import { within } from './patience.ts';

/** Well below 1.5 × keepalive, else a slow disk stalls the client's pings too. Past it: no PUBACK, the button sends again. */
export const intakeTimeoutMs = 3_000;

/** `follows`: what its sender said before is stored, or on its way; asked once the server is there. */
type Wanted = { shard: ShardId; input: Input; replicas: number; follows?: () => boolean };

/**
 * Stores an input or throws in time.
 * @throws when it is not on disk within `timeoutMs`, or what came before it is not: the caller must not acknowledge
 */
export async function appendInTime(
  redis: Redis,
  { shard, input, replicas, follows = () => true }: Wanted,
  timeoutMs = intakeTimeoutMs,
): Promise<void> {
  let given = true;
  const stored = ready(redis).then(() => {
    if (!given) return undefined;
    if (!follows()) throw new Error('what was sent before it is not stored');
    return append(redis, shard, input, replicas);
  });
  stored.catch(() => {}); // after the timeout nobody waits for it; the sender has been told that it is not stored
  try {
    await within(timeoutMs, stored);
  } finally {
    given = false;
  }
}

const returns = new WeakMap<Redis, Promise<void>>();

// While the server is away nothing is queued inside ioredis: a button that resends for ten minutes would otherwise leave
// hundreds of copies to be written at once when the server returns.
function ready(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  const waiting = returns.get(redis);
  if (waiting) return waiting;
  const back = new Promise<void>((resolve) => {
    redis.once('ready', () => {
      returns.delete(redis);
      resolve();
    });
  });
  returns.set(redis, back);
  return back;
}
