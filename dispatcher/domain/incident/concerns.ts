// Which open incident an input concerns: a press the one at the same home (or of the same unknown device), a reply or a
// command the one it names. And what open incidents know about people and places together.
import type { EpochMs, IncidentId } from '../../../contracts/ids.ts';
import type { Input } from '../../../contracts/incident/inputs.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { SurgeRule } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import { whereOf } from '../where.ts';
import type { Elsewhere, Engagement, Lacking, Place, World } from '../world.ts';
import { Arrivals } from './arrivals.ts';
import { Deadlines } from './deadlines.ts';
import { Engagements } from './engagements.ts';
import { type GroupChange, GroupOffers } from './groupOffers.ts';
import { isLacking, isPlanned, needsOf } from './needs.ts';

/** What must be known of a district: where its homes are, and from what rate on it is in a surge. */
export type Ground = {
  placeOf(home: string, district: string): Pick<Place, 'courtyard' | 'building'> | undefined;
  surgeRule(district: string): SurgeRule;
};

/** A home by its id; two districts of one shard may each have a `home-1`. */
type Door = { district: string; home: string };
type Courtyard = { all: Set<string>; byBuilding: Map<string, Set<string>> };

/** The open incidents, by what finds them. A closed one with somebody still to be told is found by its id alone. */
export class OpenIncidents {
  readonly #byId = new Map<string, Incident>();
  /** The newest last: it is what a press joins; the others come back when it is over. */
  readonly #byPlace = new Map<string, string[]>();
  readonly #byCourtyard = new Map<string, Courtyard>();
  readonly #people = new Engagements();
  readonly #deadlines = new Deadlines();
  readonly #arrivals = new Map<string, Arrivals>();
  /** By district: those in which somebody is still asked for. */
  readonly #lacking = new Map<string, Map<string, Lacking>>();
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
  engagements(responder: string): readonly Engagement[] {
    return this.#people.of(responder);
  }

  /** What somebody is on besides this incident and this group. */
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere {
    return this.#people.elsewhere(responder, than);
  }

  /** The open incidents of a district in which somebody is still asked for. */
  lacking(district: string): Lacking[] {
    return [...(this.#lacking.get(district)?.values() ?? [])];
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
    for (const place of before ? placesOf(before) : []) this.#leave(place, id);
    this.#deadlines.set(id, deadline, priority);
    this.#people.change(before, incident);
    if (deadline === undefined) this.#byId.delete(id);
    else this.#byId.set(id, incident);
    if (incident.state === 'open') for (const place of placesOf(incident)) this.#come(place, id);
    if (before?.home !== incident.home) this.#unfile(before);
    if (incident.state === 'open') this.#fileByCourtyard(incident);
    else this.#unfile(incident);
    this.#fileByLack(incident);
    if (!before && incident.state === 'open' && hasCalled(incident)) this.#noteArrival(district, incident.openedAt);
    return this.groups.change(before, incident);
  }

  /**
   * The incident an input concerns; undefined when it would open a new one or names none that is known here. A carried device
   * that is elsewhere than its home concerns the incident that it opened itself: two people in two places are two incidents.
   * @param storedAt when the input was stored, ms
   */
  concernedBy(input: Input, world: World, storedAt: EpochMs): Incident | undefined {
    switch (input.kind) {
      case 'press':
      case 'unreadable_press': {
        const home = world.homeOf(input.device);
        const own = this.#at(`alone/${input.device}`);
        if (home === undefined || own) return own;
        const there = this.openAt({ district: input.district, home });
        // Whoever pressed alone from this home may have been elsewhere all the time; beside others it is somebody else.
        if (there === undefined || there.presses.every(({ device }) => device === input.device)) return there;
        const where = whereOf(input, home, storedAt, world);
        return where?.at === 'away' || where?.at === 'beyond' ? undefined : there;
      }
      case 'raise':
      case 'check_in':
        return this.openAt(input);
      case 'reply':
        return this.#byId.get(input.reply.incident);
      case 'command':
      case 'follow_up':
        return this.#byId.get(input.incident);
      case 'duty':
      case 'canary':
      case 'test_window':
        return undefined;
    }
  }

  /** The open incident of a home. */
  openAt(door: Door): Incident | undefined {
    return this.#at(nameOf(door));
  }

  /**
   * The group that a call from this home belongs to: that of an open incident of the same building, or of the same courtyard
   * when that one came in less than `withinMs` ago.
   */
  groupAt(
    { district, home }: Door,
    world: Pick<World, 'place'>,
    now: EpochMs,
    withinMs: number,
  ): IncidentId | undefined {
    const place = world.place(home);
    if (!place) return undefined;
    const filed = this.#byCourtyard.get(`${district}/${place.courtyard}`);
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

  #noteArrival(district: string, openedAt: EpochMs): void {
    const arrivals = this.#arrivals.get(district) ?? new Arrivals();
    this.#arrivals.set(district, arrivals);
    arrivals.note(openedAt, this.#ground.surgeRule(district));
  }

  #at(place: string): Incident | undefined {
    const id = this.#byPlace.get(place)?.at(-1);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #leave(place: string, id: string): void {
    const others = this.#byPlace.get(place)?.filter((one) => one !== id) ?? [];
    if (others.length > 0) this.#byPlace.set(place, others);
    else this.#byPlace.delete(place);
  }

  /** In the order of their ids, which is that of time: a change of an older one does not put it before the newer. */
  #come(place: string, id: string): void {
    const there = this.#byPlace.get(place) ?? [];
    this.#byPlace.set(place, there.includes(id) ? there : [...there, id].sort());
  }

  #fileByLack(incident: Incident): void {
    const { id, district, priority, home, state } = incident;
    const known = this.#lacking.get(district) ?? new Map<string, Lacking>();
    this.#lacking.set(district, known);
    if (state === 'open' && needsOf(incident).some((need) => isPlanned(need.need) && isLacking(need)))
      known.set(id, { incident: id, priority, ...defined({ home }) });
    else known.delete(id);
  }

