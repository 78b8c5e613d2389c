// What HTTP answers (/api/v1). OpenAPI is made from these schemas. Promised fields stay; more may be added.
import { type Static, type TSchema, Type } from 'typebox';
import { AlarmCode } from './alarms.ts';
import { ReadingPurpose, Shown } from './audit.ts';
import { Disposition } from './commands.ts';
import {
  Block,
  Consent,
  Contact,
  Courtyard,
  District,
  Grid,
  Leave,
  Resident,
  Responder,
  Road,
  ServicePoint,
  Shift,
  Swap,
} from './community.ts';
import { IncidentEvent } from './events.ts';
import { GatewayMessage } from './gateway.ts';
import { IncidentIdSchema, RegistryId, SenderId } from './ids.ts';
import { CallBackOutcome, CallKind, Incident, LegState, Mark, NeedKind, Priority, Purpose, Track } from './incident.ts';
import { Asks, DutySwitch, HelpNeed, PressKind, WhyUnused } from './messages.ts';
import { Policy } from './policy.ts';
import { LonLat } from './position.ts';
import { Login, PasskeyAnswer, SecondFactor, SignInBody } from './signIn.ts';

const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
const Named = Type.Object({ id: Type.String(), name: Type.String() });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** Every refusal: a code of contracts/errors.ts, a sentence for the reader, and the field where one is to blame. */
export const Refusal = Type.Object({
  error: Type.String(),
  message: Type.String(),
  field: optional(Type.String()),
  who: optional(Type.String({ description: 'the officer who was faster' })),
  second: optional(SecondFactor),
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
  revision: Type.Integer({ description: 'what they must know by now; a receipt names it' }),
  told: Type.Boolean({ description: 'their device has confirmed the newest thing we told it' }),
  byHand: Type.Boolean(),
  because: optional(Type.String()),
  /** On the way, but one cannot count on it. */
  doubtful: optional(Type.String()),
  asks: optional(Asks),
  need: NeedKind,
  purpose: Purpose,
  /** What `state` means: has said yes and is not finished; asked; asked too long ago, a yes still counts; counts no more. */
  standing: Type.Enum(['taken', 'asked', 'late', 'over']),
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
  step: Type.Enum([
    'ask_next',
    'ring_again',
    'check_progress',
    'check_arrival',
    'check_scene',
    'chase_stand_down',
    'remind_officer',
    'call_120',
    'ask_again',
    'call_back',
    'find_entry',
    'end_wait',
    'remind_call',
    'tell_officers',
  ]),
  need: optional(NeedKind),
  /** Of a reminder: dispatcher/domain/officer.ts Reminder. */
  why: optional(Type.String()),
  track: optional(Track),
  role: optional(Responder.properties.role),
  responder: optional(Type.String()),
});
export type NextStep = Static<typeof NextStep>;

/** Where a need stands, from its last renewal on. `until`: when something happens next by itself. */
export const NeedView = Type.Object({
  need: NeedKind,
  state: Type.Enum(['met', 'asked', 'spent', 'waits', 'ended']),
  since: Instant,
  until: optional(Instant),
  because: optional(Type.String()),
  by: Type.String({ description: 'whose word made it' }),
});
export type NeedView = Static<typeof NeedView>;

