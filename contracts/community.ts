// The registry's documents: a district, its places, its people and its policy.
import { type Static, Type } from 'typebox';
import { RegistryId } from './ids.ts';
import { Priority, Track } from './incident.ts';
import { LonLat } from './position.ts';

const Name = Type.String({ minLength: 1, maxLength: 80 });

export const Responder = Type.Object({
  id: RegistryId,
  name: Name,
  role: Type.Enum(['grid_coordinator', 'volunteer', 'health_desk', 'doctor', 'community_officer', 'street_officer']),
  grid: Type.Optional(RegistryId),
  courtyard: Type.Optional(RegistryId),
  base: LonLat,
  means: Type.Enum(['bicycle', 'foot', 'desk']),
  phone: Type.Optional(Type.String({ maxLength: 32 })),
  onDuty: Type.Boolean(),
  simulated: Type.Boolean(),
});
export type Responder = Static<typeof Responder>;

/** One step of a track: whom to ask, how many in turn, how long each has to answer. */
export const Tier = Type.Object({
  role: Responder.properties.role,
  attempts: Type.Integer({ minimum: 1, maximum: 20 }),
  answerWithinSeconds: Type.Integer({ minimum: 5, maximum: 3600 }),
});

const KindRule = Type.Object({ priority: Priority, tracks: Type.Array(Track, { minItems: 1 }) });

/** Who is asked, in what order, and when something must happen next. */
export const Policy = Type.Object({
  kinds: Type.Object({
    sos: KindRule,
    fall: KindRule,
    smoke: KindRule,
    service: KindRule,
    unreadable: KindRule,
    unknown_device: KindRule,
    unreadable_input: Type.Optional(KindRule),
  }),
  tracks: Type.Object({ grid: Type.Array(Tier, { minItems: 1 }), health: Type.Array(Tier, { minItems: 1 }) }),
  arriveGraceSeconds: Type.Integer({ minimum: 10 }),
  officerAcknowledgeSeconds: Type.Integer({ minimum: 10 }),
  sceneReviewSeconds: Type.Integer({ minimum: 10 }),
  closeReminderSeconds: Type.Integer({ minimum: 10 }),
  standDownChaseSeconds: Type.Integer({ minimum: 10 }),
  speeds: Type.Object({
    bicycleMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 20 }),
    footMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 5 }),
  }),
});
export type Policy = Static<typeof Policy>;
