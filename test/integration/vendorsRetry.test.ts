// Receiver, broker and Redis are killed outright, again and again, while vendors of every door press and say it again until they are acknowledged: nothing is
// lost, nothing is doubled.
import { createServer, connect as dial } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Aedes } from 'aedes';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeviceLogin, SourceLogin } from '../../contracts/device/logins.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { ofThisFile } from '../lives.ts';
import { freePort, System, until } from '../system.ts';

const [foreignPort, wirePort] = [await freePort(), await freePort()];
const foreign = await Aedes.createBroker();
const server = createServer(foreign.handle);
await new Promise<void>((done) => server.listen(foreignPort, '127.0.0.1', done));
const system = await ofThisFile(System.start());
afterAll(() => {
  server.close();
  return new Promise<void>((done) => foreign.close(done));
});

const addresses = { shelly: 'a8032ab636ec', lora: '24e124535b316056', imei: '861234567890123', watch: '8809008845' };
/** Whoever presses: says press `n`, and throws unless it is acknowledged. */
type Vendor = { name: string; device: string; say(n: number): Promise<void>; acknowledged: number };
const vendors: Vendor[] = [];

/** One press after the other, each said until it is acknowledged. */
async function press(vendor: Vendor, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const n = vendor.acknowledged + 1;
    for (;;)
      try {
        await vendor.say(n);
        break;
      } catch {
        await pause(100); // away: a vendor comes again
      }
    vendor.acknowledged = n;
  }
}

const two = (n: number): string => String(n).padStart(2, '0');

beforeAll(async () => {
  type Listed = { rows: { id: string; document: { home?: string } }[] };
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=50');
  const devices = rows.filter(({ document }) => document.home !== undefined).map(({ id }) => id);
  const sources = [
    { id: 'shelly', family: 'shellyGen2', door: 'broker' },
    { id: 'lora', family: 'chirpStack', door: 'mqtt', url: `mqtt://127.0.0.1:${foreignPort}` },
    { id: 'aqg', family: 'aiqiangua', door: 'http' },
    { id: 'watches', family: 'watch', door: 'tcp', port: wirePort },
  ];
  const changes = [
    ...sources.map((one) => ({ kind: 'sources', id: one.id, version: 0, document: { ...one, name: one.id } })),
    ...Object.values(addresses).map((address, i) => ({ kind: 'devices', id: devices[i] ?? '', set: { address } })),
  ];
  await system.api('/api/v1/office/registry/changes', { changes, why: '接入' });
  const gateway = await system.mqtt(await system.api<SourceLogin>('/api/v1/sources/shelly/credential', {}));
  const { address = '' } = await system.api<SourceLogin>('/api/v1/sources/aqg/credential', {});
  const own = devices[4] ?? '';
  const button = await system.mqtt(await system.api<DeviceLogin>('/api/v1/devices', { device: own }));
  const named = ([name, say]: [string, Vendor['say']], i: number): Vendor => ({
    name,
    say,
    device: devices[i] ?? '',
    acknowledged: 0,
  });
  const ways: [string, Vendor['say']][] = [
    ['a gateway at our broker', shelly(gateway)],
    ['a gateway at its own broker', lora],
    ['a cloud that posts', posting(`http://127.0.0.1:${system.port}${new URL(address).pathname}/sos`)],
    ['a pendant that dials', dialling],
    ['a button of ours', ownButton(button, own)],
  ];
  vendors.push(...ways.map(named));
  await until(() => foreign.connectedClients > 0);
}, 120_000);

/** MQTT.js keeps it, and sends it again after a reconnect until the PUBACK is there. */
const shelly = (client: MqttClient) => async (n: number) => {
  const [src, ts] = [`shellyplusi4-${addresses.shelly}`, 1_796_000_000 + n];
  const params = { ts, events: [{ component: 'input:0', id: 0, event: 'single_push', ts }] };
  await client.publishAsync(`${src}/events/rpc`, JSON.stringify({ src, method: 'NotifyEvent', params }), { qos: 1 });
};

const ownButton = (client: MqttClient, device: string) => async (n: number) => {
  await client.publishAsync(deviceTopic(device, 'press'), JSON.stringify({ id: `p${n}`, kind: 'sos' }), { qos: 1 });
};

/** Acknowledged by the broker between, which keeps it for us while we are away. */
const lora = (n: number): Promise<void> =>
  new Promise((done, failed) => {
    const topic = `application/1/device/${addresses.lora}/event/up`;
    const data = Buffer.from('ff2e01', 'hex').toString('base64');
    const said = { deduplicationId: `d${n}`, deviceInfo: { devEui: addresses.lora }, fPort: 85, data };
    const packet = {
      cmd: 'publish',
      topic,
      payload: Buffer.from(JSON.stringify(said)),
      qos: 1,
      retain: false,
      dup: false,
    } as const;
    foreign.publish(packet, (error) => (error ? failed(error) : done()));
  });

const posting = (url: string) => async (n: number) => {
  const body = new URLSearchParams({
    imei: addresses.imei,
    time_begin_str: `202612011200${two(n)}`,
    lon: '0',
    lat: '0',
  });
  const { status } = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(3_000) });
  if (status !== 200) throw new Error(String(status));
};

const dialling = (n: number): Promise<void> =>
  new Promise((done, failed) => {
    const content = `AL,011226,0947${two(n)},V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,81,0,0,00010000,7,0,460,0`;
    const length = content.length.toString(16).toUpperCase().padStart(4, '0');
    const socket = dial(wirePort, '127.0.0.1', () => socket.write(`[3G*${addresses.watch}*${length}*${content}]`));
    socket.setTimeout(3_000, () => socket.destroy());
    socket.once('data', () => done());
    socket.once('error', failed);
    socket.once('data', () => socket.destroy());
    socket.once('close', () => failed(new Error('not acknowledged')));
  });

it('nothing is lost and nothing is doubled', { timeout: 300_000 }, async () => {
  await Promise.all(vendors.map((one) => press(one, 1)));
  await until(async () => expect(await system.incidents()).toHaveLength(vendors.length));
  const killed = ['receiver/main.js', 'broker/main.js', 'redis-server'];
  for (let round = 0; round < 6; round++) {
    const pressing = vendors.map((one) => press(one, 2));
    const begun = vendors.map(({ acknowledged }) => acknowledged);
    // In one round before anybody was acknowledged, in the next as soon as somebody was.
    if (round % 2 === 1) await until(() => vendors.some(({ acknowledged }, i) => acknowledged > (begun[i] ?? 0)));
    await until(() => system.kill(killed[round % killed.length] ?? '') > 0);
    await Promise.all(pressing);
  }
  await until(async () => {
    const incidents = await system.incidents();
    for (const { name, device, acknowledged } of vendors) {
      const mine = incidents.filter((one) => one.device === device);
      expect(mine, name).toHaveLength(1);
      expect(mine[0]?.presses.filter((one) => one.device === device).length, name).toBe(acknowledged);
    }
    expect(incidents).toHaveLength(vendors.length);
  }, 60);
  expect(vendors.map(({ acknowledged }) => acknowledged)).toEqual(vendors.map(() => 13));
});
