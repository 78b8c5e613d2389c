// The simulator's devices of other makers on a running system: one command presses a button of any family, through the door that its source has, and
// everything between is real.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Aedes } from 'aedes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceLogin } from '../../contracts/device/logins.ts';
import type { SourceView } from '../../contracts/device/sources.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { readSettings } from '../../contracts/settings.ts';
import { type ForeignOptions, speakFor } from '../../devices-sim/foreign/command.ts';
import { simulatedFamilies } from '../../devices-sim/foreign/families.ts';
import { ofThisFile } from '../lives.ts';
import { freePort, root, System, until } from '../system.ts';

const system = await ofThisFile(System.start());
const foreign = await foreignBroker();
const ports = { watch: await freePort(), jt808: await freePort() };

/** A source a family, and a device of it: of most the address is a MAC. */
const posting = ['ctwing', 'oneNet', 'oneNetOld', 'iotda', 'tencentIot', 'aiqiangua'];
const signing = ['oneNet', 'oneNetOld', 'iotda', 'tencentIot'];
const numbers: Record<string, string> = {
  traccar: '861234567890001',
  ctwing: '861234567890002',
  iotda: '861234567890003',
};
const more: Record<string, string> = {
  aiqiangua: '861234567890004',
  oneNetOld: '2016617',
  watch: '8809008845',
  jt808: '13800138000',
};
const families = simulatedFamilies.map((family, i) => {
  const address =
    numbers[family] ?? more[family] ?? (family === 'homeAssistant' ? 'hall/button' : `a4cf12f45e${10 + i}`);
  const id = family.toLowerCase();
  if (family === 'watch' || family === 'jt808') return { family, id, address, door: 'tcp', port: ports[family] };
  if (!posting.includes(family)) return { family, id, address, door: 'broker' };
  return {
    family,
    id,
    address,
    door: 'http',
    ...(signing.includes(family) ? { secret: 'a-token-of-the-vendor' } : {}),
  };
});
const elsewhere = { family: 'zigbee2mqtt', id: 'elsewhere', door: 'mqtt', url: `mqtt://127.0.0.1:${foreign.port}` };
const deviceOf = new Map<string, string>();

beforeAll(async () => {
  type Listed = { rows: { id: string; document: { home?: string } }[] };
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=100');
  const devices = rows.filter(({ document }) => document.home !== undefined);
  const changes = [...families, elsewhere].flatMap((one, i) => {
    const { address, ...source } = { address: undefined, ...one };
    const made = { kind: 'sources', id: source.id, version: 0, document: { ...source, name: source.id } };
    const device = devices[i]?.id ?? '';
    if (address !== undefined) deviceOf.set(source.id, device);
    return address === undefined ? [made] : [made, { kind: 'devices', id: device, set: { address } }];
  });
  await system.api('/api/v1/office/registry/changes', { changes, why: '演练' });
}, 120_000);
beforeEach(() => system.clear());

async function foreignBroker(): Promise<{ broker: Aedes; port: number }> {
  const port = await freePort();
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  afterAll(() => {
    server.close();
    return new Promise<void>((done) => broker.close(done));
  });
  return { broker, port };
}

const env = {
  PATH: process.env.PATH,
  DATA_DIR: system.folder,
  PORT: String(system.port),
  MQTT_PORT: String(system.mqttPort),
  MQTTS_PORT: String(system.mqttsPort),
};
/** The command, as somebody types it. */
const sim = (...options: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'dist/devices-sim/main.js'), ...options], { env });
const typed = (family: string, source: string, ...options: string[]) =>
  sim('--family', family, '--source', source, ...options);

/** What the command does, without a process of its own. */
async function speak(family: string, source: string, more: Partial<ForeignOptions>): Promise<void> {
  const read = readSettings(env);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const usual = { times: 1, everySeconds: 0.1, battery: 80, seed: 1 };
  await speakFor({ ...usual, family, source, ...more }, read.settings, () => undefined);
}

const theIncident = (): Promise<IncidentView> =>
  until(async () => {
    const [one, ...others] = await system.incidents();
    if (!one) throw new Error('no incident');
    expect(others).toEqual([]);
    return one;
  });

