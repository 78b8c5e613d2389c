// What a report says, in the shape of the reckoning that it is held against (reckoning.ts).
import type { FiguresAnswer } from '../contracts/office/figures.ts';
import type { Reckoning } from './reckoning.ts';

const pairs = <T>(all: readonly T[], of: (one: T) => [string, unknown]) => Object.fromEntries(all.map(of)) as never;

type Head = FiguresAnswer['late'][number] | FiguresAnswer['drillList'][number];
const headOf = ({ id, number, call, openedAt }: Pick<Head, 'id' | 'number' | 'call' | 'openedAt'>) => ({
  ...{ id, number, call, pressed: Date.parse(openedAt) },
});

/** Every figure that there is: one that this forgets is missed by a type (`unread`). @param figures names of grids and people are taken back to ids */
export function reported(figures: FiguresAnswer): Reckoning {
  const { from, until, opened, merged, tests, drills, open, owed, steps, byCall, byDisposition, byGrid, ...more } =
    figures;
  const { byHour, byDay, load, byQuarter, late, drillList, sample, falseAlarms, people, ...unread } = more;
  unread satisfies Record<string, never>;
  if (drills !== drillList.length || Date.parse(from) >= Date.parse(until)) throw new Error('does not fit together');
  return {
    ...{ opened, merged, tests, open, owed },
    drills: drillList.map(({ acknowledged, accepted, on_scene, ...head }) => ({
      ...headOf(head),
      ...(JSON.parse(JSON.stringify({ acknowledged, accepted, on_scene })) as object),
    })),
    steps: pairs(steps, ({ step, n, done, within, median, p90, slowest }) => [
      step,
      {
        ...{ n, done, ...(done === 0 ? {} : { median, p90, slowest }) },
        within: within.map(({ seconds, n: took, target }) => ({
          ...{ seconds, n: took },
          ...(target === undefined ? {} : { target: target * 100 }),
        })),
      },
    ]),
    byCall: pairs(byCall, ({ call, n }) => [call, n]),
    byDisposition: pairs(byDisposition, ({ disposition, n }) => [disposition, n]),
    byGrid: pairs(byGrid, ({ grid, n, acknowledgedMedian, onSceneMedian }) => [
      grid?.id ?? '',
      { n, acknowledged: acknowledgedMedian, on_scene: onSceneMedian },
    ]),
    byHour: [...byHour],
    byDay: pairs(byDay, ({ day, n }) => [day, n]),
    load: load.map((hours) => [...hours]),
    quarters: byQuarter && quartersOf(byQuarter),
    late: late.map(({ given, seconds, reason, ...head }) => ({
      ...{ ...headOf(head), given },
      ...(seconds === undefined ? {} : { seconds }),
      ...(reason === undefined ? {} : { why: reason }),
    })),
    falseAlarms: pairs(falseAlarms, ({ device, n, of }) => [device, [n, of]]),
    people: pairs(people, ({ responder, asked, accepted, declined, silent, answerMedian }) => [
      responder.id,
      { asked, accepted, declined, silent, median: answerMedian },
    ]),
    sample: pairs(sample, ({ month, officer, of, incidents }) => [
      `${month} ${officer}`,
      { of, drawn: incidents.map(headOf) },
    ]),
  };
}

/** By the time at which a quarter begins: each that has any. */
function quartersOf(counts: readonly number[]): Record<string, number> {
  const begins = (i: number): string => new Date(i * 15 * 60_000).toISOString().slice(11, 16);
  return Object.fromEntries(counts.flatMap((n, i) => (n === 0 ? [] : [[begins(i), n]])));
}
