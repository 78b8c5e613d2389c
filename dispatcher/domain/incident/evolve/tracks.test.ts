import { describe, expect, it } from 'vitest';
import { at } from '../../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../../contracts/incident/events.ts';
import type { Incident, Need } from '../../../../contracts/incident/state.ts';
import { District } from '../../../../test/district.ts';
import { replay } from '../evolve.ts';
import { deadline } from '../pending.ts';
import { tracksOf } from './tracks.ts';

type Opened = Extract<IncidentEvent, { type: 'opened' }>;
/** What an old event says beside its number and hour. */
type Said = IncidentEvent extends infer E
  ? E extends IncidentEvent
    ? Omit<E, 'v' | 'seq' | 'at' | 'by'>
    : never
  : never;

/** The log of a version before needs: a press on both tracks, then this, second by second. */
const log = (said: readonly Said[], more: Partial<Opened> = {}): IncidentEvent[] => {
  const opened: Opened = {
    v: 1,
    type: 'opened',
    seq: 1,
    at: at(1_000),
    by: 'device/btn-1',
    incident: 'i1',
    district: 'd',
    number: 1,
    call: 'sos',
    priority: 2,
    marks: [],
    tracks: ['grid', 'health'],
    plans: { grid: 'night', health: 'desk' },
    receivedAt: at(1_000),
    reviewAt: at(900_000),
    ...more,
  };
  return [
    opened,
    ...said.map((one, i) => ({ v: 1, seq: i + 2, at: at((i + 2) * 1_000), by: 'policy', ...one }) as IncidentEvent),
  ];
};
const incidentOf = (said: readonly Said[], more: Partial<Opened> = {}): Incident => replay(log(said, more)) ?? never();
const tracks = (said: readonly Said[], more: Partial<Opened> = {}) => incidentOf(said, more).tracks;

type Offered = Extract<Said, { type: 'leg_offered' }>;
const offer = (
  id: string,
  tier: number,
  { leg, ...more }: Partial<Omit<Offered, 'leg'>> & { leg?: Partial<Offered['leg']> } = {},
): Said => ({
  type: 'leg_offered',
  leg: { id, track: 'grid', tier, responder: id, travelSeconds: 60, answerBy: at(46_000), ...leg },
  byHand: false,
  candidates: [],
  dueAt: at(46_000),
  ...more,
});
/** Whoever is told when everybody was asked in vain: the track's own clock rings them. */
const told = (id: string, tier: number): Said => {
  const { dueAt: _, ...said } = offer(id, tier) as Offered;
  return said;
};
const accept = (leg: string): Said => ({ type: 'leg_accepted', leg, dueAt: at(60_000), revived: false });
const spent: Said = { type: 'track_exhausted', track: 'grid', round: 3, dueAt: at(77_000) };
const spentGrid = { track: 'grid', plan: 'night', tier: 0, spent: 3, dueAt: 77_000 };
const calmGrid = { track: 'grid', plan: 'night', tier: 0 };
const calmHealth = { track: 'health', plan: 'desk', tier: 0 };

