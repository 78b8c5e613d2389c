// What travels over MQTT. Receivers ignore fields that they do not know, so that a message may be widened.
import { type Static, Type } from 'typebox';
import { EpochMsSchema, IncidentIdSchema, SenderId } from '../ids.ts';
import { Asks, DeclineReason, Finding, HelpNeed, PressKind, ReplyKind } from '../terms.ts';

/** WGS-84 degrees; `accuracy` in metres; `at` is the sender's own clock, a claim only. */
export const Location = Type.Object({
  lon: Type.Number({ minimum: -180, maximum: 180 }),
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  accuracy: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  at: Type.Optional(Type.String({ maxLength: 40 })),
});
export type Location = Static<typeof Location>;

/** Why the position of a press is shown and not used: 0,0; how exact it is it does not say; vaguer than anybody can reach; not of now; another continent. */
export const WhyUnused = Type.Enum(['nowhere', 'no_accuracy', 'vague', 'old', 'elsewhere']);
export type WhyUnused = Static<typeof WhyUnused>;
/** A position of a press as its incident keeps it aside. */
export const PressedFrom = Type.Intersect([Location, Type.Object({ unused: Type.Optional(WhyUnused) })]);

/** A position as the doors keep it. `at` is the device's own time, a claim; `heardAt` the door's. */
export const KeptPosition = Type.Intersect([Location, Type.Object({ heardAt: Type.Optional(EpochMsSchema) })]);
export type KeptPosition = Static<typeof KeptPosition>;

/** `d/{device}/press`. `at` is ISO 8601 by the device's own clock; `battery` in percent. */
export const Press = Type.Object({
  id: Type.Optional(SenderId),
  kind: PressKind,
  at: Type.Optional(Type.String({ maxLength: 40 })),
  battery: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  location: Type.Optional(Location),
});
export type Press = Static<typeof Press>;

/** `d/{device}/health`: heartbeat. `signal` in dBm; `battery` in percent; `batteryLow` is the device's own word, and goes before it. */
export const Health = Type.Object({
  battery: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  batteryLow: Type.Optional(Type.Boolean()),
  volts: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  signal: Type.Optional(Type.Number({ minimum: -200, maximum: 100 })),
  tamper: Type.Optional(Type.Boolean()),
  /** Somebody moved just now: a sign of life of a person (decisions/047). Left out of a mere heartbeat. */
  moved: Type.Optional(Type.Enum(['motion', 'door'])),
  firmware: Type.Optional(Type.String({ maxLength: 64 })),
});
export type Health = Static<typeof Health>;

/**
 * The way of one press, for a canary, by the id of the press: when the broker heard it, when it was stored, decided, and when the answer was sent.
 * Epoch ms, each by the clock of whoever did it.
 */
export const Trace = Type.Object({
  id: SenderId,
  heardAt: Type.Integer(),
  storedAt: Type.Integer(),
  decidedAt: Type.Integer(),
  sentAt: Type.Optional(Type.Integer()),
});
export type Trace = Static<typeof Trace>;

/** What the person at the button is told. `revision` only grows within an incident; lower ones are ignored. */
export const DeviceState = Type.Object({
  incident: Type.Optional(IncidentIdSchema),
  revision: Type.Integer({ minimum: 0 }),
  state: Type.Enum(['received', 'coming', 'arrived', 'left', 'closed']),
  who: Type.Optional(Type.String()),
  etaSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
  /** More exactly: received, asking_more, coming, neighbour_first, in_turn, delayed, arrived, left, cancel_check, closed. */
  step: Type.Optional(Type.String()),
  trace: Type.Optional(Trace),
  say: Type.String(),
});
export type DeviceState = Static<typeof DeviceState>;

/** One call of a group, as much of it as fits on a line. `access`: only once it was accepted. */
export const GroupCall = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  priority: Type.Enum([1, 2, 3]),
  call: Type.String(),
  accepted: Type.Boolean(),
  person: Type.Optional(Type.String()),
  place: Type.Optional(Type.String()),
  position: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
  access: Type.Optional(Type.String()),
});
export type GroupCall = Static<typeof GroupCall>;

