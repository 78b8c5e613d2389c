import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds } from './ask.ts';
import { shellyGen2 } from './shellyGen2.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(shellyGen2, topic, body, asked);
const src = 'shellyplusi4-a8032ab636ec';
const device = 'a8032ab636ec';
const happened = (event: string, ts: number | null = 1_691_055_957.32, component = 'input:0') => ({
  src,
  dst: `${src}/events`,
  method: 'NotifyEvent',
  params: { ts, events: [{ component, id: 0, event, ts }] },
});

describe('a Shelly from the second generation on', () => {
  it.each(['single_push', 'double_push', 'triple_push', 'long_push'])('%s is a call', (event) =>
    expect(read(`${src}/events/rpc`, happened(event))).toEqual([
      {
        is: 'press',
        kind: 'sos',
        device,
        at: 1_691_055_957_320,
        word: event,
        once: { key: 'input:0:1691055957.32', withinMs: 86_400_000 },
      },
    ]),
  );

  it.each(['btn_down', 'btn_up', 'config_changed'])('4: %s is not the word of a press', (event) =>
    expect(kinds(read(`${src}/events/rpc`, happened(event)))).toEqual(['health']),
  );

  it('4: several events in one message are the pushes among them', () => {
    const { params, ...rest } = happened('btn_down');
    const events = ['btn_down', 'btn_up', 'single_push'].map((event, at) => ({
      component: 'input:0',
      id: 0,
      event,
      ts: 1_691_055_957 + at,
    }));
    expect(read(`${src}/events/rpc`, { ...rest, params: { ...params, events } })).toEqual([
      expect.objectContaining({ is: 'press', word: 'single_push' }),
    ]);
  });

  it('11: with a clock that was never set only copies are one press', () =>
    expect(read(`${src}/events/rpc`, happened('single_push', 12.5))).toEqual([
      { is: 'press', kind: 'sos', device, word: 'single_push', once: { key: 'input:0:single_push', withinMs: 2000 } },
    ]));

  it('13: a word that nobody knows of a key is a call, of anything else it is none', () => {
    expect(read(`${src}/events/rpc`, happened('quadruple_squeeze'))).toEqual([
      expect.objectContaining({ kind: 'sos', unreadable: true }),
    ]);
    expect(kinds(read(`${src}/events/rpc`, happened('ota_begin', 1_691_055_957, 'sys')))).toEqual(['health']);
    expect(kinds(read(`${src}/events/rpc`, happened('config_changed', 1_691_055_957, 'switch:0')))).toEqual(['health']);
  });

  it.each(['garbage', '[]', '{}', '{"method":"NotifyEvent"}', '{"method":"NotifyEvent","params":{"events":[]}}', ''])(
    '13: %s is to be looked at',
    (body) => expect(kinds(read(`${src}/events/rpc`, body))).toEqual(['check']),
  );

  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read(`${src}/events/rpc`, happened('single_push'), { retained: true }))).toEqual(['nothing']));

  it('12: names itself under any prefix', () =>
    expect(read('flat/12/button/events/rpc', happened('single_push'))).toEqual([
      { is: 'name', device, name: 'flat/12/button' },
      expect.objectContaining({ is: 'press', device }),
    ]));

  it('speaks for a button that it hears by Bluetooth', () =>
    expect(read(`${src}/events/rpc`, happened('single_push', 1_691_055_957, 'bthomedevice:200'))).toEqual([
      expect.objectContaining({ is: 'press', device: `${device}/bthomedevice:200` }),
    ]));

  it('speaks for one by its script', () => {
    const data = {
      encryption: false,
      BTHome_version: 2,
      pid: 118,
      battery: 100,
      button: 1,
      rssi: -70,
      address: 'aa:bb:cc:dd:ee:ff',
    };
    const event = { component: 'script:1', id: 1, event: 'shelly-blu', data, ts: 1_691_055_957 };
    expect(
      read(`${src}/events/rpc`, { src, method: 'NotifyEvent', params: { ts: 1_691_055_957, events: [event] } }),
    ).toEqual([
      expect.objectContaining({ is: 'press', device: 'aabbccddeeff', once: { key: 'pid 118', withinMs: 300_000 } }),
    ]);
  });
});

describe('how it stands', () => {
  it('10: its battery, when it wakes', () => {
    const params = {
      ts: 1_691_055_957,
      'devicepower:0': { id: 0, battery: { V: 2.91, percent: 84 }, external: { present: false } },
    };
    expect(read(`${src}/events/rpc`, { src, method: 'NotifyFullStatus', params })).toEqual([
      { is: 'health', device, at: 1_691_055_957_000, battery: { pct: 84, volts: 2.91 } },
    ]);
    expect(read(`${src}/status/devicepower:0`, params['devicepower:0'])).toEqual([
      { is: 'health', device, battery: { pct: 84, volts: 2.91 } },
    ]);
  });

  it('3: a key that is wired as a switch has a state; a button has none', () => {
    expect(read(`${src}/status/input:1`, { id: 1, state: true })).toEqual([
      { is: 'state', device, flag: 'input:1', kind: 'sos', on: true },
    ]);
    expect(kinds(read(`${src}/status/input:1`, { id: 1, state: null }))).toEqual(['health']);
  });

  it.each([
    { component: 'smoke:0', kind: 'smoke' },
    { component: 'flood:0', kind: 'service' },
  ])('$component', ({ component, kind }) =>
    expect(read(`${src}/status/${component}`, { id: 0, alarm: true })).toEqual([
      expect.objectContaining({ is: 'state', kind, on: true }),
    ]),
  );

  it('9: its will, unless it sleeps', () => {
    expect(read(`${src}/online`, 'false')).toEqual([{ is: 'health', device, online: false }]);
    expect(read(`${src}/online`, 'true')).toEqual([{ is: 'health', device, online: true }]);
    expect(kinds(read('shellyplussmoke-a8032ab636ec/online', 'false'))).toEqual(['nothing']);
  });

  it('is of another family elsewhere', () => expect(read('zigbee2mqtt/Zhang', '{}')).toBeUndefined());
  it('answers of commands are of no concern', () => expect(kinds(read(`${src}/rpc`, '{}'))).toEqual(['nothing']));
});
