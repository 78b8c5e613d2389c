// What a stretch of time is counted to: one pure function over the rows of the books, so that both engines give the same median. Targets:
// docs/figures.md.

import { iso } from '../../contracts/iso.ts';
import type { FiguresAnswer, StepFigures } from '../../contracts/office/figures.ts';
import { defined } from '../../contracts/shapes.ts';
import { isPractised } from '../../contracts/terms.ts';
import { dayIn, secondIn } from '../../contracts/wallClock.ts';
import type { Answered, Counted, Handled } from '../../records/incident/counted.ts';
import { percentile } from '../percentile.ts';
import { loadOf, quartersOf } from './load.ts';
import { sampleOf } from './sample.ts';

const lateSeconds = 180;
const listedAtMost = 200;
const falseAlarmsAtMost = 50;
const hours = 24;

/**
 * What is asked of each step. Acknowledged: MASCOT Telecare 2015/16 for the TSA's code (97.5 % within 60 s, 99 % within 180 s). At the door: the
 * same (90 % within 45 min, all within 60 min). Accepted: 90 % within 60 s of the acknowledgement is our own, after NFPA 1225's 60 s for
 * processing; counted from the press here, so 120 s.
 */
const targets: Readonly<Record<StepFigures['step'], readonly { seconds: number; target?: number; source?: string }[]>> =
  {
    acknowledged: [
      { seconds: 60, target: 0.975, source: 'TSA' },
      { seconds: 180, target: 0.99, source: 'TSA' },
    ],
    accepted: [{ seconds: 60 }, { seconds: 120, target: 0.9, source: 'NFPA 1225' }],
    on_scene: [
      { seconds: 15 * 60 },
      { seconds: 45 * 60, target: 0.9, source: 'TSA' },
      { seconds: 60 * 60, target: 1, source: 'TSA' },
    ],
    closed: [{ seconds: 24 * 3600 }],
  };

/** @property from, until ms, `until` excluded @property gridName undefined for a grid that is no more */
export type FiguresOf = {
  from: number;
  until: number;
  timeZone: string;
  gridName(id: string): string | undefined;
  responderName(id: string): string;
  /** ms: what has just begun is not late yet */
  now: number;
};

/** What the books have of a stretch. @property incidents oldest first @property presses ms, of those that are counted */
export type FiguresFrom = {
  incidents: readonly Counted[];
  answers?: readonly Answered[];
  presses?: readonly number[];
  /** absent for a part of the district: who is listened to again is drawn from all of it */
  handled?: readonly Handled[];
};

export function figuresOf(
  { incidents: all, answers = [], presses = [], handled = [] }: FiguresFrom,
  about: FiguresOf,
): FiguresAnswer {
  const [merged, rest] = parted(all, ({ state }) => state === 'merged');
  const [practices, counted] = parted(rest, ({ disposition }) => isPractised(disposition));
  const [drills, tests] = parted(practices, ({ disposition }) => disposition === 'drill');
  const late = lateOnes(counted, about.now);
  return {
    from: iso(about.from),
    until: iso(about.until),
    opened: all.length,
    merged: merged.length,
    tests: tests.length,
    drills: drills.length,
    open: counted.filter(({ state }) => state === 'open').length,
    steps: stepsOf(counted),
    byCall: tally(counted, ({ call }) => call).map(([call, n]) => ({ call: call as never, n })),
    byDisposition: tally(
      counted.filter(({ disposition }) => disposition !== null),
      ({ disposition }) => disposition ?? '',
    ).map(([disposition, n]) => ({ disposition: disposition as never, n })),
    byGrid: byGrid(counted, about),
    byHour: byHour(counted, about.timeZone),
    byDay: byDay(counted, about),
    load: loadOf(presses, about.timeZone),
    ...defined({ byQuarter: quartersOf(presses, about) }),
    late: late.slice(0, listedAtMost),
    owed: late.filter(({ given }) => !given).length,
    drillList: drillsIn(drills),
    sample: sampleOf(counted, handled, about),
    falseAlarms: falseAlarms(counted),
    people: people(answers, about),
  };
}

function parted<T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}

const instantOf = {
  acknowledged: 'acknowledged_at',
  accepted: 'accepted_at',
  on_scene: 'on_scene_at',
  closed: 'closed_at',
} as const satisfies Record<StepFigures['step'], keyof Counted>;

/** Seconds from the press; undefined where nobody took the step. */
function secondsTo(step: StepFigures['step'], one: Counted): number | undefined {
  const at = one[instantOf[step]];
  return at === null ? undefined : Math.max(0, at - one.received_at) / 1000;
}

