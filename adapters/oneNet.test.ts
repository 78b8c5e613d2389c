import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAre, gotten, posted, readingsIn, those, verdictOf } from './given.ts';
import { oneNet } from './oneNet.ts';
import { oneNetSignature, rawField } from './oneNetSignature.ts';

const token = 'abcdefghijkmlnopqrstuvwxyz';
const nonce = 'abcdefgh';
const time = 1591340648197;

const signedPush = (msg: string, besides = {}) =>
  posted({ msg, nonce, signature: oneNetSignature(token, nonce, msg), time, id: '3799902', ...besides });
const pushOf = (msg: unknown) => signedPush(JSON.stringify(msg));
const read = (msg: unknown, known = {}) => readingsIn(oneNet.read, pushOf(msg), { secret: token }, known);

const property = {
  projectId: '990909090',
  productId: '00001',
  deviceName: 'iot-0001',
  messageType: 'notify',
  notifyType: 'property',
  data: {
    id: '123',
    params: { SOS: { value: true, time: 1612768757420 }, '3_0_20': { value: 4, time: 1612768757420, bin_data: 'A0' } },
  },
};
const event = (params: Record<string, unknown>) => ({
  ...property,
  notifyType: 'event',
  data: { id: '123', version: '1.0', params },
});

describe('the signature', () => {
  it('is the one of the vector', () =>
    expect(oneNetSignature(token, nonce, '{"deviceName":"iot-0001"}')).toBe('84NPoDjSTtI20Os8d9T/yg=='));
  it('refuses another token', () =>
    expect(verdictOf(oneNet.read, pushOf(property), { secret: 'other' })).toEqual({ is: 'refused', why: 'signature' }));
  it('is over the message as it was written', () => {
    const msg =
      '{ "deviceName" : "iot-0001", "messageType":"lifeCycle","data":{"status":"online","time":1612768757420} }';
    expect(verdictOf(oneNet.read, signedPush(msg), { secret: token }).is).toBe('readings');
  });
  it('is asked for of nobody where there is no token', () =>
    expect(verdictOf(oneNet.read, posted({ msg: JSON.stringify(property) })).is).toBe('readings'));
  it('missing, where there is a token, refuses', () => {
    expect(verdictOf(oneNet.read, posted({ msg: JSON.stringify(property) }), { secret: token }).is).toBe('refused');
    expect(verdictOf(oneNet.read, posted('nothing'), { secret: token }).is).toBe('refused');
  });
});

describe('the greeting', () => {
  // a message whose signature holds a +
  const msg =
    Array.from({ length: 99 }, (_, n) => `hello${n}`).find((one) => oneNetSignature(token, nonce, one).includes('+')) ??
    '';
  const signature = oneNetSignature(token, nonce, msg);
  it.each([
    { how: 'as it was sent', said: signature },
    { how: 'with + turned to a blank', said: signature.replaceAll('+', ' ') },
  ])('gets msg back, the signature $how', ({ said }) => {
    expect(verdictOf(oneNet.read, gotten({ query: { msg, nonce, signature: said } }), { secret: token })).toEqual({
      is: 'handshake',
      answer: { status: 200, contentType: 'text/plain', body: msg },
    });
  });
  it('with a wrong signature is refused', () =>
    expect(verdictOf(oneNet.read, gotten({ query: { msg, nonce, signature: 'x' } }), { secret: token }).is).toBe(
      'refused',
    ));
});

describe('a property', () => {
  it('is a state, with the time of its own', () => {
    expect(those(read(property), 'state')).toEqual([
      {
        is: 'state',
        device: 'iot-0001',
        flag: 'SOS',
        kind: 'sos',
        on: true,
        word: 'SOS',
        at: 1612768757420,
        battery: { low: true },
      },
    ]);
    expect(those(read(property), 'press')).toEqual([]);
  });
  it('LwM2M says its battery by a code, its device by an IMEI', () => {
    const readings = read({ ...property, imei: '860000000000001' });
    expect(those(readings, 'health')).toMatchObject([{ device: '860000000000001', battery: { low: true } }]);
    expect(those(readings, 'name')).toEqual([{ is: 'name', device: '860000000000001', name: 'iot-0001' }]);
  });
});

