// What a responder's phone shows.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../ids.ts';
import { Place } from '../office/place.ts';
import { LonLat } from '../position.ts';
import { Instant, optional } from '../shapes.ts';
import { Asks, CallKind, HelpNeed, LegState, Mark, NeedKind, Priority, Purpose, Track } from '../terms.ts';

/** How one gets in, for whoever goes. */
const WayIn = Type.Object({
  gate: optional(Type.String()),
  key: optional(Type.String()),
  note: optional(Type.String()),
});

/** One thing that a responder's phone shows: an offer, a leg that is on, or that they are no longer needed. */
export const MyLeg = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  delivery: Type.String({ description: 'answered by a receipt; the number at its end only grows' }),
  revision: Type.Integer(),
  receipted: Type.Boolean(),
  /** In a surge: one of the calls of this group, which is answered as one; `delivery` is the group's. */
  group: optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      count: Type.Integer(),
      open: Type.Integer(),
      urgent: Type.Integer(),
    }),
  ),
  kind: Type.Enum(['offer', 'active', 'stand_down']),
  state: LegState,
  track: Track,
  priority: Priority,
  call: CallKind,
  marks: Type.Array(Mark),
  receivedAt: Instant,
  presses: Type.Integer(),
  offeredAt: Instant,
  answerBy: optional(Instant),
  travelSeconds: Type.Integer(),
  because: optional(Type.String()),
  asks: optional(Asks),
  need: NeedKind,
  purpose: Purpose,
  place: Place,
  /** Homes of incidents that were merged into this one: somebody is there as well. */
  also: optional(Type.Array(Place)),
  /** The position is less exact than it should be. */
  inexact: optional(Type.Literal(true)),
  /** Help that this person asked for and that is still wanted: they may take it back. */
  helpAsked: optional(Type.Array(HelpNeed)),
  /** Where to go: the home, or the device's own fix when it is away. */
  position: optional(LonLat),
  away: Type.Boolean(),
  persons: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      gender: Type.String(),
      age: Type.Integer(),
      livesAlone: Type.Boolean(),
      mobility: optional(Type.String()),
      phone: optional(Type.String()),
      conditions: optional(Type.Array(Type.String())),
    }),
  ),
  access: optional(WayIn),
  /** Who was asked before without success, and who else is coming. */
  silent: Type.Array(Type.String()),
  others: Type.Array(
    Type.Object({ name: Type.String(), track: Track, state: LegState, travelSeconds: Type.Integer() }),
  ),
  advice: Type.Array(Type.Object({ at: Instant, by: Type.String(), text: Type.String() })),
  desk: optional(Type.String({ description: 'phone of the health desk' })),
  /** `sealed`: who and behind which door is in `box`, which the yes opens. `withheld`: it is not on this phone. */
  person: optional(Type.Enum(['shown', 'sealed', 'withheld'])),
  /** AES-256-GCM of an `OpenedLeg` as JSON, the tag behind it, base64; the nonce is twelve zero bytes: each key seals one text. */
  box: optional(Type.String()),
});
export type MyLeg = Static<typeof MyLeg>;

/** What a yes opens: these fields of the leg are then as here. */
export const OpenedLeg = Type.Pick(MyLeg, ['place', 'position', 'also', 'persons', 'access']);
export type OpenedLeg = Static<typeof OpenedLeg>;

/** Something that this person was on and that is over: door and keys stay until then, to lock up and to bring a key back. */
export const EndedLeg = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  until: Instant,
  place: Place,
  names: Type.Array(Type.String()),
  access: optional(WayIn),
});
export type EndedLeg = Static<typeof EndedLeg>;

/** What became of a phone's action. `code` says why it no longer applied. */
export const MyAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['applied', 'refused', 'stored']),
  code: optional(Type.String()),
});
export type MyAnswer = Static<typeof MyAnswer>;
