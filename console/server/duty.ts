// Who is on duty now, and where the roster has holes: the roster of each district as the registry has it, worked out once for
// each change of its documents.
import type { Redis } from 'ioredis';
import type { RosterGap } from '../../contracts/api.ts';
import type { Responder } from '../../contracts/community.ts';
import { at } from '../../contracts/ids.ts';
import { findGaps } from '../../dispatcher/domain/gaps.ts';
import { Roster } from '../../dispatcher/domain/roster.ts';
import { neighboursOf } from '../../geography/neighbours.ts';
import { readCredentials } from '../../store/directory.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { iso } from './clock.ts';

/** How far ahead gaps are looked for. */
const gapDaysMs = 14 * 24 * 3_600_000;
/** An answer is used for this long: looking two weeks ahead takes some ten milliseconds. */
const gapsKeptMs = 30_000;

const rosters = new WeakMap<DistrictRegistry, Roster>();

export function rosterOf(district: DistrictRegistry): Roster {
  const known = rosters.get(district);
  if (known) return known;
  const roster = new Roster({ ...district.bundle, timeZone: district.bundle.district.timeZone });
  rosters.set(district, roster);
  return roster;
}

/** By switch and roster. @param now server's clock, ms */
export const isOnDuty = (responder: Responder, district: DistrictRegistry, now: number): boolean =>
  rosterOf(district).onDuty(responder, at(now));

const kept = new WeakMap<DistrictRegistry, { at: number; gaps: Promise<RosterGap[]> }>();

/** Where a tier of some grid could ask nobody, or somebody on duty could not be reached, in the next 14 days. */
export function gapsOf(redis: Redis, district: DistrictRegistry, now: number): Promise<RosterGap[]> {
  const known = kept.get(district);
  if (known && now - known.at < gapsKeptMs) return known.gaps;
  const gaps = lookAhead(redis, district, now);
  kept.set(district, { at: now, gaps });
  gaps.catch(() => kept.delete(district)); // whoever asked is told; the next one looks again
  return gaps;
}

async function lookAhead(redis: Redis, district: DistrictRegistry, now: number): Promise<RosterGap[]> {
  const { bundle } = district;
  const ids = bundle.responders.map(({ id }) => id);
  const credentials = await readCredentials(redis, ids);
  const logins = new Set(ids.filter((_, i) => credentials[i] !== undefined));
  const outside = bundle.policy.channels.filter((channel) => channel !== 'app');
  const found = findGaps(
    {
      bundle,
      roster: rosterOf(district),
      neighbours: neighboursOf(bundle.grids),
      reachable: ({ id, simulated, phone }, tier) =>
        simulated || logins.has(id) || (phone !== undefined && outside.some((one) => tier.channels.includes(one))),
    },
    at(now),
    at(now + gapDaysMs),
  );
  return found.map((gap) => ({ ...gap, from: iso(gap.from), to: iso(gap.to) }));
}
