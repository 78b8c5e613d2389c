// The registry's documents: a district, its places, its people and its policy. What holds between them: references.ts.
// A field that nobody knows is refused: a mistyped `access` must not vanish while somebody stands before the door.

import { type Static, Type } from 'typebox';
import { EpochMsSchema, RegistryId } from '../ids.ts';
import { Line, LonLat, Ring } from '../position.ts';
import { Document } from '../shapes.ts';
import { Moment, ResponderRole, Skill } from '../terms.ts';
import { CheckIn } from './checkIn.ts';
import { DoorCard } from './doorCard.ts';
import type { Lockable } from './personal.ts';
import { Policy } from './policy.ts';
import { Source } from './source.ts';

const Name = Type.String({ minLength: 1, maxLength: 80 });
const Remark = Type.String({ minLength: 1, maxLength: 200 });
const Phone = Type.String({ minLength: 3, maxLength: 32, pattern: '^[0-9+][0-9 -]*$' });
const Invented = Type.Boolean({ description: 'true: nobody of this name exists, and every page says so' });

const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });

/** Something that runs out on a day, and must be renewed before. */
export const Expiry = Document({
  what: Type.Enum(['sim', 'data_plan', 'battery', 'sms_balance', 'licence', 'insurance', 'inspection', 'other']),
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
  centre: Type.Optional(LonLat), // where its map is opened while nothing is drawn
  phone: Type.Optional(Phone), // of the community: whoever finds a card calls it
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

/** Where somebody can be found: offices, and the community's own posts, patrol points (治安巡逻点) and service stations (服务站点). */
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
    'patrol-point',
    'service-station',
  ]),
  name: Name,
  position: LonLat,
  courtyard: Type.Optional(RegistryId),
  /** Who does their rounds from here, or serves here. */
  team: Type.Optional(RegistryId),
});

/** A key of a home that is kept elsewhere: on which hook of which box it hangs, and who has it while it does not. */
export const HeldKey = Document({
  place: Name,
  hook: Name,
  out: Type.Optional(Document({ who: Name, at: Type.Integer({ minimum: 0, description: 'ms' }), why: Remark })),
});
export type HeldKey = Static<typeof HeldKey>;

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
  keys: Type.Optional(Type.Array(HeldKey, { maxItems: 5 })),
  /** Stands inside the home; whoever arrives reads it off. Never shown to them beforehand. */
  doorCode: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{4,12}$' })),
});
export type Home = Static<typeof Home> & Lockable;

/**
 * Whom the resident wants told, and at which steps they have agreed to it; without `agreed`, never by machine. `id`: made when the
 * resident agrees that this one sees how they are (familySees.ts); nobody writes it.
 */
export const Contact = Document({
  id: Type.Optional(RegistryId),
  name: Name,
  relation: Name,
  phone: Phone,
  agreed: Type.Optional(Type.Array(Moment, { uniqueItems: true })),
});
export type Contact = Static<typeof Contact>;

/** A yes for one purpose, and its end. The last one of a purpose counts; of `family_sees` the last one of each contact. */
export const Consent = Document({
  purpose: Type.Enum(['health_notes', 'family', 'family_sees', 'location', 'health_centre', 'recording', 'check_in']),
  /** Of `family_sees`: which contact. */
  contact: Type.Optional(RegistryId),
  given: Day,
  withdrawn: Type.Optional(Day),
  /** How it was given: signed, said before whom. */
  how: Type.Optional(Remark),
});
export type Consent = Static<typeof Consent>;

/** Of one resident. */
export const consentsAtMost = 50;

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
  /** Not at home for the time being; `until`: as far as they know. */
  away: Type.Optional(
    Document({
      since: EpochMsSchema,
      until: Type.Optional(EpochMsSchema),
      because: Type.Enum(['hospital', 'family', 'other']),
    }),
  ),
  /** The number of a card that the community has made itself: shows that somebody stands before them. Ends with the first `doorCard`. */
  card: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z-]{4,32}$' })),
  /** Made and ended by an act of its own (docs/decisions/044). */
  doorCard: Type.Optional(DoorCard),
  /** A daily sign of life, as the resident has agreed to it. */
  checkIn: Type.Optional(CheckIn),
  consents: Type.Optional(Type.Array(Consent, { maxItems: consentsAtMost })),
});
export type Resident = Static<typeof Resident> & Lockable;

