// Which open incident an input concerns: a press the one at the same home (or of the same unknown device), a reply or a
// command the one it names.

import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { Input } from '../../contracts/inputs.ts';
import type { World } from './world.ts';

/** The open incidents, by what finds them. A closed one with somebody still to be told is found by its id alone. */
export class OpenIncidents {
  readonly #byId = new Map<string, Incident>();
  readonly #byPlace = new Map<string, string>();
  readonly #legs = new Map<string, number>();
  readonly #deadlines = new Map<string, EpochMs>();
  /** The earliest of them; undefined when it must be looked for again. */
  #next: EpochMs | undefined;

  get(id: string): Incident | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<Incident> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Is this person on the way to, or at, an open incident? */
  busy(responder: string): boolean {
    return (this.#legs.get(responder) ?? 0) > 0;
  }

  /** When something must happen next; undefined when nothing is open. */
  nextDeadline(): EpochMs | undefined {
    if (this.#deadlines.size === 0) return undefined;
    this.#next ??= at(Math.min(...this.#deadlines.values()));
    return this.#next;
  }

  /** The incidents whose deadline has passed: the most urgent first. */
  due(now: EpochMs): Incident[] {
    if ((this.nextDeadline() ?? now + 1) > now) return [];
    const due = [...this.#deadlines].flatMap(([id, deadline]) => {
      const incident = deadline <= now ? this.#byId.get(id) : undefined;
      return incident ? [{ incident, deadline }] : [];
    });
    due.sort((a, b) => a.incident.priority - b.incident.priority || a.deadline - b.deadline);
    return due.map(({ incident }) => incident);
  }

  /** Takes a new state in. Without a deadline it is closed and everybody told, so it is forgotten here. */
  put(incident: Incident, deadline: EpochMs | undefined): void {
    this.#count(this.#byId.get(incident.id), -1);
    this.#setDeadline(incident.id, deadline);
    const place = placeOf(incident);
    if (deadline === undefined) this.#byId.delete(incident.id);
    else {
      this.#byId.set(incident.id, incident);
      this.#count(incident, 1);
    }
    if (place === undefined) return;
    if (incident.state === 'open') this.#byPlace.set(place, incident.id);
    else if (this.#byPlace.get(place) === incident.id) this.#byPlace.delete(place);
  }

  /** The incident an input concerns; undefined when it would open a new one or names none that is open. */
  concernedBy(input: Input, world: Pick<World, 'homeOf'>): Incident | undefined {
    switch (input.kind) {
      case 'press':
      case 'unreadable_press': {
        const home = world.homeOf(input.device);
        const id = this.#byPlace.get(home === undefined ? `device/${input.device}` : `home/${home}`);
        return id === undefined ? undefined : this.#byId.get(id);
      }
      case 'reply':
        return this.#byId.get(input.reply.incident);
      case 'command':
        return this.#byId.get(input.incident);
    }
  }

  #setDeadline(id: string, deadline: EpochMs | undefined): void {
    const before = this.#deadlines.get(id);
    if (deadline === undefined) this.#deadlines.delete(id);
    else this.#deadlines.set(id, deadline);
    if (this.#next === undefined) return;
    if (before === this.#next && deadline !== before) this.#next = undefined;
    else if (deadline !== undefined && deadline < this.#next) this.#next = deadline;
  }

  #count(incident: Incident | undefined, by: 1 | -1): void {
    if (!incident || incident.state === 'closed') return;
    for (const leg of incident.legs)
      if (
        leg.state === 'accepted' ||
        leg.state === 'en_route' ||
        leg.state === 'on_scene' ||
        leg.state === 'offered' ||
        leg.state === 'received'
      )
        this.#legs.set(leg.responder, (this.#legs.get(leg.responder) ?? 0) + by);
  }
}

const placeOf = (incident: Incident): string | undefined =>
  incident.home !== undefined
    ? `home/${incident.home}`
    : incident.device === undefined
      ? undefined
      : `device/${incident.device}`;
