// Every number of a report, reckoned anew from the raw logs: by what the events say and nothing of the product's. Slow and plain on purpose.
import { createHash } from 'node:crypto';

/** An event as it lies in the log. */
export type RawEvent = { type: string; at: number; by: string; readonly [field: string]: unknown };
/** @property events all of one incident, in order @property texts what was written, by its id */
export type RawIncident = { id: string; events: readonly RawEvent[]; texts?: Readonly<Record<string, string>> };
/** @property from, until ms, `until` excluded @property now ms */
export type Stretch = {
  from: number;
  until: number;
  now: number;
  timeZone: string;
  /** of a part of the district nothing is drawn to be listened to again */
  part?: boolean;
  gridOf(home: string): string | undefined;
};

type Press = { id: string; device: string; receivedAt: number; of?: string };
type Leg = { responder: string; purpose?: string; asked: number; said?: number; how: string };
type Life = {
  id: string;
  number: number;
  pressed: number;
  call: string;
  home: string | undefined;
  device: string | undefined;
  presses: Press[];
  ending: string | undefined;
  merged: boolean;
  times: Partial<Record<'acknowledged' | 'accepted' | 'on_scene' | 'closed', number>>;
  legs: Leg[];
  reason: string | undefined;
  officer: string | undefined;
};

type Opened = { number: number; call: string; home?: string; device?: string; receivedAt: number };

/** Reads one log from its first line to its last. */
function lifeOf({ id, events }: RawIncident): Life {
  const [opened] = events as unknown as [Opened];
  const life: Life = {
    ...{ id, number: opened.number, call: opened.call, home: opened.home, device: opened.device },
    ...{ presses: [], ending: undefined, merged: false, times: {}, legs: [], reason: undefined, officer: undefined },
    pressed: opened.receivedAt,
  };
  const legs = new Map<string, Leg>();
  for (const event of events) readEvent(life, legs, event);
  life.legs = [...legs.values()];
  life.pressed = Math.min(life.pressed, ...life.presses.map(({ receivedAt }) => receivedAt));
  return life;
}

function readEvent(life: Life, legs: Map<string, Leg>, event: RawEvent): void {
  const { type, at, by } = event;
  const once = (step: keyof Life['times']): void => {
    life.times[step] ??= at;
  };
  const leg = typeof event.leg === 'string' ? legs.get(event.leg) : undefined;
  const press = event.press as Press | string | undefined;
  if (press !== undefined && typeof press === 'object') life.presses.push(press);
  if (typeof event.call === 'string') life.call = event.call;
  switch (type) {
    case 'absorbed':
      life.presses.push(...(event.presses as Press[]));
      break;
    case 'acknowledged':
      once('acknowledged');
      life.officer ??= by;
      break;
    case 'leg_offered': {
      const { id, responder, purpose } = event.leg as { id: string; responder: string; purpose: string };
      if (!legs.has(id)) legs.set(id, { responder, purpose, asked: at, how: 'waiting' });
      break;
    }
    case 'leg_accepted':
    case 'leg_declined':
      if (leg === undefined) break;
      if (type === 'leg_accepted' && isAtTheDoor(leg)) once('accepted');
      if (leg.how !== 'accepted') leg.how = type.slice('leg_'.length);
      leg.said ??= at;
      break;
    case 'leg_timed_out':
      if (leg?.how === 'waiting') leg.how = 'silent';
      break;
    case 'leg_asked_again':
      if (leg !== undefined && leg.how !== 'accepted') leg.how = 'waiting';
      break;
    case 'leg_on_scene':
      if (leg !== undefined && isAtTheDoor(leg)) once('on_scene');
      break;
    case 'reason_given':
      life.reason = event.textId as string;
      break;
    case 'merged':
      life.merged = true;
      break;
    case 'closed':
      if (by.startsWith('officer/')) once('acknowledged');
      life.times.closed = at;
      life.ending = event.disposition as string;
      break;
    case 'reopened':
      life.merged = false;
      delete life.times.closed;
      life.ending = undefined;
      break;
  }
}

const isAtTheDoor = ({ purpose }: Leg): boolean => purpose === 'comes' || purpose === 'bridge';

/** How many, by a word. */
function countBy<T>(all: readonly T[], wordOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[wordOf(one)] = (counts[wordOf(one)] ?? 0) + 1;
  return counts;
}

type Wall = { day: string; weekday: string; hour: number; minute: number };

