// What HTTP answers (/api/v1). OpenAPI is made from these schemas. Promised fields stay; more may be added.
import { type Static, type TSchema, Type } from 'typebox';
import { Disposition } from './commands.ts';
import { Block, Courtyard, District, Grid, Policy, Resident, Responder, Road, ServicePoint } from './community.ts';
import { IncidentIdSchema, RegistryId } from './ids.ts';
import { CallKind, LegState, Mark, Priority, Track } from './incident.ts';
import { PressKind } from './messages.ts';
import { LonLat } from './position.ts';

const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
const Named = Type.Object({ id: Type.String(), name: Type.String() });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** Every refusal: a code of contracts/errors.ts, a sentence for the reader, and the field where one is to blame. */
export const Refusal = Type.Object({
  error: Type.String(),
  message: Type.String(),
  field: optional(Type.String()),
});
export type Refusal = Static<typeof Refusal>;

/** One responder on one track, as a reader sees it. */
export const LegView = Type.Object({
  id: Type.String(),
  track: Track,
  tier: Type.Integer(),
  state: LegState,
  responder: Type.Object({
    id: Type.String(),
    name: Type.String(),
    role: Responder.properties.role,
    simulated: Type.Boolean(),
    phone: optional(Type.String()),
  }),
  offeredAt: Instant,
  dueAt: optional(Instant),
  travelSeconds: Type.Integer(),
  told: Type.Boolean({ description: 'their device has confirmed the newest thing we told it' }),
  byHand: Type.Boolean(),
  because: optional(Type.String()),
});
export type LegView = Static<typeof LegView>;

/** Where a home is, in words and as a position. */
export const Place = Type.Object({
  grid: optional(Named),
  courtyard: optional(Named),
  building: optional(Type.String()),
  unit: optional(Type.String()),
  door: optional(Type.String()),
  position: optional(LonLat),
});
export type Place = Static<typeof Place>;

/** What the system does next by itself when nobody acts. `role`: who would be asked. */
export const NextStep = Type.Object({
  at: Instant,
  step: Type.Enum(['ask_next', 'ring_again', 'check_arrival', 'check_scene', 'chase_stand_down', 'remind_officer']),
  track: optional(Track),
  role: optional(Responder.properties.role),
  responder: optional(Type.String()),
});
export type NextStep = Static<typeof NextStep>;

export const IncidentView = Type.Object({
  id: IncidentIdSchema,
  number: Type.Integer(),
  seq: Type.Integer({ description: 'number of its last event: a higher one is newer' }),
  state: Type.Enum(['open', 'closed']),
  priority: Priority,
  kind: CallKind,
  marks: Type.Array(Mark),
  device: optional(Type.String()),
  home: optional(Type.String()),
  residents: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), age: optional(Type.Integer()) })),
  place: Place,
  presses: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      receivedAt: Instant,
      times: Type.Integer(),
      device: Type.String(),
    }),
  ),
  receivedAt: Instant,
  legs: Type.Array(LegView),
  acknowledged: optional(Type.Object({ by: Type.String(), at: Instant })),
  closed: optional(Type.Object({ by: Type.String(), at: Instant, disposition: Disposition })),
  next: optional(NextStep),
});
export type IncidentView = Static<typeof IncidentView>;

/** Who lives there, for those who must know: conditions only for the health role. */
export const PersonCard = Type.Object({
  ...Type.Pick(Resident, ['id', 'name', 'gender', 'birthYear', 'livesAlone', 'mobility', 'contacts']).properties,
  invented: Type.Boolean(),
  conditions: optional(Type.Array(Type.String())),
});
export type PersonCard = Static<typeof PersonCard>;

/** One event with the words and names that its ids stand for. `by` is e.g. `device/btn-1`, `responder/li`, `officer/值班员`, `policy`. */
export const EventView = Type.Object(
  { seq: Type.Integer(), type: Type.String(), at: Instant, by: Type.String(), text: optional(Type.String()) },
  { additionalProperties: true },
);
export type EventView = Static<typeof EventView> & { readonly [field: string]: unknown };

/** Everything the incident pane shows. */
export const IncidentDetail = Type.Object({
  incident: IncidentView,
  persons: Type.Array(PersonCard),
  access: optional(
    Type.Object({
      gate: optional(Type.String()),
      key: optional(Type.String()),
      mobility: optional(Type.String()),
      note: optional(Type.String()),
    }),
  ),
});
export type IncidentDetail = Static<typeof IncidentDetail>;

