// Buttons of other makers, through every door that they have, on a running system: what their vendor acknowledges is on disk, what is said twice is one
// press, and what cannot be read is shown.
import { execFile } from 'node:child_process';
import { createServer, connect as dial, type Server } from 'node:net';
import { promisify } from 'node:util';
import { Aedes } from 'aedes';
import type { Static } from 'typebox';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SourceLogin } from '../../contracts/device/logins.ts';
import type { SourceList, SourceMessages } from '../../contracts/device/sources.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { Alarm } from '../../contracts/system/alarms.ts';
import { freePort, System, until } from '../system.ts';

let system: System;
let foreign: { broker: Aedes; server: Server; port: number };
let wirePort: number;
const logins = new Map<string, SourceLogin>();
/** Devices of the sample, and who they are to their vendors. */
const addresses = {
  zigbee: '0x00158d0001a2b3c4',
  lora: '24e124535b316056',
  imei: '861234567890123',
  watch: '8809008845',
  shelly: 'A4CF12F45E1B',
  bare: '860000000000555',
} as const;
const deviceOf = new Map<string, string>();
/** Its messages have neither an id nor a time. */
const bareMapping = { name: '某平台', device: ['imei'], words: [{ at: 'alarm', means: {} }], callDevices: true };

type Listed = { rows: { id: string; document: { home?: string } }[] };

beforeAll(async () => {
  [system, foreign, wirePort] = [await System.start(), await foreignBroker(), await freePort()];
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=50');
  const devices = rows.filter(({ document }) => document.home !== undefined);
  const sources = [
    { id: 'z2m', name: '社区网关', family: 'zigbee2mqtt', door: 'broker' },
    { id: 'shelly', name: 'Shelly', family: 'shellyGen1', door: 'broker' },
    { id: 'lora', name: 'LoRa 网关', family: 'chirpStack', door: 'mqtt', url: `mqtt://127.0.0.1:${foreign.port}` },
    { id: 'aqg', name: '爱牵挂', family: 'aiqiangua', door: 'http' },
    { id: 'bare', name: '某平台', family: 'mapped', door: 'http', mapping: bareMapping },
    { id: 'tencent', name: '腾讯云', family: 'tencentIot', door: 'http', secret: 'aaa' },
    { id: 'watches', name: '手表', family: 'watch', door: 'tcp', port: wirePort },
  ];
  const set = [
    ...sources.map((document) => ({ kind: 'sources', id: document.id, version: 0, document })),
    ...Object.entries(addresses).map(([name, address], i) => {
      const id = devices[i]?.id ?? '';
      deviceOf.set(name, id);
      return { kind: 'devices', id, set: { address } };
    }),
  ];
  await system.api('/api/v1/office/registry/changes', { changes: set, why: '接入别家设备' });
  for (const { id, door } of sources)
    if (door === 'broker' || door === 'http')
      logins.set(id, await system.api<SourceLogin>(`/api/v1/sources/${id}/credential`, {}));
  await until(() => accepts(wirePort));
}, 120_000);

/** Does somebody listen there? */
const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = dial(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
    socket.on('close', () => socket.destroy()).setTimeout(1_000, () => socket.destroy());
    socket.once('connect', () => socket.end());
  });

afterAll(async () => {
  await system?.stop();
  await new Promise<void>((done) => foreign.broker.close(done));
  foreign.server.close();
}, 60_000);

beforeEach(() => system.clear());

/** A broker of somebody else, as a gateway has one. */
async function foreignBroker(): Promise<typeof foreign> {
  const port = await freePort();
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return { broker, server, port };
}

const publish = (source: string, topic: string, payload: string, more: readonly string[] = []) => {
  const { username = '', password = '' } = logins.get(source) ?? {};
  const who = ['-h', '127.0.0.1', '-p', String(system.mqttPort), '-u', username, '-P', password];
  return promisify(execFile)('mosquitto_pub', [...who, '-q', '1', '-t', topic, '-m', payload, ...more]);
};

/** The one incident that there is, once it is there. */
const theIncident = (): Promise<IncidentView> =>
  until(async () => {
    const [one, ...others] = await system.incidents();
    if (!one) throw new Error('no incident');
    expect(others).toEqual([]);
    return one;
  });
type Told = { system: { alarms: Pick<Alarm, 'code'>[] } };
const alarms = async () => (await system.api<Told>('/api/v1/alarms')).system.alarms;

