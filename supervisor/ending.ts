// The end of the system, by Ctrl-C, SIGTERM, a closed terminal or a failed start: everything once, in order.

/** What must end with us: the processes first, the store they write to last. */
export class Ending {
  readonly #first: (() => Promise<void>)[] = [];
  readonly #last: (() => Promise<void>)[] = [];
  #ended: Promise<void> | undefined;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.#leave());
  }

  first(end: () => Promise<void>): void {
    this.#first.push(end);
  }

  last(end: () => Promise<void>): void {
    this.#last.push(end);
  }

  end(): Promise<void> {
    this.#ended ??= (async () => {
      await Promise.allSettled(this.#first.map((end) => end()));
      await Promise.allSettled(this.#last.map((end) => end()));
    })();
    return this.#ended;
  }

  async #leave(): Promise<void> {
    await this.end();
    process.exit(0);
  }
}
