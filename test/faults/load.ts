// The steady load of a run: residents with buttons, responders with phones, one officer, and somebody who reads the feed to
// learn when each press was decided.
import type { Redis } from 'ioredis';
import type { MqttClient } from 'mqtt';
import { shards } from '../../contracts/ids.ts';
import { feedEnd, readFeed } from '../../store/feed.ts';
import type { System } from '../system.ts';
import { type Button, Buttons } from './buttons.ts';
import { Officer } from './officer.ts';
import { Person } from './people.ts';
import type { Seen } from './seen.ts';

const connectsAtOnce = 25;
const feedWaitMs = 500;

/** @property mqttPort where the clients connect: the broker's, or that of a link in front of it */
export type LoadParts = {
  system: System;
  seen: Seen;
  seed: number;
  homes: number;
  perSecond: number;
  mqttPort: number;
  /** Straight to the server, whatever links are broken. */
  feed: Redis;
  /** Everybody's login is noted here. */
  logins: Map<string, Login>;
};

export type Login = { username: string; password: string };

export class Load {
  readonly people: readonly Person[];
  readonly responders: readonly string[];
  readonly homes: readonly { device: string; home: string }[];
  readonly #buttons: Buttons;
  readonly #officer: Officer;
  readonly #clients: readonly MqttClient[];
  readonly #parts: LoadParts;
  #ended = false;

  private constructor(
    parts: LoadParts,
    buttons: readonly Button[],
    phones: readonly { id: string; client: MqttClient }[],
  ) {
    const { system, seen, seed } = parts;
    this.#parts = parts;
    this.#clients = [...buttons, ...phones].map(({ client }) => client);
    this.responders = phones.map(({ id }) => id);
    this.homes = buttons.map(({ device, home }) => ({ device, home }));
    this.people = phones.map(({ id, client }) => new Person(id, client, seen, seed));
    this.#buttons = new Buttons(buttons, seen, seed);
    this.#officer = new Officer(system, seen, this.responders, seed);
    void this.#readFeed();
    this.#buttons.start(parts.perSecond);
  }

  static async start(parts: LoadParts): Promise<Load> {
    const { system, mqttPort, homes, logins } = parts;
    const { residents } = await system.api<{ residents: { home: string; devices: string[] }[] }>('/api/v1/residents');
    const { responders } = await system.api<{ responders: { id: string }[] }>('/api/v1/responders');
    const inHomes = [...new Map(residents.map(({ home, devices }) => [home, devices[0]]))].slice(0, homes);
    if (inHomes.length < homes)
      throw new Error(`the community has ${inHomes.length} homes with a button, not ${homes}`);
    const buttons = await someAtOnce(inHomes, async ([home, device = '']) => {
      const login = await system.api<Login>('/api/v1/devices', { device });
      logins.set(device, login);
      return { device, home, client: await system.mqtt(login, { port: mqttPort }) };
    });
    const phones = await someAtOnce(responders, async ({ id }) => {
      const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
      logins.set(id, login);
      return { id, client: await system.mqtt(login, { port: mqttPort }) };
    });
    return new Load(parts, buttons, phones);
  }

  /** Nobody presses any more, nobody does more by themselves; the officer closes what is open. */
  calm(): void {
    this.#buttons.stop();
    for (const person of this.people) person.rest();
    this.#officer.closeAll();
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#buttons.stop();
    for (const person of this.people) person.rest();
    await this.#officer.end();
    for (const client of this.#clients) client.end(true);
  }

  async #readFeed(): Promise<void> {
    const { feed, seen } = this.#parts;
    let after: Map<(typeof shards)[number], number> | undefined;
    while (!this.#ended) {
      try {
        after ??= new Map(await Promise.all(shards.map(async (shard) => [shard, await feedEnd(feed, shard)] as const)));
        const entries = await readFeed(feed, after, feedWaitMs);
        const now = performance.now();
        for (const { shard, number, entry } of entries) {
          after.set(shard, number);
          if (entry.input) seen.decided(entry.input.key, now);
        }
      } catch {
        // The server is away on purpose, or the run is over: the loop's condition says which.
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  }
}

async function someAtOnce<T, R>(list: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < list.length; i += connectsAtOnce)
    results.push(...(await Promise.all(list.slice(i, i + connectsAtOnce).map(act))));
  return results;
}
