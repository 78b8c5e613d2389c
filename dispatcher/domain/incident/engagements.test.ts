import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type IncidentId } from '../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { LegState, type Priority } from '../../../contracts/terms.ts';
import type { Engagement } from '../world.ts';
import { Engagements } from './engagements.ts';

const people = ['wang', 'li'];
const leg: fc.Arbitrary<Leg> = fc
  .record({
    responder: fc.constantFrom(...people),
    state: fc.constantFrom(...LegState.enum),
    group: fc.constantFrom(undefined, undefined, 'y1', 'y2'),
  })
  .map(({ group, ...one }) => ({
    id: 'L1',
    track: 'grid',
    tier: 0,
    offeredAt: at(0),
    travelSeconds: 1,
    revision: 1,
    receipted: 1,
    ...one,
    ...(group === undefined ? {} : { group }),
  }));
const incident: fc.Arbitrary<Incident> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    state: fc.constantFrom('open' as const, 'open' as const, 'closed' as const),
    priority: fc.constantFrom<Priority>(1, 2, 3),
    home: fc.constantFrom(undefined, 'home-1'),
    legs: fc.array(leg, { maxLength: 4 }),
  })
  .map(({ id, home, ...one }) => ({
    id: id as IncidentId,
    district: 'd',
    number: 1,
    seq: 1,
    call: 'sos',
    marks: [],
    receivedAt: at(0),
    openedAt: at(0),
    presses: [],
    reviewAt: at(1),
    ...one,
    ...(home === undefined ? {} : { home }),
  }));

/** What a look at all incidents says: who is asked, on the way or there, and grouped when every offer of it was. */
function engaged(known: ReadonlyMap<string, Incident>, who: string): Engagement[] {
  return [...known.values()].flatMap(({ id, state, priority, home, legs }) => {
    const over: readonly string[] = ['declined', 'timed_out', 'stood_down', 'done'];
    const own = legs.filter((one) => one.responder === who && !over.includes(one.state));
    const last = own.at(-1);
    if (state === 'closed' || last === undefined) return [];
    const taken = own.some((one) => ['accepted', 'en_route', 'on_scene'].includes(one.state));
    const grouped = own.every(({ group }) => group !== undefined) && last.group !== undefined;
    return [
      {
        incident: id,
        priority,
        taken,
        ...(home === undefined ? {} : { home }),
        ...(grouped ? { group: last.group as string } : {}),
      },
    ];
  });
}
const sorted = (all: readonly Engagement[]) => [...all].sort((a, b) => (a.incident < b.incident ? -1 : 1));

describe('who is on what', () => {
  it('is what a look at all open incidents says, whatever changes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 25 }), (changes) => {
        const [counted, known] = [new Engagements(), new Map<string, Incident>()];
        for (const after of changes) {
          counted.change(known.get(after.id), after);
          known.set(after.id, after);
          for (const who of people) {
            const all = engaged(known, who);
            expect(sorted(counted.of(who))).toEqual(sorted(all));
            for (const group of ['y1', 'y3']) {
              const others = all.filter((one) => one.incident !== after.id && one.group === undefined);
              const { single, groups } = counted.elsewhere(who, { incident: after.id, group });
              expect([...single].sort()).toEqual([...new Set(others.map(({ priority }) => priority))].sort());
              const inGroups = new Set(all.flatMap((one) => (one.group === undefined ? [] : [one.group])));
              inGroups.delete(group);
              expect(groups).toBe(inGroups.size);
            }
          }
        }
      }),
      { seed: 20_261_129, numRuns: 100 },
    );
  });

  it('of somebody who is on nothing is nothing', () => {
    expect(new Engagements().of('wang')).toEqual([]);
    expect(new Engagements().elsewhere('wang', { incident: 'a', group: 'y1' })).toEqual({ single: [], groups: 0 });
  });
});
