// Which grids lie side by side: those that share a stretch of border, within about a metre, whatever their vertices. Two people
// draw one border with different corners; compared corner by corner it would be none, and the tier of the neighbours would be
// skipped as "nobody".
import type { Grid } from '../contracts/office/community.ts';
import { isNear, lengthOf, type Outline, outlineOf, stretchBeside } from './outlines.ts';
import { borderMetres } from './rings.ts';

/** Two grids that meet in a corner only run side by side for a metre or two there. */
const leastSharedMetres = 5;

/** Each grid with the grids beside it. */
export function neighboursOf(grids: readonly Pick<Grid, 'id' | 'ring'>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const beside = new Map(grids.map(({ id }) => [id, new Set<string>()]));
  const origin = grids[0]?.ring[0] ?? [0, 0];
  const outlines = grids.map(({ id, ring }) => outlineOf(id, ring, origin)).sort((a, b) => a.box.west - b.box.west);
  let open: Outline[] = [];
  for (const outline of outlines) {
    open = open.filter(({ box }) => box.east + borderMetres >= outline.box.west);
    for (const other of open)
      if (other.id !== outline.id && shareBorder(outline, other)) {
        beside.get(outline.id)?.add(other.id);
        beside.get(other.id)?.add(outline.id);
      }
    open.push(outline);
  }
  return beside;
}

/** Do they run side by side for long enough, all stretches together? */
function shareBorder(one: Outline, other: Outline): boolean {
  if (!isNear(one.box, other.box, borderMetres)) return false;
  const candidates = other.edges.filter(({ box }) => isNear(box, one.box, borderMetres));
  let metres = 0;
  for (const edge of one.edges) {
    if (!isNear(edge.box, other.box, borderMetres)) continue;
    const stretches = candidates
      .filter((beside) => isNear(edge.box, beside.box, borderMetres))
      .flatMap((beside) => {
        const stretch = stretchBeside(edge, beside, borderMetres);
        return stretch ? [stretch] : [];
      });
    metres += lengthOf(edge) * covered(stretches);
    if (metres >= leastSharedMetres) return true;
  }
  return false;
}

/** How much of a whole these stretches of it cover together, 0 to 1. */
function covered(stretches: readonly [number, number][]): number {
  let [sum, reached] = [0, 0];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}
