// The state of an incident: what a replay of its events gives. Ids, codes and figures only: names are rendered at the
// edges, free text and positions lie in side records.
import { type Static, Type } from 'typebox';
import { Disposition } from './commands.ts';
import { EpochMsSchema, IncidentIdSchema } from './ids.ts';

export const Track = Type.Enum(['grid', 'health']);
export type Track = Static<typeof Track>;
export const Priority = Type.Enum([1, 2, 3]);
export type Priority = Static<typeof Priority>;

/** What the incident is about: the press's word, or why there is none. */
export const CallKind = Type.Enum([
  'sos',
  'fall',
  'smoke',
  'service',
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
  travelSeconds: Type.Integer({ minimum: 0 }),
  revision: Type.Integer({ minimum: 1 }),
  receipted: Type.Integer({ minimum: 0 }),
  because: Type.Optional(Type.String()),
  dueAt: Type.Optional(EpochMsSchema),
  byHand: Type.Optional(Type.Boolean()),
  rungAt: Type.Optional(EpochMsSchema),
});
export type Leg = Static<typeof Leg>;

export const PressFact = Type.Object({
  id: Type.String(),
  device: Type.String(),
  kind: Type.String(),
  receivedAt: EpochMsSchema,
  body: Type.String({ description: 'digest of the body: the same id with another body is another press' }),
  times: Type.Integer({ minimum: 1 }),
});
export type PressFact = Static<typeof PressFact>;

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
  tracks: Type.Array(Type.Object({ track: Track, tier: Type.Integer(), dueAt: Type.Optional(EpochMsSchema) })),
  acknowledged: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema })),
  closed: Type.Optional(Type.Object({ by: Type.String(), at: EpochMsSchema, disposition: Disposition })),
  /** When the officer is reminded next if nothing else happens: every open incident has it. */
  reviewAt: EpochMsSchema,
});
export type Incident = Static<typeof Incident>;
