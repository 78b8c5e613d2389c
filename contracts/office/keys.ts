// Which key of which home hangs where, and who has it (钥匙).
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document, Instant, Named, optional } from '../shapes.ts';
import { HeldKey } from './community.ts';

/** A key that is out for longer than a shift is looked for. */
export const keyLateAfterMs = 12 * 3_600_000;

const { place, hook } = HeldKey.properties;

/** `late`: it should have come back. */
export const KeyRow = Type.Object({
  home: RegistryId,
  says: Type.String({ description: 'the address' }),
  residents: Type.Array(Named),
  place,
  hook,
  out: optional(Type.Object({ who: Type.String(), at: Instant, why: Type.String(), late: Type.Boolean() })),
});
export type KeyRow = Static<typeof KeyRow>;

/** `GET /api/v1/office/keys`: those that are out first, the longest first; then by where they hang. `locked`: homes whose keys cannot be read, since a key of the fields is missing. */
export const KeysAnswer = Type.Object({ keys: Type.Array(KeyRow), locked: Type.Integer() });
export type KeysAnswer = Static<typeof KeysAnswer>;

/** `POST /api/v1/office/keys/out`. */
export const KeyOut = Document({
  home: RegistryId,
  place,
  hook,
  who: Type.String({ minLength: 1, maxLength: 80, description: 'who has it now' }),
  why: Type.String({ minLength: 2, maxLength: 200 }),
});
export type KeyOut = Static<typeof KeyOut>;
/** `POST /api/v1/office/keys/in`. */
export const KeyIn = Document({ home: RegistryId, place, hook });

/** One time when a key went out or came back. `words`: who and why; gone with whoever is erased. */
export const KeyMove = Type.Object({
  at: Instant,
  change: Type.Enum(['out', 'in']),
  by: Type.String(),
  words: optional(Type.String()),
});
/** `GET /api/v1/office/keys/moves`: of one home, the newest first. */
export const KeyMoves = Type.Object({ moves: Type.Array(KeyMove) });
export type KeyMoves = Static<typeof KeyMoves>;
