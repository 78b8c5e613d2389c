// Home Assistants that are shown buttons of ours: sources of that family whose document names them (`shows`), connected here. Each is told on its own connection, of what it
// listens to, and nobody else is: nothing is published, so nothing is there for another login to hear (docs/decisions/048).
import type { Client } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { sourceOf } from '../contracts/office/source.ts';
import { readDeviceStates } from '../store/inbox.ts';
import { readLatest } from '../store/latest.ts';
import type { Registry } from '../store/registry.ts';
import { announced, fits, type Shown, type ShownDevice, standing, withdrawn } from './discovery.ts';
import type { Session } from './sessions.ts';

/** A battery has time, and a call is told at the desk and by the button itself. */
const lookEveryMs = 5_000;

type Listening = { session: Session; filters: Set<string>; shown: readonly string[]; sent: Map<string, string> };
type Parts = { redis: Redis; registry: Registry; log: Pick<Logger, 'warn'> };

export class HomeAssistants {
  readonly #parts: Parts;
  readonly #listening = new Map<Client, Listening>();
  readonly #timer: NodeJS.Timeout;
  #isLooking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
  }

  /** It listens to these from now on, and is told again what lies there, as one that starts anew wants it. */
  listen(session: Session, filters: readonly string[]): void {
    const one = this.#listening.get(session.client) ?? { session, filters: new Set(), shown: [], sent: new Map() };
    for (const filter of filters) {
      one.filters.add(filter);
      for (const topic of [...one.sent.keys()]) if (fits(filter, topic)) one.sent.delete(topic);
    }
    this.#listening.set(session.client, one);
    void this.look();
  }

  end(client: Client): void {
    this.#listening.delete(client);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listening.clear();
  }

  /** One round over all that listen. */
  async look(): Promise<void> {
    if (this.#isLooking) return; // the round that goes on, or the next one, tells it
    this.#isLooking = true;
    try {
      for (const one of this.#listening.values()) await this.#tell(one);
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'broker: a home assistant was not told, again in 5 s');
    } finally {
      this.#isLooking = false;
    }
  }

  async #tell(one: Listening): Promise<void> {
    const { registry, redis } = this.#parts;
    const { credential, shard } = one.session;
    const district = registry.district(credential.district);
    const named = district?.sources.get(sourceOf(credential.id) ?? '')?.shows ?? [];
    const shown = named.filter((id) => district?.devices.has(id));
    const gone = one.shown.filter((id) => !shown.includes(id)).flatMap(withdrawn);
    one.shown = shown;
    const [health, presence, states] = await Promise.all([
      readLatest(redis, shard, 'health', shown),
      readLatest(redis, shard, 'presence', shown),
      readDeviceStates(redis, shard, shown),
    ]);
    const now = shown.flatMap((id, i) => {
      const { battery, batteryLow } = fieldsOf(health[i]);
      const connected = fieldsOf(presence[i]).connected === true;
      const device: ShownDevice = {
        connected,
        battery: typeof battery === 'number' ? battery : undefined,
        batteryLow: typeof batteryLow === 'boolean' ? batteryLow : undefined,
        call: states[i]?.state,
      };
      return [...announced(id), standing(id, device)];
    });
    for (const message of [...gone, ...now]) send(one, message);
  }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** What it listens to and does not have yet. Marked as kept, as it is on a broker that keeps: it is how things stand, and no event. */
function send({ session: { client }, filters, sent }: Listening, { topic, payload }: Shown): void {
  if (client.closed || sent.get(topic) === payload) return;
  if (![...filters].some((filter) => fits(filter, topic))) return;
  sent.set(topic, payload);
  client.publish({ cmd: 'publish', topic, payload, qos: 1, retain: true, dup: false }, () => {});
}
