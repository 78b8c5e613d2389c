// The simulated fleet: every button and every person with a simulated login, over one broker.
import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Fleet } from '../contracts/device/fleet.ts';
import type { Responder } from '../contracts/office/community.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import { buildRoads, type RoadNetwork } from '../geography/roads.ts';
import { atRest, type PersonState, type Self } from './behave.ts';
import { Button } from './button.ts';
import { chanceOf } from './chance.ts';
import { type StoryClock, storyClock } from './clock.ts';
import { type Broker, connectLogin } from './connection.ts';
import type { Memory } from './memory.ts';
import { Person } from './person.ts';
import { startPresses } from './presses.ts';
import type { Scenario } from './scenario.ts';

/** So many connect at once; the next when they are up. */
const connectAtOnce = 40;

export type FleetParts = {
  fleet: Fleet;
  scenario: Scenario;
  seed: number;
  /** seconds of the story in a second */
  pace: number;
  broker: Broker;
  memory: Memory;
  log: Pick<Logger, 'info'>;
};

/** A running fleet. `ready`: everybody has tried to connect. `left`: logins that were not taken over. */
export type RunningFleet = { ready: Promise<void>; left(): number; stop(): Promise<void> };

type Login = Fleet['logins'][number];

export function startFleet(parts: FleetParts): RunningFleet {
  const crowd = new Crowd(parts);
  return { ready: crowd.connectAll(), left: () => crowd.size, stop: () => crowd.stop() };
}

class Crowd {
  readonly #parts: FleetParts;
  readonly #clock: StoryClock;
  readonly #roads: RoadNetwork;
  readonly #responders: ReadonlyMap<string, Responder>;
  readonly #clients = new Map<string, MqttClient>();
  readonly #buttons = new Map<string, Button>();
  readonly #people = new Map<string, Person>();
  #stopped = false;
  #stopPresses = (): void => {};

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#clock = storyClock(parts.pace, parts.memory.told);
    this.#roads = buildRoads(parts.fleet.bundle.roads);
    this.#responders = new Map(parts.fleet.bundle.responders.map((one) => [one.id, one]));
  }

  get size(): number {
    return this.#clients.size;
  }

  async connectAll(): Promise<void> {
    const { fleet, scenario, seed } = this.#parts;
    for (let i = 0; i < fleet.logins.length && !this.#stopped; i += connectAtOnce) {
      const made = fleet.logins.slice(i, i + connectAtOnce).map((login) => this.#connect(login));
      await Promise.all(made.map((client) => client && firstConnect(client)));
    }
    if (this.#stopped) return;
    this.#stopPresses = startPresses({
      presses: scenario.presses,
      chance: chanceOf(seed, 'presses'),
      clock: this.#clock,
      buttons: () => [...this.#buttons.values()],
    });
  }

  #connect(login: Login): MqttClient | undefined {
    const { id, kind } = login;
    const responder = kind === 'responder' ? this.#responders.get(id) : undefined;
    if (kind === 'responder' && !responder) return undefined; // no longer in the district
    const made = connectLogin(this.#parts.broker, login, {
      topic: responder ? responderTopic(id, 'dispatch') : deviceTopic(id, 'state'),
      onMessage: (payload) => (this.#people.get(id) ?? this.#buttons.get(id))?.receive(payload),
      onTaken: () => this.#handOver(id),
    });
    this.#clients.set(id, made);
    if (responder) this.#people.set(id, this.#personOf(responder));
    else this.#buttons.set(id, this.#buttonOf(id));
    return made;
  }

  #sender(id: string) {
    return (topic: string, body: object, qos: 0 | 1): void => {
      this.#clients.get(id)?.publish(topic, JSON.stringify(body), { qos });
    };
  }

  #personOf({ id, means, base }: Responder): Person {
    const { fleet, scenario, seed, memory } = this.#parts;
    const clock = this.#clock;
    const { bicycleMetresPerSecond, footMetresPerSecond } = fleet.bundle.policy.speeds;
    const self: Self = {
      means,
      base,
      metresPerSecond: means === 'bicycle' ? bicycleMetresPerSecond : footMetresPerSecond,
      people: scenario.people,
      chance: chanceOf(seed, id),
      way: (from, to) => this.#roads.route(from, to).line,
    };
    const changed = (state: PersonState): void => memory.keep(id, state, clock.now());
    const { positionSeconds } = scenario;
    const send = this.#sender(id);
    return new Person({ id, self, clock, positionSeconds, send, changed }, memory.of(id) ?? atRest(base));
  }

  #buttonOf(id: string): Button {
    const { scenario, seed } = this.#parts;
    const chance = chanceOf(seed, id);
    const button = new Button(id, chance, this.#sender(id));
    const beat = (): void => {
      this.#clock.after(scenario.heartbeatSeconds * (0.5 + chance()) * 1000, () => {
        if (this.#stopped || this.#buttons.get(id) !== button) return;
        button.heartbeat();
        beat();
      });
    };
    beat();
    return button;
  }

  /** A person has this login now: the simulator leaves it alone for good. */
  #handOver(id: string): void {
    this.#parts.log.info({ login: id }, 'devices-sim: this login was taken over, or is of an earlier start');
    this.#people.get(id)?.stop();
    this.#people.delete(id);
    this.#buttons.delete(id);
    this.#clients.delete(id);
    this.#parts.memory.forget(id);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopPresses();
    for (const person of this.#people.values()) person.stop();
    this.#parts.memory.write();
    await Promise.all([...this.#clients.values()].map((client) => client.endAsync(true)));
  }
}

function firstConnect(client: MqttClient): Promise<void> {
  return new Promise((done) => {
    client.once('connect', () => done());
    client.once('end', () => done());
    client.once('close', () => done()); // refused or away: it tries again by itself, the others need not wait
  });
}
