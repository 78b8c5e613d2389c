// Which open incident an input concerns: a press the one at the same home (or of the same unknown device), a reply or a
// command the one it names. And what open incidents know about people and places together.
import type { EpochMs, IncidentId } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { Input } from '../../contracts/inputs.ts';
import type { SurgeRule } from '../../contracts/policy.ts';
import { Arrivals } from './arrivals.ts';
import { Deadlines } from './deadlines.ts';
import { Engagements } from './engagements.ts';
import { type GroupChange, GroupOffers } from './groupOffers.ts';
import type { Elsewhere, Engagement, Place, World } from './world.ts';

/** What must be known of a district: where its homes are, and from what rate on it is in a surge. */
export type Ground = {
  placeOf(home: string, district: string): Pick<Place, 'courtyard' | 'building'> | undefined;
  surgeRule(district: string): SurgeRule;
};

type Courtyard = { all: Set<string>; byBuilding: Map<string, Set<string>> };

/** The open incidents, by what finds them. A closed one with somebody still to be told is found by its id alone. */
export class OpenIncidents {
  readonly #byId = new Map<string, Incident>();
  readonly #byPlace = new Map<string, string>();
  readonly #byCourtyard = new Map<string, Courtyard>();
  readonly #people = new Engagements();
  readonly #deadlines = new Deadlines();
  readonly #arrivals = new Map<string, Arrivals>();
  readonly #ground: Ground;
  /** What is told of groups in a surge. */
  readonly groups = new GroupOffers();

  constructor(ground: Ground) {
    this.#ground = ground;
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
    return this.#people.of(responder);
  }

  /** What somebody is on besides this incident and this group. */
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere {
    return this.#people.elsewhere(responder, than);
  }

  /** Do far more calls come in from this district than usual? */
  isSurge(district: string, now: EpochMs): boolean {
    const arrivals = this.#arrivals.get(district);
    return arrivals?.isSurge(now, () => this.#ground.surgeRule(district)) ?? false;
  }

  /** When something must happen next; undefined when nothing is open. */
  nextDeadline(): EpochMs | undefined {
    return this.#deadlines.next();
  }

  /** The incidents whose deadline has passed: the most urgent first, at most so many. */
  due(now: EpochMs, atMost = Number.POSITIVE_INFINITY): Incident[] {
    return this.#deadlines.passed(now, atMost).flatMap((id) => this.#byId.get(id) ?? []);
  }

  /**
   * Takes a new state in. Without a deadline it is closed and everybody told, so it is forgotten here.
   * @returns what is told of groups differently now
   */
  put(incident: Incident, deadline: EpochMs | undefined): GroupChange[] {
    const { id, district, priority } = incident;
    const before = this.#byId.get(id);
    for (const place of before ? placesOf(before) : [])
      if (this.#byPlace.get(place) === id) this.#byPlace.delete(place);
    this.#deadlines.set(id, deadline, priority);
    this.#people.change(before, incident);
    if (deadline === undefined) this.#byId.delete(id);
    else this.#byId.set(id, incident);
    if (incident.state === 'open') for (const place of placesOf(incident)) this.#byPlace.set(place, id);
    this.#fileByCourtyard(incident);
    if (!before && incident.state === 'open') this.#noteArrival(district, incident.receivedAt);
    return this.groups.change(before, incident);
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
    const filed = this.#byCourtyard.get(place.courtyard);
    const [neighbour] = filed?.byBuilding.get(place.building) ?? [];
    if (neighbour !== undefined) return this.#groupOf(neighbour);
    for (const id of filed?.all ?? []) {
      const other = this.#byId.get(id);
      if (other && now - other.receivedAt <= withinMs) return this.#groupOf(id);
    }
    return undefined;
  }

  #groupOf(id: string): IncidentId | undefined {
    const incident = this.#byId.get(id);
    return incident?.group ?? incident?.id;
  }

  #noteArrival(district: string, receivedAt: EpochMs): void {
    const arrivals = this.#arrivals.get(district) ?? new Arrivals();
    this.#arrivals.set(district, arrivals);
    arrivals.note(receivedAt, this.#ground.surgeRule(district));
  }

  #at(place: string): Incident | undefined {
    const id = this.#byPlace.get(place);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #fileByCourtyard({ id, home, district, state }: Incident): void {
    const place = home === undefined ? undefined : this.#ground.placeOf(home, district);
    if (place === undefined) return;
    const filed = this.#byCourtyard.get(place.courtyard) ?? { all: new Set(), byBuilding: new Map() };
    const neighbours = filed.byBuilding.get(place.building) ?? new Set();
    if (state === 'open') {
      this.#byCourtyard.set(place.courtyard, filed);
      filed.all.add(id);
      filed.byBuilding.set(place.building, neighbours.add(id));
      return;
    }
    filed.all.delete(id);
    neighbours.delete(id);
    if (neighbours.size === 0) filed.byBuilding.delete(place.building);
    if (filed.all.size === 0) this.#byCourtyard.delete(place.courtyard);
  }
}

/** Where a press joins this incident: its own home or device, and those of the incidents merged into it. */
const placesOf = (incident: Incident): string[] =>
  [incident, ...(incident.absorbed ?? [])].flatMap(({ home, device }) =>
    home !== undefined ? [`home/${home}`] : device === undefined ? [] : [`device/${device}`],
  );
