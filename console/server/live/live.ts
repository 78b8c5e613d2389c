// The live picture: tails the feed of every district's shard, keeps open and lately closed incidents in memory, and sends
// each change to the pages that may see it. A page gets the whole picture when it connects; a gap makes it ask again.

import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shards } from '../../../contracts/ids.ts';
import { isOfficer } from '../../../contracts/incident/actor.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { may } from '../../../contracts/session/rights.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { beatEveryMs, type LiveFrame } from '../../../contracts/system/live.ts';
import type { SystemView } from '../../../contracts/system/views.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { Numbered } from '../../../store/feed.ts';
import { directoryKeys } from '../../../store/keys.ts';
import { type Latest, watchLatest } from '../../../store/latest.ts';
import type { Limits } from '../../../store/limits.ts';
import { readSide, readSoundStates } from '../../../store/log.ts';
import { setAnyway } from '../../../store/pastLimit.ts';
import { watchReadiness } from '../../../store/readiness.ts';
import type { Readings } from '../../../store/readings.ts';
import type { Registry } from '../../../store/registry.ts';
import { type Positions, startTail, type Tail } from '../../../store/tail.ts';
import type { Held } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { isListed } from '../incident/detailKnown.ts';
import { isCrowded } from '../incident/surge.ts';
import { eventView, incidentView } from '../incident/views.ts';
import type { Whereabouts } from '../office/views.ts';
import { every, guarded } from '../repeat.ts';
import { Devices } from './devices.ts';
import { Families } from './families.ts';
import { type Page, Pages } from './pages.ts';
import { People } from './people.ts';
import { loadPicture, type Picture, resultOf, shownOf, surgeOf, take } from './picture.ts';
import { Readers } from './readers.ts';
import { Results } from './results.ts';
import { Walls } from './walls.ts';

/** Three missed beats and nobody is there any more. */
const watchedMs = 16_000;

/** How often pages are told of a surge. */
const surgeEveryMs = 1_000;

export type LiveParts = {
  redis: Redis;
  blocking: Redis;
  subscriber: Redis;
  registry: Registry;
  clock: ServerClock;
  limits: Pick<Limits, 'sparing'>;
  log: Pick<Logger, 'warn' | 'error'>;
  /** who was shown whom */
  readings: Pick<Readings, 'note'>;
  /** how the system is, as a district is shown it */
  system(district: string): SystemView;
};

export class Live {
  readonly #parts: LiveParts;
  readonly #pictures = new Map<string, Picture>();
  readonly #pages = new Pages();
  readonly #people: People;
  readonly #readers: Readers;
  readonly #results = new Results();
  readonly #walls: Walls;
  readonly #devices: Devices;
  readonly #families: Families;
  readonly #timers: readonly NodeJS.Timeout[];
  #tail: Tail | undefined;

