// A row of a spreadsheet, its cells read by what their columns are: what cannot be read is named with its column and what stands in it.
import { plainText } from '../../../contracts/asWritten.ts';
import type { Contact } from '../../../contracts/office/community.ts';
import type { Datum } from '../../../contracts/office/datum.ts';
import { type Cell, cellText, type FileOf } from '../../../contracts/office/sheet.ts';
import type { SheetKind } from '../../../contracts/office/sheetKinds.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { isDay } from '../../../contracts/wallClock.ts';
import { inWgs84 } from '../../../geography/datum.ts';
import { type Column, sheetColumns } from './sheetColumns.ts';

/** In English, as all reasons are made; `row` from 0. */
export type Broken = { row: number; field: string; value: string; reason: string };

/**
 * How a file is read. `columns`: by field, which column. `datum`: of its positions. `firstRow`: by which number its first row goes; of a calendar
 * `events` says it of each.
 */
export type Reads = {
  columns: Readonly<Record<string, number>>;
  datum: Datum;
  firstRow: number;
  of: FileOf;
  events?: readonly number[];
};

/** The number by which whoever has the file finds a row: of the row, the event or the feature. */
export const rowNumber = (row: number, { firstRow, events }: Reads): number => events?.[row] ?? row + firstRow;

/** Columns of a position: what a shape says too. */
export const isDegrees = (field: string): boolean => field === 'lon' || field === 'lat';

/** The cells of a row, read by what their columns are. */
export class Line {
  readonly broken: Broken[] = [];
  readonly #known = new Map<string, unknown>();
  readonly row: number;
  readonly #reads: Reads;
  readonly #cells: readonly Cell[];
  readonly kind: SheetKind;

  constructor(row: number, kind: SheetKind, cells: readonly Cell[], reads: Reads) {
    this.row = row;
    this.kind = kind;
    this.#cells = cells;
    this.#reads = reads;
  }

  numberOf(row: number): number {
    return rowNumber(row, this.#reads);
  }

  /** Is there a column of it? */
  has(field: string): boolean {
    return this.#reads.columns[field] !== undefined;
  }

  #cell(field: string): Cell {
    return this.#cells[this.#reads.columns[field] ?? -1] ?? '';
  }

