import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { deadline, pending, told } from './pending.ts';

const base = (): Incident => {
  const { tracks: _, ...incident } = new District().press('btn-1').latest() ?? never();
  return { ...incident, legs: [], needs: [], reviewAt: at(900) };
};
const leg = (more: Partial<Leg> = {}): Leg => ({
  id: 'L1',
  track: 'grid',
  need: 'door',
  purpose: 'comes',
  tier: 0,
  responder: 'wang',
  state: 'accepted',
  offeredAt: at(0),
  travelSeconds: 60,
  revision: 2,
  receipted: 2,
  saidSeq: 9,
  ...more,
});
const need = (more: Partial<Need> = {}): Need => ({
  need: 'door',
  since: at(0),
  seq: 1,
  by: 'policy',
  state: 'asked',
  tier: 0,
  round: 0,
  ...more,
});

describe('when something must happen next', () => {
  it.each([
    { what: 'the officer is reminded', more: {}, due: 900 },
    { what: 'somebody is looked after', more: { legs: [leg({ dueAt: at(300) }), leg({ dueAt: at(200) })] }, due: 200 },
    { what: 'a spent need is asked for again', more: { needs: [need({ state: 'spent', until: at(100) })] }, due: 100 },
    { what: 'what waits is asked for', more: { needs: [need({ state: 'waits', until: at(100) })] }, due: 100 },
    {
      what: 'the officer should have called back',
      more: { needs: [need({ need: 'word', until: at(100) })] },
      due: 100,
    },
    { what: 'the door should be open', more: { needs: [need({ need: 'entry', until: at(100) })] }, due: 100 },
    { what: 'offers have clocks of their own', more: { needs: [need({ until: at(100) })] }, due: 900 },
    { what: 'a call was made', more: { needs: [need({ need: 'word', state: 'ended', until: at(100) })] }, due: 900 },
    {
      what: 'a track of before needs was spent',
      more: { tracks: [{ track: 'grid', tier: 0, dueAt: at(50) }] },
      due: 50,
    },
    { what: 'a track of before needs was not', more: { tracks: [{ track: 'grid', tier: 0 }] }, due: 900 },
  ] as { what: string; more: Partial<Incident>; due: number }[])('$what: $due', ({ more, due }) => {
    expect(deadline({ ...base(), ...more })).toBe(due);
  });

  it('after closing is when whoever has not heard it is chased, and never once everybody has', () => {
    const gone = (more: Partial<Leg>) => leg({ state: 'stood_down', dueAt: at(300), ...more });
    const closed = (...legs: Leg[]) => deadline({ ...base(), state: 'closed', legs });
    expect(closed(gone({}))).toBeUndefined();
    expect(closed(gone({ receipted: 1 }))).toBe(300);
    expect(closed(gone({ receipted: 1, dueAt: at(3_000) }))).toBe(3_000);
    expect(closed(gone({ receipted: 1 }), gone({ receipted: 1, dueAt: at(250) }))).toBe(250);
    const { dueAt: _, ...undue } = gone({ receipted: 1 });
    expect(closed(undue)).toBe(900);
  });
});

describe('what must still be told', () => {
  it('is one message for each way to a person, until it is confirmed', () => {
    const legs = [
      leg({ receipted: 1, channels: ['voice'] }),
      leg({ id: 'L2', responder: 'li', state: 'offered', receipted: 0 }),
      leg({ id: 'L3', responder: 'zhao', state: 'stood_down', receipted: 1 }),
      leg({ id: 'L4', responder: 'gate' }),
      leg({ id: 'L5', responder: 'desk', state: 'done', receipted: 0 }),
    ];
    const found = pending({ ...base(), legs }).map(
      ({ responder, kind, active, channel, leg: { id } }) => `${id} ${responder} ${kind} ${active} ${channel}`,
    );
    expect(found).toEqual([
      'L1 wang update true app',
      'L1 wang update true voice',
      'L2 li offer false app',
      'L3 zhao stand_down false app',
    ]);
  });
});

