// The sources of every district, each with the door that it needs: opened, changed and closed as the registry changes.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Source } from '../contracts/office/source.ts';
import type { BucketRule } from '../store/buckets.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { openForeignDoor } from '../store/foreign/door.ts';
import type { Limits } from '../store/limits.ts';
import type { Registry } from '../store/registry.ts';
import { openHttpDoor } from './http.ts';
import type { DoorParts, OpenDoor, SourceOf } from './parts.ts';
import { watchSources } from './silence.ts';
import { subscribeTo } from './subscription.ts';
import { listenFor } from './tcp.ts';

export type ReceiverParts = {
  redis: Redis;
  registry: Registry;
  replicas: number;
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  pressRule: BucketRule;
  log: Logger;
  /** where requests come in, passed on by the console */
  socket: string;
  /** on which address devices that speak TCP are listened for */
  host: string;
  /** ports that are ours: no source listens there */
  ownPorts: readonly number[];
};

export type Receiver = { stop(): Promise<void> };

/** @throws when the socket for requests cannot be listened on; a source that cannot be opened costs itself alone */
export async function startReceiver(parts: ReceiverParts): Promise<Receiver> {
  const { registry, log } = parts;
  const door = openForeignDoor(parts);
  const doorParts: DoorParts = {
    redis: parts.redis,
    log,
    door,
    find: (id, source) => {
      const district = registry.district(id);
      const found = district?.sources.get(source);
      return district && found ? { district, source: found } : undefined;
    },
  };
  const http = await openHttpDoor({ ...doorParts, registry, socket: parts.socket });
  const doors = new Doors(doorParts, parts);
  const refit = (): void => doors.fit(registry.all());
  refit();
  const unfollow = registry.onChange(refit);
  const again = setInterval(refit, againMs); // a port that was taken, a key that was missing
  const silence = watchSources({ ...parts, registry, whyNot: (key) => doors.whyNot(key) });
  return {
    stop: async () => {
      unfollow();
      clearInterval(again);
      silence.stop();
      await Promise.all([http.stop(), doors.stop()]);
      door.stop();
    },
  };
}

/** What could not be opened is tried again so often. */
const againMs = 10_000;

/** What a door is opened with: when it changes, the door is opened anew. */
const openedWith = ({ id, family, door, base, url, username, secret, port }: Source): string =>
  JSON.stringify([id, family, door, base, url, username, secret, port]);

/** The doors that stand open, by district and source. */
class Doors {
  readonly #parts: DoorParts;
  readonly #where: Pick<ReceiverParts, 'host' | 'ownPorts'>;
  readonly #failed = new Map<string, string>();
  readonly #open = new Map<string, { as: string; door: OpenDoor }>();
  /** Opening and closing, one after the other: a port is free only once its door is closed. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: DoorParts, where: Pick<ReceiverParts, 'host' | 'ownPorts'>) {
    this.#parts = parts;
    this.#where = where;
  }

  /** What is wrong with the door of a source; undefined: nothing. @param key `district/source` */
  whyNot(key: string): string | undefined {
    return this.#failed.get(key) ?? this.#open.get(key)?.door.why?.();
  }

  fit(districts: readonly DistrictRegistry[]): void {
    const wanted = new Map(
      districts.flatMap((district) =>
        [...district.sources.values()]
          .filter(({ door }) => door === 'mqtt' || door === 'tcp')
          .map((source) => [`${district.id}/${source.id}`, { district, source }] as const),
      ),
    );
    this.#work = this.#work
      .then(() => this.#fitTo(wanted))
      .catch((error: unknown) => this.#parts.log.error({ error: String(error) }, 'receiver: doors were not fitted'));
  }

  async stop(): Promise<void> {
    await this.#work;
    await Promise.all([...this.#open.values()].map(({ door }) => door.stop()));
  }

  async #fitTo(wanted: ReadonlyMap<string, SourceOf>): Promise<void> {
    for (const [key, { as, door }] of [...this.#open]) {
      const still = wanted.get(key);
      if (still && openedWith(still.source) === as) continue;
      this.#open.delete(key);
      await door.stop();
    }
    for (const key of this.#failed.keys()) if (!wanted.has(key)) this.#failed.delete(key);
    for (const [key, one] of wanted) {
      if (this.#open.has(key)) continue;
      this.#failed.delete(key);
      const door = await this.#openFor(one).catch((error: unknown) => {
        this.#failed.set(key, error instanceof Error ? error.message : String(error));
        this.#parts.log.error({ source: one.source.id, error: String(error) }, 'receiver: a source cannot be opened');
        return undefined;
      });
      if (door) this.#open.set(key, { as: openedWith(one.source), door });
    }
  }

  /** @throws when it cannot be opened now */
  async #openFor(one: SourceOf): Promise<OpenDoor> {
    const { host, ownPorts } = this.#where;
    if (one.source.locked) throw new Error('its secret is locked: the key is missing');
    if (ownPorts.includes(one.source.port ?? 0)) throw new Error(`port ${one.source.port} is our own`);
    return one.source.door === 'mqtt' ? subscribeTo(this.#parts, one) : listenFor(this.#parts, { ...one, host });
  }
}