export const ResponderView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Responder.properties.role,
  grid: optional(Type.String()),
  courtyard: optional(Type.String()),
  onDuty: Type.Boolean(),
  simulated: Type.Boolean(),
  connected: Type.Boolean(),
  position: LonLat,
  positionAt: optional(Instant),
  phone: optional(Type.String()),
});
export type ResponderView = Static<typeof ResponderView>;

export const ResidentView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  invented: Type.Boolean(),
  home: Type.String(),
  place: Place,
  devices: Type.Array(Type.String()),
});
export type ResidentView = Static<typeof ResidentView>;

/** Answer to a command: applied (200), refused (409, see Refusal), or stored but not decided within 2 s (202). */
export const CommandResult = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['applied', 'stored']),
  incident: optional(IncidentView),
});
export type CommandResult = Static<typeof CommandResult>;

/** `POST /api/v1/devices`: a new button in a resident's home, or a new password for one that is there. */
export const NewDevice = Type.Object(
  { resident: optional(RegistryId), home: optional(RegistryId), device: optional(RegistryId) },
  { additionalProperties: false },
);
export type NewDevice = Static<typeof NewDevice>;
export const DeviceLogin = Type.Object({ device: Type.String(), username: Type.String(), password: Type.String() });
export type DeviceLogin = Static<typeof DeviceLogin>;
/** `POST /api/v1/responders/{id}/credential` */
export const ResponderLogin = Type.Object({
  responder: Type.String(),
  username: Type.String(),
  password: Type.String(),
});
export type ResponderLogin = Static<typeof ResponderLogin>;

export const Role = Type.Enum(['officer', 'health', 'administrator', 'wall']);
export type Role = Static<typeof Role>;
/** `POST /api/v1/tokens`. `link`: a one-time sign-in link instead of a token. */
export const NewToken = Type.Object(
  {
    role: Role,
    name: optional(Type.String({ minLength: 1, maxLength: 40 })),
    days: optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
    link: optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;
export const TokenAnswer = Type.Object({ token: Type.String(), expiresAt: Instant, link: optional(Type.String()) });
export type TokenAnswer = Static<typeof TokenAnswer>;

/** `POST /api/v1/presses`: somebody called by phone, or a test from the command line. */
export const NewPress = Type.Object(
  {
    id: optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' })),
    resident: optional(RegistryId),
    device: optional(RegistryId),
    kind: optional(PressKind),
  },
  { additionalProperties: false },
);
export type NewPress = Static<typeof NewPress>;
export const PressAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['incident', 'joined', 'repeated', 'recorded', 'stored']),
  incident: optional(Type.String()),
});
export type PressAnswer = Static<typeof PressAnswer>;

/** `POST /api/v1/import`: counts of what is in the district afterwards, and what a human should look at. */
export const ImportAnswer = Type.Object({
  district: Type.String(),
  counts: Type.Record(Type.String(), Type.Integer()),
  warnings: Type.Array(Type.String()),
});
export type ImportAnswer = Static<typeof ImportAnswer>;

/** `GET /api/v1/doctor`: one line a check; `remedy` says what to do when it is not well. */
export const DoctorAnswer = Type.Object({
  well: Type.Boolean(),
  checks: Type.Array(
    Type.Object({
      check: Type.String(),
      state: Type.Enum(['ok', 'warning', 'failed']),
      says: Type.String(),
      remedy: optional(Type.String()),
    }),
  ),
});
export type DoctorAnswer = Static<typeof DoctorAnswer>;

/** `GET /api/v1/map`: what the base map is drawn from. No person, no door. */
export const MapSource = Type.Object({
  district: District,
  grids: Type.Array(Grid),
  roads: Type.Array(Road),
  blocks: Type.Array(Block),
  courtyards: Type.Array(Courtyard),
  servicePoints: Type.Array(ServicePoint),
  homes: Type.Array(Type.Object({ id: Type.String(), courtyard: Type.String(), position: LonLat })),
  speeds: Policy.properties.speeds,
});
export type MapSource = Static<typeof MapSource>;

/** `GET /api/v1/readiness` */
export const Readiness = Type.Object({
  ready: Type.Integer(),
  atRisk: Type.Integer(),
  notCovered: Type.Integer(),
  homes: Type.Array(
    Type.Object({
      id: Type.String(),
      state: Type.Enum(['ready', 'at_risk', 'not_covered']),
      reasons: Type.Array(Type.String()),
      position: LonLat,
      courtyard: Type.String(),
    }),
  ),
});
export type Readiness = Static<typeof Readiness>;

/** `GET /api/v1/me` */
export const Me = Type.Object({ name: Type.String(), role: Role, district: Type.String() });
export type Me = Static<typeof Me>;
