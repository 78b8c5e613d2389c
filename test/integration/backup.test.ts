// A backup of the running system under load, restored elsewhere and started there: nothing acknowledged before it is missing,
// every log is whole, and what was open is worked to its end.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { ResidentView } from '../../contracts/office/residents.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const buttons = 40;
const pressesPerSecond = 40;
const folder = folderOfThisFile();
const system = await ofThisFile(System.start(['--no-sim'], { YJT_KEEP_CLOSED: '3s' }));
let restored: System | undefined;
afterAll(() => restored?.stop(), 30_000);

type Record = { state: Incident; events: IncidentEvent[] };
const pressesIn = ({ events }: Record): string[] =>
  events.flatMap((one) => (one.type === 'opened' || one.type === 'press_joined' ? (one.press?.id ?? []) : []));

it('a backup under load holds every press acknowledged before it, and the restored system goes on with it', async () => {
  // Something in the archive, something closed, something open.
  await system.api('/api/v1/presses', { resident: 'res-001' });
  await system.clear();
  await until(() => expect(readdirSync(join(system.folder, 'archive'))).toHaveLength(1));

  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const devices = [...new Set(residents.flatMap((one) => one.devices))].slice(0, buttons);
  const clients = await Promise.all(
    devices.map(async (device) => ({
      device,
      client: await system.mqtt(
        await system.api<{ username: string; password: string }>('/api/v1/devices', { device }),
      ),
    })),
  );
  const acknowledged = new Set<string>();
  let given = 0;
  const load = setInterval(() => {
    const id = `p-${given}`;
    const { device, client } = clients[given++ % clients.length] ?? {};
    client?.publish(`yjt/v1/d/${device}/press`, JSON.stringify({ id, kind: 'sos' }), { qos: 1 }, (error) => {
      if (!error) acknowledged.add(id);
    });
  }, 1000 / pressesPerSecond);
  await until(() => expect(acknowledged.size).toBeGreaterThan(pressesPerSecond));
  const before = new Set(acknowledged);
  const file = join(folder, 'backup.tar.age');
  const made = await yjtJson<{ file: string; counts: { archived: number } }>(system, 'backup', file);
  clearInterval(load);
  expect(acknowledged.size, 'presses went on meanwhile').toBeGreaterThan(before.size);
  expect(made).toMatchObject({ file, counts: { districts: 1, archived: 1 } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(system.folder, 'backups')), 'no snapshot is left behind').toEqual([]);
  await system.interrupt();

  const place = join(folder, 'elsewhere');
  const nowhere = { folder: join(folder, 'nothing-runs-here') };
  await expect(yjtJson(nowhere, 'restore', file, '--into', place)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('backup_no_key'),
  });
  const keys = ['--keys', join(system.folder, 'keys')];
  expect(await yjtJson(nowhere, 'restore', file, '--into', place, ...keys, '--dry-run')).toMatchObject({
    restored: false,
  });
  expect(readdirSync(folder)).toEqual(['backup.tar.age']);
  const whole = { restored: true, encrypted: true, signed: 'ours' };
  expect(await yjtJson(nowhere, 'restore', file, '--into', place, ...keys)).toMatchObject(whole);
  expect(readdirSync(join(place, 'keys')).sort()).toEqual(readdirSync(join(system.folder, 'keys')).sort());
  await expect(yjtJson(nowhere, 'restore', file, '--into', place)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('backup_not_empty'),
  });

  restored = await System.start(['--no-sim'], {}, { folder: place });
  const running = restored;
  const all = await until(async () => {
    const incidents = await running.incidents('all');
    const records = await Promise.all(incidents.map(({ id }) => running.api<Record>(`/api/v1/incidents/${id}/record`)));
    const held = new Set(records.flatMap(pressesIn));
    expect([...before].filter((id) => !held.has(id))).toEqual([]);
    return records;
  });
  expect(all.length).toBeGreaterThan(buttons / 2);
  for (const { state, events } of all) {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(JSON.parse(JSON.stringify(replay(events)))).toEqual(state);
  }
  expect((await running.incidents('closed')).length, 'the archived one is read from its file').toBeGreaterThan(0);

  const [open] = (await running.incidents()) as [IncidentView, ...IncidentView[]];
  const order = (id: string, command: object) =>
    running.api(`/api/v1/incidents/${open.id}/commands`, { id, ...command });
  await order('after-1', { command: 'acknowledge' });
  await order('after-2', { command: 'close', disposition: 'helped' });
  await running.api('/api/v1/presses', { resident: 'res-120' });
}, 120_000);
