// The sample community with a real Redis, the real broker on a real socket and the real dispatcher, whose time the test moves
// on: what takes minutes in a night takes no longer here than the machine needs.
import type { Redis } from 'ioredis';
import { connect, type MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { CrowdButton } from '../bench/crowd.ts';
import { type Broker, startBroker } from '../broker/broker.ts';
import { readCommunity } from '../community/reader.ts';
import type { ShardId } from '../contracts/ids.ts';
import type { Command } from '../contracts/incident/commands.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import type { DeviceState, Dispatch, Press, Reply } from '../contracts/incident/messages.ts';
import { isOpened } from '../contracts/incident/needToKnow.ts';
import type { Incident } from '../contracts/incident/state.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { ReplyKind } from '../contracts/terms.ts';
import { deviceTopic, type ResponderTopic, responderTopic } from '../contracts/topics.ts';
import { type Dispatcher, startDispatcher } from '../dispatcher/loop.ts';
import { Worlds } from '../dispatcher/worlds.ts';
import { readNetworks } from '../store/addresses.ts';
import { issueCredential, issueCredentials } from '../store/directory.ts';
import type { FeedEntry } from '../store/feed.ts';
import { readInbox } from '../store/inbox.ts';
import { append } from '../store/intake.ts';
import { shardKeys } from '../store/keys.ts';
import { type Limits, startLimits } from '../store/limits.ts';
import { readClosed, readLog, readOpen } from '../store/log.ts';
import { openRegistry, type Registry } from '../store/registry.ts';
import { changeDocument, writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from './redis.ts';
import { freePort, until } from './system.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const failing = (error: unknown): void => expect(error).toBeUndefined();

/** Somebody with a phone that is on. Every message is confirmed at once, as the app does. */
export class Person {
  readonly inbox: Dispatch[] = [];
  readonly #client: MqttClient;
  readonly #id: string;
  #replies = 0;

  constructor(id: string, client: MqttClient) {
    this.#id = id;
    this.#client = client;
    client.on('message', (_topic, payload) => {
      const message = JSON.parse(payload.toString()) as Dispatch;
      if (isOpened(message.delivery)) return; // how things stand since their yes, no news
      this.inbox.push(message);
      this.#send(message, 'receipt', {}).catch(() => undefined); // the story has ended, the phone is off
    });
  }

  /** Answers the newest message. */
  async says(word: ReplyKind, more: Partial<Reply> = {}): Promise<void> {
    const message = await until(() => {
      const last = this.inbox.at(-1);
      if (!last) throw new Error(`${this.#id} has heard nothing`);
      return last;
    });
    await this.#send(message, word, more);
  }

  /** Answers this message. */
  answers(message: Dispatch, word: ReplyKind): Promise<void> {
    return this.#send(message, word, {});
  }

  /** Waits for a message of this kind. */
  hears(kind: Dispatch['kind']): Promise<Dispatch> {
    return until(() => {
      const found = this.inbox.findLast((one) => one.kind === kind);
      if (!found) throw new Error(`${this.#id} has heard no ${kind}: ${JSON.stringify(this.inbox)}`);
      return found;
    });
  }

  async publish(channel: ResponderTopic, message: object): Promise<void> {
    await this.#client.publishAsync(responderTopic(this.#id, channel), JSON.stringify(message), { qos: 1 });
  }

  #send({ delivery, incident, leg }: Dispatch, reply: ReplyKind, more: Partial<Reply>): Promise<void> {
    return this.publish('reply', { id: `${this.#id}-${this.#replies++}`, delivery, incident, leg, reply, ...more });
  }
}

export class Town {
  readonly #server: TestRedis;
  readonly redis: Redis;
  readonly shard: ShardId;
  readonly #registry: Registry;
  readonly #broker: Broker;
  readonly #limits: Limits;
  readonly #port: number;
  readonly #worlds: Worlds;
  readonly #clients: MqttClient[] = [];
  readonly #crowd: CrowdButton[] = [];
  readonly #clock: { skippedMs: number };
  /** How far the wall clock has been moved, seconds. */
  wallStepSeconds = 0;
  readonly samples: number[] = [];
  #dispatcher: Dispatcher;
  #commands = 0;

  private constructor(parts: {
    server: TestRedis;
    redis: Redis;
    shard: ShardId;
    registry: Registry;
    broker: Broker;
    limits: Limits;
    port: number;
    worlds: Worlds;
    clock: { skippedMs: number };
  }) {
    this.#server = parts.server;
    this.redis = parts.redis;
    this.shard = parts.shard;
    this.#registry = parts.registry;
    this.#broker = parts.broker;
    this.#limits = parts.limits;
    this.#port = parts.port;
    this.#worlds = parts.worlds;
    this.#clock = parts.clock;
    this.#dispatcher = this.#work();
  }

  /** @param change the sample community as this story needs it */
  static async start(change: (bundle: CommunityBundle) => CommunityBundle = (bundle) => bundle): Promise<Town> {
    const { bundle } = readCommunity('community/hongmenjie');
    if (!bundle) throw new Error('the sample community cannot be read');
    const server = await TestRedis.start();
    const redis = server.open();
    const shard = await writeDistrict(redis, change(bundle));
    const registry = await openRegistry(redis, server.open({ blocking: true }), failing);
    const port = await freePort();
    const limits = await startLimits({ redis, dataDir: undefined, reserveBytes: 0 });
    const clock = { skippedMs: 0 };
    const monotonic = () => performance.now() + clock.skippedMs;
    const broker = await startBroker({
      redis: server.open(),
      blocking: server.open({ blocking: true }),
      registry,
      log: quiet,
      tcp: { host: '127.0.0.1', port },
      webSockets: [],
      replicas: 0,
      limits,
      pressRule: { atOnce: 10, everyMs: 1_000 },
      actionsPerSecond: 50,
      loginsAtOnce: 50,
      trusted: readNetworks(undefined),
      monotonic,
    });
    const subscriber = server.open({ blocking: true });
    const worlds = await Worlds.start(registry, { redis, subscriber, monotonic, onError: failing });
    return new Town({ server, redis, shard, registry, broker, limits, port, worlds, clock });
  }

  #work(): Dispatcher {
    return startDispatcher({
      redis: this.#server.open(),
      blocking: this.#server.open({ blocking: true }),
      holder: `test-${performance.now()}`,
      worldOf: this.#worlds.worldOf,
      defaultDistrict: () => 'hongmenjie',
      log: quiet,
      monotonic: () => performance.now() + this.#clock.skippedMs,
      serverNow: async () => {
        const [seconds] = await this.redis.time();
        this.samples.push(this.wallStepSeconds);
        return (Number(seconds) + this.wallStepSeconds) * 1000;
      },
    });
  }

  /** The dispatcher ends; `work` begins again with another one. */
  async rest(): Promise<void> {
    await this.#dispatcher.stop();
  }

  resume(): void {
    this.#dispatcher = this.#work();
  }

  /** Time moves on; deadlines on the way are acted on at its end. */
  pass(seconds: number): void {
    this.#clock.skippedMs += seconds * 1000;
  }

  /** Somebody's phone, switched on and connected. */
  async person(id: string): Promise<Person> {
    const client = await this.#connect('responder', id);
    const person = new Person(id, client);
    await client.subscribeAsync(responderTopic(id, 'dispatch'), { qos: 1 });
    await until(() => expect(this.#worlds.isConnected(id)).toBe(true));
    return person;
  }

  async people<const Ids extends readonly string[]>(...ids: Ids): Promise<{ [K in keyof Ids]: Person }> {
    return (await Promise.all(ids.map((id) => this.person(id)))) as { [K in keyof Ids]: Person };
  }

  /** A button in a home of this courtyard. */
  buttonIn(courtyard: string): string {
    const district = this.#registry.district('hongmenjie');
    const home = district?.bundle.homes.find((one) => one.courtyard === courtyard);
    const [button] = home ? (district?.devicesOf(home.id) ?? []) : [];
    if (!button) throw new Error(`no button in ${courtyard}`);
    return button.id;
  }

  /** The commits so far, oldest first. */
  async commits(): Promise<FeedEntry[]> {
    const entries = await this.redis.xrange(shardKeys(this.shard).feed, '-', '+');
    return entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as FeedEntry);
  }

  /** A button, and what it is told. */
  async button(id: string): Promise<{ press(press: Press): Promise<void>; told: DeviceState[] }> {
    const client = await this.#connect('device', id);
    const told: DeviceState[] = [];
    client.on('message', (_topic, payload) => told.push(JSON.parse(payload.toString()) as DeviceState));
    await client.subscribeAsync(deviceTopic(id, 'state'), { qos: 1 });
    return {
      told,
      press: async (press) => {
        await client.publishAsync(deviceTopic(id, 'press'), JSON.stringify(press), { qos: 1 });
      },
    };
  }

  /** Everybody's phone. */
  async everybody(): Promise<Map<string, Person>> {
    const ids = this.#registry.district('hongmenjie')?.bundle.responders.map(({ id }) => id) ?? [];
    const people = await Promise.all(ids.map((id) => this.person(id)));
    return new Map(ids.map((id, i) => [id, people[i] as Person]));
  }

  /** Hundreds of buttons, connected. */
  async crowd(ids: readonly string[]): Promise<CrowdButton[]> {
    const logins = ids.map((id) => ({ kind: 'device' as const, id, district: 'hongmenjie', simulated: false }));
    const passwords = [...(await issueCredentials(this.redis, logins))];
    const buttons = await Promise.all(passwords.map(([id, secret], n) => CrowdButton.open(this.#port, id, secret, n)));
    this.#crowd.push(...buttons);
    return buttons;
  }

  /** Where the broker listens. */
  get mqttPort(): number {
    return this.#port;
  }

  /** A login, for whoever brings a client of their own. */
  async login(kind: 'device' | 'responder', id: string): Promise<{ username: string; password: string }> {
    const credential = { kind, id, district: 'hongmenjie', simulated: false };
    return { username: id, password: await issueCredential(this.redis, credential) };
  }

  async #connect(kind: 'device' | 'responder', id: string): Promise<MqttClient> {
    const login = await this.login(kind, id);
    const client = connect(`mqtt://127.0.0.1:${this.#port}`, { ...login, reconnectPeriod: 0 });
    this.#clients.push(client);
    await until(() => expect(client.connected).toBe(true));
    return client;
  }

  /** An officer's command on the newest incident, as the console stores it. */
  async officer(command: Without<Command, 'id'>, of?: Incident): Promise<void> {
    const { id: incident } = of ?? (await this.incident());
    const full = { ...command, id: `c${this.#commands++}` } as Command;
    await this.store({ v: 1, kind: 'command', district: 'hongmenjie', by: '周值班', incident, command: full });
  }

  async store(input: Input): Promise<void> {
    await append(this.redis, this.shard, input);
  }

  /** Open incidents, and closed ones with somebody still to be told. */
  open(): Promise<Incident[]> {
    return readOpen(this.redis, this.shard);
  }

  /** The incident with this number; the newest when it is left out. */
  async incident(number?: number): Promise<Incident> {
    const all = [...(await this.open()), ...(await readClosed(this.redis, this.shard, 50))];
    const found = all.filter((one) => number === undefined || one.number === number);
    const [newest] = found.sort((a, b) => b.number - a.number);
    if (!newest) throw new Error('no such incident');
    return newest;
  }

  /** Waits until the incident is as it should be. */
  becomes(check: (incident: Incident) => void, number?: number): Promise<void> {
    return until(async () => check(await this.incident(number)));
  }

  async events(number?: number): Promise<IncidentEvent[]> {
    const { id } = await this.incident(number);
    return readLog(this.redis, this.shard, id);
  }

  /** What lies in an inbox. */
  inbox(recipient: string): Promise<InboxMessage[]> {
    return readInbox(this.redis, this.shard, recipient);
  }

  /** A person as the registry has them. */
  responder(id: string): CommunityBundle['responders'][number] {
    const found = this.#registry.district('hongmenjie')?.responders.get(id);
    if (!found) throw new Error(`nobody is called ${id}`);
    return found;
  }

  change(id: string, change: Partial<CommunityBundle['responders'][number]>): Promise<boolean> {
    return changeDocument(this.redis, { district: 'hongmenjie', kind: 'responders', id }, (one) => ({
      ...one,
      ...change,
    }));
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.end(true);
    for (const button of this.#crowd) button.close();
    await this.#dispatcher.stop();
    this.#limits.stop();
    await this.#broker.stop();
    this.#registry.stop();
    await this.#server.stop();
  }
}

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
