// What it survives: each process that a press passes through is killed again and again while presses arrive.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentId, ShardId } from '../../contracts/ids.ts';
import { replay } from '../../dispatcher/domain/evolve.ts';
import { connect } from '../../store/connection.ts';
import { readDistricts } from '../../store/directory.ts';
import { shardKeys } from '../../store/keys.ts';
import { readLog, readStates } from '../../store/log.ts';
import { System, until } from '../system.ts';

const homes = 200;
const pressesPerSecond = 50;
const killed = ['broker/main', 'dispatcher/main', 'redis-server'];
const killsEach = 3;

let system: System;
beforeAll(async () => {
  system = await System.start();
}, 120_000);
afterAll(() => system.stop(), 30_000);

describe('killing broker, dispatcher and Redis while presses arrive', () => {
  it('loses no acknowledged press and puts none into two incidents', async () => {
    const buttons = await connectButtons();
    const given = new Set<string>();
    const acknowledged = new Set<string>();
    const load = setInterval(() => {
      const id = `p-${given.size}`;
      const button = buttons[given.size % buttons.length];
      given.add(id);
      // MQTT.js keeps it and sends it again after a reconnect until the PUBACK is there.
      button?.client.publish(
        `yjt/v1/d/${button.device}/press`,
        JSON.stringify({ id, kind: 'sos' }),
        { qos: 1 },
        (error) => {
          if (!error) acknowledged.add(id);
        },
      );
    }, 1000 / pressesPerSecond);
    try {
      for (let round = 0; round < killsEach; round++)
        for (const word of killed) {
          const before = acknowledged.size;
          await until(() => expect(acknowledged.size).toBeGreaterThan(before + pressesPerSecond / 2), 60); // it works again
          const pid = system.kill(word);
          await until(
            () => expect(system.processes().some((one) => one.command.includes(word) && one.pid !== pid)).toBe(true),
            30,
          );
        }
    } finally {
      clearInterval(load);
    }
    await until(() => expect(acknowledged.size).toBe(given.size), 60);

    const inLogs = await until(async () => {
      const found = await pressesInLogs();
      expect(new Set(found.keys())).toEqual(acknowledged); // the last ones may not be decided yet
      return found;
    }, 60);
    expect([...inLogs.values()].filter((incidents) => incidents.size !== 1)).toEqual([]);
    expect(given.size).toBeGreaterThan(killsEach * killed.length * 10);
  }, 300_000);
});

async function connectButtons() {
  const { residents } = await system.api<{ residents: { home: string; devices: string[] }[] }>('/api/v1/residents');
  const devices = [...new Set(residents.flatMap((resident) => resident.devices))].slice(0, homes);
  expect(devices).toHaveLength(homes);
  return Promise.all(
    devices.map(async (device) => {
      const login = await system.api<{ username: string; password: string }>('/api/v1/devices', { device });
      return { device, client: await system.mqtt(login) };
    }),
  );
}

/** Press id → incidents that hold it; each log is checked to be gapless and to give its state. */
async function pressesInLogs(): Promise<Map<string, Set<string>>> {
  const redis = connect({ socket: system.redisSocket });
  redis.on('error', () => undefined); // it may just be coming back
  const found = new Map<string, Set<string>>();
  try {
    for (const shard of new Set<ShardId>((await readDistricts(redis)).values()))
      for (const id of (await redis.hkeys(shardKeys(shard).states)) as IncidentId[]) {
        const log = await readLog(redis, shard, id);
        const [state] = await readStates(redis, shard, [id]);
        expect(replay(log)).toEqual(state);
        for (const event of log) {
          const press = event.type === 'opened' || event.type === 'press_joined' ? event.press?.id : undefined;
          if (press !== undefined) found.set(press, (found.get(press) ?? new Set()).add(id));
        }
      }
  } finally {
    redis.disconnect();
  }
  return found;
}
