// The world that a decision sees: the registry's documents, the roads, the roster, where people are right now and whose
// phone is connected. Kept in memory for each district, so that a decision reads nothing.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Responder } from '../contracts/community.ts';
import { shards } from '../contracts/ids.ts';
import { Location } from '../contracts/messages.ts';
import type { Channel, Policy } from '../contracts/policy.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween } from '../geography/distance.ts';
import { readCredentials } from '../store/directory.ts';
import { readLatest, watchLatest } from '../store/latest.ts';
import type { DistrictRegistry, Registry } from '../store/registry.ts';
import { Knowledge } from './domain/knowledge.ts';
import type { World } from './domain/world.ts';
import type { WorldOf } from './shard.ts';

const LocationCheck = Compile(Location);
const PresenceCheck = Compile(Type.Object({ connected: Type.Boolean() }));

type Seen = { position: LonLat; at: number };
/** A district in memory. `logins`: people with a login of their own. */
type Kept = { registry: DistrictRegistry; knows: Knowledge; logins: ReadonlySet<string> };

export class Worlds {
  readonly #kept = new Map<string, Kept>();
  readonly #seen = new Map<string, Seen>();
  readonly #connected = new Set<string>();
  readonly #registry: Registry;
  readonly #redis: Redis;
  readonly #monotonic: () => number;

  private constructor(registry: Registry, redis: Redis, monotonic: () => number) {
    this.#registry = registry;
    this.#redis = redis;
    this.#monotonic = monotonic;
  }

  /**
   * @param subscriber a connection of its own for positions and presence as they come
   * @param onError told when the logins of a changed district cannot be read; the last known ones stay in use
   */
  static async start(
    registry: Registry,
    {
      redis,
      subscriber,
      monotonic = () => performance.now(),
      onError,
    }: { redis: Redis; subscriber: Redis; monotonic?: () => number; onError: (error: unknown) => void },
  ): Promise<Worlds> {
    const worlds = new Worlds(registry, redis, monotonic);
    for (const district of registry.all()) {
      await worlds.#keep(district);
      const ids = district.bundle.responders.map(({ id }) => id);
      const [positions, presences] = await Promise.all([
        readLatest(redis, district.shard, 'position', ids),
        readLatest(redis, district.shard, 'presence', ids),
      ]);
      for (const [i, id] of ids.entries()) {
        worlds.#see(id, positions[i]);
        worlds.#meet(id, presences[i]);
      }
    }
    registry.onChange((district) => void worlds.#keep(district).catch(onError));
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
    const { registry, knows } = kept;
    const { policy } = knows;
    const world: World = {
      policy,
      minuteOfDay: knows.minuteOfDay,
      responder: (id) => knows.responders.get(id),
      holders: (role) => knows.holders(role),
      onDuty: (responder, now) => knows.roster.onDuty(responder, now),
      engagements: known.engagements,
      elsewhere: known.elsewhere,
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
      provesPresence: (home, by, code) =>
        by === 'door_code'
          ? registry.homes.get(home)?.doorCode === code
          : registry.residentsOf(home).some(({ card }) => card === code),
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

  async #keep(registry: DistrictRegistry): Promise<void> {
    const { bundle } = registry;
    const before = this.#kept.get(registry.id);
    const same = JSON.stringify(before?.registry.bundle.roads) === JSON.stringify(bundle.roads);
    const kept: Kept = {
      registry,
      knows: new Knowledge(bundle, before && same ? before.knows.roads : undefined),
      logins: before?.logins ?? new Set(),
    };
    this.#kept.set(registry.id, kept);
    const ids = bundle.responders.map(({ id }) => id);
    const credentials = await readCredentials(this.#redis, ids);
    const logins = new Set(ids.filter((_, i) => credentials[i] !== undefined));
    if (this.#kept.get(registry.id) === kept) this.#kept.set(registry.id, { ...kept, logins });
  }

  #see(id: string, value: unknown): void {
    if (LocationCheck.Check(value)) this.#seen.set(id, { position: [value.lon, value.lat], at: this.#monotonic() });
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

/** Ways to somebody besides the app: those that the district has a gateway for, and that need only a telephone number. */
const outsideOf = ({ phone }: Responder, { channels }: Policy): Channel[] =>
  phone === undefined ? [] : channels.filter((channel) => channel !== 'app');
