// May somebody's position be believed? A phone repeats an old fix in a cellar, names a whole quarter of the town, or says
// (0,0): whoever is ranked or judged by that is not where we think they are, and their base is the better guess.
import type { EpochMs } from '../../contracts/ids.ts';
import type { KeptPosition } from '../../contracts/incident/messages.ts';
import type { LonLat } from '../../contracts/position.ts';
import { farBetween } from '../../geography/distance.ts';
import type { Knowledge } from './knowledge.ts';

/** Nobody who can be sent is further away from the district: it is a phone's mistake. */
const farthestMetres = 500_000;

/** `ageMs`: how old it was when it came here. */
export type Sighting = { position: LonLat; ageMs: number };

/**
 * @param value a position as it came, or as it was kept
 * @param now of a position that was kept: how long it has lain counts too
 * @returns undefined where it says nothing about where somebody is
 */
export function sightingOf(
  value: KeptPosition,
  { policy, centre, instantOf }: Pick<Knowledge, 'policy' | 'centre' | 'instantOf'>,
  now?: EpochMs,
): Sighting | undefined {
  const position: LonLat = [value.lon, value.lat];
  // One of no accuracy, or of one that could not be read, may be anywhere.
  if (value.accuracy === undefined || value.accuracy > policy.fix.accuracyMetres) return undefined;
  if (isNowhere(position) || (centre !== undefined && farBetween(centre, position) > farthestMetres)) return undefined;
  const ageMs = ageOf(value, instantOf, now);
  return ageMs > policy.positionFreshSeconds * 1000 ? undefined : { position, ageMs };
}

const isNowhere = ([lon, lat]: LonLat): boolean => lon === 0 && lat === 0;

/** A phone whose clock is ahead is believed that it is now; one that says nothing readable, that it was when we heard it. */
function ageOf({ at: claimed, heardAt }: KeptPosition, instantOf: Knowledge['instantOf'], now?: EpochMs): number {
  if (heardAt === undefined) return now === undefined ? 0 : Number.POSITIVE_INFINITY;
  const own = claimed === undefined ? undefined : instantOf(claimed);
  const lain = now === undefined ? 0 : Math.max(0, now - heardAt);
  return lain + Math.max(0, heardAt - (own ?? heardAt));
}
