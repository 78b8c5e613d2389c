// The registry kept by hand: what is listed, what a form reads, and a set of changes (docs/decisions/031).
import { type Static, Type } from 'typebox';
import { Document, Instant, optional } from '../shapes.ts';
import { collections } from './documents.ts';

/** What has a list: the collections, and the two documents that there is one of. */
export const registryKinds = [...collections, 'district', 'policy'] as const;
export const RegistryKind = Type.Enum([...registryKinds]);
export type RegistryKind = Static<typeof RegistryKind>;

const Id = Type.String({ minLength: 1, maxLength: 64 });
const Fields = Type.Record(Type.String(), Type.Unknown());
export const listedAtMost = 500;

/** What narrows a list. `q`: characters, pinyin or initials of what a row is called. */
export const RegistryQuery = Type.Object({
  q: optional(Type.String({ maxLength: 40 })),
  grid: optional(Id),
  courtyard: optional(Id),
  home: optional(Id),
  resident: optional(Id),
  responder: optional(Id),
  after: optional(Type.String({ maxLength: 64, description: 'the last id of the page before' })),
  limit: optional(Type.Integer({ minimum: 1, maximum: listedAtMost, default: 200 })),
});
export type RegistryQuery = Static<typeof RegistryQuery>;

/** A document without what is sealed in the store. `says`: what it is called. `names`: by field, what the document that it names is called. */
export const RegistryRow = Type.Object({
  id: Type.String(),
  says: Type.String(),
  names: Type.Record(Type.String(), Type.String()),
  document: Fields,
});
export type RegistryRow = Static<typeof RegistryRow>;
export const RegistryList = Type.Object({
  total: Type.Integer({ description: 'how many fit' }),
  rows: Type.Array(RegistryRow),
  next: optional(Type.String({ description: '`after` of the page that follows' })),
});
export type RegistryList = Static<typeof RegistryList>;

const Reference = Type.Object({ kind: RegistryKind, id: Type.String(), says: Type.String() });
/** One document whole. `locked`: fields whose key is missing. `uses`: what names it; `names`: what it names. */
export const RegistryDocument = Type.Object({
  version: Type.Integer(),
  document: Fields,
  locked: optional(Type.Array(Type.String())),
  uses: Type.Array(Reference),
  names: Type.Array(Reference),
});
export type RegistryDocument = Static<typeof RegistryDocument>;

/**
 * One change. `document`: what it is from now on; null: it is removed. `set`: some fields of it, null takes one away. `version`: what it was
 * read with; 0: there must be none yet. With `set` it may be left out: whatever it is now.
 */
export const RegistryChange = Document({
  kind: RegistryKind,
  id: Id,
  version: optional(Type.Integer({ minimum: 0 })),
  document: optional(Type.Union([Fields, Type.Null()])),
  set: optional(Fields),
});
export type RegistryChange = Static<typeof RegistryChange>;

export const changedAtOnce = 50_000;
/** All of it or nothing. `dry`: only what would be wrong. */
export const RegistryChanges = Document({
  changes: Type.Array(RegistryChange, { minItems: 1, maxItems: changedAtOnce }),
  why: optional(Type.String({ minLength: 1, maxLength: 200 })),
  dry: optional(Type.Boolean()),
});
export type RegistryChanges = Static<typeof RegistryChanges>;

/** What is wrong with a document, or would be. An error refuses the set, a warning is for a human to judge. */
export const RegistryProblem = Type.Object({
  severity: Type.Enum(['error', 'warning']),
  kind: RegistryKind,
  id: Type.String(),
  field: Type.String(),
  reason: Type.String({ description: 'in the reader’s language' }),
});
export type RegistryProblem = Static<typeof RegistryProblem>;

export const RegistryAnswer = Type.Object({
  applied: Type.Boolean(),
  versions: Type.Array(Type.Object({ kind: RegistryKind, id: Type.String(), version: Type.Integer() })),
  problems: Type.Array(RegistryProblem),
  set: optional(Type.String({ description: 'of several documents: by which all of them are taken back' })),
});
export type RegistryAnswer = Static<typeof RegistryAnswer>;

/** Why a set was refused: `problems` of what was sent, or `who` changed `field` meanwhile. */
export const RegistryRefusal = Type.Object({
  error: Type.String(),
  message: Type.String(),
  field: optional(Type.String()),
  who: optional(Type.String()),
  problems: optional(Type.Array(RegistryProblem)),
});

const Counts = { homes: Type.Integer(), residents: Type.Integer() };
/** `people`: responders of a grid, or of the district. */
export const RegistryTree = Type.Object({
  name: Type.String({ description: 'of the district' }),
  ...Counts,
  people: Type.Integer(),
  grids: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      ...Counts,
      people: Type.Integer(),
      courtyards: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          ...Counts,
          buildings: Type.Array(Type.Object({ name: Type.String(), ...Counts })),
        }),
      ),
    }),
  ),
});
export type RegistryTree = Static<typeof RegistryTree>;

/** `before` and `after` of each field that differs; absent where it was not there. */
export const RegistryEdit = Type.Object({
  version: Type.Integer({ description: 'that it made' }),
  at: Instant,
  by: Type.String(),
  how: Type.Enum(['made', 'changed', 'removed', 'undone', 'imported', 'planned']),
  why: optional(Type.String()),
  fields: Type.Array(
    Type.Object({ field: Type.String(), before: optional(Type.Unknown()), after: optional(Type.Unknown()) }),
  ),
});
export type RegistryEdit = Static<typeof RegistryEdit>;
/** The newest first. */
export const RegistryHistory = Type.Object({ edits: Type.Array(RegistryEdit) });
export type RegistryHistory = Static<typeof RegistryHistory>;

/**
 * `version`: what it was before the edit that made this version; absent: before the last one. `standing`: the version that whoever undoes has
 * seen, refused when it has been changed since; absent: whatever it is now.
 */
export const RegistryUndo = Document({
  version: optional(Type.Integer({ minimum: 1 })),
  standing: optional(Type.Integer({ minimum: 0 })),
});
export type RegistryUndo = Static<typeof RegistryUndo>;
