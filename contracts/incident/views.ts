// An incident as a reader sees it. OpenAPI is made from these schemas. Promised fields stay; more may be added.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema, RegistryId, SenderId } from '../ids.ts';
import { Responder } from '../office/community.ts';
import { Place } from '../office/place.ts';
import { AccessView, PersonCard } from '../office/residents.ts';
import { LonLat } from '../position.ts';
import { Document, Instant, Named, optional } from '../shapes.ts';
import {
  Asks,
  CallBackOutcome,
  CallKind,
  Disposition,
  LegState,
  Mark,
  NeedKind,
  PressKind,
  Priority,
  Purpose,
  Track,
} from '../terms.ts';
import { IncidentEvent } from './events.ts';
import { WhyUnused } from './messages.ts';
import { Incident } from './state.ts';

/** One responder on one track, as a reader sees it. */
export const LegView = Type.Object({
  id: Type.String(),
  track: Track,
  tier: Type.Integer(),
  state: LegState,
  responder: Type.Object({
    id: Type.String(),
    name: Type.String(),
    role: Responder.properties.role,
    simulated: Type.Boolean(),
    phone: optional(Type.String()),
  }),
  offeredAt: Instant,
  dueAt: optional(Instant),
  travelSeconds: Type.Integer(),
  revision: Type.Integer({ description: 'what they must know by now; a receipt names it' }),
  told: Type.Boolean({ description: 'their device has confirmed the newest thing we told it' }),
  byHand: Type.Boolean(),
  because: optional(Type.String()),
  /** On the way, but one cannot count on it. */
  doubtful: optional(Type.String()),
  asks: optional(Asks),
  need: NeedKind,
  purpose: Purpose,
  /** What `state` means: has said yes and is not finished; asked; asked too long ago, a yes still counts; counts no more. */
  standing: Type.Enum(['taken', 'asked', 'late', 'over']),
});
export type LegView = Static<typeof LegView>;

/** What the system does next by itself when nobody acts. `role`: who would be asked. */
export const NextStep = Type.Object({
  at: Instant,
  step: Type.Enum([
    'ask_next',
    'ring_again',
    'check_progress',
    'check_arrival',
    'check_scene',
    'chase_stand_down',
    'remind_officer',
    'call_120',
    'ask_again',
    'call_back',
    'find_entry',
    'end_wait',
    'remind_call',
    'tell_officers',
  ]),
  need: optional(NeedKind),
  /** Of a reminder: dispatcher/domain/incident/officer.ts Reminder. */
  why: optional(Type.String()),
  track: optional(Track),
  role: optional(Responder.properties.role),
  responder: optional(Type.String()),
});
export type NextStep = Static<typeof NextStep>;

/** Where a need stands, from its last renewal on. `until`: when something happens next by itself. */
export const NeedView = Type.Object({
  need: NeedKind,
  state: Type.Enum(['met', 'asked', 'spent', 'waits', 'ended']),
  since: Instant,
  until: optional(Instant),
  because: optional(Type.String()),
  by: Type.String({ description: 'whose word made it' }),
});
export type NeedView = Static<typeof NeedView>;

/** Whoever is nearest to helping: the one definition of "somebody is coming". */
export const ComingView = Type.Object({
  leg: Type.String(),
  responder: Named,
  how: Type.Enum(['there', 'coming', 'doubted', 'bridge']),
  etaSeconds: Type.Integer(),
});
export type ComingView = Static<typeof ComingView>;

export const IncidentView = Type.Object({
  id: IncidentIdSchema,
  number: Type.Integer(),
  seq: Type.Integer({ description: 'number of its last event: a higher one is newer' }),
  state: Type.Enum(['open', 'closed']),
  priority: Priority,
  kind: CallKind,
  marks: Type.Array(Mark),
  device: optional(Type.String()),
  home: optional(Type.String()),
  residents: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), age: optional(Type.Integer()) })),
  place: Place,
  presses: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      receivedAt: Instant,
      times: Type.Integer(),
      device: Type.String(),
    }),
  ),
  receivedAt: Instant,
  legs: Type.Array(LegView),
  needs: Type.Array(NeedView),
  /** Is somebody at the door or on the way without doubt, for every call there was? */
  helpIsComing: Type.Boolean(),
  coming: optional(ComingView),
  /** Smoke names it, and this was called for as well. */
  beside: optional(CallKind),
  callBack: optional(Type.Object({ by: Type.String(), at: Instant, outcome: CallBackOutcome })),
  called: optional(Type.Array(Type.Object({ number: Type.Enum(['119', '110']), by: Type.String(), at: Instant }))),
  handOver: optional(Type.Object({ by: Type.String(), to: Type.String(), at: Instant })),
  aftercare: optional(Type.Object({ what: Type.Enum(['visit', 'homecoming']), by: Instant })),
  acknowledged: optional(Type.Object({ by: Type.String(), at: Instant })),
  closed: optional(Type.Object({ by: Type.String(), at: Instant, disposition: Disposition })),
  next: optional(NextStep),
  /** Incidents with the same group are shown together. */
  group: optional(IncidentIdSchema),
  absorbed: optional(Type.Array(Type.Object({ incident: IncidentIdSchema, home: optional(Type.String()) }))),
  mergedInto: optional(IncidentIdSchema),
  ambulance: optional(
    Type.Object({ by: Type.String(), at: Instant, reference: optional(Type.String()), handedOver: Type.Boolean() }),
  ),
  /** Tracks that this incident needs; `spent`: how often everybody was asked in vain. */
  tracks: Type.Array(Type.Object({ track: Track, tier: Type.Integer(), spent: optional(Type.Integer()) })),
  contactsDue: optional(
    Type.Array(Type.Object({ resident: Type.String(), contact: Type.Integer(), moment: Type.String() })),
  ),
});
export type IncidentView = Static<typeof IncidentView>;

