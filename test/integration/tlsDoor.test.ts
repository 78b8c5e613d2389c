// MQTT over TLS with a real broker on a real port, real certificates and mosquitto's client as the device.
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectInClear, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Broker } from '../../broker/broker.ts';
import {
  keepServerCertificate,
  openAuthority,
  retireAuthority,
  rotateAuthority,
  writeServerCertificate,
} from '../../certificates/authority.ts';
import { authorityFiles } from '../../certificates/files.ts';
import { issueForLogin, issueForRequest, newAuthority, type Pair } from '../../certificates/issue.ts';
import { readServed, watchServed } from '../../certificates/served.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { addCertificate, endCredential, issueCredential } from '../../store/directory.ts';
import { shardKeys } from '../../store/keys.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { brokerOn } from '../broker.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { TestRedis } from '../redis.ts';
import { sampleBundle } from '../sample.ts';
import { freePort, until } from '../system.ts';

const names = ['localhost', '127.0.0.1'];

const folder = folderOfThisFile();
await keepServerCertificate(folder, names);
const server = await ofThisFile(TestRedis.start());
const redis = server.open();
await writeDistrict(redis, sampleBundle());
const registry = await server.registry(redis);
const logged: { address?: string; login?: string; error?: string; msg: string }[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line)) });
const doors: Broker[] = [];
const clients: MqttClient[] = [];
const sockets: Socket[] = [];
const watches: (() => void)[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const stop of watches.splice(0)) stop();
  for (const door of doors.splice(0)) await door.stop();
  logged.length = 0;
});

const filesOf = (dataDir: string) => {
  const { server: own, trusted } = authorityFiles(dataDir);
  return { certificate: own, key: own, trusted };
};

/** The broker with a TLS door. @returns its port */
async function door({ needed = false, dataDir = folder } = {}): Promise<number> {
  const port = await freePort();
  const tls = { host: '127.0.0.1', port, served: readServed(filesOf(dataDir)), certificateNeeded: needed };
  const broker = await brokerOn(server, registry, { log, tls });
  doors.push(broker);
  const failed = (error: unknown): void => log.warn({ error: String(error) }, 'not served');
  watches.push(watchServed(filesOf(dataDir), (served) => broker.serve(served), failed));
  return port;
}

/** A login in the directory. @returns its password */
const login = (id: string): Promise<string> =>
  issueCredential(redis, { kind: 'device', id, district: 'hongmenjie', simulated: false });

/** A login with a certificate, as `yjt certs issue` makes it. */
async function certified(id: string, { days = 30, dataDir = folder } = {}): Promise<Pair> {
  await login(id);
  const { signer } = await openAuthority(dataDir);
  const pair = await issueForLogin(signer, id, { days });
  await register(id, pair);
  return pair;
}

async function register(id: string, { certificate }: Pick<Pair, 'certificate'>): Promise<void> {
  const { fingerprint256, issuer, validTo } = new X509Certificate(certificate);
  const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
  await addCertificate(redis, id, { fingerprint, issuer, expiresAt: new Date(validTo).getTime() });
}

let written = 0;
/** Files for a program that wants files. */
function onDisk({ certificate, key }: Pair): string[] {
  const [cert, secret] = [join(folder, `${written}.crt`), join(folder, `${written++}.key`)];
  writeFileSync(cert, certificate);
  writeFileSync(secret, key, { mode: 0o600 });
  return ['--cert', cert, '--key', secret];
}

/** Presses with mosquitto_pub. @returns its exit code */
function press(
  port: number,
  id: string,
  options: readonly string[],
  trusts = authorityFiles(folder).trusted,
): Promise<number> {
  const all = [
    '-h',
    'localhost',
    '-p',
    String(port),
    '-q',
    '1',
    '-t',
    deviceTopic(id, 'press'),
    '-m',
    '{"kind":"sos"}',
  ];
  return new Promise((done) => {
    execFile('mosquitto_pub', ['--cafile', trusts, ...all, ...options], { timeout: 15_000 }, (error) =>
      done(typeof error?.code === 'number' ? error.code : error ? -1 : 0),
    );
  });
}

