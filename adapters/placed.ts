// Readings with their places as we keep them: whoever reads a message says in which datum its places are.

import type { Place, Reading } from '../contracts/device/reading.ts';
import { inWgs84 as converted } from '../geography/datum.ts';

/** The same readings, each place in WGS-84. */
export const inWgs84 = (readings: readonly Reading[]): Reading[] =>
  readings.map((one) => ('place' in one && one.place ? { ...one, place: placed(one.place) } : one));

function placed(place: Place): Place {
  const [lon, lat] = converted([place.lon, place.lat], place.datum);
  return { ...place, lon, lat, datum: 'wgs84' };
}
