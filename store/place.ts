// Where a home is, in words and as a position.
import type { Place } from '../contracts/office/place.ts';
import { defined } from '../contracts/shapes.ts';
import type { DistrictRegistry } from './district.ts';

/** Where a home is; empty for an incident that no home is known of. */
export function placeOf(id: string | undefined, district: DistrictRegistry): Place {
  const home = id === undefined ? undefined : district.homes.get(id);
  if (!home) return {};
  const courtyard = district.courtyards.get(home.courtyard);
  const grid = courtyard && district.grids.get(courtyard.grid);
  return {
    ...defined({
      grid: grid && { id: grid.id, name: grid.name },
      courtyard: courtyard && { id: courtyard.id, name: courtyard.name },
    }),
    building: home.building,
    unit: home.unit,
    door: home.door,
    ...defined({ position: district.door(home.id) }),
  };
}
