import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Shift } from '../../../contracts/office/community.ts';
import { Roster } from './roster.ts';

const night: Shift = {
  id: 'night',
  responder: 'wang',
  start: '2026-01-01T20:00',
  end: '2026-01-02T07:00',
  repeats: 'FREQ=DAILY',
};
const day: Shift = { ...night, id: 'day', responder: 'li', start: '2026-01-01T08:00', end: '2026-01-01T20:00' };
const roster = (...shifts: Shift[]) => new Roster({ shifts, leaves: [], swaps: [], timeZone: 'Asia/Shanghai' });

describe('when the next stretch of duty begins', () => {
  const next = (one: Roster, when: string) => {
    const found = one.nextStart(at(Date.parse(when)));
    return found === undefined ? undefined : new Date(found).toISOString();
  };

  it.each([
    { when: '2026-03-10T07:59:59+08:00', starts: '2026-03-10T00:00:00.000Z' },
    { when: '2026-03-10T08:00:00+08:00', starts: '2026-03-10T12:00:00.000Z' },
    { when: '2026-03-10T20:00:00+08:00', starts: '2026-03-11T00:00:00.000Z' },
  ])('after $when: $starts', ({ when, starts }) => {
    expect(next(roster(night, day), when)).toBe(starts);
  });

  it('is the same when it is asked again, and of another week another', () => {
    const one = roster(day);
    expect(next(one, '2026-03-10T09:00:00+08:00')).toBe('2026-03-11T00:00:00.000Z');
    expect(next(one, '2026-03-10T10:00:00+08:00')).toBe('2026-03-11T00:00:00.000Z');
    expect(next(one, '2026-09-10T10:00:00+08:00')).toBe('2026-09-11T00:00:00.000Z');
  });

  it('is not known where nobody has shifts', () => {
    expect(next(roster(), '2026-03-10T10:00:00+08:00')).toBeUndefined();
  });
});
