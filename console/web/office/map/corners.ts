// Corners that several outlines and streets have in common: moved, they move in all of them, so that a border stays one border and a crossing
// one crossing. Pure: the map goes in, the changes come out.
import type { LonLat } from '../../../../contracts/position.ts';
import { metresBetween, nearestOnSegment } from '../../../../geography/distance.ts';
import {
  type Change,
  cornersIn,
  isOutline,
  leastCorners,
  listOf,
  type Named,
  nameOf,
  type Place,
  type Placed,
  type PlacedKind,
  placeOf,
  withCorners,
} from './draft.ts';

/** A corner by its number, from 0. */
export type Corner = Named & { at: number };

/** Kinds that have corners in common. */
const joinable = ['grids', 'blocks', 'roads'] as const satisfies PlacedKind[];
/** What is written with six decimals lies so near to the line that it was put on. */
const onLineMetres = 0.15;

const isSame = (one: LonLat | undefined, other: LonLat | undefined): boolean =>
  one !== undefined && other !== undefined && one[0] === other[0] && one[1] === other[1];

/** @param together whatever has this corner too moves along */
export function movedCorner(placed: Placed, { at, ...named }: Corner, to: LonLat, together: boolean): Change[] {
  const place = placeOf(placed, named);
  const from = place && cornersIn(named.kind, place)[at];
  if (!place || !from) return [];
  const own = changed(named.kind, place, cornersIn(named.kind, place).with(at, to));
  if (!isJoinable(named.kind)) return [own];
  const others = together
    ? shapesBeside(placed, named).flatMap(({ kind, place: other }) => {
        const corners = cornersIn(kind, other);
        if (!corners.some((corner) => isSame(corner, from))) return [];
        return [
          changed(
            kind,
            other,
            corners.map((corner) => (isSame(corner, from) ? to : corner)),
          ),
        ];
      })
    : [];
  return joined(placed, [own, ...others], to);
}

/** A corner more, behind the one of this number. In a neighbour that has the same edge it is one too. */
export function addedCorner(placed: Placed, { at, ...named }: Corner, to: LonLat): Change[] {
  const place = placeOf(placed, named);
  if (!place) return [];
  const corners = cornersIn(named.kind, place);
  const [from, until] = [corners[at], corners[at + 1] ?? (isOutline(named.kind) ? corners[0] : undefined)];
  const own = changed(named.kind, place, corners.toSpliced(at + 1, 0, to));
  if (!isJoinable(named.kind)) return [own];
  const others = shapesBeside(placed, named).flatMap(({ kind, place: other }) => {
    const theirs = cornersIn(kind, other);
    const edge = edgesOf(kind, theirs).find(
      ([a, b]) => (isSame(a, from) && isSame(b, until)) || (isSame(a, until) && isSame(b, from)),
    );
    return edge ? [changed(kind, other, theirs.toSpliced(edge[2] + 1, 0, to))] : [];
  });
  return joined(placed, [own, ...others], to);
}

/** Without a corner; of a neighbour too, where the border between the same two corners is the same. */
export function removedCorner(placed: Placed, { at, ...named }: Corner): Change[] {
  const place = placeOf(placed, named);
  if (!place) return [];
  const corners = cornersIn(named.kind, place);
  const beside = (of: PlacedKind, all: readonly LonLat[], i: number): string =>
    [all[i - 1] ?? (isOutline(of) ? all.at(-1) : undefined), all[i + 1] ?? (isOutline(of) ? all[0] : undefined)]
      .map(String)
      .sort()
      .join(' ');
  const between = beside(named.kind, corners, at);
  const others = shapesBeside(placed, named).flatMap(({ kind, place: other }) => {
    const theirs = cornersIn(kind, other);
    const i = theirs.findIndex((corner) => isSame(corner, corners[at]));
    return i !== -1 && beside(kind, theirs, i) === between && theirs.length > leastCorners(kind)
      ? [changed(kind, other, theirs.toSpliced(i, 1))]
      : [];
  });
  return [changed(named.kind, place, corners.toSpliced(at, 1)), ...others];
}

/** A new outline, line or point; where its corners lie on the border of another, that has them too. */
export function made(placed: Placed, kind: PlacedKind, place: Place, corners: readonly LonLat[]): Change[] {
  const own: Change = { kind, id: place.id, now: withCorners(kind, place, corners) };
  return isJoinable(kind) ? corners.reduce((changes, at) => joined(placed, changes, at), [own]) : [own];
}

const isJoinable = (kind: PlacedKind): boolean => joinable.some((one) => one === kind);

type Shape = { kind: PlacedKind; place: Place };
const shapesBeside = (placed: Placed, named: Named): Shape[] =>
  joinable.flatMap((kind) =>
    listOf(placed, kind).flatMap((place) => (kind === named.kind && place.id === named.id ? [] : [{ kind, place }])),
  );

/** Corners that follow each other are two: one that was put onto the next is that one. */
function changed(kind: PlacedKind, place: Place, corners: readonly LonLat[]): Change {
  const once = corners.filter(
    (corner, i) =>
      !isSame(corner, corners[i - 1]) &&
      !(i > 0 && isOutline(kind) && i === corners.length - 1 && isSame(corner, corners[0])),
  );
  return { kind, id: place.id, now: withCorners(kind, place, once.length >= leastCorners(kind) ? once : corners) };
}

type Edge = [from: LonLat, to: LonLat, n: number];
function edgesOf(kind: PlacedKind, corners: readonly LonLat[]): Edge[] {
  return corners.flatMap((from, n): Edge[] => {
    const to = corners[n + 1] ?? (isOutline(kind) ? corners[0] : undefined);
    return to === undefined ? [] : [[from, to, n]];
  });
}

/** A corner that lies on the border of another, or on another street, is one of that too: from now on they move together, and one can turn there. */
function joined(placed: Placed, changes: readonly Change[], at: LonLat): Change[] {
  const touched = new Set(changes.map(nameOf));
  const others = joinable.flatMap((kind) =>
    listOf(placed, kind).flatMap((place) => {
      if (touched.has(nameOf({ kind, id: place.id }))) return [];
      const corners = cornersIn(kind, place);
      if (corners.some((corner) => isSame(corner, at))) return [];
      const edge = edgesOf(kind, corners).find(
        ([from, to]) => isAround(from, to, at) && nearestOnSegment(from, to, at).metres <= onLineMetres,
      );
      return edge ? [changed(kind, place, corners.toSpliced(edge[2] + 1, 0, at))] : [];
    }),
  );
  return [...changes, ...others];
}

/** Degrees: what is further from the ends than they from each other is on no edge between them. */
function isAround(from: LonLat, to: LonLat, at: LonLat): boolean {
  const reach = metresBetween(from, to) + onLineMetres;
  return metresBetween(from, at) <= reach && metresBetween(to, at) <= reach;
}
