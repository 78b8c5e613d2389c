// A simulated button: heartbeat, now and then a press, and it listens to what its resident is told.
import type { MqttClient } from 'mqtt';
import { ulid } from 'ulid';
import type { PressKind } from '../contracts/messages.ts';
import { deviceTopic } from '../contracts/topics.ts';
import type { Chance } from './chance.ts';

export class Button {
  readonly #id: string;
  readonly #client: () => MqttClient | undefined;
  #battery: number;
  #waiting = false;

  constructor(id: string, chance: Chance, client: () => MqttClient | undefined) {
    this.#id = id;
    this.#client = client;
    this.#battery = 40 + Math.floor(chance() * 60);
  }

  /** Somebody is still waiting for help at this button. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Takes a payload of the state topic. */
  receive(payload: Buffer): void {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    if (typeof value === 'object' && value !== null && 'state' in value) this.#waiting = value.state !== 'closed';
  }

  press(kind: PressKind): void {
    this.#waiting = true;
    const body = { id: ulid(), kind, at: new Date().toISOString(), battery: this.#battery };
    this.#client()?.publish(deviceTopic(this.#id, 'press'), JSON.stringify(body), { qos: 1 }); // sent again until the PUBACK
  }

  heartbeat(): void {
    const health = { battery: this.#battery, signal: -60, firmware: 'sim' };
    this.#client()?.publish(deviceTopic(this.#id, 'health'), JSON.stringify(health), { qos: 0 });
  }
}