/** Whoever is nearest to helping: the one definition of "somebody is coming". */
export const ComingView = Type.Object({
  leg: Type.String(),
  responder: Named,
  how: Type.Enum(['there', 'coming', 'doubted', 'bridge']),
  etaSeconds: Type.Integer(),
});
export type ComingView = Static<typeof ComingView>;

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
  needs: Type.Array(NeedView),
  /** Is somebody at the door or on the way without doubt, for every call there was? */
  helpIsComing: Type.Boolean(),
  coming: optional(ComingView),
  /** Smoke names it, and this was called for as well. */
  beside: optional(CallKind),
  callBack: optional(Type.Object({ by: Type.String(), at: Instant, outcome: CallBackOutcome })),
  called: optional(Type.Array(Type.Object({ number: Type.Enum(['119', '110']), by: Type.String(), at: Instant }))),
  handOver: optional(Type.Object({ by: Type.String(), to: Type.String(), at: Instant })),
  aftercare: optional(Type.Object({ what: Type.Enum(['visit', 'homecoming']), by: Instant })),
  acknowledged: optional(Type.Object({ by: Type.String(), at: Instant })),
  closed: optional(Type.Object({ by: Type.String(), at: Instant, disposition: Disposition })),
  next: optional(NextStep),
  /** Incidents with the same group are shown together. */
  group: optional(IncidentIdSchema),
  absorbed: optional(Type.Array(Type.Object({ incident: IncidentIdSchema, home: optional(Type.String()) }))),
  mergedInto: optional(IncidentIdSchema),
  ambulance: optional(
    Type.Object({ by: Type.String(), at: Instant, reference: optional(Type.String()), handedOver: Type.Boolean() }),
  ),
  /** Tracks that this incident needs; `spent`: how often everybody was asked in vain. */
  tracks: Type.Array(Type.Object({ track: Track, tier: Type.Integer(), spent: optional(Type.Integer()) })),
  contactsDue: optional(
    Type.Array(Type.Object({ resident: Type.String(), contact: Type.Integer(), moment: Type.String() })),
  ),
});
export type IncidentView = Static<typeof IncidentView>;

/** Who lives there, for those who must know: conditions only for the health role. */
export const PersonCard = Type.Object({
  ...Type.Pick(Resident, ['id', 'name', 'gender', 'birthYear', 'livesAlone', 'mobility']).properties,
  phone: optional(Type.String({ description: 'masked' })),
  contacts: Type.Array(
    Type.Object({
      ...Type.Pick(Contact, ['name', 'relation', 'agreed']).properties,
      phone: Type.String({ description: 'masked' }),
    }),
  ),
  invented: Type.Boolean(),
  conditions: optional(Type.Array(Type.String())),
  /** Fields that are there and cannot be read now, since their key is missing. */
  locked: optional(Type.Array(Type.String())),
});
export type PersonCard = Static<typeof PersonCard>;

/** One event with the words and names that its ids stand for. `by` is e.g. `device/btn-1`, `responder/li`, `officer/值班员`, `policy`. */
export const EventView = Type.Object(
  { seq: Type.Integer(), type: Type.String(), at: Instant, by: Type.String(), text: optional(Type.String()) },
  { additionalProperties: true },
);
export type EventView = Static<typeof EventView> & { readonly [field: string]: unknown };

/**
 * Breaking the glass: why somebody reads what is not theirs by their part in the incident. Codes, so that one tap is enough:
 * somebody's life is at risk where they stand; a doctor or nurse asks for it; the health centre cannot be reached; the family asks.
 */
export const BreakGlassReason = Type.Enum(['life_at_risk', 'doctor_asks', 'centre_unreachable', 'family_asks']);
export type BreakGlassReason = Static<typeof BreakGlassReason>;

/** `POST /api/v1/incidents/{id}/conditions`: one of the reasons; `why`: words of programs that know none. */
export const BreakGlass = Type.Object(
  { reason: optional(BreakGlassReason), why: optional(Type.String({ minLength: 2, maxLength: 200 })) },
  { additionalProperties: false },
);
export type BreakGlass = Static<typeof BreakGlass>;
/** What was behind the glass: illnesses, and what else this reader was not shown. */
export const BehindGlass = Type.Object({
  persons: Type.Array(
    Type.Object({
      id: Type.String(),
      conditions: Type.Array(Type.String()),
      ...Type.Partial(Type.Pick(Resident, ['phone', 'contacts', 'mobility'])).properties,
    }),
  ),
  access: optional(
    Type.Object({
      gate: optional(Type.String()),
      key: optional(Type.String()),
      mobility: optional(Type.String()),
      note: optional(Type.String()),
    }),
  ),
});
export type BehindGlass = Static<typeof BehindGlass>;

/** `POST /api/v1/incidents/{id}/phone`: one number in full, to call it. `contact` counts from 0; without it the resident's own. */
export const PhoneOrder = Type.Object(
  {
    resident: Type.String({ maxLength: 64 }),
    contact: optional(Type.Integer({ minimum: 0, maximum: 9 })),
    reason: optional(BreakGlassReason),
  },
  { additionalProperties: false },
);
export type PhoneOrder = Static<typeof PhoneOrder>;
export const PhoneAnswer = Type.Object({ phone: Type.String() });
export type PhoneAnswer = Static<typeof PhoneAnswer>;

