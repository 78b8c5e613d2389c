import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctwing } from './ctwing.ts';
import { ctwingSignature } from './ctwingSigning.ts';
import { allAre, posted, readingsIn, those, verdictOf } from './given.ts';
import { readTransparent } from './transparent.ts';

const imei = '161941770261953';
const data = {
  upPacketSN: -1,
  upDataSN: -1,
  topic: 'v1/up/ad19',
  timestamp: 1619524024049,
  tenantId: '2000033827',
  serviceId: 10,
  protocol: 'lwm2m',
  productId: '15045240',
  payload: { sos_state: 1, battery_level: 80 },
  messageType: 'dataReport',
  deviceType: '',
  deviceId: 'd01308047f864601a821e02dc328eab4',
  assocAssetId: '',
  IMSI: 'undefined',
  IMEI: imei,
};
const liAn = {
  ...data,
  topic: 'v1/up/ad19prof',
  serviceId: '',
  payload: {
    serviceId: 'notification',
    serviceData: {
      Alarm_Status: 2,
      AlarmLevel: 100,
      Battery_Level: 100,
      TData: 30,
      RSRP: 114,
      CSQ: 5,
      IMEI: '860374051096202',
    },
  },
  IMEI: '860374051096202',
};
const lianSaying = (status: number) => ({
  ...liAn,
  payload: { serviceId: 'notification', serviceData: { ...liAn.payload.serviceData, Alarm_Status: status } },
});
const event = {
  timestamp: 1619523767263,
  serviceId: 1002,
  protocol: 'lwm2m',
  productId: '15045240',
  messageType: 'eventReport',
  eventType: 2,
  eventContent: { battery_voltage: 1, battery_state: 1 } as Record<string, unknown>,
  deviceId: data.deviceId,
  IMSI: 'undefined',
  IMEI: imei,
};
const online = {
  timestamp: 1619523036482,
  protocol: 'lwm2m',
  messageType: 'deviceOnlineOfflineReport',
  iccid: 'undefined',
  eventType: 1,
  deviceId: data.deviceId,
};
const read = (push: unknown, known = {}) => readingsIn(ctwing.read, posted(push), {}, known);

describe('a report of data', () => {
  it('is a state: only its going on is a press', () => {
    expect(those(read(data), 'state')).toEqual([
      {
        is: 'state',
        device: imei,
        flag: 'sos_state',
        kind: 'sos',
        on: true,
        word: 'sos_state',
        at: 1619524024049,
        battery: { pct: 80 },
      },
    ]);
    expect(those(read({ ...data, payload: { sos_state: 0 } }), 'state')[0]?.on).toBe(false);
    expect(those(read(data), 'press')).toEqual([]);
  });

  it('keeps both names of the device', () => {
    expect(those(read(data), 'name')).toEqual([{ is: 'name', device: imei, name: data.deviceId }]);
  });

  it.each([{ IMEI: 'undefined' }, { IMEI: '' }, { IMEI: null }])('goes by its deviceId with $IMEI', (said) => {
    expect(those(read({ ...data, ...said }), 'state')[0]?.device).toBe(data.deviceId);
  });

  it('may write imei small', () => {
    const { IMEI: _, ...other } = data;
    expect(those(read({ ...other, imei: '860000000000001' }), 'state')[0]?.device).toBe('860000000000001');
  });

  it.each([
    { payload: { smoke_state: 1 }, kind: 'smoke' },
    { payload: { gas_sensor_state: 2 }, kind: 'smoke', word: 'gas' },
    { payload: { water_leak: 1 }, kind: 'service', word: 'water' },
    { payload: { fall_alarm: true }, kind: 'fall' },
    { payload: { alarm_type: 'SOS' }, kind: 'sos' },
  ])('$payload is $kind', ({ payload, kind, word }) => {
    const [state] = those(read({ ...data, payload }), 'state');
    expect(state).toMatchObject({ kind, on: true, ...(word ? { word } : {}) });
  });

  it('an alarm without a name goes by what the device is', () => {
    const push = { ...data, payload: { alarm_state: 1 } };
    expect(those(read(push, allAre('NB smoke detector')), 'state')).toMatchObject([{ kind: 'smoke', on: true }]);
    expect(those(read(push, allAre('SOS button')), 'state')).toMatchObject([{ kind: 'sos', on: true }]);
    expect(those(read(push), 'check')).toMatchObject([{ why: 'unknown_word', word: 'alarm_state 1' }]);
  });

  it('what is measured is no alarm', () => {
    expect(
      those(read({ ...data, payload: { gas_value: 12, smoke_value: 3, sos_numbers: '138', fall_switch: 1 } }), 'state'),
    ).toEqual([]);
  });

  it('of a longitude that is none has no position', () => {
    expect(those(read({ ...data, payload: { time: 1619524019000, longitude: 0, latitude: 0 } }), 'position')).toEqual(
      [],
    );
  });
});

