import { describe, expect, it } from 'vitest';
import { at, type IncidentId } from '../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type { LegState, Priority } from '../../../contracts/terms.ts';
import { District } from '../../../test/district.ts';
import { OpenIncidents } from './concerns.ts';

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id: id as IncidentId,
  district: 'd',
  number: 1,
  seq: 1,
  state: 'open',
  call: 'sos',
  priority: 1,
  marks: [],
  receivedAt: at(0),
  openedAt: at(0),
  presses: [],
  legs: [],
  tracks: [],
  reviewAt: at(1),
  ...more,
});
const leg = (responder: string, state: LegState): Leg => ({
  id: 'L1',
  track: 'grid',
  tier: 0,
  responder,
  state,
  offeredAt: at(0),
  travelSeconds: 1,
  revision: 1,
  receipted: 1,
});
const buildings: Record<string, string> = { 'home-1': '1', 'home-11': '1', 'home-2': '2', 'far-1': '1' };
const made = () =>
  new OpenIncidents({
    placeOf: (home) => ({ courtyard: home.startsWith('far') ? 'y9' : 'y1', building: buildings[home] ?? home }),
    surgeRule: () => ({ pressesPerMinute: 30, forSeconds: 300 }),
  });
const ids = (all: readonly Incident[]) => all.map(({ id }) => id);

