// What is remembered of foreign devices between two messages: which press was which, how a flag stood, whose a friendly name is.
import type { Redis } from 'ioredis';
import type { ShardId } from '../../contracts/ids.ts';
import { shardKeys } from '../keys.ts';
import { writeAnyway } from '../pastLimit.ts';

/** A source of a district, as its keys are named. */
export type SourceAt = { shard: ShardId; source: string };

/** A press that its vendor may say again. `of`: the address of its hardware, of which alone this is remembered. `proposed`: it, as text; `now`: ms; `untilAnother`: it is said over and over until another one comes. */
export type Sayable = {
  device: string;
  of: string;
  key: string;
  withinMs: number;
  untilAnother?: true;
  proposed: string;
  now: number;
};
/** The press as it was said first. `stored`: it is on disk, and nothing more is to be done. */
export type SaidFirst = { said: string; stored: boolean };

// KEYS 1 last (hash)   ARGV 1 device  2 key  3 proposed press  4 now (ms)  5 within (ms)  6 whose hardware
const againScript = `#!lua flags=allow-oom
local kept = redis.call('HGET', KEYS[1], ARGV[1])
local next = {key = ARGV[2], said = ARGV[3], stored = false, at = tonumber(ARGV[4]), of = ARGV[6]}
if kept then
  local readable, last = pcall(cjson.decode, kept)
  if readable and last.key == ARGV[2] and (last.of == nil or last.of == next.of) and next.at - last.at <= tonumber(ARGV[5]) then
    next.said = last.said
    next.stored = last.stored
  end
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(next))
return {next.said, next.stored and 1 or 0}`;
// KEYS 1 last (hash)   ARGV 1 device  2 key
const storedScript = `#!lua flags=allow-oom
local readable, last = pcall(cjson.decode, redis.call('HGET', KEYS[1], ARGV[1]) or '')
if not readable or last.key ~= ARGV[2] then return 0 end
last.stored = true
return redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(last))`;
const storedMark = '+';

/**
 * The press that its vendor knows by this key: the one that was taken within the time, else the proposed one. So what is said twice, in other words or
 * after a crash between storing and acknowledging, is one press.
 */
export async function saidFirst(redis: Redis, { shard, source }: SourceAt, press: Sayable): Promise<SaidFirst> {
  const { device, of, key, withinMs, proposed, now } = press;
  if (press.untilAnother) {
    const last = shardKeys(shard).foreignLast(source);
    const [said, stored] = (await redis.eval(againScript, 1, last, device, key, proposed, now, withinMs, of)) as [
      string,
      number,
    ];
    return { said, stored: stored === 1 };
  }
  const name = shardKeys(shard).foreignOnce(source, hardwareOf(press), key);
  const earlier = await redis.set(name, proposed, 'PX', Math.max(1, Math.ceil(withinMs)), 'NX', 'GET');
  if (earlier?.startsWith(storedMark)) return { said: earlier.slice(storedMark.length), stored: true };
  return { said: earlier ?? proposed, stored: false };
}

const hardwareOf = ({ device, of }: Pick<Sayable, 'device' | 'of'>): string => (of === '' ? device : `${device}/${of}`);

/** It is on disk: said again, it is nothing new. */
export async function markStored(
  redis: Redis,
  { shard, source }: SourceAt,
  press: Sayable,
  said: string,
): Promise<void> {
  const { device, key } = press;
  if (press.untilAnother) await redis.eval(storedScript, 1, shardKeys(shard).foreignLast(source), device, key);
  else
    await redis.set(shardKeys(shard).foreignOnce(source, hardwareOf(press), key), storedMark + said, 'KEEPTTL', 'XX');
}

/** Its vendor has had its answer: said again after so long, it is another press. It is never remembered for longer by it. */
export async function settle(
  redis: Redis,
  { shard, source }: SourceAt,
  press: Pick<Sayable, 'device' | 'of' | 'key'>,
  ms: number,
): Promise<void> {
  await redis.pexpire(shardKeys(shard).foreignOnce(source, hardwareOf(press), press.key), ms, 'LT');
}

/** Its counters begin anew. */
export async function forgetLast(redis: Redis, { shard, source }: SourceAt, device: string): Promise<void> {
  await redis.hdel(shardKeys(shard).foreignLast(source), device);
}

/** How a flag stood, and how often it has risen: a rise is told from the one before by it. */
export type Flag = { on: boolean; rises: number };

/** Which flag. `of`: the address of its hardware: under the number of a device another one begins anew. */
type FlagOf = { device: string; of: string; flag: string };

/** How a flag stood when it was last said; undefined: never said. */
export async function flagOf(
  redis: Redis,
  { shard, source }: SourceAt,
  { device, of, flag }: FlagOf,
): Promise<Flag | undefined> {
  const kept = await redis.hget(shardKeys(shard).foreignFlags(source), `${device}/${flag}`);
  const [on, rises = '0', ...words] = (kept ?? '').split(' ');
  const itsOf = words.join(' '); // empty: an earlier program kept it
  return kept === null || (itsOf !== '' && itsOf !== of) ? undefined : { on: on === '1', rises: Number(rises) };
}

export async function keepFlag(
  redis: Redis,
  { shard, source }: SourceAt,
  { device, of, flag, on, rises }: Flag & FlagOf,
): Promise<void> {
  const key = shardKeys(shard).foreignFlags(source);
  await writeAnyway(redis, 'HSET', key, `${device}/${flag}`, `${on ? '1' : '0'} ${rises} ${of}`.trim());
}

/** Whose a friendly name is; undefined while nobody has said so. */
export async function addressOf(redis: Redis, { shard, source }: SourceAt, name: string): Promise<string | undefined> {
  return (await redis.hget(shardKeys(shard).foreignNames(source), name)) ?? undefined;
}

export async function keepName(
  redis: Redis,
  { shard, source }: SourceAt,
  { name, device }: { name: string; device: string },
): Promise<void> {
  await writeAnyway(redis, 'HSET', shardKeys(shard).foreignNames(source), name, device);
}
