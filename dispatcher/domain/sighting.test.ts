import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { KeptPosition } from '../../contracts/incident/messages.ts';
import { sampleBundle } from '../../test/sample.ts';
import { Knowledge } from './knowledge.ts';
import { sightingOf } from './sighting.ts';

const sample = sampleBundle();
const knows = new Knowledge(sample);
const { positionFreshSeconds, fix } = knows.policy;
const heardAt = at(Date.parse('2026-03-10T08:00:00+08:00'));
const here = { lon: 104.06, lat: 30.64, accuracy: 10, heardAt };
const seconds = (n: number): string => new Date(heardAt - n * 1000).toISOString();
const age = (value: KeptPosition, now?: number) =>
  sightingOf(value, knows, now === undefined ? undefined : at(now))?.ageMs;

describe('a position of somebody who can be sent', () => {
  it.each([
    { what: 'of this moment', value: { ...here, at: seconds(0), accuracy: 8 }, ageMs: 0 },
    { what: 'some seconds old by the phone', value: { ...here, at: seconds(40) }, ageMs: 40_000 },
    { what: 'just fresh', value: { ...here, at: seconds(positionFreshSeconds) }, ageMs: positionFreshSeconds * 1000 },
    { what: 'too old by the phone', value: { ...here, at: seconds(positionFreshSeconds + 1) }, ageMs: undefined },
    { what: 'of last autumn', value: { ...here, at: '2025-10-01T08:00:00+08:00' }, ageMs: undefined },
    { what: 'by the wall clock, ten seconds ago', value: { ...here, at: '2026-03-10T07:59:50' }, ageMs: 10_000 },
    { what: 'by the wall clock, last night', value: { ...here, at: '2026-03-10T00:00:00' }, ageMs: undefined },
    { what: 'of a phone that is ahead', value: { ...here, at: seconds(-600) }, ageMs: 0 },
    { what: 'of no readable time', value: { ...here, at: 'just now' }, ageMs: 0 },
    { what: 'of no time', value: here, ageMs: 0 },
    { what: 'as exact as it must be', value: { ...here, accuracy: fix.accuracyMetres }, ageMs: 0 },
    { what: 'of a whole quarter', value: { ...here, accuracy: fix.accuracyMetres + 1 }, ageMs: undefined },
    { what: 'of no accuracy', value: { lon: here.lon, lat: here.lat, heardAt }, ageMs: undefined },
    { what: 'of nowhere', value: { ...here, lon: 0, lat: 0 }, ageMs: undefined },
    { what: 'across the province', value: { ...here, lon: 108.5 }, ageMs: 0 },
    { what: 'in Shanghai', value: { ...here, lon: 121.47, lat: 31.23 }, ageMs: undefined },
    { what: 'on the other side of the earth', value: { ...here, lon: -75.9, lat: -30.6 }, ageMs: undefined },
    { what: 'with lon and lat swapped', value: { ...here, lon: 30.64, lat: 89 }, ageMs: undefined },
  ])('$what: $ageMs ms old', ({ value, ageMs }) => {
    expect(age(value)).toBe(ageMs);
  });

  it('has lain for as long as it was kept, and of unknown age is of no use', () => {
    expect(age({ ...here, at: seconds(10) }, heardAt + 30_000)).toBe(40_000);
    expect(age({ ...here, at: seconds(10) }, heardAt + positionFreshSeconds * 1000)).toBeUndefined();
    expect(age({ lon: here.lon, lat: here.lat }, heardAt)).toBeUndefined();
    expect(age(here, heardAt - 5_000)).toBe(0); // the wall clock was set back
  });

  it('in a district on the equator may be nowhere near (0,0) by accident, and near it by right', () => {
    const africa = {
      ...knows,
      policy: knows.policy,
      instantOf: knows.instantOf,
      centre: [0.5, 0.5] as [number, number],
    };
    expect(sightingOf({ ...here, lon: 0.4, lat: 0.4 }, africa)?.position).toEqual([0.4, 0.4]);
    expect(sightingOf({ ...here, lon: 0, lat: 0 }, africa)).toBeUndefined();
  });
});
