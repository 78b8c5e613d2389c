// The registry's documents: a district, its places, its people and its policy. What holds between them: references.ts.
// A field that nobody knows is refused: a mistyped `access` must not vanish while somebody stands before the door.

import { type Static, Type } from 'typebox';
import { EpochMsSchema, RegistryId } from '../ids.ts';
import { Line, LonLat, Ring } from '../position.ts';
import { Document } from '../shapes.ts';
import { Moment, ResponderRole, Skill } from '../terms.ts';
import type { Lockable } from './personal.ts';
import { Policy } from './policy.ts';

const Name = Type.String({ minLength: 1, maxLength: 80 });
const Remark = Type.String({ minLength: 1, maxLength: 200 });
const Phone = Type.String({ minLength: 3, maxLength: 32, pattern: '^[0-9+][0-9 -]*$' });
const Invented = Type.Boolean({ description: 'true: nobody of this name exists, and every page says so' });

const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });

/** Something that runs out on a day, and must be renewed before. */
export const Expiry = Document({
  what: Type.Enum(['sim', 'data_plan', 'battery', 'sms_balance', 'licence', 'other']),
  on: Day,
  note: Type.Optional(Remark),
});
export type Expiry = Static<typeof Expiry>;

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
  expires: Type.Optional(
    Type.Array(Expiry, { maxItems: 50, description: 'of the whole district: balance of texts, licences' }),
  ),
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
  /** Stands inside the home; whoever arrives reads it off. Never shown to them beforehand. */
  doorCode: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{4,12}$' })),
});
export type Home = Static<typeof Home> & Lockable;

/** Whom the resident wants told, and at which steps they have agreed to it; without `agreed`, never by machine. */
export const Contact = Document({
  name: Name,
  relation: Name,
  phone: Phone,
  agreed: Type.Optional(Type.Array(Moment, { uniqueItems: true })),
});
export type Contact = Static<typeof Contact>;

/** A yes for one purpose, and its end. The last one of a purpose counts. */
export const Consent = Document({
  purpose: Type.Enum(['health_notes', 'family', 'location', 'health_centre', 'recording']),
  given: Day,
  withdrawn: Type.Optional(Day),
  /** How it was given: signed, said before whom. */
  how: Type.Optional(Remark),
});
export type Consent = Static<typeof Consent>;

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
  /** The resident's own phone: whoever is on the way may call it. */
  phone: Type.Optional(Phone),
  contacts: Type.Array(Contact, { maxItems: 10 }),
  /** What the device speaks; Chinese when left out. */
  language: Type.Optional(Type.Enum(['zh', 'en'])),
  /** Deaf, or cannot speak: nobody can talk with them on a telephone, so somebody goes. */
  cannotTalk: Type.Optional(Type.Boolean()),
  /** Not at home for the time being. */
  away: Type.Optional(Document({ since: EpochMsSchema, because: Type.Enum(['hospital', 'family', 'other']) })),
  /** The number of the card that the resident carries: shows that somebody stands before them. */
  card: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z-]{4,32}$' })),
  consents: Type.Optional(Type.Array(Consent, { maxItems: 50 })),
});
export type Resident = Static<typeof Resident> & Lockable;

/** Installed in a home, or carried by a resident; in neither it still may call, as an unknown device. */
export const Device = Document({
  id: RegistryId,
  kind: Type.Enum(['button', 'pendant', 'sensor']),
  home: Type.Optional(RegistryId),
  resident: Type.Optional(RegistryId),
  model: Type.Optional(Name),
  expires: Type.Optional(Type.Array(Expiry, { maxItems: 10 })),
});
export type Device = Static<typeof Device>;

/**
 * Who can be sent or told: one person, one or more roles, ranked once. `base` is where they are when no fresh position is
 * known. `onDuty` is the person's own switch, `dutyUntil` how long it overrides the roster: see dispatcher/domain/roster/roster.ts.
 */
export const Responder = Document({
  id: RegistryId,
  name: Name,
  invented: Type.Optional(Invented),
  role: ResponderRole,
  otherRoles: Type.Optional(Type.Array(ResponderRole, { uniqueItems: true, maxItems: 12 })),
  skills: Type.Optional(Type.Array(Skill, { uniqueItems: true })),
  grid: Type.Optional(RegistryId),
  courtyard: Type.Optional(RegistryId),
  base: LonLat,
  means: Type.Enum(['bicycle', 'foot', 'desk']),
  phone: Type.Optional(Phone),
  onDuty: Type.Boolean(),
  dutyUntil: Type.Optional(EpochMsSchema),
  /** The night desk is theirs until then: nobody in the hall is awake, and they are told of every incident at once. */
  nightDeskUntil: Type.Optional(EpochMsSchema),
  simulated: Type.Boolean(),
});
export type Responder = Static<typeof Responder> & Lockable;

const LocalTime = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'YYYY-MM-DDTHH:MM in the district’s time zone',
});
const LocalDate = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });

/**
 * When somebody is on duty: first from `start` until `end` of the wall clock, then as `repeats` says (an RRULE of RFC 5545,
 * e.g. `FREQ=WEEKLY;BYDAY=MO,TU`). Somebody without any shift is on duty whenever their own switch says so and they are not on leave.
 */
export const Shift = Document({
  id: RegistryId,
  responder: RegistryId,
  start: LocalTime,
  end: LocalTime,
  repeats: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Days on which an occurrence begins and does not take place. */
  except: Type.Optional(Type.Array(LocalDate, { maxItems: 400 })),
});
export type Shift = Static<typeof Shift>;

/** Somebody is away: nothing that they were to do counts, standing in for others included. `standIn` takes it over. */
export const Leave = Document({
  id: RegistryId,
  responder: RegistryId,
  start: LocalTime,
  end: LocalTime,
  standIn: Type.Optional(RegistryId),
});
export type Leave = Static<typeof Leave>;

/** One occurrence of a shift, named by the day it begins, is done by somebody else. */
export const Swap = Document({ id: RegistryId, shift: RegistryId, on: LocalDate, to: RegistryId });
export type Swap = Static<typeof Swap>;

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
  shifts: Type.Array(Shift, { maxItems: 40_000 }),
  leaves: Type.Array(Leave, { maxItems: 40_000 }),
  swaps: Type.Array(Swap, { maxItems: 40_000 }),
  policy: Policy,
});
export type CommunityBundle = Static<typeof CommunityBundle>;
