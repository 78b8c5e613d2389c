import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds, onceOf } from './ask.ts';
import { chirpStack } from './chirpStack.ts';

const eui = '24e124535b123456';
const read = (event: string, body: unknown, asked?: Asked) =>
  ask(chirpStack, `application/a1/device/${eui}/event/${event}`, body, asked);
const up = (more: object) => ({
  deduplicationId: 'c9b3e7f2-0000-4000-8000-000000000001',
  time: '2026-01-05T08:00:00.1+00:00',
  deviceInfo: { devEui: eui, tags: {} },
  fCnt: 7,
  fPort: 85,
  rxInfo: [{ rssi: -97, snr: 6.2 }, { rssi: -80 }],
  ...more,
});

describe('a LoRaWAN button behind ChirpStack', () => {
  it('calls', () =>
    expect(read('up', up({ data: '/y4C' }))).toEqual([
      {
        is: 'press',
        kind: 'sos',
        device: eui,
        at: 1_767_600_000_100,
        word: 'long press',
        once: { key: 'c9b3e7f2-0000-4000-8000-000000000001', withinMs: 86_400_000 },
      },
    ]));

  it('tells its battery beside', () =>
    expect(read('up', up({ data: 'AXUQ/y4B' }))).toEqual([
      expect.objectContaining({ is: 'press', battery: { pct: 16 } }),
    ]));

  it('its bytes win over what a codec made of them', () => {
    expect(
      read('up', up({ data: '/y4C', object: { button_event: { status: 'short press', msgid: 123_456 } } })),
    ).toEqual([expect.objectContaining({ word: 'long press' })]);
    expect(kinds(read('up', up({ data: 'AXVk', object: { button_event: { status: 'short press' } } })))).toEqual([
      'health',
    ]);
  });

  it('4: without an id the counter is the key, absent where it is 0', () => {
    const { deduplicationId: _, fCnt, ...rest } = up({ data: '/y4C' });
    expect(onceOf(read('up', { ...rest, fCnt }))).toEqual({ key: 'f 7', withinMs: 600_000 });
    expect(onceOf(read('up', rest))).toEqual({ key: 'f 0', withinMs: 600_000 });
  });

  it('is known by its model on another port', () => {
    const models = { [eui]: 'Milesight WS101-SOS' };
    expect(kinds(read('up', up({ data: '/y4C', fPort: 2 }), { models }))).toEqual(['press']);
  });

  it.each([
    { object: { button_event: { status: 'short press', msgid: 5 } } },
    { object: { sos: true } },
    { object: { Alarm: 'TRUE', BatV: 2.9 } },
    { object: { buttonPressed: true } },
    { object: { button_1: 1 } },
    { object: { panic: 1 } },
  ])('of another model: $object is a call', ({ object }) =>
    expect(read('up', up({ data: 'qqqq', fPort: 2, object }))).toEqual([
      expect.objectContaining({ is: 'press', kind: 'sos' }),
    ]),
  );

  it.each([
    { object: { temperature: 21.5, battery: 90 } },
    { object: { button_event: { status: 'none' } } },
    { object: { sos: false } },
    { object: { button_count: 17 } },
  ])('of another model: $object is none', ({ object }) =>
    expect(kinds(read('up', up({ data: 'qqqq', fPort: 2, object })))).toEqual(['health']),
  );

  it('is a detector too', () =>
    expect(read('up', up({ data: 'qqqq', fPort: 2, object: { leakage_status: 'leak', battery: 90 } }))).toEqual([
      expect.objectContaining({ is: 'state', kind: 'service', on: true, battery: { pct: 90 } }),
    ]));

  it.each([
    { what: 'bytes of an unknown model', body: up({ data: 'qqqq', fPort: 2 }) },
    { what: 'bytes that are none', body: up({ data: '§§§' }) },
    { what: 'base64 cut short', body: up({ data: '/y4Cq' }) },
    { what: 'protobuf', body: new Uint8Array([0x0a, 0x24, 0x63, 0x39, 0xff]) },
    { what: 'a list', body: '[]' },
    { what: 'nothing', body: '' },
  ])('13: $what is to be looked at', ({ body }) => expect(kinds(read('up', body))).toEqual(['check']));

  it('13: a gesture that nobody knows is a call', () =>
    expect(read('up', up({ data: '/y4J' }))).toEqual([expect.objectContaining({ kind: 'sos', unreadable: true })]));

  it('an uplink without a payload only answers the network', () =>
    expect(read('up', up({}))).toEqual([{ is: 'health', device: eui, at: 1_767_600_000_100, signal: -80 }]));

  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read('up', up({ data: '/y4C' }), { retained: true }))).toEqual(['nothing']));
});

describe('what it says besides', () => {
  it('10: its battery', () => {
    expect(read('status', { deviceInfo: {}, margin: 10, batteryLevel: 88.3 })).toEqual([
      { is: 'health', device: eui, battery: { pct: 88.3 } },
    ]);
    expect(read('status', { margin: 10, batteryLevelUnavailable: true })).toEqual([{ is: 'health', device: eui }]);
  });

  it('5: that its counters begin anew', () =>
    expect(read('join', { time: '2026-01-05T08:00:00+00:00', devAddr: '00189440' })).toEqual([
      { is: 'health', device: eui, restarted: true, at: 1_767_600_000_000 },
    ]));

  it.each(['ack', 'txack', 'integration'])('%s is of no concern', (event) =>
    expect(kinds(read(event, {}))).toEqual(['nothing']),
  );

  it('that the network has thrown away what it sent', () => {
    expect(kinds(read('log', { level: 'ERROR', code: 'UPLINK_F_CNT_RESET' }))).toEqual(['check']);
    expect(kinds(read('log', { level: 'ERROR', code: 'UPLINK_CODEC' }))).toEqual(['nothing']);
    expect(kinds(read('log', { level: 'INFO', code: '' }))).toEqual(['nothing']);
  });

  it('11: where it is, if it knows', () => {
    expect(read('location', { location: { latitude: 30.6, longitude: 104.1 } })).toEqual([
      { is: 'position', device: eui, place: { lon: 104.1, lat: 30.6, datum: 'wgs84' } },
    ]);
    expect(kinds(read('location', { location: {} }))).toEqual(['nothing']);
  });

  it('9: that a gateway is gone', () =>
    expect(
      ask(chirpStack, 'eu868/gateway/0016c001f153a14c/state/conn', { gatewayId: '0016c001f153a14c', state: 'OFFLINE' }),
    ).toEqual([{ is: 'gateway', gateway: '0016c001f153a14c', up: false }]));

  it('commands are of no concern', () =>
    expect(kinds(ask(chirpStack, `application/a1/device/${eui}/command/down`, {}))).toEqual(['nothing']));
});