/** Installed in a home, or carried by a resident; in neither it still may call, as an unknown device. */
export const Device = Document({
  id: RegistryId,
  kind: Type.Enum(['button', 'pendant', 'sensor']),
  home: Type.Optional(RegistryId),
  resident: Type.Optional(RegistryId),
  model: Type.Optional(Name),
  /** Who it is to its vendor (IEEE address, MAC, devEui, IMEI), where it does not speak to us by itself. */
  address: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  /** Where in the home it hangs, or how it is worn. */
  place: Type.Optional(Name),
  /** It is being installed, and nobody has yet seen a press of it come and its answer be heard (docs/decisions/046); absent: it is installed. */
  installing: Type.Optional(Document({ since: EpochMsSchema })),
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

/** 队伍: who does something together. Being in one asks nobody at night: that is the role of a person (policy.ts). */
export const Team = Document({
  id: RegistryId,
  name: Name,
  kind: Type.Enum(['mediators', 'patrol', 'emergency_squad', 'self_rule', 'council', 'service', 'other']),
  members: Type.Array(RegistryId, { uniqueItems: true, maxItems: 200 }),
  /** One of the members. */
  leader: Type.Optional(RegistryId),
  grid: Type.Optional(RegistryId),
  courtyard: Type.Optional(RegistryId),
  note: Type.Optional(Remark),
});
export type Team = Static<typeof Team>;

/** 电动车: who has it now, else where it stands. */
export const Bicycle = Document({
  id: RegistryId,
  plate: Type.String({ minLength: 1, maxLength: 40, description: 'the plate, or the number painted on it' }),
  holder: Type.Optional(RegistryId),
  stands: Type.Optional(Name),
  grid: Type.Optional(RegistryId),
  expires: Type.Optional(Type.Array(Expiry, { maxItems: 10 })),
  note: Type.Optional(Remark),
});
export type Bicycle = Static<typeof Bicycle>;

/** 门卫室: of which courtyard, who sits there, which keys lie there. */
export const GateHouse = Document({
  id: RegistryId,
  name: Name,
  courtyard: RegistryId,
  position: Type.Optional(LonLat),
  phone: Type.Optional(Phone),
  keepers: Type.Optional(Type.Array(RegistryId, { uniqueItems: true, maxItems: 20 })),
  keys: Type.Optional(Type.Array(Remark, { maxItems: 50 })),
  note: Type.Optional(Remark),
});
export type GateHouse = Static<typeof GateHouse> & Lockable;

/** 公示栏: where what concerns everybody is put up. Without a courtyard it is the whole community's. */
export const Board = Document({
  id: RegistryId,
  where: Name,
  courtyard: Type.Optional(RegistryId),
  position: Type.Optional(LonLat),
  note: Type.Optional(Remark),
});
export type Board = Static<typeof Board>;

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

/** A whole district as it is imported: all of it or nothing. What came after the first files may be missing from them: there is none of it. */
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
  teams: Type.Optional(Type.Array(Team, { maxItems: 2_000 })),
  bicycles: Type.Optional(Type.Array(Bicycle, { maxItems: 10_000 })),
  gateHouses: Type.Optional(Type.Array(GateHouse, { maxItems: 20_000 })),
  boards: Type.Optional(Type.Array(Board, { maxItems: 20_000 })),
  sources: Type.Optional(Type.Array(Source, { maxItems: 1_000 })),
  policy: Policy,
});
type BundleSent = Static<typeof CommunityBundle>;
export type CommunityBundle = Required<BundleSent>;

/** A bundle as it was sent, with what it says nothing about. */
export const wholeBundle = (sent: BundleSent): CommunityBundle => ({ ...noneOfLater, ...sent });
const noneOfLater = { teams: [], bicycles: [], gateHouses: [], boards: [], sources: [] };
