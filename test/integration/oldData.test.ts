// Data that earlier versions wrote, kept in test/fixtures as they wrote it (bench/dataFixture.ts): today's programs open it,
// replay every log, and work on with what was open. And what a start does when the data's version is not its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBackup } from '../../backup/check.ts';
import { readOpenKeys } from '../../backup/keys.ts';
import { restoreBackup } from '../../backup/restore.ts';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { connect } from '../../store/connection.ts';
import { directoryKeys } from '../../store/keys.ts';
import { dataVersion } from '../../store/version.ts';
import { long } from '../long.ts';
import { TestRedis } from '../redis.ts';
import { System } from '../system.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures');
const kept = readdirSync(fixtures).filter((name) => /^data-v\d+\.tar$/.test(name));
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 30_000);

/** A fixture, restored and started. */
async function opened(name: string): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  await restoreBackup(join(fixtures, name), { into: folder, dryRun: false });
  const system = await System.start(['--no-sim'], {}, { folder });
  endings.push(() => system.stop());
  return system;
}

/** A start on the system's folder that is expected to end by itself. */
function startOf({ folder, port, mqttPort }: System): Promise<{ code: number | null; says: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: folder, PORT: String(port), MQTT_PORT: String(mqttPort) };
  const supervisor = resolve(import.meta.dirname, '../../dist/supervisor/main.js');
  return new Promise((done) => {
    const child = spawn(process.execPath, [supervisor, '--no-sim'], { env });
    let says = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        says += chunk.toString();
      });
    child.on('exit', (code) => done({ code, says }));
  });
}

async function setVersion(system: System, version: number): Promise<void> {
  const redis = connect(system.store);
  await redis.set(directoryKeys.version, version);
  await redis.quit();
}

it('the data of this version is kept for later ones', () => {
  expect(kept).toContain(`data-v${dataVersion}.tar`);
});

describe.each(kept)('the data of %s', (name) => {
  it('is opened, every log gives its state, and what is open is worked to its end', async () => {
    const { counts } = await checkBackup(join(fixtures, name));
    const system = await opened(name);
    const incidents = await system.incidents('all');
    expect(incidents.length).toBe(counts.incidents + counts.archived);
    for (const { id } of incidents) {
      const { state, events } = await system.api<{ state: Incident; events: IncidentEvent[] }>(
        `/api/v1/incidents/${id}/record`,
      );
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
      expect(JSON.parse(JSON.stringify(replay(events)))).toEqual(state);
      await system.api(`/api/v1/incidents/${id}/events`);
    }
    // What it was made of (bench/dataFixture.ts), by the order in which it came.
    const byNumber = new Map(incidents.map((one) => [one.number, one]));
    expect(byNumber.get(1)).toMatchObject({ state: 'closed', closed: { disposition: 'false_alarm' } });
    expect(byNumber.get(2)?.legs).toContainEqual(
      expect.objectContaining({ state: 'en_route', responder: expect.objectContaining({ id: 'wang-g1' }) }),
    );
    expect(byNumber.get(4)).toMatchObject({ state: 'closed', mergedInto: byNumber.get(5)?.id });
    expect(byNumber.get(6)?.marks).toContain('reopened');
    expect(byNumber.get(7)?.ambulance).toMatchObject({ reference: '120-0042' });
    expect(byNumber.get(8)).toMatchObject({ state: 'open', kind: 'unreadable' });
    expect(byNumber.get(9)).toMatchObject({ state: 'closed', closed: { disposition: 'helped' } });

    const open = incidents.filter(({ state }) => state === 'open');
    expect(open.length).toBeGreaterThan(4);
    for (const { id } of open)
      await system.api(`/api/v1/incidents/${id}/commands`, {
        id: `end-${id}`,
        command: 'close',
        disposition: 'helped',
      });
    expect(await system.incidents()).toEqual([]);
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-003' });
    const numbers = (await system.incidents('all')).map(({ number }) => number);
    const found = (await system.incidents()).find(({ id }) => id === incident) as IncidentView;
    expect(found.number).toBe(Math.max(...numbers));
  }, 120_000);
});

describe('data of another version', () => {
  long(
    'that is older is backed up, then brought forward',
    async () => {
      const system = await opened(`data-v${dataVersion}.tar`);
      const before = (await system.incidents('all')).map(({ id }) => id);
      await setVersion(system, dataVersion - 1);
      await system.interrupt();
      await system.resume();
      expect(system.output).toContain(`the data was brought from version ${dataVersion - 1} to ${dataVersion}`);
      const [backup = ''] = readdirSync(join(system.folder, 'backups'));
      const path = join(system.folder, 'backups', backup);
      const checked = await checkBackup(path, await readOpenKeys(join(system.folder, 'keys')));
      expect(checked).toMatchObject({ dataVersion: dataVersion - 1, signed: 'ours' });
      expect(readFileSync(path).length).toBeGreaterThan(1_000);
      expect((await system.incidents('all')).map(({ id }) => id)).toEqual(before);
      await system.interrupt();
      await system.resume();
      expect(system.output, 'once').not.toContain('brought from version');
    },
    120_000,
  );

  it('that is newer is left alone, and the sentence says what to do; so is a restore that was cut off', async () => {
    const system = await opened(`data-v${dataVersion}.tar`);
    await setVersion(system, dataVersion + 1);
    await system.interrupt();
    const { code, says } = await startOf(system);
    expect(code).toBe(1);
    expect(says).toContain(
      `data has version ${dataVersion + 1}, this program reads version ${dataVersion}: start the newer program again`,
    );
    expect(readdirSync(system.folder)).not.toContain('backups');
    mkdirSync(join(system.folder, 'restoring'));
    expect((await startOf(system)).says).toContain('A restore into');
  }, 120_000);
});

it.each(['broker', 'dispatcher', 'console/server', 'notifier', 'auditor'])(
  'a %s that is older than the data ends and says which program to start',
  async (name) => {
    const server = await TestRedis.start();
    try {
      await server.open().set(directoryKeys.version, dataVersion + 1);
      const entry = resolve(import.meta.dirname, `../../dist/${name}/main.js`);
      const env = { ...process.env, YJT_REDIS_SOCKET: server.socket, DATA_DIR: server.folder };
      const child = spawn(process.execPath, [entry], { env });
      let says = '';
      child.stdout.on('data', (text: Buffer) => {
        says += text.toString();
      });
      const code = await new Promise((done) => child.once('exit', done));
      expect([code, says]).toEqual([78, expect.stringContaining('newer program')]);
    } finally {
      await server.stop();
    }
  },
);
