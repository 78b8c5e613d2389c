// What was heard lately of addresses that no device has, and of devices that are being installed: whoever installs one finds it by pressing it
// (docs/decisions/046). Of everything else nothing is kept here. Nothing rests on it: it is for a person to look at, and fades within a day.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Reading } from '../../contracts/device/reading.ts';
import { readEach } from '../../contracts/json.ts';
import { defined } from '../../contracts/shapes.ts';
import { PressKind } from '../../contracts/terms.ts';
import { shardKeys } from '../keys.ts';
import type { SourceAt } from './memory.ts';

/** Of one source; anybody may invent addresses, so the ones that are quiet for longest make room. */
const keptAtMost = 50;
const keptMs = 24 * 3_600_000;

/** `of`: the device, or the address as its vendor says it. Instants in ms; `pressedAt`, `kind`, `word`: of the last that calls. `pct`: of its battery; `signal` as it is said. */
export const HeardOf = Type.Object({
  of: Type.String(),
  at: Type.Integer(),
  pressedAt: Type.Optional(Type.Integer()),
  kind: Type.Optional(PressKind),
  word: Type.Optional(Type.String()),
  pct: Type.Optional(Type.Number()),
  signal: Type.Optional(Type.Number()),
  name: Type.Optional(Type.String()),
});
export type HeardOf = Static<typeof HeardOf>;
const Check = Compile(HeardOf);

/** What a message said of it, put beside what was known. */
export async function noteHeardOf(redis: Redis, { shard, source }: SourceAt, said: HeardOf): Promise<void> {
  const key = shardKeys(shard).foreignHeardOf(source);
  const kept = readEach(Check, await redis.hvals(key));
  const before = kept.find(({ of }) => of === said.of);
  const fades = kept.filter(({ of, at }) => of !== said.of && at < said.at - keptMs).map(({ of }) => of);
  const full = before === undefined && kept.length - fades.length >= keptAtMost;
  const oldest = full ? kept.reduce((a, b) => (b.at < a.at ? b : a)).of : undefined;
  const gone = oldest === undefined ? fades : [...fades, oldest];
  const pipe = redis.pipeline().hset(key, said.of, JSON.stringify({ ...before, ...said }));
  if (gone.length > 0) pipe.hdel(key, ...gone);
  await pipe.pexpire(key, keptMs).exec();
}

/** The last that was heard of each, the newest first. @param now ms */
export async function readHeardOf(redis: Redis, { shard, source }: SourceAt, now: number): Promise<HeardOf[]> {
  const kept = readEach(Check, await redis.hvals(shardKeys(shard).foreignHeardOf(source)));
  return kept.filter(({ at }) => at >= now - keptMs).sort((a, b) => b.at - a.at);
}

/** What a reading says of the device that it is about; undefined for what is about none. @param at when it was heard, ms */
export function heardIn(reading: Reading, of: string, at: number): HeardOf | undefined {
  switch (reading.is) {
    case 'press':
      return {
        of,
        at,
        pressedAt: at,
        kind: reading.kind,
        ...defined({ word: wordOf(reading), pct: reading.battery?.pct }),
      };
    case 'state':
      return {
        ...{ of, at },
        ...(reading.on ? { pressedAt: at, kind: reading.kind, ...defined({ word: wordOf(reading) }) } : {}),
        ...defined({ pct: reading.battery?.pct }),
      };
    case 'health':
      return { of, at, ...defined({ pct: reading.battery?.pct, signal: reading.signal }) };
    case 'name':
      return { of, at, name: reading.name.slice(0, 80) };
    case 'position':
      return { of, at };
    default:
      return undefined; // a gateway, or what could not be read: the page of sources has it
  }
}

const wordOf = ({ word }: { word?: string }): string | undefined => word?.slice(0, 40);
