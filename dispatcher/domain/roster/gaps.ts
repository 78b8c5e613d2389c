// Where the roster has holes: stretches in which a tier of some grid could ask nobody, and people whom no channel reaches.
// Worked out from the same documents as "who is on duty", so what it promises is what a press will find.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { CommunityBundle, Responder } from '../../../contracts/office/community.ts';
import type { Group, Tier } from '../../../contracts/office/policy.ts';
import type { Roster } from './roster.ts';
import type { Stretch } from './stretch.ts';

/** `tier` counts from 0. `nobody_on_duty`: the tier is skipped then. `no_channel`: on duty, and nothing leads to them. */
export type Gap = Stretch & { plan: string; tier: number; name: string; grid: string } & (
    | { reason: 'nobody_on_duty' }
    | { reason: 'no_channel'; responder: string }
  );

export type GapParts = {
  bundle: Pick<CommunityBundle, 'grids' | 'courtyards' | 'responders' | 'policy'>;
  roster: Roster;
  neighbours: ReadonlyMap<string, ReadonlySet<string>>;
  /** Can this person be reached by one of these channels? */
  reachable(responder: Responder, tier: Tier): boolean;
};

/** Every gap between two instants, earliest first. A tier for a whole district is reported once, under the grid `*`. */
export function findGaps(parts: GapParts, from: EpochMs, to: EpochMs): Gap[] {
  const { bundle, roster } = parts;
  const stretches = new Map(bundle.responders.map((one) => [one.id, roster.stretches(one, from, to)]));
  const gaps = bundle.policy.plans.flatMap((plan) =>
    plan.tiers.flatMap((tier, n) => {
      const grids = tier.who.every(isWide) ? ['*'] : bundle.grids.map(({ id }) => id);
      return grids.flatMap((grid) => {
        const members = bundle.responders.filter((one) => tier.who.some((group) => belongs(one, group, grid, parts)));
        const where = { plan: plan.id, tier: n, name: tier.name, grid };
        const reached = members.filter((one) => parts.reachable(one, tier));
        const manned = reached.flatMap(({ id }) => stretches.get(id) ?? []);
        return [
          ...uncovered(manned, from, to).map((hole): Gap => ({ ...hole, ...where, reason: 'nobody_on_duty' })),
          ...members
            .filter((one) => !reached.includes(one))
            .flatMap(({ id }) =>
              (stretches.get(id) ?? []).map((one): Gap => ({ ...one, ...where, reason: 'no_channel', responder: id })),
            ),
        ];
      });
    }),
  );
  return gaps.sort((a, b) => a.from - b.from || (a.plan < b.plan ? -1 : 1) || a.tier - b.tier);
}

const isWide = (group: Group): boolean => group.area === 'community' || group.area === 'street';

/** Is this person among those whom a group of a tier asks for this grid? */
export function belongs(responder: Responder, group: Group, grid: string, { bundle, neighbours }: GapParts): boolean {
  const holds = [responder.role, ...(responder.otherRoles ?? [])].some((role) => group.roles.includes(role));
  if (!holds) return false;
  switch (group.area) {
    case 'own_grid':
      return responder.grid === grid;
    case 'neighbour_grids':
      return responder.grid !== undefined && neighbours.get(grid)?.has(responder.grid) === true;
    case 'courtyard':
      return bundle.courtyards.find(({ id }) => id === responder.courtyard)?.grid === grid;
    case 'community':
    case 'street':
      return true;
  }
}

/** What no stretch covers. */
function uncovered(stretches: readonly Stretch[], from: EpochMs, to: EpochMs): Stretch[] {
  const holes: Stretch[] = [];
  let covered: number = from;
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    if (one.from > covered) holes.push({ from: at(covered), to: one.from });
    covered = Math.max(covered, one.to);
  }
  if (covered < to) holes.push({ from: at(covered), to });
  return holes;
}
