import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds } from './ask.ts';
import { espHome } from './espHome.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(espHome, topic, body, asked);
const device = 'name:flat12';

describe('a button on ESPHome', () => {
  it.each([
    { word: 'ON', on: true },
    { word: 'OFF', on: false },
  ])('3: $word is how it stands, said again on each reconnect', ({ word, on }) =>
    expect(read('flat12/binary_sensor/sos/state', word)).toEqual([
      { is: 'state', device, flag: 'binary_sensor/sos', kind: 'sos', on },
    ]),
  );

  it('1: is kept by default: at our own broker it is live, from a foreign one a replay', () => {
    expect(kinds(read('flat12/binary_sensor/sos/state', 'ON', { retained: false }))).toEqual(['state']);
    expect(kinds(read('flat12/binary_sensor/sos/state', 'ON', { retained: true }))).toEqual(['nothing']);
  });

  it.each([
    { id: 'input_1', kind: 'sos' },
    { id: 'pull_cord_bathroom', kind: 'sos' },
    { id: 'fall_detector', kind: 'fall' },
    { id: 'kitchen_smoke', kind: 'smoke' },
    { id: 'gas_sensor', kind: 'smoke', word: 'gas' },
    { id: 'bath_leak', kind: 'service', word: 'water' },
  ])('$id is of kind $kind', ({ id, ...of }) =>
    expect(read(`flat12/binary_sensor/${id}/state`, 'ON')).toEqual([
      expect.objectContaining({ is: 'state', on: true, ...of }),
    ]),
  );

  it.each(['status', 'battery_low', 'tamper'])('%s alarms nobody', (id) =>
    expect(kinds(read(`flat12/binary_sensor/${id}/state`, 'ON'))).toEqual(['health']),
  );

  it.each([
    { id: 'front_door', by: 'door' },
    { id: 'hall_motion', by: 'motion' },
    { id: 'bed_occupancy', by: 'motion' },
  ])('$id alarms nobody, and tells that somebody moved', ({ id, by }) =>
    expect(read(`flat12/binary_sensor/${id}/state`, 'ON')).toEqual([
      { is: 'moved', device, flag: `binary_sensor/${id}`, by, on: true },
      { is: 'health', device },
    ]),
  );

  it('an event entity says its word', () =>
    expect(read('flat12/event/call/state', { event_type: 'press' })).toEqual([
      { is: 'press', kind: 'sos', device, word: 'press', once: { key: 'call:press', withinMs: 2000 } },
    ]));

  it.each(['garbage', '[1]', '17', '{"a":1}'])('13: %s is to be looked at', (body) =>
    expect(kinds(read('flat12/binary_sensor/sos/state', body))).toEqual(['check']),
  );
  it('12: zero bytes clear what was kept', () =>
    expect(kinds(read('flat12/binary_sensor/sos/state', ''))).toEqual(['nothing']));
});

describe('what it says besides', () => {
  it('9: its will', () => {
    expect(read('flat12/status', 'online')).toEqual([{ is: 'health', device, online: true }]);
    expect(read('flat12/status', 'offline', { retained: true })).toEqual([{ is: 'health', device, online: false }]);
  });

  it.each([
    { topic: 'flat12/sensor/battery_level/state', body: '87.5', health: { battery: { pct: 87.5 } } },
    { topic: 'flat12/sensor/battery_voltage/state', body: '2.9', health: { battery: { volts: 2.9 } } },
    { topic: 'flat12/sensor/wifi_signal/state', body: '-61', health: { signal: -61 } },
    { topic: 'flat12/sensor/uptime/state', body: '12', health: {} },
  ])('10: $topic', ({ topic, body, health }) =>
    expect(read(topic, body)).toEqual([{ is: 'health', device, ...health }]),
  );

  it('12: whose name its prefix is', () =>
    expect(read('esphome/discover/flat12', { ip: '10.0.0.2', name: 'flat12', mac: 'AABBCCDDEEFF' })).toEqual([
      { is: 'name', device: 'aabbccddeeff', name: 'flat12' },
    ]));

  it('commands are of no concern', () => expect(kinds(read('flat12/switch/relay/command', 'ON'))).toEqual(['nothing']));
  it.each(['zigbee2mqtt/Zhang', 'homeassistant/status', 'flat12/debug'])('%s is of another family', (topic) =>
    expect(read(topic, 'online')).toBeUndefined(),
  );
});
