// The store and the dispatcher together on a real Redis: an input in the intake becomes an incident with people asked.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShardId } from '../../contracts/ids.ts';
import type { Input } from '../../contracts/inputs.ts';
import { replay } from '../../dispatcher/domain/evolve.ts';
import { type Dispatcher, startDispatcher } from '../../dispatcher/loop.ts';
import { readInbox } from '../../store/inbox.ts';
import { append } from '../../store/intake.ts';
import { shardKeys } from '../../store/keys.ts';
import { readLog, readOpen } from '../../store/log.ts';
import { District } from '../district.ts';
import { TestRedis } from '../redis.ts';

const shard = 's03' as ShardId;
const log = { info: () => undefined, warn: () => undefined, error: console.error };
let server: TestRedis;
let dispatchers: Dispatcher[];

const open = (blocking = false): Redis => server.open({ blocking });
const start = (holder: string): Dispatcher => {
  const district = new District();
  const worldOf = (_: string, busy: (responder: string) => boolean) => ({ ...district.world, busy });
  const dispatcher = startDispatcher({
    redis: open(),
    blocking: open(true),
    holder,
    worldOf,
    defaultDistrict: () => 'd',
    log,
  });
  dispatchers.push(dispatcher);
  return dispatcher;
};
const press = (device: string, id: string): Input => ({ v: 1, kind: 'press', district: 'd', device, id, press: 'sos' });
const until = <T>(condition: () => Promise<T>) => vi.waitFor(condition, { timeout: 20_000, interval: 20 });

beforeEach(async () => {
  server = await TestRedis.start();
  dispatchers = [];
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  await server.stop();
});

describe('an input in the intake', () => {
  it('becomes an incident with both tracks asked, and its log replays to its state', async () => {
    const redis = open();
    start('one');
    await append(redis, shard, press('btn-1', 'a'));
    const incident = await until(async () => {
      const [found] = await readOpen(redis, shard);
      if (!found) throw new Error('not decided yet');
      return found;
    });
    expect(incident.legs.map((leg) => leg.responder)).toEqual(['wang', 'desk']);
    expect(replay(await readLog(redis, shard, incident.id))).toEqual(incident);
    expect(await readInbox(redis, shard, 'r/wang')).toMatchObject([
      { kind: 'offer', incident: incident.id, revision: 1 },
    ]);
    expect(await redis.xlen(shardKeys(shard).intake)).toBe(0);
  }, 30_000);

  it('that is not readable costs one incident for the duty officer, not the shard', async () => {
    const redis = open();
    start('one');
    await redis.xadd(shardKeys(shard).intake, '*', 'input', 'not json');
    await append(redis, shard, press('btn-1', 'a'));
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(2));
    const marks = (await readOpen(redis, shard)).flatMap((incident) => incident.marks);
    expect(marks).toEqual(['unreadable_input']);
  }, 30_000);

  it('is decided once, though one dispatcher follows another and each press is in one incident', async () => {
    const redis = open();
    const first = start('one');
    for (let i = 0; i < 20; i++) await append(redis, shard, press(`btn-${i}`, 'a'));
    await until(async () => expect(await redis.xlen(shardKeys(shard).intake)).toBeLessThan(20));
    await first.stop();
    for (let i = 20; i < 40; i++) await append(redis, shard, press(`btn-${i}`, 'a'));
    start('two');
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(40));
    const incidents = await readOpen(redis, shard);
    expect(new Set(incidents.map((incident) => incident.home)).size).toBe(40);
    expect(new Set(incidents.map((incident) => incident.number)).size).toBe(40);
  }, 60_000);
});
