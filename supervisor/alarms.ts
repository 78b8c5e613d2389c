// What the supervisor saw happen to a process, as an alarm: raised when it goes down, cleared when it is ready again. What
// cannot be written because the store is the one that is down is written when it is back, with its true times.
import type { Redis } from 'ioredis';
import { at } from '../contracts/ids.ts';
import { clearAlarm, raiseAlarm } from '../store/alarms.ts';

export class ProcessAlarms {
  readonly #redis: Redis;
  readonly #says: (sentence: string) => void;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(redis: Redis, says: (sentence: string) => void) {
    this.#redis = redis;
    this.#says = says;
  }

  /** @param how undefined: it is ready again */
  tell(process: string, how: 'ended' | 'hung' | undefined): void {
    const now = at(Date.now());
    const alarm = { code: 'process_down', subject: process } as const;
    this.#write(() =>
      how === undefined
        ? clearAlarm(this.#redis, alarm, now)
        : raiseAlarm(this.#redis, { ...alarm, since: now, figures: { how } }),
    );
  }

  // In order: what was raised before it was cleared is written so.
  #write(change: () => Promise<unknown>): void {
    this.#writing = this.#writing.then(change).catch((error: unknown) => {
      this.#says(`an alarm could not be written: ${String(error)}`);
    });
  }
}
