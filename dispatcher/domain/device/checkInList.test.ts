// The lists of heat and cold while warnings come, overlap and end.
import { describe, expect, it } from 'vitest';
import { type CheckInList, type HeldWarning, isOn } from '../../../contracts/device/checkIns.ts';
import { changeOf, emptyList, runningWarnings, warned } from './checkInList.ts';

const now = 1_000_000_000_000;
const hour = 3_600_000;
const warning = (id: string, level: HeldWarning['level'], hours: number): HeldWarning & { counts: boolean } => ({
  ...{ id, event: '高温', level, from: now, until: now + hours * hour, counts: true },
});
const warnedBy = (before: CheckInList, ...came: (HeldWarning & { counts: boolean })[]): CheckInList =>
  came.reduce((list, one) => warned(list, one, now) ?? list, before);
/** As the console writes it. */
const byHand = (list: CheckInList, on: boolean): CheckInList => {
  const { from: _, until: __, warning: ___, ...rest } = list;
  return { ...rest, on, byHand: true, warnings: runningWarnings(list, now) };
};

describe('two warnings at once', () => {
  const both = warnedBy(emptyList, warning('orange', 'orange', 72), warning('red', 'red', 6));

  it('keep it on until the later one ends, and the graver is shown', () => {
    expect([1, 6, 71, 72].map((hours) => isOn(both, now + hours * hour))).toEqual([true, true, true, false]);
    expect(both).toMatchObject({ warning: { id: 'red', level: 'red' }, until: now + 72 * hour });
  });

  it('are on until both were cancelled', () => {
    const cancelled = warnedBy(both, { ...warning('orange', 'orange', 72), counts: false });
    expect(isOn(cancelled, now)).toBe(true);
    expect(isOn(warnedBy(cancelled, { ...warning('red', 'red', 6), counts: false }), now)).toBe(false);
  });
});

describe('a warning', () => {
  it('that is said again changes nothing, and one that lasts longer does', () => {
    const on = warnedBy(emptyList, warning('a', 'red', 6));
    expect(warned(on, warning('a', 'red', 6), now)).toBeUndefined();
    expect(changeOf(warned(on, warning('a', 'red', 8), now))).toBe('on');
    expect(warned(on, { ...warning('b', 'blue', 6), counts: false }, now)).toBeUndefined();
  });

  it('does not switch it against a hand, however often the hand has moved, until it ends', () => {
    const off = byHand(byHand(byHand(warnedBy(emptyList, warning('a', 'red', 6)), false), true), false);
    expect(warned(off, warning('a', 'red', 6), now)).toBeUndefined();
    const other = warnedBy(off, warning('b', 'red', 2));
    expect([1, 3].map((hours) => isOn(other, now + hours * hour))).toEqual([true, false]);
    expect(changeOf(warned(off, { ...warning('a', 'red', 12), from: now + 7 * hour }, now + 7 * hour))).toBe('on');
  });

  it('is one of twenty that are kept: those that end last', () => {
    const many = Array.from({ length: 25 }, (_, i) => warning(`w-${i}`, 'orange', i + 1));
    const list = warnedBy(emptyList, ...many);
    expect(list.warnings).toHaveLength(20);
    expect(isOn(list, now + 24.5 * hour)).toBe(true);
  });
});