/** Presses that are on disk, by this device. */
async function stored(id: string): Promise<number> {
  const { shard } = registry.district('hongmenjie') ?? {};
  if (!shard) throw new Error('no district');
  const entries = await redis.xrange(shardKeys(shard).intake, '-', '+');
  return entries.filter(([, [, text = '']]) => text.includes(`"${id}"`)).length;
}

describe('a press over TLS', () => {
  it('comes in by a certificate of its own, without a password', async () => {
    const port = await door({ needed: true });
    expect(await press(port, 'tls-1', onDisk(await certified('tls-1')))).toBe(0);
    expect(await stored('tls-1')).toBe(1);
  });

  it('comes in by a password where no certificate is required', async () => {
    const port = await door();
    expect(await press(port, 'tls-2', ['-u', 'tls-2', '-P', await login('tls-2')])).toBe(0);
    expect(await press(port, 'tls-2', ['-u', 'tls-2', '-P', 'wrong'])).not.toBe(0);
    expect(await stored('tls-2')).toBe(1);
  });

  it('comes in by a certificate for a key that never left the device', async () => {
    const port = await door({ needed: true });
    await login('tls-3');
    const [key, csr] = [join(folder, 'own.key'), join(folder, 'own.csr')];
    const openssl = [
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      '/CN=whoever',
    ];
    await new Promise((done) => execFile('openssl', [...openssl, '-keyout', key, '-out', csr], done));
    const { signer } = await openAuthority(folder);
    const certificate = await issueForRequest(signer, 'tls-3', readFileSync(csr, 'utf8'), { days: 30 });
    await register('tls-3', { certificate });
    expect(await press(port, 'tls-3', onDisk({ certificate, key: readFileSync(key, 'utf8') }))).toBe(0);
  });

  it('does not come in where the server is another', async () => {
    const port = await door();
    const other = join(folder, 'other.crt');
    writeFileSync(other, (await newAuthority()).certificate);
    expect(await press(port, 'tls-1', ['-u', 'tls-1', '-P', await login('tls-1')], other)).not.toBe(0);
  });
});

