// The night desk is handed over until the hall is awake again.
import { afterEach, describe, expect, it } from 'vitest';
import { spokenTime } from '../button/spokenTime.ts';
import { clockOf, dateOf, hourOf, momentOf, useZone } from './time.ts';
import { instantOf, nightEnds } from './timeFields.ts';

afterEach(() => useZone('Asia/Shanghai'));

describe('every time is shown by the zone of the district', () => {
  const noon = Date.parse('2026-11-29T12:00:00Z');
  it.each([
    { zone: 'Asia/Shanghai', clock: '20:00:00', moment: '11-29 20:00', spoken: ['星期日 晚上 8:00', 'Sunday 20:00'] },
    { zone: 'Europe/Berlin', clock: '13:00:00', moment: '11-29 13:00', spoken: ['星期日 下午 1:00', 'Sunday 13:00'] },
    { zone: 'Asia/Urumqi', clock: '18:00:00', moment: '11-29 18:00', spoken: ['星期日 下午 6:00', 'Sunday 18:00'] },
  ])('$zone', ({ zone, clock, moment, spoken }) => {
    useZone(zone);
    expect([clockOf(noon), momentOf(noon), hourOf(noon)]).toEqual([clock, moment, Number(clock.slice(0, 2))]);
    expect([spokenTime(noon, 'zh'), spokenTime(noon, 'en')]).toEqual(spoken);
  });

  it.each([
    { zone: 'Asia/Shanghai', field: '2026-03-29T06:00', is: '2026-03-28T22:00:00.000Z' },
    { zone: 'Europe/Berlin', field: '2026-03-29T01:30', is: '2026-03-29T00:30:00.000Z' },
    { zone: 'Europe/Berlin', field: '2026-03-29T06:00', is: '2026-03-29T04:00:00.000Z' }, // the clocks were set at two
    { zone: 'Europe/Berlin', field: '2026-10-25T23:59:59.999', is: '2026-10-25T22:59:59.999Z' },
  ])('$field in $zone is $is', ({ zone, field, is }) => {
    useZone(zone);
    expect(instantOf(field)).toBe(is);
    expect(dateOf(Date.parse(is))).toBe(field.slice(0, 10));
  });

  it('goes on by the last one when it is told nothing, or what this browser does not know', () => {
    useZone('Europe/Berlin');
    useZone(undefined);
    useZone('Mars/Olympus');
    expect(clockOf(noon)).toBe('13:00:00');
  });
});

describe('the night desk ends, unless another time is chosen', () => {
  it.each([
    { when: 'in the evening', now: '2026-11-28T22:10', ends: '2026-11-29T07:00' },
    { when: 'after midnight', now: '2026-11-29T02:30', ends: '2026-11-29T07:00' },
    {
      when: 'at seven itself, the next day but sixteen hours at most',
      now: '2026-11-29T07:00',
      ends: '2026-11-29T23:00',
    },
    { when: 'in the afternoon', now: '2026-11-28T15:00', ends: '2026-11-29T07:00' },
    { when: 'by day, after sixteen hours', now: '2026-11-28T10:20', ends: '2026-11-29T02:20' },
    { when: 'on the last evening of a year', now: '2026-12-31T23:00', ends: '2027-01-01T07:00' },
  ])('$when: at $ends', ({ now, ends }) => expect(nightEnds(Date.parse(instantOf(now)))).toBe(ends));
});
