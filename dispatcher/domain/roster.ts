// Who is on duty at an instant: a pure function of the roster's documents. Shifts repeat by RFC 5545 in the district's time
// zone, so a night shift ends at seven whether the clocks change or not; leave, stand-ins and swaps move single stretches;
// the person's own switch has the last word.
import 'temporal-polyfill/global'; // rrule-temporal works with the global Temporal, which Node 20 does not have
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { CommunityBundle, Leave, Responder, Shift, Swap } from '../../contracts/community.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Problem } from '../../contracts/references.ts';

/** A stretch of duty, from inclusive, to exclusive. */
export type Stretch = { from: EpochMs; to: EpochMs };

/** What a roster is made of. */
export type RosterParts = Pick<CommunityBundle, 'responders' | 'shifts' | 'leaves' | 'swaps'> & { timeZone: string };

const dayMs = 24 * 3_600_000;
/** Stretches are worked out for this long around an instant and remembered; nothing else is. */
const [before, after] = [3 * dayMs, 18 * dayMs];

/** The roster of a district. */
export class Roster {
  readonly #parts: RosterParts;
  readonly #rostered: ReadonlySet<string>;
  #known: { from: number; to: number; of: ReadonlyMap<string, Stretch[]> } | undefined;
  /** The window that was asked for last: whoever looks ahead asks for the same one person by person. */
  #asked: { from: number; to: number; of: ReadonlyMap<string, Stretch[]> } | undefined;

  constructor(parts: RosterParts) {
    this.#parts = parts;
    this.#rostered = new Set(parts.shifts.map((shift) => shift.responder));
  }

  /** Is this person on duty? Their own switch, while it holds, overrides the roster; without shifts it is all there is. */
  onDuty(responder: Responder, instant: EpochMs): boolean {
    const { onDuty, dutyUntil } = responder;
    const rostered = this.#rostered.has(responder.id);
    if (dutyUntil !== undefined && instant < dutyUntil) return onDuty;
    if (dutyUntil !== undefined) return rostered ? this.#inShift(responder.id, instant) : !onDuty;
    return onDuty && (!rostered || this.#inShift(responder.id, instant));
  }

  /** When this person is on duty between two instants, in order, not overlapping. */
  stretches(responder: Responder, from: EpochMs, to: EpochMs): Stretch[] {
    const { onDuty, dutyUntil } = responder;
    const rostered = this.#rostered.has(responder.id);
    const shifts = this.#expanded(from, to).get(responder.id) ?? [];
    const always: Stretch[] = [{ from, to }];
    if (dutyUntil === undefined) return onDuty ? clip(rostered ? shifts : always, from, to) : [];
    const then = rostered ? shifts : onDuty ? [] : always;
    const switched = onDuty ? [{ from, to: dutyUntil }] : [];
    return merge([...clip(switched, from, to), ...clip(then, at(Math.max(from, dutyUntil)), to)]);
  }

  #expanded(from: EpochMs, to: EpochMs): ReadonlyMap<string, Stretch[]> {
    if (this.#asked?.from !== from || this.#asked.to !== to)
      this.#asked = { from, to, of: expand(this.#parts, from, to) };
    return this.#asked.of;
  }

  #inShift(responder: string, instant: number): boolean {
    if (!this.#known || instant < this.#known.from || instant >= this.#known.to) {
      const [from, to] = [at(instant - before), at(instant + after)];
      this.#known = { from: from + dayMs, to: to - dayMs, of: expand(this.#parts, from, to) };
    }
    return this.#known.of.get(responder)?.some((one) => instant >= one.from && instant < one.to) ?? false;
  }
}

/** Shifts whose recurrence cannot be read: an import with one of them is refused. */
export function checkRoster({ shifts, district }: Pick<CommunityBundle, 'shifts' | 'district'>): Problem[] {
  return shifts.flatMap((shift, i) => {
    const reason = whyUnreadable(shift, district.timeZone);
    return reason === undefined ? [] : [{ severity: 'error', path: `/shifts/${i}`, field: 'repeats', reason }];
  });
}

