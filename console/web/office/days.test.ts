import { afterEach, describe, expect, it } from 'vitest';
import { isDay } from '../../../contracts/wallClock.ts';
import { useZone } from '../look/time.ts';
import { countOf, daysOfSpan, daysOfStretch, instantsOf, measuredBy, type Stretch, stepped } from './days.ts';

afterEach(() => useZone('Asia/Shanghai'));

describe('a stretch seen from today', () => {
  it.each([
    { span: 'today', today: '2026-11-24', from: '2026-11-24', to: '2026-11-24' },
    { span: '7days', today: '2026-11-03', from: '2026-10-28', to: '2026-11-03' },
    { span: '30days', today: '2026-03-01', from: '2026-01-31', to: '2026-03-01' },
    { span: 'month', today: '2026-02-14', from: '2026-02-01', to: '2026-02-28' },
    { span: 'month', today: '2028-02-14', from: '2028-02-01', to: '2028-02-29' },
    { span: 'last_month', today: '2026-03-31', from: '2026-02-01', to: '2026-02-28' },
    { span: 'last_month', today: '2027-01-01', from: '2026-12-01', to: '2026-12-31' },
  ] as const)('$span on $today is from $from to $to', ({ span, today, from, to }) => {
    expect(daysOfSpan(span, today)).toEqual({ from, to });
  });
});

describe('a stretch that is counted', () => {
  const month = (of: string): Stretch => ({ kind: 'month', month: of });
  const quarter = (of: string): Stretch => ({ kind: 'quarter', quarter: of });
  const days = (from: string, to: string): Stretch => ({ kind: 'days', days: { from, to } });

  it.each([
    { stretch: month('2026-11'), from: '2026-11-01', to: '2026-11-30' },
    { stretch: month('2026-12'), from: '2026-12-01', to: '2026-12-31' },
    { stretch: quarter('2026-1'), from: '2026-01-01', to: '2026-03-31' },
    { stretch: quarter('2026-4'), from: '2026-10-01', to: '2026-12-31' },
  ])('goes from $from to $to', ({ stretch, from, to }) => {
    expect(daysOfStretch(stretch)).toEqual({ from, to });
  });

  it.each([
    { what: 'a month over the new year', stretch: month('2026-12'), by: 1, moved: month('2027-01') },
    { what: 'a month back over the new year', stretch: month('2027-01'), by: -1, moved: month('2026-12') },
    { what: 'a quarter over the new year', stretch: quarter('2026-4'), by: 1, moved: quarter('2027-1') },
    { what: 'a quarter back', stretch: quarter('2026-1'), by: -1, moved: quarter('2025-4') },
    {
      what: 'own days by as many as they are',
      stretch: days('2026-11-01', '2026-11-07'),
      by: -1,
      moved: days('2026-10-25', '2026-10-31'),
    },
  ] as const)('is moved: $what', ({ stretch, by, moved }) => {
    expect(stepped(stretch, by)).toEqual(moved);
  });

  it('keeps its beginning when it is measured otherwise', () => {
    expect(measuredBy('quarter', month('2026-11'))).toEqual(quarter('2026-4'));
    expect(measuredBy('month', quarter('2026-4'))).toEqual(month('2026-10'));
    expect(measuredBy('days', month('2026-11'))).toEqual(days('2026-11-01', '2026-11-30'));
  });

  it('is as long as its days', () => {
    expect(countOf({ from: '2026-11-01', to: '2026-11-30' })).toBe(30);
    expect(countOf({ from: '2026-11-02', to: '2026-11-01' })).toBe(0);
  });
});

describe('the instants of days', () => {
  it('are midnights in Beijing, the last one after the last day', () => {
    expect(instantsOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
      from: '2026-10-31T16:00:00.000Z',
      until: '2026-11-30T16:00:00.000Z',
    });
  });

  it('follow a district whose clocks are set', () => {
    useZone('Europe/Berlin');
    expect(instantsOf({ from: '2026-10-01', to: '2026-10-31' })).toEqual({
      from: '2026-09-30T22:00:00.000Z',
      until: '2026-10-31T23:00:00.000Z',
    });
  });

  it('are absent where no day was chosen', () => {
    expect(instantsOf({ from: '', to: '' })).toEqual({});
    expect(instantsOf({ from: '2026-11-01', to: '' })).toEqual({ from: '2026-10-31T16:00:00.000Z' });
  });
});

it.each([
  { text: '2026-02-28', day: true },
  { text: '2026-02-30', day: false },
  { text: '2026-13-01', day: false },
  { text: 'yesterday', day: false },
  { text: '', day: false },
])('"$text" is a day: $day', ({ text, day }) => {
  expect(isDay(text)).toBe(day);
});
