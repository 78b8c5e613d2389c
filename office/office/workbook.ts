// A table as a workbook (XLSX) that is written as it is read: a million lines take no more memory than some hundred. Libraries make the whole sheet
// first. Cells are text, so that no number loses its first nought and no word becomes a formula.
import { strToU8, Zip, ZipDeflate } from 'fflate';

/** What a cell of Excel holds, and how long a sheet's name may be. */
const lettersAtMost = 32_767;
const nameAtMost = 31;
/** Lines of a sheet, its head among them. */
export const workbookLinesAtMost = 1_048_576;

/** @param lines some at a time, each as long as the head; nothing is asked for before the one before is taken */
export async function* workbookPieces(
  name: string,
  head: readonly string[],
  lines: AsyncIterable<readonly (readonly string[])[]> | Iterable<readonly (readonly string[])[]>,
): AsyncGenerator<Uint8Array, void> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece);
  });
  const begin = (path: string): ZipDeflate => {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    return file;
  };
  for (const [path, text] of Object.entries(partsAround(name))) begin(path).push(strToU8(text), true);
  const sheet = begin('xl/worksheets/sheet1.xml');
  sheet.push(strToU8(`${declared}<worksheet xmlns="${spreadsheet}"><sheetData>${lineOf(head, 1, ' s="1"')}`));
  let written = 1;
  for await (const some of lines) {
    sheet.push(strToU8(some.map((line) => lineOf(line, ++written)).join('')));
    yield* ready.splice(0);
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  zip.end();
  yield* ready.splice(0);
}

function lineOf(cells: readonly string[], number: number, style = ''): string {
  const written = cells.map((text, i) =>
    text === ''
      ? ''
      : `<c r="${columnOf(i)}${number}" t="inlineStr"${style}><is><t xml:space="preserve">${xml(text)}</t></is></c>`,
  );
  return `<row r="${number}">${written.join('')}</row>`;
}

/** A … Z, AA … */
const columnOf = (i: number): string =>
  (i < 26 ? '' : columnOf(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML may not hold is left out: one such character and Excel opens nothing. */
const xml = (text: string): string =>
  text
    .slice(0, lettersAtMost)
    .replace(/[^\t\n\r\P{Cc}\u007f-\u009f]|[\p{Cs}\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const schemas = 'http://schemas.openxmlformats.org';
const spreadsheet = `${schemas}/spreadsheetml/2006/main`;
const office = `${schemas}/officeDocument/2006/relationships`;
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** All that a workbook is beside its one sheet, by path. */
function partsAround(name: string): Record<string, string> {
  const said = xml(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, nameAtMost));
  const relations = (all: readonly string[]): string =>
    `${declared}<Relationships xmlns="${schemas}/package/2006/relationships">${all.join('')}</Relationships>`;
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}"/>`;
  const part = (path: string, type: string): string =>
    `<Override PartName="/xl/${path}" ContentType="${kind}.${type}+xml"/>`;
  const font = (more: string): string => `<font>${more}<sz val="11"/><name val="Calibri"/></font>`;
  return {
    '[Content_Types].xml':
      `${declared}<Types xmlns="${schemas}/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `${part('workbook.xml', 'sheet.main')}${part('worksheets/sheet1.xml', 'worksheet')}${part('styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations([relation(1, 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `${declared}<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets><sheet name="${said}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      relation(1, 'worksheet', 'worksheets/sheet1.xml'),
      relation(2, 'styles', 'styles.xml'),
    ]),
    'xl/styles.xml':
      `${declared}<styleSheet xmlns="${spreadsheet}"><fonts count="2">${font('')}${font('<b/>')}</fonts>` +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
      '<cellXfs count="2"><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" fontId="1" numFmtId="49" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>',
  };
}
