// People who can be sent: who they are, when they are on duty, who has the night desk, who takes the shift over.
import { type Static, Type } from 'typebox';
import { LonLat } from '../position.ts';
import { SignInBody } from '../session/signIn.ts';
import { Document, Instant, optional } from '../shapes.ts';
import { Responder } from './community.ts';
import { DutySwitch } from './dutySwitch.ts';

export const ResponderView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Responder.properties.role,
  grid: optional(Type.String()),
  courtyard: optional(Type.String()),
  means: Responder.properties.means,
  /** Now, by switch and roster. */
  onDuty: Type.Boolean(),
  /** How long their own switch overrides the roster. */
  dutyUntil: optional(Instant),
  simulated: Type.Boolean(),
  connected: Type.Boolean(),
  position: LonLat,
  positionAt: optional(Instant),
  phone: optional(Type.String()),
});
export type ResponderView = Static<typeof ResponderView>;

/** Who is told of every incident at once; empty: the hall. */
export const NightDesk = Type.Object({
  holders: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), until: Instant })),
});
export type NightDesk = Static<typeof NightDesk>;

/** Without a responder the hall has it again. `until`: ISO 8601, at most 16 hours ahead, which it is when left out. */
export const NightDeskOrder = Document({
  responder: optional(Type.String({ maxLength: 64 })),
  until: optional(Type.String({ maxLength: 40 })),
});
export type NightDeskOrder = Static<typeof NightDeskOrder>;

/** `GET /api/v1/roster/gaps`: the next 14 days. `grid` is `*` for a tier of the whole district; `tier` counts from 0. */
export const RosterGap = Type.Object({
  from: Instant,
  to: Instant,
  plan: Type.String(),
  tier: Type.Integer(),
  name: Type.String(),
  grid: Type.String(),
  reason: Type.Enum(['nobody_on_duty', 'no_channel']),
  responder: optional(Type.String()),
});
export type RosterGap = Static<typeof RosterGap>;

/** `POST /api/v1/responders/{id}/duty`: the on-duty switch, as its own holder turns it. */
export const DutyOrder = Document(DutySwitch.properties);

/** `GET /api/v1/incidents/{id}/candidates`: everybody who could be asked now, soonest first, and why the others are not. */
export const CandidateView = Type.Object({
  responder: Type.String(),
  travelSeconds: Type.Integer(),
  reason: Type.String({ description: 'as in contracts/incident/events.ts Candidate' }),
  busyWith: optional(Type.String({ description: 'the number of the incident they are on' })),
  skills: Type.Array(Type.String()),
  positionSeconds: optional(Type.Integer({ description: 'age of their position; absent: their base' })),
});
export type CandidateView = Static<typeof CandidateView>;

/** `GET /api/v1/handover`: what whoever takes over must know. */
export const Handover = Type.Object({
  last: optional(Type.Object({ at: Instant, from: Type.String(), to: Type.String() })),
  open: Type.Array(
    Type.Object({ id: Type.String(), number: Type.Integer(), priority: Type.Integer(), state: Type.String() }),
  ),
  notes: Type.Array(
    Type.Object({
      incident: Type.String(),
      number: Type.Integer(),
      at: Instant,
      by: Type.String(),
      text: Type.String(),
    }),
  ),
  devices: Type.Array(Type.Object({ home: Type.String(), says: Type.String(), reason: Type.String() })),
  onDuty: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), role: Type.String(), connected: Type.Boolean() }),
  ),
});
export type Handover = Static<typeof Handover>;
/** `POST /api/v1/handover`: whoever is signed in hands over; whoever takes over signs by their own login or token. */
export const HandoverOrder = Document({
  to: SignInBody,
  sound: Type.Enum(['heard', 'not_heard']),
  remark: optional(Type.String({ maxLength: 2_000 })),
});

/** `GET /api/v1/my/shifts`: the next 14 days of whoever asks. */
export const MyShifts = Type.Object({
  onDuty: Type.Boolean(),
  switched: Type.Boolean({ description: 'the person’s own switch' }),
  until: optional(
    Type.String({ format: 'date-time', description: 'how long the switch holds; then the shifts count' }),
  ),
  shifts: Type.Array(Type.Object({ from: Instant, to: Instant })),
});
export type MyShifts = Static<typeof MyShifts>;
