// A spreadsheet on its way into the registry: the table that was read, and what would become of its rows.
import { type Static, Type } from 'typebox';
import { optional } from '../shapes.ts';
import { RegistryKind } from './registry.ts';

/** Of a file, and of its table. */
export const sheetAtMost = { bytes: 8 * 1024 * 1024, rows: 20_000, columns: 60 } as const;

/**
 * A text; or a number or a date, as a spreadsheet keeps it: a telephone may have lost its nought, an id its last digits, and a door 3-1 is the
 * first of March.
 */
export const SheetCell = Type.Union([
  Type.String(),
  Type.Object({ number: Type.Number() }),
  Type.Object({ date: Type.String() }),
]);
export type SheetCell = Static<typeof SheetCell>;
export const cellText = (cell: SheetCell): string =>
  typeof cell === 'string' ? cell : 'date' in cell ? cell.date : String(cell.number);
/** The first row apart: it names the columns. */
export const SheetRead = Type.Object({ head: Type.Array(Type.String()), rows: Type.Array(Type.Array(SheetCell)) });
export type SheetRead = Static<typeof SheetRead>;

/** A table on its way into a file. */
export const Table = Type.Object({
  name: Type.String(),
  head: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String())),
});

/** What can be brought in from a spreadsheet. */
export const sheetKinds = ['residents', 'homes', 'devices', 'responders', 'courtyards', 'shifts'] as const;
export const SheetKind = Type.Enum([...sheetKinds]);
export type SheetKind = Static<typeof SheetKind>;

/** `columns`: by field, which column of the file (from 0); absent: as the heads say. `apply`: not only tried. `goodOnly`: broken rows stay away. */
export const SheetQuery = Type.Object({
  columns: optional(Type.String({ maxLength: 4_000, description: 'JSON: field → number of the column, from 0' })),
  apply: optional(Type.Boolean()),
  goodOnly: optional(Type.Boolean()),
  file: optional(Type.String({ minLength: 1, maxLength: 100 })),
});
export type SheetQuery = Static<typeof SheetQuery>;

/** A row that cannot be brought in. `row` as the spreadsheet counts it: the heads are row 1. */
export const BrokenRow = Type.Object({
  row: Type.Integer(),
  column: Type.String({ description: 'as the file calls it' }),
  value: Type.String(),
  reason: Type.String(),
});
export type BrokenRow = Static<typeof BrokenRow>;

export const SheetAnswer = Type.Object({
  head: Type.Array(Type.String()),
  sample: Type.Array(Type.Array(Type.String()), { description: 'the first rows' }),
  fields: Type.Array(Type.Object({ field: Type.String(), says: Type.String(), needed: Type.Boolean() })),
  columns: Type.Record(Type.String(), Type.Integer()),
  rows: Type.Integer(),
  made: Type.Integer({ description: 'documents that would be new' }),
  changed: Type.Integer(),
  same: Type.Integer({ description: 'rows that say what is known' }),
  broken: Type.Array(BrokenRow),
  brokenRows: Type.Integer({ description: 'how many rows; `broken` may name fewer' }),
  applied: Type.Boolean(),
  set: optional(Type.String({ description: 'by which the whole of it is taken back' })),
});
export type SheetAnswer = Static<typeof SheetAnswer>;

/** A set of changes that was made together. */
export const ChangeSet = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.String(),
  why: optional(Type.String()),
  documents: Type.Integer(),
});
export const ChangeSets = Type.Object({ sets: Type.Array(ChangeSet) });
export type ChangeSets = Static<typeof ChangeSets>;
/** `kept`: documents that somebody has changed since: they stay. */
export const SetUndone = Type.Object({
  undone: Type.Integer(),
  kept: Type.Array(Type.Object({ kind: RegistryKind, id: Type.String() })),
});
export type SetUndone = Static<typeof SetUndone>;
