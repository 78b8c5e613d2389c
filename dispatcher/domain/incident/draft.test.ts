// A decision in the making, and what an open incident of a version before needs is given first.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, TrackState } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { aside, draftOf, followUp, record } from './draft.ts';

const now = at(1_000_000_500_000);
const incident = (): Incident => new District().press('btn-1').latest() ?? never();
const old = (tracks: TrackState[] | undefined, more: Partial<Incident> = {}): Incident => {
  const { needs: _, ...rest } = incident();
  return { ...rest, ...(tracks === undefined ? {} : { tracks }), ...more };
};

describe('an open incident of before needs', () => {
  const given = (one: Incident) => {
    const [event] = draftOf(one, now).events;
    return event?.type === 'needs_known' ? event.needs : undefined;
  };
  const since = incident().openedAt;
  const need = { since, seq: 0, by: 'policy', state: 'due', tier: 0, round: 0 };

  it('is given what its tracks were about, with plan, tier and rounds', () => {
    const one = old([
      { track: 'grid', plan: 'night', tier: 2, spent: 3, dueAt: at(9) },
      { track: 'health', tier: 1 },
    ]);
    expect(given(one)).toEqual([
      { ...need, need: 'door', plan: 'night', tier: 2, round: 3 },
      { ...need, need: 'health', tier: 1 },
      { ...need, need: 'officer' },
      { ...need, need: 'word', state: 'asked', until: one.reviewAt },
    ]);
    expect(draftOf(one, now).events[0]).toMatchObject({ by: 'policy', seq: one.seq + 1, at: now });
  });

  it('without a home has no word, and without tracks the officer alone', () => {
    const { home: _, ...homeless } = old(undefined);
    expect(given(homeless)?.map((one) => one.need)).toEqual(['officer']);
  });

  it.each([
    { what: 'an ambulance that nobody called', more: { marks: ['call_120' as const] }, is: true },
    {
      what: 'one that was called',
      more: { marks: ['call_120' as const], ambulance: { by: 'officer/zhou', calledAt: at(1) } },
      is: false,
    },
    { what: 'none', more: {}, is: false },
  ])('needs a call to 120 after $what was asked for: $is', ({ more, is }) => {
    expect(given(old([], more))?.some((one) => one.need === 'call_120')).toBe(is);
  });

  it('is given them once; a closed one, and one that has them, nothing', () => {
    expect(draftOf(draftOf(old([]), now).incident, now).events).toEqual([]);
    expect(draftOf(old([], { state: 'closed' }), now).events).toEqual([]);
    expect(draftOf(incident(), now).events).toEqual([]);
  });
});

describe('a decision in the making', () => {
  it('numbers and stamps each fact, applies it at once, and says how late it is', () => {
    const one = incident();
    const draft = draftOf(one, now);
    record(draft, { type: 'priority_changed', by: 'policy', priority: 2 });
    draft.lateMs = 1_500;
    record(draft, { type: 'priority_changed', by: 'policy', priority: 3 });
    expect(draft.events).toEqual([
      { v: 1, seq: one.seq + 1, at: now, type: 'priority_changed', by: 'policy', priority: 2 },
      { v: 1, seq: one.seq + 2, at: now, type: 'priority_changed', by: 'policy', priority: 3, lateMs: 1_500 },
    ]);
    expect(draft.incident).toMatchObject({ priority: 3, seq: one.seq + 2 });
    expect(one.priority).toBe(1);
  });

  it('puts words aside under the number of the event that names them; none when there are none', () => {
    const draft = draftOf(incident(), now);
    expect([aside(draft, undefined), aside(draft, '')]).toEqual([{}, {}]);
    expect(draft.side).toEqual({});
    const id = `t${draft.incident.seq + 1}`;
    expect(aside(draft, '门在北侧')).toEqual({ textId: id });
    expect(draft.side).toEqual({ [id]: JSON.stringify({ text: '门在北侧' }) });
  });

  it('asks others in an order of its own', () => {
    const draft = draftOf(incident(), now);
    const { id, seq } = draft.incident;
    for (const responder of ['wang', 'li']) followUp(draft, 'other' as never, { kind: 'look_again', responder });
    expect(draft.followUps).toEqual(
      ['wang', 'li'].map((responder, n) => ({
        v: 1,
        kind: 'follow_up',
        district: 'd',
        id: `${id}/${seq}/${n}`,
        incident: 'other',
        what: { kind: 'look_again', responder },
      })),
    );
  });
});

function never(): never {
  throw new Error('no incident');
}
