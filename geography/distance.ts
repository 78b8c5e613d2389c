// Metres between two positions. Within a community the earth is flat: the plane is exact to millimetres and costs a tenth.
import type { LonLat } from '../contracts/position.ts';

const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;
/** Metres of one degree of latitude, and of longitude on the equator. */
export const metresPerDegree = earthRadiusMetres * radians;

/** Metres as the crow flies, for positions within some tens of kilometres of each other. */
export function metresBetween([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const east = (lonB - lonA) * Math.cos(((latA + latB) / 2) * radians);
  return Math.sqrt(east * east + (latB - latA) ** 2) * metresPerDegree;
}

/** Metres as the crow flies, anywhere on earth: a wrong position may be on another continent. */
export function farBetween([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const [north, east] = [((latB - latA) / 2) * radians, ((lonB - lonA) / 2) * radians];
  const square = Math.sin(north) ** 2 + Math.cos(latA * radians) * Math.cos(latB * radians) * Math.sin(east) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(square)));
}

/** The middle of what these positions span; undefined of none. */
export function middleOf(positions: readonly LonLat[]): LonLat | undefined {
  if (positions.length === 0) return undefined;
  const middle = (values: readonly number[]): number =>
    (values.reduce((least, one) => Math.min(least, one)) + values.reduce((most, one) => Math.max(most, one))) / 2;
  return [middle(positions.map(([lon]) => lon)), middle(positions.map(([, lat]) => lat))];
}

/** Metres along a line. */
export function lengthOf(line: readonly LonLat[]): number {
  return line.reduce((metres, position, i) => {
    const before = line[i - 1];
    return before === undefined ? 0 : metres + metresBetween(before, position);
  }, 0);
}

/** The point of a segment that is nearest to a position, and how far it is. */
export function nearestOnSegment(
  a: LonLat,
  b: LonLat,
  position: LonLat,
): { point: LonLat; share: number; metres: number } {
  const shrink = Math.cos(position[1] * radians); // a degree of longitude, measured in degrees of latitude
  const [x, y] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const along = (position[0] - a[0]) * shrink * x + (position[1] - a[1]) * y;
  const square = x * x + y * y;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, along / square));
  const point: LonLat = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
  return { point, share, metres: metresBetween(point, position) };
}
