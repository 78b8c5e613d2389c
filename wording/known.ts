// What somebody knows of a call through their part in it, as the district stands: where, who lives there, how to get in. The broker,
// the phone's page and the gateways give it their form and look nothing up. How much is whose: contracts/incident/needToKnow.ts.
import { type Known, knownTo, nothing, type Part, type Standing } from '../contracts/incident/needToKnow.ts';
import type { Home, Resident } from '../contracts/office/community.ts';
import { type KnownDistrict, placeOf, yardOf } from '../contracts/office/district.ts';
import type { Place } from '../contracts/office/place.ts';
import type { LonLat } from '../contracts/position.ts';
import { defined } from '../contracts/shapes.ts';
import { accessOf } from './keys.ts';

/** @property also homes of calls that were merged into it. @property fix where the device is, when help goes there */
type About = Omit<Part, 'standing'> & {
  home?: string | undefined;
  also?: readonly string[] | undefined;
  fix?: LonLat | undefined;
};

/** A resident, without what is not theirs to know. */
export type KnownResident = Pick<Resident, 'id' | 'name' | 'gender' | 'birthYear' | 'livesAlone'> &
  Partial<Pick<Resident, 'mobility' | 'phone' | 'conditions'>>;

export type Knowledge = {
  person: Known['person'];
  /** As far as they may know it: to the door, to the building, or, of what is over or told through others, to the courtyard. */
  place: Place;
  also: readonly Place[];
  /** Where to go; nobody goes to what is over. */
  position?: LonLat;
  /** None unless they are shown. */
  residents: readonly KnownResident[];
  access?: Home['access'];
};

/** @param district undefined while it is not in the registry: nobody is known then */
export function knowledgeOf(
  { home, also = [], fix, ...part }: About,
  standing: Standing,
  district: KnownDistrict | undefined,
  responder: string,
): Knowledge {
  const whole = placeOf(home, district);
  const where = { grid: whole.grid?.id, courtyard: whole.courtyard?.id };
  const known = district
    ? knownTo({ ...part, standing }, district.responders.get(responder), where, district.bundle.policy)
    : nothing;
  const shown = known.person === 'shown';
  const goes = standing !== 'over' && standing !== 'outside';
  const told = (place: Place): Place => (shown ? place : goes ? toTheBuilding(place) : toTheCourtyard(place));
  const residents = shown && home !== undefined ? (district?.residentsOf(home) ?? []) : [];
  return {
    person: known.person,
    place: told(whole),
    also: also.flatMap((id) => (standing !== 'over' && district?.homes.has(id) ? [told(placeOf(id, district))] : [])),
    residents: residents.map((one) => asKnown(one, known)),
    ...defined({
      position: goes ? (fix ?? whole.position) : undefined,
      access: known.keys ? accessAt(home, district) : undefined,
    }),
  };
}

const accessAt = (home: string | undefined, district: KnownDistrict | undefined): Home['access'] | undefined => {
  const known = district?.homes.get(home ?? '');
  return known && accessOf(known);
};

/** Of somebody who is no longer needed only the courtyard is shown. */
const toTheCourtyard = ({ courtyard, grid }: Place): Place => defined({ grid, courtyard });
/** Enough to know how far it is. */
const toTheBuilding = ({ unit: _, door: __, ...place }: Place): Place => place;

const asKnown = (
  { id, name, gender, birthYear, livesAlone, mobility, phone, conditions }: Resident,
  known: Known,
): KnownResident => ({
  ...{ id, name, gender, birthYear, livesAlone },
  ...(known.keys ? defined({ mobility }) : {}),
  ...(known.phones ? defined({ phone }) : {}),
  ...(known.conditions ? { conditions } : {}),
});

/** The place of all calls of a group: a courtyard in its grid, for a desk the grid; empty where none is known. */
export function placeOfGroup(group: string, district: KnownDistrict | undefined): Place {
  const [id = ''] = group.split('+');
  if (!id.startsWith('*')) return yardOf(id, district);
  const grid = district?.grids.get(id.slice(1));
  return grid ? { grid: { id: grid.id, name: grid.name } } : {};
}
