// The one door in: a stream per shard. An input that append() returned for is on disk.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { type Input, readInput } from '../contracts/incident/inputs.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** An input as it lies in the intake; `storedAt` is the server's clock when it was written (ms). */
export type IntakeEntry = { entry: string; storedAt: number; text: string };

/** An input that nobody could read again: whoever made it has a fault, and the duty officer is not asked about it. */
export class UnreadableInput extends Error {}

/**
 * Stores an input. Past the store's memory limit presses are refused; what concerns an open incident is not.
 * @param replicas how many replicas must have it too (WAIT); 0 without replication
 * @returns the entry's id once it is on disk (`appendfsync always`)
 * @throws UnreadableInput when its own schema does not take it; nothing is stored
 * @throws when it could not be stored, or too few replicas answered within 2 s: the caller must not acknowledge
 */
export async function append(redis: Redis, shard: ShardId, input: Input, replicas = 0): Promise<string> {
  const { intake } = shardKeys(shard);
  const text = JSON.stringify(input);
  if (readInput(text) === undefined) throw new UnreadableInput(`an input of the kind ${input.kind} cannot be read`);
  const isPress = input.kind === 'press' || input.kind === 'unreadable_press';
  const entry = await (isPress
    ? redis.xadd(intake, '*', 'input', text)
    : writeAnyway(redis, 'XADD', intake, '*', 'input', text));
  if (typeof entry !== 'string') throw new Error('the intake gave no entry id');
  if (replicas > 0 && (await redis.wait(replicas, 2_000)) < replicas)
    throw new Error(`fewer than ${replicas} replicas hold the input`);
  return entry;
}

const Reply = Compile(
  Type.Array(Type.Tuple([Type.String(), Type.Array(Type.Tuple([Type.String(), Type.Array(Type.String())]))])),
);

/**
 * Reads what was stored after the given entries, oldest first, at most `count` for each shard.
 * @param blockMs how long to wait for a first one; undefined: do not wait
 */
export async function readIntake(
  redis: Redis,
  after: ReadonlyMap<ShardId, string>,
  count: number,
  blockMs: number | undefined,
): Promise<Map<ShardId, IntakeEntry[]>> {
  const found = new Map<ShardId, IntakeEntry[]>();
  if (after.size === 0) return found;
  const shards = [...after.keys()];
  const names = [...shards.map((shard) => shardKeys(shard).intake), ...after.values()];
  const reply: unknown =
    blockMs === undefined
      ? await redis.xread('COUNT', count, 'STREAMS', ...names)
      : await redis.xread('COUNT', count, 'BLOCK', Math.max(1, Math.ceil(blockMs)), 'STREAMS', ...names);
  if (!reply) return found;
  for (const [name, entries] of Reply.Parse(reply)) {
    const shard = shards.find((candidate) => shardKeys(candidate).intake === name);
    if (!shard) continue;
    found.set(
      shard,
      entries.map(([entry, fields]) => ({ entry, storedAt: Number(entry.split('-')[0]), text: fields[1] ?? '' })),
    );
  }
  return found;
}
