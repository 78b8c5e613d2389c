// What is wrong with a roster before it is taken over: rows that cannot be worked out, by the very code that works them out at
// run time and in the window that it would look at now; rules that never come round; leave over which nobody does the work.
import { Temporal } from 'temporal-polyfill';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { CommunityBundle, Leave } from '../../../contracts/office/community.ts';
import type { Problem } from '../../../contracts/office/problem.ts';
import { mistakenShift, unsoundLeave, whyNoZone } from '../../../contracts/office/recurrence.ts';
import { type Absences, absencesIn, doneBy, heldWithoutShifts } from './leaves.ts';
import { Roster } from './roster.ts';
import { firstByRule, Occurrences, rosteredBy } from './shifts.ts';
import { clip, merge, type Stretch, without } from './stretch.ts';

type Parts = Pick<CommunityBundle, 'district' | 'shifts' | 'leaves' | 'swaps' | 'responders'>;

const dayMs = 24 * 3_600_000;
/** Leave is looked at so far back and ahead. */
const [leaveBefore, leaveAfter] = [31 * dayMs, 366 * dayMs];

/** @param now when it is to be used. What the words of a row say by themselves is told by `checkRecurrence`. */
export function checkRoster(parts: Parts, now: EpochMs): Problem[] {
  if (whyNoZone(parts.district.timeZone) !== undefined) return [];
  return [...unforeseen(parts, now), ...oddStarts(parts), ...leftToNobody(parts, now)];
}

function unforeseen({ district, shifts, leaves, swaps }: Parts, now: EpochMs): Problem[] {
  const { timeZone } = district;
  const sound = { shifts: shifts.filter(isSoundShift), leaves: leaves.filter(isSoundLeave), swaps, timeZone };
  return new Roster(sound).leftOut(now).map(({ part, id, field, reason }) => {
    const n = (part === 'shifts' ? shifts : leaves).findIndex((one) => one.id === id);
    return { severity: 'error', path: `/${part}/${n}`, field, reason };
  });
}

const isSoundShift = (shift: Parts['shifts'][number]): boolean => mistakenShift(shift).length === 0;
const isSoundLeave = (leave: Leave): boolean => unsoundLeave(leave).length === 0;

/** A rule and its start that do not fit each other are usually a mistake in one of them. */
function oddStarts({ shifts }: Parts): Problem[] {
  const known = new Map<string, string | undefined>();
  return shifts.flatMap((shift, i) => {
    const { start, repeats } = shift;
    if (repeats === undefined || !isSoundShift(shift)) return [];
    const pattern = `${start} ${repeats}`;
    if (!known.has(pattern)) known.set(pattern, firstByRule(shift));
    const first = known.get(pattern);
    if (first === start) return [];
    const [field, reason] =
      first === undefined
        ? ['repeats', `${repeats} never comes round: only the first stretch, at ${start}, takes place`]
        : [
            'start',
            `${start} is no day of ${repeats}: the first stretch takes place all the same, the next at ${first}`,
          ];
    return [{ severity: 'warning' as const, path: `/shifts/${i}`, field, reason }];
  });
}

/** What somebody on leave had to do, own or taken over, and nobody does. Told once for each leave. */
function leftToNobody(parts: Parts, now: EpochMs): Problem[] {
  const { district, leaves, responders } = parts;
  const wide = { from: at(now - leaveBefore), to: at(now + leaveAfter) };
  const absences = finished(absencesIn(leaves, district.timeZone, wide));
  const all = [...absences.values()].flat();
  if (all.length === 0) return [];
  // No wider than the leave itself: a year of two thousand shifts takes seconds.
  const [earliest, latest] = [
    all.reduce((least, { from }) => Math.min(least, from), Infinity),
    all.reduce((most, { to }) => Math.max(most, to), 0),
  ];
  const window = { from: at(Math.max(wide.from, earliest)), to: at(Math.min(wide.to, latest)) };
  const never = new Set(responders.filter((one) => !one.onDuty && one.dutyUntil === undefined).map(({ id }) => id));
  const holes = new Map<string, Stretch[]>();
  for (const [holder, stretch] of heldBy(parts, { absences, never, window })) {
    const done = doneBy(holder, stretch, absences).flatMap(([who, part]) => (never.has(who) ? [] : [part]));
    const left = clip(without([stretch], done), window.from, window.to);
    if (left.length > 0) holes.set(holder, [...(holes.get(holder) ?? []), ...left]);
  }
  return leaves.flatMap((leave, i) => {
    const hole = holes.get(leave.responder);
    const away = finished(absencesIn([leave], district.timeZone, window)).get(leave.responder);
    if (hole === undefined || away === undefined) return [];
    const [first] = away.flatMap(({ from, to }) => clip(merge(hole), from, to));
    if (!first) return [];
    const [from, to] = [localText(first.from, district.timeZone), localText(first.to, district.timeZone)];
    const why =
      leave.standIn === undefined ? 'there is no stand-in' : `"${leave.standIn}" cannot, nor anybody in their place`;
    const reason = `from ${from} to ${to} nobody does what "${leave.responder}" had to do: ${why}`;
    return [{ severity: 'warning' as const, path: `/leaves/${i}`, field: 'standIn', reason }];
  });
}

/** The stretches of whoever is away at some time, by shift, by swap, or at all hours. */
function* heldBy(
  { district, shifts, swaps }: Parts,
  { absences, never, window }: { absences: Absences; never: ReadonlySet<string>; window: Stretch },
): Generator<[string, Stretch]> {
  const swapped = new Map(swaps.map((swap) => [`${swap.shift}/${swap.on}`, swap.to]));
  const moved = new Set(swaps.filter(({ to }) => absences.has(to)).map(({ shift }) => shift));
  const occurrences = new Occurrences(district.timeZone, window);
  yield* heldWithoutShifts(new Set([...rosteredBy(shifts), ...never]), absences);
  for (const shift of shifts) {
    if (!absences.has(shift.responder) && !moved.has(shift.id)) continue;
    for (const { on, from, to } of occurrences.of(shift)) {
      const holder = swapped.get(`${shift.id}/${on}`) ?? shift.responder;
      if (absences.has(holder)) yield [holder, { from, to }];
    }
  }
}

function finished<T>(steps: Generator<unknown, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const localText = (instant: EpochMs, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString()
    .slice(0, 16);
