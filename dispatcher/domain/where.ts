// Where a press comes from, when a carried device says so itself. A position is unused only if it cannot be; an inexact one is
// used and shown as such; one that nobody of ours can reach sends nobody there, and is never answered by the home alone.
import type { EpochMs } from '../../contracts/ids.ts';
import type { Input } from '../../contracts/incident/inputs.ts';
import type { WhyUnused } from '../../contracts/incident/messages.ts';
import { reachMetresOf } from '../../contracts/office/policy.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { World } from './world.ts';

/** `at`: at home, so far as one can tell; away; or away beyond our reach. */
export type Where = { fix: LonLat; at: 'home' | 'away' | 'beyond'; inexact: boolean };

/** Farther away than this the device does not know where it is: another continent. */
const impossibleMetres = 4_500_000;

/**
 * What the position of a press says.
 * @param storedAt when the press was stored, ms
 * @returns undefined when it says nothing: no carried device, or a position that is not used
 */
export function whereOf(input: Input, home: string | undefined, storedAt: EpochMs, world: World): Where | undefined {
  const seen = judge(input, home, storedAt, world);
  return typeof seen === 'string' ? undefined : seen;
}

/** Why the position of a press is shown and not used; undefined when it is, or there is none. */
export function whyUnused(
  input: Input,
  home: string | undefined,
  storedAt: EpochMs,
  world: World,
): WhyUnused | undefined {
  const seen = judge(input, home, storedAt, world);
  return typeof seen === 'string' ? seen : undefined;
}

function judge(input: Input, home: string | undefined, storedAt: EpochMs, world: World): Where | WhyUnused | undefined {
  if (input.kind !== 'press' || input.location === undefined || !world.isCarried(input.device)) return undefined;
  const { lon, lat, accuracy, at: fixedAt } = input.location;
  const { freshSeconds, accuracyMetres, awayMetres } = world.policy.fix;
  if (lon === 0 && lat === 0) return 'nowhere';
  if (accuracy === undefined) return 'no_accuracy';
  if (accuracy > reachMetresOf(world.policy)) return 'vague';
  const said = fixedAt ?? input.deviceTime;
  const time = said === undefined ? undefined : world.instantOf(said);
  if (time === undefined || Math.abs(storedAt - time) > freshSeconds * 1000) return 'old';
  const place = home === undefined ? undefined : world.place(home);
  const fix: LonLat = [lon, lat];
  const inexact = accuracy > accuracyMetres;
  if (place === undefined) return { fix, at: 'away', inexact };
  const metres = world.metres(place.position, fix);
  if (metres > impossibleMetres) return 'elsewhere';
  if (metres <= awayMetres + accuracy) return { fix, at: 'home', inexact };
  return { fix, at: metres - accuracy > reachMetresOf(world.policy) ? 'beyond' : 'away', inexact };
}
