// When people press, by the clock on the wall of the district.
import { describe, expect, it } from 'vitest';
import { loadOf, quartersOf } from './load.ts';

const timeZone = 'Asia/Shanghai';
const at = (said: string): number => Date.parse(`${said}+08:00`);

describe('the load', () => {
  it('has Monday first, and each hour by the clock of the district', () => {
    const load = loadOf([at('2026-11-30T00:00:00'), at('2026-11-30T00:59:59'), at('2026-11-29T23:00:00')], timeZone);
    expect(load.map((hours) => hours.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
    expect([load[0]?.[0], load[6]?.[23]]).toEqual([2, 1]);
    expect(load.flat().reduce((sum, n) => sum + n, 0)).toBe(3);
  });

  it('of nobody is noughts', () =>
    expect(
      loadOf([], timeZone)
        .flat()
        .every((n) => n === 0),
    ).toBe(true));
});

describe('the quarters of one day', () => {
  const day = { from: at('2026-11-30T00:00:00'), until: at('2026-12-01T00:00:00'), timeZone };

  it('are 96, each press in its own', () => {
    const quarters = quartersOf([at('2026-11-30T00:14:59'), at('2026-11-30T00:15:00'), at('2026-11-30T23:59:59')], day);
    expect(quarters).toHaveLength(96);
    expect([quarters?.[0], quarters?.[1], quarters?.[95]]).toEqual([1, 1, 1]);
  });

  it('are not told of a longer stretch', () => {
    expect(quartersOf([], { ...day, until: at('2026-12-02T00:00:00') })).toBeUndefined();
  });

  it('are told of the day on which the clocks go back', () => {
    const berlin = { from: Date.parse('2026-10-25T00:00:00+02:00'), until: Date.parse('2026-10-26T00:00:00+01:00') };
    const twice = [Date.parse('2026-10-25T02:20:00+02:00'), Date.parse('2026-10-25T02:20:00+01:00')];
    expect(quartersOf(twice, { ...berlin, timeZone: 'Europe/Berlin' })?.[9]).toBe(2);
  });
});
