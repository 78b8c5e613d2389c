// Columns for a terminal: a Chinese character is two cells wide.
import { visibleOnOneLine } from './visible.ts';

/** Cells that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\uffdc\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1;
  return width;
}

/** Rows under each other; the last column is not padded. */
export function table(written: readonly (readonly string[])[]): string {
  const rows = written.map((row) => row.map(visibleOnOneLine));
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
