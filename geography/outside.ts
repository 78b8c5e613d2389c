// Courtyards that do not lie in the grid that they name.
import type { Courtyard, Grid } from '../contracts/office/community.ts';
import { belongsTo } from './rings.ts';

/** `belongs`: the grid that it lies in; undefined: in none. */
export type Outside = { yard: Courtyard; belongs: string | undefined };

/** Courtyards outside their grid; one of a grid that nobody knows is told of elsewhere (references.ts). */
export function outsideOf(grids: readonly Grid[], courtyards: readonly Courtyard[]): Outside[] {
  const byId = new Map(grids.map((grid) => [grid.id, grid]));
  return courtyards.flatMap((yard) => {
    const grid = byId.get(yard.grid);
    if (grid === undefined || belongsTo(grid.ring, yard.position)) return [];
    return [{ yard, belongs: grids.find(({ ring }) => belongsTo(ring, yard.position))?.id }];
  });
}
