// What a log says as a whole, and what each event leaves for whoever acts next.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { askedOnceMore, ofNo } from './evolve/tier.ts';
import { evolve, replay } from './evolve.ts';

type Said = IncidentEvent extends infer E
  ? E extends IncidentEvent
    ? Omit<E, 'v' | 'seq' | 'at' | 'by'>
    : never
  : never;
const taken = (): District => new District().press('btn-1').reply('wang', 'accept').reply('desk', 'accept');
const state = (d: District): Incident => d.latest() ?? never();
const then = (incident: Incident, said: Said, by = 'policy'): Incident =>
  evolve(incident, { v: 1, seq: incident.seq + 1, at: at(1_000_000_100_000), by, ...said } as IncidentEvent);
/** The same of a version before needs. */
const old = (incident: Incident): Incident => {
  const { needs: _, ...rest } = incident;
  return { ...rest, tracks: [] };
};

describe('a log', () => {
  const events = () => taken().events();

  it('gives the state that its decisions had', () => {
    const d = taken();
    expect(replay(d.events())).toEqual(d.latest());
  });

  it('that does not begin with its beginning, or has a gap, gives none', () => {
    const [first, second, third, ...rest] = events();
    expect(replay([])).toBeUndefined();
    expect(replay([second, third, ...rest] as IncidentEvent[])).toBeUndefined();
    expect(replay([{ ...first, seq: 2 }, third] as IncidentEvent[])).toBeUndefined();
    expect(replay([first, third, ...rest] as IncidentEvent[])).toBeUndefined();
    expect(replay([first, second, second, ...rest] as IncidentEvent[])).toBeUndefined();
    expect(replay([first, second] as IncidentEvent[])?.seq).toBe(2);
  });
});