describe('the log of a version before needs', () => {
  it('begins each track at its first tier, by the plan of that night; the first version named none', () => {
    expect(tracks([])).toEqual([calmGrid, calmHealth]);
    expect(tracks([], { plans: { health: 'desk' } })).toEqual([{ track: 'grid', tier: 0 }, calmHealth]);
    const { plans: _, ...first } = log([])[0] as Opened;
    expect(replay([first])?.tracks).toEqual([
      { track: 'grid', tier: 0 },
      { track: 'health', tier: 0 },
    ]);
  });

  it('of a surge asks people a little later', () => {
    expect(tracks([], { offerFrom: at(31_000), tracks: ['grid'] })).toEqual([{ ...calmGrid, dueAt: 31_000 }]);
    expect(deadline(incidentOf([], { offerFrom: at(31_000) }))).toBe(31_000);
  });

  it('is at the tier whose people were asked last, except by an officer’s own hand', () => {
    expect(tracks([offer('wang', 0), offer('li', 1)])).toEqual([{ ...calmGrid, tier: 1 }, calmHealth]);
    expect(tracks([offer('li', 2, { byHand: true })])).toEqual([calmGrid, calmHealth]);
    expect(tracks([spent, told('officer', 2)])).toEqual([spentGrid, calmHealth]);
    expect(tracks([spent, offer('li', 0)])).toEqual([calmGrid, calmHealth]);
  });

  it.each([
    { type: 'tier_empty', track: 'grid', tier: 1, role: 'grid_coordinator', dueAt: at(9) } as Said,
    { type: 'tier_skipped', track: 'grid', tier: 1, name: 'x', reason: 'nobody', candidates: [] } as Said,
  ])('goes past a tier without anybody ($type)', (passed) => {
    expect(tracks([spent, passed])).toEqual([{ ...calmGrid, tier: 2 }, calmHealth]);
  });

  it('follows another plan from its first tier on when another kind of call joins', () => {
    expect(tracks([offer('wang', 1), { type: 'track_planned', track: 'grid', plan: 'fire' }])).toEqual([
      calmHealth,
      { track: 'grid', plan: 'fire', tier: 0 },
    ]);
    expect(tracks([{ type: 'track_planned', track: 'health', plan: 'desk' }], { tracks: [] })).toEqual([calmHealth]);
  });

  it('in which everybody was asked in vain says so once, and when they are told again', () => {
    const state = incidentOf([spent, spent]);
    expect(state.tracks).toEqual([spentGrid, calmHealth]);
    expect(state).toMatchObject({ marks: ['nobody_answers'], priority: 2 });
    expect(deadline(state)).toBe(77_000);
    const { round: _, ...first } = spent as Extract<Said, { type: 'track_exhausted' }>;
    const urgent = incidentOf([{ ...first, priority: 1 }]);
    expect(urgent.tracks).toEqual([{ ...calmGrid, dueAt: 77_000 }, calmHealth]);
    expect(urgent.priority).toBe(1);
  });

  it('rings those it names once more: a no may still become a yes', () => {
    const rung: Said = { ...spent, rung: ['wang', 'li'] } as Said;
    const said = [offer('wang', 0), offer('li', 0), offer('zhao', 0), { type: 'leg_declined', leg: 'wang' } as Said];
    const { legs } = incidentOf([...said, { type: 'leg_timed_out', leg: 'li' } as Said, rung]);
    expect(legs).toMatchObject([
      { id: 'wang', state: 'offered', because: 'nobody_answered', revision: 2, rungAt: 7_000 },
      { id: 'li', state: 'timed_out', because: 'nobody_answered', revision: 2, rungAt: 7_000 },
      { id: 'zhao', state: 'offered', revision: 1 },
    ]);
    expect(legs[2]?.because).toBeUndefined();
  });

  it('is calm about a track once somebody comes', () => {
    const state = incidentOf([offer('wang', 0), spent, accept('wang')]);
    expect(state.tracks).toEqual([calmGrid, calmHealth]);
    expect(state.marks).toEqual([]);
  });

  it.each([
    { who: 'a neighbour who bridges', leg: { settles: false as const } },
    { who: 'somebody who is to call 120', leg: { asks: 'call_120' as const } },
  ])('is not calmed by the yes of $who', ({ leg }) => {
    const state = incidentOf([offer('gate', 0, { leg }), spent, accept('gate')]);
    expect(state.tracks).toEqual([spentGrid, calmHealth]);
    expect(state.marks).toEqual(['nobody_answers']);
  });

  it('tells nobody of the health track any more when 120 was called, and of none when it is closed', () => {
    const both: Said[] = [spent, { ...spent, track: 'health' } as Said];
    const called = tracks([...both, { type: 'ambulance_called', calledAt: at(4_000) }]);
    expect(called).toEqual([spentGrid, calmHealth]);
    const closed = incidentOf([...both, { type: 'closed', disposition: 'helped' }]);
    expect(closed.tracks).toEqual([calmGrid, calmHealth]);
  });

  it('begins with the first tiers again when it is opened again', () => {
    const reopened: Said = { type: 'reopened', why: 'officer', reviewAt: at(950_000) };
    const closed: Said = { type: 'closed', disposition: 'helped' };
    expect(tracks([offer('li', 1), spent, closed, reopened])).toEqual([calmGrid, calmHealth]);
  });
});

describe('the tracks that a reader of an incident is shown', () => {
  const need = (more: Partial<Need>): Need => ({
    need: 'door',
    since: at(0),
    seq: 1,
    by: 'policy',
    state: 'asked',
    tier: 1,
    round: 0,
    plan: 'grid',
    ...more,
  });
  const shown = (...needs: Need[]) => tracksOf({ ...(new District().press('btn-1').latest() ?? never()), needs });

  it('are its door and its health centre, with plan and tier, whatever else it needs', () => {
    const all = (['officer', 'door', 'fire', 'word', 'health', 'doctor', 'call_120'] as const).map((kind) =>
      need({ need: kind }),
    );
    expect(shown(...all)).toEqual([
      { track: 'grid', plan: 'grid', tier: 1 },
      { track: 'health', plan: 'grid', tier: 1 },
    ]);
    const { plan: _, ...without } = need({});
    expect(shown(without)).toEqual([{ track: 'grid', tier: 1 }]);
  });

  it.each([
    { state: 'spent' as const, round: 2, until: at(9_000), says: { spent: 2, dueAt: 9_000 } },
    { state: 'spent' as const, round: 2, says: { spent: 2 } },
    { state: 'spent' as const, round: 0, until: at(9_000), says: { dueAt: 9_000 } },
    { state: 'asked' as const, round: 1, until: at(9_000), says: { spent: 1 } },
    { state: 'due' as const, round: 0, until: at(9_000), says: {} },
    { state: 'waits' as const, round: 1, until: at(9_000), says: { spent: 1 } },
    { state: 'met' as const, round: 2, until: at(9_000), says: {} },
    { state: 'ended' as const, round: 2, says: {} },
  ])('say how often everybody was asked in vain, while that is so: $state, round $round', ({ says, ...one }) => {
    expect(shown(need(one))).toStrictEqual([{ track: 'grid', plan: 'grid', tier: 1, ...says }]);
  });

  it('are its own for one of before needs, and none where it had none', () => {
    expect(tracksOf(incidentOf([spent]))).toEqual([spentGrid, calmHealth]);
    const { tracks: _, ...bare } = incidentOf([]);
    expect(tracksOf(bare)).toEqual([]);
  });
});

function never(): never {
  throw new Error('no incident');
}
