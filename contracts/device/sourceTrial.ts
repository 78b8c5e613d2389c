// What a source sent, read again: by how it is read now, or by a mapping that is being made. Nothing is pressed by it.
import { type Static, Type } from 'typebox';
import { MappingDraft, Meaning } from '../office/mapping.ts';
import { Document, Instant, optional } from '../shapes.ts';
import { PressKind } from '../terms.ts';

/** `POST /api/v1/sources/{id}/try`. Without a mapping: as the source is read now. `secret`: the vendor's, where another one is about to be saved. `proves`: where a signature stands of which somebody wants to know how it is made. */
export const SourceTry = Document({
  mapping: optional(MappingDraft),
  secret: optional(Type.String({ maxLength: 400 })),
  proves: optional(Type.String({ minLength: 1, maxLength: 200 })),
});
export type SourceTry = Static<typeof SourceTry>;

/** A value of a message, or what holds several, in the order in which they stand. `path`: as a mapping names it. `list`: it holds elements, one after another. */
export const Field = Type.Object({
  path: Type.String(),
  key: Type.String(),
  depth: Type.Integer({ minimum: 0 }),
  value: optional(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  list: optional(Type.Literal(true)),
});
export type Field = Static<typeof Field>;

/** What a message would be now. `device`: as its vendor names it; `known`: which one here it is; absent: nobody has this address. `why`: of what could not be read. */
export const TriedReading = Type.Object({
  is: Type.Enum(['press', 'state', 'health', 'position', 'moved', 'gateway', 'name', 'check', 'nothing']),
  device: optional(Type.String()),
  known: optional(Type.String()),
  kind: optional(PressKind),
  on: optional(Type.Boolean()),
  word: optional(Type.String()),
  why: optional(Type.String()),
  unreadable: optional(Type.Boolean()),
  at: optional(Instant),
  id: optional(Type.String({ description: 'what tells it from the one after it' })),
  battery: optional(
    Type.Object({ pct: optional(Type.Number()), volts: optional(Type.Number()), low: optional(Type.Boolean()) }),
  ),
  place: optional(
    Type.Object({ lon: Type.Number(), lat: Type.Number() }, { description: 'WGS-84, whatever it came in' }),
  ),
});
export type TriedReading = Static<typeof TriedReading>;

/** `untried`: nobody can say. `cut`: it was longer than what is kept; `no_mapping`: nothing says yet how to read it; `not_of_family`: a topic that is none of this family. */
export const TriedOutcome = Type.Union([
  Type.Object({ is: Type.Literal('readings'), readings: Type.Array(TriedReading), answer: optional(Type.String()) }),
  Type.Object({ is: Type.Literal('handshake'), answer: Type.String() }),
  Type.Object({ is: Type.Literal('refused'), why: Type.String() }),
  Type.Object({ is: Type.Literal('untried'), why: Type.Enum(['cut', 'no_mapping', 'not_of_family']) }),
]);
export type TriedOutcome = Static<typeof TriedOutcome>;

/** `text`: the body, or its bytes in hex. `fields`: of its body, its query, the address after the secret and its headers; at most 500. */
export const TriedMessage = Type.Object({
  entry: Type.String(),
  at: Instant,
  how: Type.String(),
  contentType: optional(Type.String()),
  cut: optional(Type.Boolean()),
  text: Type.String(),
  hex: optional(Type.Literal(true)),
  led: Type.Array(Type.String(), { description: 'what it was read as when it came' }),
  fields: Type.Array(Field),
  outcome: TriedOutcome,
});
export type TriedMessage = Static<typeof TriedMessage>;

/** A word that stands where the mapping looks for one. `means`: by the mapping, or by the words that everybody uses; absent: nobody knows it. */
export const SeenWord = Type.Object({
  at: Type.String(),
  word: Type.String(),
  times: Type.Integer(),
  means: optional(Meaning),
  named: Type.Boolean({ description: 'the mapping itself says what it means' }),
});
export type SeenWord = Static<typeof SeenWord>;

/** How a signature is made: every message that has one agrees. */
export const FoundProof = Type.Object({
  by: Type.String(),
  over: Type.String(),
  encoding: Type.Enum(['hex', 'base64']),
});
export type FoundProof = Static<typeof FoundProof>;

/** The newest first. `proof`: null: none of the usual ways. */
export const SourceTrial = Type.Object({
  messages: Type.Array(TriedMessage),
  words: Type.Array(SeenWord),
  proof: optional(Type.Union([FoundProof, Type.Null()])),
});
export type SourceTrial = Static<typeof SourceTrial>;
