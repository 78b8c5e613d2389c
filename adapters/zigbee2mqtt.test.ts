import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds, onceOf } from './ask.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(zigbee2mqtt, `zigbee2mqtt/${topic}`, body, asked);
const press = (word: string) => expect.objectContaining({ is: 'press', kind: 'sos', word });
const zhang = 'name:Zhang';

describe('a call button of Zigbee2MQTT', () => {
  it('calls, and says how its battery is', () => {
    expect(read('Zhang', { action: 'emergency', battery: 80, linkquality: 120 })).toEqual([
      {
        is: 'press',
        kind: 'sos',
        device: zhang,
        battery: { pct: 80 },
        once: { key: 'emergency', withinMs: 2000 },
        word: 'emergency',
      },
    ]);
  });

  it.each(
    (
      'emergency sos panic single double triple hold long press pressed short_press long_press double_press 1_single 2_double 4_hold single_left ' +
      'double_right button_1_click button_1_hold single_l1 key1 1_initial_press on toggle emergency_1 button'
    ).split(' '),
  )('%s is a call', (word) => expect(read('Zhang', { action: word })).toEqual([press(word)]));

  it.each(
    (
      'disarm arm_all_zones arm_day_zones arm_night_zones arm_partial_zones arm_stay exit_delay release hold_release 1_long_release ' +
      'brightness_stop lock keypad_unlock identify'
    ).split(' '),
  )('%s is none', (word) => expect(read('Zhang', { action: word })).toEqual([{ is: 'health', device: zhang, word }]));

  it.each(['cancel', 'cancel_sos'])('%s asks to be looked at, and stops nothing here', (word) =>
    expect(read('Zhang', { action: word })).toEqual([expect.objectContaining({ is: 'press', kind: 'cancel' })]),
  );

  it('is a button whose zone goes back to normal, where its model says so', () => {
    const models = { [zhang]: 'Heiman HS1EB/HS1EB-E' };
    expect(read('Zhang', { action: 'single' }, { models })).toEqual([press('single')]);
    expect(kinds(read('Zhang', { action: 'off' }, { models }))).toEqual(['health']);
  });

  it('says a word that is no call in one sign of life', () =>
    expect(read('Zhang', { action: 'disarm', tamper: false, battery: 90 })).toEqual([
      { is: 'health', device: zhang, battery: { pct: 90 }, tamper: false, word: 'disarm' },
    ]));

  it('gives the panic key of a keypad, and not its modes', () => {
    const models = { [zhang]: 'KEYPAD001' };
    expect(read('Zhang', { action: 'panic', action_code: null }, { models })).toEqual([press('panic')]);
    expect(kinds(read('Zhang', { action: 'arm_all_zones', action_code: '1234' }, { models }))).toEqual(['health']);
  });

  it.each([
    { said: 'epoch', at: 1_767_600_000_000 },
    { said: 'ISO', at: '2026-01-05T08:00:00.000Z' },
    { said: 'local ISO', at: '2026-01-05T16:00:00+08:00' },
  ])('knows when the gateway last heard it: $said', ({ at }) =>
    expect(read('Zhang', { action: 'sos', last_seen: at })).toEqual([
      expect.objectContaining({ at: 1_767_600_000_000 }),
    ]),
  );

  it.each([
    { how: 'an object', action: { type: 'emergency' }, words: ['emergency'] },
    { how: 'a list', action: ['single', 'emergency'], words: ['single', 'emergency'] },
    { how: 'another object', action: { action: 'single', endpoint: 1 }, words: ['single'] },
  ])('is heard where action is $how', ({ action, words }) =>
    expect(read('Zhang', { action })).toEqual(words.map(press)),
  );

  it('is heard where action is of no shape that anybody knows', () =>
    expect(read('Zhang', { action: { endpoint: 1 } })).toEqual([
      expect.objectContaining({ is: 'press', kind: 'sos', unreadable: true }),
    ]));

  it('is named by its address where the gateway says it', () => {
    const said = {
      action: 'single',
      device: { ieeeAddr: '0x00158D0001ABCDEF', friendlyName: 'Zhang', model: 'HS1EB/HS1EB-E' },
    };
    expect(read('Zhang', said)).toEqual([expect.objectContaining({ is: 'press', device: '00158d0001abcdef' })]);
    expect(read('0x00158d0001abcdef', { action: 'single' })).toEqual([
      expect.objectContaining({ device: '00158d0001abcdef' }),
    ]);
  });

  it.each(['building 3/flat 12/Zhang', '张奶奶/床头'])('may have slashes in its name: %s', (name) => {
    expect(read(name, { action: 'emergency' })).toEqual([
      expect.objectContaining({ device: `name:${name}`, kind: 'sos' }),
    ]);
    expect(read(`${name}/action`, 'emergency')).toEqual([
      expect.objectContaining({ device: `name:${name}`, kind: 'sos' }),
    ]);
  });
});

