// The month so far, counted again and again on a schedule of its own: whoever reads metrics is answered from what is known, and
// neither waits for a count nor makes one.
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { iso } from '../../contracts/iso.ts';
import { monthAround } from '../../contracts/office/month.ts';
import type { MonthCount, MonthCounts } from '../../contracts/office/monthCounts.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import type { Registry } from '../../store/registry.ts';
import type { Follower } from './follow.ts';
import { type Reports, taskOf } from './reports.ts';

const pauseMs = 30_000;
/** A count that takes long is made more seldom: somebody who asks for a report must not always wait behind one. */
const pauseTimes = 20;
/** Until the books are whole they would say less than there was. */
const lookEveryMs = 1_000;

export type MonthCounterParts = {
  registry: Pick<Registry, 'all'>;
  follower: Pick<Follower, 'state'>;
  reports: Pick<Reports, 'count'>;
  log: Pick<Logger, 'warn'>;
};

export class MonthCounter {
  readonly #parts: MonthCounterParts;
  readonly #counts = new Map<string, MonthCount>();
  readonly #ending = new AbortController();

  /** Begins. */
  constructor(parts: MonthCounterParts) {
    this.#parts = parts;
    void this.#run();
  }

  /** As last counted, of the districts that there are. */
  get known(): MonthCounts {
    return { districts: this.#parts.registry.all().flatMap(({ id }) => this.#counts.get(id) ?? []) };
  }

  stop(): void {
    this.#ending.abort();
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const pause = this.#parts.follower.state.state === 'current' ? await this.#countAll() : lookEveryMs;
      await wait(pause, undefined, { signal: this.#ending.signal }).catch(() => undefined); // it ends
    }
  }

  /** One after the other: the worker has others to serve. @returns how long to wait before the next time, ms */
  async #countAll(): Promise<number> {
    const began = performance.now();
    for (const district of this.#parts.registry.all()) {
      try {
        this.#counts.set(district.id, await this.#count(district));
      } catch (error) {
        if (this.#ending.signal.aborted) break;
        this.#parts.log.warn(
          { error: String(error), district: district.id },
          'office: a month was not counted, again soon',
        );
      }
    }
    return Math.max(pauseMs, pauseTimes * (performance.now() - began));
  }

  async #count(district: DistrictRegistry): Promise<MonthCount> {
    const countedAt = Date.now();
    const month = monthAround(district.bundle.district.timeZone, countedAt);
    const { from, until, opened, merged, tests, drills, open, steps, byCall, byDisposition } =
      await this.#parts.reports.count(taskOf(district, month));
    return {
      district: district.id,
      countedAt: iso(countedAt),
      ...{ from, until, opened, merged, tests, drills, open, steps, byCall, byDisposition },
    };
  }
}
