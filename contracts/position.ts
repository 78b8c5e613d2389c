// Positions: WGS-84 degrees, longitude first. Nothing else is stored or sent (facts: another datum is off by a grid).
import { type Static, Type } from 'typebox';

export const LonLat = Type.Tuple([
  Type.Number({ minimum: -180, maximum: 180 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);
export type LonLat = Static<typeof LonLat>;
