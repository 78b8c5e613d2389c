// Who is on duty at an instant: a pure function of the roster's documents. Shifts repeat (shifts.ts), leave, stand-ins and
// swaps move single stretches (leaves.ts); the person's own switch has the last word.
// Two thousand shifts take seconds to work out, and a decision has no such time: whoever keeps a roster has it prepared for
// the weeks around now, in small steps, and then each question is a look into a table. Asked about other weeks it works them
// out on the spot. A roster that follows another takes over what both say; a turn of a switch makes no roster at all.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { CommunityBundle, Responder, Shift } from '../../../contracts/office/community.ts';
import type { Unsound } from '../../../contracts/office/recurrence.ts';
import { absencesIn, doneBy, heldWithoutShifts } from './leaves.ts';
import { Occurrences, rosteredBy } from './shifts.ts';
import { clip, covers, merge, type Stretch, without } from './stretch.ts';

/** What a roster is made of. */
export type RosterParts = Pick<CommunityBundle, 'shifts' | 'leaves' | 'swaps'> & { timeZone: string };

const dayMs = 24 * 3_600_000;
/** A prepared window reaches so far around now; a new one is due when less than `leastAfter` of it is ahead. */
export type Reach = { before: number; leastAfter: number; after: number };
const usual: Reach = { before: 3 * dayMs, leastAfter: 15 * dayMs, after: 18 * dayMs };
/** Less than what is prepared ahead. */
const switchAtMost = 14 * dayMs;

/** A row that cannot be worked out and counts as none. */
export type LeftOut = Unsound & { part: 'shifts' | 'leaves'; id: string };

/** One occurrence of a shift. `holder`: whose it is, after a swap. `done`: who really does which part of it; what is missing does nobody. */
export type HeldShift = Stretch & {
  shift: Shift;
  on: string;
  holder: string;
  done: readonly (Stretch & { by: string })[];
};

/** A window worked out. `singly`: each stretch of duty by itself; `merged`: what touches is one; `away`: leave. */
type Table = {
  window: Stretch;
  held: readonly HeldShift[];
  singly: ReadonlyMap<string, readonly Stretch[]>;
  merged: ReadonlyMap<string, readonly Stretch[]>;
  away: ReadonlyMap<string, readonly Stretch[]>;
  leftOut: readonly LeftOut[];
};

/** The roster of a district. */
export class Roster {
  readonly #parts: RosterParts;
  readonly #rostered: ReadonlySet<string>;
  readonly #reach: Reach;
  #occurrences: Occurrences | undefined;
  #prepared: Table | undefined;
  #preparing: { window: Stretch; done: Promise<void> } | undefined;
  /** The window that was asked for last outside the prepared one: whoever looks ahead asks for the same one person by person. */
  #asked: Table | undefined;
  #starts: { of: Table; sorted: EpochMs[] } | undefined;