/** One event with the words and names that its ids stand for. `by` is e.g. `device/btn-1`, `responder/li`, `officer/值班员`, `policy`. */
export const EventView = Type.Object(
  { seq: Type.Integer(), type: Type.String(), at: Instant, by: Type.String(), text: optional(Type.String()) },
  { additionalProperties: true },
);
export type EventView = Static<typeof EventView> & { readonly [field: string]: unknown };

/** Everything the incident pane shows. `fix`: where the device is when help goes there instead of the home. */
export const IncidentDetail = Type.Object({
  incident: IncidentView,
  fix: optional(LonLat),
  unused: optional(
    Type.Array(Type.Object({ position: LonLat, accuracy: optional(Type.Number()), because: WhyUnused }), {
      description: 'positions that a device has sent and that are not used, and why; newest first',
    }),
  ),
  /** Escalation in words: what each track's tiers are called, in order. */
  ladder: Type.Array(Type.Object({ track: Track, tiers: Type.Array(Type.String()) })),
  persons: Type.Array(PersonCard, { description: 'numbers are masked: POST …/phone has one in full' }),
  /** What this reader is not shown without breaking the glass. */
  withheld: Type.Array(Type.Enum(['keys', 'phones', 'conditions'])),
  access: optional(AccessView),
});
export type IncidentDetail = Static<typeof IncidentDetail>;

/** Answer to a command: applied (200), refused (409, see Refusal), or stored but not decided within 2 s (202). */
export const CommandResult = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['applied', 'stored']),
  incident: optional(IncidentView),
});
export type CommandResult = Static<typeof CommandResult>;

/** `POST /api/v1/presses`: somebody called by phone, or a test from the command line. */
export const NewPress = Document({
  id: optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' })),
  resident: optional(RegistryId),
  device: optional(RegistryId),
  kind: optional(PressKind),
});
export type NewPress = Static<typeof NewPress>;
export const PressAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['incident', 'joined', 'repeated', 'recorded', 'stored']),
  incident: optional(Type.String()),
});
export type PressAnswer = Static<typeof PressAnswer>;

/** `POST /api/v1/incidents`: an officer opens one by hand. */
export const NewIncident = Document({
  id: optional(SenderId),
  kind: CallKind,
  home: optional(RegistryId),
  resident: optional(RegistryId),
});

/** `GET /api/v1/incidents/{id}/record`, for `yjt replay`: the stored state and the raw events. */
export const IncidentRecord = Type.Object({ state: Incident, events: Type.Array(IncidentEvent) });
export type IncidentRecord = Static<typeof IncidentRecord>;

/** How many of a courtyard's incidents are open, in a surge. */
export const CourtyardCount = Type.Object({
  id: Type.String({ description: 'empty: no place is known' }),
  name: optional(Type.String()),
  open: Type.Integer(),
  urgent: Type.Integer({ description: 'P1' }),
  unacknowledged: Type.Integer(),
  alone: Type.Integer({ description: 'nobody has said that they go' }),
});
export type CourtyardCount = Static<typeof CourtyardCount>;

/** `on`: far more calls come in than usual. `listed`: so many of the open incidents are told one by one, the others as counts. */
export const SurgeView = Type.Object({
  on: Type.Boolean(),
  open: Type.Integer(),
  urgent: Type.Integer(),
  unacknowledged: Type.Integer(),
  listed: Type.Integer(),
  courtyards: Type.Array(CourtyardCount),
});
export type SurgeView = Static<typeof SurgeView>;

/** What the wall shows: counts by grid. No name, no door, no courtyard. */
export const WallView = Type.Object({
  grids: Type.Array(
    Type.Object({ id: Type.String(), fresh: Type.Integer(), active: Type.Integer(), verify: Type.Integer() }),
  ),
  coordinators: Type.Object({ onDuty: Type.Integer(), of: Type.Integer() }),
  covered: optional(Type.Object({ reachable: Type.Integer(), homes: Type.Integer() })),
  month: Type.Object({ calls: Type.Integer(), reached: Type.Integer(), medianSeconds: optional(Type.Integer()) }),
});
export type WallView = Static<typeof WallView>;
