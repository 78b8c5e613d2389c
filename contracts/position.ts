// Positions: WGS-84 degrees, longitude first. Nothing else is stored or sent (facts: another datum is off by a grid).
import { type Static, Type } from 'typebox';

/** `[longitude, latitude]`, WGS-84 degrees. */
export const LonLat = Type.Tuple([
  Type.Number({ minimum: -180, maximum: 180 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);
export type LonLat = Static<typeof LonLat>;

/** A road, a river: at least two vertices. Where two lines share a vertex, one can turn from one into the other. */
export const Line = Type.Array(LonLat, { minItems: 2, maxItems: 10_000 });

/** An outline: closed, so its last vertex repeats the first. */
export const Ring = Type.Array(LonLat, { minItems: 4, maxItems: 10_000 });
export type Ring = Static<typeof Ring>;
