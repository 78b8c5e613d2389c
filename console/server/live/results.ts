// Who waits for what becomes of an input: told by the feed, which carries each result.

type Waiting = { key: string; done: (result: string) => void };

export class Results {
  readonly #waiting = new Set<Waiting>();

  /**
   * Waits for what becomes of an input. Call it before the input is stored.
   * @param key contracts/incident/inputs.ts inputKey; a repeated press has the key with a suffix
   * @returns the recorded result as JSON, or undefined when it was not decided in time
   */
  wait(key: string, withinMs: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const waiting: Waiting = { key, done: (result) => finish(result) };
      const timer = setTimeout(() => finish(undefined), withinMs);
      const finish = (result: string | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve(result);
      };
      this.#waiting.add(waiting);
    });
  }

  /** The feed says what became of it. */
  came(key: string, result: string): void {
    for (const waiting of this.#waiting)
      if (waiting.key === key || key.startsWith(`${waiting.key}/`)) waiting.done(result);
  }
}