/** Everything the incident pane shows. `fix`: where the device is when help goes there instead of the home. */
export const IncidentDetail = Type.Object({
  incident: IncidentView,
  fix: optional(LonLat),
  unused: optional(
    Type.Array(Type.Object({ position: LonLat, accuracy: optional(Type.Number()), because: WhyUnused }), {
      description: 'positions that a device has sent and that are not used, and why; newest first',
    }),
  ),
  /** Escalation in words: what each track's tiers are called, in order. */
  ladder: Type.Array(Type.Object({ track: Track, tiers: Type.Array(Type.String()) })),
  persons: Type.Array(PersonCard, { description: 'numbers are masked: POST …/phone has one in full' }),
  /** What this reader is not shown without breaking the glass. */
  withheld: Type.Array(Type.Enum(['keys', 'phones', 'conditions'])),
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
  means: Responder.properties.means,
  /** Now, by switch and roster. */
  onDuty: Type.Boolean(),
  /** How long their own switch overrides the roster. */
  dutyUntil: optional(Instant),
  simulated: Type.Boolean(),
  connected: Type.Boolean(),
  position: LonLat,
  positionAt: optional(Instant),
  phone: optional(Type.String()),
});
export type ResponderView = Static<typeof ResponderView>;

/** Everything that is kept about a resident, as they may ask for it (PIPL 45): documents, calls, what was written, who looked. */
export const ResidentExport = Type.Object({
  district: Type.String(),
  resident: Type.Record(Type.String(), Type.Unknown()),
  home: Type.Record(Type.String(), Type.Unknown()),
  lived: Type.Array(Type.Object({ home: Type.String(), from: optional(Instant), until: optional(Instant) }), {
    description: 'homes by id; without `from`: since before it was written down',
  }),
  devices: Type.Array(Type.String()),
  incidents: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.Integer(),
      kind: Type.String(),
      state: Type.String(),
      receivedAt: Instant,
      closedAt: optional(Instant),
      events: Type.Array(Type.Unknown()),
    }),
  ),
  looked: Type.Array(
    Type.Object({
      at: Instant,
      by: Type.String(),
      role: Type.String(),
      action: Type.String(),
      what: optional(Shown),
      purpose: optional(ReadingPurpose),
      reason: optional(Type.String()),
      incident: optional(Type.String()),
      why: optional(Type.String()),
    }),
    { description: 'newest first; whoever was shown everybody is in it' },
  ),
});
export type ResidentExport = Static<typeof ResidentExport>;

/** `texts`: incidents whose words and positions are gone. */
export const ErasedAnswer = Type.Object({ id: Type.String(), home: Type.String(), texts: Type.Integer() });
export type ErasedAnswer = Static<typeof ErasedAnswer>;

/** `on`: the day (YYYY-MM-DD), today when left out. */
export const ConsentOrder = Type.Object(
  {
    purpose: Consent.properties.purpose,
    withdrawn: Type.Optional(Type.Boolean()),
    on: Type.Optional(Consent.properties.given),
    how: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type ConsentOrder = Static<typeof ConsentOrder>;
export const ConsentAnswer = Type.Object({
  id: Type.String(),
  consents: Type.Array(Consent),
  removed: Type.Array(Type.String({ description: 'fields that were kept because of it' })),
});
export type ConsentAnswer = Static<typeof ConsentAnswer>;

/** The keys of personal fields: none of them, only which there are. `locked`: documents that cannot be opened now. */
export const KeysView = Type.Object({
  from: Type.String({ description: 'the file, or the word of the setting' }),
  current: optional(Type.String()),
  keys: Type.Array(Type.String()),
  locked: Type.Integer(),
  why: optional(Type.String({ description: 'why there is none' })),
});
export type KeysView = Static<typeof KeysView>;

export const ResidentView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  invented: Type.Boolean(),
  home: Type.String(),
  place: Place,
  devices: Type.Array(Type.String()),
});
export type ResidentView = Static<typeof ResidentView>;

/** Who is told of every incident at once; empty: the hall. */
export const NightDesk = Type.Object({
  holders: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), until: Instant })),
});
export type NightDesk = Static<typeof NightDesk>;