describe('an event', () => {
  it('is a press, known by the id of its message', () => {
    expect(those(read(event({ sos: { value: { Power: 'on' }, time: 1524448722123 } })), 'press')).toEqual([
      {
        is: 'press',
        device: 'iot-0001',
        kind: 'sos',
        at: 1524448722123,
        word: 'sos',
        once: { key: 'id:3799902:sos', withinMs: 3 * 60 * 60_000 },
      },
    ]);
  });
  it('is each of several', () => {
    const readings = read(event({ smoke_alarm: { value: { smoke: 1 } }, low_battery: { value: { battery: 5 } } }));
    expect(those(readings, 'press')).toMatchObject([{ kind: 'smoke' }]);
    expect(those(readings, 'health')).toMatchObject([{ battery: { pct: 5, low: true } }]);
  });
  it('of being over is health with its word', () => {
    const readings = read(event({ alarm_recover: { value: {} } }));
    expect(those(readings, 'health')).toMatchObject([{ word: 'alarm_recover' }]);
    expect(those(readings, 'press')).toEqual([]);
  });
  it('that nobody knows: sos of a button, else a check', () => {
    const unknown = event({ identifier1: { value: { Power: 'on', WF: '2' }, time: 1524448722123 } });
    expect(those(read(unknown, allAre('SOS button')), 'press')).toMatchObject([{ unreadable: true, kind: 'sos' }]);
    expect(those(read(unknown), 'check')).toMatchObject([{ word: 'identifier1' }]);
  });
  it('of a button with a bare 0 is a press, of a detector it is over', () => {
    expect(those(read(event({ sos: { value: 0 } })), 'press')).toMatchObject([{ kind: 'sos' }]);
    expect(those(read(event({ smoke_alarm: { value: 0 } })), 'press')).toEqual([]);
  });
  it('with an empty field of its own name is a press: null is unknown, not "no"', () =>
    expect(those(read(event({ sos: { value: { sos: null } } })), 'press')).toMatchObject([{ kind: 'sos' }]));
  it('with one flag that is off and an alarm that nobody knows is not over', () =>
    expect(those(read(event({ e1: { value: { sos: 0, alarm_x: 1 } } })), 'check')).toHaveLength(1));
  it('may have a bare value', () =>
    expect(those(read(event({ alarm: { value: 'SOS' } })), 'press')).toMatchObject([{ kind: 'sos' }]));
});

it('is online and offline by its life cycle, except what sleeps', () => {
  const life = { deviceName: 'iot-0001', messageType: 'lifeCycle', data: { status: 'offline', time } };
  expect(read(life)).toEqual([{ is: 'health', device: 'iot-0001', at: time, online: false }]);
  expect(those(read({ ...life, imei: '860000000000001' }), 'health')).toEqual([]);
});

it('tells where it is', () => {
  const msg = {
    deviceName: 'iot-0001',
    messageType: 'lbsAndWifi',
    type: 1,
    timestamp: time,
    data: { lon: '104.06', lat: '30.67', accuracy: 500 },
  };
  expect(read(msg)).toEqual([
    { is: 'position', device: 'iot-0001', place: { lon: 104.06, lat: 30.67, accuracy: 500, at: time, datum: 'wgs84' } },
  ]);
});

it('in its secure mode is decrypted', () => {
  const key = '0123456789abcdef';
  const cipher = createCipheriv('aes-128-cbc', key, key);
  const msg = Buffer.concat([cipher.update(JSON.stringify(property)), cipher.final()]).toString('base64');
  expect(those(readingsIn(oneNet.read, signedPush(msg), { secret: token, aesKey: key }), 'state')).toHaveLength(1);
  expect(readingsIn(oneNet.read, signedPush(msg), { secret: token, aesKey: 'another key here' })).toMatchObject([
    { is: 'check' },
  ]);
});

it('takes a field out of a body as it was written', () => {
  expect(rawField('{"msg" : {"a":"}\\"]", "b":[1, 2]} , "nonce":"x"}', 'msg')).toBe('{"a":"}\\"]", "b":[1, 2]}');
  expect(rawField('{"nonce":"x"}', 'msg')).toBeUndefined();
  expect(rawField('{"msg":{', 'msg')).toBeUndefined();
});

it('survives a message that is deep', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  expect(readingsIn(oneNet.read, posted({ msg: deep }))).toMatchObject([{ is: 'check' }]);
  expect(readingsIn(oneNet.read, posted(`{"msg":${deep}}`))).toMatchObject([{ is: 'check' }]);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      read(JSON.parse(json));
      read({ ...property, data: { params: JSON.parse(json) } });
      read(event({ x: JSON.parse(json) }));
    }),
  );
});
