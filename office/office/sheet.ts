// A table as a file that Excel opens: cells are text, so that no number loses its first nought and no word becomes a formula.
import { stringify } from 'csv-stringify/sync';
import { workbookPieces } from './workbook.ts';

/** @property name of the sheet @property rows each as long as the head */
export type Sheet = { name: string; head: readonly string[]; rows: readonly (readonly string[])[] };

/** XLSX. */
export async function sheetOf({ name, head, rows }: Sheet): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of workbookPieces(name, head, [rows])) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

/** CSV in UTF-8 with a mark in front: without it Excel reads Chinese as something else. */
export const csvOf = ({ head, rows }: Sheet): string => csvText([head, ...rows], { bom: true });

/** The same as it is read, some lines at a time. */
export async function* csvLines(
  head: readonly string[],
  lines: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<string, void> {
  yield csvText([head], { bom: true });
  for await (const some of lines) if (some.length > 0) yield csvText(some, { bom: false });
}

const csvText = (rows: readonly (readonly string[])[], { bom }: { bom: boolean }): string =>
  stringify(
    rows.map((row) => [...row]),
    { bom, escape_formulas: true, record_delimiter: 'windows' },
  );