/** Without a responder the hall has it again. `until`: ISO 8601, at most 16 hours ahead, which it is when left out. */
export const NightDeskOrder = Type.Object(
  { responder: optional(Type.String({ maxLength: 64 })), until: optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
);
export type NightDeskOrder = Static<typeof NightDeskOrder>;

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

/** `POST /api/v1/logins/{id}/certificates`: PEM, with the login as its whole name (CN). */
export const NewLoginCertificate = Type.Object(
  { certificate: Type.String({ minLength: 1, maxLength: 16_384 }) },
  { additionalProperties: false },
);
export type NewLoginCertificate = Static<typeof NewLoginCertificate>;
/** A certificate that a login may come by. `fingerprint`: SHA-256, hex. */
export const LoginCertificateView = Type.Object({
  login: Type.String(),
  kind: Type.Enum(['device', 'responder', 'canary']),
  fingerprint: Type.String(),
  issuer: Type.String(),
  expiresAt: Type.String(),
});
export type LoginCertificateView = Static<typeof LoginCertificateView>;

/**
 * What somebody may do. `community`: reads what officers see and orders nothing. `responder`, `button`: a phone and a
 * resident's tablet, each bound to who or what it is. `wall`: counts only.
 */
export const Role = Type.Enum(['officer', 'health', 'responder', 'community', 'administrator', 'wall', 'button']);
export type Role = Static<typeof Role>;
/** `POST /api/v1/tokens`. `link`: a one-time sign-in link instead of a token. */
export const NewToken = Type.Object(
  {
    role: Role,
    name: optional(Type.String({ minLength: 1, maxLength: 40 })),
    /** Of a person, 1 when left out. A wall's and a tablet's have no end. */
    days: optional(Type.Integer({ minimum: 1, maximum: 90 })),
    link: optional(Type.Boolean()),
    /** For the roles responder and health: who they are. */
    responder: optional(RegistryId),
    /** For the role button: which device the tablet is. */
    device: optional(RegistryId),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;
export const TokenAnswer = Type.Object({
  id: Type.String(),
  token: Type.String(),
  expiresAt: optional(Instant),
  link: optional(Type.String()),
});
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

/** An alarm of the system in words: what is the matter, what to do. */
const Words = Type.Object({ says: Type.String(), remedy: Type.String() });
export const AlarmView = Type.Object({
  code: AlarmCode,
  subject: Type.String(),
  /** New presses may not come through, or nobody is sent: shown over everything. */
  severe: Type.Boolean(),
  since: Type.String(),
  zh: Words,
  en: Words,
});
export type AlarmView = Static<typeof AlarmView>;

/** `canary`: the latest one of this district. `store`: away means that no press can be taken now. */
export const SystemView = Type.Object({
  store: Type.Enum(['here', 'away']),
  alarms: Type.Array(AlarmView),
  canary: optional(Type.Object({ at: Type.String(), back: Type.Boolean(), ms: optional(Type.Integer()) })),
});
export type SystemView = Static<typeof SystemView>;

/** `GET /api/v1/alarms`: what stands and what has been, newest first. */
export const AlarmRecord = Type.Object({
  system: SystemView,
  changes: Type.Array(
    Type.Object({ ...AlarmView.properties, at: Type.String(), change: Type.Enum(['raised', 'cleared']) }),
  ),
});
export type AlarmRecord = Static<typeof AlarmRecord>;

/**
 * One step of the proof of one press. `at` is absent when nobody noted it: `state` says whether it is still awaited or a
 * gap. `afterMs`: since the one before it. `by`: whose clock.
 */
export const ProofHop = Type.Object({
  hop: Type.Enum([
    'heard',
    'stored',
    'decided',
    'shown',
    'acknowledged',
    'offered',
    'sent',
    'received',
    'accepted',
    'en_route',
    'on_scene',
    'done',
    'declined',
    'timed_out',
    'stood_down',
    'told',
    'closed',
  ]),
  state: Type.Enum(['noted', 'awaited', 'gap']),
  at: optional(Type.String()),
  afterMs: optional(Type.Integer()),
  clock: Type.Enum(['broker', 'store', 'dispatcher', 'console', 'notifier']),
  leg: optional(Type.String()),
  responder: optional(Type.Object({ id: Type.String(), name: Type.String() })),
  channel: optional(Type.String()),
  press: optional(Type.String()),
});
export type ProofHop = Static<typeof ProofHop>;

/** `GET /api/v1/incidents/{id}/proof` */
export const Proof = Type.Object({
  incident: Type.String(),
  number: Type.Integer(),
  gaps: Type.Integer(),
  hops: Type.Array(ProofHop),
});
export type Proof = Static<typeof Proof>;

/** `GET /api/v1/outbox`: what would have been sent where no gateway is configured, newest first, telephone numbers masked. */
export const OutboxAnswer = Type.Object({
  messages: Type.Array(Type.Object({ at: Instant, message: GatewayMessage })),
});
export type OutboxAnswer = Static<typeof OutboxAnswer>;
/** `POST /api/v1/outbox/numbers`: the same with telephone numbers in full. */
export const OutboxReveal = Type.Object(
  {
    why: Type.String({ minLength: 2, maxLength: 200 }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
);
export type OutboxReveal = Static<typeof OutboxReveal>;

/** Tiles of a public provider, where the installation has chosen one. `datum`: what its maps are drawn in. */
export const Tiles = Type.Object({
  url: Type.String({ description: 'with {z} {x} {y} and, where it has any, {s}' }),
  datum: Type.Enum(['wgs84', 'gcj02']),
  attribution: Type.String(),
  maxZoom: Type.Integer(),
  subdomains: Type.String(),
});
export type Tiles = Static<typeof Tiles>;

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
  tiles: optional(Tiles),
});
export type MapSource = Static<typeof MapSource>;

/** Why a home is not ready. The first three mean that nobody would come, or nobody would know. */
export const ReadinessReason = Type.Enum([
  'no_device',
  'device_silent',
  'nobody_near',
  'battery_low',
  'device_tampered',
  'nobody_answers_lately',
  'health_centre_unstaffed',
  'no_contacts',
]);
export type ReadinessReason = Static<typeof ReadinessReason>;
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

/** `GET /api/v1/roster/gaps`: the next 14 days. `grid` is `*` for a tier of the whole district; `tier` counts from 0. */
export const RosterGap = Type.Object({
  from: Instant,
  to: Instant,
  plan: Type.String(),
  tier: Type.Integer(),
  name: Type.String(),
  grid: Type.String(),
  reason: Type.Enum(['nobody_on_duty', 'no_channel']),
  responder: optional(Type.String()),
});
export type RosterGap = Static<typeof RosterGap>;

/** `POST /api/v1/responders/{id}/duty`: the on-duty switch, as its own holder turns it. */
export const DutyOrder = Type.Object(DutySwitch.properties, { additionalProperties: false });
export type DutyOrder = Static<typeof DutyOrder>;

/** `POST /api/v1/incidents`: an officer opens one by hand. */
export const NewIncident = Type.Object(
  { id: optional(SenderId), kind: CallKind, home: optional(RegistryId), resident: optional(RegistryId) },
  { additionalProperties: false },
);
export type NewIncident = Static<typeof NewIncident>;

/** `GET /api/v1/incidents/{id}/record`, for `yjt replay`: the stored state and the raw events. */
export const IncidentRecord = Type.Object({ state: Incident, events: Type.Array(IncidentEvent) });
export type IncidentRecord = Static<typeof IncidentRecord>;

/** `GET /api/v1/dispatching`: what decides who is asked. No resident, no door. */
export const Dispatching = Type.Object({
  district: District,
  grids: Type.Array(Grid),
  roads: Type.Array(Road),
  courtyards: Type.Array(Courtyard),
  homes: Type.Array(
    Type.Object({ id: Type.String(), courtyard: Type.String(), building: Type.String(), position: optional(LonLat) }),
  ),
  responders: Type.Array(Responder),
  shifts: Type.Array(Shift),
  leaves: Type.Array(Leave),
  swaps: Type.Array(Swap),
  policy: Policy,
});
export type Dispatching = Static<typeof Dispatching>;

/** `GET /api/v1/me`. `account`: they came with a login of their own and may choose its password. */
export const Me = Type.Object({
  name: Type.String(),
  role: Role,
  district: Type.String(),
  account: optional(Type.String()),
  responder: optional(Type.String()),
  device: optional(Type.String()),
  mustEnrol: optional(Type.Boolean({ description: 'a second factor comes first: nothing else is allowed until then' })),
  lockable: optional(Type.Boolean({ description: 'its page can be locked' })),
  opensBy: optional(
    Type.Enum(['password', 'token', 'link'], {
      description: 'what its page asks for when it is locked; `link`: a new one-time link of the same holder',
    }),
  ),
  locked: optional(Type.Boolean()),
  locksAfterSeconds: optional(Type.Integer({ description: 'it locks itself when nobody has touched it for so long' })),
});
export type Me = Static<typeof Me>;

/** `POST /api/v1/session/unlock`. */
export const UnlockBody = Type.Union([
  Type.Object({ password: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  Type.Object({ passkey: PasskeyAnswer }, { additionalProperties: false }),
]);
export type UnlockBody = Static<typeof UnlockBody>;

/** `GET /api/v1/sessions`. `maker`: the login of whoever made it. Without `expiresAt` it lasts until it is ended. */
export const SessionView = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['session', 'token', 'link']),
  role: Role,
  name: Type.String(),
  current: Type.Boolean({ description: 'the one that asks' }),
  account: optional(Type.String()),
  responder: optional(Type.String()),
  device: optional(Type.String()),
  begunBy: optional(Type.Enum(['link', 'token', 'password', 'passkey', 'provider'])),
  maker: optional(Type.String()),
  madeAt: optional(Instant),
  expiresAt: optional(Instant),
});
export type SessionView = Static<typeof SessionView>;

/** `GET /api/v1/refused-tries`: refused tries to sign in on a day, by address. */
export const RefusedTriesView = Type.Object({
  address: Type.String({ description: 'IPv6: the /64; *: the others of a large flood' }),
  count: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
  logins: Type.Array(Type.String(), { description: 'some of those tried that are logins of this district' }),
});
export type RefusedTriesView = Static<typeof RefusedTriesView>;

/** `POST /api/v1/accounts`: a named login, or a new link for one that is there. Answers a one-time link. */
export const NewAccount = Type.Object(
  {
    login: Login,
    name: Type.String({ minLength: 1, maxLength: 40 }),
    role: Type.Enum(['officer', 'health', 'responder', 'community', 'administrator']),
    responder: optional(RegistryId),
  },
  { additionalProperties: false },
);
export type NewAccount = Static<typeof NewAccount>;
export const AccountView = Type.Object({
  login: Type.String(),
  name: Type.String(),
  role: Role,
  responder: optional(Type.String()),
  passwordSet: Type.Boolean(),
  secondFactor: Type.Boolean({ description: 'an authenticator app or a passkey' }),
  provider: optional(Type.String({ description: 'who they are at the OIDC provider: subject, or an e-mail' })),
});
export type AccountView = Static<typeof AccountView>;
export const AccountAnswer = Type.Object({ ...AccountView.properties, link: Type.String(), expiresAt: Instant });
export type AccountAnswer = Static<typeof AccountAnswer>;

/** `GET /api/v1/audit`: who did what that no incident's log holds. */
export const AuditEntry = Type.Object({
  at: Instant,
  by: Type.String(),
  actor: optional(Type.String({ description: 'the login, or the id of the token: two of one name are two' })),
  role: Type.String(),
  action: Type.String(),
  about: optional(Type.String({ description: 'an id: incident, account, responder, device' })),
  name: optional(Type.String({ description: 'what it is called that it was done to' })),
  why: optional(Type.String()),
  address: optional(Type.String({ description: 'where it was done from; IPv6: the /64' })),
  what: optional(Shown),
  residents: optional(Type.Array(Type.String(), { description: 'whom it showed; *: everybody' })),
  incident: optional(Type.String()),
  purpose: optional(ReadingPurpose),
  reason: optional(Type.String()),
  n: optional(Type.Integer({ description: 'its place in the chain; absent: from before there was one' })),
  hash: optional(Type.String()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** `GET /api/v1/audit/verify`. `head`: where the chain ends, to be written down elsewhere; `from`: its first entry that is left. */
export const AuditVerified = Type.Object({
  sound: Type.Boolean(),
  head: optional(Type.Object({ n: Type.Integer(), hash: Type.String() })),
  from: optional(Type.Integer()),
  chained: Type.Integer(),
  sealed: Type.Integer({ description: 'from before there was a chain' }),
  erased: Type.Integer({ description: 'entries whose names and words were erased' }),
  days: Type.Integer({ description: 'files that were read' }),
  problems: Type.Array(
    Type.Object({
      why: Type.Enum([
        'changed',
        'broken',
        'missing',
        'unchained',
        'aside_changed',
        'unreadable',
        'cut_off',
        'other_head',
      ]),
      n: Type.Integer(),
      entry: Type.String(),
    }),
  ),
});
export type AuditVerified = Static<typeof AuditVerified>;

/** `GET /api/v1/search`: residents, courtyards and open incidents; `q` in characters, pinyin or its initials. */
export const SearchHit = Type.Object({
  kind: Type.Enum(['resident', 'courtyard', 'incident', 'responder']),
  id: Type.String(),
  name: Type.String(),
  says: Type.String({ description: 'where, in the registry’s own words' }),
  position: optional(LonLat),
  home: optional(Type.String()),
});
export type SearchHit = Static<typeof SearchHit>;
export const SearchAnswer = Type.Object({ hits: Type.Array(SearchHit), more: Type.Boolean() });
export type SearchAnswer = Static<typeof SearchAnswer>;

/** `GET /api/v1/incidents/{id}/candidates`: everybody who could be asked now, soonest first, and why the others are not. */
export const CandidateView = Type.Object({
  responder: Type.String(),
  travelSeconds: Type.Integer(),
  reason: Type.String({ description: 'as in contracts/events.ts Candidate' }),
  busyWith: optional(Type.String({ description: 'the number of the incident they are on' })),
  skills: Type.Array(Type.String()),
  positionSeconds: optional(Type.Integer({ description: 'age of their position; absent: their base' })),
});
export type CandidateView = Static<typeof CandidateView>;

/** `GET /api/v1/handover`: what whoever takes over must know. */
export const Handover = Type.Object({
  last: optional(Type.Object({ at: Instant, from: Type.String(), to: Type.String() })),
  open: Type.Array(
    Type.Object({ id: Type.String(), number: Type.Integer(), priority: Type.Integer(), state: Type.String() }),
  ),
  notes: Type.Array(
    Type.Object({
      incident: Type.String(),
      number: Type.Integer(),
      at: Instant,
      by: Type.String(),
      text: Type.String(),
    }),
  ),
  devices: Type.Array(Type.Object({ home: Type.String(), says: Type.String(), reason: Type.String() })),
  onDuty: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), role: Type.String(), connected: Type.Boolean() }),
  ),
});
export type Handover = Static<typeof Handover>;
/** `POST /api/v1/handover`: whoever is signed in hands over; whoever takes over signs by their own login or token. */
export const HandoverOrder = Type.Object(
  {
    to: SignInBody,
    sound: Type.Enum(['heard', 'not_heard']),
    remark: optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
export type HandoverOrder = Static<typeof HandoverOrder>;

/** One thing that a responder's phone shows: an offer, a leg that is on, or that they are no longer needed. */
export const MyLeg = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  delivery: Type.String({ description: 'answered by a receipt; the number at its end only grows' }),
  revision: Type.Integer(),
  receipted: Type.Boolean(),
  /** In a surge: one of the calls of this group, which is answered as one; `delivery` is the group's. */
  group: optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      count: Type.Integer(),
      open: Type.Integer(),
      urgent: Type.Integer(),
    }),
  ),
  kind: Type.Enum(['offer', 'active', 'stand_down']),
  state: LegState,
  track: Track,
  priority: Priority,
  call: CallKind,
  marks: Type.Array(Mark),
  receivedAt: Instant,
  presses: Type.Integer(),
  offeredAt: Instant,
  answerBy: optional(Instant),
  travelSeconds: Type.Integer(),
  because: optional(Type.String()),
  asks: optional(Asks),
  need: NeedKind,
  purpose: Purpose,
  place: Place,
  /** Homes of incidents that were merged into this one: somebody is there as well. */
  also: optional(Type.Array(Place)),
  /** The position is less exact than it should be. */
  inexact: optional(Type.Literal(true)),
  /** Help that this person asked for and that is still wanted: they may take it back. */
  helpAsked: optional(Type.Array(HelpNeed)),
  /** Where to go: the home, or the device's own fix when it is away. */
  position: optional(LonLat),
  away: Type.Boolean(),
  persons: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      gender: Type.String(),
      age: Type.Integer(),
      livesAlone: Type.Boolean(),
      mobility: optional(Type.String()),
      phone: optional(Type.String()),
      conditions: optional(Type.Array(Type.String())),
    }),
  ),
  access: optional(
    Type.Object({ gate: optional(Type.String()), key: optional(Type.String()), note: optional(Type.String()) }),
  ),
  /** Who was asked before without success, and who else is coming. */
  silent: Type.Array(Type.String()),
  others: Type.Array(
    Type.Object({ name: Type.String(), track: Track, state: LegState, travelSeconds: Type.Integer() }),
  ),
  advice: Type.Array(Type.Object({ at: Instant, by: Type.String(), text: Type.String() })),
  desk: optional(Type.String({ description: 'phone of the health desk' })),
  /** `sealed`: who and behind which door is in `box`, which the yes opens. `withheld`: it is not on this phone. */
  person: optional(Type.Enum(['shown', 'sealed', 'withheld'])),
  /** AES-256-GCM of an `OpenedLeg` as JSON, the tag behind it, base64; the nonce is twelve zero bytes: each key seals one text. */
  box: optional(Type.String()),
});
export type MyLeg = Static<typeof MyLeg>;

