// The doors of a whole system: what a new installation opens to other machines and what one from before, devices by certificate through
// every change of it, HTTPS with all that goes over it.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectTo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { restoreBackup } from '../../backup/restore.ts';
import { long } from '../long.ts';
import { freePort, System, until } from '../system.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);

/** 127.0.0.3 is another machine as far as an address to listen on goes. */
const another = '127.0.0.3';
const everywhere = { YJT_BIND: '0.0.0.0' };

async function start(env: NodeJS.ProcessEnv = {}, folder?: string): Promise<System> {
  const system = await System.start(['--no-sim'], env, folder === undefined ? {} : { folder });
  endings.push(() => system.stop());
  return system;
}
async function restored(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  await restoreBackup(resolve(import.meta.dirname, '../fixtures/data-v3.tar'), { into: folder, dryRun: false });
  return folder;
}
const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connectTo({ host, port }, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false)); // nobody there: that is the answer
  });
/** Who is let in from another machine. */
const open = async ({ port, mqttPort, mqttsPort }: System) => ({
  http: await answers(another, port),
  mqtt: await answers(another, mqttPort),
  mqtts: await answers(another, mqttsPort),
});
type Alarm = { code: string; subject: string };
const alarms = async (system: System): Promise<string[]> =>
  (await system.api<{ system: { alarms: Alarm[] } }>('/api/v1/alarms')).system.alarms.map(({ code }) => code);

type Ran<T> = { code: number; json: T; err: string };
/** `yjt … --json` on the machine of the system. */
function yjt<T = Record<string, unknown>>(system: System, ...args: string[]): Promise<Ran<T>> {
  const env = { PATH: process.env.PATH, DATA_DIR: system.folder };
  const main = resolve(import.meta.dirname, '../../dist/cli/main.js');
  return new Promise((done) => {
    execFile(process.execPath, [main, ...args, '--json'], { env }, (error, out, err) =>
      done({
        code: typeof error?.code === 'number' ? error.code : 0,
        json: out === '' ? {} : JSON.parse(out),
        err,
      } as Ran<T>),
    );
  });
}

describe('doors without TLS', () => {
  long(
    'of a new installation are this machine’s alone, though it is to be reached from others; the doors with TLS are open',
    async () => {
      const system = await start(everywhere);
      expect(await open(system)).toEqual({ http: false, mqtt: false, mqtts: true });
      expect(system.output).toContain('without TLS only this machine is let in');
      expect((await fetch(`http://127.0.0.1:${system.port}/readyz`)).status).toBe(200);
      expect(await alarms(system)).not.toContain('clear_doors');
      // Told a second time, after a restart.
      await system.interrupt();
      const told = await start({ ...everywhere, YJT_CLEAR_OK: 'yes' }, system.folder);
      expect(await open(told)).toEqual({ http: true, mqtt: true, mqtts: true });
      expect(await alarms(told)).not.toContain('clear_doors');
    },
    300_000,
  );

  long(
    'of an installation from before stay open, with an alarm that says what to do, until somebody decides',
    async () => {
      const folder = await restored();
      const before = await start(everywhere, folder);
      expect(await open(before)).toEqual({ http: true, mqtt: true, mqtts: true });
      expect(before.output).toContain('YJT_CLEAR_OK=yes or no');
      await until(async () => expect(await alarms(before)).toContain('clear_doors'));
      await before.interrupt();
      const again = await start(everywhere, folder);
      expect(await open(again)).toMatchObject({ http: true, mqtt: true });
      await again.interrupt();
      const closed = await start({ ...everywhere, YJT_CLEAR_OK: 'no' }, folder);
      expect(await open(closed)).toEqual({ http: false, mqtt: false, mqtts: true });
      await until(async () => expect(await alarms(closed)).not.toContain('clear_doors'));
    },
    180_000,
  );
});

