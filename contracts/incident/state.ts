// The state of an incident: what a replay of its events gives. Ids, codes and figures only: names are rendered at the
// edges, free text and positions lie in side records.
import { type Static, Type } from 'typebox';
import { EpochMsSchema, IncidentIdSchema } from '../ids.ts';
import {
  CallBackOutcome,
  CallKind,
  Disposition,
  LegState,
  Mark,
  NeedKind,
  NeedState,
  Priority,
  Purpose,
  Track,
} from '../terms.ts';

/**
 * One need. What was done before `since` counts no more (`seq`: the event of then; it tells before from after within one
 * millisecond). `by`: whose word made it; they may take it back.
 */
export const Need = Type.Object({
  need: NeedKind,
  since: EpochMsSchema,
  seq: Type.Integer({ minimum: 0 }),
  by: Type.String(),
  state: NeedState,
  /** The one clock: the end of the tier's time, the next round, the end of waiting. */
  until: Type.Optional(EpochMsSchema),
  because: Type.Optional(Type.String()),
  /** Of the policy; the tier its escalation stands at, by number and by name: a changed policy is found again by the name. */
  plan: Type.Optional(Type.String()),
  tier: Type.Integer({ minimum: 0 }),
  tierName: Type.Optional(Type.String()),
  /** How often everybody was asked in vain. */
  round: Type.Integer({ minimum: 0 }),
});
export type Need = Static<typeof Need>;

/**
 * One responder on one track. `revision` counts what they must know, `receipted` what they confirmed: the difference is
 * what must still be told. `dueAt` is when something must happen next on this leg, `rungAt` when it was last rung again.
 */
export const Leg = Type.Object({
  id: Type.String(),
  track: Track,
  tier: Type.Integer({ minimum: 0 }),
  responder: Type.String(),
  state: LegState,
  offeredAt: EpochMsSchema,
  /** Seconds to the place, as last known. */
  travelSeconds: Type.Integer({ minimum: 0 }),
  revision: Type.Integer({ minimum: 1 }),
  receipted: Type.Integer({ minimum: 0 }),
  because: Type.Optional(Type.String()),
  dueAt: Type.Optional(EpochMsSchema),
  /** The offer stands until then. */
  answerBy: Type.Optional(EpochMsSchema),
  /** Expected at the place by then, grace included. */
  arriveBy: Type.Optional(EpochMsSchema),
  /** Seconds to the place when last measured from a fresh position. */
  measuredSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
  /** On the way but without progress, or off duty: a replacement is asked, and their yes releases this one. */
  doubtful: Type.Optional(Type.Enum(['standing_still', 'overdue', 'left_duty'])),
  byHand: Type.Optional(Type.Boolean()),
  /** The need that this person serves, and how; absent on legs of versions before needs (dispatcher/domain/incident/leg.ts). */
  need: Type.Optional(NeedKind),
  purpose: Type.Optional(Purpose),
  /** Numbers of the events by which they were last asked, last said that they come or have it in hand, and that they are there. */
  askedSeq: Type.Optional(Type.Integer()),
  saidSeq: Type.Optional(Type.Integer()),
  arrivedSeq: Type.Optional(Type.Integer()),
  /** How often they were rung again since they last said something: the pauses grow. */
  rings: Type.Optional(Type.Integer({ minimum: 0 })),
  /** How often they were late since they last said something. */
  overdue: Type.Optional(Type.Integer({ minimum: 0 })),
  /** When they said that they are finished, and what they were doing: it can be taken back for a minute. */
  finished: Type.Optional(Type.Object({ at: EpochMsSchema, was: LegState })),
  /** False: a yes of theirs bridges the time until another comes. */
  settles: Type.Optional(Type.Boolean()),
  asks: Type.Optional(Type.Literal('call_120')),
  /** False: works from a desk, nobody waits for them at the door. */
  comes: Type.Optional(Type.Literal(false)),
  /** Has been at the place. */
  arrived: Type.Optional(Type.Literal(true)),
  /** Ways to reach them besides the app. */
  channels: Type.Optional(Type.Array(Type.String())),
  /** How often the stand-down has been chased. */
  chases: Type.Optional(Type.Integer({ minimum: 0 })),
  rungAt: Type.Optional(EpochMsSchema),
  /** Offered together with the others of this group (contracts/incident/groups.ts): told of and answered as one. */
  group: Type.Optional(Type.String()),
});
export type Leg = Static<typeof Leg>;

export const PressFact = Type.Object({
  id: Type.String(),
  device: Type.String(),
  kind: Type.String(),
  receivedAt: EpochMsSchema,
  /** When the broker heard it, by its own clock. */
  heardAt: Type.Optional(EpochMsSchema),
  body: Type.String({ description: 'digest of the body: the same id with another body is another press' }),
  times: Type.Integer({ minimum: 1 }),
  /** The incident that it belonged to before that one was merged into this. */
  of: Type.Optional(Type.String()),
  /** When it was last noted that it came again. */
  notedAt: Type.Optional(EpochMsSchema),
});
export type PressFact = Static<typeof PressFact>;

