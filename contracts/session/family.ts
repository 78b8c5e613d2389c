// How somebody of the family comes in: by a link that the office makes, and what of that stands.
import { type Static, Type } from 'typebox';
import { Instant } from '../shapes.ts';

/** `POST /api/v1/residents/{id}/family/{contact}`. Good for one use, until then. */
export const FamilyLink = Type.Object({ link: Type.String(), expiresAt: Instant });
export type FamilyLink = Static<typeof FamilyLink>;

/** `GET /api/v1/residents/{id}/family`. */
export const FamilySessions = Type.Object({
  sessions: Type.Array(
    Type.Object({
      contact: Type.String(),
      kind: Type.Enum(['link', 'session']),
      madeAt: Instant,
      expiresAt: Instant,
    }),
  ),
});
export type FamilySessions = Static<typeof FamilySessions>;
