// A time of a foreign calendar by the clock on the wall of the district. The zone is what the world calls so, else what the file says of it.
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/**
 * `local`: `2026-12-01T08:00`. `sameDay`: it is the same day there. `keepsPace`: both clocks show the same difference for a year, so that what
 * repeats there repeats here.
 */
export type ClockTime = { local: string; sameDay: boolean; keepsPace: boolean };
export type Clock = (time: ICAL.Time, tzid: string | undefined) => ClockTime | 'no day' | 'no zone';

/** As Windows, and so Outlook, calls the zone of China where a file does not say what it is. */
const windows: Readonly<Record<string, string>> = { 'China Standard Time': 'Asia/Shanghai' };
const monthsWatched = 12;
const minuteNs = 60_000_000_000;

/** @param told zones that the file describes, by its own names */
export function clockOf(here: string, told: ReadonlyMap<string, ICAL.Timezone>): Clock {
  const offsets = new Map<string, OffsetAt | undefined>();
  const offsetIn = (tzid: string): OffsetAt | undefined => {
    if (!offsets.has(tzid))
      offsets.set(tzid, ianaOffset(tzid) ?? toldOffset(told.get(tzid)) ?? ianaOffset(windows[tzid]));
    return offsets.get(tzid);
  };
  return (time, tzid) => {
    const wall = wallOf(time);
    if (wall === undefined) return 'no day';
    // Without a zone it is by the clock on the wall, wherever that hangs.
    if (time.zone !== ICAL.Timezone.utcTimezone && (tzid === undefined || time.isDate))
      return { local: textOf(wall), sameDay: true, keepsPace: true };
    const there = time.zone === ICAL.Timezone.utcTimezone ? () => 0 : offsetIn(tzid ?? '');
    if (!there) return 'no zone';
    const instant = (of: Temporal.PlainDateTime): Temporal.Instant =>
      of
        .toZonedDateTime('UTC')
        .toInstant()
        .subtract({ minutes: there(of) });
    const local = instant(wall).toZonedDateTimeISO(here);
    const ahead = local.offsetNanoseconds / minuteNs - there(wall);
    const keepsPace = Array.from({ length: monthsWatched }, (_, n) => wall.add({ months: n + 1 })).every(
      (later) => instant(later).toZonedDateTimeISO(here).offsetNanoseconds / minuteNs - there(later) === ahead,
    );
    const plain = local.toPlainDateTime();
    return { local: textOf(plain), sameDay: plain.toPlainDate().equals(wall.toPlainDate()), keepsPace };
  };
}

/** Minutes ahead of UTC when the clock there shows this. */
type OffsetAt = (wall: Temporal.PlainDateTime) => number;

function ianaOffset(tzid: string | undefined): OffsetAt | undefined {
  if (tzid === undefined || !/^[A-Za-z]/.test(tzid)) return undefined;
  try {
    Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(tzid);
  } catch {
    return undefined; // no zone that the world knows: the file may say what it is
  }
  return (wall) => wall.toZonedDateTime(tzid).offsetNanoseconds / minuteNs;
}

function toldOffset(zone: ICAL.Timezone | undefined): OffsetAt | undefined {
  if (zone === undefined || zone.component?.getAllSubcomponents().length === 0) return undefined;
  return ({ year, month, day, hour, minute }) =>
    zone.utcOffset(new ICAL.Time({ year, month, day, hour, minute, second: 0, isDate: false }, zone)) / 60;
}

function wallOf({ year, month, day, hour, minute, isDate }: ICAL.Time): Temporal.PlainDateTime | undefined {
  try {
    const time = isDate ? { hour: 0, minute: 0 } : { hour, minute };
    return Temporal.PlainDateTime.from({ year, month, day, ...time }, { overflow: 'reject' });
  } catch {
    return undefined; // the 31st of April
  }
}

const textOf = (one: Temporal.PlainDateTime): string => one.toString({ smallestUnit: 'minute' });
