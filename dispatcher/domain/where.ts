// Where a press comes from, when a carried device says so itself. A position is unused only if it cannot be; an inexact one is
// used and shown as such; one that nobody of ours can reach sends nobody there, and is never answered by the home alone.
import type { EpochMs } from '../../contracts/ids.ts';
import type { Input } from '../../contracts/inputs.ts';
import { reachMetresOf } from '../../contracts/policy.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { World } from './world.ts';

/** `at`: at home, so far as one can tell; away; or away beyond our reach. */
export type Where = { fix: LonLat; at: 'home' | 'away' | 'beyond'; inexact: boolean };

/** Farther away than this the device does not know where it is: another continent. */
const impossibleMetres = 4_500_000;

/**
 * What the position of a press says.
 * @param storedAt when the press was stored, ms
 * @returns undefined when it says nothing: no carried device, no accuracy, an old fix, a position that cannot be
 */
export function whereOf(input: Input, home: string | undefined, storedAt: EpochMs, world: World): Where | undefined {
  if (input.kind !== 'press' || input.location === undefined || !world.isCarried(input.device)) return undefined;
  const { lon, lat, accuracy, at: fixedAt } = input.location;
  const { freshSeconds, accuracyMetres, awayMetres } = world.policy.fix;
  const said = fixedAt ?? input.deviceTime;
  const time = said === undefined ? undefined : world.instantOf(said);
  if (time === undefined || Math.abs(storedAt - time) > freshSeconds * 1000) return undefined;
  // Vaguer than we can reach says nothing.
  if (accuracy === undefined || accuracy > reachMetresOf(world.policy) || (lon === 0 && lat === 0)) return undefined;
  const place = home === undefined ? undefined : world.place(home);
  const fix: LonLat = [lon, lat];
  const inexact = accuracy > accuracyMetres;
  if (place === undefined) return { fix, at: 'away', inexact };
  const metres = world.metres(place.position, fix);
  if (metres > impossibleMetres) return undefined;
  if (metres <= awayMetres + accuracy) return { fix, at: 'home', inexact };
  return { fix, at: metres - accuracy > reachMetresOf(world.policy) ? 'beyond' : 'away', inexact };
}
