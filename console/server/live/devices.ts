// Phones and tablets that are connected to this console: each is sent all that it must show, at each change and with each
// beat, so that nothing rests on what a connection remembers (docs/decisions/011).

import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import { officerIn } from '../../../contracts/incident/actor.ts';
import { deliveryOf } from '../../../contracts/incident/delivery.ts';
import type { EndedLeg, MyLeg } from '../../../contracts/incident/myLegs.ts';
import { isOrder } from '../../../contracts/incident/orders.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import { parsed } from '../../../contracts/json.ts';
import { LonLat } from '../../../contracts/position.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { noteHops, sentHop } from '../../../store/hops.ts';
import { readDeviceStates, readInbox } from '../../../store/inbox.ts';
import { putLatest, tellLatest } from '../../../store/latest.ts';
import type { Limits } from '../../../store/limits.ts';
import { readLog, readSide } from '../../../store/log.ts';
import { onceMore } from '../../../store/onceMore.ts';
import type { Registry } from '../../../store/registry.ts';
import { languageOf, stateMessage } from '../../../wording/spoken.ts';
import type { ServerClock } from '../clock.ts';
import { groupsOf, inGroup, listed, type MyGroup, type Shown } from '../incident/myGroups.ts';
import { type Aside, endedLeg, myLeg, openedBy, shownLegs } from '../incident/myLegs.ts';
import { seal } from '../incident/seal.ts';
import { eventView } from '../incident/views.ts';
import { isOnDuty } from '../office/duty.ts';

/** Three missed beats and nobody is there any more. */
const presenceMs = 16_000;
/** Asides of so many incidents are kept; more than are ever on at once on the phones of one console. */
const asidesKept = 500;

/** In a surge a phone is told of what changed within so long. */
const togetherMs = 1_000;

const LonLatCheck = Compile(LonLat);

export type DevicesParts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  limits: Pick<Limits, 'sparing'>;
  log: Pick<Logger, 'warn'>;
  /** incidents of a district that are open, or closed with somebody still to be told */
  incidents(district: string): Iterable<Incident>;
};

/** `keys`: what opens the boxes of the legs, by incident/leg. */
type MyLegs = { legs: MyLeg[]; keys: Record<string, string>; ended: EndedLeg[] };

type Send = (frame: LiveFrame) => void;
type Shows = (legs: readonly MyLeg[]) => void;
type Connected = {
  me: Me;
  send: Send | undefined;
  shows: Shows | undefined;
  refresh(): void;
  noted: Set<string>;
};

export class Devices {
  readonly #parts: DevicesParts;
  readonly #connected = new Map<object, Connected>();
  readonly #asides = new Map<string, { seq: number; aside: Aside }>();

  constructor(parts: DevicesParts) {
    this.#parts = parts;
  }

  /**
   * A page of a responder or a button has come.
   * @param send left out for a desk, which follows the whole picture
   * @param shows told of all that a phone shows, each time
   */
  join(page: object, me: Me, send?: Send, shows?: Shows): void {
    const one: Connected = {
      me,
      send,
      shows,
      // One look for a page at a time. A desk needs none.
      refresh: onceMore(
        () => this.#refresh(one),
        (error) => this.#parts.log.warn({ error: String(error) }, 'devices: not sent, the next beat tries again'),
      ),
      noted: new Set(),
    };
    this.#connected.set(page, one);
    one.refresh();
    void this.#present(me, true);
  }

