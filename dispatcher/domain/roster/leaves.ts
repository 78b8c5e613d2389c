// Who is away, and who stands in: leave beats everything scheduled, a stand-in's own as well. Whoever stands in for somebody
// and is away too hands it on to their own stand-in; round and round it goes once.
import { Temporal } from 'temporal-polyfill';
import type { Leave } from '../../../contracts/office/community.ts';
import { type Unsound, unsoundLeave } from '../../../contracts/office/recurrence.ts';
import { instantOf } from './shifts.ts';
import { clip, merge, type Stretch, without } from './stretch.ts';

/** Who is away when, by person. */
export type Absences = ReadonlyMap<string, readonly (Stretch & { standIn: string | undefined })[]>;

/** A local time and an instant differ by less than this, whatever the zone. */
const dayMs = 24 * 3_600_000;

/**
 * Works them out little by little: after some of them it yields, so that something else may happen.
 * @param leftOut told of each that cannot be worked out; it counts as none
 */
export function* absencesIn(
  leaves: readonly Leave[],
  timeZone: string,
  { from, to }: Stretch,
  leftOut: (leave: Leave, why: Unsound) => void = () => undefined,
): Generator<undefined, Absences> {
  const found = new Map<string, (Stretch & { standIn: string | undefined })[]>();
  const [first, last] = [localText(from - dayMs), localText(to + dayMs)];
  let n = 0;
  for (const leave of leaves) {
    const [why] = unsoundLeave(leave);
    if (why) {
      leftOut(leave, why);
      continue;
    }
    const { responder, start, end, standIn } = leave;
    if (end < first || start > last) continue; // most leave of a year is long over
    const absence = {
      from: instantOf(Temporal.PlainDateTime.from(start), timeZone),
      to: instantOf(Temporal.PlainDateTime.from(end), timeZone),
      standIn,
    };
    const known = found.get(responder);
    if (known) known.push(absence);
    else found.set(responder, [absence]);
    if (++n % 20 === 0) yield;
  }
  return found;
}

const localText = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

/** Whoever has no shift is there at all hours, and leave hands all of them on. @returns what they had to do, by person */
export function* heldWithoutShifts(rostered: ReadonlySet<string>, absences: Absences): Generator<[string, Stretch]> {
  for (const [person, away] of absences)
    if (!rostered.has(person)) for (const stretch of merge(away)) yield [person, stretch];
}

/** Who really does a stretch that is somebody's: they themselves, or whoever stands in while they are away. */
export function doneBy(person: string, stretch: Stretch, absences: Absences): [string, Stretch][] {
  if (!absences.has(person)) return [[person, stretch]];
  const done: [string, Stretch][] = [];
  const passed = new Map<string, Stretch[]>(); // what went through somebody's hands already
  const waiting: [string, Stretch][] = [[person, stretch]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [who, whole] = next;
    const before = passed.get(who) ?? [];
    const away = absences.get(who) ?? [];
    for (const part of without([whole], before)) {
      for (const mine of without([part], away)) done.push([who, mine]);
      for (const { from, to, standIn } of away)
        if (standIn !== undefined) for (const cut of clip([part], from, to)) waiting.push([standIn, cut]);
    }
    passed.set(who, merge([...before, whole]));
  }
  return done;
}
