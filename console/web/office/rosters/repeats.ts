// How a shift comes round, as the page offers it and as its RRULE says it. A rule that the page does not offer is kept as it stands.
import { weekdayOf } from '../../../../contracts/wallClock.ts';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** `until`: the last day, included; empty: for ever. */
export type Repeat =
  | { kind: 'once' }
  | ({ until: string } & (
      | { kind: 'days'; every: number }
      | { kind: 'weekly'; on: readonly Weekday[] }
      | { kind: 'other'; rule: string }
    ));

export const workdays: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR'];
export const everyAtMost = 60;

export const weekdayAt = (day: string): Weekday => weekdays[weekdayOf(day)] ?? 'MO';

export function repeatOf(rule: string | undefined): Repeat {
  if (rule === undefined) return { kind: 'once' };
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const until = (parts.get('UNTIL') ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const names = [...parts.keys()].filter((name) => name !== 'FREQ' && name !== 'UNTIL').join();
  const plain = parts.get('UNTIL') === undefined || /^\d{4}-\d{2}-\d{2}$/.test(until);
  const every = Number(parts.get('INTERVAL') ?? 1);
  if (plain && parts.get('FREQ') === 'DAILY' && (names === '' || names === 'INTERVAL') && every <= everyAtMost)
    return { kind: 'days', every, until };
  const on = (parts.get('BYDAY') ?? '').split(',');
  if (plain && parts.get('FREQ') === 'WEEKLY' && names === 'BYDAY' && on.every(isWeekday))
    return { kind: 'weekly', on: on.filter(isWeekday), until };
  return { kind: 'other', rule: plain ? withoutUntil(rule) : rule, until: plain ? until : '' };
}

export function ruleOf(repeat: Repeat): string | undefined {
  if (repeat.kind === 'once') return undefined;
  const until = repeat.until === '' ? '' : `;UNTIL=${repeat.until.replaceAll('-', '')}`;
  switch (repeat.kind) {
    case 'days':
      return `FREQ=DAILY${repeat.every > 1 ? `;INTERVAL=${repeat.every}` : ''}${until}`;
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${weekdays.filter((day) => repeat.on.includes(day)).join()}${until}`;
    case 'other':
      return until === '' ? repeat.rule : `${withoutUntil(repeat.rule)}${until}`;
  }
}

/** The rule of a shift that ends with this day. */
export const endingOn = (rule: string, day: string): string =>
  `${withoutUntil(rule).replace(/;?COUNT=\d+/, '')};UNTIL=${day.replaceAll('-', '')}`;

const withoutUntil = (rule: string): string => rule.replace(/;?UNTIL=[0-9TZ]+/, '').replace(/;$/, '');

const isWeekday = (text: string): text is Weekday => (weekdays as readonly string[]).includes(text);
