// Could everybody be helped now?
import { type Static, Type } from 'typebox';
import { LonLat } from '../position.ts';
import { Instant, Named, optional } from '../shapes.ts';
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

/** A home that could not be helped now, or hardly, with who lives there and what is installed: for whoever mends it. */
export const HomeToMend = Type.Object({
  ...HomeReadiness.properties,
  says: Type.String({ description: 'its address' }),
  residents: Type.Array(Named),
  devices: Type.Array(Type.String()),
  unfinished: optional(Type.Array(Type.String(), { description: 'of these, what is not installed yet' })),
});
export type HomeToMend = Static<typeof HomeToMend>;
/** Something that runs out. `daysLeft` below 0: it has. */
export const Expiring = Type.Object({
  kind: Type.Enum(['devices', 'bicycles', 'district', 'certificate']),
  id: Type.String(),
  says: Type.String(),
  what: Type.String(),
  on: Type.String({ description: 'YYYY-MM-DD' }),
  daysLeft: Type.Integer(),
  note: optional(Type.String()),
});
export type Expiring = Static<typeof Expiring>;
/** `GET /api/v1/office/readiness`. What runs out within `withinDays` days is listed, the soonest first. */
export const ToMend = Type.Object({
  judgedAt: optional(Instant),
  ...Totals.properties,
  homes: Type.Array(HomeToMend),
  expiring: Type.Array(Expiring),
});
export type ToMend = Static<typeof ToMend>;
/** A month before: a SIM card, or a certificate, takes that long to come. */
export const expiringWithinDays = 31;