/** `{ day: '2026-11-30', weekday: 'Mon', hour: 23, minute: 59 }` by the clock on the wall. */
function wall(at: number, timeZone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour12: false },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return { day, weekday: part('weekday'), hour: Number(part('hour')) % 24, minute: Number(part('minute')) };
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Seconds, and the share of a hundred that docs/figures.md asks. */
const marks: Record<string, readonly (readonly [number, number?])[]> = {
  acknowledged: [
    [60, 97.5],
    [180, 99],
  ],
  accepted: [[60], [120, 90]],
  on_scene: [[900], [2_700, 90], [3_600, 100]],
  closed: [[86_400]],
};

/** All that a report says of these incidents; names are ids. */
export function reckon(raw: readonly RawIncident[], about: Stretch) {
  const all = raw.map(lifeOf).filter(({ pressed }) => pressed >= about.from && pressed < about.until);
  const apart = ['test', 'drill'];
  const standing = all.filter(({ merged }) => !merged);
  const lives = standing.filter(({ ending }) => ending === undefined || !apart.includes(ending));
  const presses = lives
    .flatMap((life) => life.presses.map(({ receivedAt }) => receivedAt))
    .filter((at) => at < about.until)
    .map((at) => wall(at, about.timeZone));
  const late = lives.filter((life) => secondsTo(life, 'acknowledged', about.now) > 180);
  return {
    opened: all.length,
    merged: all.length - standing.length,
    tests: standing.filter(({ ending }) => ending === 'test').length,
    drills: latestFirst(standing.filter(({ ending }) => ending === 'drill')).map((life) => ({
      ...headOf(life),
      ...stepsTaken(life),
    })),
    open: lives.filter(({ ending }) => ending === undefined).length,
    steps: stepsOf(lives),
    byCall: countBy(lives, ({ call }) => call),
    byDisposition: countBy(
      lives.filter(({ ending }) => ending !== undefined),
      ({ ending = '' }) => ending,
    ),
    byGrid: byGridIn(lives, about),
    byHour: hoursOf(lives.map(({ pressed }) => wall(pressed, about.timeZone))),
    byDay: { ...daysIn(about), ...countBy(lives, ({ pressed }) => wall(pressed, about.timeZone).day) },
    load: weekdays.map((weekday) => hoursOf(presses.filter((one) => one.weekday === weekday))),
    quarters: quartersIn(presses, about),
    late: latestFirst(late).map((life) => ({ ...headOf(life), ...lateness(life, raw) })),
    owed: late.filter(({ reason }) => reason === undefined).length,
    falseAlarms: falseAlarmsIn(lives),
    people: peopleIn(lives),
    sample: about.part ? {} : sampleIn(lives, about),
  };
}
export type Reckoning = ReturnType<typeof reckon>;

const headOf = ({ id, number, call, pressed }: Life) => ({ id, number, call, pressed });
const latestFirst = (lives: readonly Life[]): Life[] => [...lives].sort((a, b) => (a.id < b.id ? 1 : -1));

function stepsTaken(life: Life): { [step: string]: number } {
  const taken = (['acknowledged', 'accepted', 'on_scene'] as const).filter((step) => life.times[step] !== undefined);
  return Object.fromEntries(taken.map((step) => [step, secondsTo(life, step, 0)]));
}

/** How late, and why: a text that is gone was given all the same. */
function lateness(life: Life, raw: readonly RawIncident[]) {
  const texts = raw.find(({ id }) => id === life.id)?.texts ?? {};
  const why = texts[life.reason ?? ''];
  return {
    given: life.reason !== undefined,
    ...(life.times.acknowledged === undefined ? {} : { seconds: secondsTo(life, 'acknowledged', 0) }),
    ...(why === undefined ? {} : { why }),
  };
}

const hoursOf = (times: readonly { hour: number }[]): number[] =>
  Array.from({ length: 24 }, (_, hour) => times.filter((one) => one.hour === hour).length);

/** Every day of the stretch, with nought. */
function daysIn({ from, until, timeZone }: Stretch): Record<string, number> {
  const days: Record<string, number> = {};
  for (let at = from; at < until; at += 3_600_000) days[wall(at, timeZone).day] = 0;
  return days;
}

/** Of one day, by its quarters of an hour: each that has any. */
function quartersIn(presses: readonly Wall[], { from, until }: Stretch): Record<string, number> | undefined {
  if (until - from > 25 * 3_600_000) return undefined;
  const two = (n: number): string => String(n).padStart(2, '0');
  return countBy(presses, ({ hour, minute }) => `${two(hour)}:${two(minute - (minute % 15))}`);
}

