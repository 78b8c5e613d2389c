// The faults of a district's devices, from when they are found until a human closes them. The owner of the shard writes them, the console closes.
import type { Redis } from 'ioredis';
import { type Fault, type FaultChange, type FaultKind, readFault } from '../contracts/device/faults.ts';
import type { ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';

/** Whose faults: a district of a shard. */
export type FaultsAt = { shard: ShardId; district: string };

// KEYS 1 faults   ARGV 1 only if known ('1') or not ('')  2 field  3 fault (JSON)
const putScript = `#!lua flags=allow-oom
if ARGV[1] == '1' and redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])`;

const fieldOf = (of: string, kind: FaultKind): string => `${of}/${kind}`;

/** All that stand, by whose they are. */
export async function readFaults(redis: Redis, { shard, district }: FaultsAt): Promise<Map<string, Fault[]>> {
  const kept = await redis.hgetall(shardKeys(shard).faults(district));
  const found = new Map<string, Fault[]>();
  for (const [field, text] of Object.entries(kept)) {
    const fault = readFault(text);
    if (!fault) continue;
    const of = field.slice(0, -(fault.kind.length + 1));
    found.set(of, [...(found.get(of) ?? []), fault]);
  }
  return found;
}

export async function writeFaults(
  redis: Redis,
  { shard, district }: FaultsAt,
  changes: readonly FaultChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const key = shardKeys(shard).faults(district);
  const pipe = redis.pipeline();
  for (const one of changes)
    if (one.change === 'drop') pipe.hdel(key, fieldOf(one.of, one.kind));
    else pipe.eval(putScript, 1, key, one.known ? '1' : '', fieldOf(one.of, one.kind), JSON.stringify(one.fault));
  await pipe.exec();
}

/** A human closes it. @returns whether it stood */
export async function closeFault(
  redis: Redis,
  { shard, district }: FaultsAt,
  { of, kind }: { of: string; kind: FaultKind },
): Promise<boolean> {
  return (await redis.hdel(shardKeys(shard).faults(district), fieldOf(of, kind))) === 1;
}
