// An iCalendar file (RFC 5545) as a table of shifts, a row for each person of each event. Every event is read by itself, so that one that nobody can
// read costs only itself; times become the wall clock of the district. It runs where spreadsheets are read (readSheet.ts).
import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { type CalendarRead, sheetAtMost } from '../../contracts/office/sheet.ts';
import { dayIn } from '../../contracts/wallClock.ts';
import { Unreadable } from './unreadable.ts';
import { type Clock, type ClockTime, clockOf } from './zones.ts';

/** Whoever keeps a calendar for years sends all of it: what was over so long ago is left out. */
const pastKeptDays = 9;

/** As a document has it, empty where there is nothing. */
type Row = { id: string; who: string; start: string; end: string; repeats: string; except: string };
/** What is wrong with an event: where, what stands there, and why. */
class Refused extends Error {
  readonly column: string;
  readonly value: string;
  constructor(column: string, value: string, why: string) {
    super(why);
    this.column = column;
    this.value = value.slice(0, 80);
  }
}

export const isCalendar = (text: string): boolean => /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);

/** @param about the district's zone, and now (ms) @throws Unreadable when it is no calendar, or too large */
export function readCalendar(text: string, about: { timeZone: string; now: number }): CalendarRead {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n|\r/g, '\n')
    .replaceAll(/\n[ \t]/g, '');
  const events = blocksOf(lines, 'VEVENT');
  if (!/^END:VCALENDAR\s*$/im.test(lines)) throw new Unreadable('not_a_sheet', 'the calendar does not end');
  if (events.length > sheetAtMost.rows) throw new Unreadable('too_large', `${events.length} events`);
  const reading = new Reading(zonesIn(lines), about);
  for (const [i, event] of events.entries()) reading.take(event, i + 1);
  return reading.result(events.length);
}

const blocksOf = (lines: string, name: string): string[] =>
  lines.match(new RegExp(`^BEGIN:${name}[ \\t]*$[\\s\\S]*?^END:${name}[ \\t]*$`, 'gim')) ?? [];

function zonesIn(lines: string): ReadonlyMap<string, ICAL.Timezone> {
  return new Map(
    blocksOf(lines, 'VTIMEZONE').flatMap((block) => {
      try {
        const zone = new ICAL.Timezone(componentOf(block));
        return [[zone.tzid, zone] as const];
      } catch {
        return []; // an event that names it is refused: nobody knows the zone
      }
    }),
  );
}

const componentOf = (block: string): ICAL.Component =>
  new ICAL.Component(ICAL.parse(block.replaceAll('\n', '\r\n')) as never);

/** An event, as far as it can be read. `change`: the occurrence of another one that it stands for. */
type Event = {
  n: number;
  uid: string;
  start: string;
  end: string;
  repeats: string;
  except: string[];
  who: string[];
  change: string | undefined;
  cancelled: boolean;
};

class Reading {
  readonly #clock: Clock;
  readonly #since: string;
  readonly #until: string;
  readonly #events: Event[] = [];
  readonly #refused: CalendarRead['refused'][number][] = [];

  constructor(zones: ReadonlyMap<string, ICAL.Timezone>, { timeZone, now }: { timeZone: string; now: number }) {
    this.#clock = clockOf(timeZone, zones);
    this.#since = dayIn(timeZone, now - pastKeptDays * 86_400_000);
    this.#until = this.#since.replaceAll('-', '');
  }

  take(block: string, n: number): void {
    try {
      this.#events.push(this.#read(componentOf(block), n));
    } catch (error) {
      const why = error instanceof Refused ? error : new Refused('', '', parserSays(String(error)));
      this.#refused.push({ event: n, column: why.column, value: why.value, reason: why.message });
    }
  }

  result(all: number): CalendarRead {
    const changed = new Map<string, string[]>();
    for (const { uid, change } of this.#events)
      if (change !== undefined) changed.set(uid, [...(changed.get(uid) ?? []), change]);
    const stand = this.#events.filter(({ cancelled }) => !cancelled);
    const kept = stand.filter((one) => !this.#isOver(one));
    const rows = kept.flatMap((one) => rowsOf(one, one.repeats === '' ? [] : (changed.get(one.uid) ?? [])));
    return {
      head: ['id', 'responder', 'start', 'end', 'repeats', 'except'],
      rows: rows.map(({ id, who, start, end, repeats, except }) => [id, who, start, end, repeats, except]),
      events: rows.map(({ n }) => n),
      refused: this.#refused,
      all,
      leftOut: all - kept.length - this.#refused.length,
    };
  }

  #isOver({ end, repeats }: Event): boolean {
    const until = /UNTIL=(\d{8})/.exec(repeats)?.[1];
    if (repeats !== '') return until !== undefined && until < this.#until;
    return end.slice(0, 10) < this.#since;
  }

  #read(event: ICAL.Component, n: number): Event {
    const uid = textOf(event, 'uid');
    if (/@[a-z0-9-]+\.yijiantong$/.test(uid))
      throw new Refused('', summaryOf(event), 'comes from our own roster: it is there already');
    const start = this.#time(event, 'dtstart');
    if (start === undefined) throw new Refused('start', summaryOf(event), 'is missing');
    const end = this.#end(event, start);
    const rule = ruleOf(event);
    if (rule !== '') this.#keepsTime(event, start, rule);
    const change = this.#time(event, 'recurrence-id', 'whole days too');
    if (event.getFirstProperty('recurrence-id')?.getParameter('range') !== undefined)
      throw new Refused(
        'repeats',
        summaryOf(event),
        'changes all that follow too: end the old one, and make a new one',
      );
    const gone = event.getAllProperties('exdate').flatMap((one) => this.#days(one));
    return {
      n,
      uid: uid || createHash('sha256').update(event.toString()).digest('hex'),
      start: start.local,
      end,
      repeats: rule,
      except: gone,
      who: whoIn(event),
      change: change?.local.slice(0, 10),
      cancelled: textOf(event, 'status').toUpperCase() === 'CANCELLED',
    };
  }

  /** @throws Refused when it is a whole day, no day at all, or in a zone that nobody knows */
  #time(event: ICAL.Component, name: string, days?: 'whole days too'): ClockTime | undefined {
    const property = event.getFirstProperty(name);
    const value = property?.getFirstValue();
    if (!property || value === null || value === undefined) return undefined;
    if (!(value instanceof ICAL.Time)) throw new Refused(columns[name] ?? '', String(value), 'cannot be read');
    if (value.isDate && days === undefined)
      throw new Refused('start', value.toString(), 'lasts whole days: a shift has hours, give it a start and an end');
    const written = String((property.toJSON() as unknown[])[3]).slice(0, 10);
    // The library makes the first of May of the 31st of April.
    if (written !== value.toString().slice(0, 10))
      throw new Refused(columns[name] ?? '', written, `${written} is no day of the calendar`);
    return this.#at(value, property.getParameter('tzid'), columns[name] ?? '');
  }

