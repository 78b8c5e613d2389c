// Residents as a reader sees them, and what the law gives them.

import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { ReadingPurpose, Shown } from '../session/audit.ts';
import { Document, Instant, optional } from '../shapes.ts';
import { BreakGlassReason } from '../terms.ts';
import { Consent, Contact, Resident } from './community.ts';
import { Place } from './place.ts';
import { RegistryEdit } from './registry.ts';

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

/** `POST /api/v1/incidents/{id}/conditions`: one of the reasons; `why`: words of programs that know none. */
export const BreakGlass = Document({
  reason: optional(BreakGlassReason),
  why: optional(Type.String({ minLength: 2, maxLength: 200 })),
});
/** How one gets in, as it is shown. */
export const AccessView = Type.Object({
  gate: optional(Type.String()),
  key: optional(Type.String()),
  mobility: optional(Type.String()),
  note: optional(Type.String()),
});

/** What was behind the glass: illnesses, and what else this reader was not shown. */
export const BehindGlass = Type.Object({
  persons: Type.Array(
    Type.Object({
      id: Type.String(),
      conditions: Type.Array(Type.String()),
      ...Type.Partial(Type.Pick(Resident, ['phone', 'contacts', 'mobility'])).properties,
    }),
  ),
  access: optional(AccessView),
});
export type BehindGlass = Static<typeof BehindGlass>;

/** `POST /api/v1/incidents/{id}/phone`: one number in full, to call it. `contact` counts from 0; without it the resident's own. */
export const PhoneOrder = Document({
  resident: Type.String({ maxLength: 64 }),
  contact: optional(Type.Integer({ minimum: 0, maximum: 9 })),
  reason: optional(BreakGlassReason),
});
export const PhoneAnswer = Type.Object({ phone: Type.String() });
export type PhoneAnswer = Static<typeof PhoneAnswer>;

/** Everything that is kept about a resident, as they may ask for it (PIPL 45): documents, calls, what was written, who looked. */
export const ResidentExport = Type.Object({
  district: Type.String(),
  resident: Type.Record(Type.String(), Type.Unknown()),
  home: Type.Record(Type.String(), Type.Unknown()),
  lived: Type.Array(Type.Object({ home: Type.String(), from: optional(Instant), until: optional(Instant) }), {
    description: 'homes by id; without `from`: since before it was written down',
  }),
  edits: Type.Array(RegistryEdit, { description: 'what was changed in their document, by whom' }),
  devices: Type.Array(Type.String()),
  checkIns: Type.Record(Type.String(), Type.Unknown(), {
    description: 'what is kept because of a daily sign of life: how it stands, what was ticked, texted and heard',
  }),
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
export const ConsentOrder = Document({
  purpose: Consent.properties.purpose,
  /** Of `family_sees`: by id, or one that has none yet by its place, from 0, and its name. */
  contact: Type.Optional(
    Type.Union([RegistryId, Document({ n: Type.Integer({ minimum: 0, maximum: 9 }), name: Contact.properties.name })]),
  ),
  withdrawn: Type.Optional(Type.Boolean()),
  on: Type.Optional(Consent.properties.given),
  how: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});
export type ConsentOrder = Static<typeof ConsentOrder>;
export const ConsentAnswer = Type.Object({
  id: Type.String(),
  consents: Type.Array(Consent),
  removed: Type.Array(Type.String({ description: 'fields that were kept because of it' })),
});
export type ConsentAnswer = Static<typeof ConsentAnswer>;

export const ResidentView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  invented: Type.Boolean(),
  home: Type.String(),
  place: Place,
  devices: Type.Array(Type.String()),
});
export type ResidentView = Static<typeof ResidentView>;
