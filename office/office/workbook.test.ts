// A workbook is written as it is read, whatever stands in its cells and however long it is; it is read back by a library that has nothing to do with it.
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { workbookPieces } from './workbook.ts';

const head = Array.from({ length: 30 }, (_, n) => `列${n}`);

async function written(lines: Iterable<string[][]>, onPiece = (_bytes: number): void => undefined): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of workbookPieces('警情/记录', head, lines)) {
    pieces.push(piece);
    onPiece(piece.length);
  }
  return Buffer.concat(pieces);
}

describe('a workbook', () => {
  it.each([
    { what: 'a number with noughts in front', text: '0012' },
    { what: 'a formula', text: '=HYPERLINK("x")' },
    { what: 'marks of XML', text: `<b a="1">&amp;'</b>` },
    { what: 'two lines', text: 'a\nb' },
    { what: 'a character beyond the first plane', text: '𠮷家' },
    { what: 'what XML may not hold', text: 'a\u0000\u0008\ufffe\ud800b', is: 'ab' },
    { what: 'more than a cell holds', text: 'x'.repeat(40_000), is: 'x'.repeat(32_767) },
  ])('keeps $what as text', async ({ text, is = text }) => {
    const line = head.map((_, n) => (n === 29 || n === 1 ? text : ''));
    const [first, second] = await readSheet(await written([[line]]), { trim: false });
    expect(first).toEqual(head);
    expect([second?.[0], second?.[1], second?.[29]]).toEqual([null, is, is]);
  });

  it('has 60,000 lines, each read back as it was, and asks for no line before those before have left', async () => {
    const [count, together] = [60_000, 200];
    const lineOf = (n: number): string[] => [
      String(n).padStart(6, '0'),
      `第${n}起 & 已处理`,
      n % 2 === 0 ? '' : '家属<已到>',
    ];
    let [asked, left] = [0, 0];
    function* lines(): Generator<string[][]> {
      for (let from = 0; from < count; from += together) {
        // So much may be in the packer's window, and no more: memory is that of a page, not of the file.
        if (asked > 20_000) expect(left).toBeGreaterThan(asked * 4);
        asked += together;
        yield Array.from({ length: together }, (_, i) => lineOf(from + i));
      }
    }
    const file = await written(lines(), (bytes) => {
      left += bytes;
    });
    const [, ...rows] = await readSheet(file);
    expect(rows).toHaveLength(count);
    for (const [n, row] of rows.entries())
      if (n % 997 === 0 || n === count - 1) expect(row.slice(0, 3)).toEqual(lineOf(n).map((text) => text || null));
  }, 60_000);
});
