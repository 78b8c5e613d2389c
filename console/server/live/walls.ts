// What the walls are sent, and when: counts, some moments after something has changed and with each beat. Nothing else.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import { readReadiness } from '../../../store/readiness.ts';
import type { Registry } from '../../../store/registry.ts';
import type { ServerClock } from '../clock.ts';
import { monthOf } from '../office/month.ts';
import type { Pages } from './pages.ts';
import { wallView } from './wall.ts';

/** What changed within so long is told together. */
const togetherMs = 200;

type Parts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  log: Pick<Logger, 'warn'>;
  open(district: string): Incident[];
};

export class Walls {
  readonly #parts: Parts;
  readonly #pages: Pages;
  #soon: NodeJS.Timeout | undefined;

  constructor(parts: Parts, pages: Pages) {
    this.#parts = parts;
    this.#pages = pages;
  }

  tellSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.tell();
    }, togetherMs);
  }

  stop(): void {
    clearTimeout(this.#soon);
  }

  async tell(): Promise<void> {
    const { redis, registry, clock, log } = this.#parts;
    for (const [page, me] of this.#pages.all()) {
      const district = me.role === 'wall' ? registry.district(me.district) : undefined;
      if (!district) continue;
      try {
        const now = clock.now();
        const month = await monthOf(redis, district, now);
        const homes = (await readReadiness(redis, district.shard, district.id))?.homes;
        const covered = homes && {
          reachable: homes.filter(({ state }) => state !== 'not_covered').length,
          homes: homes.length,
        };
        const wall = wallView(district, this.#parts.open(district.id), { now, month, covered });
        this.#pages.send(page, me, { type: 'wall', now: iso(now), timeZone: district.bundle.district.timeZone, wall });
      } catch (error) {
        log.warn({ error: String(error) }, 'live: the wall was not told, the next beat tries again');
      }
    }
  }
}
