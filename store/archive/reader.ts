// Finds archived incidents. A month's file is scanned once for where each incident lies, later only for what was added; the
// latest line of an incident that can be read counts. Files may be large: they are read in pieces, never whole.
import { type FileHandle, open } from 'node:fs/promises';
import { monthFile, monthOf, monthsIn } from './month.ts';
import { type ArchiveRecord, type Head, headAtMostBytes, readHead, readLine } from './record.ts';

/** `earlier`: another line of the same incident, for when this one cannot be read. */
type Where = Head & { offset: number; length: number; earlier?: Where };
type Index = { scanned: number; found: Map<string, Where> };

const newline = 0x0a;
const pieceBytes = 1024 * 1024;
/** Indexes kept in memory: a month of a large community is some 1,500 incidents, 150 bytes each. */
const monthsKept = 24;
/** An incident closed again after it was archived lies in a later month too; it is reopened within 31 days. */
const monthsLaterAtMost = 2;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type OnDamaged = (line: { id: string; month: string; offset: number; why: string }) => void;

export class ArchiveReader {
  readonly #folder: string;
  readonly #onDamaged: OnDamaged;
  readonly #indexes = new Map<string, Index>();

  /** @param onDamaged told of each line that cannot be read: it is skipped, and costs only itself */
  constructor(folder: string, onDamaged: OnDamaged = () => undefined) {
    this.#folder = folder;
    this.#onDamaged = onDamaged;
  }

  /** An archived incident; undefined when there is none of this id. */
  async find(id: string): Promise<ArchiveRecord | undefined> {
    const opened = [...id.slice(0, 10)].reduce((sum, letter) => sum * 32 + crockford.indexOf(letter), 0);
    const found: { month: string; where: Where }[] = [];
    let further = monthsLaterAtMost;
    for (const month of (await monthsIn(this.#folder)).filter((one) => one >= monthOf(opened))) {
      if (found.length > 0 && further-- === 0) break;
      const where = (await this.#index(month)).get(id);
      if (where) found.unshift({ month, where });
    }
    for (const { month, where } of found.sort((a, b) => b.where.closedAt - a.where.closedAt)) {
      const record = await this.#read(month, where);
      if (record) return record;
    }
    return undefined;
  }

  /** Incidents of a district, closed the latest first. @param before closed before this instant; all when left out */
  async closed(
    district: string,
    { before, limit }: { before?: number | undefined; limit: number },
  ): Promise<ArchiveRecord[]> {
    const found: ArchiveRecord[] = [];
    const seen = new Set<string>();
    for (const month of (await monthsIn(this.#folder)).reverse()) {
      if (before !== undefined && month > monthOf(before)) continue;
      const here = [...(await this.#index(month)).values()]
        .filter(
          (one) => one.district === district && (before === undefined || one.closedAt < before) && !seen.has(one.id),
        )
        .sort((a, b) => b.closedAt - a.closedAt);
      for (const where of here) {
        if (found.length >= limit) return found;
        const record = await this.#read(month, where);
        if (!record) continue;
        seen.add(where.id);
        found.push(record);
      }
    }
    return found;
  }

  /** All incidents of all districts, so many at a time, the months from the last one back: one that was closed twice comes with its last closing first. */
  async *heads(atOnce: number): AsyncGenerator<Head[]> {
    for (const month of (await monthsIn(this.#folder)).reverse()) {
      const here = [...(await this.#index(month)).values()];
      for (let from = 0; from < here.length; from += atOnce) yield here.slice(from, from + atOnce);
    }
  }

  /** How many incidents the archive holds. */
  async count(): Promise<number> {
    let sum = 0;
    for (const month of await monthsIn(this.#folder)) sum += (await this.#index(month)).size;
    return sum;
  }

  async #index(month: string): Promise<Map<string, Where>> {
    const index = this.#indexes.get(month) ?? { scanned: 0, found: new Map() };
    this.#indexes.delete(month);
    this.#indexes.set(month, index); // the one used last stands last
    const [oldest] = this.#indexes.keys();
    if (this.#indexes.size > monthsKept && oldest !== undefined) this.#indexes.delete(oldest);
    await this.#withFile(month, (file) => scan(file, index));
    return index.found;
  }

  /** @returns the latest line that can be read; undefined when none can */
  async #read(month: string, where: Where): Promise<ArchiveRecord | undefined> {
    const { id, offset, length, earlier } = where;
    const text = await this.#withFile(month, async (file) => {
      const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: offset });
      return buffer.toString('utf8');
    });
    try {
      return readLine(text);
    } catch (error) {
      this.#onDamaged({ id, month, offset, why: error instanceof Error ? error.name : 'not readable' });
      return earlier && this.#read(month, earlier);
    }
  }

  async #withFile<T>(month: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await open(monthFile(this.#folder, month), 'r');
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  }
}

/** Takes in the complete lines that were added since the last scan. */
async function scan(file: FileHandle, index: Index): Promise<void> {
  const { size } = await file.stat();
  let rest = Buffer.alloc(0);
  let restAt = index.scanned;
  for (let at = index.scanned; at < size; at += pieceBytes) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(pieceBytes), position: at });
    const text = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let from = 0;
    for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline, from)) {
      const head = readHead(text.toString('utf8', from, Math.min(end, from + headAtMostBytes)));
      const whole = text[end - 1] === 0x7d; // a line that was cut off and ended later is none
      if (head && whole) {
        const earlier = index.found.get(head.id);
        const where = { ...head, offset: restAt + from, length: end - from };
        index.found.set(head.id, earlier ? { ...where, earlier } : where);
      }
      from = end + 1;
    }
    rest = text.subarray(from);
    restAt += from;
  }
  index.scanned = restAt;
}