  /**
   * @param earlier the roster before a change, of the same reach: what it has worked out and still holds is used again
   * @param reach how far it is prepared; whoever decides needs less than whoever plans
   */
  constructor(parts: RosterParts, earlier?: Roster, reach = usual) {
    this.#parts = parts;
    this.#reach = reach;
    this.#rostered = rosteredBy(parts.shifts);
    if (earlier && earlier.#parts.timeZone === parts.timeZone) this.#occurrences = earlier.#occurrences;
  }

  /** Is it made of these very documents? */
  isOf({ shifts, leaves, swaps, timeZone }: RosterParts): boolean {
    const mine = this.#parts;
    return mine.shifts === shifts && mine.leaves === leaves && mine.swaps === swaps && mine.timeZone === timeZone;
  }

  /**
   * Works out the weeks around an instant, where they are not known yet; until it is done the roster answers as before.
   * @param breathe waited for after every step of some milliseconds
   */
  prepare(now: EpochMs, breathe: () => Promise<unknown>): Promise<void> {
    const occurrences = this.#lookFrom(now);
    if (this.#prepared?.window === occurrences.window) return Promise.resolve();
    if (this.#preparing?.window !== occurrences.window)
      this.#preparing = { window: occurrences.window, done: this.#prepareFrom(occurrences, breathe) };
    return this.#preparing.done;
  }

  async #prepareFrom(occurrences: Occurrences, breathe: () => Promise<unknown>): Promise<void> {
    const steps = layOut(this.#parts, occurrences);
    let step = steps.next();
    for (; !step.done; step = steps.next()) await breathe();
    this.#prepared = step.value;
    this.#asked = undefined;
  }

  /** Is this person on duty? Their own switch, while it holds, overrides the roster; without shifts it and leave are all there is. */
  onDuty(responder: Responder, instant: EpochMs): boolean {
    const { id, onDuty, dutyUntil } = responder;
    if (dutyUntil !== undefined && instant < dutyUntil) return onDuty;
    const rostered = this.#rostered.has(id);
    if (!countsOn(responder, rostered)) return false;
    const table = this.#around(instant);
    return rostered ? covers(table.merged.get(id), instant) : !covers(table.away.get(id), instant);
  }

  /** When this person is on duty between two instants, in order, not overlapping. */
  stretches(responder: Responder, from: EpochMs, to: EpochMs): Stretch[] {
    const { id, onDuty, dutyUntil } = responder;
    const rostered = this.#rostered.has(id);
    const switched = dutyUntil !== undefined && onDuty ? clip([{ from, to: dutyUntil }], from, to) : [];
    if (!countsOn(responder, rostered)) return switched;
    const table = this.#of({ from, to });
    const usual = rostered ? (table.merged.get(id) ?? []) : without([{ from, to }], table.away.get(id) ?? []);
    return merge([...switched, ...clip(usual, at(Math.max(from, dutyUntil ?? from)), to)]);
  }

  /** The occurrences of shifts that touch a stretch of time, in order. */
  held(from: EpochMs, to: EpochMs): HeldShift[] {
    return this.#of({ from, to }).held.filter((one) => one.to > from && one.from < to);
  }

  /** Leave of somebody between two instants. */
  away(id: string, from: EpochMs, to: EpochMs): Stretch[] {
    return clip(this.#of({ from, to }).away.get(id) ?? [], from, to);
  }

  /** Would a shift from this instant on count for this person? Not where their own switch says no, with an end or without one. */
  wouldCount({ onDuty, dutyUntil }: Responder, from: EpochMs): boolean {
    return onDuty || (dutyUntil !== undefined && dutyUntil <= from);
  }

  /**
   * When a switch that somebody turns now and gives no end runs out: at the end of their shift, or of the next one if they
   * are in none, and never later than the roster is looked ahead. Undefined for somebody without any shift.
   */
  switchEnds(id: string, now: EpochMs): EpochMs | undefined {
    if (!this.#rostered.has(id)) return undefined;
    const furthest = at(now + switchAtMost);
    const ahead = (this.#of({ from: now, to: furthest }).singly.get(id) ?? []).filter(({ to }) => to > now);
    const begins = Math.min(...ahead.map(({ from }) => Math.max(from, now)));
    const ends = ahead.flatMap(({ from, to }) => (Math.max(from, now) === begins ? [to] : []));
    return at(Math.min(furthest, ends.length > 0 ? Math.max(...ends) : furthest));
  }

  /** Rows that nobody can work out around an instant; the roster goes on without them. */
  leftOut(now: EpochMs): readonly LeftOut[] {
    return this.#around(now).leftOut;
  }

  /** When the next stretch of anybody's duty begins; undefined when none is known in the weeks ahead. */
  nextStart(now: EpochMs): EpochMs | undefined {
    const table = this.#around(now);
    if (this.#starts?.of !== table) {
      const starts = [...table.merged.values()].flatMap((stretches) => stretches.map(({ from }) => from));
      this.#starts = { of: table, sorted: [...new Set(starts)].sort((a, b) => a - b) };
    }
    return this.#starts.sorted.find((from) => from > now);
  }

  #around(instant: EpochMs): Table {
    for (const known of [this.#prepared, this.#asked])
      if (known && instant >= known.window.from && instant < known.window.to) return known;
    return this.#workOut({ from: at(instant - this.#reach.before), to: at(instant + this.#reach.after) });
  }

  #of(window: Stretch): Table {
    for (const known of [this.#prepared, this.#asked])
      if (known && window.from >= known.window.from && window.to <= known.window.to) return known;
    return this.#workOut(window);
  }

  #workOut(window: Stretch): Table {
    const shared = this.#occurrences;
    const fits = shared && window.from >= shared.window.from && window.to <= shared.window.to;
    const steps = layOut(this.#parts, fits ? shared : new Occurrences(this.#parts.timeZone, window));
    let step = steps.next();
    while (!step.done) step = steps.next();
    this.#asked = step.value;
    return step.value;
  }

  #lookFrom(now: EpochMs): Occurrences {
    const { before, leastAfter, after } = this.#reach;
    const known = this.#occurrences;
    if (known && known.window.from <= now - dayMs && known.window.to >= now + leastAfter) return known;
    const today = Math.floor(now / dayMs) * dayMs;
    this.#occurrences = new Occurrences(this.#parts.timeZone, { from: at(today - before), to: at(today + after) });
    return this.#occurrences;
  }
}

/** Once the switch has run out, or never had an end: do shifts (or, without any, all hours) count? */
const countsOn = ({ onDuty, dutyUntil }: Responder, rostered: boolean): boolean =>
  dutyUntil === undefined ? onDuty : rostered || !onDuty;

/** Works out a window little by little: it yields after each shift that had to be read, and after fifty that had not. */
function* layOut({ shifts, leaves, swaps, timeZone }: RosterParts, known: Occurrences): Generator<undefined, Table> {
  const { window } = known;
  const leftOut: LeftOut[] = [];
  const absences = yield* absencesIn(leaves, timeZone, window, ({ id }, why) =>
    leftOut.push({ part: 'leaves', id, ...why }),
  );
  const swapped = new Map(swaps.map((swap) => [`${swap.shift}/${swap.on}`, swap.to]));
  const singly = new Map<string, Stretch[]>();
  const held: HeldShift[] = [];
  const lay = (holder: string, whole: Stretch): HeldShift['done'] =>
    doneBy(holder, whole, absences).map(([by, stretch]) => {
      push(singly, by, stretch);
      return { ...stretch, by };
    });
  for (const [holder, stretch] of heldWithoutShifts(rosteredBy(shifts), absences)) lay(holder, stretch);
  let laid = 0;
  for (const shift of shifts) {
    const isNew = !known.knows(shift);
    for (const { on, from, to } of known.of(shift)) {
      const holder = swapped.get(`${shift.id}/${on}`) ?? shift.responder;
      held.push({ shift, on, holder, from, to, done: lay(holder, { from, to }) });
    }
    const why = known.whyLeftOut(shift);
    if (why) leftOut.push({ part: 'shifts', id: shift.id, ...why });
    if (isNew || ++laid % 50 === 0) yield;
  }
  known.keepOnly(shifts);
  const merged = new Map<string, Stretch[]>();
  for (const [person, stretches] of singly) {
    merged.set(person, clip(merge(stretches), window.from, window.to));
    if (merged.size % 50 === 0) yield;
  }
  const away = new Map([...absences].map(([person, stretches]) => [person, merge(stretches)]));
  held.sort((a, b) => a.from - b.from);
  return { window, held, singly, merged, away, leftOut };
}

function push(lists: Map<string, Stretch[]>, person: string, stretch: Stretch): void {
  const list = lists.get(person);
  if (list) list.push(stretch);
  else lists.set(person, [stretch]);
}
