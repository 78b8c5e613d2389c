// Which grids lie side by side: those that share a stretch of border, within about a metre, whatever their vertices. Two people
// draw one border with different corners; compared corner by corner it would be none, and the tier of the neighbours would be
// skipped as "nobody".
import type { Grid } from '../contracts/office/community.ts';
import type { LonLat, Ring } from '../contracts/position.ts';
import { metresPerDegree } from './distance.ts';
import { borderMetres, edgesOf } from './rings.ts';

/** Two grids that meet in a corner only run side by side for a metre or two there. */
const leastSharedMetres = 5;

/** In metres on the plane. */
type Point = readonly [number, number];
type Edge = { a: Point; b: Point; box: Box };
type Box = { west: number; east: number; south: number; north: number };
type Outline = { id: string; edges: readonly Edge[]; box: Box };

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

function outlineOf(id: string, ring: Ring, [lon, lat]: LonLat): Outline {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const onPlane = (at: LonLat): Point => [(at[0] - lon) * shrink * metresPerDegree, (at[1] - lat) * metresPerDegree];
  const edges = edgesOf(ring).map(([from, to]): Edge => {
    const [a, b] = [onPlane(from), onPlane(to)];
    return { a, b, box: around([a, b]) };
  });
  return { id, edges, box: around(edges.flatMap(({ a, b }) => [a, b])) };
}

function around(points: readonly Point[]): Box {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

const isNear = (a: Box, b: Box): boolean =>
  a.west <= b.east + borderMetres &&
  b.west <= a.east + borderMetres &&
  a.south <= b.north + borderMetres &&
  b.south <= a.north + borderMetres;

/** Do they run side by side for long enough, all stretches together? */
function shareBorder(one: Outline, other: Outline): boolean {
  if (!isNear(one.box, other.box)) return false;
  const candidates = other.edges.filter(({ box }) => isNear(box, one.box));
  let metres = 0;
  for (const edge of one.edges) {
    if (!isNear(edge.box, other.box)) continue;
    const stretches = candidates.flatMap((beside) => (isNear(edge.box, beside.box) ? sharedBy(edge, beside) : []));
    metres += lengthOf(edge) * covered(stretches);
    if (metres >= leastSharedMetres) return true;
  }
  return false;
}

const lengthOf = ({ a, b }: Edge): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** How much of a whole these stretches of it cover together, 0 to 1. */
function covered(stretches: readonly [number, number][]): number {
  let [sum, reached] = [0, 0];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** Steps by which a stretch is narrowed down: to a hundredth of a metre on an edge of kilometres. */
const steps = 20;

/**
 * The part of an edge that lies within the width of a border of another, as shares of its length. How far a point on it is from the
 * other edge first falls and then rises along it, so that part is one stretch.
 */
function sharedBy(edge: Edge, beside: Edge): [number, number][] {
  const metresAt = (share: number): number => metresTo(beside, pointAt(edge, share));
  // Nearest it is at an end of one of the two, or where they cross.
  const shares = [0, 1, shareOf(edge, beside.a), shareOf(edge, beside.b), crossingOf(edge, beside)];
  const nearest = shares.reduce((best, one) => (metresAt(one) < metresAt(best) ? one : best));
  if (metresAt(nearest) > borderMetres) return [];
  return [[edgeOfNearness(metresAt, nearest, 0), edgeOfNearness(metresAt, nearest, 1)]];
}

/** Where, between a near place and an end, it stops to be near. */
function edgeOfNearness(metresAt: (share: number) => number, near: number, end: number): number {
  if (metresAt(end) <= borderMetres) return end;
  let [within, beyond] = [near, end];
  for (let n = 0; n < steps; n++) {
    const middle = (within + beyond) / 2;
    if (metresAt(middle) <= borderMetres) within = middle;
    else beyond = middle;
  }
  return within;
}

const pointAt = ({ a, b }: Edge, share: number): Point => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];

/** The share of an edge that is nearest to a point. */
function shareOf({ a, b }: Edge, point: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  return inside(((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy));
}

/** The share of an edge at which the line of another crosses it; of parallel ones some share. */
function crossingOf({ a, b }: Edge, { a: c, b: d }: Edge): number {
  const [dx, dy] = [d[0] - c[0], d[1] - c[1]];
  const turn = (b[0] - a[0]) * dy - (b[1] - a[1]) * dx;
  return turn === 0 ? 0 : inside(((c[0] - a[0]) * dy - (c[1] - a[1]) * dx) / turn);
}

const inside = (share: number): number => Math.min(1, Math.max(0, share));

function metresTo(edge: Edge, point: Point): number {
  const { a, b } = edge;
  const share = shareOf(edge, point);
  return Math.hypot(point[0] - a[0] - share * (b[0] - a[0]), point[1] - a[1] - share * (b[1] - a[1]));
}
