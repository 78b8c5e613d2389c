// A holiday takes the shifts of workdays away, brings them back on the weekends that are worked for it, and leaves those of day and night alone.
import { describe, expect, it } from 'vitest';
import { holidaysFrom, unknownYears } from '../../../../contracts/office/holidays.ts';
import { publicHolidays, publishedYears } from '../../../../contracts/office/publicHolidays.ts';
import { dayAfter } from '../days.ts';
import type { Standing } from './draft.ts';
import { daysBetween, holidayChanges, isOfWorkdays, workedIn } from './holiday.ts';

const shift = (id: string, repeats: string, more: object = {}): Standing => ({
  version: 3,
  document: { id, responder: 'wang', start: '2026-01-05T20:00', end: '2026-01-06T08:00', repeats, ...more },
  swaps: [],
});
const office = shift('office', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR');

it.each([
  { rule: 'FREQ=WEEKLY;BYDAY=MO,FR', is: true },
  { rule: 'FREQ=WEEKLY;BYDAY=MO,SA', is: false },
  { rule: 'FREQ=DAILY', is: false },
  { rule: undefined, is: false },
])('$rule is of workdays alone: $is', ({ rule, is }) => expect(isOfWorkdays(rule)).toBe(is));

describe('a holiday', () => {
  const free = ['2026-02-16', '2026-02-17'];
  it('takes its days away, beside those that were away, and brings the shift to the Saturday that is worked, once', () => {
    const worked = workedIn([office], ['2026-02-14', '2026-02-28']);
    const [off, first, second] = holidayChanges(
      [{ ...office, document: { ...office.document, except: ['2026-02-17', '2026-01-09'] } }],
      free,
      worked,
      new Set(),
    );
    expect(off).toEqual({
      kind: 'shifts',
      id: 'office',
      version: 3,
      set: { except: ['2026-01-09', '2026-02-16', '2026-02-17'] },
    });
    expect(first).toMatchObject({
      id: 'office-w20260214',
      version: 0,
      document: { responder: 'wang', start: '2026-02-14T20:00', end: '2026-02-15T08:00' },
    });
    expect(second?.id).toBe('office-w20260228');
    expect(holidayChanges([office], free, worked, new Set(['office-w20260214', 'office-w20260228']))).toHaveLength(1);
  });

  it.each([
    { what: 'that comes every day', one: shift('night', 'FREQ=DAILY') },
    { what: 'that has ended before', one: shift('old', 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260131') },
    {
      what: 'that begins later',
      one: shift('new', 'FREQ=WEEKLY;BYDAY=MO', { start: '2026-03-02T08:00', end: '2026-03-02T16:00' }),
    },
  ])('brings no shift $what to a weekend', ({ one }) => expect(workedIn([one], ['2026-02-14'])).toEqual([]));
});

describe('the holidays that are known', () => {
  it('are in order, each of some days, with weekends that are worked outside of them', () => {
    for (const [i, { from, to, worked, zh, en }] of publicHolidays.entries()) {
      expect(daysBetween(from, to)).toBeGreaterThanOrEqual(0);
      expect(from > (publicHolidays[i - 1]?.to ?? '')).toBe(true);
      expect(zh !== '' && en !== '').toBe(true);
      for (const day of worked) {
        expect(day < from || day > to).toBe(true);
        expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
      }
    }
  });

  it('say of the spring of 2026 what the State Council has said', () => {
    const [next] = holidaysFrom('2026-01-10');
    expect(next).toMatchObject({
      zh: '春节',
      from: '2026-02-15',
      to: '2026-02-23',
      worked: ['2026-02-14', '2026-02-28'],
    });
    expect(holidaysFrom('2026-02-23')[0]).toBe(next);
    expect(holidaysFrom('2026-02-24')[0]?.zh).toBe('清明');
  });

  it('say which year nobody knows: the next one from December on, never before; one that is past them at once', () => {
    const last = Math.max(...publishedYears);
    expect(unknownYears(`${last}-11-30`)).toEqual([]);
    expect(unknownYears(`${last}-12-01`)).toEqual([last + 1]);
    expect(unknownYears(`${last + 1}-03-01`)).toEqual([last + 1]);
    expect(holidaysFrom(dayAfter(`${last}-12-31`, 1))).toEqual([]);
  });
});