describe('what the person at the button is told', () => {
  const says = (more: Partial<Incident>) => told({ ...base(), needs: [need()], ...more });
  const cancelled: Partial<Incident> = { marks: ['cancel_requested'] };

  it.each([
    { while: 'nobody comes yet', more: {}, says: { state: 'received', step: 'received' } },
    {
      while: 'a second tier is asked',
      more: { needs: [need({ tier: 1 })] },
      says: { state: 'received', step: 'asking_more' },
    },
    {
      while: 'everybody is asked again',
      more: { needs: [need({ round: 1 })] },
      says: { state: 'received', step: 'asking_more' },
    },
    {
      while: 'only the officer is asked more',
      more: { needs: [need(), need({ need: 'officer', tier: 1 })] },
      says: { state: 'received', step: 'received' },
    },
    {
      while: 'a second tier said yes to the rest',
      more: { needs: [need(), need({ need: 'health', tier: 1, state: 'met' })] },
      says: { state: 'received', step: 'received' },
    },
    { while: 'they took it back', more: cancelled, says: { state: 'received', step: 'cancel_check' } },
    {
      while: 'somebody comes',
      more: { legs: [leg()] },
      says: { state: 'coming', step: 'coming', who: 'wang', etaSeconds: 60 },
    },
    {
      while: 'somebody comes from further away',
      more: { legs: [leg({ travelSeconds: 61 })] },
      says: { state: 'coming', step: 'coming', who: 'wang', etaSeconds: 120 },
    },
    {
      while: 'somebody is nearly there',
      more: { legs: [leg({ travelSeconds: 20 })] },
      says: { state: 'coming', step: 'coming', who: 'wang', etaSeconds: 20 },
    },
    {
      while: 'somebody comes and they took it back',
      more: { legs: [leg()], ...cancelled },
      says: { state: 'coming', step: 'cancel_check', who: 'wang', etaSeconds: 60 },
    },
    {
      while: 'whoever comes is in doubt',
      more: { legs: [leg({ doubtful: 'overdue' })] },
      says: { state: 'coming', step: 'delayed', who: 'wang', etaSeconds: 60 },
    },
    {
      while: 'a neighbour comes first',
      more: { legs: [leg({ purpose: 'bridge' })] },
      says: { state: 'coming', step: 'neighbour_first', who: 'wang', etaSeconds: 60 },
    },
    {
      while: 'somebody goes from door to door',
      more: { legs: [leg({ group: 'y1' })] },
      says: { state: 'coming', step: 'in_turn', who: 'wang' },
    },
    {
      while: 'somebody goes from door to door and they took it back',
      more: { legs: [leg({ group: 'y1' })], ...cancelled },
      says: { state: 'coming', step: 'cancel_check', who: 'wang' },
    },
    {
      while: 'somebody is there, another comes',
      more: { legs: [leg(), leg({ responder: 'li', state: 'on_scene' })], ...cancelled },
      says: { state: 'arrived', step: 'arrived', who: 'li' },
    },
    {
      while: 'a desk has it in hand',
      more: { legs: [leg({ purpose: 'desk' })] },
      says: { state: 'received', step: 'received' },
    },
    {
      while: 'whoever was there has left',
      more: { legs: [leg({ state: 'done', arrivedSeq: 5 })], needs: [need({ state: 'ended', because: 'done' })] },
      says: { state: 'left', step: 'left', who: 'wang' },
    },
    {
      while: 'whoever was there has left and asked for a doctor',
      more: {
        legs: [leg({ state: 'done', arrivedSeq: 5 })],
        needs: [need({ state: 'ended', because: 'done' }), need({ need: 'doctor' })],
      },
      says: { state: 'received', step: 'received' },
    },
    {
      while: 'the door was taken back',
      more: { legs: [leg({ state: 'done', arrivedSeq: 5 })], needs: [need({ state: 'ended', because: 'withdrawn' })] },
      says: { state: 'received', step: 'received' },
    },
    { while: 'it is closed', more: { state: 'closed', legs: [leg()] }, says: { state: 'closed', step: 'closed' } },
  ] as { while: string; more: Partial<Incident>; says: object }[])(
    'while $while: $says',
    ({ more, says: expected }) => {
      expect(says(more)).toEqual(expected);
    },
  );

  it('is whoever is nearest to helping', () => {
    const all = [
      leg({ responder: 'doubted', doubtful: 'overdue', travelSeconds: 1 }),
      leg({ responder: 'gate', purpose: 'bridge', travelSeconds: 2 }),
      leg({ responder: 'far', travelSeconds: 90 }),
      leg({ responder: 'near', travelSeconds: 30 }),
    ];
    expect(says({ legs: all }).who).toBe('near');
    expect(says({ legs: all.slice(0, 2) }).who).toBe('gate');
    expect(says({ legs: all.slice(0, 1) }).who).toBe('doubted');
    expect(says({ legs: all, planFrom: 4 }).who).toBeUndefined();
  });
});

function never(): never {
  throw new Error('no incident');
}
