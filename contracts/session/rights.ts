// Who may do what, at every door: REST, the frames of /live, the topics of MQTT. One line a right, and nobody has what no line
// gives. A right reaches as far as the caller's own district. A finer rule (the health desk orders on its own track) narrows a
// right where it is used; it never widens one.
import { Role } from '../terms.ts';
import type { Shown } from './audit.ts';

/** What kind of login an MQTT client has (store/directory.ts Credential). */
type LoginKind = 'device' | 'responder_login' | 'canary' | 'source';
/** Who asks: somebody signed in, an MQTT login, a program with the token of the metrics or of the weather, or nobody we know. */
export type Caller = Role | LoginKind | 'scraper' | 'warner' | 'nobody';

const signedIn: readonly Caller[] = Role.enum;
const anybody: readonly Caller[] = [...signedIn, 'nobody'];
/** They see incidents, residents and people. */
const readers: readonly Caller[] = ['officer', 'health', 'community', 'administrator'];
/** They look after the district between calls: everybody who lives there, and whether each home could be helped. The desk is not asked that. */
const office: readonly Caller[] = ['officer', 'community', 'administrator'];
/** They have a login with a password. */
const people: readonly Caller[] = [...readers, 'responder'];
const duty: readonly Caller[] = ['officer', 'administrator'];
const sent: readonly Caller[] = ['responder', 'health'];
const administrator: readonly Caller[] = ['administrator'];

const table = {
  'page.read': anybody,
  'docs.read': anybody,
  'handbook.read': signedIn,
  'system.probe': anybody,
  'metrics.read': ['administrator', 'scraper'],
  'link.show': anybody,
  'link.use': anybody,
  'session.begin': anybody,
  'session.end': anybody,
  'session.read': signedIn,
  'session.active': signedIn,
  'session.lock': people,
  'session.unlock': people,
  'password.choose': people,
  'signIn.ways': anybody,
  'signIn.read': people,
  'signIn.change': people,
  'session.list': people,
  'session.revoke': people,
  // The door only: a page without a session is told so by a close code, and each frame has a line of its own.
  'live.open': anybody,
  // The door only: behind it is the broker, which asks for a login.
  'mqtt.open': anybody,
  // Proved by the gateway's signature, or by the secret in the address that a provider reports to.
  'gateway.reply': anybody,
  // Proved by the secret in the address, and by the vendor's signature.
  'source.post': anybody,

  'account.list': administrator,
  'account.make': administrator,
  'account.remove': administrator,
  'account.factors': administrator,
  'account.identity': administrator,
  'audit.read': ['administrator', 'community'],
  'audit.verify': ['administrator', 'community'],
  'access.read': ['administrator', 'community'],
  'access.export': ['administrator', 'community'],
  'tries.read': administrator,
  'token.make': administrator,
  'device.login': administrator,
  'responder.login': administrator,
  'source.login': administrator,
  'source.list': office,
  'source.messages': ['administrator', 'community'],
  // As a file, for whoever helps with a mapping: it leaves the house.
  'source.export': administrator,
  'source.seen': office,
  'login.end': administrator,
  'login.certify': administrator,
  'login.certificates': administrator,
  'district.import': administrator,
  'backup.make': administrator,
  'keys.read': administrator,
  'keys.rotate': administrator,
  'outbox.read': administrator,
  'outbox.reveal': administrator,
  'dispatching.read': administrator,

  'history.read': office,
  'history.export': ['administrator', 'community'],
  'figures.read': office,
  // What was found when an incident was listened to again: whoever is over the officers writes it.
  'review.read': office,
  'review.write': ['administrator', 'community'],
  'books.read': office,
  'books.rebuild': administrator,

  'start.read': ['administrator', 'community'],
  'start.over': administrator,
  'registry.list': office,
  'readiness.mend': office,
  'registry.read': ['administrator', 'community'],
  'registry.change': ['administrator', 'community'],
  'registry.export': ['administrator', 'community'],

  'policy.read': office,
  'policy.plan': ['administrator', 'community'],
  'policy.preview': ['administrator', 'community'],
  // What whoever finds a card is shown: the same whichever it is. Whoever has a session is sent to their own page.
  'card.show': anybody,
  'card.read': office,
  'card.issue': ['community', 'administrator'],
  // A lost one is told to whoever answers the telephone at night.
  'card.revoke': office,
  // Which key hangs where: whoever has the box beside them gives it out.
  'custody.read': office,
  'custody.sign': office,
  // Who has the duty phone: whoever sits beside it hands it on.
  'dutyPhone.read': office,
  'dutyPhone.hand': office,
  'roster.read': office,
  'roster.try': ['administrator', 'community'],
  'roster.export': ['administrator', 'community'],
  // Proved by the secret in the address.
  'roster.feed': anybody,

  'map.read': [...readers, 'wall', 'responder'],
  'resident.list': office,
  'resident.consent': ['administrator', 'community'],
  'family.invite': ['administrator', 'community'],
  'resident.export': administrator,
  'resident.erase': administrator,
  'responder.list': readers,
  'responder.duty': duty,
  'search.read': readers,
  'readiness.read': office,
  'device.upkeep': office,
  'device.close': office,
  // Who is well, and who is to be called: whoever answers the telephone ticks it.
  'checkIn.read': office,
  'checkIn.tick': office,
  'checkIn.phone': office,
  'checkIn.list': office,
  'weather.warn': ['administrator', 'warner'],
  // Whoever keeps the registry installs devices: a login made here is one of a device, which may press and nothing else.
  'device.pair': ['administrator', 'community'],
  // What the code on a device opens: the same for everybody, whichever it is. Whoever has a session is sent to their own page.
  'device.show': anybody,
  // Somebody who is with the resident: console/server/device/testWindow.ts narrows it to their own grid.
  'device.test': ['officer', 'community', 'administrator', 'responder'],
  'device.export': ['administrator', 'community'],
  'roster.gaps': readers,
  'nightDesk.read': readers,
  'nightDesk.hand': duty,
  'aftercare.read': readers,
  'reason.list': office,
  'alarm.list': office,
  'doctor.read': duty,
  'handover.read': office,
  'handover.make': ['officer'],

  'incident.list': readers,
  'incident.read': readers,
  'incident.events': readers,
  'incident.candidates': readers,
  // Somebody who was sent: at the scene (console/server/incident/breakGlass.ts).
  'incident.conditions': ['officer', 'health', 'community', 'responder'],
  'incident.phone': readers,
  'incident.proof': office,
  'incident.record': administrator,
  'incident.raise': duty,
  'incident.command': ['officer', 'health', 'administrator'],
  'press.make': duty,

  'my.reply': sent,
  'my.position': sent,
  'my.duty': sent,
  'my.shifts': sent,
  'my.swaps': sent,
  'my.calendar': sent,
  'my.dutyPhone': sent,
  'my.press': ['button'],
  'my.health': ['button'],
  'my.word': ['family'],
  'my.away': ['family'],

  'frame.snapshot': readers,
  'frame.change': readers,
  'frame.surge': readers,
  'frame.responder': readers,
  'frame.readiness': office,
  'frame.registry': readers,
  'frame.system': readers,
  'frame.beat': readers,
  'frame.legs': ['responder'],
  'frame.button': ['button'],
  'frame.wall': ['wall'],
  'frame.family': ['family'],

  'publish.press': ['device', 'canary'],
  'publish.health': ['device'],
  'publish.foreign': ['source'],
  'publish.reply': ['responder_login'],
  'publish.position': ['responder_login'],
  'publish.duty': ['responder_login'],
  'subscribe.state': ['device', 'canary'],
  'subscribe.foreign': ['source'],
  'subscribe.dispatch': ['responder_login'],
} as const satisfies Record<string, readonly Caller[]>;

