import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import { Arrivals } from './arrivals.ts';

const rule = { pressesPerMinute: 30, forSeconds: 300 };
const noon = 1_800_000_000_000;
const hourMs = 3_600_000;
/** So many incidents, one each so many seconds. */
const calls = (count: number, everySeconds: number, from = noon): number[] =>
  Array.from({ length: count }, (_, i) => from + i * everySeconds * 1000);
function opened(instants: readonly number[]): (now: number) => boolean {
  const arrivals = new Arrivals();
  for (const instant of instants) arrivals.note(at(instant), rule);
  return (now) => arrivals.isSurge(at(now), () => rule);
}

describe('the calls of a district', () => {
  it.each([
    { what: '31 in an hour', calls: calls(31, 120), surge: false },
    { what: '30 in a minute', calls: calls(30, 2), surge: false },
    { what: '31 in a minute', calls: calls(31, 2), surge: true },
    { what: '300 in ten minutes', calls: calls(300, 2), surge: true },
    {
      what: '31 in an hour that begins anew, for the clock was set back',
      calls: [...calls(16, 120), ...calls(15, 120)],
      surge: false,
    },
    {
      what: '31 in a minute after the clock was put back by an hour',
      calls: [...calls(30, 60, noon + hourMs), ...calls(31, 2)],
      surge: true,
    },
    {
      what: '31 in a minute, and an old one opened again among them',
      calls: [...calls(20, 2), noon - hourMs, ...calls(11, 2, noon + 40_000)],
      surge: true,
    },
    { what: '1 after 30 of a clock that ran ahead', calls: [...calls(30, 1, noon + hourMs), noon], surge: false },
    { what: '31 of long ago, opened again', calls: calls(31, 2, noon - hourMs), surge: false },
  ])('$what: a surge = $surge', ({ calls: instants, surge }) =>
    expect(opened(instants)(Math.max(noon, instants.at(-1) ?? noon))).toBe(surge),
  );

  it('are known one by one up to twice the rule: what lies further back is forgotten', () => {
    const few = { pressesPerMinute: 1, forSeconds: 300 };
    const knows = (others: number): boolean => {
      const arrivals = new Arrivals();
      for (const one of [noon, ...calls(others, 120, noon + hourMs), noon + 10_000]) arrivals.note(at(one), few);
      return arrivals.isSurge(at(noon), () => few);
    };
    expect([knows(0), knows(2), knows(3)]).toEqual([true, true, false]);
  });

  it('ask for no rule while there were only few', () => {
    const arrivals = new Arrivals();
    arrivals.note(at(noon), rule);
    const never = (): never => {
      throw new Error('the rule was asked for');
    };
    expect(arrivals.isSurge(at(noon), never)).toBe(false);
  });

  it('are a surge for as long as the rule says, and not when the clock was put back before it', () => {
    const isSurge = opened(calls(31, 2));
    expect([noon + 61_000, noon + 359_000, noon + 361_000, noon - hourMs].map(isSurge)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
