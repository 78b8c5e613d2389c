// Sockets of /live, each with the session that it was opened with. When somebody's way in ends, theirs are closed: at once when
// the word comes, and within five seconds if it got lost. A page of somebody who was dismissed shows no name any more.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { areaSays } from '../../../contracts/session/area.ts';
import { watchEndings } from '../../../store/endings.ts';
import { onceMore } from '../../../store/onceMore.ts';
import { type Grant, type Held, stillStanding } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import type { Locks } from './lock.ts';

/** As much of a socket as is used. */
export type OpenSocket = { close(code: number, says: string): void };

const lookEveryMs = 4_000;
/** Service restart: the page connects again, and gets what it may see now. */
const againCode = 1012;
/** Tells the page to show the sign-in instead of connecting again. */
export const endedCode = 4401;

export type OpenSocketsParts = {
  redis: Redis;
  /** a connection that only subscribes */
  subscriber: Redis;
  clock: ServerClock;
  locks: Locks;
  log: Pick<Logger, 'warn' | 'info'>;
};

type Open = {
  digest: string;
  leave: () => void;
  lock: (locked: boolean, grant: Grant) => void;
  locked: boolean;
  locks: boolean;
  /** how far its rights reached when it was opened */
  area: string;
};

export class OpenSockets {
  readonly #parts: OpenSocketsParts;
  readonly #open = new Map<OpenSocket, Open>();
  readonly #timer: NodeJS.Timeout;
  readonly #look: () => Promise<void>;

  private constructor(parts: OpenSocketsParts) {
    this.#parts = parts;
    this.#look = onceMore(
      () => this.#dismiss(),
      // Without the store nobody can be dismissed either; whoever works goes on seeing. The next look is in seconds.
      (error) => parts.log.warn({ error: String(error) }, 'console: not known which sessions stand'),
    );
    this.#timer = setInterval(this.#look, lookEveryMs);
  }

  static async start(parts: OpenSocketsParts): Promise<OpenSockets> {
    const sockets = new OpenSockets(parts);
    await watchEndings(parts.subscriber, () => void sockets.#look());
    return sockets;
  }

  /**
   * @param leave called before the socket is closed: nothing more is sent to it
   * @param lock told when its session is locked or opened again, or opens by something else from now on
   */
  hold(socket: OpenSocket, { digest, grant, locked = false }: Held, leave: () => void, lock: Open['lock']): void {
    this.#open.set(socket, { digest, leave, lock, locked, locks: grant.locks === true, area: areaSays(grant.area) });
  }

  release(socket: OpenSocket): void {
    this.#open.delete(socket);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #dismiss(): Promise<void> {
    const { redis, clock, locks, log } = this.#parts;
    const digests = [...new Set([...this.#open.values()].map(({ digest }) => digest))];
    const standing = await stillStanding(redis, digests, clock.now(), locks.keeps);
    const locked = await locks.locked([...standing].map(([digest, grant]) => ({ digest, grant })));
    for (const [socket, one] of this.#open) {
      const { digest, leave } = one;
      if (!digests.includes(digest)) continue;
      const grant = standing.get(digest);
      if (grant && areaSays(grant.area) === one.area) {
        const [isLocked, canLock] = [locked.has(digest), grant.locks === true]; // a password was chosen meanwhile
        if (one.locked !== isLocked || one.locks !== canLock) one.lock(isLocked, grant);
        one.locked = isLocked;
        one.locks = canLock;
        continue;
      }
      this.#open.delete(socket);
      leave();
      if (grant) {
        socket.close(againCode, 'area');
        continue;
      }
      socket.close(endedCode, 'ended');
      log.info({}, 'console: a page was closed, its session has ended');
    }
  }
}
