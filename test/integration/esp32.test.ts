// The buttons of docs/esp32 as somebody copies them: what they say is taken out of the files themselves, said by real clients over TLS to a running
// system, and each press opens one incident.
import { type ChildProcessWithoutNullStreams, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, type ScalarTag } from 'yaml';
import type { DeviceLogin } from '../../contracts/device/logins.ts';
import type { DeviceState } from '../../contracts/incident/messages.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { readHealth } from '../../store/readMessage.ts';
import { ofThisFile } from '../lives.ts';
import { root, System, until } from '../system.ts';

const system = await ofThisFile(System.start());
const authority = join(system.folder, 'certs', 'ca.crt');
let logins: DeviceLogin[];
const login = (n: number): DeviceLogin => logins[n] ?? { device: '', username: '', password: '' };

beforeAll(async () => {
  type Listed = { rows: { id: string; document: { home?: string } }[] };
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=50');
  const devices = rows.filter(({ document }) => document.home !== undefined).slice(0, 3);
  logins = await Promise.all(devices.map(({ id }) => system.api<DeviceLogin>('/api/v1/devices', { device: id })));
}, 120_000);
beforeEach(() => system.clear());

/** The one incident that there is, once it is there. */
const theIncident = (): Promise<IncidentView> =>
  until(async () => {
    const [one, ...others] = await system.incidents();
    if (!one) throw new Error('no incident');
    expect(others).toEqual([]);
    return one;
  });

/** What a program publishes, as its file has it. */
type Said = { topic: string; payload: string; qos: 0 | 1 };

const asText = (tag: string): ScalarTag => ({ tag, resolve: (value) => `${tag} ${value}` });
type Fields = Record<string, unknown>;
const yaml = parse(readFileSync(join(root, 'docs/esp32/button.yaml'), 'utf8'), {
  customTags: [asText('!secret'), asText('!lambda')],
}) as { mqtt: Fields };

/** Every action of this name, wherever it stands. */
function actions(tree: unknown, name: string): Fields[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => (key === name ? [value as Fields] : actions(value, name)));
}

/** ESPHome's own placeholder. */
const ownDevice = '$' + '{device}';

/** What ESPHome says for this device: its format is filled in as printf would. */
function saidByEspHome(device: string, number: string): Said[] {
  return actions(yaml, 'mqtt.publish').map(({ topic, payload, qos, retain }) => {
    expect(retain).toBe(false);
    const [, format] = /str_sprintf\(("(?:\\.|[^"\\])*"), \(unsigned\) id\(unanswered\)\)/.exec(String(payload)) ?? [];
    const text = format === undefined ? String(payload) : String(JSON.parse(format));
    return {
      topic: String(topic).replace(ownDevice, device),
      payload: text.replace('%08x', number),
      qos: qos === 1 ? 1 : 0,
    };
  });
}

const found = <T>(one: T | undefined): T => {
  if (one === undefined) throw new Error('it is not in the file');
  return one;
};
const pressIn = (all: readonly Said[]): Said => found(all.find(({ topic }) => topic.endsWith('/press')));
const number = (): string => randomBytes(4).toString('hex');