/**
 * In a surge: all calls of a courtyard in one message. It is known by `id`, and a later one with a higher revision replaces
 * it; incident and leg of the message are those of its most urgent call, for a receiver that knows no groups. A receipt, yes,
 * no or en_route that names its delivery holds for every call in it; what happens at a door is said of that call alone.
 */
export const GroupOffer = Type.Object({
  id: Type.String({
    description: 'a courtyard; `*grid` for whoever works from a desk; `?` where the place is unknown',
  }),
  name: Type.String(),
  count: Type.Integer({ description: 'calls that count on this person, listed or not' }),
  open: Type.Integer({ description: 'of these, not accepted yet' }),
  urgent: Type.Integer({ description: 'of these, P1' }),
  calls: Type.Array(GroupCall, { description: 'those at the greatest risk first; the others are found in the app' }),
});
export type GroupOffer = Static<typeof GroupOffer>;

/** `r/{responder}/dispatch`. A stand-down replaces the offer: same leg, higher revision. Instants are ISO 8601. */
export const Dispatch = Type.Object({
  delivery: Type.String(),
  kind: Type.Enum(['offer', 'update', 'stand_down']),
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  revision: Type.Integer({ minimum: 1 }),
  track: Type.Enum(['grid', 'health']),
  priority: Type.Enum([1, 2, 3]),
  call: Type.String({ description: 'kind of call' }),
  person: Type.Optional(Type.String()),
  place: Type.Optional(Type.String()),
  position: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
  /** What everybody who is asked may know; `place` is as much of it as they may. */
  grid: Type.Optional(Type.String()),
  courtyard: Type.Optional(Type.String()),
  building: Type.Optional(Type.String()),
  travelSeconds: Type.Optional(Type.Integer({ minimum: 0, description: 'how far it is for them' })),
  sealed: Type.Optional(
    Type.Literal(true, { description: 'who it is and behind which door comes after the yes, in an update' }),
  ),
  access: Type.Optional(Type.String({ description: 'door, key, mobility: only while the leg is active' })),
  conditions: Type.Optional(
    Type.Array(Type.String(), { description: 'health track, after the yes, for people of the health centre only' }),
  ),
  deadline: Type.Optional(Type.String()),
  because: Type.Optional(Type.String({ description: 'reason code of a stand-down or update' })),
  asks: Type.Optional(Asks), // call this number, do not come
  away: Type.Optional(Type.Boolean({ description: 'position is where the device is, not the home' })),
  inexact: Type.Optional(Type.Boolean({ description: 'position is less exact than it should be: phone when near' })),
  also: Type.Optional(Type.Array(Type.String(), { description: 'places of incidents that were merged into this one' })),
  group: Type.Optional(GroupOffer),
  say: Type.String(),
});
export type Dispatch = Static<typeof Dispatch>;

/** `r/{responder}/reply`. `delivery` is the one answered; `at` the phone's own clock (it may have been offline). */
export const Reply = Type.Object({
  id: SenderId,
  delivery: Type.Optional(Type.String({ maxLength: 120 })),
  incident: IncidentIdSchema,
  leg: Type.String({ minLength: 1, maxLength: 16 }),
  reply: ReplyKind,
  at: Type.Optional(Type.String({ maxLength: 40 })),
  text: Type.Optional(Type.String({ maxLength: 2_000 })),
  reason: Type.Optional(DeclineReason),
  needs: Type.Optional(HelpNeed),
  findings: Type.Optional(Type.Array(Finding, { maxItems: 20 })),
  /** At the door: the resident's card, or the code that stands inside the home. Compared, never kept. */
  check: Type.Optional(
    Type.Object({ by: Type.Enum(['card', 'door_code']), code: Type.String({ minLength: 1, maxLength: 64 }) }),
  ),
});
export type Reply = Static<typeof Reply>;

/** `r/{responder}/position`. A latest value with an expiry, never an input. */
export const Position = Location;
export type Position = Location;
