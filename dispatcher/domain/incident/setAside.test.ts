// An input that nobody could decide: it costs one incident, and somebody looks at it.
import { describe, expect, it } from 'vitest';
import { at, incidentIdOf, type ShardId } from '../../../contracts/ids.ts';
import { District } from '../../../test/district.ts';
import { decide, type StaticOffer, setAside } from './decide.ts';
import { pending } from './pending.ts';

const now = at(1_000_000_000_000);
const input = { kind: 'unreadable_input', district: 'd', why: 'x'.repeat(600) } as const;
const context = {
  newIncident: incidentIdOf(`${now}-1`, 's00' as ShardId),
  nextNumber: 7,
  storedAt: at(now - 40),
  earlier: undefined,
  groupAt: () => undefined,
  offeredTogether: () => [],
  find: () => undefined,
  openAt: () => undefined,
  pressedAt: () => undefined,
  testWindow: () => undefined,
};
const aside = (offers?: readonly StaticOffer[]) => setAside(input, context, now, offers);

describe('what was set aside', () => {
  it('is an incident for the officer, who looks at it at once, with the beginning of why beside it', () => {
    const { incident, events, side, result, followUps } = aside();
    expect(events).toEqual([
      {
        v: 1,
        seq: 1,
        at: now,
        type: 'opened',
        by: 'policy',
        incident: context.newIncident,
        district: 'd',
        number: 7,
        call: 'unreadable_input',
        priority: 2,
        marks: ['unreadable_input'],
        tracks: [],
        needs: [{ need: 'officer' }],
        receivedAt: now - 40,
        reviewAt: now + 500,
      },
    ]);
    expect(incident).toMatchObject({ id: context.newIncident, number: 7, state: 'open', seq: 1, legs: [] });
    expect(JSON.parse(side.why ?? '{}')).toEqual({ text: 'x'.repeat(500) });
    expect(result).toEqual({ outcome: 'incident', incident: context.newIncident, at: now });
    expect(followUps).toEqual([]);
    expect(decide(undefined, input, context, new District().world, now)).toEqual(aside());
  });

  it('of a press is told at once to somebody for the door and for the health centre, with nothing to weigh by', () => {
    const { incident, events } = aside([
      { responder: 'officer', need: 'door' },
      { responder: 'street', need: 'door' },
      { responder: 'desk', need: 'health' },
    ]);
    expect(events[0]).toMatchObject({ needs: [{ need: 'door' }, { need: 'health' }, { need: 'officer' }] });
    expect(events[3]).toEqual({
      v: 1,
      seq: 4,
      at: now,
      type: 'leg_offered',
      by: 'policy',
      leg: {
        id: 'L3',
        track: 'health',
        need: 'health',
        purpose: 'told',
        tier: 0,
        responder: 'desk',
        travelSeconds: 0,
        answerBy: now + 60_000,
      },
      candidates: [{ responder: 'desk', travelSeconds: 0, reason: 'chosen' }],
      byHand: false,
    });
    expect(incident?.seq).toBe(4);
    expect(pending(incident ?? never()).map(({ responder, kind }) => `${responder} ${kind}`)).toEqual([
      'officer offer',
      'street offer',
      'desk offer',
    ]);
  });
});

describe('what concerns no incident', () => {
  it('decides nothing', () => {
    const d = new District();
    expect(decide(undefined, { kind: 'tick' }, context, d.world, now)).toEqual({
      incident: undefined,
      events: [],
      side: {},
      followUps: [],
      result: undefined,
    });
    const canary = { v: 1, kind: 'canary', district: 'd', device: 'c', id: 'x' } as never;
    expect(decide(undefined, canary, context, d.world, now)).toMatchObject({
      events: [],
      result: { outcome: 'recorded', what: 'canary', at: now },
    });
  });
});

function never(): never {
  throw new Error('no incident');
}
