// The state of an incident: what a replay of its events gives. Ids, codes and figures only: names are rendered at the
// edges, free text and positions lie in side records.
import { type Static, Type } from 'typebox';
import { Disposition } from './commands.ts';
import { EpochMsSchema, IncidentIdSchema } from './ids.ts';

export const Track = Type.Enum(['grid', 'health']);
export type Track = Static<typeof Track>;
export const Priority = Type.Enum([1, 2, 3]);
export type Priority = Static<typeof Priority>;

/** What somebody has learnt. */
export const Skill = Type.Enum(['first_aid', 'fire_safety', 'lifting']);
export type Skill = Static<typeof Skill>;

/** What the incident is about: the press's word, or why there is none. The last two an officer raises. */
export const CallKind = Type.Enum([
  'sos',
  'fall',
  'smoke',
  'service',
  'missed_checkin',
  'device_fault',
  'unreadable',
  'unknown_device',
  'unreadable_input',
]);
export type CallKind = Static<typeof CallKind>;

/** What the officer must know at a glance. */
export const Mark = Type.Enum([
  'unreadable',
  'unknown_device',
  'unreadable_input',
  'reused_id',
  'late',
  'cancel_requested',
  'repeated',
  'help_asked',
  /** Called from elsewhere than home: help goes to the device's own position. */
  'away_from_home',
  /** A responder, or a silent health track, asks for an ambulance; taken away when a human has called it. */
  'call_120',
  /** Every tier of a track has been asked in vain. */
  'nobody_answers',
  /** Whoever stands at the door gave a card or code that is not this home's. */
  'scene_unverified',
  /** Closed, and somebody who was sent could not be told by machine: call them. */
  'untold',
  'reopened',
]);
export type Mark = Static<typeof Mark>;

export const LegState = Type.Enum([
  'offered',
  'received',
  'accepted',
  'en_route',
  'on_scene',
  'done',
  'declined',
  'timed_out',
  'stood_down',
]);
export type LegState = Static<typeof LegState>;

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
  /** Offered together with the others of this group (contracts/groups.ts): told of and answered as one. */
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
  priority: Priority,
  marks: Type.Array(Mark),
  device: Type.Optional(Type.String()),
  home: Type.Optional(Type.String()),
  receivedAt: EpochMsSchema,
  openedAt: EpochMsSchema,
  presses: Type.Array(PressFact),
  legs: Type.Array(Leg),
  /** Tracks that this incident needs, each with the tier its escalation stands at. */
  tracks: Type.Array(TrackState),
  /** Legs before this one belong to an earlier life of the incident: after a reopening everybody may be asked again. */
  planFrom: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Where help goes when it is not the home: the fix lies in a side record. */
  spot: Type.Optional(Type.Literal('fix')),
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
      }),
    ),
  ),
  mergedInto: Type.Optional(IncidentIdSchema),
  ambulance: Type.Optional(
    Type.Object({ by: Type.String(), calledAt: EpochMsSchema, reference: Type.Optional(Type.String()) }),
  ),
  /** Contacts of the resident who should be told, as agreed, and have not been. */
  contactsDue: Type.Optional(Type.Array(ContactDue)),
  /** The officer who acted last, and the number of that event. */
  lastOfficer: Type.Optional(Type.Object({ by: Type.String(), seq: Type.Integer() })),
  acknowledged: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema })),
  closed: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema, disposition: Disposition })),
  /** When the officer is reminded next if nothing else happens: every open incident has it. */
  reviewAt: EpochMsSchema,
});
export type Incident = Static<typeof Incident>;
