// Where homes lie, as the registry says it now: in the books with each change.
import { replacePlaces } from '../records/office/places.ts';
import type { Db } from '../records/tables.ts';
import type { DistrictRegistry } from '../store/district.ts';

export async function keepPlaces(db: Db, district: DistrictRegistry): Promise<void> {
  const places = district.bundle.homes.flatMap(({ id: home, courtyard }) => {
    const grid = district.courtyards.get(courtyard)?.grid;
    return grid === undefined ? [] : [{ district: district.id, home, courtyard, grid }];
  });
  await replacePlaces(db, district.id, places);
}
