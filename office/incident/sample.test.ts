// What is listened to again: two a month of each officer, by a lot that anybody can draw again.
import { describe, expect, it } from 'vitest';
import type { Counted, Handled } from '../../records/incident/counted.ts';
import { sampleOf } from './sample.ts';

const november = {
  from: Date.parse('2026-11-01T00:00:00+08:00'),
  until: Date.parse('2026-12-01T00:00:00+08:00'),
  timeZone: 'Asia/Shanghai',
};
const hourMs = 3_600_000;
/** So many calls of the month, one an hour; somebody was at the door of each third. */
const calls = (count: number, from = november.from): Counted[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `call-${n}`,
    number: n,
    state: 'closed',
    call: 'sos',
    priority: 1,
    received_at: from + n * hourMs,
    acknowledged_at: from + n * hourMs + 1,
    accepted_at: null,
    on_scene_at: n % 3 === 2 ? from + n * hourMs + 600_000 : null,
    closed_at: null,
    disposition: 'helped',
    device: null,
    reason: null,
    reasoned: 0,
    grid: null,
  }));
const by = (officer: string, all: readonly Counted[]): Handled[] =>
  all.map(({ id }) => ({ incident: id, by: `officer/${officer}` }));

describe('the sample', () => {
  it('has two of each officer, one of them from the press to the door, and says of how many', () => {
    const all = calls(40);
    const sample = sampleOf(all, [...by('周敏', all.slice(0, 20)), ...by('陈刚', all.slice(20))], november);
    expect(sample.map(({ month, officer, of, incidents }) => [month, officer, of, incidents.length])).toEqual([
      ['2026-11', '周敏', 20, 2],
      ['2026-11', '陈刚', 20, 2],
    ]);
    for (const { incidents } of sample) expect((incidents[0]?.number ?? 0) % 3).toBe(2);
  });

  it('is the same whenever it is drawn, whatever came in which order, and lies otherwise for another officer', () => {
    const all = calls(30);
    const drawn = (officer: string, handled: readonly Counted[]) =>
      sampleOf(all, by(officer, handled), november)[0]?.incidents.map(({ id }) => id);
    expect(drawn('周敏', [...all].reverse())).toEqual(drawn('周敏', all));
    expect(drawn('陈刚', all)).not.toEqual(drawn('周敏', all));
  });

  it('is one where there is one, and two others where nobody was at any door', () => {
    const [only, next, third] = calls(3).map((one) => ({ ...one, on_scene_at: null }));
    const of = (some: readonly (Counted | undefined)[]) => {
      const all = some.filter((one) => one !== undefined);
      return sampleOf(all, by('周敏', all), november)[0]?.incidents.length;
    };
    expect([of([only]), of([only, next, third])]).toEqual([1, 2]);
  });

  it('is drawn of whole months only: of half a month the lots could still fall otherwise', () => {
    const all = calls(10);
    expect(sampleOf(all, by('周敏', all), { ...november, until: november.until - 1 })).toEqual([]);
    expect(sampleOf(all, by('周敏', all), { ...november, from: november.from + 1 })).toEqual([]);
  });

  it('leaves out what is not counted', () => {
    expect(sampleOf([], by('周敏', calls(3)), november)).toEqual([]);
  });
});