it('a Zigbee button presses through a gateway that publishes to our broker; state and mirror are one press, a later one is another', async () => {
  await publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, '{"action":"emergency","battery":80,"linkquality":120}', [
    '-r',
  ]);
  await publish('z2m', `zigbee2mqtt/${addresses.zigbee}/action`, 'emergency');
  const incident = await theIncident();
  expect(incident.device).toBe(deviceOf.get('zigbee'));
  expect(incident.kind).toBe('sos');
  expect(incident.presses).toHaveLength(1);
  await until(async () => {
    await publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, '{"action":"emergency","battery":80,"linkquality":119}');
    const [one] = await system.incidents();
    expect(one?.presses.length).toBeGreaterThan(1);
  });
});

it('a source may not speak on our own topics', async () => {
  await expect(publish('z2m', `yjt/v1/d/${deviceOf.get('zigbee')}/press`, '{"kind":"sos"}')).rejects.toThrow();
  expect(await system.incidents()).toEqual([]);
});

it('a LoRa button presses through a broker that we subscribe to; what that broker had retained is no press', async () => {
  const up = (id: string, data: string) =>
    JSON.stringify({
      deduplicationId: id,
      time: new Date().toISOString(),
      deviceInfo: { devEui: addresses.lora },
      fPort: 85,
      data,
    });
  const topic = `application/1/device/${addresses.lora}/event/up`;
  const say = (payload: string, retain = false) =>
    new Promise<void>((done, fail) =>
      foreign.broker.publish(
        { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 1, retain, dup: false },
        (error) => (error ? fail(error) : done()),
      ),
    );
  await until(() => foreign.broker.connectedClients > 0);
  const press = Buffer.from('ff2e01', 'hex').toString('base64');
  await until(async () => {
    await say(up('a1', press)); // until we have subscribed; the same id is the same press
    await theIncident();
  });
  expect((await theIncident()).device).toBe(deviceOf.get('lora'));
  expect((await theIncident()).presses).toHaveLength(1);
});

it('a watch presses by a form that its vendor posts; asked again, it is the same press', async () => {
  const address = logins.get('aqg')?.address ?? '';
  const url = new URL(`${new URL(address).pathname}/sos`, `http://127.0.0.1:${system.port}`);
  const body = new URLSearchParams({
    imei: addresses.imei,
    time_begin_str: '20261201093000',
    time_begin: '1796088600',
    lon: '104.0647',
    lat: '30.6412',
  });
  for (const _ of [1, 2]) expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  const incident = await theIncident();
  expect(incident.device).toBe(deviceOf.get('imei'));
  expect(incident.presses).toHaveLength(1);
  const { messages } = await system.api<SourceMessages>('/api/v1/sources/aqg/messages');
  expect(Buffer.from(messages[0]?.body ?? '', 'base64').toString()).toContain(addresses.imei);
  await system.api('/api/v1/sources/aqg/messages', undefined, 'DELETE');
  expect((await system.api<SourceMessages>('/api/v1/sources/aqg/messages')).messages).toEqual([]);
});

it('a wrong secret, a wrong vendor and a bad signature are refused, counted and shown', async () => {
  const { pathname } = new URL(logins.get('tencent')?.address ?? '');
  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${system.port}${path}`, { method: 'POST', body: '{"payload":{}}', headers });
  expect((await post(`${pathname}x`)).status).toBe(404);
  expect((await post(pathname.replace('tenc', 'huaw'))).status).toBe(404);
  const signed = { signature: 'c259ed29', timestamp: '1604458421', nonce: 'IkOaKMDalrAzUTxC' };
  expect((await post(pathname, signed)).status).toBe(403);
  const { sources } = await system.api<Static<typeof SourceList>>('/api/v1/sources');
  expect(sources.find(({ id }) => id === 'tencent')?.refused).toBeGreaterThanOrEqual(2);
  await until(async () => expect((await alarms()).map(({ code }) => code)).toContain('source_refused'));
});

it('the vendor’s handshake is answered with its own word', async () => {
  const { pathname } = new URL(logins.get('tencent')?.address ?? '');
  const headers = {
    echostr: 'hello-7',
    signature: 'c259ed29ec13ba7c649fe0893007401a36e70453',
    timestamp: '1604458421',
    nonce: 'IkOaKMDalrAzUTxC',
  };
  const answer = await fetch(`http://127.0.0.1:${system.port}${pathname}`, { headers });
  expect([answer.status, await answer.text()]).toEqual([200, 'hello-7']);
});

it('a pendant that dials our port is answered once its press is on disk, in three pieces too', async () => {
  const content = 'AL,011226,094744,V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,81,0,0,00010000,7,0,460,0';
  const frame = `[3G*${addresses.watch}*${content.length.toString(16).toUpperCase().padStart(4, '0')}*${content}]`;
  const socket = dial(wirePort, '127.0.0.1');
  const answered = new Promise<string>((done) => socket.once('data', (data) => done(data.toString())));
  for (const piece of [frame.slice(0, 7), frame.slice(7, 50), frame.slice(50)])
    await new Promise<void>((done) => socket.write(piece, () => done()));
  expect(await answered).toBe(`[3G*${addresses.watch}*0002*AL]`);
  socket.destroy();
  expect((await theIncident()).device).toBe(deviceOf.get('watch'));
});