describe('who has acted last', () => {
  it.each([
    { command: 'acknowledge', counts: true },
    { command: 'note', text: 'x', counts: false },
    { command: 'advise', text: 'x', counts: false },
    { command: 'contact_told', resident: 'res-home-1', contact: 0, counts: false },
    { command: 'call_back', outcome: 'spoke', counts: true },
  ])('is the officer who gave the order "$command": $counts', ({ counts, ...order }) => {
    const d = taken().officer(order as never, { by: 'wu' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(state(d).lastOfficer?.by).toBe(counts ? 'officer/wu' : undefined);
  });

  it('has said something: the resident, whoever was sent; a receipt is no word', () => {
    const d = new District().press('btn-1').press('btn-1', 'fall');
    expect(state(d).lastSaid?.by).toBe('device/btn-1');
    d.reply('wang', 'receipt');
    expect(state(d).lastSaid?.by).toBe('device/btn-1');
    d.reply('wang', 'accept');
    const { lastSaid } = state(d);
    expect(lastSaid?.by).toBe('responder/wang');
    expect(state(d.officer({ command: 'acknowledge' }).pass(70)).lastSaid).toEqual(lastSaid);
    expect(then(old(state(d)), { type: 'leg_declined', leg: 'L1' }, 'responder/li').lastSaid).toEqual(lastSaid);
  });
});

describe('in a log of before needs', () => {
  const first = (incident: Incident): Leg => incident.legs[0] ?? never();

  it('nobody who was finished could take it back', () => {
    const done: Said = { type: 'leg_done', leg: 'L1', reviewAt: at(9) };
    expect(first(then(state(taken()), done)).finished).toEqual({ at: 1_000_000_100_000, was: 'accepted' });
    expect(first(then(old(state(taken())), done))).not.toHaveProperty('finished');
  });

  it('no arrival had a number, and a doubt was not counted', () => {
    const there: Said = { type: 'leg_on_scene', leg: 'L1', dueAt: at(9), check: 'none' };
    expect(first(then(state(taken()), there)).arrivedSeq).toBe(state(taken()).seq + 1);
    expect(first(then(old(state(taken())), there))).not.toHaveProperty('arrivedSeq');
    const doubted: Said = { type: 'leg_doubted', leg: 'L1', why: 'standing_still', dueAt: at(9) };
    expect(first(then(state(taken()), doubted)).overdue).toBe(1);
    expect(first(then(old(state(taken())), doubted)).overdue).toBe(0);
  });

  it('rings were not counted', () => {
    const updated: Said = { type: 'leg_updated', leg: 'L1', because: 'merged' };
    expect(first(then(state(taken()), updated)).rings).toBe(1);
    expect(first(then(old(state(taken())), updated)).rings).toBe(0);
  });

  it('what was pressed stays with the incident that it was merged into', () => {
    const absorbed = [{ incident: 'other' as never }];
    const presses = [
      { id: 'p', device: 'btn-2', kind: 'sos', receivedAt: at(1), body: 'x', times: 1, of: 'other' as never },
    ];
    const merged = { ...state(taken()), absorbed, presses };
    const split: Said = { type: 'split_off', incident: 'other' as never };
    expect(then(merged, split)).toMatchObject({ absorbed: [], presses: [] });
    expect(then(old(merged), split)).toMatchObject({ absorbed: [], presses });
  });
});

describe('somebody who is rung once more for a spent need', () => {
  const leg = (more: Partial<Leg>): Leg => ({
    id: 'L1',
    track: 'grid',
    need: 'door',
    tier: 0,
    responder: 'wang',
    state: 'timed_out',
    offeredAt: at(0),
    travelSeconds: 60,
    revision: 1,
    receipted: 1,
    dueAt: at(5),
    ...more,
  });
  const rung = (more: Partial<Leg>) => askedOnceMore(leg(more), { dueAt: at(90), seq: 7 });

  it.each([
    { who: 'is told', of: { purpose: 'told' }, is: { purpose: 'told', state: 'offered', answerBy: 90 } },
    { who: 'has a desk', of: { purpose: 'desk' }, is: { purpose: 'told', state: 'offered', answerBy: 90 } },
    {
      who: 'has the health desk',
      of: { purpose: 'desk', need: 'health' },
      is: { purpose: 'desk', state: 'timed_out', dueAt: 5 },
    },
    {
      who: 'was told and has it in hand',
      of: { purpose: 'told', state: 'accepted' },
      is: { purpose: 'told', state: 'accepted', dueAt: 5 },
    },
    {
      who: 'is to call',
      of: { purpose: 'calls' },
      is: { purpose: 'calls', state: 'offered', answerBy: 90, dueAt: 90 },
    },
    {
      who: 'promised to call',
      of: { purpose: 'calls', state: 'accepted' },
      is: { purpose: 'calls', state: 'accepted', answerBy: 90, dueAt: 90 },
    },
    { who: 'was to come', of: { purpose: 'comes' }, is: { purpose: 'comes', state: 'timed_out', dueAt: 5 } },
  ] as const)('and $who', ({ of, is }) => {
    const after = rung(of);
    expect(after).toMatchObject({ ...is, askedSeq: 7, rings: 1 });
    expect('dueAt' in after).toBe('dueAt' in is);
    expect(rung({ ...of, rings: 3 }).rings).toBe(4);
  });

  it('and had said no: it may become a yes, and nobody counts on it', () => {
    expect(ofNo(leg({ state: 'offered' }), leg({ state: 'declined' })).state).toBe('timed_out');
    expect(ofNo(leg({ state: 'offered' }), leg({ state: 'offered' })).state).toBe('offered');
  });
});

describe('a need', () => {
  const need = (incident: Incident, kind: Need['need']) => incident.needs?.find((one) => one.need === kind);

  it('that is met stays met when its clock is set', () => {
    const there = state(taken().reply('wang', 'on_scene'));
    expect(need(there, 'word')).toMatchObject({ state: 'met', because: 'L1' });
    const after = then(there, { type: 'need_asked', need: 'word', until: at(99), because: 'call_back' });
    expect(need(after, 'word')).toMatchObject({ state: 'met', because: 'L1' });
  });

  it('counts its rounds for one reason, and begins anew for another', () => {
    const asked = (incident: Incident, because: string) =>
      then(incident, { type: 'need_asked', need: 'word', until: at(99), because });
    const one = asked(asked(state(taken()), 'call_back_due'), 'call_back_due');
    expect(need(one, 'word')).toMatchObject({ round: 1, because: 'call_back_due', until: 99 });
    expect(need(asked(one, 'call_back'), 'word')).toMatchObject({ round: 0 });
  });

  it('counts the rounds in which everybody was asked in vain, also where the event names none', () => {
    const spent: Said = { type: 'track_exhausted', track: 'grid', need: 'door', rung: [], dueAt: at(99) };
    const asked = state(new District().press('btn-1'));
    const once = then(asked, spent);
    expect(need(once, 'door')).toMatchObject({ state: 'asked', round: 1 });
    expect(once.marks).toContain('nobody_answers');
    expect(need(then(once, { ...spent, round: 7 } as Said), 'door')?.round).toBe(7);
  });
});

function never(): never {
  throw new Error('no incident');
}
