// docs/what-is-kept.md is the whole truth: after a district has lived for a while, every key has a row there and keeps to it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentId, ShardId } from '../../contracts/ids.ts';
import { connect } from '../../store/connection.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { System, until } from '../system.ts';

type Row = { key: string; pattern: RegExp; bound: string };
const rows: Row[] = readFileSync(resolve(import.meta.dirname, '../../docs/what-is-kept.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, key, bound] = /^\| `([^`]+)` \|[^|]*\| ([^|]+) \|/.exec(line) ?? [];
    if (key === undefined || bound === undefined) return [];
    const pattern = key
      .replaceAll(/[{}]/g, '\\$&')
      .replace('shard', 's\\d\\d')
      .replaceAll(/[A-Z]+/g, '.+');
    return [{ key, pattern: new RegExp(`^${pattern}$`), bound }];
  });
const rowOf = (key: string): Row | undefined => rows.find(({ pattern }) => pattern.test(key));
/** MAXLEN ~ trims whole nodes of a stream. */
const nodeEntries = 200;

it('every key of store/keys.ts has a row', () => {
  const channels = /^(latest|readiness|alarm|ended)Channel$/;
  const named = (keys: object): string[] =>
    Object.entries(keys).flatMap(([name, key]) => {
      if (channels.test(name)) return [];
      return [typeof key === 'function' ? String((key as (...ids: string[]) => string)('x', 'y')) : String(key)];
    });
  const all = [...named(shardKeys('s00' as ShardId)), ...named(directoryKeys)];
  expect(all.filter((key) => !rowOf(key))).toEqual([]);
  expect(shardKeys('s00' as ShardId).log('x' as IncidentId)).toBe('{s00}:log:x');
});

describe('a district that lives', () => {
  let system: System;
  let redis: Redis;
  beforeAll(async () => {
    const lively = { YJT_SIM_PRESS_EVERY_SECONDS: '2', YJT_SIM_SPEED: '40', YJT_KEEP_CLOSED: '4s' };
    system = await System.start([], lively);
    redis = connect(system.store);
  }, 90_000);
  afterAll(async () => {
    redis?.disconnect();
    await system?.stop();
  }, 30_000);

  it('leaves no key behind without a rule, none that should expire and does not, no stream beyond its bound', async () => {
    await system.api('/api/v1/accounts', { login: 'zhou', name: '周', role: 'officer' });
    await until(async () => {
      await system.clear();
      const archived = (await system.incidents('closed')).length;
      expect(archived).toBeGreaterThan(5);
      const [shard] = Object.values(await redis.hgetall(directoryKeys.districts)) as ShardId[];
      expect(await redis.zcard(shardKeys(shard ?? ('s00' as ShardId)).closed)).toBeLessThan(archived);
    }, 100);
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(200);
    expect(keys.filter((key) => !rowOf(key))).toEqual([]);
    for (const key of keys) {
      const { bound = '' } = rowOf(key) ?? {};
      const [ttl, length] = [await redis.pttl(key), (await redis.type(key)) === 'stream' ? await redis.xlen(key) : 0];
      if (ttl === -2) continue; // gone meanwhile
      expect({ key, expires: ttl > 0 }).toEqual({ key, expires: bound.startsWith('expires') });
      const [, most] = /at most (\d+) entries/.exec(bound) ?? [];
      if (most !== undefined) expect(length, key).toBeLessThan(Number(most) + nodeEntries);
    }
    // What was archived left nothing behind.
    const states = new Set(
      (await Promise.all(keys.filter((key) => key.endsWith(':states')).map((key) => redis.hkeys(key)))).flat(),
    );
    const incidents = (await redis.keys('*')).flatMap((key) => /:(?:log|side):(.+)$/.exec(key)?.[1] ?? []);
    expect(incidents.filter((id) => !states.has(id) && id !== 'none').length).toBeLessThan(3); // opened since
  }, 150_000);
});
