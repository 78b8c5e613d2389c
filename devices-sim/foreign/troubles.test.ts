// What goes wrong, step by step; nothing waits and nothing is sent here.
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../chance.ts';
import { simulatedFamilies, simulatedFamily } from './families.ts';
import type { Message } from './message.ts';
import { living, pressed, type Staged, troubled, troubles } from './troubles.ts';

function staged(name: string, more: Partial<Staged> = {}): Staged {
  const family = simulatedFamily(name);
  if (!family) throw new Error(`no family ${name}`);
  const of = { address: 'a4cf12f45e1b', chance: chanceOf(1, name) };
  return {
    family,
    of,
    from: { at: Date.UTC(2026, 0, 5), n: 7, battery: 80 },
    everyMs: 3_000,
    times: 4,
    live: false,
    ...more,
  };
}
const all = (steps: readonly { messages: readonly Message[] }[]): readonly Message[] =>
  steps.flatMap(({ messages }) => messages);
const text = (messages: readonly Message[]): string[] =>
  messages.map((one) => (one.by === 'mqtt' ? `${one.topic} ${one.payload}` : ''));
const matching = (messages: readonly Message[], what: RegExp): string[] =>
  text(messages).filter((one) => what.test(one));

it('several presses are as many, each with a count of its own', () => {
  const counts = matching(all(pressed(staged('shellyGen1'))), /event_cnt/).map(
    (one) => /"event_cnt":(\d+)/.exec(one)?.[1],
  );
  expect(new Set(counts)).toEqual(new Set(['7', '8', '9', '10']));
});

it('signs of life press nothing', () => expect(matching(all(living(staged('shellyGen1'))), /input_event/)).toEqual([]));

it('a battery that ends says so on the way, and calls with the last of it', () => {
  const levels = matching(all(troubled('flat', staged('shellyGen1'))), /battery/).map((one) =>
    Number(/ (\d+)$/.exec(one)?.[1]),
  );
  expect(levels).toEqual([25, 20, 10, 3, 0]);
  expect(matching(troubled('flat', staged('shellyGen1')).at(-1)?.messages ?? [], /input_event/)).not.toEqual([]);
});

it('a gateway that flaps goes and comes', () =>
  expect(text(all(troubled('flap', staged('zigbee2mqtt')))).filter((one) => one.includes('bridge/state'))).toEqual(
    [false, true, false, true].map((up) => `zigbee2mqtt/bridge/state {"state":"${up ? 'online' : 'offline'}"}`),
  ));

it('a replay is the very same bytes', () => {
  const events = matching(all(troubled('replay', staged('shellyGen1'))), /input_event/);
  expect(events.length).toBe(2 * 5);
  expect(new Set(events).size).toBe(1);
});

it('clocks that lie are of 1970, 2000, yesterday and next year, and each is a press', () => {
  const times = matching(all(troubled('lie', staged('shellyGen2'))), /single_push/).map((one) =>
    Number(/"ts":(\d+)/.exec(one)?.[1]),
  );
  expect(times.map((seconds) => new Date(seconds * 1000).getUTCFullYear())).toEqual([1970, 2000, 2026, 2027]);
});

describe('drowning in retained messages', () => {
  const drowned = (live: boolean): readonly Message[] =>
    all(troubled('drown', staged('zigbee2mqtt', { live, times: 50 })));
  const isRetained = (one: Message): boolean => one.by === 'mqtt' && one.retain;

  it('at a foreign broker has old presses too, of devices that nobody has, and one press of now that is not retained', () => {
    const presses = drowned(false).filter((one) => /"action":"emergency"/.test(text([one])[0] ?? ''));
    expect(presses.filter(isRetained)).toHaveLength(50);
    expect(presses.filter((one) => !isRetained(one))).toHaveLength(1);
    expect(matching(presses.filter(isRetained), /a4cf12f45e1b/)).toEqual([]);
  });
  it('at our own broker, where retaining is only a wish, has none', () =>
    expect(drowned(true).filter((one) => isRetained(one) && /emergency/.test(text([one])[0] ?? ''))).toEqual([]));
  it('is not for who speaks to no broker', () =>
    expect(() => troubled('drown', staged('iotda'))).toThrow(/choose a family that speaks MQTT/));
});

it.each(simulatedFamilies)('%s can have every trouble, and says something in each', (name) => {
  for (const trouble of troubles) {
    const isMqtt = all(pressed(staged(name))).every(({ by }) => by === 'mqtt');
    if (trouble !== 'drown' || isMqtt) expect(all(troubled(trouble, staged(name))).length, trouble).toBeGreaterThan(0);
  }
});
