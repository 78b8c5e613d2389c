// What happened to an incident, in order. An event carries the facts that its decision used, so that a replay needs no
// old world. `v` counts the versions of one type; upcast() brings old ones up.
import { type Static, type TProperties, Type } from 'typebox';
import { EpochMsSchema, IncidentIdSchema } from '../ids.ts';
import {
  CallBackOutcome,
  CallKind,
  DeclineReason,
  Disposition,
  Finding,
  HelpNeed,
  LegState,
  Mark,
  NeedKind,
  Priority,
  SceneCheck,
  SkipReason,
  Track,
} from '../terms.ts';
import { ContactDue, Incident, Leg, Need, PressFact } from './state.ts';

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
  'need',
  'purpose',
]);

/** A need that begins, or begins again. */
const NeedWanted = Type.Object({ need: NeedKind, plan: Type.Optional(Type.String()) });
export type NeedWanted = Static<typeof NeedWanted>;

const Incidents = IncidentIdSchema;
const text = Type.Optional(Type.String());
const need = Type.Optional(NeedKind);

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
    /** Why it waits until then, if not for a surge: the officer is asked first. */
    waitsFor: Type.Optional(Type.Literal('maybe_repeat')),
    /** What it needs; absent before version 3, when tracks said it. */
    needs: Type.Optional(Type.Array(NeedWanted)),
    /** The device whose fix is the spot. */
    spotOf: text,
  }),
  /** `call`: it names the incident from now on. `spot`: its fix says where help must go. */
  event('press_joined', {
    press: PressFact,
    priority: Priority,
    marks: Type.Array(Mark),
    call: Type.Optional(CallKind),
    /** Smoke names it, and somebody has called for this as well. */
    beside: Type.Optional(CallKind),
    spot: Type.Optional(Type.Enum(['fix', 'home'])),
    /** It was dealt with and begins again: nobody has acknowledged it. */
    anew: Type.Optional(Type.Literal(true)),
  }),
  event('press_repeated', {
    press: Type.String(),
    device: Type.String(),
    priority: Priority,
    /** It came from a device that presses on and on: only so much of it is noted. */
    muted: Type.Optional(Type.Literal(true)),
  }),
  event('cancel_requested', { press: PressFact }),
  /** Another kind of call joined: this track follows this plan from its first tier on. */
  event('track_planned', { track: Track, plan: Type.String() }),
  /** The incident is of a version before needs: from now on it has these. */
  event('needs_known', { needs: Type.Array(Need) }),
  /** A new word makes these needs, or makes them new: what was done before counts no more. */
  event('needs_renewed', { needs: Type.Array(NeedWanted, { minItems: 1 }), because: Type.String() }),
  event('need_ended', { need: NeedKind, because: Type.String(), textId: text }),
  event('need_waits', { need: NeedKind, until: EpochMsSchema, because: Type.String(), textId: text }),
  /** Its waiting is over: somebody is asked. */
  event('need_due', { need: NeedKind, because: Type.String() }),
  /** No person is asked for it by offer: the officer's clock runs anew. */
  event('need_asked', { need: NeedKind, until: EpochMsSchema, because: Type.String() }),
  event('leg_offered', {
    leg: newLeg,
    /** Absent when the track's own deadline rings again: every tier is spent. */
    dueAt: Type.Optional(EpochMsSchema),
    candidates: Type.Array(Candidate),
    byHand: Type.Boolean(),
    tierName: text,
  }),
  /** Somebody who was asked before is asked anew, by the same leg. */
  event('leg_asked_again', {
    leg: Type.String(),
    /** Asked for something else than before: told of it then, asked to take it in hand now. */
    purpose: Leg.properties.purpose,
    tier: Type.Integer(),
    answerBy: EpochMsSchema,
    /** Absent for whoever is only told: the rounds of the need ring them. */
    dueAt: Type.Optional(EpochMsSchema),
    because: Type.String(),
    tierName: text,
  }),
  /** They say again that they come or are there, or the officer has it from them: doubts are over. */
  event('leg_confirmed', {
    leg: Type.String(),
    dueAt: EpochMsSchema,
    arriveBy: Type.Optional(EpochMsSchema),
    textId: text,
  }),
  /** "Done" was a slip: they are at it as before. */
  event('leg_resumed', {
    leg: Type.String(),
    state: LegState,
    dueAt: EpochMsSchema,
    arriveBy: Type.Optional(EpochMsSchema),
  }),
  event('tier_skipped', {
    track: Track,
    tier: Type.Integer(),
    name: Type.String(),
    need,
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
  /** What was found at the scene, said before the end. */
  event('found', { leg: Type.String(), findings: Type.Array(Finding) }),
  event('note_added', { textId: Type.String(), leg: text }),
  /** A sign of life came after the call was opened for want of one; it ends nothing. `how`: SeenBy of contracts/device/checkIns.ts. */
  event('sign_came', { resident: text, how: Type.String(), signAt: EpochMsSchema }),
  /** This resident gave no sign of life in time: the call was opened for it, or is told of it. */
  event('checkin_missed', { resident: Type.String() }),
  /** Words for whoever is on the way or there: `legs` are told that there is something to read. */
  event('advised', { legs: Type.Array(Type.String(), { minItems: 1 }), textId: Type.String() }),
  event('acknowledged', { reviewAt: EpochMsSchema }),
  event('taken_over', { from: Type.String(), reviewAt: EpochMsSchema }),
  event('officer_reminded', { why: Type.String(), reviewAt: EpochMsSchema }),
  event('priority_changed', { priority: Priority, textId: text }),
  /** An ambulance is wanted; only a human calls it. */
  event('ambulance_asked', { why: Type.Enum(['nobody_answered', 'responder']) }),
  event('ambulance_called', { calledAt: EpochMsSchema, reference: text }),
  /** Who waits at the gate, which hospital, who goes along: in the side record. */
  event('ambulance_hand_over', { textId: Type.String() }),
  event('outside_called', { number: Type.Enum(['119', '110']), calledAt: EpochMsSchema, textId: text }),
  event('called_back', { outcome: CallBackOutcome, textId: text }),
  /** Help must go elsewhere than was thought: `spot` to the position in the side record, else to this home. */
  event('place_corrected', { home: text, spot: Type.Optional(Type.Literal('fix')), textId: text }),
  /** Nobody acknowledges: one more step of the officers' ladder has been told. */
  event('officer_step', { step: Type.Integer() }),
  event('hand_over_asked', { to: Type.String() }),
  event('reason_due', {}),
  event('reason_given', { textId: Type.String() }),
  event('aftercare_done', { textId: text }),
  event('contact_due', { ...ContactDue.properties }),
  event('contact_told', { resident: Type.String(), contact: Type.Integer() }),
  event('stand_down_chased', { leg: Type.String(), channel: text, dueAt: EpochMsSchema }),
  event('stand_down_told', { leg: Type.String() }),
  /** Nobody could be made to hear it for days: the mark stays, the machine stops. */
  event('stand_down_given_up', { leg: Type.String() }),
  event('track_exhausted', {
    track: Track,
    need,
    round: Type.Optional(Type.Integer()),
    priority: Type.Optional(Priority),
    /** Legs that are rung again by this. */
    rung: Type.Optional(Type.Array(Type.String())),
    dueAt: EpochMsSchema,
  }),
  event('closed', { disposition: Disposition, textId: text, aftercare: Incident.properties.aftercare }),
  /** Closed as a duplicate: another incident is worked on for both. */
  event('merged', { into: Incidents }),
  event('absorbed', {
    from: Incidents,
    home: text,
    device: text,
    presses: Type.Array(PressFact),
    priority: Priority,
    call: Type.Optional(CallKind),
    beside: Type.Optional(CallKind),
    /** What had been merged into it before. */
    also: Incident.properties.absorbed,
    ambulance: Incident.properties.ambulance,
    /** One had been called for this incident as well: it is news again. Logs of before leave it out, and it is not. */
    ambulanceAnew: Type.Optional(Type.Boolean()),
    called: Incident.properties.called,
  }),
  /** `call`: what names it without the presses that go. */
  event('split_off', { incident: Incidents, call: Type.Optional(CallKind), beside: Type.Optional(CallKind) }),
  /** `needs`: everything begins anew, as it does since version 3. */
  event('reopened', {
    why: Type.Enum(['officer', 'split', 'merge_failed']),
    textId: text,
    reviewAt: EpochMsSchema,
    needs: Type.Optional(Type.Array(NeedWanted)),
  }),
]);
export type IncidentEvent = Static<typeof IncidentEvent>;

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
