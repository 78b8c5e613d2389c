// A table as a file that Excel opens: cells are text, so that no number loses its first nought and no word becomes a formula.
import { stringify } from 'csv-stringify/sync';
import writeExcelFile from 'write-excel-file/node';

/** @property name of the sheet @property rows each as long as the head */
export type Sheet = { name: string; head: readonly string[]; rows: readonly (readonly string[])[] };

/** XLSX. */
export async function sheetOf({ name, head, rows }: Sheet): Promise<Uint8Array> {
  const cells = [
    head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => ({ value, type: String }))),
  ];
  const file = writeExcelFile(cells, { sheet: name });
  return new Uint8Array(await file.toBuffer());
}

/** CSV in UTF-8 with a mark in front: without it Excel reads Chinese as something else. */
export const csvOf = ({ head, rows }: Sheet): string =>
  stringify([[...head], ...rows.map((row) => [...row])], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
