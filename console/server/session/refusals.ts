// Refused tries to sign in: summed here, written every few seconds. A thousand tries are one write.
import type { Redis } from 'ioredis';
import { addRefusedTries, loginsAtMost, type RefusedTries } from '../../../store/refusedTries.ts';

const writtenAfterMs = 3_000;
/** Addresses between two writes; the rest of a larger flood is not told apart. */
const addressesAtMost = 1_000;

export type RefusalParts = { redis: Redis; log: { warn: (fields: object, says: string) => void } };

export class Refusals {
  readonly #parts: RefusalParts;
  #sums = new Map<string, RefusedTries>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
  }

  note({ address, login, at }: { address: string; login: string; at: number }): void {
    const key = this.#sums.has(address) || this.#sums.size < addressesAtMost ? address : '*';
    const sum = this.#sums.get(key) ?? { address: key, count: 0, firstAt: at, lastAt: at, logins: [] };
    const logins =
      sum.logins.includes(login) || sum.logins.length >= loginsAtMost ? sum.logins : [...sum.logins, login];
    this.#sums.set(key, { ...sum, count: sum.count + 1, lastAt: at, logins });
    this.#timer ??= setTimeout(() => void this.write(), writtenAfterMs).unref();
  }

  /** Writes what has come together. */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const sums = [...this.#sums.values()];
    this.#sums = new Map();
    try {
      await addRefusedTries(this.#parts.redis, sums);
    } catch (error) {
      // A flood is no reason to keep more of it in memory: these sums are lost, and the log says so.
      this.#parts.log.warn({ error: String(error), addresses: sums.length }, 'console: refused tries not written');
    }
  }
}
