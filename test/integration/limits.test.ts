// The store nears its limits, as it happens: a full memory, a full disk. Real processes, a real Redis, buttons over MQTT.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { ResidentView } from '../../contracts/office/residents.ts';
import { readAlarms } from '../../store/alarms.ts';
import { connect } from '../../store/connection.ts';
import { measure } from '../../store/limits.ts';
import { System, until } from '../system.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 30_000);

type Login = { username: string; password: string };

/** A running system with a button in two homes. */
async function running(env: NodeJS.ProcessEnv, folder?: string) {
  const system = await System.start(['--no-sim'], env, folder === undefined ? {} : { folder });
  endings.push(() => system.stop());
  const redis = connect(system.store);
  redis.on('error', () => undefined); // the server may be away on purpose
  endings.push(() => redis.disconnect());
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const devices = [...new Set(residents.flatMap((one) => one.devices))];
  const button = async (device = '') => {
    const client = await system.mqtt(await system.api<Login>('/api/v1/devices', { device }));
    let refusals = 0;
    client.on('close', () => {
      refusals++;
    });
    return {
      device,
      refusals: () => refusals,
      /** MQTT.js keeps a press and sends it again until there is a PUBACK. */
      press: () => client.publishAsync(`yjt/v1/d/${device}/press`, '{"id":"p1","kind":"sos"}', { qos: 1 }),
    };
  };
  return { system, redis, buttons: [await button(devices[0]), await button(devices[9])] as const };
}

const codes = async (redis: Redis): Promise<string[]> => (await readAlarms(redis)).map(({ code }) => code);
const incidentOf = async (system: System, device: string, state = 'open'): Promise<IncidentView> => {
  const found = (await system.incidents(state)).find((one) => one.device === device);
  if (!found) throw new Error(`no incident of ${device}`);
  return found;
};

/** While `make` lasts: no new press is taken, what is open is worked, the officer is alarmed; `undo` ends it by itself. */
async function isRefusedAndResumes(
  { system, redis, buttons: [first, second] }: Awaited<ReturnType<typeof running>>,
  { make, undo }: { make(): unknown; undo(): unknown },
): Promise<void> {
  await first.press();
  const open = await until(() => incidentOf(system, first.device));
  const order = (command: object) => system.api(`/api/v1/incidents/${open.id}/commands`, command);

  await make();
  await until(async () => expect(await codes(redis)).toContain('intake_refused'));
  // The broker looks by itself, half a second later at most: a repeat of the first button's press shows when it has.
  await until(() => {
    void first.press();
    expect(first.refusals()).toBeGreaterThan(0);
  });
  let acknowledged = false;
  const pressed = second.press().then(() => {
    acknowledged = true;
  });
  await until(() => expect(second.refusals()).toBeGreaterThan(1));
  expect(acknowledged).toBe(false);
  expect(await order({ id: 'c1', command: 'acknowledge' })).toMatchObject({ outcome: 'applied' });
  expect(await order({ id: 'c2', command: 'note', text: '照常处置' })).toMatchObject({ outcome: 'applied' });
  expect(await order({ id: 'c3', command: 'close', disposition: 'helped' })).toMatchObject({ outcome: 'applied' });
  await expect(incidentOf(system, second.device, 'all')).rejects.toThrow('no incident');

  await undo();
  await pressed;
  expect(acknowledged).toBe(true);
  expect((await until(() => incidentOf(system, second.device))).presses).toMatchObject([{ id: 'p1' }]);
  await until(async () => expect(await codes(redis)).not.toContain('intake_refused'));
}

describe('when the store nears its limit', () => {
  it('of memory, presses are refused before the commit is, and taken again by themselves', async () => {
    const town = await running({});
    const { redis } = town;
    await isRefusedAndResumes(town, {
      // Less than is used already: Redis itself refuses every plain write.
      make: async () =>
        redis.config('SET', 'maxmemory', Math.floor((await measure({ redis, dataDir: undefined })).usedBytes * 0.9)),
      undo: () => redis.config('SET', 'maxmemory', '512mb'),
    });
    expect(await codes(redis)).not.toContain('memory_low');
  }, 120_000);

  it('of the disk, presses are refused before it is full, and Redis lives', async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'yjt-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m,mode=700', 'yjt-test', folder], { stdio: 'pipe' });
    } catch (error) {
      rmSync(folder, { recursive: true });
      return test.skip(`a small disk cannot be mounted here, this needs root: ${String(error)}`);
    }
    endings.push(() => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    });
    const town = await running({ YJT_DISK_RESERVE_MB: '24' }, join(folder, 'data'));
    const { system, redis } = town;
    const redisPid = () => system.processes().find(({ command }) => command.includes('redis-server'))?.pid;
    const before = redisPid();
    const ballast = join(folder, 'somebody-elses-file');
    await isRefusedAndResumes(town, {
      make: () => {
        const { bavail, bsize } = statfsSync(folder);
        writeFileSync(ballast, Buffer.alloc(bavail * bsize - 16 * 1024 * 1024));
      },
      undo: async () => {
        expect(await codes(redis)).toContain('disk_low');
        rmSync(ballast);
      },
    });
    expect(redisPid()).toBe(before);
  }, 120_000);
});
