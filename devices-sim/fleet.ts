// The simulated fleet: every button and every person with a simulated login, over one broker.
import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Fleet } from '../contracts/device/fleet.ts';
import type { Responder } from '../contracts/office/community.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import { buildRoads } from '../geography/roads.ts';
import { atRest, type PersonState, type Self } from './behave.ts';
import { Button } from './button.ts';
import { chanceOf } from './chance.ts';
import { storyClock } from './clock.ts';
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

export function startFleet({ fleet, scenario, seed, pace, broker, memory, log }: FleetParts): RunningFleet {
  const clock = storyClock(pace, memory.told);
  const roads = buildRoads(fleet.bundle.roads);
  const responders = new Map(fleet.bundle.responders.map((one) => [one.id, one]));
  const clients = new Map<string, MqttClient>();
  const buttons = new Map<string, Button>();
  const people = new Map<string, Person>();
  let stopped = false;
  let stopPresses = (): void => {};

  function connectOne(login: Login): MqttClient | undefined {
    const responder = login.kind === 'responder' ? responders.get(login.id) : undefined;
    if (login.kind === 'responder' && !responder) return undefined; // no longer in the district
    const made = connectLogin(broker, login, {
      topic: responder ? responderTopic(login.id, 'dispatch') : deviceTopic(login.id, 'state'),
      onMessage: (payload) => (people.get(login.id) ?? buttons.get(login.id))?.receive(payload),
      onTaken: () => handOver(login.id),
    });
    clients.set(login.id, made);
    if (responder) people.set(login.id, personOf(responder));
    else buttons.set(login.id, buttonOf(login.id));
    return made;
  }

  const sender = (id: string) => (topic: string, body: object, qos: 0 | 1) => {
    clients.get(id)?.publish(topic, JSON.stringify(body), { qos });
  };

  function personOf(responder: Responder): Person {
    const { id, means, base } = responder;
    const { bicycleMetresPerSecond, footMetresPerSecond } = fleet.bundle.policy.speeds;
    const self: Self = {
      means,
      base,
      metresPerSecond: means === 'bicycle' ? bicycleMetresPerSecond : footMetresPerSecond,
      people: scenario.people,
      chance: chanceOf(seed, id),
      way: (from, to) => roads.route(from, to).line,
    };
    const changed = (state: PersonState): void => memory.keep(id, state, clock.now());
    const { positionSeconds } = scenario;
    return new Person({ id, self, clock, positionSeconds, send: sender(id), changed }, memory.of(id) ?? atRest(base));
  }

  function buttonOf(id: string): Button {
    const chance = chanceOf(seed, id);
    const button = new Button(id, chance, sender(id));
    const beat = (): void => {
      clock.after(scenario.heartbeatSeconds * (0.5 + chance()) * 1000, () => {
        if (stopped || buttons.get(id) !== button) return;
        button.heartbeat();
        beat();
      });
    };
    beat();
    return button;
  }

  /** A person has this login now: the simulator leaves it alone for good. */
  function handOver(id: string): void {
    log.info({ login: id }, 'devices-sim: this login was taken over, or is of an earlier start');
    people.get(id)?.stop();
    people.delete(id);
    buttons.delete(id);
    clients.delete(id);
    memory.forget(id);
  }

  async function connectAll(): Promise<void> {
    for (let i = 0; i < fleet.logins.length && !stopped; i += connectAtOnce) {
      const made = fleet.logins.slice(i, i + connectAtOnce).map(connectOne);
      await Promise.all(made.map((client) => client && firstConnect(client)));
    }
    if (stopped) return;
    stopPresses = startPresses({
      presses: scenario.presses,
      chance: chanceOf(seed, 'presses'),
      clock,
      buttons: () => [...buttons.values()],
    });
  }

  return {
    ready: connectAll(),
    left: () => clients.size,
    stop: async () => {
      stopped = true;
      stopPresses();
      for (const person of people.values()) person.stop();
      memory.write();
      await Promise.all([...clients.values()].map((client) => client.endAsync(true)));
    },
  };
}

function firstConnect(client: MqttClient): Promise<void> {
  return new Promise((done) => {
    client.once('connect', () => done());
    client.once('end', () => done());
    client.once('close', () => done()); // refused or away: it tries again by itself, the others need not wait
  });
}
