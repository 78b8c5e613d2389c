// Which grids lie side by side: those that share a stretch of border, that is two vertices that follow each other.
import type { Grid } from '../contracts/community.ts';
import type { LonLat } from '../contracts/position.ts';

/** Each grid with the grids beside it. */
export function neighboursOf(grids: readonly Pick<Grid, 'id' | 'ring'>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const beside = new Map(grids.map(({ id }) => [id, new Set<string>()]));
  const owners = new Map<string, string[]>();
  for (const { id, ring } of grids)
    ring.forEach((to, i) => {
      const from = ring[i - 1];
      if (from === undefined) return;
      const border = borderOf(from, to);
      for (const other of owners.get(border) ?? []) {
        if (other === id) continue;
        beside.get(id)?.add(other);
        beside.get(other)?.add(id);
      }
      owners.set(border, [...(owners.get(border) ?? []), id]);
    });
  return beside;
}

/** The same whichever way round the ring runs. */
const borderOf = (a: LonLat, b: LonLat): string => [`${a}`, `${b}`].sort().join(' ');