describe('the 利安 smoke detector (profile)', () => {
  it('muted is no alarm', () => {
    const readings = read(liAn);
    expect(those(readings, 'state')).toMatchObject([{ flag: 'Alarm_Status', kind: 'smoke', on: false }]);
    expect(those(readings, 'health')[1]).toMatchObject({ battery: { pct: 100 }, signal: -114 });
    expect(readings[0]).toMatchObject({ is: 'name', device: '860374051096202' });
  });
  it('1 is smoke', () => expect(those(read(lianSaying(1)), 'state')).toMatchObject([{ kind: 'smoke', on: true }]));
  it('4 is a low battery, 10 somebody took it off, 14 a test', () => {
    expect(those(read(lianSaying(4)), 'health')[0]?.battery).toMatchObject({ low: true });
    expect(those(read(lianSaying(10)), 'health')[0]?.tamper).toBe(true);
    expect(those(read(lianSaying(14)), 'press')).toMatchObject([{ kind: 'test' }]);
  });
});

describe('bytes of a transparent product', () => {
  const push = (text: string) => ({ ...data, payload: { APPdata: Buffer.from(text, 'latin1').toString('base64') } });
  it('of an unknown model are a sign of life and a check, and no press', () => {
    const readings = read(
      { ...data, payload: { APPdata: 'UFUAPBAAAAYBAAMAJwMnuwpogDAwYGckCQYAAQAADjxkZAJVcVCnAAAAAA==' } },
      allAre('SOS button'),
    );
    expect(readings.map(({ is }) => is)).toEqual(['name', 'health', 'check']);
  });
  it('that are JSON are read', () =>
    expect(those(read(push('{"sos":1}')), 'state')).toMatchObject([{ kind: 'sos', on: true }]));
  it('press where the map of the model says so', () => {
    const codecs = [{ model: /^BTN-1$/, begins: [0xaa], byte: 1, means: { 1: 'sos', 0: 'health' } }] as const;
    const of = { device: imei, known: allAre('BTN-1'), datum: 'wgs84' } as const;
    const bytes = (...all: number[]) => Buffer.from(all).toString('base64');
    expect(readTransparent(bytes(0xaa, 1), of, codecs)).toMatchObject([{ is: 'press', kind: 'sos' }]);
    expect(readTransparent(bytes(0xaa, 0), of, codecs)).toMatchObject([{ is: 'health' }]);
    expect(readTransparent(bytes(0xbb, 1), of, codecs).map(({ is }) => is)).toEqual(['health', 'check']);
  });
});

