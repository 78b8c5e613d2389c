// The registry's documents: a district, its places, its people and its policy. What holds between them: references.ts.
// A field that nobody knows is refused: a mistyped `access` must not vanish while somebody stands before the door.
import { type Static, type TProperties, Type } from 'typebox';
import { RegistryId } from './ids.ts';
import { Priority, Track } from './incident.ts';
import { Line, LonLat, Ring } from './position.ts';

const Document = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false });
const Name = Type.String({ minLength: 1, maxLength: 80 });
const Remark = Type.String({ minLength: 1, maxLength: 200 });
const Phone = Type.String({ minLength: 3, maxLength: 32, pattern: '^[0-9+][0-9 -]*$' });
const Invented = Type.Boolean({ description: 'true: nobody of this name exists, and every page says so' });

/** One community: the unit of tenancy. `datum` is named so that a file in another one is refused, not misread. */
export const District = Document({
  id: RegistryId,
  name: Name,
  nameEn: Type.Optional(Name),
  timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, e.g. Asia/Shanghai' }),
  datum: Type.Literal('wgs84'),
  demo: Type.Boolean({ description: 'sample data: shown as such on every page' }),
  schematic: Type.Boolean({ description: 'the map is a sketch, not for navigation' }),
  attribution: Type.String({ minLength: 1, maxLength: 200, description: 'shown wherever the map is drawn' }),
});
export type District = Static<typeof District>;

/** One coordinator's area. `label` is where its name is drawn. */
export const Grid = Document({ id: RegistryId, name: Name, ring: Ring, label: Type.Optional(LonLat) });
export type Grid = Static<typeof Grid>;

/** A street or the river. `label`: where along the line its name is drawn, 0 to 1; absent: it is not drawn. */
export const Road = Document({
  id: RegistryId,
  name: Name,
  kind: Type.Enum(['primary', 'secondary', 'tertiary', 'residential', 'service', 'water']),
  line: Line,
  label: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
});
export type Road = Static<typeof Road>;

/** A block that is drawn but belongs to no grid, such as the hospital. */
export const Block = Document({ id: RegistryId, name: Name, ring: Ring, label: Type.Optional(LonLat) });
export type Block = Static<typeof Block>;

/** 院落: the houses behind one gate. */
export const Courtyard = Document({ id: RegistryId, grid: RegistryId, name: Name, position: LonLat });
export type Courtyard = Static<typeof Courtyard>;

export const ServicePoint = Document({
  id: RegistryId,
  kind: Type.Enum([
    'community-station',
    'health-centre',
    'hospital',
    'hospital-er',
    'police-post',
    'street-office',
    'metro',
    'university',
  ]),
  name: Name,
  position: LonLat,
});
export type ServicePoint = Static<typeof ServicePoint>;

/** A door. Without a position of its own it is where its courtyard is. */
export const Home = Document({
  id: RegistryId,
  courtyard: RegistryId,
  building: Name,
  unit: Name,
  door: Name,
  position: Type.Optional(LonLat),
  access: Document({
    gate: Type.Optional(Remark),
    key: Type.Optional(Remark),
    mobility: Type.Optional(Remark),
    note: Type.Optional(Remark),
  }),
});
export type Home = Static<typeof Home>;

/** Whom the resident wants told. */
export const Contact = Document({ name: Name, relation: Name, phone: Phone });
export type Contact = Static<typeof Contact>;

/** Who lives behind the door. `conditions` are for the health track only; `mobility` is for whoever goes. */
export const Resident = Document({
  id: RegistryId,
  home: RegistryId,
  name: Name,
  invented: Type.Optional(Invented),
  gender: Type.Enum(['female', 'male']),
  birthYear: Type.Integer({ minimum: 1900, maximum: 2100 }),
  livesAlone: Type.Boolean(),
  conditions: Type.Array(Remark, { maxItems: 20 }),
  mobility: Type.Optional(Remark),
  contacts: Type.Array(Contact, { maxItems: 10 }),
});
export type Resident = Static<typeof Resident>;

/** Installed in a home, or carried by a resident; in neither it still may call, as an unknown device. */
export const Device = Document({
  id: RegistryId,
  kind: Type.Enum(['button', 'pendant', 'sensor']),
  home: Type.Optional(RegistryId),
  resident: Type.Optional(RegistryId),
  model: Type.Optional(Name),
});
export type Device = Static<typeof Device>;

/** Who can be sent or told. `base` is where they are when no fresh position is known. */
export const Responder = Document({
  id: RegistryId,
  name: Name,
  invented: Type.Optional(Invented),
  role: Type.Enum(['grid_coordinator', 'volunteer', 'health_desk', 'doctor', 'community_officer', 'street_officer']),
  grid: Type.Optional(RegistryId),
  courtyard: Type.Optional(RegistryId),
  base: LonLat,
  means: Type.Enum(['bicycle', 'foot', 'desk']),
  phone: Type.Optional(Phone),
  onDuty: Type.Boolean(),
  simulated: Type.Boolean(),
});
export type Responder = Static<typeof Responder>;

/** One step of a track: whom to ask, how many in turn, how long each has to answer. */
export const Tier = Document({
  role: Responder.properties.role,
  attempts: Type.Integer({ minimum: 1, maximum: 20 }),
  answerWithinSeconds: Type.Integer({ minimum: 5, maximum: 3600 }),
});
export type Tier = Static<typeof Tier>;

const KindRule = Document({ priority: Priority, tracks: Type.Array(Track, { minItems: 1 }) });

/** Who is asked, in what order, and when something must happen next. */
export const Policy = Document({
  kinds: Document({
    sos: KindRule,
    fall: KindRule,
    smoke: KindRule,
    service: KindRule,
    unreadable: KindRule,
    unknown_device: KindRule,
    unreadable_input: Type.Optional(KindRule),
  }),
  tracks: Document({ grid: Type.Array(Tier, { minItems: 1 }), health: Type.Array(Tier, { minItems: 1 }) }),
  arriveGraceSeconds: Type.Integer({ minimum: 10 }),
  officerAcknowledgeSeconds: Type.Integer({ minimum: 10 }),
  sceneReviewSeconds: Type.Integer({ minimum: 10 }),
  closeReminderSeconds: Type.Integer({ minimum: 10 }),
  standDownChaseSeconds: Type.Integer({ minimum: 10 }),
  speeds: Document({
    bicycleMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 20 }),
    footMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 5 }),
  }),
});
export type Policy = Static<typeof Policy>;

/** A whole district as it is imported: all of it or nothing. */
export const CommunityBundle = Document({
  district: District,
  grids: Type.Array(Grid, { minItems: 1, maxItems: 1_000 }),
  roads: Type.Array(Road, { maxItems: 20_000 }),
  blocks: Type.Array(Block, { maxItems: 10_000 }),
  courtyards: Type.Array(Courtyard, { maxItems: 20_000 }),
  servicePoints: Type.Array(ServicePoint, { maxItems: 10_000 }),
  homes: Type.Array(Home, { maxItems: 100_000 }),
  residents: Type.Array(Resident, { maxItems: 200_000 }),
  devices: Type.Array(Device, { maxItems: 200_000 }),
  responders: Type.Array(Responder, { maxItems: 20_000 }),
  policy: Policy,
});
export type CommunityBundle = Static<typeof CommunityBundle>;