/** A line of the table: `resource.action`. */
export type Right = keyof typeof table;
/** All lines, for the test that walks every door. */
export const rights: Readonly<Record<Right, readonly Caller[]>> = table;

/** What somebody may do whose second factor is required and missing: set one up, or leave. */
const beforeEnrolling: ReadonlySet<Right> = new Set<Right>(['session.read', 'signIn.read', 'signIn.change']);
export const mayBeforeEnrolling = (right: Right): boolean =>
  beforeEnrolling.has(right) || rights[right].includes('nobody');
/** What a locked page may still ask for; what it is answered is narrowed where it is answered. */
export const whileLocked: ReadonlySet<Right> = new Set<Right>([
  'page.read',
  'docs.read',
  'handbook.read', // how to unlock it stands there, and nobody's name
  'system.probe',
  'link.show',
  'link.use',
  'card.show', // of nobody
  'device.show',
  'session.begin',
  'session.end',
  'session.read',
  'session.unlock',
  'signIn.ways', // how else it may be opened
  'incident.phone', // of whoever has an open incident
  'live.open', // its frames: console/server/session/locked.ts
  'map.read',
  'incident.read', // an open one: name, address, telephone
  'incident.command', // acknowledge
]);

/**
 * What concerns whoever asks alone, or nobody: it is the same for somebody whose rights reach over a part of the community
 * (docs/decisions/041). Whatever else they ask for must be narrowed by its route; one that does not say so refuses them.
 */
const aboutOneself: ReadonlySet<Right> = new Set<Right>([
  'handbook.read',
  'session.read',
  'session.active',
  'session.lock',
  'session.unlock',
  'session.list',
  'session.revoke',
  'password.choose',
  'signIn.read',
  'signIn.change',
]);
export const isOfNoArea = (right: Right): boolean => aboutOneself.has(right) || rights[right].includes('nobody');

/**
 * Doors behind which persons are shown, and as what each reading stands in the access log (docs/decisions/022). A door that is
 * named here answers only once it has said whom it shows; a test looks for persons behind all the others.
 */
export const showsPersons: Readonly<Partial<Record<Right, Shown>>> = {
  'resident.list': 'list',
  'search.read': 'search',
  'aftercare.read': 'list',
  'reason.list': 'list',
  'handover.read': 'list',
  'incident.list': 'list',
  'incident.read': 'card',
  'incident.events': 'card',
  'incident.command': 'card',
  'incident.conditions': 'conditions',
  'incident.phone': 'phone',
  'incident.record': 'export',
  'history.read': 'history',
  'history.export': 'export',
  'start.read': 'list',
  'registry.list': 'list',
  'readiness.mend': 'list',
  'device.upkeep': 'list',
  'checkIn.read': 'list',
  'checkIn.phone': 'phone',
  'source.messages': 'list',
  'source.export': 'export',
  'device.export': 'export',
  'registry.read': 'card',
  'registry.change': 'card',
  'registry.export': 'export',
  'audit.read': 'history',
  'access.read': 'access',
  'card.read': 'list',
  'card.issue': 'list',
  'custody.read': 'list',
  'custody.sign': 'list',
  'access.export': 'export',
  'outbox.read': 'export',
  'outbox.reveal': 'export',
  'backup.make': 'export',
};

export const may = (caller: Caller, right: Right): boolean => rights[right].includes(caller);
