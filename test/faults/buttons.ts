// The residents: each has a button and presses again only when the last press was acknowledged. Most call for help, some
// test, cancel, or send what nobody can read.
import type { MqttClient } from 'mqtt';
import { deviceTopic } from '../../contracts/topics.ts';
import { type Chance, chanceOf } from '../../devices-sim/chance.ts';
import type { PressSeen, Seen } from './seen.ts';

/** A button in a home. */
export type Button = { device: string; home: string; client: MqttClient };

/** How often which press: shares of 100. */
const kinds = [
  ['sos', 66],
  ['fall', 12],
  ['service', 8],
  ['smoke', 4],
  ['cancel', 4],
  ['test', 4],
  ['broken', 2],
] as const;

export class Buttons {
  readonly #buttons: readonly Button[];
  readonly #seen: Seen;
  readonly #chance: Chance;
  readonly #waiting = new Set<string>();
  readonly #turns = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(buttons: readonly Button[], seen: Seen, seed: number) {
    this.#buttons = buttons;
    this.#seen = seen;
    this.#chance = chanceOf(seed, 'buttons');
  }

  /** @param perSecond in all; buttons that wait for an acknowledgement are passed over */
  start(perSecond: number): void {
    this.#timer = setInterval(() => this.#pressOne(), 1000 / perSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #pressOne(): void {
    const free = this.#buttons.filter(({ device }) => !this.#waiting.has(device));
    const button = free[Math.floor(this.#chance() * free.length)];
    if (button) this.#press(button);
  }

  #press({ device, home, client }: Button): void {
    const turn = (this.#turns.get(device) ?? 0) + 1;
    this.#turns.set(device, turn);
    const press: PressSeen = { device, home, id: `t${turn}`, turn, givenAt: performance.now() };
    this.#seen.presses.set(`${device}/${press.id}`, press);
    this.#waiting.add(device);
    // MQTT.js keeps it and sends it again after a reconnect until the PUBACK is there, as a button does.
    client.publish(
      deviceTopic(device, 'press'),
      JSON.stringify({ id: press.id, kind: this.#kind() }),
      { qos: 1 },
      (error) => {
        if (error) return; // the client was ended with the run
        press.acknowledgedAt = performance.now();
        this.#waiting.delete(device);
      },
    );
  }

  #kind(): string {
    let left = this.#chance() * 100;
    for (const [kind, share] of kinds) {
      left -= share;
      if (left < 0) return kind;
    }
    return 'sos';
  }
}
