// Could everybody be helped now?
import { type Static, Type } from 'typebox';
import { LonLat } from '../position.ts';
import { Instant, optional } from '../shapes.ts';
import { ReadinessReason } from '../terms.ts';

/** `nearestSeconds`: how long the soonest person on duty needs. */
export const HomeReadiness = Type.Object({
  id: Type.String(),
  courtyard: Type.String(),
  state: Type.Enum(['ready', 'at_risk', 'not_covered']),
  reasons: Type.Array(ReadinessReason),
  nearestSeconds: optional(Type.Integer()),
});
export type HomeReadiness = Static<typeof HomeReadiness>;
const Totals = Type.Object({ ready: Type.Integer(), atRisk: Type.Integer(), notCovered: Type.Integer() });
/** `GET /api/v1/readiness`. `judgedAt` is absent while nothing has been judged, for instance because no dispatcher works. */
export const Readiness = Type.Object({
  ...Totals.properties,
  judgedAt: optional(Instant),
  homes: Type.Array(Type.Object({ ...HomeReadiness.properties, position: LonLat })),
  courtyards: Type.Array(Type.Object({ id: Type.String(), ...Totals.properties })),
  grids: Type.Array(Type.Object({ id: Type.String(), ...Totals.properties })),
});
export type Readiness = Static<typeof Readiness>;
