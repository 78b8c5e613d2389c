// Who is on duty now, and where the roster has holes: the roster of each district as the registry has it, of which a change of
// its documents makes anew only what it touches.
import { setImmediate as breathe } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { at } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import type { CommunityBundle, Responder } from '../../../contracts/office/community.ts';
import type { RosterGap } from '../../../contracts/office/responders.ts';
import { aheadMs } from '../../../contracts/office/roster.ts';
import { outsideOf } from '../../../dispatcher/domain/reach.ts';
import { findGaps, type GapParts } from '../../../dispatcher/domain/roster/gaps.ts';
import { type LeftOut, type Reach, Roster } from '../../../dispatcher/domain/roster/roster.ts';
import type { Stretch } from '../../../dispatcher/domain/roster/stretch.ts';
import { neighboursOf } from '../../../geography/neighbours.ts';
import { readCredentials } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** How far ahead gaps are looked for. */
const gapDaysMs = 14 * 24 * 3_600_000;
/** An answer is used for this long: looking two weeks ahead takes some ten milliseconds. */
const gapsKeptMs = 30_000;

/** The roster last asked for, by district. */
const rosters = new Map<string, Roster>();

export function rosterOf({ id, bundle }: DistrictRegistry): Roster {
  const parts = { ...bundle, timeZone: bundle.district.timeZone };
  const known = rosters.get(id);
  if (known?.isOf(parts)) return known;
  const roster = new Roster(parts, known);
  rosters.set(id, roster);
  return roster;
}

const dayMs = 24 * 3_600_000;
/** Whoever plans looks at the last week and at the six ahead; kept apart from what decides who is asked now. */
const planned: Reach = { before: 9 * dayMs, leastAfter: 36 * dayMs, after: 45 * dayMs };
const plans = new Map<string, Roster>();

/** The roster for whoever plans, worked out in small steps. @param bundle of a district as it would be; nothing of it is kept */
export async function planOf({ id, bundle: now }: DistrictRegistry, instant: number, bundle = now): Promise<Roster> {
  const known = plans.get(id);
  const parts = { ...bundle, timeZone: bundle.district.timeZone };
  const roster = known?.isOf(parts) ? known : new Roster(parts, known, planned);
  await roster.prepare(at(instant), breathe);
  if (bundle === now) plans.set(id, roster);
  return roster;
}

/** The weeks for which a roster is planned. @param now ms */
export const weeksAhead = (now: number): Stretch => ({ from: at(now), to: at(now + aheadMs) });

/** Works the next weeks out ahead, in small steps: done in one, the pages would stand still for as long as it takes. */
export const prepareRoster = (district: DistrictRegistry, now: number): Promise<void> =>
  rosterOf(district).prepare(at(now), breathe);

/** By switch and roster. @param now server's clock, ms */
export const isOnDuty = (responder: Responder, district: DistrictRegistry, now: number): boolean =>
  rosterOf(district).onDuty(responder, at(now));

/** Uses a district's roster as pages and phones will. @returns the rows that it is worked out without @throws when it cannot be worked out */
export function tryDistrict(district: DistrictRegistry, now: number): readonly LeftOut[] {
  for (const responder of district.bundle.responders) isOnDuty(responder, district, now);
  return rosterOf(district).leftOut(at(now));
}

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

const beside = new WeakMap<CommunityBundle['grids'], ReadonlyMap<string, ReadonlySet<string>>>();

/** Of a thousand grids it takes some hundred milliseconds, and they change with an import only. */
function besideIn({ grids }: CommunityBundle): ReadonlyMap<string, ReadonlySet<string>> {
  const known = beside.get(grids) ?? neighboursOf(grids);
  beside.set(grids, known);
  return known;
}

async function lookAhead(redis: Redis, district: DistrictRegistry, now: number): Promise<RosterGap[]> {
  const { bundle } = district;
  const parts = await gapPartsOf(redis, bundle, rosterOf(district));
  return findGaps(parts, at(now), at(now + gapDaysMs)).map((gap) => ({ ...gap, from: iso(gap.from), to: iso(gap.to) }));
}

/** What gaps are found by: whoever has a login, or a way besides the app, can be reached. */
export async function gapPartsOf(redis: Redis, bundle: CommunityBundle, roster: Roster): Promise<GapParts> {
  const ids = bundle.responders.map(({ id }) => id);
  const credentials = await readCredentials(redis, ids);
  const logins = new Set(ids.filter((_, i) => credentials[i] !== undefined));
  return {
    bundle,
    roster,
    neighbours: besideIn(bundle),
    reachable: (one, tier) =>
      one.simulated ||
      logins.has(one.id) ||
      outsideOf(one, bundle.policy).some((channel) => tier.channels.includes(channel)),
  };
}
