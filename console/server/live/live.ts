// The live picture: tails the feed of every district's shard, keeps open and lately closed incidents in memory, and sends
// each change to the pages that may see it. A page gets the whole picture when it connects; a gap makes it ask again.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shards } from '../../../contracts/ids.ts';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { SurgeView } from '../../../contracts/incident/views.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { surgeRuleOf } from '../../../contracts/office/policy.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import { may } from '../../../contracts/session/rights.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { beatEveryMs, type LiveFrame } from '../../../contracts/system/live.ts';
import type { SystemView } from '../../../contracts/system/views.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import { onOtherServer } from '../../../store/connection.ts';
import { type FeedEntry, feedEnd, type Numbered, readFeed } from '../../../store/feed.ts';
import { noteHops } from '../../../store/hops.ts';
import { directoryKeys } from '../../../store/keys.ts';
import { keptPosition, type Latest, readLatest, watchLatest } from '../../../store/latest.ts';
import type { Limits } from '../../../store/limits.ts';
import { readClosed, readOpen, readSide, readSoundStates } from '../../../store/log.ts';
import { setAnyway } from '../../../store/pastLimit.ts';
import { readReadiness, watchReadiness } from '../../../store/readiness.ts';
import type { Readings } from '../../../store/readings.ts';
import type { DistrictRegistry, Registry } from '../../../store/registry.ts';
import { parsed } from '../../../store/stored.ts';
import type { Held } from '../../../store/tokens.ts';
import { iso, type ServerClock } from '../clock.ts';
import { isListed, listedFrame } from '../incident/detailKnown.ts';
import { isCrowded, mostUrgent, surgeView } from '../incident/surge.ts';
import { eventView, incidentView } from '../incident/views.ts';
import { isOnDuty } from '../office/duty.ts';
import { monthOf } from '../office/month.ts';
import { responderView, type Whereabouts } from '../office/views.ts';
import { every, guarded } from '../repeat.ts';
import { fromWhere } from '../session/caller.ts';
import { lockedFrame } from '../session/locked.ts';
import { readerOf, residentsOf } from '../session/shown.ts';
import { Devices } from './devices.ts';
import { wallView } from './wall.ts';

/** Closed incidents that a page is shown besides the open ones. */
const closedShown = 30;
/** A page that has not read this much is closed: it connects again and gets a fresh picture. */
export const bufferedAtMost = 4 * 1024 * 1024;
/** After this long without an entry the reading connection looks whether it should end. */
const feedWaitMs = 1_000;

/** Three missed beats and nobody is there any more. */
const watchedMs = 16_000;

/** A page's socket, as much of it as we use. */
export type Page = { send(text: string): void; close(code: number): void; readonly bufferedAmount: number };

/** A wall shows counts: what changed within so long is told together. */
const wallsEveryMs = 200;
/** How often pages are told of a surge. */
const surgeEveryMs = 1_000;

