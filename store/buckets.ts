// How much one sender may bring at once, and how fast it may go on: a bucket for each, kept as one number, the instant at which
// it would be full again (the generic cell rate algorithm). Who stays below never notices it.

/** So many at once, and one more each `everyMs`. */
export type BucketRule = { atOnce: number; everyMs: number };

/** Buckets by a key of the caller's. */
export class Buckets {
  readonly #rule: BucketRule;
  /** When each is full again; one that is full is not kept. */
  readonly #fullAt = new Map<string, number>();
  #sweptAt = 0;

  constructor(rule: BucketRule) {
    this.#rule = rule;
  }

  /** Takes one from this bucket. @returns 0 when it was there, else ms until the next one is, and nothing was taken */
  take(key: string, now: number): number {
    const waitMs = this.waitMs(key, now);
    if (waitMs > 0) return waitMs;
    this.spend(key, now);
    return 0;
  }

  /** Ms until there is one in this bucket; 0 when there is. */
  waitMs(key: string, now: number): number {
    const { atOnce, everyMs } = this.#rule;
    return Math.max(0, (this.#fullAt.get(key) ?? now) - now - (atOnce - 1) * everyMs);
  }

  /** Takes one whether it is there or not; a bucket gets no emptier than empty, so nobody ever waits longer than `everyMs`. */
  spend(key: string, now: number): void {
    this.#sweep(now);
    const { atOnce, everyMs } = this.#rule;
    const fullAt = Math.max(now, this.#fullAt.get(key) ?? now) + everyMs;
    this.#fullAt.set(key, Math.min(fullAt, now + atOnce * everyMs));
  }

  /** Nothing was taken from it for long enough. */
  isFull(key: string, now: number): boolean {
    return (this.#fullAt.get(key) ?? now) <= now;
  }

  /** As often as a bucket takes to fill: what is kept is bounded by who came since. */
  #sweep(now: number): void {
    const { atOnce, everyMs } = this.#rule;
    if (now - this.#sweptAt < atOnce * everyMs) return;
    this.#sweptAt = now;
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
  }
}
