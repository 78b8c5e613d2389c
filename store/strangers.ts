// Connections of whom nobody knows yet who they are. They are few for each address and bounded in all, so that they keep nobody
// out; where there is no room the oldest that has said nothing goes: whoever means it speaks at once.
import { type Networks, originOf } from './addresses.ts';

/** Something that can be hung up on. */
export type Connection = { destroy(): unknown };

export type StrangersParts = {
  perOrigin: number;
  /** with those that are known */
  inAll: number;
  known: () => number;
  trusted: Networks;
};

type Origin<C> = { name: string | undefined; silent: Set<C>; count: number };

export class Strangers<C extends Connection> {
  readonly #parts: StrangersParts;
  readonly #origins = new Map<string, Origin<C>>();
  /** Of all origins, oldest first. */
  readonly #silent = new Set<C>();
  readonly #all = new Map<C, Origin<C>>();

  constructor(parts: StrangersParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#all.size;
  }

  /** A connection comes. @returns false when there was no room for it and it was ended */
  enter(connection: C, address: string | undefined): boolean {
    const { perOrigin, inAll, known, trusted } = this.#parts;
    // Each connection of who is trusted counts as an origin of its own: they are bounded in all alone.
    const name = trusted.has(address) ? undefined : originOf(address);
    const before = name === undefined ? undefined : this.#origins.get(name);
    const origin = before ?? { name, silent: new Set<C>(), count: 0 };
    const room =
      (origin.count < perOrigin || this.#cutOldest(origin.silent)) &&
      (known() + this.#all.size < inAll || this.#cutOldest(this.#silent));
    if (!room) {
      connection.destroy();
      return false;
    }
    origin.count++;
    origin.silent.add(connection);
    this.#silent.add(connection);
    if (name !== undefined) this.#origins.set(name, origin);
    this.#all.set(connection, origin);
    return true;
  }

  /** It has said something: it is not cut for a newer one any more. */
  spoke(connection: C): void {
    this.#all.get(connection)?.silent.delete(connection);
    this.#silent.delete(connection);
  }

  /** It has gone, or is no stranger any more. */
  leave(connection: C): void {
    const origin = this.#all.get(connection);
    if (!origin) return;
    this.spoke(connection);
    this.#all.delete(connection);
    origin.count--;
    if (origin.count === 0 && origin.name !== undefined) this.#origins.delete(origin.name);
  }

  #cutOldest(silent: ReadonlySet<C>): boolean {
    const [oldest] = silent;
    if (oldest === undefined) return false;
    this.leave(oldest);
    oldest.destroy();
    return true;
  }
}
