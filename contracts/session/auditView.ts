// The audit as a reader sees it, and whether it still is as it was written.
import { type Static, Type } from 'typebox';
import { Instant, optional } from '../shapes.ts';
import { ReadingPurpose, Shown } from './audit.ts';

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
