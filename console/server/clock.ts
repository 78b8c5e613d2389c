// The server's clock as Redis shows it: what the pages count their seconds from, whatever this machine's own clock says.
import type { Redis } from 'ioredis';
import { at, type EpochMs } from '../../contracts/ids.ts';

/** How often the difference to Redis's clock is measured. */
const sampleEveryMs = 10_000;
const quickSampleMs = 200;

export class ServerClock {
  #ahead = 0;
  #sampled = false;
  readonly #timer: NodeJS.Timeout;

  private constructor(redis: Redis) {
    this.#timer = setInterval(() => {
      this.#sample(redis).catch(() => undefined); // Redis is away: the last difference stays good
    }, sampleEveryMs);
    this.#timer.unref();
  }

  static async start(redis: Redis): Promise<ServerClock> {
    const clock = new ServerClock(redis);
    await clock.#sample(redis);
    return clock;
  }

  now(): EpochMs {
    return at(Math.round(Date.now() + this.#ahead));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #sample(redis: Redis): Promise<void> {
    const asked = Date.now();
    const [seconds, microseconds] = await redis.time();
    const answered = Date.now();
    // A slow answer, or a process that was paused meanwhile, says little about the clock: the last difference stays good.
    if (this.#sampled && answered - asked > quickSampleMs) return;
    this.#sampled = true;
    this.#ahead = Number(seconds) * 1000 + Number(microseconds) / 1000 - (asked + answered) / 2;
  }
}
