// Costly work, a few at once, in turn by whom it is for: four hundred sign-ins of one address do not stand before one of another.
// Strangers never take the last place: whoever is known begins at once.

type Waiting = { start: () => void };
export type Turn = { key: string; first: boolean };

export class FairQueue {
  readonly #limits: { atOnce: number; waitingByKey: number; waitingInAll: number };
  readonly #strangers = new Map<string, Waiting[]>();
  readonly #first: Waiting[] = [];
  #waiting = 0;
  #running = { first: 0, strangers: 0 };

  constructor(limits: { atOnce: number; waitingByKey: number; waitingInAll: number }) {
    this.#limits = limits;
  }

  /**
   * Does the work when its turn comes.
   * @param turn `first`: before all others
   * @returns `full` at once when too much waits already
   */
  async run<T>({ key, first }: Turn, work: () => Promise<T>): Promise<{ value: T } | 'full'> {
    const kind = first ? 'first' : 'strangers';
    if (!this.#hasPlace(kind)) {
      const line = first ? this.#first : (this.#strangers.get(key) ?? []);
      if (line.length >= this.#limits.waitingByKey || (!first && this.#waiting >= this.#limits.waitingInAll))
        return 'full';
      if (!first) this.#strangers.set(key, line);
      this.#waiting += 1;
      await new Promise<void>((start) => line.push({ start }));
      this.#waiting -= 1;
    }
    this.#running[kind] += 1;
    try {
      return { value: await work() };
    } finally {
      this.#running[kind] -= 1;
      this.#next()?.start();
    }
  }

  #hasPlace(kind: 'first' | 'strangers'): boolean {
    const { first, strangers } = this.#running;
    if (first + strangers >= this.#limits.atOnce) return false;
    return kind === 'first' || strangers < this.#limits.atOnce - 1;
  }

  /** Who has waited longest among the first; else of the key whose turn it is. */
  #next(): Waiting | undefined {
    const first = this.#first.shift();
    if (first) return first;
    if (!this.#hasPlace('strangers')) return undefined;
    for (const [key, line] of this.#strangers) {
      const next = line.shift();
      this.#strangers.delete(key); // to the end of the round
      if (line.length > 0) this.#strangers.set(key, line);
      if (next) return next;
    }
    return undefined;
  }
}
