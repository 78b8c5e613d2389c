// The duty officer, by REST: acknowledges, notes, sends and withdraws people, and closes every incident after a while. An
// order without an answer is given again under the same id, as the page does: it must count once.
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from '../../contracts/incident/commands.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { between, type Chance, chanceOf, oneOf } from '../../devices-sim/chance.ts';
import type { System } from '../system.ts';
import type { CommandSeen, Seen } from './seen.ts';

const looksEveryMs = 700;
const againAfterMs = 300;
/** A page that hears nothing for this long asks again. */
const answerWithinMs = 5_000;
/** An incident is closed at some age between. */
const closesAfterMs = [4_000, 14_000] as const;
/** Chances of 100 that an incident gets this order in its life. */
const acknowledges = 60;
const notes = 50;
const assigns = 12;
const withdraws = 12;

export class Officer {
  readonly #system: System;
  readonly #seen: Seen;
  readonly #responders: readonly string[];
  readonly #chance: Chance;
  readonly #plans = new Map<string, number>();
  readonly #firstSeen = new Map<string, number>();
  readonly #under = new Set<Promise<void>>();
  #orders = 0;
  #closeAll = false;
  #ended = false;
  readonly #work: Promise<void>;

  constructor(system: System, seen: Seen, responders: readonly string[], seed: number) {
    this.#system = system;
    this.#seen = seen;
    this.#responders = responders;
    this.#chance = chanceOf(seed, 'officer');
    this.#work = this.#watch();
  }

  /** From now on every open incident is closed at once. */
  closeAll(): void {
    this.#closeAll = true;
    for (const id of this.#plans.keys()) this.#plans.set(id, 0);
  }

  /** @returns when every order has its answer, or is given up with the run */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#work;
    await Promise.all(this.#under);
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      const open = await this.#open();
      for (const incident of open) this.#look(incident);
      await wait(looksEveryMs);
    }
  }

  async #open(): Promise<IncidentView[]> {
    try {
      const answer = await this.#system.call('/api/v1/incidents?state=open&limit=500', { withinMs: answerWithinMs });
      return answer.ok ? ((await answer.json()) as { incidents: IncidentView[] }).incidents : [];
    } catch {
      return []; // the console is away on purpose, or ends in the middle of an answer: the next look is soon
    }
  }

  #look(incident: IncidentView): void {
    const { id, legs } = incident;
    const now = performance.now();
    if (!this.#firstSeen.has(id)) {
      this.#firstSeen.set(id, now);
      this.#plans.set(id, this.#closeAll ? 0 : now + between(this.#chance, closesAfterMs));
      if (this.#happens(acknowledges)) this.#order(id, { command: 'acknowledge' });
      if (this.#happens(notes)) this.#order(id, { command: 'note', text: `note ${this.#orders}` });
      const responder = oneOf(this.#chance, this.#responders);
      if (this.#happens(assigns) && responder) this.#order(id, { command: 'assign', responder, track: 'grid' });
      const leg = oneOf(this.#chance, legs);
      if (this.#happens(withdraws) && leg) this.#order(id, { command: 'withdraw', leg: leg.id });
    } else if (now > (this.#plans.get(id) ?? 0)) {
      this.#plans.set(id, now + 2 * answerWithinMs); // if it is still open then, it is closed again
      this.#order(id, { command: 'close', disposition: 'test', text: '演练' });
    }
  }

  #happens(share: number): boolean {
    return this.#chance() * 100 < share;
  }

  #order(incident: string, what: DistributedOmit<Command, 'id'>): void {
    const command = { ...what, id: `o${++this.#orders}` } as Command;
    const seen: CommandSeen = { incident, command };
    this.#seen.commands.set(command.id, seen);
    const given = this.#give(seen).finally(() => this.#under.delete(given));
    this.#under.add(given);
  }

  async #give(seen: CommandSeen): Promise<void> {
    const path = `/api/v1/incidents/${seen.incident}/commands`;
    for (;;) {
      const answer = await this.#system
        .call(path, { body: seen.command, withinMs: answerWithinMs })
        .then(({ status }) => status)
        .catch(() => undefined); // no answer: asked again, under the same id
      if (answer === 200) seen.answer = 'applied';
      if (answer === 202) seen.answer = 'stored';
      if (answer === 409) seen.answer = 'refused';
      if (seen.answer !== undefined || (this.#ended && answer === undefined)) return;
      await wait(againAfterMs);
    }
  }
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
