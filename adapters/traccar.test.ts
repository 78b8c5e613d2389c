import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds, onceOf } from './ask.ts';
import { traccar, traccarHttp } from './traccar.ts';

const read = (said: unknown, asked?: Asked) => ask(traccar, 'traccar', said, asked);
const device = '861234567890123';
const position = {
  id: 12,
  deviceTime: '2026-01-05T08:00:00.000+00:00',
  fixTime: '2026-01-05T07:59:58.000+00:00',
  valid: true,
  outdated: false,
  latitude: 30.6,
  longitude: 104.1,
  accuracy: 0,
  attributes: { alarm: 'sos', batteryLevel: 64, battery: 3.9 },
};
const forwarded = (alarm: string, more: object = {}) => ({
  event: { id: 5, type: 'alarm', eventTime: '2026-01-05T08:00:01.000+00:00', attributes: { alarm } },
  position: { ...position, attributes: { ...position.attributes, alarm } },
  device: { id: 3, name: 'Zhang', uniqueId: device },
  ...more,
});

describe('a pendant behind Traccar', () => {
  it('calls, from where it is', () =>
    expect(read(forwarded('sos'))).toEqual([
      {
        is: 'press',
        kind: 'sos',
        device,
        at: 1_767_600_000_000,
        battery: { pct: 64, volts: 3.9 },
        place: { lon: 104.1, lat: 30.6, datum: 'wgs84', at: 1_767_599_998_000 },
        word: 'sos',
        once: { key: '1767600000000 sos', withinMs: 86_400_000 },
      },
    ]));

  it('fell', () =>
    expect(read(forwarded('fallDown'))).toEqual([expect.objectContaining({ is: 'press', kind: 'fall' })]));
  it('4: the position of a call carries it too, under the same key', () => {
    const { event: _, ...rest } = forwarded('sos');
    expect(onceOf(read(rest))).toEqual(onceOf(read(forwarded('sos'))));
  });
  it('11: with a clock that was never set two presses are two, by its number or for as long as copies come', () => {
    const unset = { ...position, deviceTime: '1970-01-01T00:00:00Z', fixTime: '1970-01-01T00:00:00Z' };
    const pressed = (id: number) => onceOf(read({ position: { ...unset, id }, device: { uniqueId: device } }));
    expect(pressed(12)).toEqual({ key: '12 sos', withinMs: 86_400_000 });
    expect(pressed(13)).not.toEqual(pressed(12));
    expect(pressed(0)).toEqual({ key: 'sos', withinMs: 2_000 });
  });
  it('several alarms at once are those that call', () =>
    expect(read(forwarded('lowBattery,sos'))).toEqual([
      expect.objectContaining({ kind: 'sos', battery: { pct: 64, volts: 3.9, low: true } }),
    ]));

  it.each(['removing', 'powerOff', 'lowBattery', 'geofenceExit', 'tampering', 'overspeed'])(
    '%s calls nobody, and is shown',
    (alarm) => expect(read(forwarded(alarm))).toEqual([expect.objectContaining({ is: 'health', word: alarm })]),
  );
  it('10: low is low', () =>
    expect(read(forwarded('lowBattery'))).toEqual([
      expect.objectContaining({ battery: { pct: 64, volts: 3.9, low: true } }),
    ]));
  it('was opened', () => expect(read(forwarded('tampering'))).toEqual([expect.objectContaining({ tamper: true })]));

  it.each([
    { type: 'deviceOnline', online: true },
    { type: 'deviceOffline', online: false },
    { type: 'deviceUnknown', online: undefined },
  ])('9: $type', ({ type, online }) =>
    expect(read({ event: { type }, device: { uniqueId: device } })).toEqual([
      { is: 'health', device, ...(online === undefined ? {} : { online }) },
    ]),
  );

  it('leaves its fence', () =>
    expect(
      read({
        event: { type: 'geofenceExit' },
        position: { ...position, attributes: {} },
        device: { uniqueId: device },
      }),
    ).toEqual([expect.objectContaining({ is: 'health', word: 'geofenceExit' })]));

  it('says where it is', () =>
    expect(
      kinds(read({ position: { ...position, attributes: { batteryLevel: 64 } }, device: { uniqueId: device } })),
    ).toEqual(['position', 'health']));

  it.each([{ valid: false }, { outdated: true }, { latitude: 0, longitude: 0 }])(
    '11: without a fix (%j) it is nowhere, and calls',
    (bad) => {
      const [reading] = read(forwarded('sos', { position: { ...position, ...bad } })) ?? [];
      expect(reading).toMatchObject({ is: 'press', kind: 'sos' });
      expect(reading).not.toHaveProperty('place');
    },
  );

  it('13: an alarm that nobody knows is a call', () =>
    expect(read(forwarded('wobble'))).toEqual([expect.objectContaining({ kind: 'sos', unreadable: true })]));
  it.each(['garbage', '[]', '{}', '17', '{"event":{"type":"alarm"}}', `{"device":{"uniqueId":"${device}"}}`])(
    '13: %s is to be looked at',
    (said) => expect(kinds(read(said))).toEqual(['check']),
  );
  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read(forwarded('sos'), { retained: true }))).toEqual(['nothing']));
});

describe('Traccar over HTTP', () => {
  const post = (said: unknown, headers: Record<string, string> = {}, secret?: string) =>
    traccarHttp.read(
      { method: 'POST', path: '', query: {}, headers, body: new TextEncoder().encode(JSON.stringify(said)) },
      { datum: 'wgs84', ...(secret === undefined ? {} : { secret }) },
      {},
      0,
    );

  it('reads the same', () =>
    expect(post(forwarded('sos'))).toMatchObject({
      is: 'readings',
      readings: read(forwarded('sos')),
      answer: { status: 200 },
    }));
  it('asks for the secret, where there is one', () => {
    expect(post(forwarded('sos'), {}, 'right')).toMatchObject({ is: 'refused' });
    expect(post(forwarded('sos'), { authorization: 'Bearer right' }, 'right')).toMatchObject({ is: 'readings' });
  });
});
