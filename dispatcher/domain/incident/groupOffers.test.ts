import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type IncidentId } from '../../../contracts/ids.ts';
import { gridGroup, placeless } from '../../../contracts/incident/groups.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { LegState, type Priority } from '../../../contracts/terms.ts';
import { type GroupOffer, GroupOffers, groupFor } from './groupOffers.ts';

describe('the group in which somebody is offered a call', () => {
  const place = { position: [0, 0] as [number, number], courtyard: 'y1', building: '1', grid: 'g1' };

  it.each([
    { who: 'somebody of a grid', is: { means: 'bicycle', grid: 'g1' }, group: 'y1' },
    { who: 'somebody of a courtyard', is: { means: 'foot', courtyard: 'y1' }, group: 'y1' },
    { who: 'somebody who belongs nowhere', is: { means: 'bicycle' }, group: gridGroup('g1') },
    { who: 'a desk', is: { means: 'desk', grid: 'g1', courtyard: 'y1' }, group: gridGroup('g1') },
  ] as const)('is $group for $who', ({ is, group }) => {
    expect(groupFor(place, is)).toBe(group);
    expect(groupFor(place, is, 'call_120')).toBe(`${gridGroup('g1')}+120`);
    expect(groupFor(undefined, is)).toBe(placeless);
    expect(groupFor(undefined, is, 'call_120')).toBe(`${placeless}+120`);
  });
});

const leg: fc.Arbitrary<Leg> = fc
  .record({
    responder: fc.constantFrom('wang', 'li'),
    state: fc.constantFrom(...LegState.enum),
    group: fc.constantFrom(undefined, 'y1', 'y2'),
    revision: fc.integer({ min: 1, max: 3 }),
    receipted: fc.integer({ min: 0, max: 3 }),
    channel: fc.constantFrom(undefined, 'voice', 'sms'),
  })
  .map(({ group, channel, receipted, revision, ...one }) => ({
    id: 'L',
    track: 'grid',
    tier: 0,
    offeredAt: at(0),
    travelSeconds: 1,
    revision,
    receipted: Math.min(receipted, revision),
    ...one,
    ...(group === undefined ? {} : { group }),
    ...(channel === undefined ? {} : { channels: [channel] }),
  }));
const incident: fc.Arbitrary<Incident> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    priority: fc.constantFrom<Priority>(1, 2),
    legs: fc.array(leg, { maxLength: 3 }),
  })
  .map(({ id, legs, priority }) => ({
    id: id as IncidentId,
    district: 'd',
    number: 1,
    seq: 1,
    state: 'open',
    call: 'sos',
    priority,
    marks: [],
    receivedAt: at(0),
    openedAt: at(0),
    presses: [],
    reviewAt: at(1),
    legs: legs.map((one, i) => ({ ...one, id: `L${i}` })),
  }));

const asked: readonly string[] = ['offered', 'received', 'timed_out'];
const taken: readonly string[] = ['accepted', 'en_route', 'on_scene'];
const isUntold = (one: Leg) => one.receipted < one.revision && one.state !== 'declined' && one.state !== 'done';
/** What a look at the offers of all incidents says of one person's group. */
function counted(known: ReadonlyMap<string, Incident>, responder: string, group: string) {
  const all = [...known.values()].flatMap(({ id, priority, legs }) =>
    legs.flatMap((one) => (one.responder === responder && one.group === group ? [{ id, priority, one }] : [])),
  );
  const count = (holds: (each: (typeof all)[number]) => boolean) => all.filter(holds).length;
  const sent = ({ one }: (typeof all)[number]) => asked.includes(one.state) || taken.includes(one.state);
  return {
    members: new Set(all.flatMap((each) => (sent(each) || isUntold(each.one) ? [`${each.id}/${each.one.id}`] : []))),
    asked: count(({ one }) => asked.includes(one.state)),
    taken: count(({ one }) => taken.includes(one.state)),
    urgent: count((each) => sent(each) && each.priority === 1),
    untold: count(({ one }) => isUntold(one)),
  };
}
const shown = ({ members, asked: a, taken: t, urgent, untold }: GroupOffer) => ({
  members: new Set(members.keys()),
  asked: a,
  taken: t,
  urgent,
  untold,
});

