import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batteryOf, numberOf, placeOf, saysNo, textOf, timeOf } from './besides.ts';

const chengdu = (text: string): number => Date.parse(`${text}+08:00`);

describe('a time', () => {
  it.each([
    { said: 1619524024049, is: 1619524024049 },
    { said: '1591340648197', is: 1591340648197 },
    { said: 1598003234, is: 1598003234000 },
    { said: '2026-03-01 08:05:09', is: chengdu('2026-03-01T08:05:09') },
    { said: '2026/3/1 8:05:09', is: chengdu('2026-03-01T08:05:09') },
    { said: '2026-03-01T08:05:09', is: chengdu('2026-03-01T08:05:09') },
    { said: '2026年3月1日 8:05', is: chengdu('2026-03-01T08:05:00') },
    { said: '2026-03-01T00:05:09Z', is: chengdu('2026-03-01T08:05:09') },
    { said: '2026-03-01T08:05:09+0800', is: chengdu('2026-03-01T08:05:09') },
    { said: '20260301080509', is: chengdu('2026-03-01T08:05:09') },
    { said: 20260301080509, is: chengdu('2026-03-01T08:05:09') },
    { said: '191024151115', is: chengdu('2019-10-24T15:11:15') },
    { said: '20151212T121212Z', is: Date.UTC(2015, 11, 12, 12, 12, 12) },
    { said: '2015-12-12T12:12:12.000Z', is: Date.UTC(2015, 11, 12, 12, 12, 12) },
  ])('$said', ({ said, is }) => {
    expect(timeOf(said)).toBe(is);
  });

  it.each([
    0,
    '0',
    '',
    null,
    undefined,
    'undefined',
    '2000-01-01 00:00:00',
    '000101000000',
    '20261399999999',
    'gestern',
    {},
    [],
  ])('that is none: %s', (said) => expect(timeOf(said)).toBeUndefined());

  it('goes by the format that the vendor names', () => {
    expect(timeOf('1598003234', 'Asia/Shanghai', 'epoch_s')).toBe(1598003234000);
    expect(timeOf('2026-03-01 08:00:00', 'UTC')).toBe(Date.UTC(2026, 2, 1, 8));
  });
});

describe('a battery', () => {
  it.each([
    { value: 81, unit: 'pct', is: { pct: 81 } },
    { value: '85%', unit: 'pct', is: { pct: 85 } },
    { value: 255, unit: 'pct', is: undefined },
    { value: null, unit: 'pct', is: undefined },
    { value: 3600, unit: 'mV', is: { volts: 3.6 } },
    { value: '3.1', unit: 'volts', is: { volts: 3.1 } },
    { value: '1', unit: 'low', is: { low: true } },
    { value: 'high', unit: 'low', is: { low: false } },
    { value: 'low', unit: 'low', is: { low: true } },
  ] as const)('$value as $unit', ({ value, unit, is }) => expect(batteryOf(value, unit)).toEqual(is));

  it('is low when 爱牵挂 says power_type 0, and well at 1', () => {
    expect(batteryOf('0', 'low', ['0'])).toEqual({ low: true });
    expect(batteryOf('1', 'low', ['0'])).toEqual({ low: false });
  });
});

describe('a place', () => {
  it('is none at 0,0: that is no fix', () => expect(placeOf('0.0', ' 0.0000000', { datum: 'wgs84' })).toBeUndefined());
  it('may be in millionths', () =>
    expect(placeOf(117116829, 31822526, { datum: 'wgs84' })).toEqual({
      lon: 117.116829,
      lat: 31.822526,
      datum: 'wgs84',
    }));
  it.each([
    [undefined, 30],
    ['', ''],
    ['x', 'y'],
    [1234.5, 30],
  ])('is none at %s, %s', (lon, lat) => expect(placeOf(lon, lat, { datum: 'wgs84' })).toBeUndefined());
});

it('"undefined" says nothing', () => {
  expect(textOf('undefined')).toBeUndefined();
  expect(textOf(0)).toBe('0');
});

it('no value throws', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      timeOf(value);
      numberOf(value);
      batteryOf(value, 'volts');
      placeOf(value, value, { datum: 'bd09' });
      if (typeof value !== 'object' && typeof value !== 'symbol') saysNo(value);
    }),
  );
});