function stepsOf(counted: readonly Counted[]): StepFigures[] {
  return (Object.keys(instantOf) as StepFigures['step'][]).map((step) => {
    const due = counted.filter((one) => hadTo(step, one));
    const taken = sorted(due.map((one) => secondsTo(step, one)));
    return {
      step,
      n: due.length,
      done: taken.length,
      ...defined({ median: percentile(taken, 0.5), p90: percentile(taken, 0.9), slowest: taken.at(-1) }),
      within: targets[step].map((one) => ({ ...one, n: taken.filter((seconds) => seconds <= one.seconds).length })),
    };
  });
}

/** Everybody must be heard and every call ended. Nobody goes to a call that turned out a mistake before anybody had said yes. */
function hadTo(step: StepFigures['step'], { disposition, accepted_at }: Counted): boolean {
  if (step === 'acknowledged' || step === 'closed') return true;
  return accepted_at !== null || disposition !== 'false_alarm';
}

const sorted = (all: readonly (number | undefined)[]): number[] =>
  all.filter((one) => one !== undefined).sort((a, b) => a - b);

/** How often each word, the most frequent first. */
function tally<T>(all: readonly T[], wordOf: (one: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(wordOf(one), (counts.get(wordOf(one)) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function byGrid(counted: readonly Counted[], { gridName }: FiguresOf): FiguresAnswer['byGrid'] {
  const groups = [...grouped(counted, ({ grid }) => grid ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([id, ones]) => {
    const name = id === '' ? undefined : (gridName(id) ?? id);
    const median = (step: StepFigures['step']) => percentile(sorted(ones.map((one) => secondsTo(step, one))), 0.5);
    return {
      n: ones.length,
      ...defined({
        grid: name === undefined ? undefined : { id, name },
        acknowledgedMedian: median('acknowledged'),
        onSceneMedian: median('on_scene'),
      }),
    };
  });
}

function byHour(counted: readonly Counted[], timeZone: string): number[] {
  const counts = new Array<number>(hours).fill(0);
  for (const { received_at } of counted) {
    const hour = Number(secondIn(timeZone, received_at).slice(11, 13));
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
}

/** Every day of the stretch, also those without any. */
function byDay(counted: readonly Counted[], { from, until, timeZone }: FiguresOf): FiguresAnswer['byDay'] {
  const counts = new Map<string, number>();
  const dayMs = 24 * 3_600_000;
  // Half a day at a time: a day of 23 hours is not stepped over.
  for (let at = from; at < until; at += dayMs / 2) counts.set(dayIn(timeZone, at), 0);
  for (const { received_at } of counted) {
    const day = dayIn(timeZone, received_at);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, n]) => ({ day, n }));
}

function lateOnes(counted: readonly Counted[], now: number): FiguresAnswer['late'] {
  return counted
    .flatMap((one) => {
      const seconds = secondsTo('acknowledged', one);
      if ((seconds ?? (now - one.received_at) / 1000) <= lateSeconds) return [];
      const more = defined({ seconds, reason: one.reason ?? undefined });
      return [{ ...headOf(one), given: one.reasoned === 1, ...more }];
    })
    .reverse();
}

const headOf = ({ id, number, call, received_at }: Counted) => ({
  id,
  number,
  openedAt: iso(received_at),
  call: call as never,
});

function drillsIn(drills: readonly Counted[]): FiguresAnswer['drillList'] {
  return drills
    .map((one) => {
      const [acknowledged, accepted, on_scene] = (['acknowledged', 'accepted', 'on_scene'] as const).map((step) =>
        secondsTo(step, one),
      );
      return { ...headOf(one), ...defined({ acknowledged, accepted, on_scene }) };
    })
    .reverse()
    .slice(0, listedAtMost);
}

function falseAlarms(counted: readonly Counted[]): FiguresAnswer['falseAlarms'] {
  const ofDevices = grouped(
    counted.filter(({ device }) => device !== null),
    ({ device }) => device ?? '',
  );
  return [...ofDevices]
    .map(([device, ones]) => ({
      device,
      n: ones.filter(({ disposition }) => disposition === 'false_alarm').length,
      of: ones.length,
    }))
    .filter(({ n }) => n >= 2)
    .sort((a, b) => b.n - a.n || (a.device < b.device ? -1 : 1))
    .slice(0, falseAlarmsAtMost);
}

function people(answers: readonly Answered[], { responderName }: FiguresOf): FiguresAnswer['people'] {
  return [...grouped(answers, ({ responder }) => responder)]
    .map(([id, ones]) => {
      const count = (answer: Answered['answer']): number => ones.filter((one) => one.answer === answer).length;
      const took = ones.map(({ offered_at, accepted_at, declined_at }) => {
        const at = accepted_at ?? declined_at;
        return at === null ? undefined : (at - offered_at) / 1000;
      });
      return {
        responder: { id, name: responderName(id) },
        asked: ones.length,
        accepted: count('accepted'),
        declined: count('declined'),
        silent: count('silent'),
        ...defined({ answerMedian: percentile(sorted(took), 0.5) }),
      };
    })
    .sort((a, b) => b.asked - a.asked || (a.responder.id < b.responder.id ? -1 : 1));
}