describe('what one person is told of a group', () => {
  /** An offer keeps who and which group for life; the rest changes, and a revision only grows. */
  function next(before: Incident | undefined, after: Incident): Incident {
    const legs = after.legs.map((one, i): Leg => {
      const known = before?.legs[i];
      if (known === undefined) return one;
      const { group: _, ...rest } = one;
      const revision = Math.max(known.revision, one.revision);
      const receipted = Math.min(revision, Math.max(known.receipted, one.receipted));
      const kept = { responder: known.responder, revision, receipted };
      return { ...rest, ...kept, ...(known.group === undefined ? {} : { group: known.group }) };
    });
    return { ...after, legs: [...legs, ...(before?.legs.slice(legs.length) ?? [])] };
  }

  it('is what a look at all its calls says, and each change tells which groups are other than before', () => {
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 20 }), (changes) => {
        const [offers, known] = [new GroupOffers(), new Map<string, Incident>()];
        for (const one of changes) {
          const before = known.get(one.id);
          const after = next(before, one);
          const texts = new Map([...offers.all()].map((each) => [`${each.responder}/${each.id}`, shown(each)]));
          const changed = offers.change(before, after).map(({ offer }) => `${offer.responder}/${offer.id}`);
          known.set(one.id, after);
          for (const responder of ['wang', 'li'])
            for (const group of ['y1', 'y2']) {
              const expected = counted(known, responder, group);
              const found = [...offers.all()].find((each) => each.responder === responder && each.id === group);
              if (expected.members.size === 0) expect(found).toBeUndefined();
              else expect(found && shown(found)).toEqual(expected);
              const key = `${responder}/${group}`;
              if (JSON.stringify(plain(texts.get(key))) !== JSON.stringify(plain(found && shown(found))))
                expect(changed).toContain(key);
              expect(offers.members(responder, group).length).toBe(expected.members.size);
            }
          expect(new Set(changed).size).toBe(changed.length);
        }
      }),
      { seed: 20_261_129, numRuns: 100 },
    );
  });

  const plain = (one: ReturnType<typeof shown> | undefined) => one && { ...one, members: [...one.members].sort() };
  const call = (more: Partial<Leg>): Incident => ({
    ...({ id: 'a', district: 'd', number: 1, seq: 1, state: 'open', call: 'sos', priority: 1, marks: [] } as const),
    ...({ receivedAt: at(0), openedAt: at(0), presses: [], reviewAt: at(1) } as const),
    id: 'a' as IncidentId,
    legs: [
      {
        ...({ id: 'L1', track: 'grid', tier: 0, responder: 'wang', state: 'offered', travelSeconds: 1 } as const),
        ...{ offeredAt: at(0), revision: 1, receipted: 0, group: 'y1', ...more },
      },
    ],
  });

  it('has one revision a change, and the same one while nothing is new', () => {
    const offers = new GroupOffers();
    const [first] = offers.change(undefined, call({}));
    expect(first?.offer.revision).toBe(1);
    expect(offers.change(call({}), call({}))).toEqual([]);
    expect(offers.change(call({}), call({ state: 'accepted' }))[0]?.offer.revision).toBe(1);
    expect(
      offers.change(call({ state: 'accepted' }), call({ state: 'accepted', revision: 2 }))[0]?.offer.revision,
    ).toBe(2);
  });

  it('is news when a further channel leads to them, though the call stands as before', () => {
    const offers = new GroupOffers();
    offers.change(undefined, call({}));
    const [changed] = offers.change(call({}), call({ channels: ['voice'] }));
    expect([...(changed?.offer.channels ?? [])]).toEqual(['voice']);
    expect(offers.change(call({ channels: ['voice'] }), call({ channels: ['voice'] }))).toEqual([]);
  });

  it('is known to whoever takes over by the revision that its message had, and above it what is new', () => {
    const offers = new GroupOffers();
    offers.begin(40, new Map([['wang/y1', 17]]));
    expect(offers.change(undefined, call({}))[0]?.offer.revision).toBe(17);
    expect(offers.members('wang', 'y1')).toMatchObject([{ since: 17 }]);
    offers.begun();
    expect(offers.change(call({}), call({ revision: 2 }))[0]?.offer.revision).toBe(41);
  });
});

describe('a group', () => {
  const one = (state: Leg['state'], receipted = 1) =>
    ({
      id: 'a' as IncidentId,
      priority: 1,
      legs: [{ id: 'L1', responder: 'wang', group: 'y1', state, revision: 1, receipted, channels: ['voice'] }],
    }) as unknown as Incident;

  it('of which nothing must be told is none: not of calls that were over from the beginning, not once they are', () => {
    const groups = new GroupOffers();
    expect(groups.change(undefined, one('done'))).toEqual([]);
    expect([...groups.all()]).toEqual([]);
    expect(groups.change(undefined, one('offered')).map(({ legs }) => legs.length)).toEqual([1]);
    expect([...groups.all()]).toMatchObject([{ id: 'y1', responder: 'wang', asked: 1 }]);
    groups.change(one('offered'), one('done'));
    expect([...groups.all()]).toEqual([]);
  });
});
