// The simulated fleet: every button and every person with a simulated login, over one broker.
import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Fleet } from '../contracts/fleet.ts';
import type { PressKind } from '../contracts/messages.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import { buildRoads } from '../geography/roads.ts';
import { Button } from './button.ts';
import { type Chance, chanceOf, exponential, oneOf } from './chance.ts';
import { type Broker, connectLogin } from './connection.ts';
import { Person } from './person.ts';
import type { Scenario } from './scenario.ts';

/** So many connect at once; the next when they are up. */
const connectAtOnce = 40;

export type FleetParts = {
  fleet: Fleet;
  scenario: Scenario;
  seed: number;
  pace: number;
  broker: Broker;
  log: Pick<Logger, 'info'>;
};

/** A running fleet. `ready`: all are connected. */
export type RunningFleet = { ready: Promise<void>; stop(): Promise<void> };

export function startFleet({ fleet, scenario, seed, pace, broker, log }: FleetParts): RunningFleet {
  const scene = { scenario, policy: fleet.bundle.policy, roads: buildRoads(fleet.bundle.roads), pace };
  const responders = new Map(fleet.bundle.responders.map((one) => [one.id, one]));
  const clients = new Map<string, MqttClient>();
  const buttons = new Map<string, Button>();
  const people = new Map<string, Person>();
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  const begin = (login: Fleet['logins'][number]): MqttClient | undefined => {
    const client = (): MqttClient | undefined => clients.get(login.id);
    const chance = chanceOf(seed, login.id);
    const responder = responders.get(login.id);
    let receive: (payload: Buffer) => void;
    if (login.kind === 'device') {
      const button = new Button(login.id, chance, client);
      buttons.set(login.id, button);
      receive = (payload) => button.receive(payload);
      repeat(
        () => button.heartbeat(),
        () => scenario.heartbeatSeconds * (0.5 + chance()),
      );
    } else if (responder) {
      const person = new Person(responder, scene, chance, client);
      people.set(login.id, person);
      receive = (payload) => person.receive(payload);
      if (responder.means !== 'desk')
        repeat(
          () => person.report(),
          () => 30 + 30 * chance(),
        );
    } else return undefined;
    const topic = login.kind === 'device' ? deviceTopic(login.id, 'state') : responderTopic(login.id, 'dispatch');
    const taken = (): void => {
      log.info({ login: login.id }, 'devices-sim: a person has taken this login over');
      people.get(login.id)?.stop();
      people.delete(login.id);
      buttons.delete(login.id);
      clients.delete(login.id);
    };
    const made = connectLogin(broker, login, { topic, onMessage: receive, onTaken: taken });
    clients.set(login.id, made);
    return made;
  };

  /** Again and again, each time after a newly drawn wait in seconds of the story. */
  function repeat(act: () => void, waitSeconds: () => number): void {
    if (stopped) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
        repeat(act, waitSeconds);
      },
      (waitSeconds() * 1000) / pace,
    );
    timers.add(timer);
  }

  async function connectAll(): Promise<void> {
    for (let i = 0; i < fleet.logins.length && !stopped; i += connectAtOnce) {
      const made = fleet.logins.slice(i, i + connectAtOnce).map(begin);
      await Promise.all(made.map((client) => client && firstConnect(client)));
    }
    if (scenario.presses.everySeconds > 0) startPresses(chanceOf(seed, 'presses'));
  }

  function startPresses(chance: Chance): void {
    const { everySeconds, openAtMost, kinds } = scenario.presses;
    repeat(
      () => {
        const kind = drawKind(chance, kinds);
        const idle = [...buttons.values()].filter((button) => !button.waiting);
        const button = oneOf(chance, idle);
        // Only a human closes an incident: without one the queue must not grow for ever.
        if (button && buttons.size - idle.length < openAtMost) button.press(kind);
      },
      () => exponential(chance, everySeconds),
    );
  }

  return {
    ready: connectAll(),
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      for (const person of people.values()) person.stop();
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

function drawKind(chance: Chance, kinds: Scenario['presses']['kinds']): PressKind {
  let left = chance();
  for (const [kind, share] of Object.entries(kinds)) {
    left -= share;
    if (left < 0) return kind as PressKind;
  }
  return 'sos';
}
