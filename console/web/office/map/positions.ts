// Positions as somebody writes them.
import type { LonLat } from '../../../../contracts/position.ts';
import { roundedDegrees } from '../../../../geography/datum.ts';

/** `104.0624, 30.6407`, with any comma or blank between; undefined when it is no position. */
export function positionIn(text: string): LonLat | undefined {
  const numbers = text
    .trim()
    .split(/[,，;；\s]+/)
    .filter((part) => part !== '')
    .map(Number);
  const [lon, lat] = numbers;
  if (numbers.length !== 2 || lon === undefined || lat === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
}

export const textOf = ([lon, lat]: LonLat): string => `${roundedDegrees(lon)}, ${roundedDegrees(lat)}`;

/** A position a line. @returns undefined with a line that is none, so that nothing is left out unseen */
export function cornersIn(text: string): LonLat[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const corners = lines.flatMap((line) => {
    const found = positionIn(line);
    return found ? [found] : [];
  });
  return corners.length === lines.length ? corners : undefined;
}

/** Corners as a ring, whose last vertex repeats the first. */
export function ringOf(corners: readonly LonLat[]): LonLat[] {
  const [first] = corners;
  const last = corners.at(-1);
  if (!first || !last) return [];
  return first[0] === last[0] && first[1] === last[1] ? [...corners] : [...corners, first];
}
/** A ring's corners, each once. */
export const cornersOf = (ring: readonly LonLat[]): LonLat[] => {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1] ? ring.slice(0, -1) : [...ring];
};
