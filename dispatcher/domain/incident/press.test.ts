// Which press is a new one, which came twice, and what is noted of a device that goes on for ever.
import { describe, expect, it } from 'vitest';
import type { PressInput, RaiseInput, UnreadablePressInput } from '../../../contracts/incident/inputs.ts';
import { District } from '../../../test/district.ts';

const body = { deviceTime: '2001-09-09T01:46:40Z', battery: 80, location: { lon: 104, lat: 30, accuracy: 5 } };
const outcome = (d: District) => d.results.at(-1)?.outcome;
const unreadable = (d: District, more: Partial<UnreadablePressInput> = {}) =>
  d.take({
    v: 1,
    kind: 'unreadable_press',
    district: 'd',
    device: 'btn-1',
    id: 'u',
    body: '{',
    why: 'no JSON',
    ...more,
  });
const raise = (d: District, id: string, more: Partial<RaiseInput> = {}) =>
  d.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id, call: 'fall', home: 'home-1', ...more });

describe('a press with an id that is known', () => {
  it.each([
    { what: 'the very same', more: {}, is: 'repeated' },
    { what: 'another hour of the device', more: { deviceTime: '2001-09-09T01:46:41Z' }, is: 'joined' },
    { what: 'another battery', more: { battery: 79 }, is: 'joined' },
    { what: 'another place', more: { location: { ...body.location, lon: 104.1 } }, is: 'joined' },
  ] as { what: string; more: Partial<PressInput>; is: string }[])('and $what: $is', ({ more, is }) => {
    const d = new District().press('car-1', 'sos', 'a', body).press('car-1', 'sos', 'a', { ...body, ...more });
    expect(outcome(d)).toBe(is);
  });

  it('that nobody can read came twice when its bytes are the same', () => {
    expect(outcome(unreadable(unreadable(new District())))).toBe('repeated');
    expect(outcome(unreadable(unreadable(new District()), { body: '[' }))).toBe('joined');
    expect(outcome(unreadable(unreadable(new District()), { id: 'v' }))).toBe('joined');
  });

  it.each([
    { ms: 1_999, made: true, is: 'repeated' },
    { ms: 2_000, made: true, is: 'joined' },
    { ms: 1_999, made: false, is: 'joined' },
  ])('made by us, since the device sends none: after $ms ms, $made: $is', ({ ms, made, is }) => {
    const more = made ? { idMade: true as const } : {};
    const d = new District().press('btn-1', 'sos', 'm1', more);
    d.pass(ms / 1_000).press('btn-1', 'sos', 'm2', more);
    expect(outcome(d)).toBe(is);
  });

  it('made by us is the same also when the wall clock was set back between the two', () => {
    const d = new District().press('btn-1', 'sos', 'm1', { idMade: true });
    d.wallAheadSeconds = -1;
    expect(outcome(d.press('btn-1', 'sos', 'm2', { idMade: true }))).toBe('repeated');
    d.wallAheadSeconds = -3;
    expect(outcome(d.press('btn-1', 'sos', 'm3', { idMade: true }))).toBe('joined');
  });
});

describe('one message sent again and again', () => {
  it('is counted twenty times, then noted with pauses that double up to ten minutes', () => {
    const d = new District();
    for (let i = 0; i < 4_000; i++) d.press('btn-1', 'sos', 'a').pass(1);
    const noted = d.events().flatMap((event) => (event.type === 'press_repeated' ? [event] : []));
    const pauses = noted.slice(1).map((event, i) => (event.at - (noted[i]?.at ?? 0)) / 1_000);
    expect(pauses.slice(0, 18)).toEqual(Array.from({ length: 18 }, () => 1));
    expect(pauses.slice(18, 28)).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
    expect(noted.map(({ muted }) => muted ?? false)).toEqual(noted.map((_, i) => i >= 19));
  });

  it('rings nobody, and keeps what the officer made of the call', () => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'priority', priority: 2, text: 'x' });
    const before = d.latest()?.legs.map(({ revision }) => revision);
    d.pass(10).press('btn-1', 'sos', 'a');
    expect(d.events().at(-1)).toMatchObject({ type: 'press_repeated', by: 'device/btn-1', press: 'a', priority: 2 });
    expect(d.latest()).toMatchObject({ priority: 2, marks: ['repeated'] });
    expect(d.latest()?.legs.map(({ revision }) => revision)).toEqual(before);
  });
});

