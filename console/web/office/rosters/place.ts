// Where an instant lies in the week that is shown, and which one lies under a pointer.

import type { RosterShift } from '../../../../contracts/office/roster.ts';

export type Stretch = { from: number; to: number };
/** What the server says of a stretch, by number. */
export const ms = ({ from, to }: { from: string; to: string }): Stretch => ({
  from: Date.parse(from),
  to: Date.parse(to),
});
/** The name of an occurrence. */
export const keyOf = ({ shift, on }: Pick<RosterShift, 'shift' | 'on'>): string => `${shift}/${on}`;
/** Opens an occurrence; `to`: as it was dragged. */
export type Change = (one: RosterShift, to?: { person: string; start: string; end: string }) => unknown;

export const stepMs = 30 * 60_000;

/** To the nearest half hour. */
export const snapped = (ms: number): number => Math.round(ms / stepMs) * stepMs;

/** Left edge and width in percent of the week; undefined for what lies outside. */
export function placeIn(week: Stretch, { from, to }: Stretch): { left: string; width: string } | undefined {
  const [first, last] = [Math.max(from, week.from), Math.min(to, week.to)];
  if (first >= last) return undefined;
  const percent = (ms: number): string => `${((ms / (week.to - week.from)) * 100).toFixed(3)}%`;
  return { left: percent(first - week.from), width: percent(last - first) };
}

/** The instant at a place between the edges of the week. */
export const instantAt = (week: Stretch, x: number, { left, width }: { left: number; width: number }): number =>
  week.from + Math.min(1, Math.max(0, (x - left) / width)) * (week.to - week.from);

export type Grab = 'make' | 'move' | 'start' | 'end';

/** What a stretch becomes when it is dragged by so much; never shorter than a step. */
export function dragged(grab: Grab, { from, to }: Stretch, byMs: number): Stretch {
  const by = snapped(byMs);
  switch (grab) {
    case 'make':
      return by < 0 ? { from: from + by, to: from } : { from, to: Math.max(from + by, from + stepMs) };
    case 'move':
      return { from: from + by, to: to + by };
    case 'start':
      return { from: Math.min(from + by, to - stepMs), to };
    case 'end':
      return { from, to: Math.max(to + by, from + stepMs) };
  }
}
