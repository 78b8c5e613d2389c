// 一卡通: what is kept of a resident's card, and what is asked and answered about cards (docs/decisions/044).
import { type Static, Type } from 'typebox';
import { EpochMsSchema, RegistryId } from '../ids.ts';
import { Document, Instant, optional } from '../shapes.ts';

/** A card that is good, or that there was one: `ended` stays, so that no file of before brings an old number back. `digest`: of the token. */
export const DoorCard = Type.Union([
  Document({
    state: Type.Literal('issued'),
    number: Type.String({ pattern: '^[0-9]{10}$' }),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    at: EpochMsSchema,
  }),
  Document({ state: Type.Literal('ended'), at: EpochMsSchema, because: Type.Enum(['lost', 'returned']) }),
]);
export type DoorCard = Static<typeof DoorCard>;

/** `POST /api/v1/office/cards`: makes a card for each; one that they had ends. */
export const CardsOrder = Document({
  residents: Type.Array(RegistryId, { minItems: 1, maxItems: 200, uniqueItems: true }),
});
/** What is printed. `url` is in this answer and nowhere else. */
export const MadeCard = Type.Object({
  resident: RegistryId,
  name: Type.String(),
  number: Type.String(),
  url: Type.String(),
});
export type MadeCard = Static<typeof MadeCard>;
export const MadeCards = Type.Object({ cards: Type.Array(MadeCard) });
export type MadeCards = Static<typeof MadeCards>;

/** `written`: one of before, with a number of the community's own. `locked`: the key of the fields is missing. */
export const CardState = Type.Enum(['none', 'written', 'issued', 'lost', 'returned', 'locked']);
export type CardState = Static<typeof CardState>;
export const CardRow = Type.Object({
  resident: RegistryId,
  name: Type.String(),
  says: Type.String({ description: 'the address' }),
  grid: optional(RegistryId),
  state: CardState,
  at: optional(Instant),
});
export type CardRow = Static<typeof CardRow>;
/** `GET /api/v1/office/cards`. `phone`: of the community, for whoever finds one. */
export const CardsAnswer = Type.Object({ cards: Type.Array(CardRow), phone: optional(Type.String()) });
export type CardsAnswer = Static<typeof CardsAnswer>;

/** `POST /api/v1/residents/{id}/card/end`. */
export const CardEnd = Document({ because: Type.Enum(['lost', 'returned']) });
