// What a Home Assistant is told of a button: what its own documentation of MQTT discovery asks for, and nothing of a person.
import { describe, expect, it } from 'vitest';
import { announced, fits, standing, withdrawn } from './discovery.ts';

describe('a button', () => {
  it('appears with its battery, whether it is there, and how its call stands', () => {
    expect(announced('btn-1').map(({ topic }) => topic)).toEqual([
      'homeassistant/sensor/yijiantong_btn-1/battery/config',
      'homeassistant/binary_sensor/yijiantong_btn-1/battery_low/config',
      'homeassistant/binary_sensor/yijiantong_btn-1/connected/config',
      'homeassistant/sensor/yijiantong_btn-1/call/config',
    ]);
    const configs = announced('btn-1').map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
    expect(new Set(configs.map(({ unique_id }) => unique_id)).size).toBe(configs.length);
    for (const config of configs) expect(config).toMatchObject({ state_topic: 'yijiantong/btn-1/state', qos: 1 });
  });
  it('disappears by empty announcements', () =>
    expect(withdrawn('btn-1').map(({ payload }) => payload)).toEqual(['', '', '', '']));
  it('is unknown where nothing is known', () =>
    expect(JSON.parse(standing('btn-1', { connected: false }).payload)).toEqual({
      battery: null,
      battery_low: null,
      connected: 'OFF',
      call: 'none',
    }));
});

it.each([
  ['homeassistant/#', 'homeassistant/sensor/a/battery/config', true],
  ['homeassistant/+/+/+/config', 'homeassistant/sensor/a/battery/config', true],
  ['homeassistant/+/+/config', 'homeassistant/sensor/a/battery/config', false],
  ['yijiantong/btn-1/state', 'yijiantong/btn-1/state', true],
  ['yijiantong/btn-1/state', 'yijiantong/btn-2/state', false],
  ['zigbee2mqtt/#', 'yijiantong/btn-1/state', false],
])('%s fits %s: %s', (filter, topic, does) => expect(fits(filter, topic)).toBe(does));