  #at(value: ICAL.Time, tzid: unknown, column: string): ClockTime {
    const found = this.#clock(value, typeof tzid === 'string' ? tzid : undefined);
    if (found === 'no day')
      throw new Refused(column, value.toString(), `${value.toString().slice(0, 10)} is no day of the calendar`);
    if (found === 'no zone')
      throw new Refused(column, String(tzid), `is in the zone "${String(tzid)}", which nobody knows`);
    return found;
  }

  #end(event: ICAL.Component, start: ClockTime): string {
    const end = this.#time(event, 'dtend');
    if (end) return end.local;
    const lasts = event.getFirstPropertyValue('duration');
    if (!(lasts instanceof ICAL.Duration) || lasts.toSeconds() <= 0)
      throw new Refused('end', summaryOf(event), 'has no end: when is it over?');
    return Temporal.PlainDateTime.from(start.local).add({ seconds: lasts.toSeconds() }).toString().slice(0, 16);
  }

  /** A rule goes by one clock: what repeats by another would be an hour off in summer, or on another weekday. */
  #keepsTime(event: ICAL.Component, start: ClockTime, rule: string): void {
    if (event.hasProperty('rdate'))
      throw new Refused('repeats', summaryOf(event), 'repeats on single days (RDATE): make each an event of its own');
    const namesDays = /;BY(DAY|MONTHDAY|MONTH|YEARDAY|WEEKNO|SETPOS)=/.test(`;${rule}`);
    if (start.keepsPace && (start.sameDay || !namesDays)) return;
    throw new Refused('repeats', rule, 'repeats by the clock of another zone: write it in the zone of the community');
  }

  #days(property: ICAL.Property): string[] {
    return property
      .getValues()
      .flatMap((one: unknown) =>
        one instanceof ICAL.Time ? [this.#at(one, property.getParameter('tzid'), 'except').local.slice(0, 10)] : [],
      );
  }
}

const columns: Readonly<Record<string, string>> = { dtstart: 'start', dtend: 'end', 'recurrence-id': 'start' };

const textOf = (event: ICAL.Component, name: string): string => String(event.getFirstPropertyValue(name) ?? '').trim();
const summaryOf = (event: ICAL.Component): string => textOf(event, 'summary');

/** UNTIL by the day where it names no instant. @throws Refused when there are two */
function ruleOf(event: ICAL.Component): string {
  const rules = event.getAllProperties('rrule');
  if (rules.length > 1) throw new Refused('repeats', summaryOf(event), 'has two rules: make an event of each');
  const text = String(rules[0]?.getFirstValue() ?? '').toUpperCase();
  return text.replace(/UNTIL=(\d{4})-?(\d\d)-?(\d\d)(T[\d:]+(?!\d*Z))?(?=;|$)/, 'UNTIL=$1$2$3');
}

/** Whom the event is about: those who were asked and have not said no, else whoever its title names. */
function whoIn(event: ICAL.Component): string[] {
  const asked = event
    .getAllProperties('attendee')
    .filter((one) => String(one.getParameter('partstat') ?? '').toUpperCase() !== 'DECLINED')
    .map((one) => String(one.getParameter('cn') ?? '').trim() || String(one.getFirstValue()).replace(/^mailto:/i, ''));
  const named = [...new Set(asked.filter((one) => one !== ''))].map((one) => one.slice(0, 80));
  return named.length > 0 ? named : [summaryOf(event).slice(0, 80)];
}

/** A calendar that comes again changes what it has brought: what it calls its events makes the ids. */
function rowsOf({ uid, start, end, repeats, except, who, change, n }: Event, changed: readonly string[]) {
  return who.map((one): Row & { n: number } => {
    const name = createHash('sha256')
      .update(JSON.stringify([uid, change ?? '', who.length > 1 ? one : '']))
      .digest('hex');
    const gone = [...new Set([...except, ...changed])].sort();
    return { n, id: `ics-${name.slice(0, 16)}`, who: one, start, end, repeats, except: gone.join('；') };
  });
}

/** What the library says of a line that it cannot read, in words that we translate. */
function parserSays(said: string): string {
  if (/BYDAY|frequency|recur|RRULE|COUNT|UNTIL|INTERVAL/i.test(said))
    return 'is no RRULE of RFC 5545: write it like FREQ=WEEKLY;BYDAY=MO,TU';
  return 'cannot be read';
}
