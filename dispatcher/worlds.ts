// The world that a decision sees: the registry's documents, the roads, the roster, where people are right now and whose
// phone is connected. Kept in memory for each district, so that a decision reads nothing.
import { setImmediate as breathe } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { isSameCode } from '../contracts/asWritten.ts';
import { at, type EpochMs, shards } from '../contracts/ids.ts';
import type { Responder } from '../contracts/office/community.ts';
import type { Policy } from '../contracts/office/policy.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween } from '../geography/distance.ts';
import { readCredentials } from '../store/directory.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { cardSaid } from '../store/doorCards.ts';
import { append } from '../store/intake.ts';
import { keptPosition, readLatest, watchLatest } from '../store/latest.ts';
import type { Registry } from '../store/registry.ts';
import { Knowledge } from './domain/knowledge.ts';
import { outsideOf } from './domain/reach.ts';
import type { Roster } from './domain/roster/roster.ts';
import { sightingOf } from './domain/sighting.ts';
import type { World } from './domain/world.ts';
import type { WorldOf } from './lent.ts';

const PresenceCheck = Compile(Type.Object({ connected: Type.Boolean() }));

/** `at`: when somebody was there, by our monotonic clock. */
type Seen = { position: LonLat; at: number };
/**
 * A district in memory. `roster`: that of the documents, or for as long as it is being worked out the one before them.
 * `logins`: people with a login of their own.
 */
type Kept = { registry: DistrictRegistry; knows: Knowledge; roster: Roster; logins: ReadonlySet<string> };

/** Rosters are looked at so often whether they still reach far enough ahead; they reach for days. */
const rosterEveryMs = 3_600_000;

export class Worlds {
  readonly #kept = new Map<string, Kept>();
  readonly #seen = new Map<string, Seen>();
  readonly #connected = new Set<string>();
  readonly #registry: Registry;
  readonly #redis: Redis;
  readonly #monotonic: () => number;
  readonly #now: () => number;

  private constructor(registry: Registry, redis: Redis, clocks: { monotonic: () => number; now: () => number }) {
    this.#registry = registry;
    this.#redis = redis;
    this.#monotonic = clocks.monotonic;
    this.#now = clocks.now;
  }

