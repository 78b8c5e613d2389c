// A district as it stands, for whoever puts it into words; the registry has this shape.
import type { LonLat } from '../position.ts';
import { defined } from '../shapes.ts';
import type { CommunityBundle, Courtyard, Grid, Home, Resident, Responder } from './community.ts';
import type { Place } from './place.ts';

export type KnownDistrict = {
  readonly bundle: Pick<CommunityBundle, 'district' | 'policy'>;
  readonly homes: ReadonlyMap<string, Home>;
  readonly courtyards: ReadonlyMap<string, Courtyard>;
  readonly grids: ReadonlyMap<string, Grid>;
  readonly responders: ReadonlyMap<string, Responder>;
  /** The home of a device: where it is installed, or where the one who carries it lives. */
  homeOf(device: string): string | undefined;
  residentsOf(home: string): readonly Resident[];
  /** Where a home's door is; its courtyard when it has no position of its own. */
  door(home: string): LonLat | undefined;
};

/** Where a home is; empty where none is known. */
export function placeOf(id: string | undefined, district: KnownDistrict | undefined): Place {
  const home = district?.homes.get(id ?? '');
  if (!home) return {};
  const { courtyard, building, unit, door } = home;
  return { ...yardOf(courtyard, district), building, unit, door, ...defined({ position: district?.door(home.id) }) };
}

/** Courtyard, building, unit, door, as much of it as is known. */
export const partsOf = ({ courtyard, building, unit, door }: Place): string[] =>
  [courtyard?.name, building, unit, door].flatMap((part) => part || []);
export const lineOf = (place: Place): string => partsOf(place).join(' ');

/** A courtyard and the grid it is in. */
export function yardOf(id: string, district: KnownDistrict | undefined): Pick<Place, 'grid' | 'courtyard'> {
  const courtyard = district?.courtyards.get(id);
  const grid = district?.grids.get(courtyard?.grid ?? '');
  return defined({
    grid: grid && { id: grid.id, name: grid.name },
    courtyard: courtyard && { id: courtyard.id, name: courtyard.name },
  });
}
