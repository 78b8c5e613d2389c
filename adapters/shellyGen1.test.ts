import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds, onceOf } from './ask.ts';
import { shellyGen1 } from './shellyGen1.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(shellyGen1, `shellies/${topic}`, body, asked);
const button = 'shellybutton1-E8DB84A1B2C3';
const device = 'e8db84a1b2c3';

describe('a Shelly button of the first generation', () => {
  it.each(['S', 'SS', 'SSS', 'L', 'SL', 'LS'])('%s is a call', (event) =>
    expect(read(`${button}/input_event/0`, { event, event_cnt: 23 })).toEqual([
      {
        is: 'press',
        kind: 'sos',
        device,
        word: event,
        once: { key: '0:23', withinMs: 86_400_000, untilAnother: true },
      },
    ]),
  );

  it('has no event since it started: its counter begins anew', () =>
    expect(read(`${button}/input_event/0`, { event: '', event_cnt: 0 })).toEqual([
      { is: 'health', device, restarted: true },
    ]));

  it.each(['X', '?!'])('13: a word that nobody knows (%s) is a call that cannot be read', (event) =>
    expect(read(`${button}/input_event/0`, { event, event_cnt: 1 })).toEqual([
      expect.objectContaining({ is: 'press', kind: 'sos', unreadable: true }),
    ]),
  );

  it.each(['garbage', '[1]', '{"event":', '{}'])('13: %s where only events come is one too', (body) =>
    expect(read(`${button}/input_event/0`, body)).toEqual([expect.objectContaining({ is: 'press', unreadable: true })]),
  );

  it('is to be looked at when it says nothing at all', () =>
    expect(kinds(read(`${button}/input_event/0`, ''))).toEqual(['check']));

  it('4, 5: the echo each 30 s has the key of the press, the next press another one', () => {
    const first = read(`${button}/input_event/0`, { event: 'S', event_cnt: 23 });
    const echo = read(`${button}/input_event/0`, { event: 'S', event_cnt: 23 });
    const second = read(`${button}/input_event/0`, { event: 'S', event_cnt: 24 });
    expect(onceOf(echo)).toEqual(onceOf(first));
    expect(onceOf(second)).not.toEqual(onceOf(first));
  });

  it('has a key for each input', () =>
    expect(onceOf(read('shellyix3-98CDAC1F2E3D/input_event/2', { event: 'S', event_cnt: 1 }))?.key).toBe('2:1'));

  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read(`${button}/input_event/0`, { event: 'S', event_cnt: 23 }, { retained: true }))).toEqual([
      'nothing',
    ]));
});

describe('what it says besides', () => {
  it('10: its battery, bare', () =>
    expect(read(`${button}/sensor/battery`, '97')).toEqual([{ is: 'health', device, battery: { pct: 97 } }]));

  it('9: it sleeps, so that offline says nothing', () => {
    expect(kinds(read(`${button}/online`, 'false'))).toEqual(['nothing']);
    expect(read(`${button}/online`, 'true')).toEqual([{ is: 'health', device }]);
    expect(read('shellyix3-98CDAC1F2E3D/online', 'false')).toEqual([
      { is: 'health', device: '98cdac1f2e3d', online: false },
    ]);
  });

  it.each(['input/0', 'longpush/0', 'relay/0', 'sensor/charger', 'sensor/temperature'])(
    '%s is no second press',
    (topic) => expect(kinds(read(`${button}/${topic}`, '1'))).toEqual(['health']),
  );

  it.each([
    { topic: 'shellysmoke-98CDAC1F2E3D/sensor/smoke', body: 'true', kind: 'smoke', on: true },
    { topic: 'shellyflood-98CDAC1F2E3D/sensor/flood', body: 'false', kind: 'service', on: false },
    { topic: 'shellygas-98CDAC1F2E3D/sensor/gas', body: 'heavy', kind: 'smoke', on: true },
    { topic: 'shellygas-98CDAC1F2E3D/sensor/gas', body: 'none', kind: 'smoke', on: false },
  ])('$topic $body', ({ topic, body, kind, on }) =>
    expect(read(topic, body)).toEqual([expect.objectContaining({ is: 'state', kind, on })]),
  );

  it('12: announces whose name its topic has', () =>
    expect(read('announce', { id: 'shellyix3-1F2E3D', mac: '98CDAC1F2E3D', fw_ver: '1.14' })).toEqual([
      { is: 'name', device: '98cdac1f2e3d', name: 'shellyix3-1F2E3D' },
      { is: 'health', device: '98cdac1f2e3d', firmware: '1.14' },
    ]));

  it.each(['command', `${button}/command`, 'shelly1-112233/relay/0/command'])('%s is a command', (topic) =>
    expect(kinds(read(topic, 'announce'))).toEqual(['nothing']),
  );

  it('knows a MAC of digits alone', () =>
    expect(read('shellybutton1-112233445566/input_event/0', { event: 'S', event_cnt: 1 })).toEqual([
      expect.objectContaining({ device: '112233445566' }),
    ]));
});
