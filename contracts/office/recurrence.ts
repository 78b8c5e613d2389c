// Whether a roster can be worked out, by its words alone: days that exist, and rules that come round at most once a day. A rule
// by the minute is valid RFC 5545 and brought every console down: an import with one is refused before anybody expands it, and
// whoever finds one in the store leaves it out (dispatcher/domain/roster/shifts.ts).
import { Temporal } from 'temporal-polyfill';
import type { CommunityBundle, Leave, Shift } from './community.ts';
import type { Problem } from './problem.ts';

/** A shift begins at most once a day: that bounds the work of a year. */
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const oftenerThanDaily = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];
/** A rule that counts is counted from its first day on, each time. */
const countAtMost = 1_000;
const intervalAtMost = 400;
/** Longer than any standby; a shift of years would overlap itself a thousand times. */
const shiftAtMostDays = 31;
const [firstYear, lastYear] = [2000, 2100];
const dayMs = 24 * 3_600_000;

type RosterParts = Pick<CommunityBundle, 'shifts' | 'leaves' | 'swaps' | 'district'>;
/** The field of a row that cannot be worked out, and why. */
export type Unsound = { field: string; reason: string };

/** What of a roster nobody could work out; empty when all is well. */
export function checkRecurrence({ shifts, leaves, swaps, district }: RosterParts): Problem[] {
  const rows = (part: string, unsound: readonly (readonly Unsound[])[]): Problem[] =>
    unsound.flatMap((row, i) => row.map((one): Problem => ({ severity: 'error', path: `/${part}/${i}`, ...one })));
  const zone = whyNoZone(district.timeZone);
  return [
    ...(zone === undefined ? [] : [{ severity: 'error' as const, path: '/district', field: 'timeZone', reason: zone }]),
    ...rows('shifts', shifts.map(mistakenShift)),
    ...rows('leaves', leaves.map(unsoundLeave)),
    ...rows(
      'swaps',
      swaps.map(({ on }) => unsound('on', whyNoDay(on))),
    ),
  ];
}

/** What of a shift cannot be worked out, by its words: whoever finds one in the store leaves it out. */
export const unsoundShift = ({ start, end, repeats }: Shift): Unsound[] => [
  ...unsound('start', whyNoDay(start)),
  ...unsound('end', whyNoDay(end) ?? whyNoEnd(start, end) ?? whyTooLong(start, end)),
  ...unsound('repeats', repeats === undefined ? undefined : whyNoRule(repeats)),
];

/** That, and what an import refuses besides; in the store it does no harm, and an earlier program took it. */
export const mistakenShift = (shift: Shift): Unsound[] => {
  const { except, repeats } = shift;
  return [
    ...unsoundShift(shift),
    ...unsound(
      'except',
      except?.map(whyNoDay).find((reason) => reason !== undefined),
    ),
    ...unsound('repeats', repeats === undefined || whyNoRule(repeats) !== undefined ? undefined : whyNoParts(repeats)),
  ];
};

/** The same of a leave. */
export const unsoundLeave = ({ start, end }: Leave): Unsound[] => [
  ...unsound('start', whyNoDay(start)),
  ...unsound('end', whyNoDay(end) ?? whyNoEnd(start, end)),
];

const unsound = (field: string, reason: string | undefined): Unsound[] =>
  reason === undefined ? [] : [{ field, reason }];

function whyNoRule(repeats: string): string | undefined {
  if (/^RRULE:/i.test(repeats)) return `begins with "RRULE:": leave that out and write ${repeats.slice(6)}`;
  if (!/^[A-Z]+=[A-Z0-9,+:-]+(;[A-Z]+=[A-Z0-9,+:-]+)*;?$/.test(repeats))
    return 'is no RRULE of RFC 5545: write it like FREQ=WEEKLY;BYDAY=MO,TU';
  const parts = partsOf(repeats);
  if (parts === undefined) return 'names a part twice';
  const frequency = parts.get('FREQ') ?? '';
  if (!frequencies.includes(frequency))
    return `repeats by ${frequency || 'nothing'}: a shift begins at most once a day (FREQ=DAILY, WEEKLY, MONTHLY or YEARLY)`;
  const often = oftenerThanDaily.find((name) => parts.has(name));
  if (often !== undefined) return `names ${often}: a shift begins at most once a day; make a second shift instead`;
  const tooMuch = Number(parts.get('COUNT')) > countAtMost || Number(parts.get('INTERVAL')) > intervalAtMost;
  return tooMuch ? whyNoParts(repeats) : undefined;
}