it.each(families)('$family, pressed, it is one call of its device', async ({ family, id, address }) => {
  await speak(family, id, { press: address });
  const incident = await theIncident();
  expect([incident.device, incident.kind, incident.presses.length]).toEqual([deviceOf.get(id), 'sos', 1]);
});

describe('what goes wrong in the field', () => {
  const of = (family: string): { id: string; address: string } =>
    families.find((one) => one.family === family) ?? { id: '', address: '' };

  it('said over and over it is one press', async () => {
    const { id, address } = of('shellyGen1');
    await speak('shellyGen1', id, { press: address, trouble: 'replay', times: 5 });
    expect((await theIncident()).presses).toHaveLength(1);
  });

  it('with a clock that lies each press is a press', async () => {
    const { id, address } = of('traccar');
    await speak('traccar', id, { press: address, trouble: 'lie', everySeconds: 2.5 });
    await until(async () => expect((await theIncident()).presses).toHaveLength(4));
  });

  it('with the last of its battery it calls', async () => {
    const { id, address } = of('theengs');
    await speak('theengs', id, { press: address, trouble: 'flat' });
    expect((await theIncident()).presses).toHaveLength(1);
  });

  it('a gateway that flaps calls nobody', async () => {
    const { id, address } = of('zigbee2mqtt');
    await speak('zigbee2mqtt', id, { alive: address, trouble: 'flap', times: 4 });
    expect(await system.incidents()).toEqual([]);
  });

  it('a broker full of retained presses calls nobody when it is subscribed to anew', { timeout: 120_000 }, async () => {
    const { address } = of('zigbee2mqtt');
    const heard = async (): Promise<number> => {
      const { sources } = await system.api<{ sources: SourceView[] }>('/api/v1/sources');
      return sources.find(({ id }) => id === elsewhere.id)?.messages ?? 0;
    };
    await until(() => foreign.broker.connectedClients > 0);
    await speak('zigbee2mqtt', elsewhere.id, { press: address, trouble: 'drown', times: 8 });
    await until(async () => {
      const mine = (await system.incidents()).filter(({ device }) => device === deviceOf.get('zigbee2mqtt'));
      expect(mine.map(({ presses }) => presses.length)).toEqual([1]);
    });
    await until(async () => expect(await heard()).toBeGreaterThan(40)); // all that it said when it was told live
    await system.clear();
    const before = await heard();
    system.kill('receiver/main.js');
    await until(async () => expect(await heard()).toBeGreaterThan(before + 16)); // all that is retained
    expect(await system.incidents()).toEqual([]);
  });
});

it('the command says what was acknowledged', async () => {
  const { id, address } = families[0] ?? { id: '', address: '' };
  const { stdout } = await typed('zigbee2mqtt', id, '--press', address, '--times', '2', '--every', '2.5');
  expect(stdout.trim().split('\n')).toHaveLength(3); // joined, pressed, pressed
  expect((await theIncident()).presses).toHaveLength(2);
});

describe('what is asked for and cannot be', () => {
  const says = (run: Promise<unknown>): Promise<string> =>
    run.then(String, (error: { stderr?: string }) => error.stderr ?? '');

  it('is said, with what to do', async () => {
    expect(await says(typed('zigbee2mqtt', 'nowhere', '--press', 'x'))).toContain('there is no source nowhere');
    expect(await says(typed('tasmota', 'zigbee2mqtt', '--press', 'x'))).toContain('of the family zigbee2mqtt');
    expect(await says(typed('tasmota', 'tasmota'))).toContain('--press ADDRESS');
    expect(await says(sim('--family', 'tasmota'))).toContain('--source ID');
  });

  it('a login that somebody else made is not replaced', async () => {
    const document = { id: 'real', name: '真网关', family: 'tasmota', door: 'broker' };
    await system.api('/api/v1/office/registry/changes', {
      changes: [{ kind: 'sources', id: 'real', version: 0, document }],
      why: '网关',
    });
    const login = await until(() => system.api<SourceLogin>('/api/v1/sources/real/credential', {})); // once it is known there
    expect(await says(typed('tasmota', 'real', '--alive', 'a4cf12f45e99'))).toContain('has a login already');
    const file = join(system.folder, 'real.json');
    writeFileSync(file, JSON.stringify(login));
    const { stdout } = await typed('tasmota', 'real', '--alive', 'a4cf12f45e99', '--credentials', file);
    expect(stdout).toContain('acknowledged');
  });
});
