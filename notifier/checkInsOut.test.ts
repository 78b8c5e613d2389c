// Whoever has given no sign of life is asked by a text, and contacts who agreed are told: once a day, with no name in it, and no more once it was overtaken.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KeptCheckIn } from '../contracts/device/checkIns.ts';
import type { ShardId } from '../contracts/ids.ts';
import type { CheckIn } from '../contracts/office/checkIn.ts';
import type { GatewayCheckIn, GatewayMessage } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import { markCheckInTold, readCheckInsTold, writeCheckIns } from '../store/checkIns.ts';
import { shardKeys } from '../store/keys.ts';
import type { Registry } from '../store/registry.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from '../test/redis.ts';
import { sampleBundle } from '../test/sample.ts';
import { until } from '../test/system.ts';
import type { Outcome, OutsideChannel } from './channel.ts';
import { CheckInsOut } from './checkInsOut.ts';
import { Gateway } from './gateway.ts';

const noon = Date.parse('2026-12-01T12:00:00+08:00');
const minute = 60_000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const asks: CheckIn = { by: ['09:30'], asks: ['phone', 'contacts'] };
const bundle = sampleBundle();
const [somebody, another] = bundle.residents;
const contacts = [
  { name: '女儿', relation: '女儿', phone: '13800000001', agreed: ['opened' as const] },
  { name: '邻居', relation: '邻居', phone: '13800000002' },
];
const [first = '', second = ''] = [somebody?.id, another?.id];

describe('a missing sign of life', () => {
  let server: TestRedis;
  let registry: Registry;
  let where: { shard: ShardId; district: string };
  let now = noon;
  const stopped: { stop(): void }[] = [];
  beforeAll(async () => {
    server = await TestRedis.start();
    const residents = bundle.residents.map((one) => {
      if (one.id === first) return { ...one, phone: '13900000000', contacts, checkIn: asks };
      return one.id === second ? { ...one, phone: '13900000009', checkIn: { by: ['09:30'] } } : one;
    });
    await writeDistrict(server.open(), {
      ...bundle,
      residents,
      policy: { ...bundle.policy, channels: ['voice', 'webhook'] },
    });
    registry = await server.registry(server.open());
    const district = registry.district('hongmenjie');
    where = { shard: district?.shard ?? ('' as ShardId), district: 'hongmenjie' };
  });
  afterEach(async () => {
    for (const one of stopped.splice(0)) one.stop();
    const keys = shardKeys(where.shard);
    await server.open().del(keys.checkIns(where.district), keys.checkInsTold(where.district));
    now = noon;
  });
  afterAll(() => server.stop());

  const channelOf = (name: Channel, outcome: () => Outcome = () => ({ kind: 'accepted' })) => {
    const came: GatewayMessage[] = [];
    const channel: OutsideChannel = {
      ...{ name, gateway: 'webhook' },
      deliver: async (message) => {
        came.push(message);
        return outcome();
      },
    };
    return { channel, came: came as GatewayCheckIn[] };
  };
  const start = (...channels: OutsideChannel[]): CheckInsOut => {
    const gateways = channels.map((channel) => new Gateway(channel, log));
    const parts = {
      redis: server.open(),
      registry,
      gateways,
      publicUrl: 'https://y',
      log,
      everyMs: 20,
      now: () => now,
    };
    const out = new CheckInsOut(parts);
    stopped.push(out);
    return out;
  };
  const nine = noon - 2_000;
  const stands = (id: string, state: KeptCheckIn['state'], at = noon, due = nine) =>
    writeCheckIns(server.open(), where, [[id, { state, day: '2026-12-01', due, at }]]);
  const told = async () => [...(await readCheckInsTold(server.open(), where)).keys()].sort();

  it('is asked of the resident and of the contact who agreed, each once, by text, with no name in it', async () => {
    const [voice, text] = [channelOf('voice'), channelOf('webhook')];
    const one = start(voice.channel, text.channel);
    await stands(first, 'asked');
    await stands(second, 'asked'); // who wants the device alone to say so
    await until(async () => expect(await told()).toEqual([`${first}/${nine}/0`, `${first}/${nine}/self`]));
    one.stop();
    start(voice.channel, text.channel); // and another begins
    await until(async () => expect(await told()).toHaveLength(2));
    expect(voice.came).toEqual([]);
    expect(text.came.map(({ recipient }) => recipient.phone).sort()).toEqual(['13800000001', '13900000000']);
    expect(new Set(text.came.map(({ delivery }) => delivery)).size).toBe(2);
    const said = JSON.stringify(text.came.map((message) => message.text));
    for (const { name } of bundle.residents) expect(said).not.toContain(name);
    expect(said).toContain('今天还没有收到您的平安签到');
  });

  it('of a second time of that day is asked for again', async () => {
    const { channel, came } = channelOf('webhook');
    start(channel);
    await stands(first, 'asked');
    await until(async () => expect(await told()).toHaveLength(2));
    await stands(first, 'asked', noon, nine + 1_000);
    await until(async () => expect(await told()).toHaveLength(4));
    expect(new Set(came.map(({ delivery }) => delivery)).size).toBe(4);
  });

  it('is forgotten after three days, also where there is no gateway any more', async () => {
    await markCheckInTold(server.open(), where, `${first}/1/self`, noon - 4 * 24 * 60 * minute);
    start();
    await until(async () => expect(await told()).toEqual([]));
  });

  it('is asked no more once they were seen, somebody goes, or it is long ago', async () => {
    let away = true;
    const { channel, came } = channelOf('webhook', () =>
      away ? { kind: 'failed', why: 'away', blame: 'recipient' } : { kind: 'accepted' },
    );
    start(channel);
    await stands(first, 'asked');
    await until(() => expect(came.length).toBeGreaterThan(0));
    await stands(first, 'seen');
    await stands(first, 'asked', noon - 20 * minute);
    const before = came.length;
    now = noon + minute;
    expect(await told()).toEqual([]);
    away = false;
    await stands(first, 'asked', now);
    await until(async () => expect(await told()).toHaveLength(2));
    expect(came.length).toBeGreaterThan(before);
  });
});