/** By name; undefined when one is named twice. */
function partsOf(repeats: string): ReadonlyMap<string, string> | undefined {
  const named = repeats.replace(/;$/, '').split(';');
  const parts = new Map(named.map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']));
  return parts.size === named.length ? parts : undefined;
}

function whyNoParts(repeats: string): string | undefined {
  const parts = partsOf(repeats) ?? new Map<string, string>();
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'names COUNT and UNTIL: it may end by one of them only';
  for (const [name, value] of parts) {
    const wrong = whyNoPart(name, value, parts.get('FREQ') ?? '');
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Each part of a rule that we work out, and what it may say; others are refused, since whoever works it out may know them and fail years later. */
function whyNoPart(name: string, value: string, frequency: string): string | undefined {
  const numbers = (most: number, signed: boolean, unit: string): string | undefined =>
    value.split(',').every((one) => isWithin(one, most, signed))
      ? undefined
      : `has ${name}=${value}: that is no ${unit}`;
  const only = (...allowed: string[]): string | undefined =>
    allowed.includes(frequency) ? undefined : `names ${name}, which goes with FREQ=${allowed.join(' or ')} only`;
  switch (name) {
    case 'FREQ':
      return undefined;
    case 'INTERVAL':
      return isWithin(value, intervalAtMost, false)
        ? undefined
        : `has INTERVAL=${value}: it must be a number from 1 to ${intervalAtMost}`;
    case 'COUNT':
      return isWithin(value, countAtMost, false)
        ? undefined
        : `has COUNT=${value}: it must be a number from 1 to ${countAtMost}; give UNTIL for a longer one`;
    case 'UNTIL':
      return whyNoUntil(value);
    case 'BYDAY':
      return value.split(',').every((one) => isWeekday(one, frequency))
        ? undefined
        : `has BYDAY=${value}: write weekdays like MO,TU, and 1MO or -1FR with FREQ=MONTHLY or YEARLY only`;
    case 'BYMONTHDAY':
      return only('DAILY', 'MONTHLY', 'YEARLY') ?? numbers(31, true, 'day of a month');
    case 'BYMONTH':
      return numbers(12, false, 'month');
    case 'BYYEARDAY':
      return only('YEARLY') ?? numbers(366, true, 'day of a year');
    case 'BYWEEKNO':
      return only('YEARLY') ?? numbers(53, true, 'week of a year');
    case 'BYSETPOS':
      return numbers(366, true, 'position');
    case 'WKST':
      return weekdays.includes(value) ? undefined : `has WKST=${value}: write it like MO`;
    default:
      return `names ${name}, which we do not work out`;
  }
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

function isWithin(text: string, most: number, signed: boolean): boolean {
  const [, sign = '', digits = ''] = /^([+-]?)([0-9]{1,4})$/.exec(text) ?? [];
  return digits !== '' && (signed || sign === '') && Number(digits) >= 1 && Number(digits) <= most;
}

function isWeekday(text: string, frequency: string): boolean {
  const [nth, day] = [text.slice(0, -2), text.slice(-2)];
  if (!weekdays.includes(day)) return false;
  if (nth === '') return true;
  return frequency === 'MONTHLY' ? isWithin(nth, 5, true) : frequency === 'YEARLY' && isWithin(nth, 53, true);
}

function whyNoUntil(value: string): string | undefined {
  const [, day = '', time = ''] = /^([0-9]{8})(?:T([0-9]{6})Z)?$/.exec(value) ?? [];
  if (day === '') return `has UNTIL=${value}: write it like 20271231, or in UTC like 20271231T155959Z`;
  const why = whyNoDay(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
  if (why !== undefined) return `has UNTIL=${value}: ${why}`;
  return time === '' || /^([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$/.test(time)
    ? undefined
    : `has UNTIL=${value}: that is no time of the day`;
}

/** `2026-02-31` has the form of a day and is none. */
function whyNoDay(local: string): string | undefined {
  const day = local.slice(0, 10);
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return `${day} is no day of the calendar`;
  const year = Number(day.slice(0, 4));
  return year < firstYear || year > lastYear ? `${day} is not between ${firstYear} and ${lastYear}` : undefined;
}

const whyNoEnd = (start: string, end: string): string | undefined =>
  start < end ? undefined : 'must be later than start';

const whyTooLong = (start: string, end: string): string | undefined =>
  Date.parse(`${end}:00Z`) - Date.parse(`${start}:00Z`) > shiftAtMostDays * dayMs
    ? `is more than ${shiftAtMostDays} days after start: a shift that lasts repeats instead`
    : undefined;

/** Whoever shows a time and whoever works out a shift read zones by different means: it must be one for both. */
export function whyNoZone(timeZone: string): string | undefined {
  try {
    if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError('an offset knows no summer time');
    new Intl.DateTimeFormat('en', { timeZone });
    Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(timeZone);
    return undefined;
  } catch {
    return `"${timeZone}" is no time zone: write it like Asia/Shanghai`;
  }
}