/** What a yes opens: these fields of the leg are then as here. */
export const OpenedLeg = Type.Pick(MyLeg, ['place', 'position', 'also', 'persons', 'access']);
export type OpenedLeg = Static<typeof OpenedLeg>;

/** Something that this person was on and that is over: door and keys stay until then, to lock up and to bring a key back. */
export const EndedLeg = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  until: Instant,
  place: Place,
  names: Type.Array(Type.String()),
  access: optional(
    Type.Object({ gate: optional(Type.String()), key: optional(Type.String()), note: optional(Type.String()) }),
  ),
});
export type EndedLeg = Static<typeof EndedLeg>;

/** How many of a courtyard's incidents are open, in a surge. */
export const CourtyardCount = Type.Object({
  id: Type.String({ description: 'empty: no place is known' }),
  name: optional(Type.String()),
  open: Type.Integer(),
  urgent: Type.Integer({ description: 'P1' }),
  unacknowledged: Type.Integer(),
  alone: Type.Integer({ description: 'nobody has said that they go' }),
});
export type CourtyardCount = Static<typeof CourtyardCount>;

/** `on`: far more calls come in than usual. `listed`: so many of the open incidents are told one by one, the others as counts. */
export const SurgeView = Type.Object({
  on: Type.Boolean(),
  open: Type.Integer(),
  urgent: Type.Integer(),
  unacknowledged: Type.Integer(),
  listed: Type.Integer(),
  courtyards: Type.Array(CourtyardCount),
});
export type SurgeView = Static<typeof SurgeView>;

