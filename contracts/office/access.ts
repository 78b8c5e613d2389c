// The access log as whoever checks it reads it (查阅记录), and as the resident is given it: who was shown whom, what, and what for.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema, RegistryId } from '../ids.ts';
import { ReadingPurpose, Shown } from '../session/audit.ts';
import { PersonName } from '../session/signIn.ts';
import { Instant, Named, optional } from '../shapes.ts';
import { Role } from '../terms.ts';
import { fileLanguage } from './history.ts';

/**
 * `GET /api/v1/office/access`. All that is given must fit. `q`: the name of a resident who was shown, or of whoever looked, by characters, pinyin or initials.
 * `resident`: with what showed everybody. `from` and `until` are about when it was shown (`until` excluded).
 */
export const AccessFilter = Type.Object({
  q: optional(Type.String({ maxLength: 40 })),
  by: optional(PersonName),
  resident: optional(RegistryId),
  what: optional(Shown),
  purpose: optional(ReadingPurpose),
  from: optional(Instant),
  until: optional(Instant),
});
export type AccessFilter = Static<typeof AccessFilter>;

/** `GET /api/v1/office/access.csv`. */
export const AccessFile = Type.Object({ ...AccessFilter.properties, ...fileLanguage });

export const accessPageAtMost = 200;
export const AccessQuery = Type.Object({
  ...AccessFilter.properties,
  before: optional(Type.String({ pattern: '^\\d{1,15}_\\d{15}-\\d{9}$', description: '`next` of the page before' })),
  limit: optional(Type.Integer({ minimum: 1, maximum: accessPageAtMost })),
});
export type AccessQuery = Static<typeof AccessQuery>;

const common = {
  at: Instant,
  role: Type.Union([Role, Type.String()], { description: 'what they could do then' }),
  what: Shown,
  purpose: optional(ReadingPurpose),
  reason: optional(Type.String({ description: 'a code' })),
  words: optional(Type.String({ description: 'why, as they wrote it; gone with whoever is erased' })),
};

/** `by.name`: as they were called last; without one: only the id is known. `residents`: the first of them, `shown`: how many; `name` is absent of whoever was erased. */
export const AccessRow = Type.Object({
  entry: Type.String(),
  ...common,
  by: Type.Object({ id: Type.String(), name: optional(Type.String()) }),
  incident: optional(Type.Object({ id: IncidentIdSchema, number: optional(Type.Integer()) })),
  everybody: Type.Boolean(),
  residents: Type.Array(Type.Object({ id: Type.String(), name: optional(Type.String()) })),
  shown: Type.Integer(),
});
export type AccessRow = Static<typeof AccessRow>;

/** `next`: what to give as `before` for the page after it; absent on the last. `readers`: names to choose from. */
export const AccessAnswer = Type.Object({
  readings: Type.Array(AccessRow),
  next: optional(Type.String()),
  readers: Type.Array(Type.String()),
});
export type AccessAnswer = Static<typeof AccessAnswer>;

/** `GET /api/v1/office/access/residents/{id}`: what the resident may have on paper. Whom else a reading showed is not theirs to know. `cut`: older ones are left out. */
export const AccessExtract = Type.Object({
  resident: Named,
  readings: Type.Array(Type.Object({ ...common, by: Type.String(), everybody: Type.Boolean() })),
  cut: Type.Boolean(),
});
export type AccessExtract = Static<typeof AccessExtract>;