describe('a cancel', () => {
  it('of nothing is recorded, with what was said', () => {
    const d = new District().press('btn-1', 'cancel');
    expect(d.results).toEqual([
      { outcome: 'recorded', what: 'nothing_to_cancel', body: expect.stringMatching(/^[0-9a-f]{8}$/), at: d.now },
    ]);
    expect(d.open.size).toBe(0);
  });

  it('asks for a word with the resident, rings whoever comes, and marks it', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').officer({ command: 'call_back', outcome: 'spoke' });
    d.pass(10).press('btn-1', 'cancel', 'c');
    expect(outcome(d)).toBe('joined');
    expect(d.latest()?.marks).toContain('cancel_requested');
    expect(d.latest()?.needs?.find(({ need }) => need === 'word')).toMatchObject({ state: 'asked', since: d.now });
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'accepted', because: 'cancel_requested' });
  });

  it('pressed twenty times says nothing new', () => {
    const d = new District().press('btn-1');
    for (let i = 0; i < 20; i++) d.pass(1).press('btn-1', 'cancel', `c${i}`);
    expect(outcome(d)).toBe('joined');
    expect(outcome(d.pass(1).press('btn-1', 'cancel', 'c20'))).toBe('repeated');
  });
});

describe('what a press is marked with', () => {
  it.each([
    { seconds: 60, late: false },
    { seconds: 61, late: true },
    { seconds: -3_600, late: false },
  ])('when its device says that it is $seconds s old: late = $late', ({ seconds, late }) => {
    const d = new District();
    d.press('btn-1', 'sos', 'a', { deviceTime: new Date(d.now - seconds * 1_000).toISOString() });
    expect(d.latest()?.marks).toEqual(late ? ['late'] : []);
  });

  it.each([
    { what: 'the same', kind: 'sos', mark: 'maybe_repeat' },
    { what: 'something else', kind: 'fall', mark: 'reused_id' },
  ] as const)('when an id comes again after closing and says $what: $mark', ({ kind, mark }) => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    expect(d.pass(90).press('btn-1', kind, 'a').latest()).toMatchObject({ number: 2, marks: [mark] });
  });

  it('when nobody at home can talk on a telephone', () => {
    const d = new District();
    d.deafHomes.add('home-1').add('home-x');
    expect(d.press('btn-1').latest()).toMatchObject({ marks: ['cannot_talk'], priority: 1 });
    expect(d.press('btn-x').latest()?.marks).toEqual([]);
    expect(d.press('stranger').latest()?.marks).toEqual(['unknown_device']);
  });

  it('when nobody can read it, and of an unknown device both', () => {
    expect(unreadable(new District()).latest()).toMatchObject({ call: 'unreadable', marks: ['unreadable'] });
    expect(unreadable(new District(), { device: 'stranger' }).latest()).toMatchObject({
      call: 'unknown_device',
      marks: ['unreadable', 'unknown_device'],
    });
  });
});

describe('a fact of a press', () => {
  it('keeps when it was heard, where it was heard before it was stored', () => {
    const d = new District();
    d.press('btn-1', 'sos', 'a', { heardAt: d.now }).press('btn-1', 'fall', 'b');
    expect(d.latest()?.presses[0]).toMatchObject({ id: 'a', kind: 'sos', heardAt: d.now, receivedAt: d.now, times: 1 });
    expect(d.latest()?.presses[1]).not.toHaveProperty('heardAt');
    expect(unreadable(d).latest()?.presses[2]).toMatchObject({ kind: 'unreadable' });
  });
});

describe('an officer’s word by telephone', () => {
  it('of a home that nobody knows is refused', () => {
    const d = raise(new District(), 'r', { home: 'nowhere' });
    expect(d.results.at(-1)).toEqual({ outcome: 'refused', code: 'unknown_home', at: d.now });
  });

  it('opens what it says, in the officer’s name, without a press', () => {
    const d = raise(new District(), 'r');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'incident', incident: d.latest()?.id });
    expect(d.latest()).toMatchObject({ call: 'fall', home: 'home-1', presses: [], marks: [] });
    expect(d.events()[0]).toMatchObject({ type: 'opened', by: 'officer/zhou' });
    const deaf = new District();
    deaf.deafHomes.add('home-1');
    expect(raise(deaf, 'r').latest()?.marks).toEqual(['cannot_talk']);
  });

  it('joins what is open like a press, and said on and on says nothing new', () => {
    const d = new District().press('btn-1');
    for (let i = 0; i < 20; i++) raise(d.pass(1), `r${i}`);
    expect(d.latest()?.presses.at(-1)).toMatchObject({ id: 'r19', device: 'officer/zhou', kind: 'fall', body: 'fall' });
    expect(outcome(d)).toBe('joined');
    raise(d.pass(1), 'r20');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'repeated', incident: d.latest()?.id, body: 'fall' });
  });
});
