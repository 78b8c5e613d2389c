// What the simulator says is what the makers' devices say: held here against samples of theirs (facts on devices and on Chinese platforms), byte for byte
// where one is whole, and with signatures made anew, so that simulator and adapter cannot agree on something wrong. Then against the adapters.
import { createDecipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpAdapter } from '../../adapters/adapter.ts';
import { clouds } from '../../adapters/clouds.ts';
import { mqttFamily } from '../../adapters/mqttFamilies.ts';
import { traccarHttp } from '../../adapters/traccar.ts';
import { wires } from '../../adapters/wires.ts';
import type { Reading } from '../../contracts/device/reading.ts';
import { addressForm } from '../../contracts/office/address.ts';
import { chanceOf } from '../chance.ts';
import { simulatedFamilies, simulatedFamily } from './families.ts';
import type { Message, Moment, Simulated, SimulatedFamily } from './message.ts';

const of = (address: string, more: Partial<Simulated> = {}): Simulated => ({
  address,
  chance: chanceOf(7, address),
  ...more,
});
const moment = (iso: string, n = 23, battery = 80): Moment => ({ at: Date.parse(iso), n, battery });
const family = (name: string): SimulatedFamily => {
  const found = simulatedFamily(name);
  if (!found) throw new Error(`no family ${name}`);
  return found;
};
const now = moment('2026-01-05T08:00:00.100Z');

type OnTopic = Extract<Message, { by: 'mqtt' }>;
type Posted = Extract<Message, { by: 'http' }>;
const topics = (messages: readonly Message[]): [string, unknown, boolean][] =>
  messages.flatMap((one) =>
    one.by === 'mqtt' ? [[one.topic, read(one), one.retain] as [string, unknown, boolean]] : [],
  );
