// What the pages have shown: for the access log, whom somebody was shown; for the proof of a press, that it stood on an officer's page.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { may } from '../../../contracts/session/rights.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { noteHops } from '../../../store/hops.ts';
import type { Limits } from '../../../store/limits.ts';
import type { Readings } from '../../../store/readings.ts';
import type { Registry } from '../../../store/registry.ts';
import type { Held } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { isListed } from '../incident/detailKnown.ts';
import { fromWhere } from '../session/caller.ts';
import { readerOf, residentsOf } from '../session/shown.ts';
import type { Page, Pages } from './pages.ts';

type Parts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  limits: Pick<Limits, 'sparing'>;
  log: Pick<Logger, 'warn'>;
  readings: Pick<Readings, 'note'>;
};

export class Readers {
  readonly #parts: Parts;
  readonly #pages: Pages;
  readonly #heldBy = new Map<Page, Held>();

  constructor(parts: Parts, pages: Pages) {
    this.#parts = parts;
    this.#pages = pages;
  }

  /** By whose session a page is open. */
  hold(page: Page, held: Held): void {
    this.#heldBy.set(page, held);
  }

  forget(page: Page): void {
    this.#heldBy.delete(page);
  }

  /** It stood on an officer's page from now on. One that opens its page later sees it then. */
  shown(district: string, incidents: readonly Incident[]): void {
    const shard = this.#parts.registry.district(district)?.shard;
    const isSeen = this.#pages.all(district).some(([, me]) => me.role === 'officer');
    if (!isSeen || shard === undefined || this.#parts.limits.sparing()) return;
    const hops = incidents.map(({ id }) => ({ incident: id, hop: 'shown' as const }));
    noteHops(this.#parts.redis, shard, hops, this.#parts.clock.now()).catch((error: unknown) =>
      this.#parts.log.warn({ error: String(error) }, 'live: the hop of a proof was not kept'),
    );
  }

  /** Who a page shows, when it is opened and with each incident that comes; never with each frame. */
  read(page: Page, district: DistrictRegistry, all: readonly Incident[], incident?: string): void {
    const held = this.#heldBy.get(page);
    if (held?.grant.area !== undefined) return; // their page shows nobody
    if (held?.grant.district !== district.id || !may(held.grant.role, 'frame.snapshot')) return;
    const incidents = all.filter((one) => isListed(held.grant, one));
    if (incidents.length === 0 && incident !== undefined) return;
    this.#parts.readings.note(district, held.digest, {
      at: this.#parts.clock.now(),
      by: readerOf(held),
      ...fromWhere(held),
      what: 'page',
      residents: residentsOf(incidents, district),
      purpose: 'duty',
      ...defined({ incident }),
    });
  }

  /** And of each call that a phone shows. */
  readLegs(held: Held, legs: readonly MyLeg[]): void {
    const district = this.#parts.registry.district(held.grant.district);
    for (const { incident, persons } of district ? legs : []) {
      if (!district || persons.length === 0) continue;
      this.#parts.readings.note(district, held.digest, {
        at: this.#parts.clock.now(),
        by: readerOf(held),
        ...fromWhere(held),
        what: persons.some(({ conditions }) => conditions !== undefined) ? 'conditions' : 'card',
        residents: persons.map(({ id }) => id),
        incident,
        purpose: 'incident',
      });
    }
  }
}
