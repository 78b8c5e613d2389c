// Finds archived incidents. A month's file is scanned once for where each incident lies, later only for what was added; the
// latest line of an incident counts. Files may be large: they are read in pieces, never whole.
import { type FileHandle, open } from 'node:fs/promises';
import { monthFile, monthOf, monthsIn } from './month.ts';
import { type ArchiveRecord, type Head, headAtMostBytes, readHead, readLine } from './record.ts';

type Where = Head & { offset: number; length: number };
type Index = { scanned: number; found: Map<string, Where> };

const newline = 0x0a;
const pieceBytes = 1024 * 1024;
/** Indexes kept in memory: a month of a large community is some 1,500 incidents, 150 bytes each. */
const monthsKept = 24;
/** An incident closed again after it was archived lies in a later month too; it is reopened within 31 days. */
const monthsLaterAtMost = 2;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export class ArchiveReader {
  readonly #folder: string;
  readonly #indexes = new Map<string, Index>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** An archived incident; undefined when there is none of this id. */
  async find(id: string): Promise<ArchiveRecord | undefined> {
    const opened = [...id.slice(0, 10)].reduce((sum, letter) => sum * 32 + crockford.indexOf(letter), 0);
    let best: { month: string; where: Where } | undefined;
    let further = monthsLaterAtMost;
    for (const month of (await monthsIn(this.#folder)).filter((one) => one >= monthOf(opened))) {
      if (best && further-- === 0) break;
      const where = (await this.#index(month)).get(id);
      if (where && where.closedAt >= (best?.where.closedAt ?? 0)) best = { month, where };
    }
    return best && this.#read(best.month, best.where);
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
      for (const where of here.slice(0, limit - found.length)) {
        seen.add(where.id);
        found.push(await this.#read(month, where));
      }
      if (found.length >= limit) break;
    }
    return found;
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

  #read(month: string, { offset, length }: Where): Promise<ArchiveRecord> {
    return this.#withFile(month, async (file) => {
      const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: offset });
      return readLine(buffer.toString('utf8'));
    });
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
      if (head && whole) index.found.set(head.id, { ...head, offset: restAt + from, length: end - from });
      from = end + 1;
    }
    rest = text.subarray(from);
    restAt += from;
  }
  index.scanned = restAt;
}
