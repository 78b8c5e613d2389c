// Which shape somebody means who points at a place: what is small goes before what is large.
import type { LonLat } from '../../../../contracts/position.ts';
import { metresBetween, nearestOnSegment } from '../../../../geography/distance.ts';
import { contains } from '../../../../geography/rings.ts';
import { cornersIn, listOf, type Named, type Place, type Placed, type PlacedKind } from './draft.ts';

/** Pixels: a finger is no needle. */
const [pointPixels, linePixels] = [18, 8];

/**
 * @param first what is drawn now: of it one is meant, where there is one
 * @param pixel metres on the map
 */
export function pointedAt(placed: Placed, at: LonLat, pixel: number, first: PlacedKind): Named | undefined {
  const kinds: readonly PlacedKind[] = ['courtyards', 'servicePoints', 'roads', 'grids', 'blocks'];
  for (const kind of [first, ...kinds]) {
    const found = nearest(listOf(placed, kind), (place) => away(kind, place, at, pixel));
    if (found) return { kind, id: found.id };
  }
  return undefined;
}

/** Metres; infinite where it is not meant. */
function away(kind: PlacedKind, place: Place, at: LonLat, pixel: number): number {
  if (kind === 'grids' || kind === 'blocks') return contains(place.ring as LonLat[], at) ? 0 : Infinity;
  const corners = cornersIn(kind, place);
  const metres =
    kind === 'roads'
      ? Math.min(...corners.slice(1).map((to, i) => nearestOnSegment(corners[i] as LonLat, to, at).metres))
      : metresBetween(corners[0] ?? [0, 0], at);
  return metres <= (kind === 'roads' ? linePixels : pointPixels) * pixel ? metres : Infinity;
}

function nearest(places: readonly Place[], metresTo: (place: Place) => number): Place | undefined {
  let best: { place: Place; metres: number } | undefined;
  for (const place of places) {
    const metres = metresTo(place);
    if (metres < (best?.metres ?? Infinity)) best = { place, metres };
  }
  return best?.place;
}
