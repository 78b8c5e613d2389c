// The system itself as a reader sees it: what stands, what has been, the proof of one press.
import { type Static, Type } from 'typebox';
import { Document, Instant, optional } from '../shapes.ts';
import { AlarmCode } from './alarms.ts';
import { GatewayMessage } from './gateway.ts';

/** The keys of personal fields: none of them, only which there are. `locked`: documents that cannot be opened now. */
export const KeysView = Type.Object({
  from: Type.String({ description: 'the file, or the word of the setting' }),
  current: optional(Type.String()),
  keys: Type.Array(Type.String()),
  locked: Type.Integer(),
  why: optional(Type.String({ description: 'why there is none' })),
});
export type KeysView = Static<typeof KeysView>;

/** `GET /api/v1/doctor`: one line a check; `remedy` says what to do when it is not well. */
export const DoctorAnswer = Type.Object({
  well: Type.Boolean(),
  checks: Type.Array(
    Type.Object({
      check: Type.String(),
      state: Type.Enum(['ok', 'warning', 'failed']),
      says: Type.String(),
      remedy: optional(Type.String()),
    }),
  ),
});
export type DoctorAnswer = Static<typeof DoctorAnswer>;

/** An alarm of the system in words: what is the matter, what to do. */
const Words = Type.Object({ says: Type.String(), remedy: Type.String() });
export const AlarmView = Type.Object({
  code: AlarmCode,
  subject: Type.String(),
  /** New presses may not come through, or nobody is sent: shown over everything. */
  severe: Type.Boolean(),
  since: Type.String(),
  zh: Words,
  en: Words,
});
export type AlarmView = Static<typeof AlarmView>;

/** `canary`: the latest one of this district. `store`: away means that no press can be taken now. */
export const SystemView = Type.Object({
  store: Type.Enum(['here', 'away']),
  alarms: Type.Array(AlarmView),
  canary: optional(Type.Object({ at: Type.String(), back: Type.Boolean(), ms: optional(Type.Integer()) })),
});
export type SystemView = Static<typeof SystemView>;

/** `GET /api/v1/alarms`: what stands and what has been, newest first. */
export const AlarmRecord = Type.Object({
  system: SystemView,
  changes: Type.Array(
    Type.Object({ ...AlarmView.properties, at: Type.String(), change: Type.Enum(['raised', 'cleared']) }),
  ),
});
export type AlarmRecord = Static<typeof AlarmRecord>;

/**
 * One step of the proof of one press. `at` is absent when nobody noted it: `state` says whether it is still awaited or a
 * gap. `afterMs`: since the one before it. `by`: whose clock.
 */
export const ProofHop = Type.Object({
  hop: Type.Enum([
    'heard',
    'stored',
    'decided',
    'shown',
    'acknowledged',
    'offered',
    'sent',
    'received',
    'accepted',
    'en_route',
    'on_scene',
    'done',
    'declined',
    'timed_out',
    'stood_down',
    'told',
    'closed',
  ]),
  state: Type.Enum(['noted', 'awaited', 'gap']),
  at: optional(Type.String()),
  afterMs: optional(Type.Integer()),
  clock: Type.Enum(['broker', 'store', 'dispatcher', 'console', 'notifier']),
  leg: optional(Type.String()),
  responder: optional(Type.Object({ id: Type.String(), name: Type.String() })),
  channel: optional(Type.String()),
  press: optional(Type.String()),
});
export type ProofHop = Static<typeof ProofHop>;

/** `GET /api/v1/incidents/{id}/proof` */
export const Proof = Type.Object({
  incident: Type.String(),
  number: Type.Integer(),
  gaps: Type.Integer(),
  hops: Type.Array(ProofHop),
  events: Type.Integer({ description: 'how many the log has' }),
  head: Type.String({
    description: 'one hash over the log, event by event (signing/logHead.ts); yjt replay says the same',
  }),
});
export type Proof = Static<typeof Proof>;

/** `GET /api/v1/outbox`: what would have been sent where no gateway is configured, newest first, telephone numbers masked. */
export const OutboxAnswer = Type.Object({
  messages: Type.Array(Type.Object({ at: Instant, message: GatewayMessage })),
});
export type OutboxAnswer = Static<typeof OutboxAnswer>;
/** `POST /api/v1/outbox/numbers`: the same with telephone numbers in full. */
export const OutboxReveal = Document({
  why: Type.String({ minLength: 2, maxLength: 200 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
