// A simulated responder at the end of an MQTT connection: hands dispatches and time to behave(), sends what comes out.
import { Compile } from 'typebox/compile';
import { Dispatch } from '../contracts/incident/messages.ts';
import { readAs } from '../contracts/json.ts';
import { responderTopic } from '../contracts/topics.ts';
import { type Answer, behave, type Happening, type PersonState, positionOf, type Self, wakesAt } from './behave.ts';
import type { StoryClock } from './clock.ts';

const DispatchCheck = Compile(Dispatch);

export type PersonParts = {
  id: string;
  self: Self;
  clock: StoryClock;
  positionSeconds: number;
  /** QoS 1 until acknowledged, or 0 for what is soon out of date */
  send(topic: string, body: object, qos: 0 | 1): void;
  /** told after each step */
  changed(state: PersonState): void;
};

export class Person {
  readonly #parts: PersonParts;
  #state: PersonState;
  #cancelWake = (): void => {};
  #cancelReport = (): void => {};
  #stopped = false;

  constructor(parts: PersonParts, state: PersonState) {
    this.#parts = parts;
    this.#state = state;
    this.#step({ kind: 'wake' });
    this.#report();
  }

  /** Takes a payload of the dispatch topic. What is no dispatch is nothing to a person. */
  receive(payload: Buffer): void {
    const dispatch = read(payload);
    if (dispatch) this.#step({ kind: 'dispatch', dispatch });
  }

  /** For good: somebody else is this person now, or the simulator ends. */
  stop(): void {
    this.#stopped = true;
    this.#cancelWake();
    this.#cancelReport();
  }

  #step(happening: Happening): void {
    if (this.#stopped) return;
    const { self, clock, changed } = this.#parts;
    const wasTravelling = this.#state.trip !== undefined;
    const { person, says } = behave(this.#state, happening, self, clock.now());
    this.#state = person;
    for (const answer of says) this.#say(answer);
    changed(person);
    this.#cancelWake();
    const at = wakesAt(person);
    if (at !== undefined) this.#cancelWake = clock.after(at - clock.now(), () => this.#step({ kind: 'wake' }));
    if (!wasTravelling && person.trip) this.#report();
  }

  #say(answer: Answer): void {
    const { id, send } = this.#parts;
    send(responderTopic(id, 'reply'), { ...answer, at: new Date().toISOString() }, 1);
  }

  /** Says where they are, often while they are on the way. */
  #report(): void {
    if (this.#stopped) return;
    const { id, self, clock, positionSeconds, send } = this.#parts;
    this.#cancelReport();
    if (self.means === 'desk') return;
    const [lon, lat] = positionOf(this.#state, clock.now()).map(decimetres);
    send(responderTopic(id, 'position'), { lon, lat, accuracy: 8, at: new Date().toISOString() }, 0);
    const seconds = this.#state.trip ? positionSeconds : restingSeconds * (0.5 + Math.random());
    this.#cancelReport = clock.after(seconds * 1000, () => this.#report());
  }
}

/** Between two positions of somebody who stays where they are; well below the two minutes for which one is believed. */
const restingSeconds = 45;

/** A phone does not know it better. */
const decimetres = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Undefined for what is not from our broker: nobody acts on it. */
const read = (payload: Buffer): Dispatch | undefined => readAs(DispatchCheck, payload.toString('utf8'));
