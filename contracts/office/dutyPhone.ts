// 值班手机: the one telephone of the night, who has it, and its way from hand to hand (docs/decisions/039).
import { type Static, Type } from 'typebox';
import { Document, Instant, Named, optional } from '../shapes.ts';

const Id = Type.String({ minLength: 1, maxLength: 64 });

/** How a hand-over ended. `expired`: nobody answered. */
export const PhoneEnd = Type.Enum(['taken', 'refused', 'withdrawn', 'expired']);
export type PhoneEnd = Static<typeof PhoneEnd>;

/** One hand-over. Without `from` nobody had it. `by`: who wrote it down. */
export const PhoneMove = Type.Object({
  id: Type.String(),
  from: optional(Named),
  to: Named,
  by: Type.String(),
  at: Instant,
  end: optional(PhoneEnd),
  endAt: optional(Instant),
});
export type PhoneMove = Static<typeof PhoneMove>;

/** `offer`: whoever is to take it has not answered yet, and until when they may. `moves`: those that are over, the newest first. */
export const DutyPhone = Type.Object({
  holder: optional(Type.Object({ ...Named.properties, since: Instant })),
  offer: optional(Type.Object({ ...PhoneMove.properties, expires: Instant })),
  moves: Type.Array(PhoneMove),
});
export type DutyPhone = Static<typeof DutyPhone>;

/** `GET /api/v1/my/duty-phone`. `colleagues`: to whom it can be handed. */
export const MyDutyPhone = Type.Object({
  ...DutyPhone.properties,
  me: Type.String(),
  colleagues: Type.Array(Named),
});
export type MyDutyPhone = Static<typeof MyDutyPhone>;

/** The id makes a repeat harmless. */
export const PhoneOrder = Document({
  id: Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
  to: Id,
});
export type PhoneOrder = Static<typeof PhoneOrder>;

/** Only whoever is to take it takes or refuses; whoever has it, or the office, takes the offer back. */
export const PhoneAnswer = Document({ answer: Type.Enum(['take', 'refuse', 'withdraw']) });
export type PhoneAnswer = Static<typeof PhoneAnswer>;