  #fileByCourtyard(incident: Incident): void {
    const place = this.#placeOf(incident);
    if (place === undefined) return;
    const filed = this.#byCourtyard.get(place.courtyard) ?? { all: new Set(), byBuilding: new Map() };
    this.#byCourtyard.set(place.courtyard, filed);
    filed.all.add(incident.id);
    filed.byBuilding.set(place.building, (filed.byBuilding.get(place.building) ?? new Set()).add(incident.id));
  }

  /** It is over, or its place was corrected. */
  #unfile(incident: Incident | undefined): void {
    const place = incident && this.#placeOf(incident);
    const filed = place && this.#byCourtyard.get(place.courtyard);
    if (!filed) return;
    filed.all.delete(incident.id);
    const neighbours = filed.byBuilding.get(place.building);
    neighbours?.delete(incident.id);
    if (neighbours?.size === 0) filed.byBuilding.delete(place.building);
    if (filed.all.size === 0) this.#byCourtyard.delete(place.courtyard);
  }

  #placeOf({ home, district }: Incident): { courtyard: string; building: string } | undefined {
    const place = home === undefined ? undefined : this.#ground.placeOf(home, district);
    return place && { courtyard: `${district}/${place.courtyard}`, building: place.building };
  }
}

/**
 * Where a press joins this incident: its own home or device, and those of the incidents merged into it. When help goes to where a
 * carried device is, the home that it was carried from is free for a call of its own; not the home of an incident that it was
 * merged into.
 */
function placesOf(incident: Incident): string[] {
  const { district, spot, spotOf, absorbed = [] } = incident;
  const own: Pick<Incident, 'home' | 'device'> =
    spot === 'fix' && spotOf !== undefined && !cameAlong(spotOf, incident) ? { device: spotOf } : incident;
  // A device far away, or in no home that we know, finds the incident that it opened wherever help goes.
  const elsewhere =
    incident.placed || incident.marks.includes('beyond_reach') || incident.marks.includes('unknown_device');
  const opener = elsewhere && incident.device !== undefined ? [`alone/${incident.device}`] : [];
  const merged = absorbed.flatMap(({ home, device }) => [...inHome(district, home), ...byDevice(device)]);
  return [...opener, ...(own.home === undefined ? byDevice(own.device) : inHome(district, own.home)), ...merged];
}

/** Does this device belong to an incident that was merged into this one? */
const cameAlong = (device: string, { absorbed = [], presses }: Incident): boolean =>
  absorbed.some((one) => one.device === device) || presses.some((one) => one.device === device && one.of !== undefined);

/** Whoever has given no sign of life has not called: however many there are, they make no surge for those who do. */
const hasCalled = ({ missed, presses }: Incident): boolean => missed === undefined || presses.length > 0;

const nameOf = ({ district, home }: Door): string => `home/${district}/${home}`;
const inHome = (district: string, home: string | undefined): string[] =>
  home === undefined ? [] : [nameOf({ district, home })];
const byDevice = (device: string | undefined): string[] => (device === undefined ? [] : [`alone/${device}`]);