  leave(page: object): void {
    const gone = this.#connected.get(page);
    this.#connected.delete(page);
    const id = gone && idOf(gone.me);
    if (gone && ![...this.#connected.values()].some(({ me }) => idOf(me) === id)) void this.#present(gone.me, false);
  }

  /** An incident has changed: whoever is on it learns of it. */
  changed(incident: Incident | undefined, devices: readonly string[]): void {
    const people = new Set(incident?.legs.map((leg) => leg.responder));
    for (const one of this.#connected.values()) {
      const { responder, device } = one.me;
      if ((responder !== undefined && people.has(responder)) || (device !== undefined && devices.includes(device)))
        one.refresh();
    }
  }

  /** Everything again to everybody, and that they are there. */
  beat(): void {
    for (const one of this.#connected.values()) {
      one.refresh();
      void this.#present(one.me, true);
    }
  }

  /** What the phone of a responder must show now. */
  async legs(me: Me, district: DistrictRegistry): Promise<MyLegs> {
    const now = this.#parts.clock.now();
    const incidents = [...this.#parts.incidents(district.id)];
    const all = incidents.flatMap((incident) =>
      shownLegs(incident, me.responder ?? '').map((leg) => ({ incident, leg })),
    );
    const groups = all.some(({ leg }) => leg.group !== undefined)
      ? await this.#groupsOf(all, me.responder ?? '', district)
      : new Map<string, MyGroup>();
    const keys: Record<string, string> = {};
    const shown = listed(all).map(async ({ incident, leg }) => {
      const aside = await this.#asideOf(incident, district);
      const mine = inGroup(myLeg(leg, incident, district, now, aside), groups.get(leg.group ?? ''));
      const opened = openedBy(leg, incident, district, now, aside);
      if (opened === undefined) return mine;
      const name = `${incident.id}/${leg.id}`;
      const { box, key } = seal(`${leg.responder}/${name}`, JSON.stringify(opened));
      keys[name] = key;
      return { ...mine, box };
    });
    const order = { active: 0, offer: 1, stand_down: 2 };
    const legs = (await Promise.all(shown)).sort(
      (a, b) => order[a.kind] - order[b.kind] || a.priority - b.priority || (a.receivedAt < b.receivedAt ? -1 : 1),
    );
    const ended = incidents.flatMap((incident) =>
      incident.legs.flatMap((leg) =>
        leg.responder === me.responder ? (endedLeg(leg, incident, district, now) ?? []) : [],
      ),
    );
    const on = new Set<string>(legs.flatMap(({ kind, incident }) => (kind === 'active' ? [incident] : [])));
    const once = ended.filter(
      ({ incident }, i) => !on.has(incident) && ended.findIndex((one) => one.incident === incident) === i,
    );
    return { legs, keys, ended: once };
  }

  /** Of each group how many, and the delivery that an answer to all of it names. */
  async #groupsOf(all: readonly Shown[], responder: string, district: DistrictRegistry): Promise<Map<string, MyGroup>> {
    const inbox = await readInbox(this.#parts.redis, district.shard, `r/${responder}`);
    const untold = new Map(inbox.flatMap(({ group, delivery }) => (group ? [[group.id, delivery] as const] : [])));
    return groupsOf(all, district, untold);
  }

  async #refresh(one: Connected): Promise<void> {
    if (!one.send) return;
    const frame = await this.#frame(one.me);
    if (frame) one.send(frame);
    if (frame?.type !== 'legs') return;
    one.shows?.(frame.legs);
    await this.#noteSent(one, frame.legs);
    // A phone with hundreds of calls changes by the moment: it is told of them together.
    if (frame.legs.some(({ group }) => group !== undefined)) await wait(togetherMs);
  }

  /** For the proof of a press: when this page was first sent each thing that it must confirm. */
  async #noteSent(one: Connected, legs: readonly MyLeg[]): Promise<void> {
    const district = this.#parts.registry.district(one.me.district);
    const sent = ({ incident, leg, revision }: MyLeg): string => deliveryOf(incident, { id: leg, revision });
    const first = legs.filter((leg) => !leg.receipted && !one.noted.has(sent(leg)));
    if (!district || first.length === 0 || this.#parts.limits.sparing()) return;
    one.noted = new Set(legs.map(sent));
    const hops = first.map(({ incident, leg, revision }) => ({ incident, hop: sentHop(leg, revision, 'page') }));
    await noteHops(this.#parts.redis, district.shard, hops, this.#parts.clock.now());
  }

  async #frame(me: Me): Promise<LiveFrame | undefined> {
    const district = this.#parts.registry.district(me.district);
    if (!district) return undefined;
    const now = iso(this.#parts.clock.now());
    const { demo, timeZone } = district.bundle.district;
    if (me.device !== undefined) {
      const [record] = await readDeviceStates(this.#parts.redis, district.shard, [me.device]);
      return {
        type: 'button',
        now,
        timeZone,
        demo,
        language: languageOf(me.device, district),
        ...(record ? { state: stateMessage(record, me.device, district) } : {}),
      };
    }
    const responder = district.responders.get(me.responder ?? '');
    const onDuty = responder !== undefined && isOnDuty(responder, district, this.#parts.clock.now());
    const { legs, keys, ended } = await this.legs(me, district);
    return {
      type: 'legs',
      now,
      me,
      timeZone,
      demo,
      onDuty,
      legs,
      ...(Object.keys(keys).length > 0 ? { keys } : {}),
      ...(ended.length > 0 ? { ended } : {}),
    };
  }

  async #asideOf(incident: Incident, district: DistrictRegistry): Promise<Aside> {
    const known = this.#asides.get(incident.id);
    if (known?.seq === incident.seq) return known.aside;
    const { redis } = this.#parts;
    const side = await readSide(redis, district.shard, incident.id);
    const words = Object.keys(side).some((id) => id !== 'spot' && !isOrder(id));
    const events = words ? await readLog(redis, district.shard, incident.id) : [];
    const fix = incident.spot === 'fix' ? parsed(side.spot) : undefined;
    const aside: Aside = {
      advice: events
        .filter(({ type }) => type === 'advised')
        .map((event) => eventView(event, side))
        .flatMap(({ at, by, text }) => (text === undefined ? [] : [{ at, by: officerIn(by), text }])),
      fix: LonLatCheck.Check(fix) ? fix : undefined,
    };
    if (this.#asides.size >= asidesKept) this.#asides.clear();
    this.#asides.set(incident.id, { seq: incident.seq, aside });
    return aside;
  }

  async #present(me: Me, connected: boolean): Promise<void> {
    const district = this.#parts.registry.district(me.district);
    const id = idOf(me);
    if (!district || id === undefined) return;
    const value = { connected, at: this.#parts.clock.now() };
    try {
      const latest = { kind: 'presence' as const, id, value };
      if (this.#parts.limits.sparing() && me.responder === undefined)
        await tellLatest(this.#parts.redis, district.shard, latest);
      else await putLatest(this.#parts.redis, district.shard, latest, presenceMs);
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'devices: presence not stored, the next beat tries again');
    }
  }
}

const idOf = ({ responder, device }: Me): string | undefined => responder ?? device;
