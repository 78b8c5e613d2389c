import { describe, expect, it } from 'vitest';
import type { PressInput } from '../../contracts/incident/inputs.ts';
import { District } from '../../test/district.ts';
import { whereOf, whyUnused } from './where.ts';

const d = new District();
const { world, now } = d;
const at = (ms: number) => new Date(ms).toISOString();
/** The home lies at 104, 30; a degree is 100 km here. */
const press = (location: Partial<PressInput['location']> | undefined, more: Partial<PressInput> = {}): PressInput => ({
  v: 1,
  kind: 'press',
  district: 'd',
  device: 'car-1',
  id: 'x',
  press: 'sos',
  ...(location === undefined ? {} : { location: { lon: 104.01, lat: 30, accuracy: 10, at: at(now), ...location } }),
  ...more,
});
const where = (input: Parameters<typeof whereOf>[0], home: string | undefined = 'home-1') => [
  whereOf(input, home, now, world)?.at,
  whyUnused(input, home, now, world),
];
const km = 0.01;

describe('the position of a press', () => {
  it.each([
    { what: 'away from home', location: {}, is: ['away', undefined] },
    { what: 'at the door', location: { lon: 104 }, is: ['home', undefined] },
    { what: 'as far as its error from home', location: { lon: 104.0015, accuracy: 10 }, is: ['home', undefined] },
    { what: 'so inexact that it may be home', location: { accuracy: 900 }, is: ['home', undefined] },
    { what: 'beyond our reach', location: { lon: 104 + 5.1 * km, accuracy: 10 }, is: ['beyond', undefined] },
    { what: 'perhaps within our reach', location: { lon: 104 + 5.1 * km, accuracy: 200 }, is: ['away', undefined] },
    { what: 'nowhere', location: { lon: 0, lat: 0 }, is: [undefined, 'nowhere'] },
    { what: 'on the equator', location: { lon: 104, lat: 0 }, is: ['beyond', undefined] },
    { what: 'on the meridian of Greenwich', location: { lon: 0, lat: 30 }, is: [undefined, 'elsewhere'] },
    { what: 'so vague that it says nothing', location: { accuracy: 5_001 }, is: [undefined, 'vague'] },
    { what: 'as vague as may be', location: { lon: 104 + 5.1 * km, accuracy: 5_000 }, is: ['home', undefined] },
    { what: 'as old as may be', location: { at: at(now - 120_000) }, is: ['away', undefined] },
    { what: 'old', location: { at: at(now - 120_001) }, is: [undefined, 'old'] },
    { what: 'of a clock that runs ahead', location: { at: at(now + 120_001) }, is: [undefined, 'old'] },
    { what: 'of no readable hour', location: { at: 'soon' }, is: [undefined, 'old'] },
  ])('$what: $is', ({ location, is }) => {
    expect(where(press(location))).toEqual(is);
  });

  it('is inexact beyond what the policy calls exact', () => {
    const inexact = (accuracy: number) => whereOf(press({ accuracy }), 'home-1', now, world)?.inexact;
    expect([inexact(100), inexact(101)]).toEqual([false, true]);
  });

  it('of no accuracy is not used', () => {
    const { accuracy: _, ...bare } = press({}).location ?? { lon: 0, lat: 0 };
    expect(where(press(undefined, { location: bare }))).toEqual([undefined, 'no_accuracy']);
  });

  it('bears the hour of the press where it has none of its own', () => {
    const { at: _, ...bare } = press({}).location ?? { lon: 0, lat: 0 };
    expect(where(press(undefined, { location: bare, deviceTime: at(now) }))).toEqual(['away', undefined]);
    expect(where(press(undefined, { location: bare, deviceTime: at(now - 200_000) }))).toEqual([undefined, 'old']);
    expect(where(press(undefined, { location: bare }))).toEqual([undefined, 'old']);
  });

  it('of a device that is in no home we know is where help goes, wherever that is', () => {
    const far = press({ lon: 15, lat: 52, accuracy: 300 });
    expect(whereOf(far, undefined, now, world)).toEqual({ fix: [15, 52], at: 'away', inexact: true });
    expect(whereOf(press({}), 'nowhere', now, world)).toEqual({ fix: [104.01, 30], at: 'away', inexact: false });
    const e = new District();
    e.press('car-x', 'sos', 'a', { location: { lon: 104.01, lat: 30, accuracy: 10, at: at(e.now) } });
    expect(e.latest()).toMatchObject({ spot: 'fix', spotOf: 'car-x', marks: ['away_from_home'] });
  });

  it('says nothing of an installed button, of a press without one, and of what cannot be read', () => {
    expect(where(press({}, { device: 'btn-1' }))).toEqual([undefined, undefined]);
    expect(where(press(undefined))).toEqual([undefined, undefined]);
    expect(
      where({ v: 1, kind: 'unreadable_press', district: 'd', device: 'car-1', id: 'u', body: 'x', why: 'json' }),
    ).toEqual([undefined, undefined]);
  });
});
