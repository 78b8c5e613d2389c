import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import { TestRedis } from '../test/redis.ts';
import { until } from '../test/system.ts';
import { appendInTime } from './inTime.ts';
import { append, UnreadableInput } from './intake.ts';
import { shardKeys } from './keys.ts';

const shard = 's00' as ShardId;
const receipt = (id: string): Input => ({
  v: 1,
  kind: 'reply',
  district: 'd',
  responder: 'wang-g1',
  reply: { id, delivery: 'group/*g1/57', incident: '0000000000-0-s00' as IncidentId, leg: 'L1', reply: 'receipt' },
});

describe('the intake', () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await TestRedis.start();
  });
  afterAll(() => server.stop());

  it('stores nothing that could not be read again: a fault of ours must not become an incident', async () => {
    const redis = server.open();
    await expect(append(redis, shard, receipt('group.*g1.57:receipt'))).rejects.toThrow(UnreadableInput);
    expect(await redis.xlen(shardKeys(shard).intake)).toBe(0);
    await append(redis, shard, receipt('group.g1.57:receipt'));
    expect(await redis.xlen(shardKeys(shard).intake)).toBe(1);
  });

  it('stores nothing behind what was given up on while the server was away: its sender says both again', async () => {
    const redis = server.open();
    await redis.ping();
    redis.disconnect();
    await until(() => expect(redis.status).not.toBe('ready'));
    let follows = true;
    const wanted = (id: string) => ({ shard, input: receipt(id), replicas: 0, follows: () => follows });
    const first = appendInTime(redis, wanted('given-up'), 50).catch((error: unknown) => {
      follows = false;
      throw error;
    });
    const second = appendInTime(redis, wanted('behind-it'));
    await expect(first).rejects.toThrow();
    const told = expect(second).rejects.toThrow(/before it/);
    await redis.connect();
    await told;
    const texts = JSON.stringify(await redis.xrange(shardKeys(shard).intake, '-', '+'));
    expect(texts).not.toMatch(/given-up|behind-it/);
  });
});