function byGridIn(lives: readonly Life[], { gridOf }: Stretch) {
  const grids = new Map<string, Life[]>();
  for (const life of lives) {
    const grid = (life.home === undefined ? undefined : gridOf(life.home)) ?? '';
    grids.set(grid, [...(grids.get(grid) ?? []), life]);
  }
  const medianOf = (some: readonly Life[], step: keyof Life['times']): number | undefined => {
    const took = some.flatMap((life) => (life.times[step] === undefined ? [] : [secondsTo(life, step, 0)]));
    return marksOf(took.sort((a, b) => a - b)).median;
  };
  return Object.fromEntries(
    [...grids].map(([grid, some]) => [
      grid,
      { n: some.length, acknowledged: medianOf(some, 'acknowledged'), on_scene: medianOf(some, 'on_scene') },
    ]),
  );
}

/** Two of each officer and whole month: the one of the least lot that somebody was at the door of, then the least of what is left. */
function sampleIn(lives: readonly Life[], { from, until, timeZone }: Stretch) {
  const monthOf = (at: number): string => wall(at, timeZone).day.slice(0, 7);
  const piles: Record<string, Life[]> = {};
  for (const life of lives) {
    const month = monthOf(life.pressed);
    if (life.officer === undefined || month === monthOf(from - 1) || month === monthOf(until)) continue;
    const pile = `${month} ${life.officer.replace('officer/', '')}`;
    piles[pile] = [...(piles[pile] ?? []), life];
  }
  return Object.fromEntries(
    Object.entries(piles).map(([pile, some]) => {
      const [, officer = ''] = pile.split(' ');
      const lot = ({ id }: Life): string => createHash('sha256').update(`${officer}\n${id}`).digest('hex');
      const left = [...some].sort((a, b) => (lot(a) < lot(b) ? -1 : 1));
      const door = left.findIndex(({ times }) => times.on_scene !== undefined);
      const first = left.splice(Math.max(0, door), 1);
      return [pile, { of: some.length, drawn: [...first, ...left.slice(0, 1)].map(headOf) }];
    }),
  );
}

/** Seconds from the press; of a step that nobody took, so far. */
function secondsTo({ pressed, times }: Life, step: keyof Life['times'], now: number): number {
  return ((times[step] ?? now) - pressed) / 1_000;
}

function stepsOf(lives: readonly Life[]) {
  return Object.fromEntries(
    (['acknowledged', 'accepted', 'on_scene', 'closed'] as const).map((step) => {
      const asked = lives.filter((life) => {
        const always = step === 'acknowledged' || step === 'closed';
        return always || life.times.accepted !== undefined || life.ending !== 'false_alarm';
      });
      const took = asked
        .filter(({ times }) => times[step] !== undefined)
        .map((life) => secondsTo(life, step, 0))
        .sort((a, b) => a - b);
      const within = (marks[step] ?? []).map(([seconds, target]) => ({
        ...{ seconds, n: took.filter((one) => one <= seconds).length },
        ...(target === undefined ? {} : { target }),
      }));
      return [step, { n: asked.length, done: took.length, within, ...marksOf(took) }];
    }),
  );
}

/** Each a time that somebody took: the least that so many of all are not above. */
function marksOf(took: readonly number[]) {
  const leastFor = (share: number): number | undefined =>
    took.find((one) => took.filter((other) => other <= one).length >= share * took.length);
  return took.length === 0 ? {} : { median: leastFor(0.5), p90: leastFor(0.9), slowest: took.at(-1) };
}

function falseAlarmsIn(lives: readonly Life[]): Record<string, [number, number]> {
  const devices = new Set(lives.flatMap(({ device }) => device ?? []));
  const found = [...devices].map((device) => {
    const mine = lives.filter((life) => life.device === device);
    return [device, [mine.filter(({ ending }) => ending === 'false_alarm').length, mine.length]] as const;
  });
  return Object.fromEntries(found.filter(([, [n]]) => n >= 2)) as Record<string, [number, number]>;
}

function peopleIn(lives: readonly Life[]) {
  const legs = lives.flatMap((life) => life.legs);
  const people = [...new Set(legs.map(({ responder }) => responder))].map((responder) => {
    const mine = legs.filter((leg) => leg.responder === responder);
    const took = mine.flatMap(({ asked, said }) => (said === undefined ? [] : [(said - asked) / 1_000]));
    const how = countBy(mine, (leg) => leg.how);
    const counts = { accepted: how.accepted ?? 0, declined: how.declined ?? 0, silent: how.silent ?? 0 };
    return [responder, { asked: mine.length, ...counts, median: marksOf(took.sort((a, b) => a - b)).median }] as const;
  });
  return Object.fromEntries(people);
}
