// A policy as a ladder: which plans a kind of call leads to at which hours, from when each tier of a plan is asked, and the worst
// time until somebody is going. Types only are imported: pages read it too.

import type { CallKind, Priority, Track } from '../terms.ts';
import { isBetween, minutesOf } from './hours.ts';
import type { CallRule, Plan, Policy } from './policy.ts';

/** Of these a ladder is made; of a policy that is being filled in the rest may be missing. */
export type LadderParts = Pick<Policy, 'calls' | 'plans'>;

/** A stretch of the day, `HH:MM`; over midnight where `to` is not later. A whole day is from 00:00 to 00:00. */
export type Stretch = { from: string; to: string };

/** What holds for a kind of call in a stretch of the day. `rule`: its place in `calls`. */
export type Hours = { kind: CallKind; rule: number; stretch: Stretch };

const dayMinutes = 24 * 60;
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The day of a kind of call, by the rule that counts: the first that fits. In the order of the clock, from midnight. */
export function hoursOf(calls: readonly CallRule[], kind: CallKind): Hours[] {
  const mine = calls.flatMap((one, rule) => (one.kind === kind ? [{ ...one, rule }] : []));
  const edges = mine.flatMap(({ between }) => (between ? [minutesOf(between.from), minutesOf(between.to)] : []));
  const begins = [...new Set([0, ...edges])].filter((minute) => minute < dayMinutes).sort((a, b) => a - b);
  const found: { rule: number; minute: number }[] = [];
  for (const minute of begins) {
    const rule = mine.find(({ between }) => between === undefined || isBetween(minute, between))?.rule ?? none;
    if (found.at(-1)?.rule !== rule) found.push({ rule, minute });
  }
  const hours = found.map(({ rule, minute }, i): Hours => {
    const next = found[i + 1]?.minute ?? 0;
    return { kind, rule, stretch: { from: clock(minute), to: clock(next) } };
  });
  return joinedOverMidnight(hours).filter(({ rule }) => rule !== none);
}
/** Hours that no rule holds in: the check refuses them. */
const none = -1;

/** What begins at midnight and what ends there are one stretch when one rule holds in both. */
function joinedOverMidnight(hours: Hours[]): Hours[] {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined || first === last || first.rule !== last.rule) return hours;
  return [...hours.slice(1, -1), { ...last, stretch: { from: last.stretch.from, to: first.stretch.to } }];
}

/** From when each tier of a plan is asked when nobody of those before it says yes, and at last when all of them have been: seconds after the call. */
export function beginsOf({ tiers }: Pick<Plan, 'tiers'>): { tiers: number[]; spent: number } {
  const begins: number[] = [];
  let spent = 0;
  for (const { answerWithinSeconds } of tiers) {
    begins.push(spent);
    spent += Number.isFinite(answerWithinSeconds) ? answerWithinSeconds : 0;
  }
  return { tiers: begins, spent };
}

/** A way of a call: the plan that it takes on a track, and how long that takes when nobody says yes. */
export type Way = Hours & { priority: Priority; track: Track; plan: string; seconds: number };

/** Every way that a call can take, the longest first. Ways to a plan that there is none of are left out: the check says so. */
export function waysOf({ calls, plans }: LadderParts): Way[] {
  const kinds = [...new Set(calls.map(({ kind }) => kind))];
  const ways = kinds
    .flatMap((kind) => hoursOf(calls, kind))
    .flatMap((hours) => {
      const rule = calls[hours.rule];
      return (Object.entries(rule?.plans ?? {}) as [Track, string][]).flatMap(([track, id]): Way[] => {
        const plan = plans.find((one) => one.id === id);
        const { priority = 3 } = rule ?? {};
        return plan ? [{ ...hours, priority, track, plan: id, seconds: beginsOf(plan).spent }] : [];
      });
    });
  return ways.sort((a, b) => b.seconds - a.seconds || a.priority - b.priority);
}

/**
 * The worst time until somebody is going, of a kind of call and an hour: every tier of the plan is asked in vain until its time is up. From then on
 * `whenSpent` is told again and again. A no, or a tier in which nobody can be asked, makes it shorter, never longer.
 * @param priority only of calls of this one
 */
export const worstOf = (policy: LadderParts, priority?: Priority): Way | undefined =>
  waysOf(policy).find((way) => priority === undefined || way.priority === priority);