/** A frame of the watch that says AL at this second. */
const alarmAt = (second: number): string => {
  const at = `0947${String(second).padStart(2, '0')}`;
  const content = `AL,011226,${at},V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,81,0,0,00010000,7,0,460,0`;
  return `[3G*${addresses.watch}*${content.length.toString(16).toUpperCase().padStart(4, '0')}*${content}]`;
};

it('two frames in one packet are two presses and two answers', async () => {
  const socket = dial(wirePort, '127.0.0.1');
  let heard = '';
  socket.on('data', (data) => {
    heard += data.toString();
  });
  socket.write(alarmAt(1) + alarmAt(2));
  await until(() => expect(heard).toBe(`[3G*${addresses.watch}*0002*AL]`.repeat(2)));
  socket.destroy();
  expect((await theIncident()).presses).toHaveLength(2);
});

it('whoever sends a megabyte without an end is hung up and counted, and the pendant beside it is heard', async () => {
  const refused = async (): Promise<number> => {
    const { sources } = await system.api<Static<typeof SourceList>>('/api/v1/sources');
    return sources.find(({ id }) => id === 'watches')?.refused ?? 0;
  };
  const before = await refused();
  const endless = dial(wirePort, '127.0.0.1');
  endless.on('error', () => undefined); // cut off while it still sends: that is what is wanted
  const hungUp = new Promise<void>((done) => endless.once('close', () => done()));
  endless.write(`[3G*${addresses.watch}*FFFF*UD,`);
  endless.write('a'.repeat(1024 * 1024));
  const beside = dial(wirePort, '127.0.0.1');
  const answered = new Promise<string>((done) => beside.once('data', (data) => done(data.toString())));
  beside.write(alarmAt(3));
  expect(await answered).toBe(`[3G*${addresses.watch}*0002*AL]`);
  beside.destroy();
  await hungUp;
  await until(async () => expect(await refused()).toBe(before + 1));
  expect((await theIncident()).presses).toHaveLength(1);
});

it('while the store is away the vendor is told to come again, and then nothing is lost', async () => {
  const { pathname } = new URL(logins.get('aqg')?.address ?? '');
  const send = () =>
    fetch(`http://127.0.0.1:${system.port}${pathname}/fall`, {
      method: 'POST',
      body: new URLSearchParams({ imei: addresses.imei, time_begin_str: '20261201101500', lon: '0', lat: '0' }),
    }).then(({ status }) => status);
  const killed = system.kill('redis-server', 'SIGSTOP');
  expect(await send()).toBe(503);
  process.kill(killed, 'SIGCONT');
  await until(async () => expect(await send()).toBe(200));
  const incident = await theIncident();
  expect([incident.kind, incident.presses.length]).toEqual(['fall', 1]);
});

it('a receiver that is killed again and again while a vendor retries loses nothing and doubles nothing', async () => {
  const { pathname } = new URL(logins.get('aqg')?.address ?? '');
  const send = async () => {
    const answer = await fetch(`http://127.0.0.1:${system.port}${pathname}/sos`, {
      method: 'POST',
      body: new URLSearchParams({ imei: addresses.imei, time_begin_str: '20261201120000', lon: '0', lat: '0' }),
    });
    return answer.status;
  };
  for (let round = 0; round < 3; round++) {
    const sent = Array.from({ length: 5 }, send);
    system.kill('receiver/main.js');
    await Promise.all(sent);
    await until(async () => expect(await send()).toBe(200));
  }
  expect((await theIncident()).presses).toHaveLength(1);
});

it('an event that its maker says over and over is one press, also after its incident was closed', async () => {
  const say = (event: string, n: number) =>
    publish(
      'shelly',
      `shellies/shellybutton1-${addresses.shelly}/input_event/0`,
      JSON.stringify({ event, event_cnt: n }),
    );
  await say('S', 23);
  await theIncident();
  await say('S', 23);
  await system.clear();
  await say('S', 23);
  await say('S', 24); // a real one: what came before it has been looked at
  expect((await theIncident()).presses).toHaveLength(1);
});