  /** What stands there, as text; empty where nothing does. */
  text(field: string): string {
    return cellText(this.#cell(field));
  }

  wrong(field: string, reason: string): undefined {
    this.broken.push({ row: this.row, field, value: this.text(field).slice(0, 80), reason });
    return undefined;
  }

  /** The cell as the document has it; undefined where there is nothing, or it cannot be read. */
  value(field: string): unknown {
    const column = sheetColumns[this.kind].find((one) => one.field === field);
    const cell = this.#cell(field);
    const text = this.text(field).trim();
    if (column === undefined || text === '') return undefined;
    if (!this.#known.has(field)) this.#known.set(field, this.#read(column, cell, text)); // what is wrong with it is said once
    return this.#known.get(field);
  }

  string(field: string): string | undefined {
    const value = this.value(field);
    return value === undefined ? undefined : String(value);
  }

  /** Where something lies, as it is drawn in GeoJSON; else what stands in the two columns. */
  position(): LonLat | undefined {
    const [drawn] = (this.value('position') as readonly LonLat[] | undefined) ?? [];
    if (drawn !== undefined) return drawn;
    const [lon, lat] = [this.value('lon'), this.value('lat')] as [number | undefined, number | undefined];
    if (lon !== undefined && lat !== undefined) return inWgs84([lon, lat], this.#reads.datum);
    if (lon !== undefined && this.text('lat') === '') this.wrong('lat', 'is missing');
    if (lat !== undefined && this.text('lon') === '') this.wrong('lon', 'is missing');
    return undefined;
  }

  #read({ field, is }: Column, cell: Cell, text: string): unknown {
    if (is === 'drawn') return this.#drawn(field, cell);
    if (is === 'code') return this.#code(field, cell, text);
    if (is === 'number') return Number.isFinite(Number(text)) ? Number(text) : this.wrong(field, 'must be number');
    if (is === 'year')
      return /^(19|20)\d\d/.test(text)
        ? Number(text.slice(0, 4))
        : this.wrong(field, 'is no year of birth: write it like 1942');
    if (is === 'day') return this.#day(field, text);
    if (is === 'yes') return this.#yes(field, text);
    if (is === 'list') return text.split(/[;；、\n]/).flatMap((part) => part.trim() || []);
    if (is === 'text') return text;
    const words = 'one' in is ? is.one : is.many;
    const parts = 'one' in is ? [text] : text.split(/[,，;；、\s]+/);
    const found = parts.map((part) => words[plainText(part)]);
    if (found.includes(undefined))
      return this.wrong(
        field,
        `must be one of ${[
          ...new Map(
            Object.entries(words)
              .toReversed()
              .map(([word, code]) => [code, word]),
          ).values(),
        ]
          .toReversed()
          .join('、')}`,
      );
    return 'one' in is ? found[0] : found;
  }

  #drawn(field: string, cell: Cell): unknown {
    if (typeof cell === 'object' && 'positions' in cell) return cell.positions;
    const why = typeof cell === 'object' && 'unfit' in cell ? cell.unfit : 'is drawn in GeoJSON only';
    return this.wrong(field, why);
  }

  /** A spreadsheet keeps fifteen digits of a number and no nought in front: a mobile telephone survives that, hardly anything else. */
  #code(field: string, cell: Cell, text: string): string | undefined {
    // A door 3-1, as a spreadsheet and its CSV show it.
    if ((typeof cell === 'object' && 'date' in cell) || /^(\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2})$/.test(text))
      return this.wrong(field, 'was made a date by the spreadsheet: make the column text and type it again');
    const isShort = typeof cell === 'object' && 'number' in cell && Number.isInteger(cell.number) && text.length <= 5;
    const isMobile = /^1\d{10}$/.test(text);
    if (typeof cell === 'string' || isMobile || (isShort && !/phone/i.test(field))) return text;
    return this.wrong(field, 'is kept as a number, which may have lost digits: make the column text and type it again');
  }

  /** `2027/3/1`, `2027年3月1日`, and a date as a spreadsheet keeps it. */
  #day(field: string, text: string): string | undefined {
    const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/.exec(text) ?? [];
    const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDay(written) ? written : this.wrong(field, 'is no day of the calendar: write it like 2026-11-02');
  }

  #yes(field: string, text: string): boolean | undefined {
    if (/^(是|有|对|√|✓|1|y|yes|true)$/i.test(text)) return true;
    if (/^(否|无|没有|不|×|0|n|no|false)$/i.test(text)) return false;
    return this.wrong(field, 'must be 是 or 否');
  }
}

/** `2026-11-02 8:00` as a document has it. */
export function timeIn(text: string | undefined): string | undefined {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]+(\d{1,2})[:：](\d{2})/.exec(text ?? '');
  if (!found) return text;
  const [, year, ...rest] = found;
  const [month, day, hour, minute] = rest.map((part) => (part ?? '').padStart(2, '0'));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

type Said = { n: number; name: string; relation: string | undefined; phone: string };

export function contactIn(line: Line, n: number): Said[] {
  const [name, relation, phone] = ['name', 'relation', 'phone'].map((part) => line.string(`contact${n}.${part}`));
  if (name === undefined && phone === undefined) return [];
  if (name === undefined) line.wrong(`contact${n}.name`, 'is missing');
  if (phone === undefined) line.wrong(`contact${n}.phone`, 'is missing');
  return [{ n, name: name ?? '', relation, phone: phone ?? '' }];
}

/**
 * The contacts with what a row says of them: found by the number, else by the name, else whoever stands at that place. What they have agreed to
 * stands in no column, and an empty cell changes nothing: all the rest stays.
 */
export function withSaid(known: readonly Contact[], said: readonly Said[]): Contact[] {
  const all = [...known];
  const taken = new Set<number>();
  const place = ({ n, name, phone }: Said): number => {
    const free = (found: number): boolean => found !== -1 && !taken.has(found);
    const byPhone = all.findIndex((one) => one.phone === phone);
    const byName = all.findIndex(
      (one, i) =>
        !taken.has(i) && plainText(one.name) === plainText(name) && !said.some((other) => other.phone === one.phone),
    );
    if (free(byPhone)) return byPhone;
    if (free(byName)) return byName;
    return n - 1 < all.length && !taken.has(n - 1) ? n - 1 : all.length;
  };
  for (const one of said) {
    const at = place(one);
    taken.add(at);
    const { name, phone } = one;
    const earlier = all[at];
    const same = earlier !== undefined && (earlier.phone === phone || plainText(earlier.name) === plainText(name));
    all[at] = { ...(same ? earlier : {}), name, phone, relation: one.relation ?? (same ? earlier.relation : '家属') };
  }
  return all;
}
