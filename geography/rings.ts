// Outlines of grids and blocks: where their border runs, whether it crosses itself, and a point inside for a name.
import type { LonLat, Ring } from '../contracts/position.ts';
import { metresPerDegree, nearestOnSegment } from './distance.ts';

/** Two surveys of one corner differ by about so much: what is nearer to a border is on it. */
export const borderMetres = 1;

/** Metres to the nearest stretch of the border, from inside or outside. */
export function metresToBorder(ring: Ring, position: LonLat): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [a, b] of edgesOf(ring)) least = Math.min(least, nearestOnSegment(a, b, position).metres);
  return least;
}

/** The edges of a ring, those of no length left out. */
export function edgesOf(ring: Ring): [LonLat, LonLat][] {
  return ring.flatMap((to, i): [LonLat, LonLat][] => {
    const from = ring[i - 1];
    return from === undefined || (from[0] === to[0] && from[1] === to[1]) ? [] : [[from, to]];
  });
}

/** Latitudes at which room for a name is looked for. */
const lines = 15;

/** A point inside with much room around it; the first vertex of a ring that encloses nothing. */
export function insideOf(ring: Ring): LonLat {
  const latitudes = ring.map(([, lat]) => lat);
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  let best: { position: LonLat; metres: number } | undefined;
  for (let n = 0; n < lines; n++) {
    const lat = south + ((north - south) * (n + 0.5)) / lines;
    const crossings = crossingsAt(ring, lat);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const position: LonLat = [((crossings[i] ?? 0) + (crossings[i + 1] ?? 0)) / 2, lat];
      const metres = metresToBorder(ring, position);
      if (!best || metres > best.metres) best = { position, metres };
    }
  }
  return best?.position ?? ring[0] ?? [0, 0];
}

/** Where the border crosses a latitude, from west to east. */
function crossingsAt(ring: Ring, lat: number): number[] {
  return edgesOf(ring)
    .flatMap(([a, b]) => (a[1] > lat !== b[1] > lat ? [a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0])] : []))
    .sort((a, b) => a - b);
}

/** Where a ring meets itself: `crosses`, or it touches a corner that it has been at. */
export type Knot = { at: LonLat; crosses: boolean };

/** More places than that say nothing new of one ring. */
const knotsAtMost = 20;

/** Where a ring crosses or touches itself; empty when it runs once around. */
export function knotsOf(ring: Ring): Knot[] {
  const edges = edgesOf(ring);
  const knots: Knot[] = [];
  const seen = new Set<string>();
  for (const [from] of edges) {
    if (seen.has(`${from}`)) knots.push({ at: from, crosses: false });
    seen.add(`${from}`);
  }
  const sweep = edges.map(([a, b]) => ({ a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }));
  sweep.sort((one, other) => one.west - other.west);
  let open: typeof sweep = [];
  for (const edge of sweep) {
    if (knots.length >= knotsAtMost) break;
    open = open.filter(({ east }) => east >= edge.west);
    for (const other of open) {
      const at = crossingOf(edge, other);
      if (at) knots.push({ at, crosses: true });
    }
    open.push(edge);
  }
  return knots.slice(0, knotsAtMost);
}

export type Segment = { a: LonLat; b: LonLat };

/** Where two segments cross, each with its ends on both sides of the other; undefined of those that share an end, or only touch. */
export function crossingOf({ a, b }: Segment, { a: c, b: d }: Segment): LonLat | undefined {
  if (!cross(a, b, c, d)) return undefined;
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const [u, v] = [d[0] - c[0], d[1] - c[1]];
  const share = ((c[0] - a[0]) * v - (c[1] - a[1]) * u) / (x * v - y * u);
  return [a[0] + share * x, a[1] + share * y];
}

/** Square metres that a ring encloses, within a community: there the earth is flat. */
export function squareMetresOf(ring: Ring): number {
  const [lon, lat] = ring[0] ?? [0, 0];
  const shrink = Math.cos((lat * Math.PI) / 180);
  const doubled = ring.reduce((sum, [x, y], i) => {
    const [fromX, fromY] = ring[i - 1] ?? [x, y];
    return sum + (fromX - lon) * (y - lat) - (x - lon) * (fromY - lat);
  }, 0);
  return (Math.abs(doubled) / 2) * shrink * metresPerDegree ** 2;
}

/** Do two segments cross, each with its ends on both sides of the other? Neighbours that share an end do not. */
const cross = (a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

const side = (a: LonLat, b: LonLat, p: LonLat): number =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));

/**
 * Is a position inside a ring? By the crossings of a ray to the east; a position exactly on the edge may fall either way
 * (`belongsTo` takes the edge with it).
 */
export function contains(ring: readonly (readonly [number, number])[], [lon, lat]: readonly [number, number]): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const vertex of ring) {
    if (before !== undefined && vertex[1] > lat !== before[1] > lat) {
      const crossing = before[0] + ((lat - before[1]) / (vertex[1] - before[1])) * (vertex[0] - before[0]);
      if (lon < crossing) inside = !inside;
    }
    before = vertex;
  }
  return inside;
}

/** Is a position inside, or on the border within about a metre? */
export const belongsTo = (ring: Ring, position: LonLat): boolean =>
  contains(ring, position) || metresToBorder(ring, position) <= borderMetres;
