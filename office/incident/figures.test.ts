// A month as it is counted: whoever was never reached is a miss, and n stands beside each share.
import { describe, expect, it } from 'vitest';
import type { Answered, Counted } from '../../records/incident/counted.ts';
import { figuresOf } from './figures.ts';

const from = Date.parse('2026-11-01T00:00:00+08:00');
const until = Date.parse('2026-11-04T00:00:00+08:00');
const about = {
  from,
  until,
  timeZone: 'Asia/Shanghai',
  gridName: (id: string) => (id === 'g1' ? '第一网格' : undefined),
  responderName: (id: string) => id.toUpperCase(),
  now: until,
};
let number = 0;
/** Pressed so many hours after the beginning; seconds until each step. */
function one(hours: number, steps: { seen?: number; there?: number } = {}, more: Partial<Counted> = {}): Counted {
  const at = from + hours * 3_600_000;
  const after = (seconds: number | undefined): number | null => (seconds === undefined ? null : at + seconds * 1000);
  return {
    id: `${++number}`,
    number,
    state: 'closed',
    call: 'sos',
    priority: 1,
    received_at: at,
    acknowledged_at: after(steps.seen),
    accepted_at: null,
    on_scene_at: after(steps.there),
    closed_at: at + 3_600_000,
    disposition: 'helped',
    device: null,
    reason: null,
    reasoned: 0,
    grid: 'g1',
    ...more,
  };
}
const acknowledgedOf = (all: Counted[]) => figuresOf({ incidents: all }, about).steps[0];

describe('the figures', () => {
  it('of a month without a call are noughts, and no time', () => {
    const figures = figuresOf({ incidents: [] }, about);
    expect(figures).toMatchObject({ opened: 0, open: 0, merged: 0, tests: 0, late: [], people: [], byGrid: [] });
    expect(figures.steps.every(({ n, done, median }) => n === 0 && done === 0 && median === undefined)).toBe(true);
    expect(figures.byDay.map(({ day, n }) => [day, n])).toEqual([
      ['2026-11-01', 0],
      ['2026-11-02', 0],
      ['2026-11-03', 0],
    ]);
  });

  it('have whoever was never acknowledged in the denominator', () => {
    const all = [one(1, { seen: 10 }), one(2, { seen: 61 }), one(3, { seen: 200 }), one(4)];
    expect(acknowledgedOf(all)).toMatchObject({ n: 4, done: 3, median: 61, slowest: 200 });
    expect(acknowledgedOf(all)?.within.map(({ seconds, n }) => [seconds, n])).toEqual([
      [60, 1],
      [180, 2],
    ]);
  });

  it('miss nobody at the door of a call that was a mistake before anybody had said yes', () => {
    const all = [one(1, { there: 300 }), one(2, {}, { disposition: 'false_alarm' }), one(3)];
    const { steps } = figuresOf({ incidents: all }, about);
    expect(steps.map(({ step, n, done }) => [step, n, done])).toEqual([
      ['acknowledged', 3, 0],
      ['accepted', 2, 0],
      ['on_scene', 2, 1],
      ['closed', 3, 3],
    ]);
  });

  it('leave out what was merged away and what was a test, and say how many', () => {
    const all = [one(1, { seen: 5 }), one(1, { seen: 500 }, { state: 'merged' }), one(2, {}, { disposition: 'test' })];
    expect(figuresOf({ incidents: all }, about)).toMatchObject({ opened: 3, merged: 1, tests: 1 });
    expect(acknowledgedOf(all)).toMatchObject({ n: 1, done: 1, slowest: 5 });
  });

  it('have drills in a list of their own, and in no count of how fast people were helped', () => {
    const all = [one(1, { seen: 5 }), one(2, { seen: 500, there: 900 }, { disposition: 'drill' })];
    const figures = figuresOf({ incidents: all }, about);
    expect(figures).toMatchObject({ opened: 2, drills: 1, tests: 0, late: [], owed: 0 });
    expect(figures.drillList).toMatchObject([{ acknowledged: 500, on_scene: 900 }]);
    expect(figures.steps[0]).toMatchObject({ n: 1, done: 1, slowest: 5 });
    expect(figures.byDisposition).toEqual([{ disposition: 'helped', n: 1 }]);
  });

  it('name each that was acknowledged after three minutes or not at all, the latest first, with its reason', () => {
    const all = [one(1, { seen: 180 }), one(2, { seen: 181 }, { reason: '同时来了四起', reasoned: 1 }), one(3)];
    const { late, owed } = figuresOf({ incidents: all }, about);
    expect(late.map(({ seconds, given, reason }) => [seconds, given, reason])).toEqual([
      [undefined, false, undefined],
      [181, true, '同时来了四起'],
    ]);
    expect(owed).toBe(1);
  });

  it('owe no reason that was given and erased since', () => {
    const { late, owed } = figuresOf({ incidents: [one(1, { seen: 181 }, { reasoned: 1 })] }, about);
    expect([late.length, late[0]?.given, owed]).toEqual([1, true, 0]);
  });

  it('do not call late what has only just been pressed', () => {
    const fresh = one((until - from) / 3_600_000 - 0.01, {}, { state: 'open', disposition: null, closed_at: null });
    expect(figuresOf({ incidents: [fresh] }, about).late).toEqual([]);
    expect(figuresOf({ incidents: [fresh] }, { ...about, now: until + 180_000 }).late).toHaveLength(1);
  });

  it('count by the hours and days of the district, and by grids, those that no grid is known of too', () => {
    const all = [
      one(0, { seen: 4, there: 400 }),
      one(23.9),
      one(24, {}, { grid: null }),
      one(25, {}, { grid: 'gone' }),
    ];
    const { byHour, byDay, byGrid } = figuresOf({ incidents: all }, about);
    expect([byHour[0], byHour[1], byHour[23]]).toEqual([2, 1, 1]);
    expect(byDay.map(({ n }) => n)).toEqual([2, 2, 0]);
    expect(byGrid).toEqual([
      { n: 1 },
      { n: 2, grid: { id: 'g1', name: '第一网格' }, acknowledgedMedian: 4, onSceneMedian: 400 },
      { n: 1, grid: { id: 'gone', name: 'gone' } },
    ]);
  });

  it('name devices that were pressed by mistake more than once', () => {
    const mistake = (device: string) => one(1, {}, { device, disposition: 'false_alarm' });
    const all = [mistake('a'), mistake('a'), one(2, {}, { device: 'a' }), mistake('b'), one(3, {}, { device: 'c' })];
    expect(figuresOf({ incidents: all }, about).falseAlarms).toEqual([{ device: 'a', n: 2, of: 3 }]);
  });

  it('say how those who were asked answered', () => {
    const asked = (answer: Answered['answer'], seconds?: number): Answered => ({
      responder: 'wang',
      answer,
      offered_at: from,
      accepted_at: answer === 'accepted' ? from + (seconds ?? 0) * 1000 : null,
      declined_at: answer === 'declined' ? from + (seconds ?? 0) * 1000 : null,
    });
    const all = [
      asked('accepted', 5),
      asked('accepted', 9),
      asked('declined', 20),
      asked('silent'),
      asked('stood_down'),
    ];
    expect(figuresOf({ incidents: [], answers: all }, about).people).toEqual([
      { responder: { id: 'wang', name: 'WANG' }, asked: 5, accepted: 2, declined: 1, silent: 1, answerMedian: 9 },
    ]);
  });
});
