// What HTTP answers (/api/v1). OpenAPI is made from these schemas. Promised fields stay; more may be added.
import { type Static, type TSchema, Type } from 'typebox';
import { AlarmCode } from './alarms.ts';
import { Disposition } from './commands.ts';
import {
  Block,
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
import { CallKind, Incident, LegState, Mark, Priority, Track } from './incident.ts';
import { PressKind } from './messages.ts';
import { Policy } from './policy.ts';
import { LonLat } from './position.ts';

const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
const Named = Type.Object({ id: Type.String(), name: Type.String() });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** Every refusal: a code of contracts/errors.ts, a sentence for the reader, and the field where one is to blame. */
export const Refusal = Type.Object({
  error: Type.String(),
  message: Type.String(),
  field: optional(Type.String()),
  who: optional(Type.String({ description: 'the officer who was faster' })),
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
  asks: optional(Type.Literal('call_120')),
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
  ]),
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
  /** Incidents with the same group are shown together. */
  group: optional(IncidentIdSchema),
  absorbed: optional(Type.Array(Type.Object({ incident: IncidentIdSchema, home: optional(Type.String()) }))),
  mergedInto: optional(IncidentIdSchema),
  ambulance: optional(Type.Object({ by: Type.String(), at: Instant, reference: optional(Type.String()) })),
  /** Tracks that this incident needs; `spent`: how often everybody was asked in vain. */
  tracks: Type.Array(Type.Object({ track: Track, tier: Type.Integer(), spent: optional(Type.Integer()) })),
  contactsDue: optional(
    Type.Array(Type.Object({ resident: Type.String(), contact: Type.Integer(), moment: Type.String() })),
  ),
});
export type IncidentView = Static<typeof IncidentView>;

/** Who lives there, for those who must know: conditions only for the health role. */
export const PersonCard = Type.Object({
  ...Type.Pick(Resident, ['id', 'name', 'gender', 'birthYear', 'livesAlone', 'mobility', 'phone', 'contacts'])
    .properties,
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

/** Everything the incident pane shows. `fix`: where the device is when help goes there instead of the home. */
export const IncidentDetail = Type.Object({
  incident: IncidentView,
  fix: optional(LonLat),
  /** Escalation in words: what each track's tiers are called, in order. */
  ladder: Type.Array(Type.Object({ track: Track, tiers: Type.Array(Type.String()) })),
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
  means: Responder.properties.means,
  /** Now, by switch and roster. */
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
    days: optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
    link: optional(Type.Boolean()),
    /** For the roles responder and health: who they are. */
    responder: optional(RegistryId),
    /** For the role button: which device the tablet is. */
    device: optional(RegistryId),
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

/** `GET /api/v1/outbox`: what would have been sent where no gateway is configured, newest first. */
export const OutboxAnswer = Type.Object({
  messages: Type.Array(Type.Object({ at: Instant, message: GatewayMessage })),
});
export type OutboxAnswer = Static<typeof OutboxAnswer>;

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

/** `POST /api/v1/responders/{id}/duty`: the on-duty switch. With `until` the roster counts again afterwards. */
export const DutyOrder = Type.Object(
  { id: optional(SenderId), onDuty: Type.Boolean(), until: optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
);
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
});
export type Me = Static<typeof Me>;

const Login = Type.String({ minLength: 2, maxLength: 40, pattern: '^[A-Za-z0-9._-]+$' });
/** Length of a password in characters; what people choose is kept as scrypt. */
export const Password = Type.String({ minLength: 8, maxLength: 200 });

/** `POST /api/v1/session`: by token or link, or by login and password. */
export const SignInBody = Type.Union([
  Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  Type.Object(
    { login: Login, password: Type.String({ minLength: 1, maxLength: 200 }) },
    { additionalProperties: false },
  ),
]);
export type SignInBody = Static<typeof SignInBody>;

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
});
export type AccountView = Static<typeof AccountView>;
export const AccountAnswer = Type.Object({ ...AccountView.properties, link: Type.String(), expiresAt: Instant });
export type AccountAnswer = Static<typeof AccountAnswer>;

/** `GET /api/v1/audit`: who did what that no incident's log holds. */
export const AuditEntry = Type.Object({
  at: Instant,
  by: Type.String(),
  role: Type.String(),
  action: Type.String(),
  about: optional(Type.String({ description: 'an id: incident, account, responder, device' })),
  why: optional(Type.String()),
});
export type AuditEntry = Static<typeof AuditEntry>;

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
  asks: optional(Type.Literal('call_120')),
  place: Place,
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
});
export type MyLeg = Static<typeof MyLeg>;

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