function whyUnreadable(shift: Shift, timeZone: string): string | undefined {
  try {
    ruleOf(shift, timeZone)?.between(new Date(0), new Date(1), true);
    return undefined;
  } catch (error) {
    return `is no RRULE of RFC 5545: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Every shift that touches the window, with swaps, leave and stand-ins applied. */
function expand({ shifts, leaves, swaps, timeZone }: RosterParts, from: EpochMs, to: EpochMs): Map<string, Stretch[]> {
  const swapped = new Map(swaps.map((swap) => [`${swap.shift}/${swap.on}`, swap]));
  const done = new Map<string, Stretch[]>();
  for (const shift of shifts)
    for (const { on, ...stretch } of occurrences(shift, timeZone, from, to))
      push(done, holder(shift, on, swapped), stretch);
  const away = leaves.map((leave) => ({ leave, ...stretchOf(leave, timeZone) }));
  const taken: [string, Stretch][] = [];
  for (const { leave, ...absence } of away) {
    const own = done.get(leave.responder) ?? [];
    if (leave.standIn !== undefined)
      for (const one of own) for (const cut of clip([one], absence.from, absence.to)) taken.push([leave.standIn, cut]);
    done.set(
      leave.responder,
      own.flatMap((one) => without(one, absence)),
    );
  }
  for (const [person, stretch] of taken) push(done, person, stretch);
  for (const [person, stretches] of done) done.set(person, merge(clip(stretches, from, to)));
  return done;
}

const holder = (shift: Shift, on: string, swapped: ReadonlyMap<string, Swap>): string =>
  swapped.get(`${shift.id}/${on}`)?.to ?? shift.responder;

/** The occurrences of a shift that touch the window; `on`: the local day each begins. */
function occurrences(shift: Shift, timeZone: string, from: EpochMs, to: EpochMs): (Stretch & { on: string })[] {
  const first = Temporal.PlainDateTime.from(shift.start);
  const lasts = Temporal.PlainDateTime.from(shift.end).since(first, { largestUnit: 'day' });
  const longest = lasts.total({ unit: 'hours', relativeTo: first }) * 3_600_000 + dayMs;
  const rule = ruleOf(shift, timeZone);
  const starts = rule
    ? rule.between(new Date(from - longest), new Date(to), true).map((one) => one.toPlainDateTime().toString())
    : [shift.start];
  return starts.flatMap((start) => {
    const local = Temporal.PlainDateTime.from(start);
    const on = local.toPlainDate().toString();
    if (shift.except?.includes(on)) return [];
    const stretch = { from: instantOf(local, timeZone), to: instantOf(local.add(lasts), timeZone) };
    return stretch.to > from && stretch.from < to ? [{ ...stretch, on }] : [];
  });
}

function ruleOf({ start, repeats }: Shift, timeZone: string): RRuleTemporal | undefined {
  if (repeats === undefined) return undefined;
  const compact = `${start.replaceAll(/[-:]/g, '')}00`;
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${compact}\nRRULE:${repeats}` });
}

const stretchOf = ({ start, end }: Leave, timeZone: string): Stretch => ({
  from: instantOf(Temporal.PlainDateTime.from(start), timeZone),
  to: instantOf(Temporal.PlainDateTime.from(end), timeZone),
});

const instantOf = (local: Temporal.PlainDateTime, timeZone: string): EpochMs =>
  at(local.toZonedDateTime(timeZone).epochMilliseconds);

const clip = (stretches: readonly Stretch[], from: EpochMs, to: EpochMs): Stretch[] =>
  stretches.flatMap((one) => {
    const cut = { from: at(Math.max(one.from, from)), to: at(Math.min(one.to, to)) };
    return cut.from < cut.to ? [cut] : [];
  });

const without = (one: Stretch, absence: Stretch): Stretch[] => [
  ...clip([one], one.from, absence.from),
  ...clip([one], absence.to, one.to),
];

function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && one.from <= last.to) last.to = at(Math.max(last.to, one.to));
    else merged.push({ ...one });
  }
  return merged;
}

function push(lists: Map<string, Stretch[]>, person: string, stretch: Stretch): void {
  const list = lists.get(person);
  if (list) list.push(stretch);
  else lists.set(person, [stretch]);
}
