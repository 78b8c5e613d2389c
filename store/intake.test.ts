import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import type { Input } from '../contracts/inputs.ts';
import { TestRedis } from '../test/redis.ts';
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
});