/** A track that this incident needs: its plan, the tier its escalation stands at, and how often it was spent in vain. */
export const TrackState = Type.Object({
  track: Track,
  plan: Type.Optional(Type.String()),
  tier: Type.Integer(),
  spent: Type.Optional(Type.Integer({ minimum: 1 })),
  dueAt: Type.Optional(EpochMsSchema),
});
export type TrackState = Static<typeof TrackState>;

/** `contact` counts from 0 in the resident's list. */
export const ContactDue = Type.Object({
  resident: Type.String(),
  contact: Type.Integer({ minimum: 0 }),
  moment: Type.String(),
});
export type ContactDue = Static<typeof ContactDue>;

export const Incident = Type.Object({
  id: IncidentIdSchema,
  district: Type.String(),
  number: Type.Integer({ minimum: 1 }),
  seq: Type.Integer({ minimum: 1, description: 'number of its last event' }),
  state: Type.Enum(['open', 'closed']),
  call: CallKind,
  /** Smoke names the incident, and somebody has called for this as well. */
  beside: Type.Optional(CallKind),
  priority: Priority,
  marks: Type.Array(Mark),
  device: Type.Optional(Type.String()),
  home: Type.Optional(Type.String()),
  receivedAt: EpochMsSchema,
  openedAt: EpochMsSchema,
  presses: Type.Array(PressFact),
  legs: Type.Array(Leg),
  /** As versions before needs kept it. */
  tracks: Type.Optional(Type.Array(TrackState)),
  /** What it is about; absent on incidents of versions before needs, which attend.ts brings forward. */
  needs: Type.Optional(Type.Array(Need)),
  /** Legs before this one belong to an earlier life of the incident: after a reopening everybody may be asked again. */
  planFrom: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Where help goes when it is not the home: the fix lies in a side record. `spotOf`: the device that says so. */
  spot: Type.Optional(Type.Literal('fix')),
  spotOf: Type.Optional(Type.String()),
  /** Opened during a surge: whoever is asked gets its courtyard, not a call of its own. */
  surge: Type.Optional(Type.Literal(true)),
  /** Incidents with the same group are shown together: same building, or same courtyard at the same time. */
  group: Type.Optional(IncidentIdSchema),
  /** Incidents that were merged into this one, with their homes. */
  absorbed: Type.Optional(
    Type.Array(
      Type.Object({
        incident: IncidentIdSchema,
        home: Type.Optional(Type.String()),
        device: Type.Optional(Type.String()),
        /** It came with this one, into which it had been merged before. */
        via: Type.Optional(IncidentIdSchema),
      }),
    ),
  ),
  mergedInto: Type.Optional(IncidentIdSchema),
  ambulance: Type.Optional(
    Type.Object({
      by: Type.String(),
      calledAt: EpochMsSchema,
      seq: Type.Optional(Type.Integer()),
      reference: Type.Optional(Type.String()),
      /** The side record with the hand-over: who waits at the gate, which hospital, who goes along. */
      handOver: Type.Optional(Type.String()),
    }),
  ),
  /** Other outside numbers that a human called. */
  called: Type.Optional(
    Type.Array(Type.Object({ number: Type.Enum(['119', '110']), by: Type.String(), calledAt: EpochMsSchema })),
  ),
  /** The last call back to the resident. */
  callBack: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema, outcome: CallBackOutcome })),
  /** Whoever is to take it over has not said yes yet. */
  handOver: Type.Optional(Type.Object({ by: Type.String(), to: Type.String(), at: EpochMsSchema })),
  /** What the officer is reminded of, and how often already. */
  reminders: Type.Optional(Type.Object({ why: Type.String(), times: Type.Integer() })),
  /** Why nobody acknowledged it in time has been written down. */
  reasonGiven: Type.Optional(Type.Literal(true)),
  /** The officer has said where help must go. */
  placed: Type.Optional(Type.Literal(true)),
  /** Number of the event by which the resident was last heard. */
  pressedSeq: Type.Optional(Type.Integer()),
  /** What the resident or a responder said last, and the number of that event: an order on an older picture is refused. */
  lastSaid: Type.Optional(Type.Object({ by: Type.String(), seq: Type.Integer() })),
  /** After closing: somebody should see the person by then, or see them home from the hospital. */
  aftercare: Type.Optional(Type.Object({ what: Type.Enum(['visit', 'homecoming']), by: EpochMsSchema })),
  /** Contacts of the resident who should be told, as agreed, and have not been. */
  contactsDue: Type.Optional(Type.Array(ContactDue)),
  /** Residents who have given no sign of life in time. */
  missed: Type.Optional(Type.Array(Type.String())),
  /** The officer who acted last, and the number of that event. */
  lastOfficer: Type.Optional(Type.Object({ by: Type.String(), seq: Type.Integer() })),
  acknowledged: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema })),
  closed: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema, disposition: Disposition })),
  /** When the officer is reminded next if nothing else happens: every open incident has it. */
  reviewAt: EpochMsSchema,
});
export type Incident = Static<typeof Incident>;
