// The world that a decision sees: the registry's documents, the roads, and where people are right now. Kept in memory for
// each district, so that a decision reads nothing.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import type { Policy, Responder } from '../contracts/community.ts';
import { shards } from '../contracts/ids.ts';
import { Location } from '../contracts/messages.ts';
import type { LonLat } from '../contracts/position.ts';
import { buildRoads, type RoadNetwork } from '../geography/roads.ts';
import { readLatest, watchLatest } from '../store/latest.ts';
import type { DistrictRegistry, Registry } from '../store/registry.ts';
import type { World } from './domain/world.ts';
import type { WorldOf } from './shard.ts';

/** An older position is no longer where somebody is: their base counts instead. */
export const positionFreshMs = 120_000;

const LocationCheck = Compile(Location);
type Seen = { position: LonLat; at: number };
type Kept = { registry: DistrictRegistry; roads: RoadNetwork };

export class Worlds {
  readonly #kept = new Map<string, Kept>();
  readonly #seen = new Map<string, Seen>();
  readonly #registry: Registry;
  readonly #monotonic: () => number;

  private constructor(registry: Registry, monotonic: () => number) {
    this.#registry = registry;
    this.#monotonic = monotonic;
  }

  /** @param subscriber a connection of its own for positions as they come */
  static async start(
    registry: Registry,
    {
      redis,
      subscriber,
      monotonic = () => performance.now(),
    }: { redis: Redis; subscriber: Redis; monotonic?: () => number },
  ): Promise<Worlds> {
    const worlds = new Worlds(registry, monotonic);
    for (const district of registry.all()) {
      worlds.#keep(district);
      const ids = district.bundle.responders.map(({ id }) => id);
      const values = await readLatest(redis, district.shard, 'position', ids);
      for (const [i, id] of ids.entries()) worlds.#see(id, values[i]);
    }
    registry.onChange((district) => worlds.#keep(district));
    await watchLatest(subscriber, shards, ({ kind, id, value }) => {
      if (kind === 'position') worlds.#see(id, value);
    });
    return worlds;
  }

  /** Lends a district's world to a decision. Throws for a district that is not in the registry: its input is set aside. */
  readonly worldOf: WorldOf = (district, busy) => {
    const kept = this.#kept.get(district);
    if (!kept) throw new Error(`district ${district} is not in the registry`);
    const { registry, roads } = kept;
    const { policy } = registry.bundle;
    const world: World = {
      policy,
      responders: registry.bundle.responders,
      responder: (id) => registry.responders.get(id),
      homeOf: (device) => registry.homeOf(device),
      door: (home) => registry.door(home),
      travelSeconds: (responder, to) =>
        roads.travelSeconds(
          this.#positionOf(responder),
          to,
          speedOf(responder, policy),
          policy.speeds.footMetresPerSecond,
        ),
      busy,
    };
    return world;
  };

  /** Where an input goes that belongs to no district that we know. */
  defaultDistrict(): string {
    return this.#registry.defaultDistrict()?.id ?? '';
  }

  #keep(registry: DistrictRegistry): void {
    const before = this.#kept.get(registry.id);
    const same = JSON.stringify(before?.registry.bundle.roads) === JSON.stringify(registry.bundle.roads);
    this.#kept.set(registry.id, { registry, roads: before && same ? before.roads : buildRoads(registry.bundle.roads) });
  }

  #see(id: string, value: unknown): void {
    if (LocationCheck.Check(value)) this.#seen.set(id, { position: [value.lon, value.lat], at: this.#monotonic() });
  }

  #positionOf(responder: Responder): LonLat {
    const seen = this.#seen.get(responder.id);
    return seen && this.#monotonic() - seen.at < positionFreshMs ? seen.position : responder.base;
  }
}

const speedOf = (responder: Responder, policy: Policy): number =>
  responder.means === 'bicycle' ? policy.speeds.bicycleMetresPerSecond : policy.speeds.footMetresPerSecond;