describe('button.yaml', () => {
  it('speaks on its own topics and on no other, calls at QoS 1, and talks to nobody but us', () => {
    const all = saidByEspHome('btn-7', '0000002a');
    expect(all.map(({ topic, qos }) => [topic, qos])).toEqual([
      [deviceTopic('btn-7', 'press'), 1],
      [deviceTopic('btn-7', 'health'), 0],
    ]);
    const { mqtt } = yaml;
    expect(actions(mqtt.on_json_message, 'topic')).toEqual([`yjt/v1/d/${ownDevice}/state`]);
    expect(mqtt).toMatchObject({
      port: 8883,
      certificate_authority: '!secret yjt_ca',
      skip_cert_cn_check: false,
      topic_prefix: null,
      discovery: false,
      discover_ip: false,
      log_topic: null,
      birth_message: null,
      will_message: null,
      shutdown_message: null,
    });
  });

  it('has a heartbeat that is read whole', () => {
    const { payload } = found(saidByEspHome('btn-7', '').find(({ topic }) => topic.endsWith('/health')));
    expect(readHealth(Buffer.from(payload))).toEqual({ odd: [], value: { firmware: 'button.yaml 1' } });
  });

  it('opens one incident however often it is said, by MQTT.js, and hears that it was received', async () => {
    const { device, username, password } = login(0);
    const url = `mqtts://localhost:${system.mqttsPort}`;
    const client = connect(url, { username, password, ca: readFileSync(authority), protocolVersion: 4 });
    const states: DeviceState[] = [];
    client.on('message', (_topic, payload) => states.push(JSON.parse(payload.toString()) as DeviceState));
    try {
      await until(() => client.connected);
      await client.subscribeAsync(deviceTopic(device, 'state'), { qos: 1 });
      const { topic, payload, qos } = pressIn(saidByEspHome(device, number()));
      for (const _ of [1, 2, 3]) await client.publishAsync(topic, payload, { qos });
      await until(() => states.some(({ state }) => state === 'received'));
    } finally {
      await client.endAsync(true);
    }
    const incident = await theIncident();
    expect([incident.device, incident.kind, incident.presses.length]).toEqual([device, 'sos', 1]);
  });

  it('opens one incident by mosquitto’s client', async () => {
    const { device, username, password } = login(1);
    const { topic, payload } = pressIn(saidByEspHome(device, number()));
    const who = [
      '-h',
      'localhost',
      '-p',
      String(system.mqttsPort),
      '--cafile',
      authority,
      '-u',
      username,
      '-P',
      password,
    ];
    const say = () => promisify(execFile)('mosquitto_pub', [...who, '-q', '1', '-t', topic, '-m', payload]);
    await say();
    await say();
    const incident = await theIncident();
    expect([incident.device, incident.kind, incident.presses.length]).toEqual([device, 'sos', 1]);
  });
});

const pythonIsHere = (() => {
  try {
    execFileSync('python3', ['-c', 'import ssl']);
    return true;
  } catch {
    return false; // then what needs it is left out, and says so
  }
})();

describe.skipIf(!pythonIsHere)('button.py, under python3 (left out where there is none)', () => {
  const flash = mkdtempSync(join(tmpdir(), 'yjt-esp32-'));
  let chip: { process: ChildProcessWithoutNullStreams; printed: () => string } | undefined;

  beforeAll(() => {
    const { device, password } = login(2);
    writeFileSync(join(flash, 'ca.der'), new X509Certificate(readFileSync(authority)).raw);
    const settings = [
      'WIFI = ("name", "password")',
      `SERVER, PORT = "localhost", ${system.mqttsPort}`,
      `DEVICE, PASSWORD = "${device}", "${password}"`,
      'CA = open("ca.der", "rb").read()',
    ];
    writeFileSync(join(flash, 'settings.py'), settings.join('\n'));
  });
  afterEach(() => void chip?.process.kill('SIGKILL'));
  afterAll(() => rmSync(flash, { recursive: true, force: true }));

  /** Power on. */
  function start(): NonNullable<typeof chip> {
    const stand = join(root, 'test/fixtures/micropython/run.py');
    const program = join(root, 'docs/esp32/button.py');
    const child = spawn('python3', ['-u', stand, program], {
      cwd: flash,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
    chip = { process: child, printed: () => printed };
    return chip;
  }
  const isKept = (): boolean => existsSync(join(flash, 'press'));

  it('calls, shows by its lamp that it was received, and that it is over', async () => {
    const { process: child, printed } = start();
    child.stdin.write('press\n');
    const incident = await theIncident();
    expect([incident.device, incident.kind, incident.presses.length]).toEqual([login(2).device, 'sos', 1]);
    await until(() => printed().includes('pin 2 1'));
    expect(isKept()).toBe(false);
    await system.clear();
    await until(() => printed().includes('pin 2 0'));
    expect(printed()).not.toContain('again:');
  });

  it('says the same press again after it was unplugged before anybody acknowledged it', async () => {
    const { process: child, printed } = start();
    await until(() => printed().includes('listening'));
    const broker = system.kill('broker/main.js', 'SIGSTOP');
    child.stdin.write('press\n');
    await until(isKept);
    const kept = readFileSync(join(flash, 'press'), 'utf8');
    child.kill('SIGKILL');
    start();
    process.kill(broker, 'SIGCONT');
    const incident = await theIncident();
    await until(() => !isKept());
    expect(kept).toMatch(/^[0-9a-f]{16}$/);
    expect(incident.presses).toHaveLength(1);
    expect((await theIncident()).presses).toHaveLength(1);
  });
});
