// A spreadsheet on its way into the registry: the table that was read, and what would become of its rows.
import { type Static, Type } from 'typebox';
import { LonLat } from '../position.ts';
import { optional } from '../shapes.ts';
import { datums } from './datum.ts';
import { RegistryKind } from './registry.ts';
import { type DrawnKind as Drawn, drawnField, sheetKinds } from './sheetKinds.ts';

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
/** As `SheetCell`; or where something lies, in WGS-84, or why that is not said. */
export type Cell = SheetCell | { positions: readonly LonLat[] } | { unfit: string };
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if ('date' in cell) return cell.date;
  if ('number' in cell) return String(cell.number);
  if ('unfit' in cell) return '✕';
  const [first = [], ...more] = cell.positions;
  return more.length === 0 ? first.join(', ') : `${first.join(', ')} … (${cell.positions.length})`;
}

export const Datum = Type.Enum([...datums]);
/** What a feature of a GeoJSON file is drawn as, in the file's own datum; a polygon by its outline. `unfit`: why it is nothing that we draw. Null: nowhere. */
export const Shape = Type.Union([
  Type.Object({ type: Type.Enum(['Point', 'LineString', 'Polygon']), positions: Type.Array(LonLat) }),
  Type.Object({ unfit: Type.String() }),
  Type.Null(),
]);
export type Shape = Static<typeof Shape>;
/** The first row apart: it names the columns. `shapes`: of GeoJSON, one a row. `datum`: as the file itself says. */
export const SheetRead = Type.Object({
  head: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(SheetCell)),
  shapes: optional(Type.Array(Shape)),
  datum: optional(Datum),
});
export type SheetRead = Static<typeof SheetRead>;

/**
 * A calendar as a table of shifts. `events`: by row, which event of the file it comes from, the first is 1. `refused`: events that became no row.
 * `all`: how many there are; `leftOut`: those that are over or called off.
 */
export const CalendarRead = Type.Object({
  ...SheetRead.properties,
  events: Type.Array(Type.Integer()),
  refused: Type.Array(
    Type.Object({ event: Type.Integer(), column: Type.String(), value: Type.String(), reason: Type.String() }),
  ),
  all: Type.Integer(),
  leftOut: Type.Integer(),
});
export type CalendarRead = Static<typeof CalendarRead>;

/** A table on its way into a file. */
export const Table = Type.Object({
  name: Type.String(),
  head: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String())),
});
export type Table = Static<typeof Table>;

export const SheetKind = Type.Enum([...sheetKinds]);

export const DrawnKind = Type.Enum(Object.keys(drawnField) as Drawn[]);

/**
 * `columns`: by field, which column of the file (from 0); absent: as the heads say. `apply`: not only tried. `goodOnly`: broken rows stay away.
 * `datum`: of the positions; absent: as the file says, else WGS-84.
 */
export const SheetQuery = Type.Object({
  columns: optional(Type.String({ maxLength: 4_000, description: 'JSON: field → number of the column, from 0' })),
  apply: optional(Type.Boolean()),
  goodOnly: optional(Type.Boolean()),
  file: optional(Type.String({ minLength: 1, maxLength: 100 })),
  datum: optional(Datum),
  people: optional(
    Type.String({
      maxLength: 4_000,
      description: 'JSON: number of a name in `people` of the answer → id of the person',
    }),
  ),
});
export type SheetQuery = Static<typeof SheetQuery>;

/**
 * A row that cannot be brought in. `row` as the spreadsheet counts it: the heads are row 1; of a calendar, which event; of GeoJSON, which feature,
 * both from 1. 0: what would be broken by the file and stands in no row of it.
 */
export const BrokenRow = Type.Object({
  row: Type.Integer(),
  column: Type.String({ description: 'as the file calls it' }),
  value: Type.String(),
  reason: Type.String(),
});
export type BrokenRow = Static<typeof BrokenRow>;

/** What a file was, whatever it became. */
export const FileOf = Type.Enum(['sheet', 'calendar', 'geojson']);
export type FileOf = Static<typeof FileOf>;

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
  of: FileOf,
  leftOut: optional(Type.Integer({ description: 'events of a calendar that are over or called off' })),
  people: optional(
    Type.Array(Type.Object({ text: Type.String(), id: optional(Type.String()) }), {
      description: 'of shifts: each name that the file has, and who is meant; without `id` nobody knows',
    }),
  ),
  set: optional(Type.String({ description: 'by which the whole of it is taken back' })),
  datum: optional(Datum),
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
