import { describe, expect, it } from 'vitest';
import { at } from '../../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../../contracts/incident/events.ts';
import type { Incident, Leg } from '../../../../contracts/incident/state.ts';
import { District } from '../../../../test/district.ts';
import { evolve } from '../evolve.ts';

type Said = IncidentEvent extends infer E
  ? E extends IncidentEvent
    ? Omit<E, 'v' | 'seq' | 'at' | 'by'>
    : never
  : never;

/** Somebody has said yes; of needs, or of a version before them. */
function taken(leg: Partial<Leg>, isOld: boolean): Incident {
  const { needs, ...incident } = new District().press('btn-1').reply('wang', 'accept').latest() ?? never();
  const [{ need: _, purpose: __, ...first }] = incident.legs as [Leg];
  const legs = [{ ...first, ...leg }];
  return isOld ? { ...incident, legs, tracks: [] } : { ...incident, legs, needs: needs ?? [] };
}
const then = (incident: Incident, said: Said): Leg =>
  evolve(incident, {
    v: 1,
    seq: incident.seq + 1,
    at: at(1_000_000_100_000),
    by: 'policy',
    ...said,
  } as IncidentEvent).legs[0] ?? never();

const overdue = { type: 'leg_overdue', leg: 'L1', dueAt: at(7) } as const;

describe('whoever lets their hour pass', () => {
  it.each([
    { who: 'somebody who comes', leg: { purpose: 'comes' }, doubted: true },
    { who: 'a neighbour on the way', leg: { purpose: 'bridge', state: 'en_route' }, doubted: true },
    { who: 'a desk that has had it in hand for long', leg: { purpose: 'desk' }, doubted: true },
    { who: 'a desk that has it since before the upgrade', leg: { comes: false }, doubted: true },
    { who: 'an officer who was told and took it in hand', leg: { purpose: 'told' }, doubted: true },
    { who: 'somebody who is to call 120', leg: { purpose: 'calls' }, doubted: false },
    { who: 'somebody who is there', leg: { purpose: 'comes', state: 'on_scene' }, doubted: false },
    { who: 'somebody who has not answered', leg: { purpose: 'comes', state: 'offered' }, doubted: false },
  ] as const)('is doubted: $who, $doubted', ({ leg, doubted }) => {
    const after = then(taken({ ...leg, overdue: 1 }, false), overdue);
    expect(after.doubtful).toBe(doubted ? 'overdue' : undefined);
    expect(after).toMatchObject({ dueAt: 7, overdue: 2 });
    expect(after.because).toBe('state' in leg && leg.state === 'on_scene' ? 'silent' : undefined);
  });

  it.each([
    { who: 'somebody who comes', leg: {}, doubted: true },
    { who: 'a neighbour on the way', leg: { settles: false, state: 'en_route' }, doubted: true },
    { who: 'somebody who is to call 120', leg: { asks: 'call_120' }, doubted: true },
    { who: 'a desk', leg: { comes: false }, doubted: false },
    { who: 'somebody who is there', leg: { state: 'on_scene' }, doubted: false },
  ] as const)('in a log of before needs was doubted: $who, $doubted', ({ leg, doubted }) => {
    const after = then(taken(leg, true), overdue);
    expect(after.doubtful).toBe(doubted ? 'overdue' : undefined);
    expect(after.overdue).toBe(0);
    expect(after.because).toBeUndefined();
  });
});

describe('a doubt about somebody on the way', () => {
  it.each([
    { measured: 'nearer than before', before: 100, now: 99, stays: false },
    { measured: 'where they were', before: 100, now: 100, stays: true },
    { measured: 'further away', before: 100, now: 101, stays: true },
    { measured: 'for the first time', before: undefined, now: 10, stays: true },
    { measured: 'no more', before: 100, now: undefined, stays: true },
  ])('stays when they were measured $measured: $stays', ({ before, now, stays }) => {
    const leg = { doubtful: 'standing_still', travelSeconds: 300, measuredSeconds: before } as unknown as Leg;
    const progressed = {
      type: 'leg_progressed',
      leg: 'L1',
      dueAt: at(7),
      ...(now === undefined ? {} : { measuredSeconds: now }),
    } as Said;
    const after = then(taken(leg, false), progressed);
    expect(after.doubtful).toBe(stays ? 'standing_still' : undefined);
    expect(after).toMatchObject({ dueAt: 7, travelSeconds: now ?? 300 });
    expect(after.measuredSeconds).toBe(now);
    expect(then(taken(leg, true), progressed).doubtful).toBeUndefined();
  });

  it('ends with their own word that they are on the way, and did not before needs', () => {
    const leg = { doubtful: 'standing_still' } as const;
    const said = { type: 'leg_en_route', leg: 'L1', dueAt: at(7), arriveBy: at(9) } as const;
    expect(then(taken(leg, false), said)).toMatchObject({ state: 'en_route', dueAt: 7, arriveBy: 9 });
    expect(then(taken(leg, false), said).doubtful).toBeUndefined();
    expect(then(taken(leg, true), said).doubtful).toBe('standing_still');
  });
});

describe('what is only kept', () => {
  it.each([
    { type: 'note_added', textId: 't1' } satisfies Said,
    { type: 'found', leg: 'L1', findings: ['fell'] } satisfies Said,
  ])('changes nothing of an incident: $type', (said: Said) => {
    const before = taken({}, false);
    expect(then(before, said)).toEqual(before.legs[0]);
  });
});

function never(): never {
  throw new Error('no incident');
}
