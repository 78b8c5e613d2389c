import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds, onceOf } from './ask.ts';
import { btHome } from './btHome.ts';

const read = (said: unknown, asked?: Asked) => ask(btHome, 'aa:bb:cc:dd:ee:ff', said, asked);
const heard = (service_data: object) => ({ addr: 'aa:bb:cc:dd:ee:ff', rssi: -71, service_data });
const device = 'aabbccddeeff';

describe('a button that a BTHome gateway hears', () => {
  it.each([
    { button: 1, word: 'press' },
    { button: 2, word: 'double_press' },
    { button: 3, word: 'triple_press' },
    { button: 4, word: 'long_press' },
    { button: 254, word: 'hold_press' },
    { button: 128, word: 'hold_press' },
  ])('$button is a call', ({ button, word }) =>
    expect(read(heard({ pid: 41, battery: 98, button }))).toEqual([
      { is: 'press', kind: 'sos', device, battery: { pct: 98 }, word, once: { key: 'pid 41', withinMs: 300_000 } },
    ]),
  );

  it('0 is none', () =>
    expect(read(heard({ pid: 41, battery: 98, button: 0 }))).toEqual([
      { is: 'health', device, battery: { pct: 98 }, signal: -71 },
    ]));

  it.each([[[0, 0, 1, 0]], [[4, 0]], [[254, 254, 0, 0]]])('of a remote with several keys %j is one call', (button) =>
    expect(read(heard({ pid: 41, button }))).toEqual([expect.objectContaining({ is: 'press', kind: 'sos' })]),
  );
  it('of a remote with several keys none is none', () =>
    expect(kinds(read(heard({ pid: 41, button: [0, 0, 0, 0] })))).toEqual(['health']));

  it('5: the packet id is one byte, so that the same one hours later is another press (trap 7)', () => {
    const once = onceOf(read(heard({ pid: 0, button: 1 })));
    expect(once?.key).toBe('pid 0');
    expect(once?.withinMs).toBeLessThan(5.5 * 3_600_000);
  });

  it('13: a gesture that nobody knows is a call', () =>
    expect(read(heard({ pid: 41, button: 77 }))).toEqual([
      expect.objectContaining({ kind: 'sos', unreadable: true, word: '77' }),
    ]));

  it('13: one that is encrypted is to be looked at', () =>
    expect(read(heard({ encryption: true, BTHome_version: 2 }))).toEqual([
      { is: 'check', device, why: 'unreadable', word: 'encrypted' },
    ]));

  it.each([null, 'garbage', 17])('13: one that the gateway could not decode (%j) too', (service_data) =>
    expect(read({ addr: 'aa:bb:cc:dd:ee:ff', rssi: -71, service_data })).toEqual([
      expect.objectContaining({ is: 'check', device }),
    ]),
  );

  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read(heard({ pid: 41, button: 1 }), { retained: true }))).toEqual(['nothing']));

  it('may be said without a level between', () =>
    expect(read({ BTHome_version: 2, encryption: false, pid: 5, button: 1, address: 'AA:BB:CC:DD:EE:FF' })).toEqual([
      expect.objectContaining({ is: 'press', device }),
    ]));

  it('is a detector too', () => {
    expect(read(heard({ pid: 1, smoke: 1 }))).toEqual([
      expect.objectContaining({ is: 'state', kind: 'smoke', on: true }),
    ]);
    expect(kinds(read(heard({ pid: 1, window: 1, illuminance: 20 })))).toEqual(['moved', 'health']);
  });

  it.each(['garbage', '[]', '{}', '17', { event_type: 'press' }, { addr: 'aa:bb:cc:dd:ee:ff' }])(
    '%j is of another family',
    (said) => expect(read(said)).toBeUndefined(),
  );
});