describe('open incidents', () => {
  it('that are due come with the most urgent first, then the longest overdue', () => {
    const open = made();
    const put = (id: string, priority: Priority, due: number) => open.put(incident(id, { priority }), at(due));
    put('late-p3', 3, 10);
    put('p1', 1, 30);
    put('early-p1', 1, 20);
    put('not-yet', 1, 41);
    expect(open.nextDeadline()).toBe(10);
    expect(ids(open.due(at(9)))).toEqual([]);
    expect(ids(open.due(at(40)))).toEqual(['early-p1', 'p1', 'late-p3']);
    expect(open.size).toBe(4);
  });

  it('know the next deadline also after the earliest has moved or gone', () => {
    const open = made();
    expect(open.nextDeadline()).toBeUndefined();
    expect(open.due(at(100))).toEqual([]);
    open.put(incident('a'), at(10));
    open.put(incident('b'), at(20));
    expect(open.nextDeadline()).toBe(10);
    open.put(incident('a'), at(30));
    expect(open.nextDeadline()).toBe(20);
    open.put(incident('b'), at(5));
    expect(open.nextDeadline()).toBe(5);
    open.put(incident('b', { state: 'closed' }), undefined);
    expect(open.nextDeadline()).toBe(30);
    expect(open.get('b')).toBeUndefined();
    expect([...open.all()]).toHaveLength(1);
  });

  it('know who is asked or on the way where, and forget it when they are not', () => {
    const open = made();
    open.put(incident('a', { legs: [leg('wang', 'offered')], priority: 3 }), at(1));
    open.put(incident('b', { legs: [leg('wang', 'on_scene'), leg('wang', 'declined')] }), at(1));
    expect(open.engagements('wang')).toEqual([
      { incident: 'a', priority: 3, taken: false },
      { incident: 'b', priority: 1, taken: true },
    ]);
    for (const state of ['timed_out', 'declined', 'done', 'stood_down'] as const) {
      open.put(incident('a', { legs: [leg('wang', state)] }), at(1));
      expect(open.engagements('wang')).toHaveLength(1);
    }
    open.put(incident('b', { state: 'closed', legs: [leg('wang', 'on_scene')] }), at(1));
    expect(open.engagements('wang')).toEqual([]);
    expect(open.engagements('nobody')).toEqual([]);
  });

  it('are found by home, by device, and by the homes of what was merged into them, while they are open', () => {
    const open = made();
    const world = {
      ...new District().world,
      homeOf: (device: string) => (device === 'stranger' ? undefined : device.replace('btn', 'home')),
    };
    const press = (device: string) =>
      open.concernedBy({ v: 1, kind: 'press', district: 'd', device, id: 'x', press: 'sos' }, world, at(1))?.id;
    open.put(incident('a', { home: 'home-1', absorbed: [{ incident: 'z' as IncidentId, home: 'home-2' }] }), at(1));
    open.put(incident('s', { device: 'stranger' }), at(1));
    expect(['btn-1', 'btn-2', 'btn-3', 'stranger'].map(press)).toEqual(['a', 'a', undefined, 's']);
    open.put(incident('a', { home: 'home-1' }), at(1));
    expect(press('btn-2')).toBeUndefined();
    expect(open.openAt({ district: 'd', home: 'home-1' })?.id).toBe('a');
    open.put(incident('a', { home: 'home-1', state: 'closed' }), at(1));
    expect(press('btn-1')).toBeUndefined();
    expect(
      open.concernedBy(
        { v: 1, kind: 'raise', district: 'd', by: 'x', id: 'x', call: 'sos', home: 'home-1' },
        world,
        at(1),
      ),
    ).toBeUndefined();
    expect(open.get('a')?.state).toBe('closed');
  });

  it('of another district are others, although its homes and courtyards have the same ids', () => {
    const open = made();
    open.put(incident('a', { home: 'home-1' }), at(1));
    const [home, device] = ['home-1', 'their-button'];
    const world = { ...new District().world, homeOf: () => home };
    const press = (district: string) =>
      open.concernedBy({ v: 1, kind: 'press', district, device, id: 'x', press: 'sos' }, world, at(1))?.id;
    const raise = (district: string) =>
      open.concernedBy({ v: 1, kind: 'raise', district, by: 'x', id: 'x', call: 'sos', home }, world, at(1))?.id;
    expect([press('d'), press('other'), raise('d'), raise('other')]).toEqual(['a', undefined, 'a', undefined]);
    const place = { position: [0, 0] as [number, number], courtyard: 'y1', building: '1', grid: 'g' };
    expect(open.groupAt({ district: 'other', home }, { place: () => place }, at(1), 60)).toBeUndefined();
    expect(open.openAt({ district: 'other', home })).toBeUndefined();
  });

  it('of one building are one group; of one courtyard within the time that the policy names', () => {
    const open = made();
    const world = {
      place: (home: string) =>
        buildings[home] === undefined
          ? undefined
          : {
              position: [0, 0] as [number, number],
              courtyard: home.startsWith('far') ? 'y9' : 'y1',
              building: buildings[home],
              grid: 'g',
            },
    };
    const near = (home: string, now: number) => open.groupAt({ district: 'd', home }, world, at(now), 60);
    open.put(incident('a', { home: 'home-1', group: 'g0' as IncidentId }), at(1));
    expect([
      near('home-11', 1_000),
      near('home-2', 60),
      near('home-2', 61),
      near('far-1', 0),
      near('nowhere', 0),
    ]).toEqual(['g0', 'g0', undefined, undefined, undefined]);
    open.put(incident('a', { home: 'home-1', state: 'closed' }), at(1));
    expect(near('home-11', 0)).toBeUndefined();
    open.put(incident('b', { home: 'home-2' }), at(1));
    expect(near('home-1', 0)).toBe('b');
    open.put(incident('b', { home: 'far-1' }), at(1)); // its place was corrected
    expect([near('home-2', 0), near('home-1', 0), near('far-1', 0)]).toEqual([undefined, undefined, 'b']);
    open.put(incident('c', { home: 'home-1' }), at(1));
    open.put(incident('b', { home: 'far-1', state: 'closed' }), undefined);
    expect([near('home-2', 0), near('far-1', 0)]).toEqual(['c', undefined]);
    open.put(incident('c'), at(1)); // nobody knows of which home it is any more
    expect(near('home-2', 0)).toBeUndefined();
  });
});