describe('MQTT over TLS', () => {
  type Issued = { login: string; expiresAt: string; files: { certificate: string; key: string; ca: string } };

  /** Presses as the line that `yjt certs issue` prints does. */
  const press = (system: System, { login, files }: Issued, ca = files.ca): Promise<number> =>
    new Promise((done) => {
      const by = ['--cafile', ca, '--cert', files.certificate, '--key', files.key];
      const what = ['-t', `yjt/v1/d/${login}/press`, '-q', '1', '-m', '{"kind":"sos"}'];
      execFile('mosquitto_pub', ['-h', 'localhost', '-p', String(system.mqttsPort), ...by, ...what], (error) =>
        done(typeof error?.code === 'number' ? error.code : 0),
      );
    });

  it('a button by its certificate opens an incident; no press is lost while everything is changed; ended, it is out', async () => {
    const system = await start({ YJT_MQTTS_LOGIN: 'certificate' });
    const { json: made } = await yjt<Issued>(system, 'certs', 'issue', 'btn-050');
    expect(existsSync(made.files.key)).toBe(true);
    expect(await press(system, made)).toBe(0);
    await until(async () => expect((await system.incidents()).map(({ device }) => device)).toEqual(['btn-050']));

    // It keeps pressing over one connection, and comes back when it is cut off.
    const client: MqttClient = await connectAsync(`mqtts://localhost:${system.mqttsPort}`, {
      ca: readFileSync(made.files.ca),
      cert: readFileSync(made.files.certificate),
      key: readFileSync(made.files.key),
      reconnectPeriod: 100,
    });
    endings.push(() => client.end(true));
    client.on('error', () => undefined); // it comes back by itself
    let [sent, acknowledged, ended] = [0, 0, false];
    const pressing = (async () => {
      while (!ended) {
        await client.publishAsync('yjt/v1/d/btn-050/press', `{"kind":"test","id":"t${sent++}"}`, { qos: 1 });
        acknowledged++;
      }
    })();
    const oldTrust = join(system.folder, 'old.crt');
    writeFileSync(oldTrust, readFileSync(made.files.ca));
    expect((await yjt(system, 'certs', 'renew')).code).toBe(0);
    expect((await yjt(system, 'certs', 'rotate')).code).toBe(0);
    await until(async () => expect(await press(system, made, oldTrust)).toBe(0));
    const left = await yjt(system, 'certs', 'retire');
    expect(left.code).toBe(1);
    expect(JSON.parse(left.err)).toMatchObject({ error: 'devices_left', logins: ['btn-050'] });
    const { json: renewed } = await yjt<Issued>(
      system,
      'certs',
      'issue',
      'btn-050',
      '--into',
      join(system.folder, 'second'),
    );
    expect((await yjt(system, 'certs', 'retire')).code).toBe(0);
    await until(async () => expect(await press(system, made)).not.toBe(0));
    expect(await press(system, renewed)).toBe(0);
    ended = true;
    await pressing;
    expect([acknowledged, client.connected]).toEqual([sent, true]);

    const { json: list } = await yjt<{ certificates: { login: string }[] }>(system, 'certs', 'list');
    expect(list.certificates.map(({ login }) => login)).toEqual(['btn-050', 'btn-050']);
    const gone = new Promise<void>((done) => client.once('close', () => done()));
    await yjt(system, 'login', 'end', 'btn-050');
    await gone;
    expect(await press(system, renewed)).not.toBe(0);
    const log = readFileSync(join(system.folder, 'logs', 'broker.log'), 'utf8');
    expect(log).toContain('this certificate is not, or no longer, of this login');
    const { records = [] } = await system.api<{ records?: { action: string }[] }>('/api/v1/audit');
    expect(JSON.stringify(records)).not.toContain('PRIVATE');
  }, 300_000);

  long(
    'what cannot be issued is one sentence, and nothing is written',
    async () => {
      const system = await start();
      for (const [login, error] of [
        ['btn-nowhere', 'not_found'],
        ['../../up', 'usage'],
      ] as const) {
        const { code, err } = await yjt(system, 'certs', 'issue', login);
        expect(code).toBeGreaterThan(0);
        expect(JSON.parse(err)).toMatchObject({ error });
      }
      expect(existsSync(join(system.folder, 'certs', 'devices', 'btn-nowhere', 'btn-nowhere.key'))).toBe(false);
      expect((await yjt(system, 'certs', 'retire')).code).toBe(1);
      const elsewhere = mkdtempSync(join(tmpdir(), 'yjt-'));
      endings.push(() => rmSync(elsewhere, { recursive: true, force: true }));
      const { err } = await yjt({ folder: elsewhere } as System, 'certs', 'show');
      expect(JSON.parse(err)).toMatchObject({ error: 'no_authority' });
      expect(existsSync(join(elsewhere, 'certs'))).toBe(false);
    },
    150_000,
  );

  long(
    'that has no certificate to serve is said and closed, and the other doors are open',
    async () => {
      const system = await start({ YJT_MQTTS_CERT: '/nowhere/cert.pem', YJT_MQTTS_KEY: '/nowhere/key.pem' });
      expect(await answers('127.0.0.1', system.mqttsPort)).toBe(false);
      expect(await answers('127.0.0.1', system.mqttPort)).toBe(true);
      await until(async () => expect(await alarms(system)).toContain('certificate_unusable'));
    },
    150_000,
  );

  long(
    'on its usual port leaves that to whoever has it already',
    async () => {
      const taken = createServer().listen(8883, '127.0.0.1');
      taken.on('error', () => undefined); // another system on this machine has it: just as well
      endings.push(() => taken.close());
      await until(async () => expect(await answers('127.0.0.1', 8883)).toBe(true));
      const system = await start({ MQTTS_PORT: '' });
      expect(system.output).toContain('port 8883 is taken');
    },
    150_000,
  );
});

describe('HTTPS by itself', () => {
  it('serves pages, the link that is printed, /live and /mqtt', async () => {
    const port = await freePort();
    const system = await start({ HTTPS_PORT: String(port) });
    const ca = readFileSync(join(system.folder, 'certs', 'ca.crt'));
    expect(system.link).toMatch(new RegExp(`^https://localhost:${port}/enter`));
    const page = await new Promise<{ status: number; text: string }>((done, failed) => {
      const sent = request(`https://localhost:${port}/`, { ca, agent: false }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      });
      sent.on('error', failed);
      sent.end();
    });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('值班台') });

    const { token } = await system.api<{ token: string }>('/api/v1/tokens', { role: 'officer', name: 'zhou' });
    const headers = { cookie: `__Host-yjt=${token}`, origin: `https://localhost:${port}` };
    const live = new WebSocket(`wss://localhost:${port}/live`, { ca, headers });
    endings.push(() => live.terminate());
    const first = await new Promise((done, failed) => {
      live.on('message', (frame) => done(JSON.parse(String(frame))));
      live.on('close', (code) => failed(new Error(`closed ${code}`)));
    });
    expect(first).toMatchObject({ type: 'snapshot' });

    const login = await system.api<{ username: string; password: string }>('/api/v1/devices', { device: 'btn-050' });
    const client = await connectAsync(`wss://localhost:${port}/mqtt`, { ...login, ca, reconnectPeriod: 0 });
    endings.push(() => client.end(true));
    await client.publishAsync('yjt/v1/d/btn-050/press', '{"kind":"sos"}', { qos: 1 });
    await until(async () => expect((await system.incidents()).map(({ device }) => device)).toEqual(['btn-050']));
  }, 150_000);
});
