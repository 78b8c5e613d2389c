import { describe, expect, it } from 'vitest';
import { District, policy } from '../../../test/district.ts';

const first = (d: District, n?: number) => d.events(n)[0];
const surging = (): District => {
  const d = new District();
  d.policy = { ...policy, surge: { pressesPerMinute: 2, forSeconds: 300 } };
  for (const home of [101, 102, 103]) d.press(`btn-${home}`);
  return d;
};

describe('an incident begins', () => {
  it('with what was pressed, where, its plans and needs, and when the officer is reminded', () => {
    const d = new District();
    d.wallAheadSeconds = 2;
    d.press('btn-1', 'sos', 'a');
    const id = d.latest()?.id;
    expect(first(d)).toEqual({
      v: 1,
      seq: 1,
      at: d.now,
      type: 'opened',
      by: 'device/btn-1',
      incident: id,
      district: 'd',
      number: 1,
      call: 'sos',
      priority: 1,
      marks: [],
      tracks: ['grid', 'health'],
      plans: { grid: 'grid', health: 'health' },
      needs: [
        { need: 'door', plan: 'grid' },
        { need: 'health', plan: 'health' },
        { need: 'officer' },
        { need: 'word' },
      ],
      group: id,
      device: 'btn-1',
      home: 'home-1',
      press: { id: 'a', device: 'btn-1', kind: 'sos', receivedAt: d.now + 2_000, body: expect.any(String), times: 1 },
      receivedAt: d.now + 2_000,
      reviewAt: d.now + 60_000,
    });
  });

  it('of an unknown device with no home, no word and the desk’s plan', () => {
    const event = first(new District().press('stranger'));
    expect(event).toMatchObject({
      call: 'unknown_device',
      tracks: ['grid'],
      plans: { grid: 'desk' },
      needs: [{ need: 'door', plan: 'desk' }, { need: 'officer' }],
    });
    expect(event).not.toHaveProperty('home');
  });

  it.each([
    { kind: 'service', deaf: true, priority: 2 },
    { kind: 'service', deaf: false, priority: 3 },
    { kind: 'sos', deaf: true, priority: 1 },
  ] as const)('$kind where nobody can talk ($deaf) as a P$priority', ({ kind, deaf, priority }) => {
    const d = new District();
    if (deaf) d.deafHomes.add('home-1');
    expect(d.press('btn-1', kind).latest()?.priority).toBe(priority);
  });

  it.each([
    { kind: 'sos', deaf: false, waitsMs: undefined },
    { kind: 'service', deaf: true, waitsMs: 15_000 },
    { kind: 'service', deaf: false, waitsMs: 30_000 },
  ] as const)('in a surge, $kind ($deaf), with people asked after $waitsMs ms', ({ kind, deaf, waitsMs }) => {
    const d = surging();
    if (deaf) d.deafHomes.add('home-1');
    const event = first(d.press('btn-1', kind), 4);
    expect(event).toMatchObject({ surge: true, ...(waitsMs === undefined ? {} : { offerFrom: d.now + waitsMs }) });
    expect(event && 'offerFrom' in event).toBe(waitsMs !== undefined);
    expect(event).not.toHaveProperty('waitsFor');
    const waiting = d.incident(4)?.needs?.flatMap(({ need, state }) => (state === 'waits' ? [need] : []));
    expect(waiting).toEqual(waitsMs === undefined ? [] : ['door']);
  });

  it.each([
    { seconds: 59, kind: 'sos', waits: true },
    { seconds: 60, kind: 'sos', waits: false },
    { seconds: 59, kind: 'fall', waits: false },
  ] as const)('$seconds s after one with its id was closed, $kind: it waits = $waits', ({ seconds, kind, waits }) => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    const event = first(d.pass(seconds).press('btn-1', kind, 'a'), 2);
    expect(event && 'offerFrom' in event ? event.offerFrom : undefined).toBe(waits ? d.now + 30_000 : undefined);
    expect(event && 'waitsFor' in event ? event.waitsFor : undefined).toBe(waits ? 'maybe_repeat' : undefined);
    const until = d.incident(2)?.needs?.map(({ state, because }) => (state === 'waits' ? because : state));
    expect(until?.slice(0, 3)).toEqual(waits ? ['maybe_repeat', 'maybe_repeat', 'asked'] : ['asked', 'asked', 'asked']);
  });

  it('of a carried device away from home where it is, and the place is no part of the log', () => {
    const d = new District();
    const location = { lon: 104.02, lat: 30, accuracy: 10, at: new Date(d.now).toISOString() };
    d.press('car-1', 'sos', 'a', { location });
    expect(first(d)).toMatchObject({ spot: 'fix', spotOf: 'car-1', marks: ['away_from_home'] });
    const side = d.sides.get(d.latest()?.id ?? '');
    expect(JSON.parse(side?.spot ?? '')).toEqual([104.02, 30]);
    expect(first(new District().press('car-1'))).not.toHaveProperty('spot');
  });
});
