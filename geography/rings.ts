// Outlines of grids and blocks: where their border runs, whether it crosses itself, and a point inside for a name.
import type { LonLat, Ring } from '../contracts/position.ts';
import { nearestOnSegment } from './distance.ts';

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

/** Where a ring crosses or touches itself; undefined when it runs once around. */
export function selfCrossing(ring: Ring): LonLat | undefined {
  const edges = edgesOf(ring);
  const seen = new Set<string>();
  for (const [from] of edges) {
    if (seen.has(`${from}`)) return from;
    seen.add(`${from}`);
  }
  const sweep = edges
    .map(([a, b], n) => ({ a, b, n, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }))
    .sort((one, other) => one.west - other.west);
  let open: typeof sweep = [];
  for (const edge of sweep) {
    open = open.filter(({ east }) => east >= edge.west);
    const crossed = open.find((other) => cross(edge.a, edge.b, other.a, other.b));
    if (crossed) return edge.a;
    open.push(edge);
  }
  return undefined;
}

/** Do two segments cross, each with its ends on both sides of the other? Neighbours that share an end do not. */
const cross = (a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

const side = (a: LonLat, b: LonLat, p: LonLat): number =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