describe('refused, with a line that says why', () => {
  const refusal = (): string => logged.map(({ error, msg }) => `${msg}: ${error}`).join('\n');
  it.each([
    {
      what: 'a certificate of another authority',
      make: async () => issueForLogin(await newAuthority(), 'tls-4', { days: 30 }),
      says: /over TLS was refused: client certificate: \w+/,
    },
    {
      what: 'one that has expired',
      make: async () =>
        issueForLogin((await openAuthority(folder)).signer, 'tls-4', { days: 1, now: Date.now() - 2 * 24 * 3_600_000 }),
      says: /client certificate: CERT_HAS_EXPIRED/,
    },
    {
      what: 'a server’s certificate',
      make: async () => {
        const pem = readFileSync(authorityFiles(folder).server, 'utf8');
        return { certificate: pem, key: pem };
      },
      says: /client certificate: INVALID_PURPOSE/,
    },
    {
      what: 'one that the directory does not know',
      make: async () => issueForLogin((await openAuthority(folder)).signer, 'tls-4', { days: 30 }),
      says: /login refused: this certificate is not, or no longer, of this login/,
    },
    { what: 'none', make: async () => undefined, says: /no client certificate, and one is required/ },
  ])('$what', async ({ make, says }) => {
    const port = await door({ needed: true });
    const password = await login('tls-4');
    const pair = await make();
    const by = pair ? onDisk(pair) : ['-u', 'tls-4', '-P', password];
    expect(await press(port, 'tls-4', by)).not.toBe(0);
    await until(() => expect(refusal()).toMatch(says));
    const line = logged.find(({ msg, error }) => says.test(`${msg}: ${error}`));
    expect(line?.address ?? line?.login).toBeDefined();
    expect(await stored('tls-4')).toBe(0);
  });

  it('another device’s name beside a certificate, and another device’s topic', async () => {
    const port = await door();
    const pair = onDisk(await certified('tls-5'));
    const password = await login('tls-6');
    expect(await press(port, 'tls-6', [...pair, '-u', 'tls-6', '-P', password])).not.toBe(0);
    expect(await press(port, 'tls-6', pair)).not.toBe(0);
    expect(refusal()).toMatch(/login refused/);
    expect(refusal()).toMatch(/broker: refused: Error: not a topic of this login/);
    expect(await stored('tls-6')).toBe(0);
  });

  it('a client that speaks no TLS, at once; one that begins and does not go on, within seconds; neither keeps others out', async () => {
    const port = await door();
    const began = performance.now();
    const [clear, half, silent] = [open(port), open(port), open(port)];
    clear.socket.write(Buffer.from('101000044d5154540402003c00046c6f6c6f', 'hex'));
    half.socket.write(Buffer.from('16030100c8', 'hex'));
    await until(() => expect(clear.closed()).toBe(true));
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await press(port, 'tls-7', onDisk(await certified('tls-7')))).toBe(0);
    await until(() => expect([half.closed(), silent.closed()]).toEqual([true, true]), 15);
    expect(logged.filter(({ msg }) => msg === 'broker: a TLS handshake failed').map(({ error }) => error)).toEqual([
      expect.stringMatching(/wrong version number|http request/),
      expect.stringMatching(/TIMEOUT/),
    ]);
  });

  it('connections of one address at the TLS door are as few as at the other', async () => {
    const port = await door();
    const all = Array.from({ length: 2_200 }, () => open(port));
    await until(() => expect(all.filter(({ closed }) => !closed()).length).toBe(2_000));
    expect(await press(port, 'tls-8', onDisk(await certified('tls-8')))).toBe(0);
  });

  function open(port: number): { socket: Socket; closed: () => boolean } {
    const socket = connectInClear({ port, host: '127.0.0.1' });
    let closed = false;
    socket.on('error', () => undefined); // being cut is what it is about
    socket.on('data', () => undefined);
    socket.on('close', () => {
      closed = true;
    });
    sockets.push(socket);
    return { socket, closed: () => closed };
  }
});

describe('a login that has ended', () => {
  /** A device that stays connected. */
  async function stays(port: number, { certificate, key }: Pair): Promise<MqttClient> {
    const client = connect(`mqtts://localhost:${port}`, {
      ca: readFileSync(authorityFiles(folder).trusted),
      cert: certificate,
      key,
      reconnectPeriod: 0,
      keepalive: 60,
    });
    clients.push(client);
    client.on('error', () => undefined); // the broker hangs up on it
    await until(() => expect(client.connected).toBe(true));
    return client;
  }

  it.each([
    { how: 'ended', end: () => endCredential(redis, 'tls-9') },
    { how: 'given a new password: the certificate of the stolen one goes with the old one', end: () => login('tls-9') },
  ])('($how) loses its connection within five seconds and does not come back', async ({ end }) => {
    const port = await door({ needed: true });
    const pair = await certified('tls-9');
    const client = await stays(port, pair);
    const began = performance.now();
    await end();
    await until(() => expect(client.connected).toBe(false), 10);
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(await press(port, 'tls-9', onDisk(pair))).not.toBe(0);
  });

  it('does not take another one with it, nor the certificate before that a device still has', async () => {
    const port = await door({ needed: true });
    const first = await certified('tls-10');
    const { signer } = await openAuthority(folder);
    const second = await issueForLogin(signer, 'tls-10', { days: 30 });
    await register('tls-10', second);
    expect(await press(port, 'tls-10', onDisk(first))).toBe(0);
    expect(await press(port, 'tls-10', onDisk(second))).toBe(0);
    await register('tls-10', await issueForLogin(signer, 'tls-10', { days: 30 }));
    expect(await press(port, 'tls-10', onDisk(first))).not.toBe(0);
  });
});

