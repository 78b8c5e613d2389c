// What happened to an incident, in order. An event carries the facts that its decision used, so that a replay needs no
// old world. `v` counts the versions of one type; upcast() brings old ones up.
import { type Static, type TProperties, Type } from 'typebox';
import { Disposition } from './commands.ts';
import { EpochMsSchema } from './ids.ts';
import { CallKind, Leg, Mark, PressFact, Priority, Track } from './incident.ts';

const event = <Name extends string, P extends TProperties>(type: Name, fields: P) =>
  Type.Object({
    v: Type.Literal(1),
    type: Type.Literal(type),
    seq: Type.Integer({ minimum: 1 }),
    at: EpochMsSchema,
    by: Type.String({ description: 'device/…, responder/…, officer/…, or policy' }),
    ...fields,
  });

/** One person weighed for an offer, and the reason they were or were not chosen. */
export const Candidate = Type.Object({
  responder: Type.String(),
  travelSeconds: Type.Integer({ minimum: 0 }),
  reason: Type.Enum(['chosen', 'further', 'busy', 'off_duty', 'already_asked', 'unreachable']),
});
export type Candidate = Static<typeof Candidate>;

const newLeg = Type.Pick(Leg, ['id', 'track', 'tier', 'responder', 'travelSeconds']);

export const IncidentEvent = Type.Union([
  event('opened', {
    incident: Type.String(),
    district: Type.String(),
    number: Type.Integer(),
    call: CallKind,
    priority: Priority,
    marks: Type.Array(Mark),
    tracks: Type.Array(Track),
    device: Type.Optional(Type.String()),
    home: Type.Optional(Type.String()),
    press: Type.Optional(PressFact),
    receivedAt: EpochMsSchema,
    reviewAt: EpochMsSchema,
  }),
  event('press_joined', { press: PressFact, priority: Priority, marks: Type.Array(Mark) }),
  event('press_repeated', { press: Type.String(), device: Type.String(), priority: Priority }),
  event('cancel_requested', { press: PressFact }),
  event('leg_offered', {
    leg: newLeg,
    dueAt: EpochMsSchema,
    candidates: Type.Array(Candidate),
    byHand: Type.Boolean(),
  }),
  event('tier_empty', { track: Track, tier: Type.Integer(), role: Type.String(), dueAt: EpochMsSchema }),
  event('leg_received', { leg: Type.String(), revision: Type.Integer() }),
  event('leg_accepted', { leg: Type.String(), dueAt: EpochMsSchema, revived: Type.Boolean() }),
  event('leg_declined', { leg: Type.String(), textId: Type.Optional(Type.String()) }),
  event('leg_timed_out', { leg: Type.String() }),
  event('leg_en_route', { leg: Type.String(), dueAt: EpochMsSchema }),
  event('leg_on_scene', { leg: Type.String(), dueAt: EpochMsSchema }),
  event('leg_overdue', { leg: Type.String(), dueAt: EpochMsSchema }),
  event('leg_done', { leg: Type.String(), textId: Type.Optional(Type.String()), reviewAt: EpochMsSchema }),
  event('leg_stood_down', { leg: Type.String(), because: Type.String(), dueAt: EpochMsSchema }),
  event('leg_updated', { leg: Type.String(), because: Type.String() }),
  event('help_asked', { leg: Type.String(), textId: Type.Optional(Type.String()) }),
  event('note_added', { textId: Type.String(), leg: Type.Optional(Type.String()) }),
  event('acknowledged', { reviewAt: EpochMsSchema }),
  event('officer_reminded', { why: Type.String(), reviewAt: EpochMsSchema }),
  event('stand_down_chased', { leg: Type.String(), dueAt: EpochMsSchema }),
  event('stand_down_told', { leg: Type.String() }),
  event('track_exhausted', { track: Track, dueAt: EpochMsSchema }),
  event('closed', { disposition: Disposition, textId: Type.Optional(Type.String()) }),
]);
export type IncidentEvent = Static<typeof IncidentEvent>;
export type EventType = IncidentEvent['type'];

/** What a decision says before it is numbered and stamped. */
export type Fact = IncidentEvent extends infer E
  ? E extends IncidentEvent
    ? Omit<E, 'v' | 'seq' | 'at'>
    : never
  : never;

/** Brings a stored event of any version up to today's. Version 1 is the only one so far. */
export function upcast(event: IncidentEvent): IncidentEvent {
  return event;
}
