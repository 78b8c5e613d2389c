// What happened to an incident, in order. An event carries the facts that its decision used, so that a replay needs no
// old world. `v` counts the versions of one type; upcast() brings old ones up.
import { type Static, type TProperties, Type } from 'typebox';
import { Disposition } from './commands.ts';
import { EpochMsSchema, IncidentIdSchema } from './ids.ts';
import { CallKind, ContactDue, Leg, Mark, PressFact, Priority, Track } from './incident.ts';
import { DeclineReason, Finding, HelpNeed } from './messages.ts';

const event = <Name extends string, P extends TProperties>(type: Name, fields: P) =>
  Type.Object({
    v: Type.Literal(1),
    type: Type.Literal(type),
    seq: Type.Integer({ minimum: 1 }),
    at: EpochMsSchema,
    by: Type.String({ description: 'device/…, responder/…, officer/…, or policy' }),
    /** How long after its deadline this was decided, ms; absent when it was in time. */
    lateMs: Type.Optional(Type.Integer({ minimum: 0 })),
    ...fields,
  });

/**
 * One person weighed for an offer, and the reason they were or were not chosen. `weighedSeconds`: the travel time after what
 * counts for or against them (own grid, skill, busy, phone not connected); the lowest is asked first.
 */
export const Candidate = Type.Object({
  responder: Type.String(),
  travelSeconds: Type.Integer({ minimum: 0 }),
  weighedSeconds: Type.Optional(Type.Integer()),
  reason: Type.Enum([
    'chosen',
    'further',
    'not_nearer',
    'busy',
    'off_duty',
    'already_asked',
    'unreachable',
    'no_channel',
    'lacks_skill',
  ]),
});
export type Candidate = Static<typeof Candidate>;

const newLeg = Type.Pick(Leg, [
  'id',
  'track',
  'tier',
  'responder',
  'travelSeconds',
  'answerBy',
  'settles',
  'asks',
  'comes',
  'channels',
  'group',
]);

/** Why a tier was passed over at once. */
export const SkipReason = Type.Enum(['nobody', 'off_duty', 'busy', 'all_asked', 'unreachable', 'lacks_skill']);
export type SkipReason = Static<typeof SkipReason>;

/** How whoever stands at the door proved it. `wrong`: what they gave is not this home's. */
export const SceneCheck = Type.Enum(['card', 'door_code', 'wrong', 'none']);
export type SceneCheck = Static<typeof SceneCheck>;

const Incidents = IncidentIdSchema;
const text = Type.Optional(Type.String());