  /**
   * @param subscriber a connection of its own for positions and presence as they come
   * @param now wall clock, ms
   * @param onError told when the logins or the roster of a changed district cannot be read; the last known ones stay in use
   */
  static async start(
    registry: Registry,
    {
      redis,
      subscriber,
      monotonic = () => performance.now(),
      now = () => Date.now(),
      onError,
    }: {
      redis: Redis;
      subscriber: Redis;
      monotonic?: () => number;
      now?: () => number;
      onError: (error: unknown) => void;
    },
  ): Promise<Worlds> {
    const worlds = new Worlds(registry, redis, { monotonic, now });
    for (const district of registry.all()) {
      await worlds.#keep(district);
      const ids = district.bundle.responders.map(({ id }) => id);
      const [positions, presences] = await Promise.all([
        readLatest(redis, district.shard, 'position', ids),
        readLatest(redis, district.shard, 'presence', ids),
      ]);
      for (const [i, id] of ids.entries()) {
        worlds.#see(id, positions[i], now());
        worlds.#meet(id, presences[i]);
      }
    }
    registry.onChange((district) => void worlds.#keep(district).catch(onError));
    setInterval(() => void worlds.#lookAhead().catch(onError), rosterEveryMs).unref();
    await watchLatest(subscriber, shards, ({ kind, id, value }) => {
      if (kind === 'position') worlds.#see(id, value);
      else if (kind === 'presence') worlds.#meet(id, value);
    });
    return worlds;
  }

  /** Lends a district's world to a decision. Throws for a district that is not in the registry: its input is set aside. */
  readonly worldOf: WorldOf = (district, known) => {
    const kept = this.#kept.get(district);
    if (!kept) throw new Error(`district ${district} is not in the registry`);
    const { registry, knows, roster } = kept;
    const { policy } = knows;
    const world: World = {
      policy,
      minuteOfDay: knows.minuteOfDay,
      instantOf: knows.instantOf,
      responder: (id) => knows.responders.get(id),
      holders: (role) => knows.holders(role),
      onDuty: (responder, now) => roster.onDuty(responder, now),
      engagements: known.engagements,
      elsewhere: known.elsewhere,
      lacking: known.lacking,
      nextOnDuty: (now) => earliestOf([roster.nextStart(now), ...registry.bundle.responders.map(switchEnds(now))]),
      nightDesk: (now) =>
        registry.bundle.responders.filter(({ nightDeskUntil }) => nightDeskUntil !== undefined && now < nightDeskUntil),
      canTalk: (home) => !registry.residentsOf(home).every(({ cannotTalk }) => cannotTalk === true),
      isSurge: known.isSurge,
      reach: (responder) => ({
        connected: this.#connected.has(responder.id),
        app: responder.simulated || kept.logins.has(responder.id),
        outside: outsideOf(responder, policy),
      }),
      travelSeconds: (responder, to) => knows.travelSeconds(responder, this.#positionOf(responder, policy), to),
      isFresh: (id) => this.#freshOf(id, policy) !== undefined,
      homeOf: (device) => registry.homeOf(device),
      isCarried: (device) => registry.devices.get(device)?.resident !== undefined,
      place: (home) => knows.places.get(home),
      neighbours: (grid) => knows.neighbours(grid),
      fix: known.fix,
      metres: metresBetween,
      provesPresence: (home, by, code) => {
        const [door, people] = [registry.homes.get(home), registry.residentsOf(home)];
        const isDoor = door?.doorCode !== undefined && isSameCode(door.doorCode, code);
        const proves = by === 'door_code' ? isDoor : people.some(cardSaid(code));
        const asked =
          by === 'door_code' ? { fields: ['doorCode'], of: [door] } : { fields: ['card', 'doorCard'], of: people };
        const isLocked = asked.of.some((one) => asked.fields.some((field) => one?.locked?.includes(field)));
        return proves || (isLocked ? undefined : false);
      },
      contacts: (home) =>
        registry
          .residentsOf(home)
          .flatMap(({ id, contacts }) =>
            contacts.map(({ agreed = [] }, contact) => ({ resident: id, contact, agreed })),
          ),
    };
    return world;
  };

  /** Where an input goes that belongs to no district that we know. */
  defaultDistrict(): string {
    return this.#registry.defaultDistrict()?.id ?? '';
  }

  /** Is somebody's phone, or a device, connected? */
  isConnected(id: string): boolean {
    return this.#connected.has(id);
  }

  /** What somebody's switch changes holds at once; a changed roster holds as soon as it is worked out. */
  async #keep(registry: DistrictRegistry): Promise<void> {
    const { bundle, id } = registry;
    const before = this.#kept.get(id);
    const knows = new Knowledge(bundle, before?.knows);
    const kept = {
      registry,
      knows,
      roster: before?.roster ?? knows.roster,
      logins: before?.logins ?? new Set<string>(),
    };
    this.#kept.set(id, kept);
    await Promise.all([this.#readLogins(kept), this.#prepare(kept)]);
    if (before) await this.#tellWhoCame(kept, before);
  }

  /** Their switch may have been decided before the changed documents were read here: open incidents are looked at once more. */
  async #tellWhoCame({ registry, knows }: Kept, before: Kept): Promise<void> {
    const now = at(this.#now());
    for (const person of registry.bundle.responders) {
      const known = before.knows.responders.get(person.id);
      const was = known !== undefined && before.roster.onDuty(known, now);
      if (was || !knows.roster.onDuty(person, now)) continue;
      const came = { district: registry.id, responder: person.id, by: 'policy', id: ulid(), onDuty: true };
      await append(this.#redis, registry.shard, { v: 1, kind: 'duty', ...came });
    }
  }

  async #readLogins({ registry, knows }: Kept): Promise<void> {
    const ids = registry.bundle.responders.map(({ id }) => id);
    const credentials = await readCredentials(this.#redis, ids);
    const logins = new Set(ids.filter((_, i) => credentials[i] !== undefined));
    const kept = this.#kept.get(registry.id);
    if (kept?.knows === knows) this.#kept.set(registry.id, { ...kept, logins }); // else it was found out for older documents
  }

  async #prepare({ registry, knows }: Kept): Promise<void> {
    const { roster } = knows;
    await roster.prepare(at(this.#now()), breathe);
    const kept = this.#kept.get(registry.id);
    if (kept?.knows.roster === roster) this.#kept.set(registry.id, { ...kept, roster });
  }

  async #lookAhead(): Promise<void> {
    for (const kept of this.#kept.values()) await this.#prepare(kept);
  }

  /** @param keptUntil of a position that was kept: the wall clock as it was read */
  #see(id: string, value: unknown, keptUntil?: number): void {
    const knows = this.#knowing(id);
    const kept = keptPosition(value);
    const seen = knows && kept && sightingOf(kept, knows, keptUntil === undefined ? undefined : at(keptUntil));
    if (!seen) return; // what was known before holds until it is too old
    const when = this.#monotonic() - seen.ageMs;
    if (when >= (this.#seen.get(id)?.at ?? Number.NEGATIVE_INFINITY))
      this.#seen.set(id, { position: seen.position, at: when });
  }

  #knowing(responder: string): Knowledge | undefined {
    for (const { knows } of this.#kept.values()) if (knows.responders.has(responder)) return knows;
    return undefined;
  }

  #meet(id: string, value: unknown): void {
    if (PresenceCheck.Check(value) && value.connected) this.#connected.add(id);
    else this.#connected.delete(id);
  }

  #freshOf(id: string, policy: Policy): LonLat | undefined {
    const seen = this.#seen.get(id);
    return seen && this.#monotonic() - seen.at < policy.positionFreshSeconds * 1000 ? seen.position : undefined;
  }

  #positionOf(responder: Responder, policy: Policy): LonLat {
    return this.#freshOf(responder.id, policy) ?? responder.base;
  }
}

/** When somebody's own switch runs out: the roster may count on them then. */
const switchEnds =
  (now: EpochMs) =>
  ({ dutyUntil }: Responder): EpochMs | undefined =>
    dutyUntil !== undefined && dutyUntil > now ? at(dutyUntil) : undefined;

function earliestOf(instants: readonly (EpochMs | undefined)[]): EpochMs | undefined {
  let first: EpochMs | undefined;
  for (const one of instants) if (one !== undefined && (first === undefined || one < first)) first = one;
  return first;
}
