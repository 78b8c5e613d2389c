// When a shift takes place: RFC 5545 on the district's wall clock, so a night shift ends at seven whether the clocks change or
// not. Reading a rule takes milliseconds: each pattern is worked out once for a window and kept, whoever works by it. One that
// cannot be worked out is left out and named; whoever works by another is on duty all the same.
import 'temporal-polyfill/global'; // rrule-temporal works with the global Temporal, which Node 20 does not have
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Shift } from '../../../contracts/office/community.ts';
import { type Unsound, unsoundShift } from '../../../contracts/office/recurrence.ts';
import type { Stretch } from './stretch.ts';

/** `on`: the local day on which it begins. */
export type Occurrence = Stretch & { on: string };

const dayMs = 24 * 3_600_000;

/** The occurrences of shifts in one window; shared by a roster and those that follow it, so that nothing is done twice. */
export class Occurrences {
  readonly window: Stretch;
  readonly #timeZone: string;
  readonly #known = new Map<string, readonly Occurrence[]>();
  readonly #unsound = new Map<string, Unsound>();

  constructor(timeZone: string, window: Stretch) {
    this.#timeZone = timeZone;
    this.window = window;
  }

  /** Would `of` answer without working anything out? */
  knows(shift: Shift): boolean {
    return this.#known.has(patternOf(shift));
  }

  /** Those that touch the window, in order; none of a shift that cannot be worked out. */
  of(shift: Shift): readonly Occurrence[] {
    const pattern = patternOf(shift);
    const known = this.#known.get(pattern);
    if (known) return known;
    const found = this.#workOut(shift, pattern);
    this.#known.set(pattern, found);
    return found;
  }

  /** Why a shift that was asked for is left out; undefined when it is not. */
  whyLeftOut(shift: Shift): Unsound | undefined {
    return this.#unsound.get(patternOf(shift));
  }

  /** Forgets the patterns by which nobody works any more. */
  keepOnly(shifts: readonly Shift[]): void {
    const used = new Set(shifts.map(patternOf));
    for (const pattern of this.#known.keys())
      if (!used.has(pattern)) {
        this.#known.delete(pattern);
        this.#unsound.delete(pattern);
      }
  }

  #workOut(shift: Shift, pattern: string): readonly Occurrence[] {
    const [first] = unsoundShift(shift);
    if (first) this.#unsound.set(pattern, first);
    else
      try {
        return occurrences(shift, this.#timeZone, this.window);
      } catch (error) {
        // What no word of ours foresaw: the roster tells whoever keeps it.
        this.#unsound.set(pattern, {
          field: shift.repeats === undefined ? 'start' : 'repeats',
          reason: `cannot be worked out: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    return [];
  }
}

const sound = new WeakMap<Shift, boolean>();

/** Can it be worked out, by what it says? Looked at once for each document: a roster of thousands is made anew with each change. */
function isSound(shift: Shift): boolean {
  const known = sound.get(shift) ?? unsoundShift(shift).length === 0;
  sound.set(shift, known);
  return known;
}

/** Whoever has a shift; somebody whose only one nobody can work out is as somebody without. */
export const rosteredBy = (shifts: readonly Shift[]): ReadonlySet<string> =>
  new Set(shifts.filter(isSound).map(({ responder }) => responder));

/** By what it says, not by the object: a district that is read again says the same. */
const patternOf = ({ start, end, repeats = '', except = [] }: Shift): string =>
  `${start} ${end} ${repeats} ${except.join(' ')}`;

/** Every rule that comes round at all does so within eight years: a leap day at the turn of a century. */
const lookedDays = [62, 8 * 366];

/** The first start that the rule itself names, as a local time; undefined when it never comes round. */
export function firstByRule(shift: Shift): string | undefined {
  const rule = ruleOf(shift, 'UTC');
  if (!rule) return undefined;
  const from = Temporal.PlainDateTime.from(shift.start).toZonedDateTime('UTC').epochMilliseconds;
  for (const days of lookedDays) {
    const [first] = rule.between(new Date(from), new Date(from + days * dayMs), true);
    if (first) return first.toPlainDateTime().toString().slice(0, 16);
  }
  return undefined;
}

function occurrences(shift: Shift, timeZone: string, { from, to }: Stretch): Occurrence[] {
  const first = Temporal.PlainDateTime.from(shift.start);
  const lasts = Temporal.PlainDateTime.from(shift.end).since(first, { largestUnit: 'day' });
  const longest = lasts.total({ unit: 'hours', relativeTo: first }) * 3_600_000;
  return startsOf(shift, timeZone, { from: at(from - longest - 2 * dayMs), to: at(to + 2 * dayMs) }).flatMap(
    (local) => {
      const on = local.toPlainDate().toString();
      if (shift.except?.includes(on)) return [];
      const stretch = { from: instantOf(local, timeZone), to: endOf(local, lasts, timeZone) };
      return stretch.to > from && stretch.from < to ? [{ ...stretch, on }] : [];
    },
  );
}

/** An end that comes before its start, since the clocks went forward over the start, is moved with it. */
function endOf(start: Temporal.PlainDateTime, lasts: Temporal.Duration, timeZone: string): EpochMs {
  const [from, to] = [instantOf(start, timeZone), instantOf(start.add(lasts), timeZone)];
  return to > from ? to : instantOf(start.add({ hours: 1 }).add(lasts), timeZone);
}

/** On the wall clock, the first one always, whether the rule names its day or not. `from` and `to` as if the wall clock were UTC. */
function startsOf(shift: Shift, timeZone: string, { from, to }: Stretch): Temporal.PlainDateTime[] {
  const first = Temporal.PlainDateTime.from(shift.start);
  const rule = ruleOf(shift, timeZone, { includeFirst: true });
  if (!rule) return [first];
  const found = rule.between(new Date(from), new Date(to), true).map((one) => one.toPlainDateTime());
  return found.some((one) => one.equals(first)) ? found : [first, ...found];
}

/** Worked out in UTC, which leaves no hour out: a start that does not exist on some day is moved, not lost, when it becomes an instant. */
function ruleOf({ start, repeats }: Shift, timeZone: string, { includeFirst = false } = {}) {
  if (repeats === undefined) return undefined;
  const rule = repeats.replace(
    /UNTIL=([0-9]{8}T[0-9]{6}Z)/,
    (_, until: string) => `UNTIL=${localUntil(until, timeZone)}`,
  );
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${compact(start)}\nRRULE:${rule}`,
    includeDtstart: includeFirst,
  });
}

const localUntil = (until: string, timeZone: string): string =>
  `${compact(Temporal.Instant.from(until).toZonedDateTimeISO(timeZone).toPlainDateTime().toString().slice(0, 19))}Z`;

const compact = (local: string): string => local.replaceAll(/[-:]/g, '').padEnd(15, '0');

/** An instant of the district's wall clock. */
export const instantOf = (local: Temporal.PlainDateTime, timeZone: string): EpochMs =>
  at(local.toZonedDateTime(timeZone).epochMilliseconds);