  private constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#people = new People(parts);
    this.#readers = new Readers(parts, this.#pages);
    this.#walls = new Walls({ ...parts, open: (district) => this.open(district) }, this.#pages);
    this.#devices = new Devices({
      ...parts,
      incidents: (district) => this.#pictures.get(district)?.incidents.values() ?? [],
    });
    this.#families = new Families({ ...parts, incidents: (district) => this.shown(district) });
    // Apart, so that one that fails takes none of the others with it.
    this.#timers = [
      every(beatEveryMs, 'live: beat', parts.log, () => this.#beat()),
      every(beatEveryMs, 'live: watched', parts.log, () => this.#sayWatched()),
      every(beatEveryMs, 'live: shifts', parts.log, () => this.#tellShiftChanges()),
      every(beatEveryMs, 'live: phones', parts.log, () => this.#devices.beat()),
      every(beatEveryMs, 'live: families', parts.log, () => this.#families.beat()),
      every(beatEveryMs, 'live: walls', parts.log, () => this.#walls.tell()),
      every(surgeEveryMs, 'live: surge', parts.log, () => {
        for (const id of this.#pictures.keys()) this.#tellSurge(id);
      }),
    ];
  }

  static async start(parts: LiveParts): Promise<Live> {
    const live = new Live(parts);
    for (const district of parts.registry.all()) await live.#load(district);
    parts.registry.onChange((district) => {
      live
        .#reload(district)
        .catch((error: unknown) => parts.log.error({ error: String(error) }, 'live: reload failed'));
    });
    await watchLatest(
      parts.subscriber,
      shards, // a district may be imported later
      (latest) => void guarded('live: latest', parts.log, () => live.#onLatest(latest)),
    );
    await watchReadiness(parts.subscriber, shards, ({ district, homes }) =>
      live.#pages.tell(district, { type: 'readiness', now: iso(parts.clock.now()), homes }),
    );
    live.#tail = startTail({
      ...parts,
      name: 'live',
      gapless: true,
      catchUp: () => live.#resync(),
      take: (news) => live.#applyAll(news),
    });
    return live;
  }

  /** How the system is has changed: every page that works with the picture is told. */
  tellSystem(): void {
    for (const [page, me] of this.#pages.all()) this.#pages.send(page, me, this.#systemFrame(me));
  }

  #systemFrame(me: Me): LiveFrame {
    return { type: 'system', now: iso(this.#parts.clock.now()), system: this.#parts.system(me.district) };
  }

  /** Pages of people who work with the picture. */
  get pages(): number {
    return this.#pages.all().filter(([, { role }]) => role !== 'wall').length;
  }

  /** An incident as last seen here; older ones must be read from the store. */
  incident(district: string, id: string): Incident | undefined {
    return this.#pictures.get(district)?.incidents.get(id);
  }

  /** All open incidents of a district. */
  open(district: string): Incident[] {
    return [...(this.#pictures.get(district)?.incidents.values() ?? [])].filter(({ state }) => state === 'open');
  }

  /** Open incidents of a district, and closed ones of which somebody may still have to hear. */
  shown(district: string): Iterable<Incident> {
    return this.#pictures.get(district)?.incidents.values() ?? [];
  }

  whereabouts(responder: string): Whereabouts | undefined {
    return this.#people.where(responder);
  }

  /** Waits for what becomes of an input: see Results.wait. */
  result(key: string, withinMs: number): Promise<string | undefined> {
    return this.#results.wait(key, withinMs);
  }

  /** Adds a page and sends it the picture. @param after the sequence it had seen before, if any @param held by whose session */
  join(page: Page, me: Me, after: number | undefined, held: Held): void {
    if (me.role === 'family') {
      this.#families.join(page, held, (frame) => this.#pages.send(page, me, frame));
      return;
    }
    this.#readers.hold(page, held);
    if (me.role === 'responder' || me.role === 'button') {
      this.#devices.join(
        page,
        me,
        (frame) => this.#pages.send(page, me, frame),
        (legs) => this.#readers.readLegs(held, legs),
      );
      return;
    }
    if (me.responder !== undefined) this.#devices.join(page, me); // a desk that somebody sits at
    this.#pages.set(page, me);
    if (me.role === 'wall') return void this.#walls.tell();
    this.#pages.send(page, me, this.#snapshot(me, after));
    this.#pages.send(page, me, this.#systemFrame(me));
    const picture = this.#pictures.get(me.district);
    const district = this.#parts.registry.district(me.district);
    if (me.role === 'officer' && picture && district) this.#readers.shown(me.district, shownOf(picture, district));
    if (picture && district) this.#readers.read(page, district, shownOf(picture, district));
  }

  /** A page was locked, or opened again: it gets the picture that it may see now. */
  lock(page: Page, me: Me): void {
    if (!this.#pages.has(page)) return;
    this.#pages.set(page, me);
    this.#sendSnapshot(page, me);
    this.#pages.send(page, me, this.#systemFrame(me));
  }

  leave(page: Page): void {
    this.#pages.delete(page);
    this.#readers.forget(page);
    this.#devices.leave(page);
    this.#families.leave(page);
  }

  stop(): void {
    this.#tail?.stop();
    for (const timer of this.#timers) clearInterval(timer);
    this.#walls.stop();
    this.#pages.close();
  }

  #snapshot(me: Me, after: number | undefined): LiveFrame {
    const picture = this.#pictures.get(me.district);
    const district = this.#parts.registry.district(me.district);
    const now = this.#parts.clock.now();
    const sequence = picture?.sequence ?? 0;
    return {
      type: 'snapshot',
      sequence,
      now: iso(now),
      me,
      ...(district ? { timeZone: district.bundle.district.timeZone } : {}),
      incidents: district && picture ? shownOf(picture, district).map((one) => incidentView(one, district, now)) : [],
      responders: district ? district.bundle.responders.map((one) => this.#people.view(one, district)) : [],
      ...(after === undefined ? {} : { missed: Math.max(0, sequence - after) }),
      ...(district && picture && (picture.surge.told || isCrowded(picture.incidents.size))
        ? { surge: surgeOf(picture, district, now) }
        : {}),
    };
  }

  async #load(district: DistrictRegistry): Promise<void> {
    this.#pictures.set(district.id, await loadPicture(this.#parts.redis, district));
    await this.#people.read(district);
  }

  async #reload(district: DistrictRegistry): Promise<void> {
    if (!this.#pictures.has(district.id)) {
      await this.#load(district);
      this.#tail?.follow(district.shard, this.#pictures.get(district.id)?.sequence ?? 0);
    } else await this.#people.read(district);
    this.#families.changed(district.id);
    this.#pages.tell(district.id, { type: 'registry', now: iso(this.#parts.clock.now()) });
    for (const [page, me] of this.#pages.all(district.id)) this.#sendSnapshot(page, me);
  }

  /** Of districts that share a shard the one that knows least says where. */
  #positions(): Positions {
    const positions: Positions = new Map();
    for (const { shard, sequence } of this.#pictures.values())
      positions.set(shard, Math.min(sequence, positions.get(shard) ?? sequence));
    return positions;
  }

  /** After an outage, or when it was too slow for the feed: everything again, to every page. */
  async #resync(): Promise<Positions> {
    for (const district of this.#parts.registry.all()) await this.#load(district);
    for (const [page, me] of this.#pages.all()) this.#sendSnapshot(page, me);
    this.#devices.beat();
    return this.#positions();
  }

  /** What came together is read together: in a surge it is hundreds at a time. */
  async #applyAll(entries: readonly Numbered[]): Promise<void> {
    const named = new Map<ShardId, Set<string>>();
    for (const { shard, entry } of entries)
      if (entry.incident !== undefined) named.set(shard, (named.get(shard) ?? new Set()).add(entry.incident));
    const states = new Map<string, Incident>();
    for (const [shard, ids] of named)
      for (const state of await readSoundStates(this.#parts.redis, shard, [...ids], { replay }))
        states.set(state.id, state);
    for (const one of entries)
      for (const [id, picture] of this.#pictures)
        if (picture.shard === one.shard) await this.#applyTo(id, picture, one, states.get(one.entry.incident ?? ''));
  }

  async #applyTo(
    id: string,
    picture: Picture,
    { number, entry }: Numbered,
    state: Incident | undefined,
  ): Promise<void> {
    const district = this.#parts.registry.district(id);
    if (picture.sequence >= number || !district) return;
    if (number > picture.sequence + 1) throw new Error(`the picture of ${id} lacks what came before ${number}`);
    picture.sequence = number;
    picture.surge.changed = true;
    const ours = state?.district === id ? state : undefined;
    const known = ours && picture.incidents.get(ours.id);
    if (ours) take(picture, ours);
    const result = resultOf(entry);
    // In a crowd the pages are told by the second; what an officer did is seen at once.
    const told = !isCrowded(picture.incidents.size) || entry.events.some(({ by }) => isOfficer(by));
    if ((ours && told) || result) {
      const now = this.#parts.clock.now();
      const withWords = entry.events.some((event) => 'textId' in event || event.type === 'opened');
      const side = ours && withWords ? await readSide(this.#parts.redis, picture.shard, ours.id) : {};
      this.#pages.tell(id, {
        type: 'change',
        sequence: number,
        now: iso(now),
        ...(ours ? { incident: incidentView(ours, district, now) } : {}),
        events: ours ? entry.events.map((event) => eventView(event, side)) : [],
        ...(result ? { result } : {}),
      });
    } else if (told) this.#beat(id);
    if (ours && told) {
      if (entry.events.some(({ type }) => type === 'opened')) this.#readers.shown(id, [ours]);
      for (const [page, me] of this.#pages.all(id))
        if (!known || !isListed(me, known)) this.#readers.read(page, district, [ours], ours.id);
    }
    this.#devices.changed(ours, entry.devices);
    if (ours) this.#families.happened(id, known ? [known, ours] : [ours]);
    if (ours) this.#walls.tellSoon();
    if (entry.input) this.#results.came(entry.input.key, entry.input.result);
  }

  /** Counts by courtyard while there is a surge or a crowd, and once more when it is over. */
  #tellSurge(id: string): void {
    const picture = this.#pictures.get(id);
    const district = this.#parts.registry.district(id);
    if (!picture || !district) return;
    const { surge } = picture;
    const crowded = isCrowded(picture.incidents.size);
    const now = this.#parts.clock.now();
    const view = surgeOf(picture, district, now);
    if (!view.on && !crowded && !surge.told) return;
    if (!surge.changed && surge.told === (view.on || crowded)) return;
    const over = surge.crowded && !crowded;
    picture.surge = { ...surge, changed: false, told: view.on || crowded, crowded };
    if (over) {
      for (const [page, me] of this.#pages.all(id)) this.#sendSnapshot(page, me);
      return;
    }
    const incidents = crowded
      ? { incidents: shownOf(picture, district).map((one) => incidentView(one, district, now)) }
      : {};
    if (crowded) {
      this.#readers.shown(id, shownOf(picture, district));
      for (const [page] of this.#pages.all(id)) this.#readers.read(page, district, shownOf(picture, district));
    }
    this.#pages.tell(id, { type: 'surge', sequence: picture.sequence, now: iso(now), surge: view, ...incidents });
  }

  #onLatest(latest: Latest & { shard: ShardId }): void {
    if (latest.kind === 'health' || latest.kind === 'answered' || latest.kind === 'moved') return;
    for (const district of this.#parts.registry.all()) {
      const responder = district.shard === latest.shard ? district.responders.get(latest.id) : undefined;
      if (!responder) continue;
      if (this.#people.hear(latest.kind, latest.id, latest.value)) this.#tellResponder(responder, district);
    }
  }

  #tellResponder(responder: Responder, district: DistrictRegistry): void {
    const now = iso(this.#parts.clock.now());
    this.#pages.tell(district.id, { type: 'responder', now, responder: this.#people.view(responder, district) });
  }

  /** A shift begins or ends without anybody doing anything. */
  #tellShiftChanges(): void {
    for (const district of this.#parts.registry.all())
      for (const responder of this.#people.changedShifts(district)) this.#tellResponder(responder, district);
  }

  #beat(only?: string): void {
    for (const [id, picture] of this.#pictures) {
      if (only !== undefined && only !== id) continue;
      if (isCrowded(picture.incidents.size)) this.#tellSurge(id); // or the beat's number would look like a gap
      this.#pages.tell(id, { type: 'beat', sequence: picture.sequence, now: iso(this.#parts.clock.now()) });
    }
  }

  /** The auditor alarms when no officer has had a page of a district open for a minute. */
  async #sayWatched(): Promise<void> {
    const watched = new Set(
      this.#pages.all().flatMap(([, { role, district }]) => (role === 'officer' ? [district] : [])),
    );
    try {
      for (const district of watched)
        await setAnyway(this.#parts.redis, [[directoryKeys.watched(district), '1']], watchedMs);
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'live: not said that a page is open, the next beat tries again');
    }
  }

  #sendSnapshot(page: Page, me: Me): void {
    if (may(me.role, 'frame.snapshot')) this.#pages.send(page, me, this.#snapshot(me, undefined));
  }
}