/** What became of a phone's action. `code` says why it no longer applied. */
export const MyAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Enum(['applied', 'refused', 'stored']),
  code: optional(Type.String()),
});
export type MyAnswer = Static<typeof MyAnswer>;

/** `GET /api/v1/my/shifts`: the next 14 days of whoever asks. */
export const MyShifts = Type.Object({
  onDuty: Type.Boolean(),
  switched: Type.Boolean({ description: 'the person’s own switch' }),
  until: optional(
    Type.String({ format: 'date-time', description: 'how long the switch holds; then the shifts count' }),
  ),
  shifts: Type.Array(Type.Object({ from: Instant, to: Instant })),
});
export type MyShifts = Static<typeof MyShifts>;

/** What the wall shows: counts by grid. No name, no door, no courtyard. */
export const WallView = Type.Object({
  grids: Type.Array(
    Type.Object({ id: Type.String(), fresh: Type.Integer(), active: Type.Integer(), verify: Type.Integer() }),
  ),
  coordinators: Type.Object({ onDuty: Type.Integer(), of: Type.Integer() }),
  covered: optional(Type.Object({ reachable: Type.Integer(), homes: Type.Integer() })),
  month: Type.Object({ calls: Type.Integer(), reached: Type.Integer(), medianSeconds: optional(Type.Integer()) }),
});
export type WallView = Static<typeof WallView>;