type Picture = {
  shard: ShardId;
  sequence: number;
  incidents: Map<string, Incident>;
  /** What the surge's next frame has to say anew; what the last one said. */
  surge: { lastAt: number; changed: boolean; told: boolean; crowded: boolean };
};
type Waiting = { key: string; done: (result: string) => void };

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
  readonly #whereabouts = new Map<string, Whereabouts>();
  readonly #onDuty = new Map<string, boolean>();
  readonly #pages = new Map<Page, Me>();
  readonly #heldBy = new Map<Page, Held>();
  readonly #waiting = new Set<Waiting>();
  readonly #timers: readonly NodeJS.Timeout[];
  #wallsWait = false;
  readonly #devices: Devices;
  #stopped = false;
  #otherServer = false;

  private constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#devices = new Devices({
      ...parts,
      incidents: (district) => this.#pictures.get(district)?.incidents.values() ?? [],
    });
    // Apart, so that one that fails takes none of the others with it.
    this.#timers = [
      every(beatEveryMs, 'live: beat', parts.log, () => this.#beat()),
      every(beatEveryMs, 'live: watched', parts.log, () => this.#sayWatched()),
      every(beatEveryMs, 'live: shifts', parts.log, () => this.#tellShiftChanges()),
      every(beatEveryMs, 'live: phones', parts.log, () => this.#devices.beat()),
      every(beatEveryMs, 'live: walls', parts.log, () => this.#tellWalls()),
      every(surgeEveryMs, 'live: surge', parts.log, () => {
        for (const id of this.#pictures.keys()) this.#tellSurge(id);
      }),
    ];
  }

  static async start(parts: LiveParts): Promise<Live> {
    const live = new Live(parts);
    onOtherServer(parts.redis, () => {
      live.#otherServer = true;
    });
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
      live.#tell(district, { type: 'readiness', now: iso(parts.clock.now()), homes }),
    );
    void live.#follow();
    return live;
  }

  /** How the system is has changed: every page that works with the picture is told. */
  tellSystem(): void {
    for (const [page, me] of this.#pages) this.#send(page, me, this.#systemFrame(me));
  }

  #systemFrame(me: Me): LiveFrame {
    return { type: 'system', now: iso(this.#parts.clock.now()), system: this.#parts.system(me.district) };
  }

  /** Pages of people who work with the picture. */
  get pages(): number {
    return [...this.#pages.values()].filter(({ role }) => role !== 'wall').length;
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
    return this.#whereabouts.get(responder);
  }

  /**
   * Waits for what becomes of an input. Call it before the input is stored.
   * @param key contracts/incident/inputs.ts inputKey; a repeated press has the key with a suffix
   * @returns the recorded result as JSON, or undefined when it was not decided in time
   */
  result(key: string, withinMs: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const waiting: Waiting = { key, done: (result) => finish(result) };
      const timer = setTimeout(() => finish(undefined), withinMs);
      const finish = (result: string | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve(result);
      };
      this.#waiting.add(waiting);
    });
  }

  /** Adds a page and sends it the picture. @param after the sequence it had seen before, if any @param held by whose session */
  join(page: Page, me: Me, after: number | undefined, held: Held): void {
    this.#heldBy.set(page, held);
    if (me.role === 'responder' || me.role === 'button') {
      this.#devices.join(
        page,
        me,
        (frame) => this.#send(page, me, frame),
        (legs) => this.#noteLegs(held, legs),
      );
      return;
    }
    if (me.responder !== undefined) this.#devices.join(page, me); // a desk that somebody sits at
    this.#pages.set(page, me);
    if (me.role === 'wall') return void this.#tellWalls();
    this.#send(page, me, this.#snapshot(me, after));
    this.#send(page, me, this.#systemFrame(me));
    const picture = this.#pictures.get(me.district);
    const district = this.#parts.registry.district(me.district);
    if (me.role === 'officer' && picture && district) this.#noteShown(me.district, shownOf(picture, district));
    if (picture && district) this.#noteReading(page, district, shownOf(picture, district));
  }

  /** A page was locked, or opened again: it gets the picture that it may see now. */
  lock(page: Page, me: Me): void {
    if (!this.#pages.has(page)) return;
    this.#pages.set(page, me);
    this.#sendSnapshot(page, me);
    this.#send(page, me, this.#systemFrame(me));
  }

  leave(page: Page): void {
    this.#pages.delete(page);
    this.#heldBy.delete(page);
    this.#devices.leave(page);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const page of this.#pages.keys()) page.close(1001);
    this.#pages.clear();
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
      responders: district ? district.bundle.responders.map((one) => this.#responderView(one, district)) : [],
      ...(after === undefined ? {} : { missed: Math.max(0, sequence - after) }),
      ...(district && picture && (picture.surge.told || isCrowded(picture.incidents.size))
        ? { surge: this.#surgeOf(picture, district) }
        : {}),
    };
  }

  async #load(district: DistrictRegistry): Promise<void> {
    const { redis } = this.#parts;
    const { shard } = district;
    // The end of the feed first: what is decided while the states are read is applied once more, which changes nothing.
    const sequence = await feedEnd(redis, shard);
    const [open, closed] = await Promise.all([
      readOpen(redis, shard, { replay }),
      readClosed(redis, shard, closedShown, { replay }),
    ]);
    const incidents = new Map(
      [...open, ...closed].filter((one) => one.district === district.id).map((one) => [one.id as string, one]),
    );
    const surge = { lastAt: 0, changed: true, told: false, crowded: false };
    for (const one of incidents.values()) if (one.surge) surge.lastAt = Math.max(surge.lastAt, one.receivedAt);
    this.#pictures.set(district.id, { shard, sequence, incidents, surge });
    await this.#readWhereabouts(district);
  }

  async #reload(district: DistrictRegistry): Promise<void> {
    if (!this.#pictures.has(district.id)) await this.#load(district);
    else await this.#readWhereabouts(district);
    this.#tell(district.id, { type: 'registry', now: iso(this.#parts.clock.now()) });
    for (const [page, me] of this.#pages) if (me.district === district.id) this.#sendSnapshot(page, me);
  }

  async #readWhereabouts(district: DistrictRegistry): Promise<void> {
    const ids = district.bundle.responders.map(({ id }) => id);
    const positions = await readLatest(this.#parts.redis, district.shard, 'position', ids);
    const presences = await readLatest(this.#parts.redis, district.shard, 'presence', ids);
    ids.forEach((id, i) => {
      if (positions[i] !== undefined) this.#place('position', id, positions[i]);
      if (presences[i] !== undefined) this.#place('presence', id, presences[i]);
    });
  }

  async #follow(): Promise<void> {
    const { blocking, log } = this.#parts;
    while (!this.#stopped) {
      try {
        if (this.#otherServer) {
          this.#otherServer = false;
          await this.#resync(); // its feed may end before the one that we followed
        }
        const after = new Map([...this.#pictures.values()].map(({ shard, sequence }) => [shard, sequence]));
        if (after.size === 0) {
          await new Promise((done) => setTimeout(done, feedWaitMs)); // nothing imported yet; a registry change adds it
          continue;
        }
        const entries = await readFeed(blocking, after, feedWaitMs);
        for (const { shard, number, unknown } of entries) {
          if (unknown.length > 0) log.warn({ shard, number, unknown }, 'live: events that this program does not know');
          if (number > (after.get(shard) ?? 0) + 1)
            throw new Error(`the feed of ${shard} was trimmed before ${number}`);
          after.set(shard, number);
        }
        await this.#applyAll(entries);
      } catch (error) {
        if (this.#stopped) return;
        log.warn({ error: String(error) }, 'live: the feed could not be read, the picture is loaded again');
        await new Promise((done) => setTimeout(done, feedWaitMs));
        await this.#resync();
      }
    }
  }

  /** After an outage, or when it was too slow for the feed: everything again, to every page. */
  async #resync(): Promise<void> {
    try {
      for (const district of this.#parts.registry.all()) await this.#load(district);
      for (const [page, me] of this.#pages) this.#sendSnapshot(page, me);
      this.#devices.beat();
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'live: still no store'); // the next turn tries again
    }
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
    picture.sequence = number;
    picture.surge.changed = true;
    const ours = state?.district === id ? state : undefined;
    const known = ours && picture.incidents.get(ours.id);
    if (ours) {
      picture.incidents.set(ours.id, ours);
      if (ours.surge) picture.surge.lastAt = Math.max(picture.surge.lastAt, ours.receivedAt);
      if (ours.closed) this.#trim(picture);
    }
    const result = resultOf(entry);
    // In a crowd the pages are told by the second; what an officer did is seen at once.
    const told = !isCrowded(picture.incidents.size) || entry.events.some(({ by }) => by.startsWith('officer/'));
    if ((ours && told) || result) {
      const now = this.#parts.clock.now();
      const withWords = entry.events.some((event) => 'textId' in event || event.type === 'opened');
      const side = ours && withWords ? await readSide(this.#parts.redis, picture.shard, ours.id) : {};
      this.#tell(id, {
        type: 'change',
        sequence: number,
        now: iso(now),
        ...(ours ? { incident: incidentView(ours, district, now) } : {}),
        events: ours ? entry.events.map((event) => eventView(event, side)) : [],
        ...(result ? { result } : {}),
      });
    } else if (told) this.#beat(id);
    if (ours && told) {
      if (entry.events.some(({ type }) => type === 'opened')) this.#noteShown(id, [ours]);
      for (const [page, me] of this.#pages)
        if (!known || !isListed(me, known)) this.#noteReading(page, district, [ours], ours.id);
    }
    this.#devices.changed(ours, entry.devices);
    if (ours) this.#tellWallsSoon();
    if (entry.input) this.#answer(entry.input.key, entry.input.result);
  }

  /** For the proof of a press: it stood on an officer's page from now on. One that opens its page later sees it then. */
  #noteShown(district: string, incidents: readonly Incident[]): void {
    const shard = this.#parts.registry.district(district)?.shard;
    const shown = [...this.#pages.values()].some((me) => me.role === 'officer' && me.district === district);
    if (!shown || shard === undefined || this.#parts.limits.sparing()) return;
    const hops = incidents.map(({ id }) => ({ incident: id, hop: 'shown' as const }));
    noteHops(this.#parts.redis, shard, hops, this.#parts.clock.now()).catch((error: unknown) =>
      this.#parts.log.warn({ error: String(error) }, 'live: the hop of a proof was not kept'),
    );
  }

  /** For the access log: who a page shows, when it is opened and with each incident that comes; never with each frame. */
  #noteReading(page: Page, district: DistrictRegistry, all: readonly Incident[], incident?: string): void {
    const held = this.#heldBy.get(page);
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
      ...(incident === undefined ? {} : { incident }),
    });
  }

  /** And of each call that a phone shows. */
  #noteLegs(held: Held, legs: readonly MyLeg[]): void {
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

  /** Counts by courtyard while there is a surge or a crowd, and once more when it is over. */
  #tellSurge(id: string): void {
    const picture = this.#pictures.get(id);
    const district = this.#parts.registry.district(id);
    if (!picture || !district) return;
    const { surge } = picture;
    const crowded = isCrowded(picture.incidents.size);
    const view = this.#surgeOf(picture, district);
    if (!view.on && !crowded && !surge.told) return;
    if (!surge.changed && surge.told === (view.on || crowded)) return;
    const now = this.#parts.clock.now();
    const over = surge.crowded && !crowded;
    picture.surge = { ...surge, changed: false, told: view.on || crowded, crowded };
    if (over) {
      for (const [page, me] of this.#pages) if (me.district === id) this.#sendSnapshot(page, me);
      return;
    }
    const incidents = crowded
      ? { incidents: shownOf(picture, district).map((one) => incidentView(one, district, now)) }
      : {};
    if (crowded) {
      this.#noteShown(id, shownOf(picture, district));
      for (const page of this.#pages.keys()) this.#noteReading(page, district, shownOf(picture, district));
    }
    this.#tell(id, { type: 'surge', sequence: picture.sequence, now: iso(now), surge: view, ...incidents });
  }

  #surgeOf(picture: Picture, district: DistrictRegistry): SurgeView {
    const { forSeconds } = surgeRuleOf(district.bundle.policy);
    const on = this.#parts.clock.now() - picture.surge.lastAt < forSeconds * 1000;
    return surgeView(picture.incidents.values(), district, on);
  }

  #answer(key: string, result: string): void {
    for (const waiting of this.#waiting)
      if (waiting.key === key || key.startsWith(`${waiting.key}/`)) waiting.done(result);
  }

  #trim(picture: Picture): void {
    const closed = [...picture.incidents.values()]
      .filter((one) => one.closed !== undefined && one.legs.every((leg) => leg.receipted >= leg.revision))
      .sort((a, b) => (a.closed?.at ?? 0) - (b.closed?.at ?? 0));
    for (const old of closed.slice(0, Math.max(0, closed.length - closedShown))) picture.incidents.delete(old.id);
  }

  #onLatest(latest: Latest & { shard: ShardId }): void {
    if (latest.kind === 'health' || latest.kind === 'answered') return;
    for (const district of this.#parts.registry.all()) {
      const responder = district.shard === latest.shard ? district.responders.get(latest.id) : undefined;
      if (!responder) continue;
      const changed = this.#place(latest.kind, latest.id, latest.value);
      if (!changed) continue;
      this.#tellResponder(responder, district);
    }
  }

  #responderView(responder: Responder, district: DistrictRegistry): ResponderView {
    const onDuty = isOnDuty(responder, district, this.#parts.clock.now());
    this.#onDuty.set(responder.id, onDuty);
    return responderView(responder, this.#whereabouts.get(responder.id), onDuty);
  }

  #tellResponder(responder: Responder, district: DistrictRegistry): void {
    const now = iso(this.#parts.clock.now());
    this.#tell(district.id, { type: 'responder', now, responder: this.#responderView(responder, district) });
  }

  /** A shift begins or ends without anybody doing anything. */
  #tellShiftChanges(): void {
    for (const district of this.#parts.registry.all())
      for (const responder of district.bundle.responders)
        if (isOnDuty(responder, district, this.#parts.clock.now()) !== this.#onDuty.get(responder.id))
          this.#tellResponder(responder, district);
  }

  /** @returns false when nothing visible changed */
  #place(kind: Latest['kind'], id: string, value: unknown): boolean {
    const before = this.#whereabouts.get(id) ?? { connected: false };
    if (kind === 'position') {
      const said = keptPosition(value);
      if (!said) return false;
      this.#whereabouts.set(id, {
        ...before,
        position: [said.lon, said.lat],
        positionAt: this.#parts.clock.now(),
        said,
        connected: true,
      });
      return true;
    }
    const connected = typeof value === 'object' && value !== null && 'connected' in value && value.connected === true;
    this.#whereabouts.set(id, { ...before, connected });
    return before.connected !== connected;
  }

  #beat(only?: string): void {
    for (const [id, picture] of this.#pictures) {
      if (only !== undefined && only !== id) continue;
      if (isCrowded(picture.incidents.size)) this.#tellSurge(id); // or the beat's number would look like a gap
      this.#tell(id, { type: 'beat', sequence: picture.sequence, now: iso(this.#parts.clock.now()) });
    }
  }

  #tell(district: string, frame: LiveFrame): void {
    const texts = new Map<string, string>(); // one for all who see the same
    for (const [page, me] of this.#pages) {
      if (me.district !== district || !may(me.role, `frame.${frame.type}`)) continue;
      const who = me.role === 'health' ? `health/${me.responder}` : String(me.locked === true);
      const text = texts.get(who) ?? JSON.stringify(seenBy(me, frame));
      texts.set(who, text);
      this.#sendText(page, text);
    }
  }

  /** The auditor alarms when no officer has had a page of a district open for a minute. */
  async #sayWatched(): Promise<void> {
    const watched = new Set(
      [...this.#pages.values()].filter(({ role }) => role === 'officer').map((me) => me.district),
    );
    try {
      for (const district of watched)
        await setAnyway(this.#parts.redis, [[directoryKeys.watched(district), '1']], watchedMs);
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'live: not said that a page is open, the next beat tries again');
    }
  }

  #tellWallsSoon(): void {
    if (this.#wallsWait) return;
    this.#wallsWait = true;
    setTimeout(() => {
      this.#wallsWait = false;
      if (!this.#stopped) void this.#tellWalls();
    }, wallsEveryMs);
  }

  /** Counts only: a wall is sent nothing else. */
  async #tellWalls(): Promise<void> {
    const walls = [...this.#pages].filter(([, { role }]) => role === 'wall');
    for (const [page, me] of walls) {
      const id = me.district;
      const district = this.#parts.registry.district(id);
      if (!district) continue;
      try {
        const now = this.#parts.clock.now();
        const month = await monthOf(this.#parts.redis, district, now);
        const homes = (await readReadiness(this.#parts.redis, district.shard, id))?.homes;
        const covered = homes && {
          reachable: homes.filter(({ state }) => state !== 'not_covered').length,
          homes: homes.length,
        };
        const wall = wallView(district, this.open(id), { now, month, covered });
        this.#send(page, me, { type: 'wall', now: iso(now), timeZone: district.bundle.district.timeZone, wall });
      } catch (error) {
        this.#parts.log.warn({ error: String(error) }, 'live: the wall was not told, the next beat tries again');
      }
    }
  }

  #sendSnapshot(page: Page, me: Me): void {
    if (may(me.role, 'frame.snapshot')) this.#send(page, me, this.#snapshot(me, undefined));
  }

  /** A frame that no line of contracts/session/rights.ts gives to this role is not sent. */
  #send(page: Page, me: Me, frame: LiveFrame): void {
    if (may(me.role, `frame.${frame.type}`)) this.#sendText(page, JSON.stringify(seenBy(me, frame)));
  }

  #sendText(page: Page, text: string): void {
    if (page.bufferedAmount <= bufferedAtMost) page.send(text);
    else {
      this.#pages.delete(page);
      page.close(1013);
    }
  }
}

const seenBy = (me: Me, frame: LiveFrame): LiveFrame => listedFrame(me, me.locked ? lockedFrame(frame) : frame);

/** All of them, or in a crowd the most urgent of each courtyard and those that were closed last. */
function shownOf({ incidents }: Picture, district: DistrictRegistry): Incident[] {
  return isCrowded(incidents.size) ? mostUrgent(incidents.values(), district) : [...incidents.values()];
}

/** What became of an officer's command, for the page that sent it. */
function resultOf(entry: FeedEntry): { command: string; outcome: string; code?: string } | undefined {
  if (!entry.input?.key.startsWith('command/')) return undefined;
  const value = parsed(entry.input.result);
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return undefined;
  const command = entry.input.key.slice(entry.input.key.lastIndexOf('/') + 1);
  return { command, outcome: String(value.outcome), ...('code' in value ? { code: String(value.code) } : {}) };
}