describe('traps', () => {
  it('1: what a foreign broker has kept is no press', () => {
    expect(read('Zhang', { action: 'emergency' }, { retained: true })).toEqual([{ is: 'nothing', why: 'replay' }]);
    expect(read('Zhang', { sos: true }, { retained: true })).toEqual([{ is: 'nothing', why: 'replay' }]);
    expect(read('Zhang/action', 'emergency', { retained: true })).toEqual([{ is: 'nothing', why: 'replay' }]);
  });

  it.each([{ action: '' }, { action: null }, {}, { battery: 80 }])('2: %j is no event', (said) =>
    expect(kinds(read('Zhang', said))).toEqual(['health']),
  );

  it('2: nor is an empty mirror', () => expect(kinds(read('Zhang/action', '""'))).toEqual(['nothing']));

  it('3: a flag is a state, said again with each message', () => {
    expect(read('Zhang', { sos: true, tamper: false, battery_low: false })).toEqual([
      { is: 'state', device: zhang, flag: 'sos', kind: 'sos', on: true, battery: { low: false } },
      { is: 'health', device: zhang, battery: { low: false }, tamper: false },
    ]);
    expect(read('Zhang', { sos: false })).toEqual([expect.objectContaining({ is: 'state', on: false })]);
  });

  it('4: the mirror is the same press as the state', () => {
    const state = read('Zhang', { action: 'emergency', last_seen: '2026-01-05T08:00:00Z' });
    const mirror = read('Zhang/action', 'emergency');
    expect(mirror?.[0]).toMatchObject({ is: 'press', kind: 'sos', device: zhang, word: 'emergency' });
    expect(onceOf(mirror)).toEqual(onceOf(state));
  });

  it('7: a phantom is a press too', () =>
    expect(read('Zhang', { action: 'emergency', battery: 0 })).toEqual([press('emergency')]));

  it('9: a gateway that is gone is one fault', () => {
    expect(read('bridge/state', { state: 'offline' })).toEqual([{ is: 'gateway', gateway: 'zigbee2mqtt', up: false }]);
    expect(read('bridge/state', 'online', { retained: true })).toEqual([
      { is: 'gateway', gateway: 'zigbee2mqtt', up: true },
    ]);
    expect(read('bridge/state', 'offline')).toEqual([{ is: 'gateway', gateway: 'zigbee2mqtt', up: false }]);
  });

  it.each([
    { said: { battery: 97, voltage: 2900 }, battery: { pct: 97, volts: 2.9 } },
    { said: { battery: null, voltage: null }, battery: undefined },
    { said: { battery: 80, battery_low: true }, battery: { pct: 80, low: true } },
    { said: { battery: '55' }, battery: { pct: 55 } },
    { said: { battery_state: 'low' }, battery: { low: true } },
    { said: { battery_state: 'high' }, battery: { low: false } },
    { said: { battery: 255 }, battery: undefined },
  ])('10: a battery as $said', ({ said, battery }) =>
    expect(read('Zhang', said)).toEqual([
      { is: 'health', device: zhang, ...(battery === undefined ? {} : { battery }) },
    ]),
  );

  it('12: the names say whose they are', () => {
    const devices = [
      { ieee_address: '0x00124b0000000000', type: 'Coordinator', friendly_name: 'Coordinator' },
      {
        ieee_address: '0x00158d0001abcdef',
        type: 'EndDevice',
        friendly_name: 'Zhang',
        definition: { model: 'TS0215A_sos' },
      },
    ];
    const name = [{ is: 'name', device: '00158d0001abcdef', name: 'Zhang' }];
    expect(read('bridge/devices', devices)).toEqual(name);
    expect(read('bridge/devices', devices, { retained: true })).toEqual(name);
    expect(read('bridge/config/devices', [{ ieeeAddr: '0x00158d0001abcdef', friendly_name: 'Zhang' }])).toEqual(name);
  });

  it('12: zero bytes under a name are a rename', () => expect(kinds(read('Zhang', ''))).toEqual(['nothing']));

  it('13: a word that nobody knows is a call that cannot be read', () =>
    expect(read('Zhang', { action: 'wobble' })).toEqual([
      expect.objectContaining({ is: 'press', kind: 'sos', unreadable: true, word: 'wobble' }),
    ]));

  it.each(['constructor', '__proto__', 'toString'])('13: and %s is such a word', (word) =>
    expect(read('Zhang', { action: word })).toEqual([expect.objectContaining({ kind: 'sos', unreadable: true })]),
  );

  it.each([
    { what: 'a list', body: '[1,2]' },
    { what: 'a number', body: '17' },
    { what: 'a word', body: 'wobble' },
    { what: 'half a message', body: '{"action":"emer' },
    { what: 'too much', body: `{"x":"${'y'.repeat(70_000)}"}` },
    { what: 'no text', body: new Uint8Array([0xff, 0xfe, 0x80]) },
  ])('13: $what is to be looked at', ({ body }) => expect(kinds(read('Zhang', body))).toEqual(['check']));

  it('13: one bad byte does not cost the press beside it', () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"action":"emergency","x":"'),
      0xff,
      ...new TextEncoder().encode('"}'),
      0,
    ]);
    expect(read('Zhang', bytes)).toEqual([press('emergency')]);
  });
});

