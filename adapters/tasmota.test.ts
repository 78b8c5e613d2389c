import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds } from './ask.ts';
import { tasmota } from './tasmota.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(tasmota, topic, body, asked);
const device = 'name:tasmota_ABC123';
const result = 'stat/tasmota_ABC123/RESULT';

describe('a button on Tasmota', () => {
  it.each(['SINGLE', 'DOUBLE', 'TRIPLE', 'QUAD', 'PENTA', 'HOLD'])('%s is a call', (word) =>
    expect(read(result, { Button1: { Action: word } })).toEqual([
      { is: 'press', kind: 'sos', device, word, once: { key: `button1:${word.toLowerCase()}`, withinMs: 2000 } },
    ]),
  );

  it.each([
    { action: 'ON', is: 'press' },
    { action: 'TOGGLE', is: 'press' },
    { action: 'HOLD', is: 'press' },
    { action: 'OFF', is: 'health' },
    { action: 'CLEAR', is: 'health' },
  ])('a switch that says $action', ({ action, is }) =>
    expect(kinds(read(result, { Switch1: { Action: action } }))).toEqual([is]),
  );

  it.each(['tasmota_ABC123/stat/RESULT', 'stat/tasmota_ABC123/RESULT', 'stat/tasmota_ABC123/BUTTON1'])(
    'whatever the order of its topic: %s',
    (topic) =>
      expect(read(topic, { Button1: { Action: 'SINGLE' } })).toEqual([
        expect.objectContaining({ is: 'press', device }),
      ]),
  );

  it('and with a place before it', () => {
    expect(read('flat/12/tasmota/stat/RESULT', { Button2: { Action: 'HOLD' } })).toEqual([
      expect.objectContaining({ is: 'press', device: 'name:flat/12/tasmota' }),
    ]);
    expect(read('house/stat/t/RESULT', { Button2: { Action: 'HOLD' } }, { base: 'house' })).toEqual([
      expect.objectContaining({ device: 'name:t' }),
    ]);
  });

  it('before version 9 said its key in the topic', () =>
    expect(read('stat/tasmota_ABC123/BUTTON1', { ACTION: 'SINGLE' })).toEqual([
      expect.objectContaining({ is: 'press', word: 'SINGLE', once: { key: 'button1:single', withinMs: 2000 } }),
    ]));

  it('and said so of a switch', () =>
    expect(read('stat/tasmota_ABC123/SWITCH1T', { TRIG: 'ON' })).toEqual([
      expect.objectContaining({ is: 'press', word: 'ON', once: { key: 'switch1:on', withinMs: 2000 } }),
    ]));

  it('13: a word that nobody knows is a call', () =>
    expect(read(result, { Button1: { Action: 'WOBBLE' } })).toEqual([
      expect.objectContaining({ kind: 'sos', unreadable: true }),
    ]));

  it.each([{ POWER: 'ON' }, { SetOption73: 'ON' }, { SwitchMode1: 2 }, { ButtonTopic: '0' }, { Command: 'Unknown' }])(
    '13: %j is the answer to a command',
    (said) => expect(kinds(read(result, said))).toEqual(['health']),
  );

  it.each(['garbage', '[1]', '{"Button1":{"Action":'])('13: %s fits neither', (body) =>
    expect(kinds(read(result, body))).toEqual(['check']),
  );
  it('13: nor does a key without an action', () =>
    expect(kinds(read(result, { Button1: { State: 3 } }))).toEqual(['check']));

  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read(result, { Button1: { Action: 'SINGLE' } }, { retained: true }))).toEqual(['nothing']));
});

describe('what it says besides', () => {
  it('9: how it is, each 300 s', () =>
    expect(
      read('tele/tasmota_ABC123/STATE', {
        Time: '2026-01-05T08:00:00',
        UptimeSec: 9,
        POWER: 'ON',
        Wifi: { RSSI: 80, Signal: -60 },
      }),
    ).toEqual([{ is: 'health', device, signal: -60 }]));

  it('how a switch stands is no movement', () =>
    expect(kinds(read('tele/tasmota_ABC123/SENSOR', { Time: '2026-01-05T08:00:00', Switch1: 'ON' }))).toEqual([
      'health',
    ]));

  it('9: its will', () => {
    expect(read('tele/tasmota_ABC123/LWT', 'Online')).toEqual([{ is: 'health', device, online: true }]);
    expect(read('tele/tasmota_ABC123/LWT', 'Offline', { retained: true })).toEqual([
      { is: 'health', device, online: false },
    ]);
    expect(kinds(read('tele/tasmota_ABC123/LWT', 'Perhaps'))).toEqual(['check']);
  });

  it('5: that it has started anew', () =>
    expect(read('tele/tasmota_ABC123/INFO3', { Info3: { RestartReason: 'Power On' } })).toEqual([
      { is: 'health', device, restarted: true },
    ]));

  it('12: whose name its topic has', () => {
    expect(
      read('tasmota/discovery/AABBCCABC123/config', { mac: 'AABBCCABC123', t: 'tasmota_ABC123' }, { retained: true }),
    ).toEqual([{ is: 'name', device: 'aabbccabc123', name: 'tasmota_ABC123' }]);
    expect(read('stat/tasmota_ABC123/STATUS5', { StatusNET: { Mac: 'AA:BB:CC:AB:C1:23' } })?.[0]).toEqual({
      is: 'name',
      device: 'aabbccabc123',
      name: 'tasmota_ABC123',
    });
  });

  it('commands are of no concern', () =>
    expect(kinds(read('cmnd/tasmota_ABC123/POWER', 'TOGGLE'))).toEqual(['nothing']));
  it('is of another family elsewhere', () => expect(read('zigbee2mqtt/Zhang', '{}')).toBeUndefined());
});
