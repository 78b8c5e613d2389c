// What two outlines have in common: a border that somebody may not move alone.
import type { LonLat, Ring } from '../contracts/position.ts';
import { metresBetween, nearestOnSegment } from './distance.ts';
import { borderMetres, edgesOf, metresToBorder } from './rings.ts';

/** Edges of an outline along which another one lies: by the middle of the edge, or by a corner that the other has on it. */
export function edgesInCommon(ring: Ring, others: readonly Ring[]): [LonLat, LonLat][] {
  return edgesOf(ring).filter((edge) => others.some((other) => liesAlong(edge, other)));
}

/** Does the outline have this edge, in either direction? */
export function hasEdge(ring: Ring, [a, b]: readonly [LonLat, LonLat]): boolean {
  return edgesOf(ring).some(([from, to]) => (isSame(from, a) && isSame(to, b)) || (isSame(from, b) && isSame(to, a)));
}

function liesAlong([a, b]: readonly [LonLat, LonLat], other: Ring): boolean {
  const middle: LonLat = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  if (metresToBorder(other, middle) <= borderMetres) return true;
  return other.some(
    (corner) =>
      metresBetween(corner, a) > borderMetres &&
      metresBetween(corner, b) > borderMetres &&
      nearestOnSegment(a, b, corner).metres <= borderMetres,
  );
}

const isSame = (a: LonLat, b: LonLat): boolean => a[0] === b[0] && a[1] === b[1];
