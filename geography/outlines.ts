// Outlines on the plane, in metres, as stretches of border: what of one runs within so many metres of another.
import type { LonLat, Ring } from '../contracts/position.ts';
import { metresPerDegree } from './distance.ts';
import { edgesOf } from './rings.ts';

/** In metres on the plane. */
export type Point = readonly [number, number];
export type Edge = { a: Point; b: Point; box: Box };
type Box = { west: number; east: number; south: number; north: number };
export type Outline = { id: string; edges: readonly Edge[]; box: Box };

/** @param origin of the plane, near all that is held against each other */
export function outlineOf(id: string, ring: Ring, [lon, lat]: LonLat): Outline {
  const shrink = shrinkAt(lat);
  const onPlane = (at: LonLat): Point => [(at[0] - lon) * shrink * metresPerDegree, (at[1] - lat) * metresPerDegree];
  const edges = edgesOf(ring).map(([from, to]): Edge => {
    const [a, b] = [onPlane(from), onPlane(to)];
    return { a, b, box: around([a, b]) };
  });
  return { id, edges, box: around(edges.flatMap(({ a, b }) => [a, b])) };
}

const shrinkAt = (lat: number): number => Math.cos((lat * Math.PI) / 180);

/** Back from the plane. */
export const onEarth = ([x, y]: Point, [lon, lat]: LonLat): LonLat => [
  lon + x / (shrinkAt(lat) * metresPerDegree),
  lat + y / metresPerDegree,
];

/** What these points span. */
export function around(points: readonly Point[]): Box {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

/** May what lies in these boxes be within so many metres? */
export const isNear = (a: Box, b: Box, metres: number): boolean =>
  a.west <= b.east + metres && b.west <= a.east + metres && a.south <= b.north + metres && b.south <= a.north + metres;

/** Metres. */
export const lengthOf = ({ a, b }: Edge): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Steps by which a stretch is narrowed down: to a hundredth of a metre on an edge of kilometres. */
const steps = 20;

/**
 * The part of an edge that lies within so many metres of another, as shares of its length; undefined: none does. How far a point on it is from the
 * other edge first falls and then rises along it, so that part is one stretch.
 */
export function stretchBeside(edge: Edge, beside: Edge, metres: number): [number, number] | undefined {
  const metresAt = (share: number): number => metresTo(beside, pointAt(edge, share));
  // Nearest it is at an end of one of the two, or where they cross.
  const shares = [0, 1, shareOf(edge, beside.a), shareOf(edge, beside.b), crossingOf(edge, beside)];
  const nearest = shares.reduce((best, one) => (metresAt(one) < metresAt(best) ? one : best));
  if (metresAt(nearest) > metres) return undefined;
  const isWithin = (share: number): boolean => metresAt(share) <= metres;
  return [edgeOfNearness(isWithin, nearest, 0), edgeOfNearness(isWithin, nearest, 1)];
}

/** Where, between a near place and an end, it stops to be near. */
function edgeOfNearness(isWithin: (share: number) => boolean, near: number, end: number): number {
  if (isWithin(end)) return end;
  let [within, beyond] = [near, end];
  for (let n = 0; n < steps; n++) {
    const middle = (within + beyond) / 2;
    if (isWithin(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}

export const pointAt = ({ a, b }: Edge, share: number): Point => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
];

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
