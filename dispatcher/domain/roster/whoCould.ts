// Who could fill a hole of the roster: whoever its tier would ask, has nothing else to do then, is not away, and can be reached.
import type { EpochMs } from '../../../contracts/ids.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import type { Group, Tier } from '../../../contracts/office/policy.ts';
import { belongs, type Gap, type GapParts } from './gaps.ts';
import type { Roster } from './roster.ts';
import type { Stretch } from './stretch.ts';

/** `near`: 0 of that grid, 1 of a grid beside it, 2 of another one or of none. `dutyMs`: what they have to do in the days around it. */
export type Could = { responder: string; near: 0 | 1 | 2; dutyMs: number };

const dayMs = 24 * 3_600_000;

/** The nearest first, then whoever has the least to do in the three days before and after. Nobody is named whom the tier would not ask. */
export function whoCould(parts: GapParts, gap: Gap): Could[] {
  const tier = parts.bundle.policy.plans.find(({ id }) => id === gap.plan)?.tiers[gap.tier];
  if (tier === undefined || gap.reason !== 'nobody_on_duty') return [];
  const around = {
    from: (gap.from - 3 * dayMs) as EpochMs,
    to: (Math.min(gap.to, gap.from + dayMs) + 3 * dayMs) as EpochMs,
  };
  return parts.bundle.responders
    .filter(
      (one) => isAsked(one, tier, gap.grid, parts) && parts.reachable(one, tier) && isFree(one, parts.roster, gap),
    )
    .map((one) => ({
      responder: one.id,
      near: nearOf(one, gap.grid, parts),
      dutyMs: lastingMs(parts.roster.stretches(one, around.from, around.to)),
    }))
    .sort((a, b) => a.near - b.near || a.dutyMs - b.dutyMs || (a.responder < b.responder ? -1 : 1));
}

const isAsked = (one: Responder, tier: Tier, grid: string, parts: GapParts): boolean =>
  tier.who.some((group: Group) => belongs(one, group, grid, parts));

/** Nothing to do at any time of it, not away, and their own switch would let a shift count. */
export const isFree = (one: Responder, roster: Roster, { from, to }: Stretch): boolean =>
  roster.wouldCount(one, from) &&
  roster.stretches(one, from, to).length === 0 &&
  roster.away(one.id, from, to).length === 0;

function nearOf({ grid }: Responder, of: string, { neighbours }: GapParts): Could['near'] {
  if (grid === undefined) return 2;
  return grid === of ? 0 : neighbours.get(of)?.has(grid) === true ? 1 : 2;
}

const lastingMs = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);
