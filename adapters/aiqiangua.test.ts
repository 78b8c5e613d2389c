import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aiqiangua } from './aiqiangua.ts';
import { posted, readingsIn, those, verdictOf } from './given.ts';

const imei = '357000000000001';
const at = Date.parse('2026-03-01T08:05:09+08:00');
const read = (fields: Record<string, string>, path = '') =>
  readingsIn(
    aiqiangua.read,
    posted(new URLSearchParams(fields).toString(), {
      path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    {
      datum: 'gcj02',
    },
  );
const call = {
  imei,
  time_begin_str: '20260301080509',
  time_begin: '1772323509',
  lon: '104.06',
  lat: '30.67',
  address: '成都市',
  city: '成都',
};

describe('a watch', () => {
  it.each([
    { path: 'sos', kind: 'sos' },
    { path: 'fall', kind: 'fall' },
    { path: 'hook/sos/', kind: 'sos' },
  ])('at /$path presses $kind', ({ path, kind }) => {
    expect(read(call, path)).toEqual([
      {
        is: 'press',
        device: imei,
        kind,
        at,
        place: { lon: 104.06, lat: 30.67, datum: 'gcj02', at },
        word: path.replaceAll(/hook|\//g, ''),
        once: { key: `at:${at}:${kind}`, withinMs: 15 * 60_000 },
      },
    ]);
  });
  it.each(['heartrate', 'step', 'sleep', 'bloodpressure', 'bloodoxygen'])('at /%s is well', (path) =>
    expect(read({ imei, value: '72' }, path)).toMatchObject([{ is: 'health' }]),
  );
  it('at /power tells its battery', () =>
    expect(read({ imei, remaining_power: '15' }, 'power')).toMatchObject([{ is: 'health', battery: { pct: 15 } }]));
  it('at /location tells where it is', () => expect(those(read(call, 'location'), 'position')).toHaveLength(1));
  it('that tells only its heart is well, whatever the address', () =>
    expect(read({ imei, heartrate: '72', time_begin: '1772323509' })).toMatchObject([{ is: 'health' }]));
  it('of which nobody can tell what it says is an sos, marked unreadable', () => {
    expect(read(call)).toMatchObject([{ is: 'press', kind: 'sos', unreadable: true }]);
    expect(read(call, 'help2')).toMatchObject([{ is: 'press', kind: 'sos', unreadable: true }]);
  });
  it('that was taken off says so', () =>
    expect(read({ imei, content: '手表摘下' }, 'notify')).toMatchObject([{ is: 'health', word: '手表摘下' }]));
});

describe('the home set', () => {
  const status = {
    imei,
    data_type: 'devicestatus',
    date_str: '20260301080509',
    device_type: 'HA06',
    power_type: '1',
    version: 'V2',
  };
  it('water is a state of its detector (`statu` is how they write it)', () => {
    expect(those(read({ ...status, water_immersion_statu: '1' }), 'state')).toMatchObject([
      { kind: 'service', on: true, word: 'water', at },
    ]);
    expect(those(read({ ...status, water_immersion_statu: '0' }), 'state')).toMatchObject([{ on: false }]);
  });
  it('power_type 0 is a low battery', () =>
    expect(those(read({ ...status, power_type: '0' }), 'health')).toMatchObject([
      { battery: { low: true }, firmware: 'V2' },
    ]));
  it('doors, people and gas are shown', () =>
    expect(those(read({ ...status, door_statu: '1', gas_lel: '3' }), 'health')).toMatchObject([
      { word: 'door_statu=1 gas_lel=3' },
    ]));
  it('an alarm presses', () => {
    expect(read({ ...status, data_type: 'smoke_alarm' }, 'alarm')).toMatchObject([{ is: 'press', kind: 'smoke' }]);
    expect(read({ ...status, data_type: 'waterwarn', water_immersion_statu: '1' }, 'alarm')).toMatchObject([
      { is: 'press', kind: 'service', word: 'waterwarn' },
    ]);
  });
  it('an alarm that nobody knows is an sos, marked unreadable', () =>
    expect(read({ ...status, data_type: 'xyz' }, 'alarm')).toMatchObject([{ is: 'press', unreadable: true }]));
  it('that nothing is wrong any more presses nothing', () => {
    expect(read({ ...status, data_type: 'alarm_recover' }, 'alarm')).toMatchObject([
      { is: 'health', word: 'alarm_recover' },
    ]);
    expect(read({ ...status, data_type: 'wateralarm', water_immersion_statu: '0' }, 'alarm')).toMatchObject([
      { is: 'health' },
    ]);
  });
});

it('is answered 200 always: else they stop sending', () => {
  expect(verdictOf(aiqiangua.read, posted('x'))).toMatchObject({
    is: 'readings',
    readings: [{ is: 'check' }],
    answer: { status: 200 },
  });
});

it('never throws', () => {
  const field = fc.constantFrom(
    'imei',
    'data_type',
    'lon',
    'lat',
    'time_begin',
    'power_type',
    'type',
    'water_immersion_statu',
  );
  fc.assert(fc.property(fc.dictionary(field, fc.string()), fc.string(), (fields, path) => void read(fields, path)));
});
