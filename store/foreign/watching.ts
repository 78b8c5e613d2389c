// What is known of a source, for whoever looks after it: how much came and when, what was refused, what could not be read, and the last messages as
// they came. Nothing rests on it but alarms.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../../contracts/ids.ts';
import { readAs } from '../../contracts/json.ts';
import type { SourceCounts } from '../../contracts/office/source.ts';
import { defined } from '../../contracts/shapes.ts';
import { shardKeys } from '../keys.ts';
import { writeAnyway } from '../pastLimit.ts';
import type { KeyRing } from '../secrets/keyRing.ts';
import { keysOf } from '../secrets/lent.ts';
import type { SourceAt } from './memory.ts';

/** So many messages of a source are kept as they came, for so long: enough to mend a mapping by. They tell who was where. */
const rawKept = 100;
const rawKeptSeconds = 3 * 24 * 3600;
const rawBytesAtMost = 8_192;

/** A message as it came. `how`: its topic, or path and query. `body`: base64, cut at 8 KiB. `headers`: those that its sender chose. `led`: what it was read as. */
export const RawMessage = Type.Object({
  at: Type.Integer(),
  how: Type.String(),
  contentType: Type.Optional(Type.String()),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  body: Type.String(),
  cut: Type.Optional(Type.Literal(true)),
  led: Type.Array(Type.String()),
});
export type RawMessage = Static<typeof RawMessage>;
const RawCheck = Compile(RawMessage);

const headersKept = 30;
const headerLettersAtMost = 600;

type Besides = { contentType?: string | undefined; headers?: Readonly<Record<string, string>> };

/** A message as it is kept. @param how its topic, or path and query */
export function rawOf(
  how: string,
  bytes: Uint8Array,
  { contentType, headers = {} }: Besides = {},
): Omit<RawMessage, 'at' | 'led'> {
  const some = Object.entries(headers)
    .slice(0, headersKept)
    .map(([name, value]) => [name.slice(0, 100), value.slice(0, headerLettersAtMost)]);
  return {
    how: how.slice(0, howLettersAtMost),
    body: Buffer.from(bytes.subarray(0, rawBytesAtMost)).toString('base64'),
    ...(bytes.length > rawBytesAtMost || how.length > howLettersAtMost ? { cut: true as const } : {}),
    ...(contentType === undefined ? {} : { contentType: contentType.slice(0, 120) }),
    ...(some.length > 0 ? { headers: Object.fromEntries(some) } : {}),
  };
}
const howLettersAtMost = 4_000;

/** What of a device could not be read: the last word, since when, how often. */
export const Unclear = Type.Object({
  device: Type.String(),
  why: Type.String(),
  word: Type.Optional(Type.String()),
  since: Type.Integer(),
  at: Type.Integer(),
  times: Type.Integer(),
});
export type Unclear = Static<typeof Unclear>;
const UnclearCheck = Compile(Unclear);

type Came = { at: number; presses: number; unclear: number };

/** Something came from this source and was kept. */
export async function noteCame(redis: Redis, { shard, source }: SourceAt, came: Came): Promise<void> {
  const key = shardKeys(shard).foreignCounts(source);
  const pipe = redis.pipeline().hset(key, 'heardAt', came.at).hincrby(key, 'messages', 1);
  if (came.presses > 0) pipe.hincrby(key, 'presses', came.presses);
  if (came.unclear > 0) pipe.hincrby(key, 'unclear', came.unclear);
  await pipe.exec();
}

/** Something that said it was this source was refused. */
export async function noteRefused(redis: Redis, { shard, source }: SourceAt, at: number): Promise<void> {
  const key = shardKeys(shard).foreignCounts(source);
  await redis.pipeline().hset(key, 'refusedAt', at).hincrby(key, 'refused', 1).exec();
}

/** When a source was first watched: it is silent since then when it never spoke. */
export async function watchedSince(redis: Redis, { shard, source }: SourceAt, now: number): Promise<number> {
  const key = shardKeys(shard).foreignCounts(source);
  await redis.hsetnx(key, 'since', now);
  return Number(await redis.hget(key, 'since'));
}

export async function readCounts(redis: Redis, { shard, source }: SourceAt): Promise<SourceCounts> {
  const kept = await redis.hgetall(shardKeys(shard).foreignCounts(source));
  const whole = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  return {
    messages: whole(kept.messages) ?? 0,
    presses: whole(kept.presses) ?? 0,
    unclear: whole(kept.unclear) ?? 0,
    refused: whole(kept.refused) ?? 0,
    ...defined({ heardAt: whole(kept.heardAt), refusedAt: whole(kept.refusedAt) }),
  };
}

/** Keeps a message as it came, sealed where there is a key. */
export async function keepRaw(redis: Redis, { shard, source }: SourceAt, raw: RawMessage): Promise<void> {
  const key = shardKeys(shard).foreignRaw(source);
  const text = sealText(keysOf(redis), source, JSON.stringify(raw));
  await redis.pipeline().xadd(key, 'MAXLEN', '~', rawKept, '*', 'raw', text).expire(key, rawKeptSeconds).exec();
}

/** The last messages, the newest first; those whose key is missing are left out. */
export async function readRaw(redis: Redis, { shard, source }: SourceAt): Promise<(RawMessage & { entry: string })[]> {
  const entries = await redis.xrevrange(shardKeys(shard).foreignRaw(source), '+', '-', 'COUNT', rawKept);
  return entries.flatMap(([entry, fields]) => {
    const raw = readAs(RawCheck, openText(keysOf(redis), source, fields[1] ?? ''));
    return raw ? [{ ...raw, entry }] : [];
  });
}

/** Nothing is left of what came from these sources. */
export async function eraseRawOf(redis: Redis, shard: ShardId, sources: readonly string[]): Promise<void> {
  if (sources.length > 0) await redis.del(...sources.map((source) => shardKeys(shard).foreignRaw(source)));
}

const sealText = (keys: KeyRing | undefined, source: string, text: string): string =>
  keys?.current === undefined ? text : keys.seal(placeOf(source), text);
const openText = (keys: KeyRing | undefined, source: string, text: string): string | undefined =>
  text.startsWith('{') ? text : keys?.open(placeOf(source), text);
const placeOf = (source: string) => ({ district: '', kind: 'sources', id: source, field: 'raw' });

/** So many devices of a source are named; what comes of more is the source's own trouble. */
const unclearAtMost = 50;

/** Something of a device could not be read. @returns false: too many are named already, this one is not */
export async function noteUnclear(
  redis: Redis,
  { shard, source }: SourceAt,
  seen: Omit<Unclear, 'since' | 'times'>,
): Promise<boolean> {
  const key = shardKeys(shard).foreignUnclear(source);
  const earlier = readAs(UnclearCheck, await redis.hget(key, seen.device));
  if (!earlier && (await redis.hlen(key)) >= unclearAtMost) return false;
  const now: Unclear = { ...seen, since: earlier?.since ?? seen.at, times: (earlier?.times ?? 0) + 1 };
  await writeAnyway(redis, 'HSET', key, seen.device, JSON.stringify(now));
  return true;
}

export async function readUnclear(redis: Redis, { shard, source }: SourceAt): Promise<Unclear[]> {
  const all = await redis.hvals(shardKeys(shard).foreignUnclear(source));
  return all.flatMap((text) => readAs(UnclearCheck, text) ?? []);
}

/** Somebody has looked. */
export async function clearUnclear(redis: Redis, { shard, source }: SourceAt, device: string): Promise<void> {
  await redis.hdel(shardKeys(shard).foreignUnclear(source), device);
}
