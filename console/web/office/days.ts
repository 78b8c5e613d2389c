// Stretches of time as people ask for them: whole days by the clock of the district. A day is written `2026-11-29`.
import { weekdayOf } from '../../../contracts/wallClock.ts';
import { instantOf } from '../look/timeFields.ts';

/** From the first day to the last, both included; an empty one is no bound. */
export type Days = { from: string; to: string };

export const spans = ['today', '7days', '30days', 'month', 'last_month'] as const;
/** Seen from today: what is kept under such a name moves on with the days. */
export type Span = (typeof spans)[number];

/** What is counted together. `month`: `2026-11`; `quarter`: `2026-4`. */
export type Stretch =
  | { kind: 'month'; month: string }
  | { kind: 'quarter'; quarter: string }
  | { kind: 'days'; days: Days };

/** The server counts no more at once (contracts/office/figures.ts). */
export const countedAtMostDays = 400;

export function daysOfSpan(span: Span, today: string): Days {
  switch (span) {
    case 'today':
      return { from: today, to: today };
    case '7days':
      return { from: dayAfter(today, -6), to: today };
    case '30days':
      return { from: dayAfter(today, -29), to: today };
    case 'month':
      return daysOfMonths(monthOf(today), 1);
    case 'last_month':
      return daysOfMonths(monthAfter(monthOf(today), -1), 1);
  }
}

export function daysOfStretch(stretch: Stretch): Days {
  switch (stretch.kind) {
    case 'month':
      return daysOfMonths(stretch.month, 1);
    case 'quarter':
      return daysOfMonths(firstMonthOf(stretch.quarter), 3);
    case 'days':
      return stretch.days;
  }
}

/** The one before (-1) or after (1); own days are moved by as many as they are. */
export function stepped(stretch: Stretch, by: -1 | 1): Stretch {
  switch (stretch.kind) {
    case 'month':
      return { kind: 'month', month: monthAfter(stretch.month, by) };
    case 'quarter':
      return { kind: 'quarter', quarter: quarterOf(monthAfter(firstMonthOf(stretch.quarter), 3 * by)) };
    case 'days': {
      const { from, to } = stretch.days;
      const moved = by * countOf(stretch.days);
      return { kind: 'days', days: { from: dayAfter(from, moved), to: dayAfter(to, moved) } };
    }
  }
}

/** The same in another measure: the month, the quarter or the days in which it begins. */
export function measuredBy(kind: Stretch['kind'], stretch: Stretch): Stretch {
  const days = daysOfStretch(stretch);
  switch (kind) {
    case 'month':
      return { kind, month: monthOf(days.from) };
    case 'quarter':
      return { kind, quarter: quarterOf(monthOf(days.from)) };
    case 'days':
      return { kind, days };
  }
}

/** As the server is asked: `until` is the instant after the last day. */
export const instantsOf = ({ from, to }: Days): { from?: string; until?: string } => ({
  ...(from === '' ? {} : { from: instantOf(`${from}T00:00`) }),
  ...(to === '' ? {} : { until: instantOf(`${dayAfter(to, 1)}T00:00`) }),
});

/** How many days these are. */
export const countOf = ({ from, to }: Days): number => (asMs(to) - asMs(from)) / dayMs + 1;

/** The Monday of its week. */
export const mondayOf = (day: string): string => dayAfter(day, -weekdayOf(day));
export const monthOf = (day: string): string => day.slice(0, 7);
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
export const isQuarter = (text: string): boolean => /^\d{4}-[1-4]$/.test(text);

// Days are counted as if clocks were never set: only their borders are instants of the district.
const dayMs = 24 * 3_600_000;
const asMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const asDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const dayAfter = (day: string, days: number): string => asDay(asMs(day) + days * dayMs);

const daysOfMonths = (first: string, months: number): Days => ({
  from: `${first}-01`,
  to: dayAfter(`${monthAfter(first, months)}-01`, -1),
});

function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const all = year * 12 + number - 1 + months;
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`;
}

const quarterOf = (month: string): string => `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / 3)}`;
const firstMonthOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}`;
