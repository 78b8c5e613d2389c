// Which open incident an input concerns: a press the one at the same home (or of the same unknown device), a reply or a
// command the one it names. And what open incidents know about people and places together.
import { at, type EpochMs, type IncidentId } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { Input } from '../../contracts/inputs.ts';
import { isSent, isTaken } from './leg.ts';
import type { Engagement, World } from './world.ts';

/** The open incidents, by what finds them. A closed one with somebody still to be told is found by its id alone. */
export class OpenIncidents {
  readonly #byId = new Map<string, Incident>();
  readonly #byPlace = new Map<string, string>();
  readonly #byCourtyard = new Map<string, Set<string>>();
  readonly #people = new Map<string, Map<string, Engagement>>();
  readonly #deadlines = new Map<string, EpochMs>();
  readonly #courtyardOf: (home: string, district: string) => string | undefined;
  /** The earliest of them; undefined when it must be looked for again. */
  #next: EpochMs | undefined;

  /** @param courtyardOf where a home is; homes of one courtyard are looked through for neighbours */
  constructor(courtyardOf: (home: string, district: string) => string | undefined) {
    this.#courtyardOf = courtyardOf;
  }

  get(id: string): Incident | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<Incident> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** The open incidents that somebody is asked for, on the way to or at. */
  engagements(responder: string): Engagement[] {
    return [...(this.#people.get(responder)?.values() ?? [])];
  }

  /** When something must happen next; undefined when nothing is open. */
  nextDeadline(): EpochMs | undefined {
    if (this.#deadlines.size === 0) return undefined;
    this.#next ??= this.#earliest();
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
    const before = this.#byId.get(incident.id);
    this.#forgetPeople(before);
    for (const place of before ? placesOf(before) : [])
      if (this.#byPlace.get(place) === incident.id) this.#byPlace.delete(place);
    this.#setDeadline(incident.id, deadline);
    if (deadline === undefined) this.#byId.delete(incident.id);
    else {
      this.#byId.set(incident.id, incident);
      this.#rememberPeople(incident);
    }
    if (incident.state === 'open') for (const place of placesOf(incident)) this.#byPlace.set(place, incident.id);
    this.#fileByCourtyard(incident);
  }

  /** The incident an input concerns; undefined when it would open a new one or names none that is known here. */
  concernedBy(input: Input, world: Pick<World, 'homeOf'>): Incident | undefined {
    switch (input.kind) {
      case 'press':
      case 'unreadable_press': {
        const home = world.homeOf(input.device);
        return this.#at(home === undefined ? `device/${input.device}` : `home/${home}`);
      }
      case 'raise':
        return this.openAt(input.home);
      case 'reply':
        return this.#byId.get(input.reply.incident);
      case 'command':
      case 'follow_up':
        return this.#byId.get(input.incident);
      case 'duty':
      case 'canary':
        return undefined;
    }
  }

  /** The open incident of a home. */
  openAt(home: string): Incident | undefined {
    return this.#at(`home/${home}`);
  }

  /**
   * The group that a call from this home belongs to: that of an open incident of the same building, or of the same courtyard
   * when that one came in less than `withinMs` ago.
   */
  groupAt(home: string, world: Pick<World, 'place'>, now: EpochMs, withinMs: number): IncidentId | undefined {
    const place = world.place(home);
    if (!place) return undefined;
    let near: IncidentId | undefined;
    for (const id of this.#byCourtyard.get(place.courtyard) ?? []) {
      const other = this.#byId.get(id);
      if (other?.home === undefined) continue;
      const group = other.group ?? other.id;
      if (world.place(other.home)?.building === place.building) return group;
      if (now - other.receivedAt <= withinMs) near ??= group;
    }
    return near;
  }

  #at(place: string): Incident | undefined {
    const id = this.#byPlace.get(place);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #fileByCourtyard(incident: Incident): void {
    const courtyard = incident.home === undefined ? undefined : this.#courtyardOf(incident.home, incident.district);
    if (courtyard === undefined) return;
    const filed = this.#byCourtyard.get(courtyard) ?? new Set();
    if (incident.state === 'open') this.#byCourtyard.set(courtyard, filed.add(incident.id));
    else if (filed.delete(incident.id) && filed.size === 0) this.#byCourtyard.delete(courtyard);
  }

  #earliest(): EpochMs {
    let earliest = Infinity;
    for (const deadline of this.#deadlines.values()) if (deadline < earliest) earliest = deadline;
    return at(earliest);
  }

  #setDeadline(id: string, deadline: EpochMs | undefined): void {
    const before = this.#deadlines.get(id);
    if (deadline === undefined) this.#deadlines.delete(id);
    else this.#deadlines.set(id, deadline);
    if (this.#next === undefined) return;
    if (before === this.#next && deadline !== before) this.#next = undefined;
    else if (deadline !== undefined && deadline < this.#next) this.#next = deadline;
  }

  #forgetPeople(incident: Incident | undefined): void {
    for (const leg of incident?.legs ?? []) {
      const engaged = this.#people.get(leg.responder);
      if (engaged?.delete(incident?.id ?? '') && engaged.size === 0) this.#people.delete(leg.responder);
    }
  }

  #rememberPeople(incident: Incident): void {
    if (incident.state === 'closed') return;
    for (const leg of incident.legs) {
      if (!isSent(leg) || leg.state === 'timed_out') continue;
      const engaged = this.#people.get(leg.responder) ?? new Map<string, Engagement>();
      const { id, priority } = incident;
      engaged.set(id, { incident: id, priority, taken: isTaken(leg) || (engaged.get(id)?.taken ?? false) });
      this.#people.set(leg.responder, engaged);
    }
  }
}

/** Where a press joins this incident: its own home or device, and those of the incidents merged into it. */
const placesOf = (incident: Incident): string[] =>
  [incident, ...(incident.absorbed ?? [])].flatMap(({ home, device }) =>
    home !== undefined ? [`home/${home}`] : device === undefined ? [] : [`device/${device}`],
  );
