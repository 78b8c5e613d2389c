// What becomes of a district that is imported.
import { type Static, Type } from 'typebox';

/** `POST /api/v1/import`: counts of what is in the district afterwards, and what a human should look at. */
export const ImportAnswer = Type.Object({
  district: Type.String(),
  counts: Type.Record(Type.String(), Type.Integer()),
  warnings: Type.Array(Type.String()),
});
export type ImportAnswer = Static<typeof ImportAnswer>;
