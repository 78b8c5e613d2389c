// One sender must not keep the others waiting, and nothing that it said may be lost. So what comes faster than its bucket allows
// waits in a line of its own, by kind, and goes on as one that stands for all of them; whoever sent it is told "stored" only then.
// Kinds are never mixed, and they leave the line in the order in which each was said last, before anything newer of this sender.
import { type BucketRule, Buckets } from './buckets.ts';

/** What became of one. `waits`: not stored yet, but with the next one of its kind. */
export type Taken = { waits: boolean; stored: Promise<void> };

export type MergingParts<T> = {
  rule: BucketRule;
  /** `more`: so many others are contained in this one. */
  store: (value: T, more: number) => Promise<void>;
  /** Two of one kind as one: the newer one, with what only the older one knew. */
  merge: (older: T, newer: T) => T;
  /** Says more than all before it from this sender and kind: it goes at once. Must be bounded by its nature. */
  saysMore?: (known: T, newer: T) => boolean;
  monotonic?: () => number;
};

type Waiting<T> = { value: T; more: number; stored: Promise<void>; settle: (stored: Promise<void>) => void };
type Line<T> = {
  /** By kind; the kind that was said last is the last one. */
  waiting: Map<string, Waiting<T>>;
  /** By kind: everything said so far, as one. */
  known: Map<string, T>;
  timer: NodeJS.Timeout | undefined;
};

export class Merging<T> {
  readonly #parts: MergingParts<T>;
  readonly #buckets: Buckets;
  readonly #lines = new Map<string, Line<T>>();
  readonly #monotonic: () => number;
  #sweptAt = 0;

  constructor(parts: MergingParts<T>) {
    this.#parts = parts;
    this.#buckets = new Buckets(parts.rule);
    this.#monotonic = parts.monotonic ?? (() => performance.now());
  }

  take(sender: string, kind: string, value: T): Taken {
    const now = this.#monotonic();
    this.#sweep(now);
    const line = this.#lineOf(sender);
    const known = line.known.get(kind);
    line.known.set(kind, known === undefined ? value : this.#parts.merge(known, value));
    const waits = line.waiting.get(kind);
    const goes =
      (waits === undefined && this.#buckets.take(`${sender}/${kind}`, now) === 0) ||
      (known !== undefined && this.#parts.saysMore?.(known, value) === true);
    if (!goes) return { waits: true, stored: this.#wait(sender, line, { kind, value }, waits) };
    this.#storeWaiting(sender, line);
    return { waits: false, stored: this.#parts.store(value, 0) };
  }

  /** Senders that are remembered. */
  get remembered(): number {
    return this.#lines.size;
  }

  /** What waits is not stored any more, and nobody is told that it was. */
  stop(): void {
    for (const { timer } of this.#lines.values()) clearTimeout(timer);
    this.#lines.clear();
  }

  #wait(
    sender: string,
    line: Line<T>,
    { kind, value }: { kind: string; value: T },
    before: Waiting<T> | undefined,
  ): Promise<void> {
    const waiting = before ?? newWaiting(value);
    if (before) {
      before.value = this.#parts.merge(before.value, value);
      before.more++;
    }
    line.waiting.delete(kind);
    line.waiting.set(kind, waiting);
    const waitMs = this.#buckets.waitMs(`${sender}/${kind}`, this.#monotonic());
    line.timer ??= setTimeout(() => this.#storeWaiting(sender, line), waitMs);
    return waiting.stored;
  }

  /** All of the line, in its order: what is newer must not overtake it. */
  #storeWaiting(sender: string, line: Line<T>): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    const now = this.#monotonic();
    for (const [kind, { value, more, settle }] of line.waiting) {
      this.#buckets.spend(`${sender}/${kind}`, now);
      settle(this.#parts.store(value, more));
    }
    line.waiting.clear();
  }

  #lineOf(sender: string): Line<T> {
    const known = this.#lines.get(sender);
    if (known) return known;
    const line: Line<T> = { waiting: new Map(), known: new Map(), timer: undefined };
    this.#lines.set(sender, line);
    return line;
  }

  /** A line whose buckets are full again is forgotten. */
  #sweep(now: number): void {
    const { atOnce, everyMs } = this.#parts.rule;
    if (now - this.#sweptAt < atOnce * everyMs) return;
    this.#sweptAt = now;
    for (const [sender, { waiting, known }] of this.#lines)
      if (waiting.size === 0 && [...known.keys()].every((kind) => this.#buckets.isFull(`${sender}/${kind}`, now)))
        this.#lines.delete(sender);
  }
}

function newWaiting<T>(value: T): Waiting<T> {
  let settle: Waiting<T>['settle'] = () => undefined;
  const stored = new Promise<void>((done) => {
    settle = done;
  });
  return { value, more: 0, stored, settle };
}
