import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { Responder } from '../../contracts/office/community.ts';
import type { LonLat } from '../../contracts/position.ts';
import { metresBetween } from '../../geography/distance.ts';
import { coordinator } from '../../test/coordinators.ts';
import { policy } from '../../test/district.ts';
import { type Documents, Knowledge } from './knowledge.ts';

const here: LonLat = [104, 30];
const there: LonLat = [104.01, 30];
const square = (id: string, x: number) => ({
  id,
  name: id,
  ring: [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 1],
    [x, 0],
  ] as LonLat[],
});
const person = (id: string, more: Partial<Responder> = {}): Responder => coordinator(id, { base: here, ...more });
const documents = (more: Partial<Documents> = {}): Documents => ({
  district: {
    id: 'd',
    name: 'd',
    timeZone: 'Asia/Shanghai',
    datum: 'wgs84',
    demo: true,
    schematic: true,
    attribution: 'nobody',
  },
  grids: [square('g1', 0), square('g2', 1), square('g9', 9)],
  roads: [{ id: 'r', name: 'r', kind: 'residential', line: [here, there] }],
  courtyards: [{ id: 'y1', grid: 'g1', name: 'y1', position: there }],
  homes: [
    { id: 'with-position', courtyard: 'y1', building: '1', position: here },
    { id: 'without', courtyard: 'y1', building: '2' },
    { id: 'lost', courtyard: 'y7', building: '3' },
  ],
  responders: [person('wang'), person('gu', { role: 'gate_keeper', otherRoles: ['building_head', 'gate_keeper'] })],
  shifts: [],
  leaves: [],
  swaps: [],
  policy: {
    ...policy,
    speeds: { bicycleMetresPerSecond: 4, footMetresPerSecond: 1, byRole: { courtyard_committee: 0.5 } },
  },
  ...more,
});

describe('what the documents of a district say', () => {
  it('a home is where its door is, else where its courtyard is, and nowhere without either', () => {
    const { places } = new Knowledge(documents());
    expect(places.get('with-position')).toEqual({ position: here, courtyard: 'y1', building: '1', grid: 'g1' });
    expect(places.get('without')).toEqual({ position: there, courtyard: 'y1', building: '2', grid: 'g1' });
    expect(places.has('lost')).toBe(false);
  });

  it('everybody holds their own role and their others, each once', () => {
    const knows = new Knowledge(documents());
    const ids = (role: Responder['role']) => knows.holders(role).map(({ id }) => id);
    expect([ids('grid_coordinator'), ids('gate_keeper'), ids('building_head'), ids('doctor')]).toEqual([
      ['wang'],
      ['gu'],
      ['gu'],
      [],
    ]);
    expect(knows.responders.get('gu')?.id).toBe('gu');
    expect(knows.policy.speeds.footMetresPerSecond).toBe(1);
  });

  it('grids know their neighbours', () => {
    const knows = new Knowledge(documents());
    expect([...knows.neighbours('g1')]).toEqual(['g2']);
    expect([...knows.neighbours('g9'), ...knows.neighbours('none')]).toEqual([]);
  });

  it.each([
    { who: 'on an electric bicycle', means: 'bicycle' as const, role: 'grid_coordinator' as const, speed: 4 },
    { who: 'on foot', means: 'foot' as const, role: 'gate_keeper' as const, speed: 1 },
    { who: 'slow on foot by their role', means: 'foot' as const, role: 'courtyard_committee' as const, speed: 0.5 },
    {
      who: 'slow by their role on a bicycle',
      means: 'bicycle' as const,
      role: 'courtyard_committee' as const,
      speed: 2,
    },
  ])('somebody $who makes $speed m/s', ({ means, role, speed }) => {
    const knows = new Knowledge(documents());
    const seconds = knows.travelSeconds(person('x', { means, role }), here, there);
    expect(seconds).toBe(Math.ceil(metresBetween(here, there) / speed));
  });

  it('the last metres are walked, slower by role as well', () => {
    const knows = new Knowledge(documents());
    const beside: LonLat = [104.01, 30.001];
    const off = metresBetween(there, beside);
    const seconds = knows.travelSeconds(person('x', { role: 'courtyard_committee' }), here, beside);
    expect(seconds).toBe(Math.ceil(metresBetween(here, there) / 2 + off / 0.5));
  });

  it('the hour is that of the district, on both sides of midnight and when asked again', () => {
    const { minuteOfDay } = new Knowledge(documents());
    const minute = (text: string) => minuteOfDay(at(Date.parse(text)));
    expect(minute('2026-11-24T00:00:00+08:00')).toBe(0);
    expect(minute('2026-11-24T00:00:59+08:00')).toBe(0);
    expect(minute('2026-11-23T23:59:59+08:00')).toBe(23 * 60 + 59);
    expect(minute('2026-11-24T07:30:00Z')).toBe(15 * 60 + 30);
  });

  it('what rests on documents that stayed is not made again: a switch that somebody turned costs next to nothing', () => {
    const bundle = documents();
    const before = new Knowledge(bundle);
    const after = new Knowledge({ ...bundle, responders: [person('wang', { onDuty: false })] }, before);
    expect(after.responders.get('wang')?.onDuty).toBe(false);
    expect(after.roads).toBe(before.roads);
    expect(after.places).toBe(before.places);
    expect(after.roster).toBe(before.roster);
    const moved = new Knowledge({ ...bundle, roads: [], homes: [], shifts: [] }, before);
    expect(moved.roads).not.toBe(before.roads);
    expect(moved.places.size).toBe(0);
    expect(moved.roster).not.toBe(before.roster);
  });
});
