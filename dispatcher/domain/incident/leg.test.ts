import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { LegState } from '../../../contracts/terms.ts';
import {
  isAsked,
  isSameKind,
  isSent,
  isSentTo,
  isTaken,
  isTravelling,
  isUntold,
  isWaiting,
  needOf,
  purposeOf,
  trackOf,
  whoIsThere,
} from './leg.ts';

const leg = (more: Partial<Leg> = {}): Leg => ({
  id: 'L1',
  track: 'grid',
  tier: 0,
  responder: 'wang',
  state: 'offered',
  offeredAt: at(0),
  travelSeconds: 60,
  revision: 2,
  receipted: 1,
  ...more,
});
const states = (holds: (one: Leg) => boolean) => LegState.enum.filter((state) => holds(leg({ state })));

describe('somebody who was asked', () => {
  it.each([
    { is: 'being asked right now', holds: isWaiting, in: ['offered', 'received'] },
    { is: 'asked, and their answer still counts', holds: isAsked, in: ['offered', 'received', 'timed_out'] },
    { is: 'on the way', holds: isTravelling, in: ['accepted', 'en_route'] },
    { is: 'at it, and not finished', holds: isTaken, in: ['accepted', 'en_route', 'on_scene'] },
    {
      is: 'told when they are no longer needed',
      holds: isSent,
      in: ['offered', 'received', 'accepted', 'en_route', 'on_scene', 'timed_out'],
    },
    {
      is: 'told what they have not confirmed',
      holds: isUntold,
      in: ['offered', 'received', 'accepted', 'en_route', 'on_scene', 'timed_out', 'stood_down'],
    },
  ])('is $is: $in', ({ holds, in: expected }) => {
    expect(new Set(states(holds))).toEqual(new Set(expected));
  });

  it('has heard everything once the last revision is confirmed', () => {
    expect(isUntold(leg({ receipted: 2 }))).toBe(false);
    expect(isUntold(leg({ receipted: 3 }))).toBe(false);
  });
});

describe('what somebody was asked for', () => {
  it.each([
    { said: {}, is: 'comes' },
    { said: { settles: false }, is: 'bridge' },
    { said: { comes: false }, is: 'desk' },
    { said: { comes: false, settles: false }, is: 'desk' },
    { said: { asks: 'call_120' }, is: 'calls' },
    { said: { asks: 'call_120', comes: false }, is: 'calls' },
    { said: { purpose: 'told', comes: false }, is: 'told' },
  ] as const)('in words of any version: $is of $said', ({ said, is }) => {
    expect(purposeOf(leg(said))).toBe(is);
  });

  it.each([
    { of: { need: 'fire' }, need: 'fire' },
    { of: { need: 'doctor', track: 'grid' }, need: 'doctor' },
    { of: { track: 'grid' }, need: 'door' },
    { of: { track: 'health' }, need: 'health' },
  ] as const)('serves one need: $need', ({ of, need }) => {
    expect(needOf(leg(of))).toBe(need);
  });

  it.each([
    { track: 'health', of: ['health', 'doctor'] },
    {
      track: 'grid',
      of: ['door', 'fire', 'officer', 'word', 'second_person', 'entry', 'call_120', 'call_119', 'call_110'],
    },
  ] as const)('is $track in the words of the API: $of', ({ track, of }) => {
    expect(of.map(trackOf)).toEqual(of.map(() => track));
  });

  it('is of one kind when one person has one offer for it', () => {
    const kinds = [['comes', 'bridge'], ['desk', 'told'], ['calls']] as const;
    for (const some of kinds)
      for (const others of kinds)
        for (const one of some)
          for (const other of others) expect(isSameKind(one, other), `${one} ${other}`).toBe(some === others);
  });
});

describe('at an incident', () => {
  const incident = (...legs: Leg[]) => ({ legs }) as unknown as Incident;

  it('whoever stands there is known, by whichever leg; a desk is at no scene', () => {
    const all = incident(
      leg({ state: 'on_scene' }),
      leg({ responder: 'gate', state: 'on_scene', purpose: 'bridge' }),
      leg({ responder: 'desk', state: 'on_scene', purpose: 'desk' }),
      leg({ responder: 'li', state: 'en_route' }),
    );
    expect([...whoIsThere(all)]).toEqual(['wang', 'gate']);
  });

  it.each([
    { what: 'goes there', with: leg({ state: 'accepted' }), sent: true },
    { what: 'is asked to', with: leg({ state: 'timed_out' }), sent: true },
    { what: 'has it in hand at a desk', with: leg({ purpose: 'desk' }), sent: true },
    { what: 'was only told', with: leg({ purpose: 'told' }), sent: false },
    { what: 'is to call', with: leg({ purpose: 'calls' }), sent: false },
    { what: 'has said no', with: leg({ state: 'declined' }), sent: false },
    { what: 'is finished', with: leg({ state: 'done' }), sent: false },
    { what: 'is somebody else', with: leg({ responder: 'li' }), sent: false },
  ])('whoever $what has been sent: $sent', ({ with: one, sent }) => {
    expect(isSentTo(incident(one), 'wang')).toBe(sent);
  });
});