describe('an event', () => {
  it('of a low battery presses nothing', () => {
    expect(those(read(event), 'health')).toMatchObject([{ battery: { low: true, volts: 1 } }]);
    expect(those(read(event), 'press')).toEqual([]);
  });
  it('is named by its serviceId, not by its eventType', () => {
    const push = { ...event, serviceId: 'sos_alarm', eventType: 1, eventContent: {} };
    expect(those(read(push), 'press')).toMatchObject([
      { kind: 'sos', device: imei, once: { key: `at:${event.timestamp}:sos_alarm`, withinMs: 15 * 60_000 } },
    ]);
  });
  it('with a number for a name goes by what it carries', () => {
    expect(
      those(read({ ...event, serviceId: 1001, eventContent: { gas_sensor_state: 1, gas_value: 40 } }), 'press'),
    ).toMatchObject([{ kind: 'smoke' }]);
  });
  it('that says that it is over is health with its word, never a press', () => {
    for (const eventContent of [{ smoke_state: 0 }, { alarm_type: '烟雾报警恢复' }]) {
      const readings = read({ ...event, serviceId: 1001, eventContent });
      expect(those(readings, 'press')).toEqual([]);
      expect(those(readings, 'health')[0]?.word).toBeTypeOf('string');
    }
  });
  it('of an alarm without a name goes by what the device is', () => {
    const push = (alarm_state: number) => ({ ...event, serviceId: 1001, eventContent: { alarm_state } });
    expect(those(read(push(1), allAre('NB 烟感')), 'press')).toMatchObject([{ kind: 'smoke' }]);
    expect(those(read(push(0), allAre('NB 烟感')), 'press')).toEqual([]);
    expect(those(read(push(1)), 'check')).toHaveLength(1);
  });
  it('of being opened is shown', () =>
    expect(those(read({ ...event, serviceId: 1004, eventContent: { tamper_state: 1 } }), 'health')).toMatchObject([
      { tamper: true },
    ]));
  it('that nobody knows is an sos of a device that calls, and of another a check', () => {
    const push = { ...event, serviceId: 7777, eventContent: { foo: 1 } };
    expect(those(read(push, allAre('SOS pull cord')), 'press')).toMatchObject([{ kind: 'sos', unreadable: true }]);
    expect(those(read(push), 'check')).toMatchObject([{ why: 'unknown_word', word: '7777' }]);
    expect(those(read(push), 'press')).toEqual([]);
  });
});

describe('on and off', () => {
  it('NB-IoT devices that are "offline" sleep', () => {
    expect(read({ ...online, eventType: 0 })).toEqual([{ is: 'nothing', why: 'asleep' }]);
    expect(those(read(online), 'health')).toMatchObject([{ device: data.deviceId }]);
  });
  it('others are off', () =>
    expect(those(read({ ...online, protocol: 'mqtt', eventType: 0 }), 'health')).toMatchObject([{ online: false }]));
});

describe('JT808 through CTWing', () => {
  const report = {
    msgid: 512,
    alarmSign: 1,
    status: 3,
    latitude: 31822526,
    longitude: 117116829,
    time: '191024151115',
    extras: 'MAEf',
  };
  const at = Date.parse('2019-10-24T15:11:15+08:00');
  it('bit 0 is a state, with the place', () => {
    const place = { lon: 117.116829, lat: 31.822526, datum: 'wgs84', at };
    expect(those(read({ ...data, payload: report }), 'state')).toEqual([
      { is: 'state', device: imei, flag: 'emergency', kind: 'sos', on: true, at, place },
    ]);
  });
  it('a batch is JSON within a text', () => {
    const datalist = JSON.stringify([{ ...report, alarmSign: 0 }, report]);
    expect(those(read({ ...data, payload: { msgid: 1796, datalist } }), 'state').map(({ on }) => on)).toEqual([
      false,
      true,
    ]);
  });
});

it('is answered 200 whatever it is, and what cannot be read is a check', () => {
  for (const body of ['', 'x', '[]', '{', '{}', '"a"', 'a=b'])
    expect(verdictOf(ctwing.read, posted(body))).toMatchObject({
      is: 'readings',
      readings: [{ is: 'check' }],
      answer: { status: 200 },
    });
});

it('an answer to a command is nothing', () =>
  expect(
    those(read({ ...online, messageType: 'commandResponse', result: { resultCode: 'DELIVERED' } }), 'nothing'),
  ).toHaveLength(1));

it('never throws', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('dataReport', 'eventReport', 'x'), (json, messageType) => {
      const inner = JSON.parse(json);
      read({ ...data, messageType, payload: inner, eventContent: inner, serviceId: inner });
      read({ ...data, payload: { serviceData: inner, APPdata: inner } });
    }),
  );
});

describe('the signature of a call to CTWing', () => {
  it('is the one of the vector', () => {
    const call = {
      secret: 'secret',
      application: 'appkey',
      timestampMs: 1600000000000,
      parameters: { productId: '10000088' },
    };
    expect(ctwingSignature(call)).toBe('rvXuajfBaegJmQItXe3t+b4ePLk=');
    expect(ctwingSignature({ ...call, body: '{}' })).not.toBe(ctwingSignature(call));
  });
});
