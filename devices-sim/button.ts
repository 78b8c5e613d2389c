// A simulated button: heartbeat, now and then a press, and it listens to what its resident is told.
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { DeviceState } from '../contracts/incident/messages.ts';
import { readAs } from '../contracts/json.ts';
import type { PressKind } from '../contracts/terms.ts';
import { deviceTopic } from '../contracts/topics.ts';
import type { Chance } from './chance.ts';

const DeviceStateCheck = Compile(DeviceState);

/** Sends at QoS 1, again and again until the PUBACK; 0 for what is soon out of date. */
type Send = (topic: string, body: object, qos: 0 | 1) => void;

export class Button {
  readonly #id: string;
  readonly #send: Send;
  readonly #signal: number;
  #battery: number;
  #told: DeviceState | undefined;
  #pressed = false;

  constructor(id: string, chance: Chance, send: Send) {
    this.#id = id;
    this.#send = send;
    this.#battery = 40 + Math.floor(chance() * 60);
    this.#signal = -50 - Math.floor(chance() * 40);
  }

  /** Somebody is still waiting for help at this button. */
  get waiting(): boolean {
    return this.#pressed || (this.#told?.incident !== undefined && this.#told.state !== 'closed');
  }

  /** Takes a payload of the state topic. Old news is not spoken. */
  receive(payload: Buffer): void {
    const state = read(payload);
    if (!state) return;
    if (state.incident !== undefined && state.incident === this.#told?.incident && state.revision < this.#told.revision)
      return;
    this.#told = state;
    this.#pressed = false;
  }

  press(kind: PressKind): void {
    this.#pressed = kind !== 'test' && kind !== 'checkin';
    const body = { id: ulid(), kind, at: new Date().toISOString(), battery: this.#battery };
    this.#send(deviceTopic(this.#id, 'press'), body, 1);
  }

  heartbeat(): void {
    this.#battery = Math.max(5, this.#battery - 0.01); // a cell lasts about a year
    const health = { battery: Math.round(this.#battery), signal: this.#signal, firmware: 'sim' };
    this.#send(deviceTopic(this.#id, 'health'), health, 0);
  }
}

/** Undefined for what is not from our broker: a button says nothing of it. */
const read = (payload: Buffer): DeviceState | undefined => readAs(DeviceStateCheck, payload.toString('utf8'));