export const IncidentEvent = Type.Union([
  event('opened', {
    incident: Type.String(),
    district: Type.String(),
    number: Type.Integer(),
    call: CallKind,
    priority: Priority,
    marks: Type.Array(Mark),
    tracks: Type.Array(Track),
    plans: Type.Optional(Type.Object({ grid: text, health: text })),
    group: Type.Optional(Incidents),
    spot: Type.Optional(Type.Literal('fix')),
    device: Type.Optional(Type.String()),
    home: Type.Optional(Type.String()),
    press: Type.Optional(PressFact),
    receivedAt: EpochMsSchema,
    reviewAt: EpochMsSchema,
    surge: Type.Optional(Type.Literal(true)),
    /** In a surge a less urgent one is offered from then on: those that can kill come first. */
    offerFrom: Type.Optional(EpochMsSchema),
  }),
  event('press_joined', { press: PressFact, priority: Priority, marks: Type.Array(Mark) }),
  event('press_repeated', { press: Type.String(), device: Type.String(), priority: Priority }),
  event('cancel_requested', { press: PressFact }),
  /** Another kind of call joined: this track follows this plan from its first tier on. */
  event('track_planned', { track: Track, plan: Type.String() }),
  event('leg_offered', {
    leg: newLeg,
    /** Absent when the track's own deadline rings again: every tier is spent. */
    dueAt: Type.Optional(EpochMsSchema),
    candidates: Type.Array(Candidate),
    byHand: Type.Boolean(),
  }),
  event('tier_skipped', {
    track: Track,
    tier: Type.Integer(),
    name: Type.String(),
    reason: SkipReason,
    candidates: Type.Array(Candidate),
  }),
  /** As the first version said it. */
  event('tier_empty', { track: Track, tier: Type.Integer(), role: Type.String(), dueAt: EpochMsSchema }),
  event('leg_received', { leg: Type.String(), revision: Type.Integer() }),
  event('leg_accepted', {
    leg: Type.String(),
    dueAt: EpochMsSchema,
    arriveBy: Type.Optional(EpochMsSchema),
    measuredSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    revived: Type.Boolean(),
  }),
  event('leg_declined', { leg: Type.String(), reason: Type.Optional(DeclineReason), textId: text }),
  event('leg_timed_out', { leg: Type.String() }),
  event('leg_en_route', { leg: Type.String(), dueAt: EpochMsSchema, arriveBy: Type.Optional(EpochMsSchema) }),
  /** Nearer than before: `measuredSeconds` from a fresh position. */
  event('leg_progressed', {
    leg: Type.String(),
    measuredSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    dueAt: EpochMsSchema,
  }),
  /** On the way, but one cannot count on it: a replacement is asked. */
  event('leg_doubted', {
    leg: Type.String(),
    why: Type.Enum(['standing_still', 'left_duty']),
    measuredSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    dueAt: EpochMsSchema,
  }),
  event('leg_on_scene', { leg: Type.String(), dueAt: EpochMsSchema, check: Type.Optional(SceneCheck) }),
  event('leg_overdue', { leg: Type.String(), dueAt: EpochMsSchema }),
  event('leg_done', {
    leg: Type.String(),
    findings: Type.Optional(Type.Array(Finding)),
    textId: text,
    reviewAt: EpochMsSchema,
  }),
  event('leg_stood_down', {
    leg: Type.String(),
    because: Type.String(),
    dueAt: EpochMsSchema,
    /** Ways besides the app through which they were asked: they hear through the same that they are not needed. */
    channels: Type.Optional(Type.Array(Type.String())),
  }),
  event('leg_updated', { leg: Type.String(), because: Type.String(), dueAt: Type.Optional(EpochMsSchema) }),
  event('help_asked', { leg: Type.String(), needs: Type.Optional(HelpNeed), textId: text }),
  event('note_added', { textId: Type.String(), leg: text }),
  /** Words for whoever is on the way or there: `legs` are told that there is something to read. */
  event('advised', { legs: Type.Array(Type.String(), { minItems: 1 }), textId: Type.String() }),
  event('acknowledged', { reviewAt: EpochMsSchema }),
  event('taken_over', { from: Type.String(), reviewAt: EpochMsSchema }),
  event('officer_reminded', { why: Type.String(), reviewAt: EpochMsSchema }),
  event('priority_changed', { priority: Priority, textId: text }),
  /** An ambulance is wanted; only a human calls it. */
  event('ambulance_asked', { why: Type.Enum(['nobody_answered', 'responder']) }),
  event('ambulance_called', { calledAt: EpochMsSchema, reference: text }),
  event('contact_due', { ...ContactDue.properties }),
  event('contact_told', { resident: Type.String(), contact: Type.Integer() }),
  event('stand_down_chased', { leg: Type.String(), channel: text, dueAt: EpochMsSchema }),
  event('stand_down_told', { leg: Type.String() }),
  event('track_exhausted', {
    track: Track,
    round: Type.Optional(Type.Integer()),
    priority: Type.Optional(Priority),
    /** Legs that are rung again by this. */
    rung: Type.Optional(Type.Array(Type.String())),
    dueAt: EpochMsSchema,
  }),
  event('closed', { disposition: Disposition, textId: text }),
  /** Closed as a duplicate: another incident is worked on for both. */
  event('merged', { into: Incidents }),
  event('absorbed', { from: Incidents, home: text, device: text, presses: Type.Array(PressFact), priority: Priority }),
  event('split_off', { incident: Incidents }),
  event('reopened', { why: Type.Enum(['officer', 'split']), textId: text, reviewAt: EpochMsSchema }),
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
