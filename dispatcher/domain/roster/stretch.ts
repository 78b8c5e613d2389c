// Stretches of time, from inclusive, to exclusive, and what can be done with lists of them.
import { at, type EpochMs } from '../../../contracts/ids.ts';

export type Stretch = { from: EpochMs; to: EpochMs };

/** What of these lies between two instants. */
export const clip = (stretches: readonly Stretch[], from: EpochMs, to: EpochMs): Stretch[] =>
  stretches.flatMap((one) => {
    const cut = { from: at(Math.max(one.from, from)), to: at(Math.min(one.to, to)) };
    return cut.from < cut.to ? [cut] : [];
  });

/** What of these lies in none of those. */
export const without = (stretches: readonly Stretch[], those: readonly Stretch[]): Stretch[] =>
  those.reduce<Stretch[]>(
    (left, { from, to }) => left.flatMap((one) => [...clip([one], one.from, from), ...clip([one], to, one.to)]),
    [...stretches],
  );

/** In order; what overlaps or meets is one. */
export function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && one.from <= last.to) last.to = at(Math.max(last.to, one.to));
    else merged.push({ from: one.from, to: one.to });
  }
  return merged;
}

/** Is this instant in one of them? @param merged in order, not overlapping */
export function covers(merged: readonly Stretch[] | undefined, instant: EpochMs): boolean {
  for (const { from, to } of merged ?? []) {
    if (instant < from) return false;
    if (instant < to) return true;
  }
  return false;
}