describe('rotation', () => {
  const served = (port: number): Promise<string> =>
    new Promise((done, failed) => {
      const socket = connectSecurely({ port, host: 'localhost', rejectUnauthorized: false }, () => {
        done(createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex'));
        socket.destroy();
      });
      socket.on('error', failed);
    });

  it('of the server’s certificate and of the authority loses no press, and old and new devices go on', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yjt-rotate-'));
    await keepServerCertificate(dataDir, names);
    const port = await door({ needed: true, dataDir });
    const oldTrust = join(dataDir, 'old-ca.crt');
    writeFileSync(oldTrust, readFileSync(authorityFiles(dataDir).trusted));
    const old = onDisk(await certified('tls-11', { dataDir }));
    const options = { ca: readFileSync(oldTrust), cert: readFileSync(old[1] ?? ''), key: readFileSync(old[3] ?? '') };
    const steady = connect(`mqtts://localhost:${port}`, { ...options, reconnectPeriod: 0 });
    clients.push(steady);
    await until(() => expect(steady.connected).toBe(true));

    // One that goes on pressing over one connection, one that comes anew for each press.
    let [sent, acknowledged, ended] = [0, 0, false];
    const pressing = (async () => {
      while (!ended) {
        await steady.publishAsync(deviceTopic('tls-11', 'press'), `{"kind":"test","id":"r${sent++}"}`, { qos: 1 });
        acknowledged++;
      }
    })();
    const changed = async (change: () => Promise<void>): Promise<void> => {
      const before = await served(port);
      await change();
      await until(async () => expect(await served(port)).not.toBe(before), 10);
    };
    await changed(() => writeServerCertificate(dataDir, names));
    expect(await press(port, 'tls-11', old, oldTrust)).toBe(0);

    await changed(() => rotateAuthority(dataDir, names));
    const { trusted } = authorityFiles(dataDir);
    const newTrust = join(dataDir, 'new-ca.crt');
    writeFileSync(newTrust, (await openAuthority(dataDir)).signer.certificate);
    // Whoever knows only the old authority, only the new one, or both; with a certificate of the old or of the new one.
    const fresh = onDisk(await certified('tls-12', { dataDir }));
    for (const trusts of [oldTrust, newTrust, trusted]) {
      expect(await press(port, 'tls-11', old, trusts)).toBe(0);
      expect(await press(port, 'tls-12', fresh, trusts)).toBe(0);
    }
    await expect(rotateAuthority(dataDir, names)).rejects.toThrow('retire it first');

    await changed(() => retireAuthority(dataDir, names));
    expect(await press(port, 'tls-12', fresh, newTrust)).toBe(0);
    expect(await press(port, 'tls-12', fresh, oldTrust)).not.toBe(0);
    expect(await press(port, 'tls-11', old, newTrust)).not.toBe(0);
    ended = true;
    await pressing;
    expect(acknowledged).toBe(sent);
    expect(steady.connected).toBe(true);
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('to a file that cannot be used is said, and the one before is served', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yjt-rotate-'));
    await keepServerCertificate(dataDir, names);
    const port = await door({ dataDir });
    const before = await served(port);
    writeFileSync(authorityFiles(dataDir).server, 'cut off');
    await until(() => expect(logged.some(({ msg }) => msg === 'not served')).toBe(true), 10);
    expect(await served(port)).toBe(before);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('the files', () => {
  it('with a key are their owner’s alone, and the certificate is kept until it lacks a name', async () => {
    const { key, server: own } = authorityFiles(folder);
    for (const path of [key, own]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await keepServerCertificate(folder, names)).toBe(false);
    expect(await keepServerCertificate(folder, [...names, 'yjt.example', '10.1.2.3'])).toBe(true);
  });

  it('without the authority’s key are nothing that is quietly made anew', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yjt-lost-'));
    await openAuthority(dataDir);
    rmSync(authorityFiles(dataDir).key);
    await expect(openAuthority(dataDir)).rejects.toThrow('ca.key is missing');
    rmSync(dataDir, { recursive: true, force: true });
  });
});
