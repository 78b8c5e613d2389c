// The owner's clock: monotonic, taken from Redis's TIME at take-over, never before the last event, slewed towards Redis by
// at most 5 %. A wall clock that jumps by an hour neither fires a deadline nor starves it.
import { at, type EpochMs } from '../contracts/ids.ts';

/** Elapsed milliseconds that never run backward. */
export type Monotonic = () => number;
/** Faster or slower than the monotonic source by at most this share while it approaches the server's clock. */
export const slewShare = 0.05;
/** A difference to the server's clock beyond this is a step, not drift: it alarms. */
export const stepMs = 2_000;

/** A clock for one shard's owner. */
export class OwnerClock {
  readonly #monotonic: Monotonic;
  #readAt: number;
  #shown: number;
  #towards = 0;

  /** @param notBefore the instant of the shard's last event: time does not go back across a take-over */
  constructor(monotonic: Monotonic, serverNow: number, notBefore = 0) {
    this.#monotonic = monotonic;
    this.#readAt = monotonic();
    this.#shown = Math.max(serverNow, notBefore);
    this.#towards = serverNow - this.#shown;
  }

  now(): EpochMs {
    const reading = this.#monotonic();
    const elapsed = Math.max(0, reading - this.#readAt);
    const slew = Math.sign(this.#towards) * Math.min(Math.abs(this.#towards), elapsed * slewShare);
    this.#shown += elapsed + slew;
    this.#towards -= slew;
    this.#readAt = reading;
    return at(Math.floor(this.#shown));
  }

  /** Takes a new sample of the server's clock. @returns the difference when it is a step that should alarm */
  sample(serverNow: number): number | undefined {
    this.#towards = serverNow - this.now();
    return Math.abs(this.#towards) > stepMs ? this.#towards : undefined;
  }
}
