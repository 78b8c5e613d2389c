// Strips that two grids leave between them and that are open to the outside: no hole, so putting the grids together does not show them. Where the borders of
// two run beside each other a few metres apart, what lies between them is looked at. Long and thin is a border that was drawn twice; the corner in which two
// grids part is short, and none.
import { difference, union } from 'polyclip-ts';
import type { Ring } from '../contracts/position.ts';
import { lengthOf } from './distance.ts';
import {
  around,
  type Edge,
  isNear,
  type Outline,
  onEarth,
  outlineOf,
  type Point,
  pointAt,
  stretchBeside,
} from './outlines.ts';
import { borderMetres, contains, squareMetresOf } from './rings.ts';

/** Wider than this is a lane: somebody may have meant it. */
export const stripMetres = 5;
/** So much longer than wide: borders that part at more than some fourteen degrees leave none. */
const longerThanWide = 8;
const leastLengthMetres = 20;

export type Strip = { grids: readonly [string, string]; area: Ring };
type Outlined = readonly { id: string; ring: Ring }[];

/**
 * What lies between two grids and in none, thin and long.
 * @param grids each sound @param filled what is no gap: blocks, and the holes that are gaps by themselves
 */
export function stripsBetween(grids: Outlined, filled: readonly Ring[]): Strip[] {
  const origin = grids[0]?.ring[0] ?? [0, 0];
  const outlines = grids.map(({ id, ring }) => outlineOf(id, ring, origin));
  const others = [...outlines, ...filled.map((ring, n) => outlineOf(`filled ${n}`, ring, origin))];
  return pairsOf(outlines).flatMap(([one, other]) => {
    const quads = quadsBetween(one, other);
    if (!mayBeLong(quads)) return [];
    // Where one of the two lies there is nothing between them.
    const all = around(quads.flat());
    const near = others.filter(({ box }) => isNear(box, all, 0)).map(ringOf);
    const free = quads.filter((quad) => !near.some((ring) => contains(ring, middleOf(quad))));
    if (!mayBeLong(free)) return [];
    return restOf(free, near)
      .map((area) => area.map((corner) => onEarth(corner, origin)))
      .filter(isStrip)
      .map((area) => ({ grids: [one.id, other.id].sort() as [string, string], area }));
  });
}

const ringOf = ({ edges: [first, ...rest] }: Outline): Point[] =>
  first === undefined ? [] : [first.a, first.b, ...rest.map(({ b }) => b)];

/** Two that meet in a corner are near each other only there. */
function mayBeLong(quads: readonly Point[][]): boolean {
  const box = around(quads.flat());
  return Math.hypot(box.east - box.west, box.north - box.south) >= leastLengthMetres;
}

function restOf(quads: readonly Point[][], others: readonly Point[][]): Point[][] {
  const [first, ...rest] = quads.map((quad) => [quad.map(([x, y]): [number, number] => [x, y])]);
  if (first === undefined) return [];
  const taken = others.map((ring) => [ring.map(([x, y]): [number, number] => [x, y])]);
  return difference(union(first, ...rest), ...taken).map(([outer = []]) => outer);
}

/** Outlines that are near each other, each pair once. */
function pairsOf(outlines: readonly Outline[]): [Outline, Outline][] {
  const pairs: [Outline, Outline][] = [];
  let open: Outline[] = [];
  for (const outline of [...outlines].sort((a, b) => a.box.west - b.box.west)) {
    open = open.filter(({ box }) => box.east + stripMetres >= outline.box.west);
    for (const other of open) if (isNear(outline.box, other.box, stripMetres)) pairs.push([other, outline]);
    open.push(outline);
  }
  return pairs;
}

/** What lies between stretches of their borders that are near each other. */
function quadsBetween(one: Outline, other: Outline): Point[][] {
  const candidates = other.edges.filter(({ box }) => isNear(box, one.box, stripMetres));
  return one.edges
    .filter(({ box }) => isNear(box, other.box, stripMetres))
    .flatMap((edge) =>
      candidates.flatMap((beside): Point[][] => {
        const quad = isNear(edge.box, beside.box, stripMetres) ? quadOf(edge, beside) : undefined;
        return quad && hasRoom(quad) ? [quad] : [];
      }),
    );
}

/** A border that both have leaves nothing between them. */
function hasRoom(quad: readonly Point[]): boolean {
  const doubled = quad.reduce((sum, [x, y], i) => {
    const [fromX, fromY] = quad[i - 1] ?? [x, y];
    return sum + fromX * y - x * fromY;
  }, 0);
  return Math.abs(doubled) / 2 >= 1;
}

/** Four corners and the first again; undefined where the two are nowhere near. */
function quadOf(edge: Edge, beside: Edge): Point[] | undefined {
  const [mine, theirs] = [stretchBeside(edge, beside, stripMetres), stretchBeside(beside, edge, stripMetres)];
  if (!mine || !theirs) return undefined;
  const [a, b] = mine.map((share) => pointAt(edge, share)) as [Point, Point];
  const [c, d] = theirs.map((share) => pointAt(beside, share)) as [Point, Point];
  // Neighbours go round in opposite directions; whoever drew one the other way round is served too.
  const isCrossed = (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) > 0;
  return isCrossed ? [a, b, d, c, a] : [a, b, c, d, a];
}

function middleOf(quad: readonly Point[]): Point {
  const sum = (of: 0 | 1): number => quad.slice(1).reduce((all, corner) => all + corner[of], 0) / 4;
  return [sum(0), sum(1)];
}

/** As a rectangle of the same border and area: the corner in which two part is shorter than half its border. */
function isStrip(area: Ring): boolean {
  const [half, squareMetres] = [lengthOf(area) / 2, squareMetresOf(area)];
  const length = (half + Math.sqrt(Math.max(0, half ** 2 - 4 * squareMetres))) / 2;
  const width = squareMetres / length;
  return width > borderMetres && length >= Math.max(leastLengthMetres, longerThanWide * width);
}
