// How the grids of a district cover it: where two of them overlap, and where they leave a hole, or a strip that is open to the outside (strips.ts), between them. All of them are put together once;
// only when they are smaller together than one by one is it worth asking which two overlap.
import { difference, intersection, union } from 'polyclip-ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { LonLat, Ring } from '../contracts/position.ts';
import { lengthOf } from './distance.ts';
import { borderMetres, knotsOf, metresToBorder, squareMetresOf } from './rings.ts';
import { stripsBetween } from './strips.ts';

type Drawn = Pick<CommunityBundle, 'grids' | 'blocks'>;
/** `areas`: what both hold. `wide`: somebody can stand there; else it is as much as two surveys of one border differ. */
export type Overlap = { grids: readonly [string, string]; areas: readonly Ring[]; squareMetres: number; wide: boolean };
/** `grids`: those that lie around it. */
export type Gap = { grids: readonly string[]; area: Ring; squareMetres: number };
/** `unseen`: there are too many corners to look. */
export type Coverage = { overlaps: readonly Overlap[]; gaps: readonly Gap[]; unseen: boolean };

/** Less is nothing: a step. */
const leastSquareMetres = 1;
/** Up to here the mean width of an overlap may be how two people drew one border; beyond, a home has room in it. */
const wideMetres = 3;
/** So many are put together within a second; a community has some hundreds. */
export const cornersAtMost = 40_000;
/** Whoever draws mends the first ones first. */
const overlapsAtMost = 100;

type Shape = { id: string; ring: Ring; box: Box };
type Box = { west: number; east: number; south: number; north: number };

/** What was found last, of the district as it is and as it would be: most changes touch no border. */
const latest: { of: Drawn; found: Coverage }[] = [];
const rememberedDrawings = 6;

/** Where grids overlap and leave gaps. Those that enclose nothing or cross themselves are left out: they are said by themselves. */
export function coverageOf({ grids, blocks }: Drawn): Coverage {
  const known = latest.find(({ of }) => isSame(of.grids, grids) && isSame(of.blocks, blocks));
  if (known) return known.found;
  const found = look(grids, blocks);
  latest.unshift({ of: { grids, blocks }, found });
  latest.length = Math.min(latest.length, rememberedDrawings);
  return found;
}

type Outlined = readonly { id: string; ring: Ring }[];
const isSame = (one: Outlined, other: Outlined): boolean =>
  one === other || (one.length === other.length && one.every(({ id, ring }, i) => isAlike({ id, ring }, other[i])));
const isAlike = (one: Outlined[number], other: Outlined[number] | undefined): boolean =>
  one.id === other?.id && (one.ring === other.ring || JSON.stringify(one.ring) === JSON.stringify(other.ring));

function look(grids: Outlined, blocks: Outlined): Coverage {
  const shapes = grids.filter(({ ring }) => isSound(ring)).map(({ id, ring }) => ({ id, ring, box: boxOf(ring) }));
  const [first, ...rest] = shapes.map(({ ring }) => [ring as LonLat[]]);
  const corners = [...grids, ...blocks].reduce((sum, { ring }) => sum + ring.length, 0);
  if (first === undefined) return { overlaps: [], gaps: [], unseen: false };
  if (corners > cornersAtMost) return { overlaps: [], gaps: [], unseen: true };
  const whole = union(first, ...rest);
  const apart = shapes.reduce((sum, { ring }) => sum + squareMetresOf(ring), 0);
  const together = whole.reduce((sum, polygon) => sum + squareMetresOfPolygon(polygon), 0);
  const filled = blocks.filter(({ ring }) => isSound(ring)).map(({ ring }) => [ring as LonLat[]]);
  const holes = whole.flatMap(([, ...inside]) => inside);
  const strips = stripsBetween(shapes, [...holes, ...filled.flat()]);
  return {
    overlaps: apart - together < leastSquareMetres ? [] : overlapsIn(shapes),
    gaps: [
      ...holes.flatMap((hole) => gapsIn(hole, filled, shapes)),
      ...strips.map(({ grids: of, area }) => ({ grids: of, area, squareMetres: squareMetresOf(area) })),
    ],
    unseen: false,
  };
}

/** Does it go once around something? */
export const isSound = (ring: Ring): boolean => !enclosesNothing(ring) && !knotsOf(ring).some(({ crosses }) => crosses);
export const enclosesNothing = (ring: Ring): boolean => squareMetresOf(ring) < leastSquareMetres;

const squareMetresOfPolygon = ([outer = [], ...holes]: readonly Ring[]): number =>
  squareMetresOf(outer) - holes.reduce((sum, hole) => sum + squareMetresOf(hole), 0);

/** From west to east, so that each is held only against those that are still open. */
function overlapsIn(shapes: readonly Shape[]): Overlap[] {
  const found: Overlap[] = [];
  let open: Shape[] = [];
  for (const shape of [...shapes].sort((a, b) => a.box.west - b.box.west)) {
    open = open.filter(({ box }) => box.east > shape.box.west);
    for (const other of open) {
      if (found.length >= overlapsAtMost) return found;
      if (other.box.north <= shape.box.south || shape.box.north <= other.box.south) continue;
      found.push(...overlapOf(other, shape));
    }
    open.push(shape);
  }
  return found;
}

function overlapOf(one: Shape, other: Shape): Overlap[] {
  const areas = intersection([one.ring as LonLat[]], [other.ring as LonLat[]])
    .map(([outer = []]) => outer)
    .filter(isSeen);
  if (areas.length === 0) return [];
  const squareMetres = areas.reduce((sum, area) => sum + squareMetresOf(area), 0);
  const wide = areas.some((area) => widthOf(area) > wideMetres);
  const [first, second] = [one.id, other.id].sort() as [string, string];
  return [{ grids: [first, second], areas, squareMetres, wide }];
}

/** What of a hole no block fills. */
function gapsIn(hole: Ring, blocks: readonly LonLat[][][], shapes: readonly Shape[]): Gap[] {
  const [first, ...rest] = blocks;
  const left = first === undefined ? [[hole]] : difference([hole as LonLat[]], first, ...rest);
  return left
    .map(([outer = []]) => outer)
    .filter(isSeen)
    .map((area) => {
      const around = boxOf(area);
      const isBeside = ({ ring, box }: Shape): boolean =>
        box.west <= around.east &&
        around.west <= box.east &&
        box.south <= around.north &&
        around.south <= box.north &&
        area.some((corner) => metresToBorder(ring, corner) <= borderMetres);
      const grids = shapes.filter(isBeside).map(({ id }) => id);
      return { grids, area, squareMetres: squareMetresOf(area) };
    });
}

/** Thinner than a border is drawn twice. */
const isSeen = (area: Ring): boolean => squareMetresOf(area) >= leastSquareMetres && widthOf(area) > borderMetres;
/** In the mean, of something long. */
const widthOf = (area: Ring): number => (2 * squareMetresOf(area)) / lengthOf(area);

function boxOf(ring: Ring): Box {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [lon, lat] of ring) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}
