// What a gateway is sent for a person that is reached outside of our app, and what it sends back. Receivers ignore fields
// that they do not know. Need to know: grid, courtyard and number; no name, illness, door or telephone of a resident.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../ids.ts';
import { Asks, CallKind, Channel, DeclineReason, Priority, Track } from '../terms.ts';
import { AlarmCode } from './alarms.ts';

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, in both directions. */
export const signatureHeader = 'x-yjt-signature';
/** The delivery id: a gateway that has seen it does nothing again, and answers as it did. */
export const idempotencyHeader = 'idempotency-key';
/** A signature this far from the receiver's clock is not taken, seconds. */
export const signatureFreshSeconds = 300;

const Instant = Type.String({ description: 'ISO 8601 with offset' });
/** The same sentence in both languages; the gateway sends the one that its recipients read. */
const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });

const envelope = {
  v: Type.Literal(1),
  delivery: Type.String({ maxLength: 200, description: 'the idempotency key; a higher revision replaces a lower' }),
  channel: Channel,
  district: Type.Optional(Type.String()),
  /** Sample data or a simulated recipient: a gateway in earnest rings nobody for it. */
  demo: Type.Boolean(),
  text: Sentence,
  /** Everything else is behind this, after signing in. */
  link: Type.String(),
};

/** Somebody is asked, told something new, or no longer needed. */
export const GatewayDispatch = Type.Object({
  ...envelope,
  kind: Type.Enum(['offer', 'update', 'stand_down']),
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  revision: Type.Integer(),
  track: Track,
  priority: Priority,
  call: CallKind,
  grid: Type.Optional(Type.String()),
  courtyard: Type.Optional(Type.String()),
  deadline: Type.Optional(Instant),
  because: Type.Optional(Type.String()),
  asks: Type.Optional(Asks),
  /** In a surge: of all calls of this place. Incident, number and leg are those of one of them. */
  group: Type.Optional(
    Type.Object({ name: Type.String(), count: Type.Integer(), open: Type.Integer(), urgent: Type.Integer() }),
  ),
  recipient: Type.Object({ responder: Type.String(), phone: Type.String() }),
});
export type GatewayDispatch = Static<typeof GatewayDispatch>;

/** The system says something about itself; who must hear it is the gateway's to know. */
export const GatewayAlarm = Type.Object({
  ...envelope,
  kind: Type.Literal('alarm'),
  code: AlarmCode,
  subject: Type.String(),
  change: Type.Enum(['raised', 'cleared']),
  since: Instant,
  at: Instant,
  remedy: Sentence,
});
export type GatewayAlarm = Static<typeof GatewayAlarm>;

/** A colleague asks somebody to take a shift (`asked`), or has answered. Nobody is named: who it is stands behind the link. */
export const GatewaySwap = Type.Object({
  ...envelope,
  kind: Type.Literal('swap'),
  swap: Type.String(),
  change: Type.Enum(['asked', 'agreed', 'refused']),
  from: Instant,
  to: Instant,
  /** until when it may be answered, where it is asked */
  deadline: Type.Optional(Instant),
  recipient: Type.Object({ responder: Type.String(), phone: Type.String() }),
});
export type GatewaySwap = Static<typeof GatewaySwap>;

/** A sign of life is missing today: its resident is asked for it, or a contact who has agreed (`contact`: which, from 0). Nobody is named. */
export const GatewayCheckIn = Type.Object({
  ...envelope,
  kind: Type.Literal('check_in'),
  day: Type.String(),
  recipient: Type.Object({ resident: Type.String(), contact: Type.Optional(Type.Integer()), phone: Type.String() }),
});
export type GatewayCheckIn = Static<typeof GatewayCheckIn>;

export const GatewayMessage = Type.Union([GatewayDispatch, GatewayAlarm, GatewaySwap, GatewayCheckIn]);
export type GatewayMessage = Static<typeof GatewayMessage>;

/** What a gateway may answer at once; without it, it has taken the message and a receipt may follow. */
export const GatewayAnswer = Type.Object({
  receipt: Type.Optional(Type.Boolean({ description: 'the person’s own device has it' })),
});

/** `POST /api/v1/receipts`: the person has it, or has answered. `id` tells two equal answers to one delivery apart. */
export const GatewayReply = Type.Object({
  delivery: Type.String({
    maxLength: 200,
    pattern: '^([^/]{1,40}/[^/]{1,16}/[0-9]{1,9}|group/[^/]{1,64}/[^/]{1,80}/[0-9]{1,15})$',
  }),
  responder: Type.String({ maxLength: 64 }),
  reply: Type.Enum(['receipt', 'accept', 'decline']),
  reason: Type.Optional(DeclineReason),
  at: Type.Optional(Type.String({ maxLength: 40 })),
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 12, pattern: '^[A-Za-z0-9._-]+$' })),
});
export type GatewayReply = Static<typeof GatewayReply>;
