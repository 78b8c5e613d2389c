// The roster as whoever plans it sees it: a week of it, its holes four weeks ahead, and what a change would do to them (docs/decisions/032).
import { type Static, Type } from 'typebox';
import { Document, Instant, optional } from '../shapes.ts';
import { ResponderRole } from '../terms.ts';
import { RegistryChange, RegistryProblem } from './registry.ts';

const LocalDay = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'YYYY-MM-DD in the district’s zone',
});
const Id = Type.String({ minLength: 1, maxLength: 64 });
export const weekDays = 7;
/** So many people of a week are shown; of more, whoever looks chooses a grid. */
export const weekPeopleAtMost = 300;
/** The roster is looked ahead so far: for gaps, for swaps, in calendars. */
export const aheadMs = 4 * weekDays * 24 * 3_600_000;
/** So many gaps are told, the earliest first, each with so many who could fill it. */
export const [gapsAtMost, couldAtMost] = [200, 8];

/** `grid`: people of it, or `-`: of none. */
export const RosterWeekQuery = Type.Object({ from: LocalDay, grid: optional(Id) });

const Span = { from: Instant, to: Instant };
/** One occurrence of a shift, named by the day on which it begins. `holder`: whose it is after a swap; `done`: who really does which part. */
export const RosterShift = Type.Object({
  ...Span,
  shift: Type.String(),
  on: Type.String(),
  owner: Type.String(),
  holder: Type.String(),
  repeats: optional(Type.String()),
  done: Type.Array(Type.Object({ ...Span, by: Type.String() })),
});
export type RosterShift = Static<typeof RosterShift>;

/** `duty`: when they are on duty, by switch and roster: whom the dispatcher would ask. `rostered`: they have shifts; without, they are there at all hours. */
export const RosterPerson = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: ResponderRole,
  grid: optional(Type.String()),
  rostered: Type.Boolean(),
  duty: Type.Array(Type.Object(Span)),
});
export type RosterPerson = Static<typeof RosterPerson>;

export const RosterWeek = Type.Object({
  ...Span,
  days: Type.Array(Type.Object({ on: Type.String(), from: Instant })),
  people: Type.Array(RosterPerson),
  left: Type.Integer({ description: 'people who are not shown: choose a grid' }),
  shifts: Type.Array(RosterShift),
  leaves: Type.Array(
    Type.Object({ ...Span, id: Type.String(), responder: Type.String(), standIn: optional(Type.String()) }),
  ),
});
export type RosterWeek = Static<typeof RosterWeek>;

/** Who could fill a gap. `near`: 0 of its grid, 1 of one beside it, 2 of another or none. `hours`: that they are on duty in the days around it. */
export const CouldFill = Type.Object({
  responder: Type.String(),
  name: Type.String(),
  near: Type.Integer({ minimum: 0, maximum: 2 }),
  hours: Type.Integer(),
});
export type CouldFill = Static<typeof CouldFill>;

/** A hole that all of these tiers have alike: nobody, or somebody whom nothing reaches. `grid` is `*` for the whole district. */
export const PlannedGap = Type.Object({
  ...Span,
  grid: Type.String(),
  reason: Type.Enum(['nobody_on_duty', 'no_channel']),
  responder: optional(Type.String()),
  tiers: Type.Array(Type.Object({ plan: Type.String(), name: Type.String() })),
  could: Type.Array(CouldFill),
});
export type PlannedGap = Static<typeof PlannedGap>;

/** `GET /api/v1/office/roster/gaps`. `total`: how many there are. */
export const PlannedGaps = Type.Object({ total: Type.Integer(), until: Instant, gaps: Type.Array(PlannedGap) });
export type PlannedGaps = Static<typeof PlannedGaps>;

export const triedAtOnce = 500;
/** A set of changes that is only tried: what would be wrong, and which gaps it would open and close in the four weeks ahead. */
export const RosterTrial = Document({ changes: Type.Array(RegistryChange, { minItems: 1, maxItems: triedAtOnce }) });
export const RosterTried = Type.Object({
  problems: Type.Array(RegistryProblem),
  opens: Type.Array(PlannedGap),
  closes: Type.Array(PlannedGap),
});
export type RosterTried = Static<typeof RosterTried>;
