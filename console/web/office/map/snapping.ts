// Where a corner goes that is put near something: onto a corner that is there, else onto a border or a street. Pixels, as one sees it.
import type { LonLat } from '../../../../contracts/position.ts';
import { roundedDegrees } from '../../../../geography/datum.ts';

export type Pixel = { x: number; y: number };
/** Lines of what is there, as lists of corners; an outline repeats its first. */
export type Lines = readonly (readonly LonLat[])[];

/** What should touch does. */
export const snapPixels = 8;

/**
 * @param onScreen where a position is seen
 * @param at where the corner was put
 * @param except a corner that is left alone, with the edges at it: what moves along is no place to go to
 * @returns the corner or the share of an edge that is near; undefined where nothing is
 */
export function snapped(
  lines: Lines,
  at: Pixel,
  onScreen: (position: LonLat) => Pixel,
  except?: LonLat,
): LonLat | undefined {
  let corner: { at: LonLat; away: number } | undefined;
  let edge: { at: LonLat; away: number } | undefined;
  for (const line of lines) {
    let before: { at: LonLat; seen: Pixel } | undefined;
    for (const position of line) {
      if (except && position[0] === except[0] && position[1] === except[1]) {
        before = undefined;
        continue;
      }
      const seen = onScreen(position);
      const away = Math.hypot(seen.x - at.x, seen.y - at.y);
      if (away <= snapPixels && away < (corner?.away ?? Infinity)) corner = { at: position, away };
      const found = before && nearestOn(before, { at: position, seen }, at);
      if (found && found.away <= snapPixels && found.away < (edge?.away ?? Infinity)) edge = found;
      before = { at: position, seen };
    }
  }
  return (corner ?? edge)?.at;
}

type End = { at: LonLat; seen: Pixel };
function nearestOn(from: End, to: End, at: Pixel): { at: LonLat; away: number } {
  const [x, y] = [to.seen.x - from.seen.x, to.seen.y - from.seen.y];
  const square = x * x + y * y;
  const along = (at.x - from.seen.x) * x + (at.y - from.seen.y) * y;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, along / square));
  const position: LonLat = [
    roundedDegrees(from.at[0] + share * (to.at[0] - from.at[0])),
    roundedDegrees(from.at[1] + share * (to.at[1] - from.at[1])),
  ];
  return { at: position, away: Math.hypot(from.seen.x + share * x - at.x, from.seen.y + share * y - at.y) };
}
