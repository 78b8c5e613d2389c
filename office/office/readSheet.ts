// A spreadsheet that somebody sends, a calendar, or a file of GeoJSON, as a table of texts. It comes from outside: how large it would become is looked at before it is unpacked, and
// this runs in a thread with little memory that is ended when it takes long (sheetReader.ts).
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import {
  type CalendarRead,
  cellText,
  type SheetCell,
  type SheetRead,
  sheetAtMost,
} from '../../contracts/office/sheet.ts';
import { isCalendar, readCalendar } from './readCalendar.ts';
import { isGeoJson, readGeoJson } from './readGeoJson.ts';
import { Unreadable } from './unreadable.ts';

/** Unpacked, all parts of an XLSX together; and how often the packed size. A sheet of 12,000 rows has 8 MB, at most 20 times. */
const unpackedAtMost = 50 * 1024 * 1024;
const ratioAtMost = 200;
/** Of one line of a CSV. */
const recordAtMost = 64 * 1024;

/** @param about the district's zone, and now (ms): a calendar's times are by a clock @throws Unreadable */
export async function readTable(
  file: Uint8Array,
  about: { timeZone: string; now: number },
): Promise<SheetRead | CalendarRead> {
  if (isGeoJson(file)) return readGeoJson(file);
  const isZip = file[0] === 0x50 && file[1] === 0x4b;
  const text = isZip ? '' : textOf(file);
  if (isCalendar(text)) return readCalendar(text, about);
  const table = isZip ? await readXlsx(file) : readCsv(text);
  const rows = table.filter((row) => row.some((cell) => cell !== ''));
  const [head = [], ...rest] = rows;
  if (rest.length > sheetAtMost.rows || head.length > sheetAtMost.columns)
    throw new Unreadable('too_large', `${rest.length} rows of ${head.length} columns`);
  return { head: head.map(cellText), rows: rest };
}

async function readXlsx(file: Uint8Array): Promise<SheetCell[][]> {
  let unpacked = 0;
  try {
    // Nothing is unpacked: each entry is told with the sizes that the directory names.
    unzipSync(file, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return false;
      },
    });
  } catch (error) {
    throw new Unreadable('not_a_sheet', String(error));
  }
  if (unpacked > unpackedAtMost || unpacked > file.length * ratioAtMost)
    throw new Unreadable('too_large', `${file.length} bytes would become ${unpacked}`);
  try {
    const rows = await readSheet(Buffer.from(file));
    return rows.map((row) => row.map(cellOf));
  } catch (error) {
    throw new Unreadable('not_a_sheet', String(error));
  }
}

/** A number stays one: Excel may have spoiled it. */
function cellOf(value: unknown): SheetCell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date)
    return { date: value.toISOString().slice(0, value.getTime() % 86_400_000 === 0 ? 10 : 16) };
  return String(value).trim();
}

/** UTF-8; what is none of it, the Chinese Excel has written. */
function textOf(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}

function readCsv(text: string): SheetCell[][] {
  if (text.includes('\0')) throw new Unreadable('not_a_sheet', 'holds zero bytes');
  const [first = ''] = text.split('\n', 1);
  const delimiter = ['\t', ';', '，', ','].find((one) => first.includes(one)) ?? ',';
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      trim: true,
      max_record_size: recordAtMost,
    });
    // A leading apostrophe is how a formula was made a text.
    return rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t])/, '')));
  } catch (error) {
    throw new Unreadable('not_a_sheet', String(error));
  }
}
