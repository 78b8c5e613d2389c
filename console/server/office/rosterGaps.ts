// Gaps of the roster as whoever plans it reads them: what several tiers lack alike is one, with who could fill it.
import { iso } from '../../../contracts/iso.ts';
import { couldAtMost, gapsAtMost, type PlannedGap } from '../../../contracts/office/roster.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Gap, GapParts } from '../../../dispatcher/domain/roster/gaps.ts';
import { whoCould } from '../../../dispatcher/domain/roster/whoCould.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

const hourMs = 3_600_000;

/** Those of grids within, and of people within; what several grids share is the whole community's. */
export function gapsWithin<G extends Pick<Gap, 'grid' | 'reason'> & { responder?: string }>(
  { reach }: Pick<DistrictRegistry, 'reach'>,
  gaps: readonly G[],
): readonly G[] {
  if (reach === undefined) return gaps;
  return gaps.filter(
    ({ grid, responder }) =>
      reach.knows('grids', grid) && (responder === undefined || reach.knows('responders', responder)),
  );
}

/** The earliest first, at most so many. @param seen who could fill one is named as far as rights reach @returns `total`: how many there are */
export function plannedGaps(
  parts: GapParts,
  gaps: readonly Gap[],
  seen: Pick<DistrictRegistry, 'reach'> = { reach: undefined },
): { total: number; gaps: PlannedGap[] } {
  const groups = new Map<string, [Gap, ...Gap[]]>();
  for (const gap of gaps) {
    const key = `${gap.from}/${gap.to}/${gap.grid}/${gap.reason === 'no_channel' ? gap.responder : askedBy(parts, gap)}`;
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  const told = [...groups.values()].slice(0, gapsAtMost);
  return { total: groups.size, gaps: told.map((group) => plannedGap(parts, group, seen)) };
}

/** Tiers that would ask the same people lack the same. */
function askedBy({ bundle }: GapParts, { plan, tier }: Gap): string {
  const { who = [], channels = [] } = bundle.policy.plans.find(({ id }) => id === plan)?.tiers[tier] ?? {};
  return JSON.stringify([who.map(({ roles, area }) => [roles, area]), channels]);
}

function plannedGap(
  parts: GapParts,
  group: readonly [Gap, ...Gap[]],
  { reach }: Pick<DistrictRegistry, 'reach'>,
): PlannedGap {
  const [gap] = group;
  const nameOf = (id: string): string => parts.bundle.responders.find((one) => one.id === id)?.name ?? id;
  return {
    from: iso(gap.from),
    to: iso(gap.to),
    grid: gap.grid,
    reason: gap.reason,
    ...defined({ responder: gap.reason === 'no_channel' ? gap.responder : undefined }),
    tiers: group.map(({ plan, name }) => ({ plan, name })),
    could: whoCould(parts, gap)
      .filter(({ responder }) => reach?.knows('responders', responder) ?? true)
      .slice(0, couldAtMost)
      .map(({ responder, near, dutyMs }) => ({
        responder,
        name: nameOf(responder),
        near,
        hours: Math.round(dutyMs / hourMs),
      })),
  };
}
