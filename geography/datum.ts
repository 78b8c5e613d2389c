// Positions of another datum. A map of 高德 or 腾讯 draws in GCJ-02, one of 百度 in BD-09; unconverted they lie hundreds of metres off, so
// whoever brings a position says where it was read.
import gcoord from 'gcoord';
import type { Datum } from '../contracts/office/datum.ts';
import type { LonLat } from '../contracts/position.ts';

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;
/** About ten centimetres. */
const decimals = 6;

export const roundedDegrees = (degrees: number): number => Number(degrees.toFixed(decimals));

/** As we keep it. Of our own datum nothing is rounded. */
export const inWgs84 = (position: LonLat, datum: Datum): LonLat => converted(position, datum, 'wgs84');
/** As a map of another datum shows it. */
export const inDatum = (position: LonLat, datum: Datum): LonLat => converted(position, 'wgs84', datum);

function converted(position: LonLat, from: Datum, to: Datum): LonLat {
  if (from === to) return position;
  const [lon, lat] = gcoord.transform([position[0], position[1]], systems[from], systems[to]);
  return [roundedDegrees(lon), roundedDegrees(lat)];
}