describe('detectors', () => {
  it.each([
    { said: { smoke: true }, flag: 'smoke', kind: 'smoke', on: true },
    { said: { smoke: false, battery: 90 }, flag: 'smoke', kind: 'smoke', on: false },
    { said: { smoke_state: 'alarm' }, flag: 'smoke_state', kind: 'smoke', on: true },
    { said: { smoke_state: 'normal' }, flag: 'smoke_state', kind: 'smoke', on: false },
    { said: { gas: true }, flag: 'gas', kind: 'smoke', on: true, word: 'gas' },
    { said: { carbon_monoxide: true }, flag: 'carbon_monoxide', kind: 'smoke', on: true, word: 'carbon_monoxide' },
    { said: { water_leak: true }, flag: 'water_leak', kind: 'service', on: true, word: 'water' },
    { said: { fall_status: 'fall_alarm' }, flag: 'fall_status', kind: 'fall', on: true },
    { said: { fall_down_status: 'none' }, flag: 'fall_down_status', kind: 'fall', on: false },
    { said: { status: 'falling' }, flag: 'status', kind: 'fall', on: true },
    { said: { test: true }, flag: 'test', kind: 'test', on: true },
    { said: { alarm: true }, flag: 'alarm', kind: 'sos', on: true, word: 'alarm' },
  ])('$said', ({ said, ...state }) =>
    expect(read('Zhang', said)).toEqual([expect.objectContaining({ is: 'state', device: zhang, ...state })]),
  );

  it.each([
    { vibration: true },
    { battery: 90, linkquality: 120 },
    { tamper: true },
    { gas: 17 },
    { temperature: 21.5, humidity: 40 },
    { alarm: false, warning: {}, volume: 'low' },
    { state: 'ON', brightness: 200 },
  ])('%j alarms nobody', (said) => expect(kinds(read('Zhang', said))).toEqual(['health']));

  it.each([
    { said: { occupancy: true, battery: 90 }, by: 'motion', on: true },
    { said: { presence: false }, by: 'motion', on: false },
    { said: { contact: false }, by: 'door', on: false },
  ] as const)('$said tells whether somebody moved, and that the device lives', ({ said, by, on }) => {
    const [moved, health] = read('Zhang', said) ?? [];
    expect(moved).toMatchObject({ is: 'moved', device: zhang, by, on });
    expect(health).toMatchObject({ is: 'health' });
  });

  it('no movement is in what a foreign broker had kept', () =>
    expect(kinds(read('Zhang', { occupancy: true }, { retained: true }))).toEqual(['nothing']));
});

