// What a kind of call starts: its priority, its needs and their plans, by the time of day.

import type { EpochMs } from '../../../contracts/ids.ts';
import type { NeedWanted } from '../../../contracts/incident/events.ts';
import { type CallRule, ruleFor } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { CallKind, Moment, Priority } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import type { Calls } from './calls.ts';

export type Start = { priority: Priority; plans: CallRule['plans']; needs: NeedWanted[]; tells: readonly Moment[] };

/** What the policy says of one call. One that it says nothing of is the most urgent, and both tracks are asked. */
function ruleOf(call: CallKind, world: World, now: EpochMs) {
  const rule = ruleFor(world.policy, call, world.minuteOfDay(now));
  return {
    priority: rule?.priority ?? (1 as const),
    plans: rule?.plans ?? {},
    grid: rule === undefined || rule.plans.grid !== undefined,
    health: rule === undefined || rule.plans.health !== undefined,
    tells: rule?.tellContacts ?? [],
  };
}

/** Nobody can be called back about these. */
const withoutWord: ReadonlySet<CallKind> = new Set(['device_fault', 'unreadable_input']);

/**
 * What an incident with these calls starts.
 * @param home where the resident is called back; undefined when no home is known
 */
export function startOf(calls: Calls, home: string | undefined, world: World, now: EpochMs): Start {
  const first = ruleOf(calls.call, world, now);
  const other = calls.beside === undefined ? undefined : ruleOf(calls.beside, world, now);
  const wanted = (need: NeedWanted['need'], plan?: string): NeedWanted => ({
    need,
    ...defined({ plan }),
  });
  const door = other ?? first;
  const health = first.health ? first : other;
  const needs = [
    ...(door.grid ? [wanted('door', door.plans.grid)] : []),
    ...(other && first.grid ? [wanted('fire', first.plans.grid)] : []),
    ...(health?.health ? [wanted('health', health.plans.health)] : []),
    wanted('officer'),
    ...(home !== undefined && world.canTalk(home) && !withoutWord.has(calls.call) ? [wanted('word')] : []),
  ];
  return {
    priority: Math.min(first.priority, other?.priority ?? 3) as Priority,
    plans: first.plans,
    needs,
    tells: [...new Set([...first.tells, ...(other?.tells ?? [])])],
  };
}
