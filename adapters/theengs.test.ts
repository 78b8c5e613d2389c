import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds } from './ask.ts';
import { theengs } from './theengs.ts';

const read = (said: unknown, asked?: Asked) => ask(theengs, 'home/OMG_hall/BTtoMQTT/AABBCCDDEEFF', said, asked);
const blu = {
  id: 'AA:BB:CC:DD:EE:FF',
  name: 'SBBT-002C',
  rssi: -70,
  brand: 'Shelly',
  model_id: 'SBBT-002C',
  packet: 41,
  batt: 98,
};
const device = 'aabbccddeeff';

describe('a button that Theengs or OpenMQTTGateway hears', () => {
  it.each([
    { button: 1, word: 'press' },
    { button: 2, word: 'double_press' },
    { button: 3, word: 'triple_press' },
    { button: 9, word: 'long_press' },
    { button: 11, word: 'hold_press' },
    { button: 4, word: 'long_press' },
    { button: '1', word: 'press' },
    { button: true, word: 'press' },
  ])('$button is a call', ({ button, word }) =>
    expect(read({ ...blu, button })).toEqual([
      { is: 'press', kind: 'sos', device, battery: { pct: 98 }, word, once: { key: 'packet 41', withinMs: 300_000 } },
    ]),
  );

  it.each([0, '0', false, null])('%j is none', (button) => expect(kinds(read({ ...blu, button }))).toEqual(['health']));
  it('a wall switch has a field for each key', () => {
    expect(read({ ...blu, button1: 0, button2: 1, button3: 0, button4: 0 })).toEqual([
      expect.objectContaining({ is: 'press' }),
    ]);
    expect(kinds(read({ ...blu, button1: 0, button2: 0, button3: 0, button4: 0 }))).toEqual(['health']);
  });
  it('is alive whenever it is heard', () =>
    expect(read({ id: 'AA:BB:CC:DD:EE:FF', rssi: -70 })).toEqual([{ is: 'health', device, signal: -70 }]));
  it('13: a gesture that nobody knows is a call', () =>
    expect(read({ ...blu, button: 42 })).toEqual([expect.objectContaining({ kind: 'sos', unreadable: true })]));
  it('13: one that is encrypted is to be looked at', () =>
    expect(kinds(read({ id: blu.id, encr: 2, cipher: 'a1b2', ctr: '00', mic: 'ff' }))).toEqual(['check']));
  it.each(['garbage', '[]', '17'])('13: %s is to be looked at', (said) =>
    expect(read(said)).toEqual([{ is: 'check', device, why: 'unreadable' }]),
  );
  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read({ ...blu, button: 1 }, { retained: true }))).toEqual(['nothing']));
  it('12: is its address, also one of digits alone', () =>
    expect(ask(theengs, 'home/OMG/BTtoMQTT/112233445566', { id: '11:22:33:44:55:66', packet: 1, button: 1 })).toEqual([
      expect.objectContaining({ device: '112233445566' }),
    ]));
});

it('9: the gateway’s will is of the gateway', () => {
  expect(ask(theengs, 'home/OMG_hall/LWT', 'offline', { retained: true })).toEqual([
    { is: 'gateway', gateway: 'OMG_hall', up: false },
  ]);
  expect(ask(theengs, 'home/OMG_hall/LWT', 'online')).toEqual([{ is: 'gateway', gateway: 'OMG_hall', up: true }]);
});