describe('a zone that says only alarm', () => {
  it.each([
    { model: 'HM-5HA-E', kind: 'smoke' },
    { model: 'nobody knows it', kind: 'sos' },
  ])('of $model is $kind', ({ model, kind }) =>
    expect(read('Zhang', { alarm: true }, { models: { [zhang]: model } })).toEqual([
      expect.objectContaining({ is: 'state', flag: 'alarm', kind, on: true }),
    ]),
  );
  it.each(['TS0216', 'PSE03-V1.1.0'])('of the siren %s is none', (model) =>
    expect(kinds(read('Zhang', { alarm: true }, { models: { [zhang]: model } }))).toEqual(['health']),
  );
});

describe('what else comes by', () => {
  it.each(['Zhang/set', 'Zhang/get', 'Zhang/left/set', 'Zhang/set/state', 'flat 1/Zhang/set'])(
    '%s is a command',
    (topic) => expect(read(topic, { state: 'ON' })).toEqual([{ is: 'nothing', why: 'command' }]),
  );

  it.each([
    { body: 'online', online: true },
    { body: { state: 'offline' }, online: false },
  ])('availability: $body', ({ body, online }) =>
    expect(read('flat 1/Zhang/availability', body)).toEqual([{ is: 'health', device: 'name:flat 1/Zhang', online }]),
  );

  it('a kept offline is still so, a kept online is no sign of life', () => {
    expect(read('Zhang/availability', { state: 'offline' }, { retained: true })).toEqual([
      { is: 'health', device: zhang, online: false },
    ]);
    expect(kinds(read('Zhang/availability', { state: 'online' }, { retained: true }))).toEqual(['nothing']);
  });

  it('a device that leaves can call nobody', () => {
    const data = { friendly_name: 'Zhang', ieee_address: '0x00158d0001abcdef' };
    const gone = [{ is: 'check', device: '00158d0001abcdef', why: 'unknown_word', word: 'device_leave' }];
    expect(read('bridge/event', { type: 'device_leave', data })).toEqual(gone);
    expect(kinds(read('bridge/event', { type: 'device_announce', data }))).toEqual(['name', 'health']);
    expect(kinds(read('bridge/event', { type: 'device_interview', data }))).toEqual(['nothing']);
    expect(kinds(read('bridge/log', { type: 'device_removed', message: 'Zhang' }))).toEqual(['check']);
  });

  it.each([
    'info',
    'logging',
    'groups',
    'definitions',
    'extensions',
    'request/permit_join',
    'response/permit_join',
    'health',
  ])('bridge/%s is of no concern', (topic) => expect(kinds(read(`bridge/${topic}`, { a: 1 }))).toEqual(['nothing']));

  it.each([
    { topic: 'Zhang/battery', body: '80', is: 'health' },
    { topic: 'Zhang/linkquality', body: '120', is: 'health' },
    { topic: 'Zhang/smoke', body: 'true', is: 'state' },
    { topic: 'Zhang/sos', body: 'true', is: 'state' },
    { topic: 'Zhang', body: 'emergency', is: 'press' },
  ])('$topic with the bare text $body', ({ topic, body, is }) => expect(kinds(read(topic, body))).toEqual([is]));

  it('is of another family under another topic', () =>
    expect(ask(zigbee2mqtt, 'home/Zhang', { action: 'sos' })).toBeUndefined());
  it('may have another base', () =>
    expect(ask(zigbee2mqtt, 'zigbee/north/Zhang', { action: 'sos' }, { base: 'zigbee/north' })).toEqual([
      press('sos'),
    ]));
});
