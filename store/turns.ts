// What one sender may do in a time, one after the other: nothing is merged, nothing overtakes. Whoever is too fast waits for their
// turn; who has very many waiting is refused, and sends again.
import { type BucketRule, Buckets } from './buckets.ts';

/** `now`: nobody waited. */
export type Turn = { now: boolean; come: Promise<void> };

export type TurnsParts = { rule: BucketRule; waitingAtMost: number; monotonic?: () => number };

export class Turns {
  readonly #buckets: Buckets;
  readonly #waitingAtMost: number;
  readonly #monotonic: () => number;
  readonly #lines = new Map<string, { waiting: (() => void)[]; timer: NodeJS.Timeout | undefined }>();

  constructor({ rule, waitingAtMost, monotonic = () => performance.now() }: TurnsParts) {
    this.#buckets = new Buckets(rule);
    this.#waitingAtMost = waitingAtMost;
    this.#monotonic = monotonic;
  }

  /** @returns undefined when too many of this sender wait already */
  take(sender: string): Turn | undefined {
    if (this.takeNow(sender) === 0) return { now: true, come: Promise.resolve() };
    const line = this.#lines.get(sender) ?? { waiting: [], timer: undefined };
    if (line.waiting.length >= this.#waitingAtMost) return undefined;
    this.#lines.set(sender, line);
    const come = new Promise<void>((done) => line.waiting.push(done));
    line.timer ??= this.#wake(sender);
    return { now: false, come };
  }

  /** For whoever can be told to come back. @returns 0 when it is taken, else ms until it may be */
  takeNow(sender: string): number {
    const now = this.#monotonic();
    if (!this.#lines.has(sender)) return this.#buckets.take(sender, now);
    return Math.max(1, this.#buckets.waitMs(sender, now));
  }

  /** Nobody's turn comes any more. */
  stop(): void {
    for (const { timer } of this.#lines.values()) clearTimeout(timer);
    this.#lines.clear();
  }

  #wake(sender: string): NodeJS.Timeout {
    return setTimeout(() => this.#next(sender), this.#buckets.waitMs(sender, this.#monotonic()));
  }

  #next(sender: string): void {
    const line = this.#lines.get(sender);
    if (!line) return;
    while (line.waiting.length > 0 && this.#buckets.take(sender, this.#monotonic()) === 0) line.waiting.shift()?.();
    if (line.waiting.length > 0) line.timer = this.#wake(sender);
    else this.#lines.delete(sender);
  }
}