const read = ({ payload }: OnTopic): unknown => (/^[[{]/.test(payload) ? JSON.parse(payload) : payload);
const posts = (messages: readonly Message[]): Posted[] => messages.filter((one) => one.by === 'http');
const bodyOf = (message: Posted | undefined): Record<string, unknown> => JSON.parse(message?.body ?? '{}');
const hashed = (algorithm: string, text: string, encoding: 'hex' | 'base64'): string =>
  createHash(algorithm).update(text, 'utf8').digest(encoding);
const [token, nonce] = ['abcdefghijkmlnopqrstuvwxyz', 'abcdefgh'];

describe('samples of the makers', () => {
  it('Zigbee2MQTT: the state, its mirror, the empty action, and the will of the bridge', () => {
    const device = of('00:15:8d:00:01:a2:b3:c4');
    const topic = 'zigbee2mqtt/0x00158d0001a2b3c4';
    expect(topics(family('zigbee2mqtt').press(device, now))).toEqual([
      [topic, { action: 'emergency', battery: 80, linkquality: 120 }, false],
      [`${topic}/action`, 'emergency', false],
      [topic, { action: '', battery: 80, linkquality: 120 }, false],
    ]);
    expect(topics(family('zigbee2mqtt').there?.(device, now, false) ?? [])).toEqual([
      ['zigbee2mqtt/bridge/state', { state: 'offline' }, true],
    ]);
  });
  it('Zigbee2MQTT: a model that has a word of its own says it', () =>
    expect(
      topics(family('zigbee2mqtt').press(of('0x00158d0001a2b3c4', { model: 'HS1EB' }), now))[0]?.[1],
    ).toMatchObject({
      action: 'single',
    }));

  it('Shelly of the first generation', () => {
    const topic = 'shellies/shellybutton1-A4CF12F45E1B';
    expect(topics(family('shellyGen1').press(of('a4cf12f45e1b'), { ...now, battery: 97 }))).toEqual([
      [`${topic}/input_event/0`, { event: 'S', event_cnt: 23 }, false],
      [`${topic}/sensor/battery`, '97', false],
      [`${topic}/input_event/0`, { event: 'S', event_cnt: 23 }, false],
    ]);
  });

  it('Shelly from the second generation on', () => {
    const src = 'shellyplusi4-a8032ab636ec';
    const said = topics(family('shellyGen2').press(of('A8032AB636EC'), moment('2023-08-03T09:45:57.320Z')));
    const sample = {
      src,
      method: 'NotifyEvent',
      params: {
        ts: 1691055957.32,
        events: [{ component: 'input:0', id: 0, event: 'single_push', ts: 1691055957.32 }],
      },
    };
    expect(said.map(([topic]) => topic)).toEqual(Array(3).fill(`${src}/events/rpc`));
    expect(said.at(-1)?.[1]).toMatchObject(sample);
    const [alive] = topics(family('shellyGen2').alive(of('A8032AB636EC'), { ...now, battery: 84 }));
    expect(alive?.[1]).toMatchObject({
      params: { 'devicepower:0': { battery: { V: 2.91, percent: 84 }, external: { present: false } } },
    });
  });

  it('a BTHome button, by a gateway of Shelly’s and by Theengs', () => {
    const packet = { ...now, n: 256 + 41, battery: 98 };
    expect(topics(family('btHome').press(of('AABBCCDDEEFF'), packet))[0]?.[1]).toEqual({
      addr: 'aa:bb:cc:dd:ee:ff',
      rssi: -71,
      service_data: { pid: 41, battery: 98, button: 1 },
    });
    expect(topics(family('theengs').press(of('aabbccddeeff'), packet))[0]).toEqual([
      'home/OMG_sim/BTtoMQTT/AABBCCDDEEFF',
      {
        id: 'AA:BB:CC:DD:EE:FF',
        name: 'SBBT-002C',
        rssi: -70,
        brand: 'Shelly',
        model_id: 'SBBT-002C',
        packet: 41,
        batt: 98,
        button: 1,
      },
      false,
    ]);
  });

  it('Tasmota, ESPHome and an entity of Home Assistant', () => {
    const mac = of('24:62:AB:A1:B2:C3');
    expect(topics(family('tasmota').press(mac, now))).toEqual([
      ['stat/tasmota_A1B2C3/RESULT', { Button1: { Action: 'SINGLE' } }, false],
    ]);
    expect(topics(family('tasmota').there?.(mac, now, true) ?? [])).toEqual([
      ['tele/tasmota_A1B2C3/LWT', 'Online', true],
    ]);
    expect(topics(family('espHome').press(mac, now))).toEqual([['flat-a1b2c3/binary_sensor/sos/state', 'ON', true]]);
    expect(topics(family('espHome').release?.(mac, now) ?? [])).toEqual([
      ['flat-a1b2c3/binary_sensor/sos/state', 'OFF', true],
    ]);
    expect(topics(family('homeAssistant').press(of('hall/button'), now))[0]?.[1]).toEqual({ event_type: 'press' });
  });

  it('a Milesight WS101 behind ChirpStack: the bytes of the maker', () => {
    const [said] = topics(family('chirpStack').press(of('24E124535B316056'), { ...now, n: 7, battery: 0x10 }));
    expect(said?.[0]).toBe('application/1/device/24e124535b316056/event/up');
    expect(said?.[1]).toMatchObject({
      deduplicationId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      time: '2026-01-05T08:00:00.100Z',
      deviceInfo: { devEui: '24e124535b316056', tags: {} },
      fCnt: 7,
      fPort: 85,
      data: Buffer.from('017510ff2e01', 'hex').toString('base64'),
      rxInfo: [{ rssi: -97, snr: 6.2 }],
    });
  });

  it('Traccar: the event with its position', () =>
    expect(topics(family('traccar').press(of('861234567890123'), now))[0]?.[1]).toMatchObject({
      event: { type: 'alarm', attributes: { alarm: 'sos' } },
      position: {
        deviceTime: '2026-01-05T08:00:00.100+00:00',
        valid: true,
        attributes: { alarm: 'sos', batteryLevel: 80 },
      },
      device: { uniqueId: '861234567890123' },
    }));

  it('CTWing: every field that its report has', () => {
    const sample =
      '{"upPacketSN":-1,"upDataSN":-1,"topic":"v1/up/ad19","timestamp":1619524024049,"tenantId":"2000033827","serviceId":10,"protocol":"lwm2m","productId":"15045240","payload":{},"messageType":"dataReport","deviceType":"","deviceId":"d013","assocAssetId":"","IMSI":"undefined","IMEI":"161941770261953"}';
    const { payload, deviceId, ...said } = bodyOf(
      posts(family('ctwing').press(of('161941770261953'), { ...now, at: 1619524024049 }))[0],
    );
    const { payload: _, deviceId: __, ...expected } = JSON.parse(sample);
    expect(said).toEqual(expected);
    expect(payload).toEqual({ sos_state: 1, battery_level: 80 });
    expect(deviceId).toMatch(/^d013\d{28}$/);
  });
});

describe('signatures, made anew', () => {
  it('OneNET’s is the one of its vector', () =>
    expect(hashed('md5', `${token}${nonce}{"deviceName":"iot-0001"}`, 'base64')).toBe('84NPoDjSTtI20Os8d9T/yg=='));

  it.each([{ aesKey: undefined }, { aesKey: '0123456789abcdef' }])(
    'OneNET, new, with the key $aesKey',
    ({ aesKey }) => {
      const push = bodyOf(posts(family('oneNet').press(of('iot-0001', { secret: token, aesKey }), now))[0]);
      expect(Object.keys(push)).toEqual(['msg', 'nonce', 'signature', 'time', 'id']);
      expect(push.signature).toBe(hashed('md5', `${token}${push.nonce}${push.msg}`, 'base64'));
      expect(push.nonce).toMatch(/^.{8}$/);
      const key = Buffer.from(aesKey ?? '');
      const plain = aesKey === undefined ? String(push.msg) : opened(String(push.msg), key, key).toString();
      expect(JSON.parse(plain)).toMatchObject({
        deviceName: 'iot-0001',
        messageType: 'notify',
        notifyType: 'event',
        data: { version: '1.0', params: { SOS: { time: now.at } } },
      });
    },
  );

  it('OneNET, old: the text as it is written, or sealed behind 16 bytes and a length', () => {
    const [plainly] = posts(family('oneNetOld').press(of('2016617', { secret: token }), now));
    const [, msg = ''] = /^\{"msg":(\{.*?\}),"msg_signature"/.exec(plainly?.body ?? '') ?? [];
    expect(JSON.parse(msg)).toEqual({ type: 1, dev_id: 2016617, ds_id: 'sos_state', at: now.at, value: 1 });
    const said = bodyOf(plainly);
    expect(said.msg_signature).toBe(hashed('md5', `${token}${said.nonce}${msg}`, 'base64'));
    const aesKey = 'A'.repeat(43);
    const sealed = bodyOf(posts(family('oneNetOld').press(of('2016617', { secret: token, aesKey }), now))[0]);
    const key = Buffer.from(`${aesKey}=`, 'base64');
    const text = opened(String(sealed.enc_msg), key, key.subarray(0, 16));
    expect(JSON.parse(text.subarray(20, 20 + text.readUInt32BE(16)).toString())).toMatchObject({ ds_id: 'sos_state' });
  });

  it('Huawei: SHA-256 over what is sorted, and the shape of a report', () => {
    const [message] = posts(
      family('iotda').alive(of('861000000000001', { secret: token }), moment('2015-12-12T12:12:12.000Z')),
    );
    const { timestamp = '', nonce: own = '', signature } = message?.headers ?? {};
    expect(signature).toBe(hashed('sha256', [token, timestamp, own].sort().join(''), 'hex'));
    expect(bodyOf(message)).toMatchObject({
      resource: 'device.property',
      event: 'report',
      event_time: '20151212T121212Z',
      event_time_ms: '2015-12-12T12:12:12.000Z',
      notify_data: {
        header: { node_id: '861000000000001' },
        body: {
          services: [{ service_id: 'Battery', properties: { batteryLevel: 80 }, event_time: '20151212T121212Z' }],
        },
      },
    });
  });

  it('Tencent: SHA-1 over what is sorted, as in its sample', () => {
    const sample = ['aaa', '1604458421', 'IkOaKMDalrAzUTxC'];
    expect(hashed('sha1', sample.sort().join(''), 'hex')).toBe('c259ed29ec13ba7c649fe0893007401a36e70453');
    const [message] = posts(family('tencentIot').press(of('dev1', { secret: 'aaa' }), now));
    const { timestamp = '', nonce: own = '', signature } = message?.headers ?? {};
    expect(signature).toBe(hashed('sha1', ['aaa', timestamp, own].sort().join(''), 'hex'));
  });

  const opened = (base64: string, key: Buffer, iv: Buffer): Buffer => {
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv);
    return Buffer.concat([decipher.update(Buffer.from(base64, 'base64')), decipher.final()]);
  };
});

describe('forms and frames', () => {
  it('爱牵挂: the kind in the path, the time by the clock of Chengdu', () => {
    const [message] = posts(family('aiqiangua').press(of('357000000000001'), moment('2026-03-01T08:05:09+08:00')));
    expect(message?.path).toBe('sos');
    expect(Object.fromEntries(new URLSearchParams(message?.body))).toMatchObject({
      imei: '357000000000001',
      time_begin_str: '20260301080509',
      time_begin: '1772323509',
      city: '成都',
    });
  });

  it('a watch: the sample, without its cells', () => {
    const content = 'AL,271219,094744,V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,81,0,0,00010000,7,0,460,0';
    const [message] = family('watch').press(of('8809008845'), moment('2019-12-27T09:47:44Z', 1, 81));
    const text = message?.by === 'tcp' ? Buffer.from(message.frame).toString('latin1') : '';
    expect(text).toBe(`[3G*8809008845*${content.length.toString(16).toUpperCase().padStart(4, '0')}*${content}]`);
  });

  it('JT/T 808: header, alarm, status and time of the vector, and a checksum that is right', () => {
    const vector = Buffer.from(
      '7e0200001c0138001380000007000000010000000201d394000633c5ec000000000000260105160000de7e',
      'hex',
    );
    const [message] = family('jt808').press(of('13800138000'), moment('2026-01-05T16:00:00+08:00', 7));
    const frame = Buffer.from(message?.by === 'tcp' ? message.frame : []);
    const same = (from: number, to: number): void =>
      expect(frame.subarray(from, to).toString('hex')).toBe(vector.subarray(from, to).toString('hex'));
    same(0, 3); // 7E, position
    same(5, 13); // who, and the number of the message
    same(13, 21); // the emergency bit; there is a fix
    same(35, 41); // when, in China
    expect(frame.readUInt16BE(3)).toBe(28 + 4); // the battery stands behind what the vector has
    const plain = frame.subarray(1, -1); // nothing to unescape in it
    expect(plain.includes(0x7d)).toBe(false);
    expect(plain.reduce((sum, byte) => sum ^ byte, 0)).toBe(0);
  });
});

/** What the adapter of this family reads of it, as a door would ask. */
function readingsOf(name: string, device: Simulated, messages: readonly Message[]): Reading[] {
  const source = { datum: 'wgs84', secret: device.secret, aesKey: device.aesKey } as const;
  return messages.flatMap((one) => {
    if (one.by === 'mqtt') {
      const adapter = mqttFamily(name);
      const payload = Buffer.from(one.payload);
      return adapter?.read({ topic: one.topic, payload, retained: false }, device.base ?? adapter.base, {}) ?? [];
    }
    if (one.by === 'tcp') return wires[name]?.read(one.frame, {}, { datum: 'wgs84' }, {}).readings ?? [];
    const adapter: HttpAdapter | undefined = name === 'traccar' ? traccarHttp : clouds[name];
    const { method, path, query, headers, body } = one;
    const verdict = adapter?.read(
      { method, path, query, headers, body: Buffer.from(body) },
      source as never,
      {},
      now.at,
    );
    return verdict?.is === 'readings'
      ? verdict.readings
      : [{ is: 'check', why: 'unreadable', word: verdict?.is ?? '?' }];
  });
}

const addresses: Record<string, string> = {
  zigbee2mqtt: '0x00158d0001a2b3c4',
  chirpStack: '24e124535b316056',
  traccar: '861234567890123',
  homeAssistant: 'hall/button',
  ctwing: '161941770261953',
  oneNet: 'iot-0001',
  oneNetOld: '2016617',
  iotda: '861000000000001',
  tencentIot: 'dev1',
  aiqiangua: '357000000000001',
  watch: '8809008845',
  jt808: '13800138000',
};

describe.each(simulatedFamilies)('%s, as its adapter reads it', (name) => {
  const device = of(addresses[name] ?? 'a4cf12f45e1b', {
    secret: token,
    ...(name === 'oneNet' ? { aesKey: '0123456789abcdef' } : {}),
  });
  const said = family(name);
  const calls = (messages: readonly Message[]): Reading[] =>
    readingsOf(name, device, messages).filter((one) => one.is === 'press' || (one.is === 'state' && one.on));
  /** By address, or by a name that it has said whose it is. */
  const isHis = (whose: string | undefined): boolean => {
    const names = readingsOf(name, device, said.hello?.(device) ?? []).flatMap((one) =>
      one.is === 'name' ? [one] : [],
    );
    const owner = names.find(({ name: own }) => whose === `name:${own}`)?.device ?? whose?.replace(/^name:/, '');
    return owner === addressForm(device.address);
  };

  it('a press is a call of this device, that can be read, and is one however many messages say it', () => {
    const found = calls(said.press(device, now));
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one).toMatchObject({ kind: 'sos' });
      expect(one).not.toHaveProperty('unreadable');
      expect('device' in one && isHis(one.device)).toBe(true);
    }
    const keys = found.map((one) => (one.is === 'press' ? one.once?.key : 'flag' in one ? one.flag : '?'));
    expect(new Set(keys).size).toBe(1);
  });
  it('two presses are two', () => {
    const keyOf = (at: Moment): unknown =>
      calls(said.press(device, at)).map((one) => (one.is === 'press' ? one.once : one.is));
    const later = { ...now, n: now.n + 1, at: now.at + 3_000 };
    const words = new Set(['zigbee2mqtt', 'tasmota', 'homeAssistant']); // known by the word alone, for two seconds
    if (said.release) expect(calls(said.release(device, now))).toEqual([]);
    else if (!words.has(name)) expect(keyOf(later)).not.toEqual(keyOf(now));
  });
  it('a sign of life, joining, going and coming back call nobody and leave nothing unread', () => {
    const rest = [
      ...(said.hello?.(device) ?? []),
      ...said.alive(device, now),
      ...(said.there?.(device, now, false) ?? []),
      ...(said.there?.(device, now, true) ?? []),
    ];
    expect(calls(rest)).toEqual([]);
    expect(readingsOf(name, device, [...rest, ...said.press(device, now)]).filter(({ is }) => is === 'check')).toEqual(
      [],
    );
  });
});

it('with another secret the vendors that sign are refused', () => {
  for (const name of ['oneNet', 'oneNetOld', 'iotda', 'tencentIot']) {
    const [message] = posts(family(name).press(of(addresses[name] ?? '', { secret: 'another' }), now));
    if (!message) throw new Error(`${name} posts nothing`);
    const { method, path, query, headers, body } = message;
    const request = { method, path, query, headers, body: Buffer.from(body) };
    expect(clouds[name]?.read(request, { datum: 'wgs84', secret: token }, {}, now.at).is).toBe('refused');
  }
});
