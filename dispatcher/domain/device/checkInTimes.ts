// By the clock on the wall of a district: which time of a check-in has passed last, which comes next, and since when signs count for each.
import { type CheckIn, type CheckInRule, Weekday } from '../../../contracts/office/checkIn.ts';
import { minutesOf } from '../../../contracts/office/hours.ts';
import { dayIn, weekdayOf } from '../../../contracts/wallClock.ts';

/** One time of one day, ms. Signs count for it since it `opens`. */
export type Round = { day: string; due: number; opens: number };

/** The wall of a district at an instant. Asked for each resident, it works a time of a day out once. */
export type Wall = {
  /** `2026-11-24` */
  today: string;
  yesterday: string;
  tomorrow: string;
  /** @param time `HH:MM` @returns ms */
  at(day: string, time: string): number;
  /** What was worked out already, by what was asked. */
  rounds: Map<string, Rounds>;
};
type Rounds = { last: Round | undefined; next: Round | undefined };

const dayMs = 86_400_000;

/** @param instantOf `2026-11-24T09:30` by the wall of the district, as the world reads it; undefined for what is no instant */
export function wallAt(now: number, timeZone: string, instantOf: (local: string) => number | undefined): Wall {
  const today = dayIn(timeZone, now);
  const noon = Date.parse(`${today}T12:00:00Z`);
  const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const known = new Map<string, number>();
  return {
    today,
    rounds: new Map(),
    yesterday: dayAt(noon - dayMs),
    tomorrow: dayAt(noon + dayMs),
    at(day, time) {
      const local = `${day}T${time}`;
      const found = known.get(local) ?? instantOf(local) ?? Date.parse(`${local}:00Z`);
      known.set(local, found);
      return found;
    },
  };
}

/** The latest time that has passed, of today or yesterday, and the one that comes next, of today or tomorrow. */
export function roundsOf(
  agreed: Pick<CheckIn, 'by' | 'days'>,
  { dayBegins }: Pick<CheckInRule, 'dayBegins'>,
  { wall, now }: { wall: Wall; now: number },
): Rounds {
  const asked = `${now} ${agreed.by.join()} ${agreed.days?.join() ?? ''} ${dayBegins}`;
  const known = wall.rounds.get(asked);
  if (known) return known;
  const times = [...agreed.by].sort();
  const all = [wall.yesterday, wall.today, wall.tomorrow].flatMap((day) =>
    isOf(agreed, day) ? times.map((time) => roundOf(day, time, times, { dayBegins, wall })) : [],
  );
  const found = { last: all.findLast(({ due }) => due <= now), next: all.find(({ due }) => due > now) };
  wall.rounds.set(asked, found);
  return found;
}

/** A time before the day begins belongs to the evening before it. */
function roundOf(
  day: string,
  time: string,
  times: readonly string[],
  { dayBegins, wall }: { dayBegins: string; wall: Wall },
): Round {
  const minute = minutesOf(time);
  const begins = minutesOf(dayBegins) < minute ? dayBegins : '00:00';
  const before = times.findLast((other) => minutesOf(other) < minute);
  const opens = before !== undefined && before > begins ? before : begins;
  return { day, due: wall.at(day, time), opens: wall.at(day, opens) };
}

const isOf = ({ days }: Pick<CheckIn, 'days'>, day: string): boolean => {
  const name = Weekday.enum[weekdayOf(day)];
  return days === undefined || (name !== undefined && days.includes(name));
};
