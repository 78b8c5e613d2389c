// A chain of entries, each naming the hash of the one before: whoever changes, removes or inserts one breaks it, visibly. What is
// hashed is the text as it is stored. Whoever can rewrite the whole store could make a new chain: so its head is written down
// elsewhere each day, and compared.
import { createHash } from 'node:crypto';

/** What the first entry names where nothing was before it. */
export const chainStart = '0'.repeat(64);

/** SHA-256 of an entry's text, hex. */
export const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** How far a chain has come. */
export type Head = { n: number; hash: string };

/** `hash` absent: from before there was a chain. `aside` absent: erased. */
export type ChainLine = { entry: string; text: string; hash?: string; aside?: string };

/**
 * `changed`: its text is not what was hashed · `broken`: it does not name the one before · `missing`: numbers are left out ·
 * `unchained`: it was put in without a hash · `aside_changed`: its names or words are not those it was made with ·
 * `unreadable` · `cut_off`: the last ones are gone · `other_head`: an end that was written down elsewhere is another one
 */
export type ChainFault =
  | 'changed'
  | 'broken'
  | 'missing'
  | 'unchained'
  | 'aside_changed'
  | 'unreadable'
  | 'cut_off'
  | 'other_head';
export type ChainProblem = { why: ChainFault; n: number; entry: string };

/** An entry as a line of a file, without its newline: its own text stands in it as it was hashed. */
export const lineOfDay = ({ entry, text, hash, aside }: ChainLine): string =>
  `{"entry":${JSON.stringify(entry)}${hash === undefined ? '' : `,"hash":"${hash}"`},"record":${text}${aside === undefined ? '' : `,"aside":${aside}`}}`;

/** Reads one back, or the head that ends a file. What is no line of ours becomes an entry that no check can read. */
export function readDayLine(line: string): ChainLine | { head: Head } {
  try {
    const { entry, hash, record, aside, head } = JSON.parse(line) as Record<string, unknown>;
    if (isHead(head)) return { head };
    if (typeof entry === 'string' && record !== undefined)
      // Our texts come back letter by letter: JSON.parse keeps the order of fields, and all numbers in them are whole.
      return {
        entry,
        text: JSON.stringify(record),
        ...(hash === undefined ? {} : { hash: String(hash) }),
        ...(aside === undefined ? {} : { aside: JSON.stringify(aside) }),
      };
  } catch {
    // cut off or overwritten: said as unreadable
  }
  return { entry: '', text: line, hash: '' };
}

const isHead = (value: unknown): value is Head =>
  typeof value === 'object' && value !== null && 'n' in value && typeof value.n === 'number' && 'hash' in value && typeof value.hash === 'string'; // biome-ignore format: one line

/** More would say nothing new. */
const problemsAtMost = 20;

/** What was before the chain, as one hash: the first entry names it. */
export class Seal {
  readonly #hash = createHash('sha256');
  #count = 0;

  take({ entry, text }: Pick<ChainLine, 'entry' | 'text'>): void {
    this.#hash.update(`${entry} ${text}\n`, 'utf8');
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** Ends it. */
  hash(): string {
    return this.#count === 0 ? chainStart : this.#hash.digest('hex');
  }
}

/** Walks a chain from its oldest entry on. */
export class ChainCheck {
  readonly problems: ChainProblem[] = [];
  /** entries of the chain; those from before it; those whose names and words were erased */
  readonly counts = { chained: 0, sealed: 0, erased: 0 };
  readonly #seal = new Seal();
  readonly #marks: ReadonlyMap<number, string>;
  #head: Head | undefined;
  #from: number | undefined;
  #faults = 0;

  /** @param marks ends that were written down elsewhere, hash by number */
  constructor(marks: ReadonlyMap<number, string> = new Map()) {
    this.#marks = marks;
  }

  /** The first entry that was there: 1, unless what was before has been taken away. */
  get from(): number | undefined {
    return this.#from;
  }

  get head(): Head | undefined {
    return this.#head;
  }

  /** An end that was written down when the chain had come as far as this. */
  mark({ n, hash }: Head, where: string): void {
    if (n !== this.#head?.n || hash !== this.#head.hash) this.#fault('other_head', n, where);
  }

  /** Takes the next entry. */
  take(line: ChainLine): void {
    const { entry, text, hash, aside } = line;
    if (hash === undefined) {
      if (this.#head) this.#fault('unchained', this.#head.n, entry);
      else {
        this.counts.sealed++;
        this.#seal.take(line);
      }
      return;
    }
    const named = namesOf(text);
    const expected = (this.#head?.n ?? 0) + 1;
    const known = this.#head ?? (named?.n === 1 ? { n: 0, hash: this.#seal.hash() } : undefined);
    if (!named) this.#fault('unreadable', expected, entry);
    else {
      if (hashOf(text) !== hash) this.#fault('changed', named.n, entry);
      // What has left the store is in the files of its days: the first one that is here may name anything.
      if (known && named.n !== known.n + 1) this.#fault('missing', known.n + 1, entry);
      else if (known && named.before !== known.hash) this.#fault('broken', named.n, entry);
      if (aside === undefined) this.counts.erased++;
      else if (hashOf(aside) !== named.aside) this.#fault('aside_changed', named.n, entry);
      if ((this.#marks.get(named.n) ?? hash) !== hash) this.#fault('other_head', named.n, entry);
    }
    this.counts.chained++;
    this.#from ??= named?.n;
    this.#head = { n: named?.n ?? expected, hash };
  }

  /** @param head where the chain must end @returns is all of it as it was written? */
  end(head?: Head): boolean {
    const n = this.#head?.n ?? 0;
    if (head && head.n > n) this.#fault('cut_off', n + 1, '');
    else if (head && (head.n < n || head.hash !== this.#head?.hash)) this.#fault('other_head', n, '');
    return this.#faults === 0;
  }

  #fault(why: ChainFault, n: number, entry: string): void {
    this.#faults++;
    if (this.problems.length < problemsAtMost) this.problems.push({ why, n, entry });
  }
}

function namesOf(text: string): { n: number; before: string; aside: string } | undefined {
  try {
    const { n, before, aside } = JSON.parse(text) as Record<string, unknown>;
    return typeof n === 'number' && typeof before === 'string' && typeof aside === 'string'
      ? { n, before, aside }
      : undefined;
  } catch {
    return undefined; // said as unreadable
  }
}
