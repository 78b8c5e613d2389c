// Where homes lie, as the registry says it now.
import { replacePlaces } from '../records/office/places.ts';
import type { Db } from '../records/tables.ts';
import type { DistrictRegistry } from '../store/district.ts';

type Written = Pick<DistrictRegistry['bundle'], 'homes' | 'courtyards'>;

export class Places {
  /** by district: what was written last. The registry keeps a list that has not changed. */
  readonly #written = new Map<string, Written>();

  /** The books have been emptied: all is written again. */
  forget(): void {
    this.#written.clear();
  }

  /** Writes what has changed since the last time; a person's duty changes nothing here. */
  async bring(db: Db, districts: readonly DistrictRegistry[]): Promise<void> {
    for (const { id: district, bundle, courtyards } of districts) {
      const last = this.#written.get(district);
      if (last?.homes === bundle.homes && last.courtyards === bundle.courtyards) continue;
      const places = bundle.homes.flatMap(({ id: home, courtyard }) => {
        const grid = courtyards.get(courtyard)?.grid;
        return grid === undefined ? [] : [{ district, home, courtyard, grid }];
      });
      await replacePlaces(db, district, places);
      this.#written.set(district, { homes: bundle.homes, courtyards: bundle.courtyards });
    }
  }
}
