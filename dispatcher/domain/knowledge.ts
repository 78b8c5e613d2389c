// What the documents of a district say for a decision: places, roads, roles, roster, the hour of the day. Made once for each
// change of the documents, and only as far as they have changed: sixty people turn their switches at eight in the morning.

import type { EpochMs } from '../../contracts/ids.ts';
import { readInstant } from '../../contracts/instant.ts';
import type { CommunityBundle, Responder } from '../../contracts/office/community.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { ResponderRole } from '../../contracts/terms.ts';
import { middleOf } from '../../geography/distance.ts';
import { neighboursOf } from '../../geography/neighbours.ts';
import { buildRoads, type RoadNetwork } from '../../geography/roads.ts';
import { Roster } from './roster/roster.ts';
import type { Place } from './world.ts';

/** The documents that decide who is asked. Without a position a home is where its courtyard is. */
export type Documents = Pick<
  CommunityBundle,
  'district' | 'grids' | 'roads' | 'courtyards' | 'responders' | 'shifts' | 'leaves' | 'swaps' | 'policy'
> & { homes: readonly Pick<CommunityBundle['homes'][number], 'id' | 'courtyard' | 'building' | 'position'>[] };

export class Knowledge {
  readonly policy: Policy;
  readonly roster: Roster;
  readonly responders: ReadonlyMap<string, Responder>;
  readonly places: ReadonlyMap<string, Place>;
  readonly roads: RoadNetwork;
  readonly minuteOfDay: (now: EpochMs) => number;
  /** An instant as somebody outside writes it; without an offset by the district's wall clock. */
  readonly instantOf: (text: string) => EpochMs | undefined;
  /** The middle of the district. */
  readonly centre: LonLat | undefined;
  readonly #holders: ReadonlyMap<ResponderRole, readonly Responder[]>;
  readonly #neighbours: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #documents: Documents;

  /** @param earlier what was known before a change: what rests on documents that stayed is used again */
  constructor(documents: Documents, earlier?: Knowledge) {
    const { district, responders, policy } = documents;
    const stayed = (...kinds: (keyof Documents)[]): Knowledge | undefined =>
      earlier && kinds.every((kind) => earlier.#documents[kind] === documents[kind]) ? earlier : undefined;
    const sameGrids = stayed('grids');
    const parts = { ...documents, timeZone: district.timeZone };
    this.#documents = documents;
    this.policy = policy;
    this.roster = earlier?.roster.isOf(parts) ? earlier.roster : new Roster(parts, earlier?.roster);
    this.responders = new Map(responders.map((one) => [one.id, one]));
    this.places = stayed('homes', 'courtyards')?.places ?? placesOf(documents);
    this.roads = stayed('roads')?.roads ?? buildRoads(documents.roads);
    this.minuteOfDay = stayed('district')?.minuteOfDay ?? minuteOfDayIn(district.timeZone);
    this.instantOf = (text) => readInstant(text, district.timeZone);
    this.centre = sameGrids?.centre ?? middleOf(documents.grids.flatMap(({ ring }) => ring)) ?? district.centre;
    this.#holders = holdersOf(responders);
    this.#neighbours = sameGrids ? sameGrids.#neighbours : neighboursOf(documents.grids);
  }

  /** Everybody who holds a role, on duty or not. */
  holders(role: ResponderRole): readonly Responder[] {
    return this.#holders.get(role) ?? [];
  }

  /** Grids that share a border with this one. */
  neighbours(grid: string): ReadonlySet<string> {
    return this.#neighbours.get(grid) ?? new Set();
  }

  /** Whole seconds by road, at the speed of somebody's means and role. */
  travelSeconds(responder: Responder, from: LonLat, to: LonLat): number {
    const { speeds } = this.policy;
    const factor = speeds.byRole?.[responder.role] ?? 1;
    const riding = responder.means === 'bicycle' ? speeds.bicycleMetresPerSecond : speeds.footMetresPerSecond;
    return this.roads.travelSeconds(from, to, factor * riding, factor * speeds.footMetresPerSecond);
  }
}

function holdersOf(responders: readonly Responder[]): Map<ResponderRole, Responder[]> {
  const holders = new Map<ResponderRole, Responder[]>();
  for (const responder of responders)
    for (const role of new Set([responder.role, ...(responder.otherRoles ?? [])]))
      holders.set(role, [...(holders.get(role) ?? []), responder]);
  return holders;
}

function placesOf({ homes, courtyards }: Documents): Map<string, Place> {
  const yards = new Map(courtyards.map((one) => [one.id, one]));
  return new Map(
    homes.flatMap(({ id, courtyard, building, position }) => {
      const yard = yards.get(courtyard);
      return yard === undefined
        ? []
        : [[id, { position: position ?? yard.position, courtyard, building, grid: yard.grid }]];
    }),
  );
}

/** Asking for a zone's wall clock is slow; it is asked once a minute. */
function minuteOfDayIn(timeZone: string): (now: EpochMs) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  let [known, minute] = [Number.NaN, 0];
  return (now) => {
    const nowMinute = Math.floor(now / 60_000);
    if (nowMinute !== known) {
      const [hours = 0, minutes = 0] = format.format(now).split(':').map(Number);
      [known, minute] = [nowMinute, hours * 60 + minutes];
    }
    return minute;
  };
}
