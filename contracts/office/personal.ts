// Which fields say something about a person, and how they are kept. One table: what is sealed in the store, what `yjt resident
// export` tells and what `erase` destroys all read it. A new field of a person's document needs a line (personal.test.ts).

/** What a field tells. Health, and the way behind a door, are what the law and a thief care for most. */
type Tells = 'identity' | 'health' | 'way_in' | 'contact' | 'circumstances';
/** `sealed`: lies in the store only encrypted, each by itself. Place and name stay readable: help is sent by them without a key. */
type Rule = { tells: Tells; sealed: boolean };

const rule = (tells: Tells, sealed: 'sealed' | 'clear'): Rule => ({ tells, sealed: sealed === 'sealed' });

const table = {
  residents: {
    name: rule('identity', 'clear'),
    gender: rule('identity', 'clear'),
    birthYear: rule('identity', 'clear'),
    home: rule('identity', 'clear'),
    livesAlone: rule('circumstances', 'clear'),
    language: rule('circumstances', 'clear'),
    cannotTalk: rule('circumstances', 'clear'),
    away: rule('circumstances', 'clear'),
    conditions: rule('health', 'sealed'),
    mobility: rule('health', 'sealed'),
    phone: rule('contact', 'sealed'),
    contacts: rule('contact', 'sealed'),
    card: rule('way_in', 'sealed'),
    doorCard: rule('way_in', 'sealed'),
    checkIn: rule('health', 'sealed'),
    consents: rule('circumstances', 'clear'),
  },
  homes: {
    access: rule('way_in', 'sealed'),
    keys: rule('way_in', 'sealed'),
    doorCode: rule('way_in', 'sealed'),
  },
  responders: {
    name: rule('identity', 'clear'),
    phone: rule('contact', 'sealed'),
  },
  gateHouses: {
    keepers: rule('identity', 'clear'),
    phone: rule('contact', 'sealed'),
    keys: rule('way_in', 'sealed'),
  },
  teams: {
    members: rule('identity', 'clear'),
    leader: rule('identity', 'clear'),
  },
  bicycles: {
    holder: rule('identity', 'clear'),
  },
  sources: {
    secret: rule('way_in', 'sealed'),
    aesKey: rule('way_in', 'sealed'),
  },
} as const satisfies Record<string, Record<string, Rule>>;

/** Documents about persons. */
export type PersonalKind = keyof typeof table;
export const personal: Readonly<Record<PersonalKind, Readonly<Record<string, Rule>>>> = table;

/** Names of the fields of a kind of document that lie sealed in the store; none for documents that are about no person. */
export const sealedFields = (kind: string): readonly string[] => sealed[kind] ?? [];
const sealed: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(personal).map(([kind, fields]) => [
    kind,
    Object.entries(fields).flatMap(([name, one]) => (one.sealed ? [name] : [])),
  ]),
);

/**
 * What a resident is asked about, each by itself (PIPL 29), and what is kept because of a yes: when it is withdrawn this goes. Help in
 * an emergency needs no consent (13).
 */
export const purposes = {
  health_notes: ['conditions', 'mobility'],
  family: ['contacts'],
  family_sees: [],
  location: [],
  health_centre: [],
  recording: [],
  check_in: ['checkIn'],
} as const satisfies Record<string, readonly (keyof (typeof table)['residents'])[]>;
export type Purpose = keyof typeof purposes;

/** What stands in a locked field that people read. Nobody may take "locked" for "none". */
export const lockedText = '🔒 已锁（缺密钥）· locked';

/** A document as it is read: `locked` are the fields that are there and cannot be opened, since their key is missing. */
export type Lockable = { locked?: readonly string[] };
