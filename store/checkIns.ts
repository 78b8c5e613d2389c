// How the check-ins of a district stand, what was ticked by hand, and the lists of heat and cold. The owner of the shard writes the first, the console the others.
import type { Redis } from 'ioredis';
import {
  type CheckInBeat,
  type CheckInList,
  CheckInListKind,
  type CheckInTick,
  type KeptCheckIn,
  readBeat,
  readCheckIn,
  readList,
  readTick,
} from '../contracts/device/checkIns.ts';
import type { ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** Whose: a district of a shard. */
export type CheckInsAt = { shard: ShardId; district: string };

/** No id of a resident is this. */
const beatField = '@';
const writtenAtOnce = 500;

/** All that stand, by resident, and the watch's last beat. */
export async function readCheckIns(
  redis: Redis,
  { shard, district }: CheckInsAt,
): Promise<{ of: Map<string, KeptCheckIn>; beat: CheckInBeat | undefined }> {
  const kept = await redis.hgetall(shardKeys(shard).checkIns(district));
  const of = new Map<string, KeptCheckIn>();
  for (const [resident, text] of Object.entries(kept)) {
    const found = resident === beatField ? undefined : readCheckIn(text);
    if (found) of.set(resident, found);
  }
  return { of, beat: readBeat(kept[beatField] ?? '') };
}

/** What has changed of them, in its order; `undefined`: it is over. */
export async function writeCheckIns(
  redis: Redis,
  { shard, district }: CheckInsAt,
  changes: readonly (readonly [resident: string, state: KeptCheckIn | undefined])[],
): Promise<void> {
  const key = shardKeys(shard).checkIns(district);
  const gone = changes.flatMap(([resident, state]) => (state === undefined ? [resident] : []));
  if (gone.length > 0) await redis.hdel(key, ...gone);
  const put = changes.flatMap(([resident, state]) => (state === undefined ? [] : [resident, JSON.stringify(state)]));
  for (let from = 0; from < put.length; from += 2 * writtenAtOnce)
    await writeAnyway(redis, 'HSET', key, ...put.slice(from, from + 2 * writtenAtOnce));
}

/** The watch's last beat alone. */
export const readCheckInBeat = async (
  redis: Redis,
  { shard, district }: CheckInsAt,
): Promise<CheckInBeat | undefined> =>
  readBeat((await redis.hget(shardKeys(shard).checkIns(district), beatField)) ?? '');

export async function beatCheckIns(redis: Redis, { shard, district }: CheckInsAt, beat: CheckInBeat): Promise<void> {
  await writeAnyway(redis, 'HSET', shardKeys(shard).checkIns(district), beatField, JSON.stringify(beat));
}

/** What was ticked last of whom. */
export async function readTicks(redis: Redis, { shard, district }: CheckInsAt): Promise<Map<string, CheckInTick>> {
  const kept = await redis.hgetall(shardKeys(shard).checkInTicks(district));
  const found = new Map<string, CheckInTick>();
  for (const [resident, text] of Object.entries(kept)) {
    const tick = readTick(text);
    if (tick) found.set(resident, tick);
  }
  return found;
}

export async function keepTick(
  redis: Redis,
  { shard, district }: CheckInsAt,
  resident: string,
  tick: CheckInTick,
): Promise<void> {
  await writeAnyway(redis, 'HSET', shardKeys(shard).checkInTicks(district), resident, JSON.stringify(tick));
}

export async function forgetTicks(
  redis: Redis,
  { shard, district }: CheckInsAt,
  residents: readonly string[],
): Promise<void> {
  if (residents.length > 0) await redis.hdel(shardKeys(shard).checkInTicks(district), ...residents);
}

export type CheckInLists = Partial<Record<CheckInListKind, CheckInList>>;

export async function readLists(redis: Redis, { shard, district }: CheckInsAt): Promise<CheckInLists> {
  const kept = await redis.hgetall(shardKeys(shard).checkInLists(district));
  return Object.fromEntries(
    CheckInListKind.enum.flatMap((kind) => {
      const found = readList(kept[kind] ?? '');
      return found ? [[kind, found]] : [];
    }),
  );
}

// KEYS 1 lists   ARGV 1 list  2 what it was, as text, or ''  3 what it is
const changeScript = `#!lua flags=allow-oom
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;
const triesAtMost = 20;

/** Changes a list as it stands then, whoever else changes it. @returns what it has become; undefined where it stays as it is */
export async function changeList(
  redis: Redis,
  { shard, district }: CheckInsAt,
  kind: CheckInListKind,
  change: (before: CheckInList | undefined) => CheckInList | undefined,
): Promise<CheckInList | undefined> {
  const key = shardKeys(shard).checkInLists(district);
  for (let n = 0; n < triesAtMost; n++) {
    const text = (await redis.hget(key, kind)) ?? '';
    const after = change(readList(text));
    if (after === undefined) return undefined;
    if ((await redis.eval(changeScript, 1, key, kind, text, JSON.stringify(after))) === 1) return after;
  }
  throw new Error(`the list ${kind} was changed by others ${triesAtMost} times in a row`);
}

/** Who was texted for which time of which day: nobody twice, whatever ends in between. */
export async function readCheckInsTold(redis: Redis, { shard, district }: CheckInsAt): Promise<Map<string, number>> {
  const kept = await redis.hgetall(shardKeys(shard).checkInsTold(district));
  return new Map(Object.entries(kept).map(([field, at]) => [field, Number(at)]));
}

export async function markCheckInTold(
  redis: Redis,
  { shard, district }: CheckInsAt,
  field: string,
  now: number,
): Promise<void> {
  await writeAnyway(redis, 'HSET', shardKeys(shard).checkInsTold(district), field, now);
}

export async function forgetCheckInsTold(
  redis: Redis,
  { shard, district }: CheckInsAt,
  fields: readonly string[],
): Promise<void> {
  if (fields.length > 0) await redis.hdel(shardKeys(shard).checkInsTold(district), ...fields);
}
