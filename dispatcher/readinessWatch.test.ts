// On a real Redis: what of a judgement is written when little has changed.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, type ShardId } from '../contracts/ids.ts';
import { shardKeys } from '../store/keys.ts';
import { putLatest } from '../store/latest.ts';
import { readReadiness } from '../store/readiness.ts';
import type { Registry } from '../store/registry.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from '../test/redis.ts';
import { sampleBundle } from '../test/sample.ts';
import { until } from '../test/system.ts';
import { ReadinessWatch } from './readinessWatch.ts';
import { Worlds } from './worlds.ts';

const sample = sampleBundle();
const failing = (error: unknown): void => expect(error).toBeUndefined();
const [device] = sample.devices.filter(({ home }) => home !== undefined);

let server: TestRedis;
let redis: Redis;
let registry: Registry;
let shard: ShardId;
let watch: ReadinessWatch;
let monitor: Redis;
let owned: readonly ShardId[];
const written: string[] = [];

beforeEach(async () => {
  server = await TestRedis.start();
  redis = server.open();
  shard = await writeDistrict(redis, sample);
  monitor = await redis.monitor();
  written.length = 0;
  monitor.on('monitor', (_time, [command = '', key, home = '']: string[]) => {
    if (command.toUpperCase() === 'HSET' && key === shardKeys(shard).readinessOf('hongmenjie')) written.push(home);
  });
  registry = await server.registry(redis);
  const subscriber = server.open({ blocking: true });
  const worlds = await Worlds.start(registry, { redis, subscriber, onError: failing });
  owned = [shard];
  watch = await ReadinessWatch.start({
    redis,
    subscriber,
    registry,
    worlds,
    owned: () => owned,
    now: () => at(Date.now()),
    onError: failing,
  });
  await until(async () => expect((await judged())?.homes.length).toBeGreaterThan(100));
});
afterEach(async () => {
  await watch.stop();
  monitor.disconnect();
  await server.stop();
});

const judged = () => readReadiness(redis, shard, 'hongmenjie');
const stateOf = async (home: string | undefined) => (await judged())?.homes.find(({ id }) => id === home)?.reasons;
/** A device that has or loses its connection; each changes the judgement of its home. */
const presence = (connected: boolean) =>
  putLatest(redis, shard, { kind: 'presence', id: device?.id ?? '', value: { connected, at: Date.now() } }, 60_000);

it('of a device that comes alive its own home alone is written', async () => {
  const all = (await judged())?.homes.length ?? 0;
  await until(() => expect(written.length).toBe(all + 1)); // and when it was judged
  written.length = 0;
  const before = await stateOf(device?.home);
  await presence(true);
  await until(async () => expect(await stateOf(device?.home)).not.toEqual(before));
  await until(() => expect(written).toEqual([device?.home, '@']));
  expect((await judged())?.homes.length).toBe(all);
});

it('where what was written is gone, or another process had it meanwhile, all is written again', async () => {
  const all = (await judged())?.homes.length;
  await redis.hdel(shardKeys(shard).readinessOf('hongmenjie'), device?.home ?? '');
  await presence(true);
  await until(async () => expect((await judged())?.homes.length).toBe(all));
  owned = [];
  await presence(false);
  await redis.del(shardKeys(shard).readinessOf('hongmenjie'));
  owned = [shard];
  await presence(true);
  await until(async () => expect((await judged())?.homes.length).toBe(all));
});
