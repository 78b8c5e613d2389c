// What an entry of the audit is: who did what that no incident's log holds, and who was shown whom. It names ids alone: names
// and words lie aside, where they can be erased, and the entry has the digest of what lies there (docs/decisions/022).
import { type Static, Type } from 'typebox';

export const AuditAction = Type.Enum([
  'signed_in',
  'factor_set',
  'factor_removed',
  'factors_reset',
  'recovery_codes_made',
  'identity_set',
  'sign_in_refused',
  'signed_out',
  'password_set',
  'account_made',
  'account_removed',
  'account_area',
  'token_made',
  'login_made',
  'certificate_made',
  'conditions_shown',
  'duty_switched',
  'imported',
  'handed_over',
  'night_desk',
  'backed_up',
  'login_ended',
  'source_seen',
  'messages_erased',
  'messages_exported',
  'session_ended',
  'import_undone',
  'registry_changed',
  'roster_exported',
  'calendar_linked',
  'calendar_ended',
  'refused_elsewhere',
  'locked',
  'unlocked',
  'shown',
  'page_closed',
  'assigned_to_health',
  'keys_rotated',
  'resident_exported',
  'resident_erased',
  'resident_back',
  'consent_changed',
  'card_issued',
  'card_ended',
  'key_out',
  'key_in',
  'phone_handed',
  'phone_answered',
  'test_window',
  'fault_closed',
  'check_in_ticked',
  'check_in_list',
  'weather_warning',
  'device_installed',
  'incident_reviewed',
  'started_over',
]);
export type AuditAction = Static<typeof AuditAction>;

/**
 * What of a person was shown. `card`: an incident with who lives there, its door and what happened; `list`: names and places of
 * several; `phone`: one number in full; `page`: a page that goes on showing every open incident until it is closed; `history`: incidents that are closed; `access`: who had looked at them;
 * `family`: what a contact sees, for as long as their page is open.
 */
export const Shown = Type.Enum([
  'card',
  'conditions',
  'phone',
  'search',
  'list',
  'page',
  'history',
  'access',
  'family',
  'export',
]);
export type Shown = Static<typeof Shown>;

/** What for. `incident`: one that is open; `aftercare`: what is owed after one; `duty`: watching over all that is open; `family`: a contact, by the resident's consent. */
export const ReadingPurpose = Type.Enum([
  'incident',
  'aftercare',
  'history',
  'duty',
  'break_glass',
  'administration',
  'family',
]);
export type ReadingPurpose = Static<typeof ReadingPurpose>;

/** In place of residents: more than can be named one by one, or everybody of the district. */
export const everybody = '*';

/** An entry as it is chained. `before`: the hash of the one before it; `aside`: the digest of its names and words. */
export const ChainedRecord = Type.Object({
  v: Type.Literal(1),
  n: Type.Integer({ minimum: 1 }),
  before: Type.String(),
  at: Type.Integer(),
  actor: Type.String({ description: 'a login, or the id of a token, or of a responder' }),
  role: Type.String(),
  action: AuditAction,
  address: Type.Optional(Type.String({ description: 'where it was done from; IPv6: the /64' })),
  about: Type.Optional(Type.String({ description: 'the id of what it was done to' })),
  what: Type.Optional(Shown),
  residents: Type.Optional(Type.Array(Type.String(), { description: 'whom it showed; * alone: everybody' })),
  incident: Type.Optional(Type.String()),
  purpose: Type.Optional(ReadingPurpose),
  reason: Type.Optional(Type.String({ description: 'a code, never words' })),
  aside: Type.String(),
});
export type ChainedRecord = Static<typeof ChainedRecord>;

/** Names and words of an entry, which may be erased. `salt`: so that the digest that stays says nothing. */
export const AuditAside = Type.Object({
  salt: Type.String(),
  by: Type.String(),
  name: Type.Optional(Type.String({ description: 'of what it was done to' })),
  why: Type.Optional(Type.String()),
});
export type AuditAside = Static<typeof AuditAside>;
