// Where connections wait before they are anybody. One that has said nothing costs a socket and is cut after a while. One that speaks
// gets its turn: few of an address log in at once, so that a storm of one address leaves the others alone, and a thousand devices
// of one house that come back after a power cut are in within seconds.
import type { Duplex } from 'node:stream';
import { type Networks, originOf } from '../store/addresses.ts';
import { Strangers } from '../store/strangers.ts';

/** A CONNECT must have begun within this, and be whole within the second. */
export const silentAtMostMs = 9_000;
export const connectTimeoutMs = 5_000;
/** Of one address without a login, speaking or not. */
const openAtMost = 2_000;
/** Who is refused keeps their place for so long: passwords are not tried faster than the places of an address turn over. */
const refusedKeepsMs = 500;

export type WaitingRoomParts = {
  /** of one address at once between the first byte and the login */
  loginsAtOnce: number;
  trusted: Networks;
  /** open connections in all, with those that are logged in */
  inAll: number;
  loggedIn: () => number;
};

type Guest = { origin: string; admit: () => void; inside: boolean };
type Line = { waiting: Set<Duplex>; inside: number };

export class WaitingRoom {
  readonly #parts: WaitingRoomParts;
  readonly #strangers: Strangers<Duplex>;
  readonly #guests = new Map<Duplex, Guest>();
  readonly #lines = new Map<string, Line>();

  constructor(parts: WaitingRoomParts) {
    this.#parts = parts;
    const { trusted, inAll, loggedIn } = parts;
    this.#strangers = new Strangers({ perOrigin: openAtMost, inAll, known: loggedIn, trusted });
  }

  /** A connection comes. @param admit called when its turn has come; what it has sent is still to be read then */
  enter(connection: Duplex, address: string | undefined, admit: () => void): void {
    connection.on('error', () => connection.destroy()); // whoever reads it later listens for themselves
    if (!this.#strangers.enter(connection, address)) return;
    const origin = this.#parts.trusted.has(address) ? undefined : originOf(address);
    const silence = setTimeout(() => connection.destroy(), silentAtMostMs);
    connection.once('close', () => {
      clearTimeout(silence);
      this.#gone(connection);
    });
    connection.once('readable', () => {
      clearTimeout(silence);
      if (connection.readableLength === 0) return void connection.destroy(); // it has ended, and has said nothing
      this.#strangers.spoke(connection);
      // A reader that comes while a stream still tells its last one is told nothing.
      setImmediate(() => this.#lineUp(connection, origin, admit));
    });
  }

  #lineUp(connection: Duplex, origin: string | undefined, admit: () => void): void {
    if (connection.destroyed) return;
    if (origin === undefined) {
      admit();
      return;
    }
    this.#guests.set(connection, { origin, admit, inside: false });
    const line = this.#lines.get(origin) ?? { waiting: new Set(), inside: 0 };
    this.#lines.set(origin, line);
    line.waiting.add(connection);
    this.#next(line);
  }

  /** It has logged in: it is nobody's concern here any more. */
  leave(connection: Duplex): void {
    this.#strangers.leave(connection);
    this.#free(connection);
  }

  #gone(connection: Duplex): void {
    this.#strangers.leave(connection);
    const refused = this.#guests.get(connection)?.inside === true;
    if (refused) setTimeout(() => this.#free(connection), refusedKeepsMs).unref();
    else this.#free(connection);
  }

  #free(connection: Duplex): void {
    const guest = this.#guests.get(connection);
    const line = guest && this.#lines.get(guest.origin);
    if (!line) return;
    this.#guests.delete(connection);
    line.waiting.delete(connection);
    if (guest.inside) line.inside--;
    this.#next(line);
    if (line.inside === 0 && line.waiting.size === 0) this.#lines.delete(guest.origin);
  }

  #next(line: Line): void {
    while (line.inside < this.#parts.loginsAtOnce) {
      const [first] = line.waiting;
      const guest = first && this.#guests.get(first);
      if (!guest) return;
      line.waiting.delete(first);
      line.inside++;
      guest.inside = true;
      guest.admit();
    }
  }
}
