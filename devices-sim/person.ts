// A simulated responder at work: takes dispatches, lets time pass, travels along the roads, answers.
import type { MqttClient } from 'mqtt';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import type { Policy, Responder } from '../contracts/community.ts';
import { Dispatch, type ReplyKind } from '../contracts/messages.ts';
import type { LonLat } from '../contracts/position.ts';
import { responderTopic } from '../contracts/topics.ts';
import { metresBetween } from '../geography/distance.ts';
import type { RoadNetwork } from '../geography/roads.ts';
import { behave, type Step } from './behave.ts';
import type { Chance } from './chance.ts';
import type { Scenario } from './scenario.ts';

const DispatchCheck = Compile(Dispatch);

/** What all people share. `pace`: seconds of the story in a second. */
export type Scene = { scenario: Scenario; policy: Policy; roads: RoadNetwork; pace: number };

type Work = { dispatch: Dispatch; steps: Step[]; timer: NodeJS.Timeout | undefined };

export class Person {
  readonly #responder: Responder;
  readonly #scene: Scene;
  readonly #chance: Chance;
  readonly #client: () => MqttClient | undefined;
  readonly #revisions = new Map<string, number>();
  readonly #work = new Map<string, Work>();
  #position: LonLat;

  constructor(responder: Responder, scene: Scene, chance: Chance, client: () => MqttClient | undefined) {
    this.#responder = responder;
    this.#scene = scene;
    this.#chance = chance;
    this.#client = client;
    this.#position = responder.base;
  }

  /** Takes a payload of the dispatch topic. The same delivery again, or an older one, is ignored. */
  receive(payload: Buffer): void {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    if (!DispatchCheck.Check(value)) return;
    const key = `${value.incident}/${value.leg}`;
    if ((this.#revisions.get(key) ?? 0) >= value.revision) return;
    this.#revisions.set(key, value.revision);
    const occupied = [...this.#work.values()].some(({ dispatch }) => dispatch.incident !== value.incident);
    const { drop, steps } = behave(value, this.#responder, occupied, this.#scene.scenario, this.#chance);
    if (drop) this.#drop(key);
    if (value.kind === 'offer' && steps.length > 0) this.#begin(key, value, steps);
    else this.#aside(value, steps);
  }

  /** Ends everything that is going on. */
  stop(): void {
    for (const key of [...this.#work.keys()]) this.#drop(key);
  }

  /** Says where they are. */
  report(): void {
    const [lon, lat] = this.#position;
    const topic = responderTopic(this.#responder.id, 'position');
    this.#client()?.publish(topic, JSON.stringify({ lon, lat, accuracy: 8, at: new Date().toISOString() }));
  }

  /** A receipt beside the work that goes on. */
  #aside(dispatch: Dispatch, steps: readonly Step[]): void {
    for (const step of steps)
      if ('reply' in step) setTimeout(() => this.#reply(dispatch, step.reply, step.text), this.#ms(step.afterSeconds));
  }

  #begin(key: string, dispatch: Dispatch, steps: Step[]): void {
    this.#drop(key);
    const work: Work = { dispatch, steps, timer: undefined };
    this.#work.set(key, work);
    this.#next(key, work);
  }

  #next(key: string, work: Work): void {
    const [step, ...rest] = work.steps;
    if (!step) {
      this.#work.delete(key);
      return;
    }
    work.steps = rest;
    work.timer = setTimeout(() => {
      if ('travel' in step) this.#travel(key, work);
      else {
        this.#reply(work.dispatch, step.reply, step.text);
        this.#next(key, work);
      }
    }, this.#ms(step.afterSeconds));
  }

  #travel(key: string, work: Work): void {
    const to = work.dispatch.position;
    if (!to) {
      this.#next(key, work);
      return;
    }
    const { scenario, policy, roads } = this.#scene;
    const { bicycleMetresPerSecond, footMetresPerSecond } = policy.speeds;
    const speed = this.#responder.means === 'bicycle' ? bicycleMetresPerSecond : footMetresPerSecond;
    const { line } = roads.route(this.#position, to);
    let gone = 0;
    const move = (): void => {
      gone += speed * scenario.positionSeconds;
      const { position, arrived } = along(line, gone);
      this.#position = position;
      this.report();
      if (arrived) this.#next(key, work);
      else work.timer = setTimeout(move, this.#ms(scenario.positionSeconds));
    };
    work.timer = setTimeout(move, this.#ms(scenario.positionSeconds));
  }

  #reply(dispatch: Dispatch, reply: ReplyKind, text?: string): void {
    const { delivery, incident, leg } = dispatch;
    const body = {
      id: ulid(),
      delivery,
      incident,
      leg,
      reply,
      at: new Date().toISOString(),
      ...(text ? { text } : {}),
    };
    this.#client()?.publish(responderTopic(this.#responder.id, 'reply'), JSON.stringify(body), { qos: 1 });
  }

  #drop(key: string): void {
    clearTimeout(this.#work.get(key)?.timer);
    this.#work.delete(key);
  }

  #ms(seconds: number): number {
    return (seconds * 1000) / this.#scene.pace;
  }
}

/** Where somebody is after so many metres of a line. */
export function along(line: readonly LonLat[], metres: number): { position: LonLat; arrived: boolean } {
  let left = metres;
  for (const [i, to] of line.entries()) {
    const from = line[i - 1];
    if (!from) continue;
    const length = metresBetween(from, to);
    if (left < length) {
      const share = left / length;
      const position: LonLat = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      return { position: [round(position[0]), round(position[1])], arrived: false };
    }
    left -= length;
  }
  const last = line.at(-1) ?? [0, 0];
  return { position: [round(last[0]), round(last[1])], arrived: true };
}

/** A phone does not know it better than to a decimetre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