it('a cloud that says neither id nor time: sent again at once it is one press, and pressed again soon after its answer it is two', async () => {
  const url = `http://127.0.0.1:${system.port}${new URL(logins.get('bare')?.address ?? '').pathname}`;
  const body = JSON.stringify({ imei: addresses.bare, alarm: 'SOS' });
  const post = async () => expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  const begun = performance.now();
  await post();
  await post();
  const incident = await theIncident();
  expect([incident.device, incident.presses.length]).toEqual([deviceOf.get('bare'), 1]);
  await until(async () => {
    await post();
    expect((await system.incidents())[0]?.presses).toHaveLength(2);
  });
  expect(performance.now() - begun).toBeGreaterThan(3_900);
});

it('a flag that rises twice within a minute is two presses; standing still, or down, it is none', async () => {
  const say = (sos: boolean, battery: number) =>
    publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, JSON.stringify({ sos, tamper: false, battery }));
  const pressed = async () => (await system.incidents()).flatMap(({ presses }) => presses).length;
  for (const [n, sos] of [false, true, true, false].entries()) await say(sos, 90 - n);
  await until(async () => expect(await pressed()).toBe(1));
  for (const [n, sos] of [true, true].entries()) await say(sos, 80 - n);
  await until(async () => expect(await pressed()).toBe(2));
});

it('nobody else hears what a source publishes, whatever they subscribe to', async () => {
  const { username = '', password = '' } = logins.get('z2m') ?? {};
  const listening = await system.mqtt({ username, password });
  const heard: string[] = [];
  listening.on('message', (topic) => heard.push(topic));
  await listening.subscribeAsync('zigbee2mqtt/#', { qos: 1 });
  await publish('z2m', 'zigbee2mqtt/bridge/request/device/remove', '{"id":"x"}');
  await publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, '{"action":"emergency"}');
  await theIncident(); // what was published before it has been handed on, if it ever is
  expect(heard).toEqual([]);
});

it('a press of a device that nobody has registered is one of an unknown device, and is named', async () => {
  await publish('z2m', 'zigbee2mqtt/0x00158d00deadbeef', '{"action":"emergency"}');
  const incident = await theIncident();
  expect(incident.kind).toBe('unknown_device');
  expect(incident.device).toBe('z2m/00158d00deadbeef');
});

it('what cannot be read is shown until somebody has looked; a gateway that goes is one alarm', async () => {
  await publish('z2m', 'zigbee2mqtt/bridge/state', '{"state":"offline"}');
  await until(async () => expect((await alarms()).map(({ code }) => code)).toContain('gateway_down'));
  await publish('z2m', 'zigbee2mqtt/bridge/state', '{"state":"online"}');
  await until(async () => expect((await alarms()).map(({ code }) => code)).not.toContain('gateway_down'));
  await publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, '[1,2');
  await until(async () => expect((await alarms()).map(({ code }) => code)).toContain('device_unclear'));
  const { sources } = await system.api<Static<typeof SourceList>>('/api/v1/sources');
  const [unclear] = sources.find(({ id }) => id === 'z2m')?.unclear ?? [];
  await system.api('/api/v1/sources/z2m/seen', { device: unclear?.device });
  expect((await alarms()).map(({ code }) => code)).not.toContain('device_unclear');
  expect(await system.incidents()).toEqual([]);
});

it('a source that is removed is out, and has no login when it is there again', async () => {
  const { pathname } = new URL(logins.get('aqg')?.address ?? '');
  const send = async () =>
    (
      await fetch(`http://127.0.0.1:${system.port}${pathname}/power`, {
        method: 'POST',
        body: new URLSearchParams({ imei: addresses.imei, power: '80' }),
      })
    ).status;
  await until(async () => expect(await send()).toBe(200));
  const { document } = await system.api<{ document: object }>('/api/v1/office/registry/sources/aqg');
  const put = (now: object | null) =>
    system.api('/api/v1/office/registry/changes', { changes: [{ kind: 'sources', id: 'aqg', document: now, version: now ? 0 : 1 }], why: '换平台' }); // biome-ignore format: one line
  await put(null);
  await until(async () => expect(await send()).toBe(404));
  await put(document);
  const aqg = async () =>
    (await system.api<Static<typeof SourceList>>('/api/v1/sources')).sources.find(({ id }) => id === 'aqg');
  await until(async () => expect((await aqg())?.hasLogin).toBe(false));
  expect(await send()).toBe(404);
});

it('when a resident is erased nothing is left of what devices sent, as it came', async () => {
  await publish('z2m', `zigbee2mqtt/${addresses.zigbee}`, '{"battery":77}');
  const messages = async () => (await system.api<SourceMessages>('/api/v1/sources/z2m/messages')).messages;
  await until(async () => expect((await messages()).length).toBeGreaterThan(0));
  await system.api('/api/v1/residents/res-200/erase', { why: '本人要求' });
  expect(await messages()).toEqual([]);
});
