// The responders: each has a phone, confirms what it is told, and mostly goes. Some say no, some say nothing, some never
// arrive: whoever is then not needed must be told so.
import type { MqttClient } from 'mqtt';
import type { Dispatch } from '../../contracts/incident/messages.ts';
import type { ReplyKind } from '../../contracts/terms.ts';
import { responderTopic } from '../../contracts/topics.ts';
import { between, type Chance, chanceOf } from '../../devices-sim/chance.ts';
import type { ReplySeen, Seen } from './seen.ts';

/** What somebody does about an offer: shares of 100; the rest stays silent. */
const accepts = 60;
const declines = 20;
/** After each step of the way so many of 100 take the next one. */
const goesOn = 80;
const thinksMs = [150, 1_500] as const;
const stepMs = [300, 1_500] as const;
const way: readonly ReplyKind[] = ['accept', 'en_route', 'on_scene', 'done'];

export class Person {
  readonly #id: string;
  readonly #client: MqttClient;
  readonly #seen: Seen;
  readonly #chance: Chance;
  readonly #plans = new Map<string, NodeJS.Timeout>();
  readonly #unconfirmed = new Set<ReplySeen>();
  #replies = 0;

  constructor(id: string, client: MqttClient, seen: Seen, seed: number) {
    this.#id = id;
    this.#client = client;
    this.#seen = seen;
    this.#chance = chanceOf(seed, id);
    client.on('message', (_topic, payload) => this.#hear(JSON.parse(payload.toString()) as Dispatch));
    client.on('connect', () => this.#sendAgain());
    client.subscribe(responderTopic(id, 'dispatch'), { qos: 1 });
  }

  /** Does nothing more by themselves; what comes is still confirmed. */
  rest(): void {
    for (const plan of this.#plans.values()) clearTimeout(plan);
    this.#plans.clear();
    this.#sendAgain();
  }

  #hear(dispatch: Dispatch): void {
    const news = this.#seen.told(this.#id, dispatch);
    this.#reply(dispatch, 'receipt');
    if (!news) return;
    const leg = `${dispatch.incident}/${dispatch.leg}`;
    if (dispatch.kind === 'stand_down') {
      clearTimeout(this.#plans.get(leg));
      this.#plans.delete(leg);
    } else if (dispatch.revision === 1) this.#decide(dispatch, leg);
  }

  #decide(dispatch: Dispatch, leg: string): void {
    const mood = this.#chance() * 100;
    if (mood < accepts) this.#after(thinksMs, leg, () => this.#walk(dispatch, leg, 0));
    else if (mood < accepts + declines) this.#after(thinksMs, leg, () => this.#reply(dispatch, 'decline'));
  }

  #walk(dispatch: Dispatch, leg: string, step: number): void {
    const reply = way[step];
    if (reply === undefined) return;
    this.#reply(dispatch, reply);
    if (this.#chance() * 100 < goesOn) this.#after(stepMs, leg, () => this.#walk(dispatch, leg, step + 1));
  }

  #after(range: readonly [number, number], leg: string, act: () => void): void {
    clearTimeout(this.#plans.get(leg));
    this.#plans.set(leg, setTimeout(act, between(this.#chance, range)));
  }

  #reply({ incident, leg, delivery }: Dispatch, reply: ReplyKind): void {
    const id = `a${++this.#replies}`;
    const sent = { responder: this.#id, reply: { id, incident, leg, delivery, reply }, acknowledged: false };
    this.#seen.replies.set(`${this.#id}/${id}`, sent);
    this.#unconfirmed.add(sent);
    this.#send(sent);
  }

  /** What was not confirmed is said again under its id, whatever became of the connection it was said on. */
  #sendAgain(): void {
    for (const sent of this.#unconfirmed) this.#send(sent);
  }

  #send(sent: ReplySeen): void {
    this.#client.publish(responderTopic(this.#id, 'reply'), JSON.stringify(sent.reply), { qos: 1 }, (error) => {
      if (error) return; // said again when the connection is back
      sent.acknowledged = true;
      this.#unconfirmed.delete(sent);
    });
  }
}
