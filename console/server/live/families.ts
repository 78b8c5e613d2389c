// Pages of the family that are open: each is sent all that it shows, at each change and with each beat, as long as the resident's
// consent stands (docs/decisions/037). Each frame looks at the consent itself.
import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at } from '../../../contracts/ids.ts';
import type { FamilyView } from '../../../contracts/incident/family.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { awayOfFamily, mayLook } from '../../../contracts/office/familySees.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { limitsOf } from '../../../dispatcher/domain/device/judge.ts';
import { modelOf } from '../../../dispatcher/domain/device/models.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readHeard } from '../../../store/heard.ts';
import { readClosed } from '../../../store/log.ts';
import { onceMore } from '../../../store/onceMore.ts';
import type { Readings } from '../../../store/readings.ts';
import type { Registry } from '../../../store/registry.ts';
import type { Held } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { buttonView, callOf, endedShownMs, isOf, type WatchedButton } from '../incident/familyView.ts';
import { fromWhere } from '../session/caller.ts';
import { readerOf } from '../session/shown.ts';

/** Closed incidents are read so many at a time, when a page is opened, back to a day ago; of a flood the last so many. */
const readAtOnce = 100;
const readAtMost = 1_000;

export type FamiliesParts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  log: Pick<Logger, 'warn'>;
  readings: Pick<Readings, 'note'>;
  /** incidents of a district that are open, and those that were closed last */
  incidents(district: string): Iterable<Incident>;
};

type Open = {
  held: Held;
  send: (frame: LiveFrame) => void;
  refresh: () => void;
  /** it is due whatever has changed: by each a page hears that it is connected */
  beat: boolean;
  last: FamilyView | undefined;
  /** theirs that are closed: the picture keeps the last ones of the district only */
  ended: Incident[] | undefined;
};
type Whose = { district: DistrictRegistry; resident: Resident };

export class Families {
  readonly #parts: FamiliesParts;
  readonly #open = new Map<object, Open>();

  constructor(parts: FamiliesParts) {
    this.#parts = parts;
  }

  join(page: object, held: Held, send: Open['send']): void {
    const one: Open = {
      held,
      send,
      refresh: onceMore(
        () => this.#refresh(page, one),
        (error) => this.#parts.log.warn({ error: String(error) }, 'families: not sent, the next beat tries again'),
      ),
      beat: true,
      last: undefined,
      ended: undefined,
    };
    this.#open.set(page, one);
    one.refresh();
  }

  leave(page: object): void {
    this.#open.delete(page);
  }

  /** The registry of a district has changed. */
  changed(district: string): void {
    for (const one of this.#open.values()) if (one.held.grant.district === district) one.refresh();
  }

  /** An incident of a district has changed: as it was before, and as it is. */
  happened(district: string, incidents: readonly Incident[]): void {
    for (const one of this.#open.values()) {
      if (one.held.grant.district !== district) continue;
      const whose = this.#whose(one);
      if (whose && incidents.some((incident) => isOf(whose.resident, incident, whose.district))) one.refresh();
    }
  }

  beat(): void {
    for (const one of this.#open.values()) {
      one.beat = true;
      one.refresh();
    }
  }

  async #refresh(page: object, one: Open): Promise<void> {
    const whose = this.#whose(one);
    if (!whose) return; // its session is being ended
    const calls = this.#callsOf(whose, one.ended ?? (await this.#endedBefore(whose)));
    one.ended = calls.filter(({ state }) => state === 'closed');
    const view = await this.#view(whose, calls);
    // It may have been closed, or the consent taken back, while this was read.
    if (!this.#open.has(page) || !this.#whose(one)) return;
    if (!one.beat && isDeepStrictEqual(view, one.last)) return;
    [one.beat, one.last] = [false, view];
    const { demo, timeZone } = whose.district.bundle.district;
    this.#noteShown(one.held, whose, view);
    one.send({ type: 'family', now: iso(this.#parts.clock.now()), timeZone, demo, ...view });
  }

  #whose({ held: { grant } }: Open): Whose | undefined {
    const district = this.#parts.registry.district(grant.district);
    const resident = district?.residents.get(grant.resident ?? '');
    return district && resident && mayLook(resident, grant.contact) ? { district, resident } : undefined;
  }

  #callsOf({ district, resident }: Whose, ended: readonly Incident[]): Incident[] {
    const known = new Map(ended.map((one) => [one.id, one]));
    for (const one of this.#parts.incidents(district.id)) known.set(one.id, one);
    return [...known.values()].filter((one) => isOf(resident, one, district));
  }

  async #view({ district, resident }: Whose, calls: readonly Incident[]): Promise<FamilyView> {
    const now = this.#parts.clock.now();
    const away = awayOfFamily(resident.away, now);
    return {
      person: resident.name,
      button: buttonView(await this.#heard(district, resident), now),
      ...(typeof away === 'object' && {
        away: { since: iso(away.since), ...defined({ until: away.until === undefined ? undefined : iso(away.until) }) },
      }),
      ...defined({ call: callOf(calls, now) }),
    };
  }

  /** Of the buttons at home, and of what the resident carries. */
  async #heard(district: DistrictRegistry, { id, home }: Resident): Promise<WatchedButton[]> {
    const mine = district.devicesOf(home).filter(({ resident = id }) => resident === id);
    const ids = mine.map((device) => device.id);
    const heard = await readHeard(this.#parts.redis, district.shard, ids);
    const { readiness } = district.bundle.policy;
    return mine.map((device, i) => ({
      facts: heard[i] ?? { connected: false },
      limits: limitsOf(modelOf(device), readiness),
    }));
  }

  async #endedBefore({ district, resident }: Whose): Promise<Incident[]> {
    const { redis, clock } = this.#parts;
    const from = clock.now() - endedShownMs;
    const found: Incident[] = [];
    let before = clock.now() + 1;
    for (let read = 0; read < readAtMost; read += readAtOnce) {
      const some = await readClosed(redis, district.shard, readAtOnce, { before: at(before), replay });
      found.push(...some.filter((one) => one.district === district.id && isOf(resident, one, district)));
      const last = some.at(-1)?.closed?.at;
      if (some.length < readAtOnce || last === undefined || last < from) break;
      before = last;
    }
    return found;
  }

  /** One entry for as long as the page goes on showing it, and one with each call. */
  #noteShown(held: Held, { district, resident }: Whose, { call }: FamilyView): void {
    this.#parts.readings.note(district, held.digest, {
      at: this.#parts.clock.now(),
      by: readerOf(held),
      ...fromWhere(held),
      what: 'family',
      residents: [resident.id],
      purpose: 'family',
      ...defined({ incident: call?.id }),
    });
  }
}
