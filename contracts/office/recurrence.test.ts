import { describe, expect, it } from 'vitest';
import type { Shift } from './community.ts';
import { checkRecurrence } from './recurrence.ts';

const night: Shift = { id: 's1', responder: 'wang-g1', start: '2026-11-02T19:00', end: '2026-11-03T07:00' };
const problems = (shift: Partial<Shift>, timeZone = 'Asia/Shanghai') =>
  checkRecurrence({
    shifts: [{ ...night, ...shift }],
    leaves: [],
    swaps: [],
    district: { timeZone } as Parameters<typeof checkRecurrence>[0]['district'],
  });
const check = (shift: Partial<Shift>, timeZone?: string) =>
  problems(shift, timeZone).map(({ path, field }) => `${path}/${field}`);

describe('a shift', () => {
  it.each([
    undefined,
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE',
    'FREQ=WEEKLY;INTERVAL=2;WKST=MO;UNTIL=20271231T235959Z',
    'FREQ=MONTHLY;BYDAY=1MO;COUNT=12',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
  ])('that repeats by %s can be worked out', (repeats) => expect(check(repeats ? { repeats } : {})).toEqual([]));

  it.each([
    'FREQ=MINUTELY',
    'FREQ=SECONDLY;INTERVAL=5',
    'FREQ=HOURLY',
    'freq=minutely',
    'FREQ=DAILY;BYHOUR=0,1,2,3',
    'FREQ=DAILY;BYMINUTE=1',
    'FREQ=DAILY;COUNT=100000',
    'FREQ=DAILY;INTERVAL=100000',
    'FREQ=DAILY\nRRULE:FREQ=MINUTELY',
    'FREQ=DAILY;FREQ=MINUTELY',
    'FREQ=MINUTELY;FREQ=DAILY',
    'every day',
    'BYDAY=MO',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=5;UNTIL=20271231',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;UNTIL=20261331T000000Z',
    'FREQ=DAILY;UNTIL=20261231T240000Z',
    'FREQ=DAILY;UNTIL=20261231T080000',
    'FREQ=DAILY;UNTIL=2026-12-31',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=WEEKLY;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYDAY=9MO',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;WKST=XX',
    'FREQ=YEARLY;BYMONTH=13',
    'FREQ=YEARLY;BYWEEKNO=60',
    'FREQ=DAILY;RSCALE=CHINESE', // worked out today, and no more in three years
    'RRULE:FREQ=DAILY',
  ])('that repeats by %s is refused, and where', (repeats) =>
    expect(check({ repeats })).toEqual(['/shifts/0/repeats']),
  );

  it.each([
    { what: 'begins on a day that does not exist', shift: { start: '2026-02-30T08:00' }, at: 'start' },
    { what: 'ends on a day that does not exist', shift: { end: '2027-02-29T08:00' }, at: 'end' },
    { what: 'began before anybody was born', shift: { start: '0001-01-01T08:00', repeats: 'FREQ=DAILY' }, at: 'start' },
    { what: 'lasts a thousand years', shift: { end: '2099-01-01T00:00', repeats: 'FREQ=DAILY' }, at: 'end' },
    { what: 'leaves out a day that does not exist', shift: { except: ['2026-04-31'] }, at: 'except' },
    { what: 'ends before it begins', shift: { end: '2026-11-02T18:59' }, at: 'end' },
    { what: 'ends as it begins', shift: { end: '2026-11-02T19:00' }, at: 'end' },
  ])('that $what is refused', ({ shift, at }) => expect(check(shift)).toContain(`/shifts/0/${at}`));

  it('whose rule begins with RRULE: is refused by that name', () => {
    const [problem] = problems({ repeats: 'RRULE:FREQ=DAILY' });
    expect(problem?.reason).toBe('begins with "RRULE:": leave that out and write FREQ=DAILY');
  });

  it.each(['Mars/Olympus', 'China Standard Time', 'Etc/Unknown', '+08:00', 'UTC+8', 'CST', 'Asia/Shanghai ', ''])(
    'of a district in the time zone "%s" is refused',
    (timeZone) => expect(check({}, timeZone)).toEqual(['/district/timeZone']),
  );

  it.each(['Asia/Shanghai', 'UTC', 'Europe/Berlin', 'Etc/GMT-8'])(
    'of a district in the time zone %s is worked out',
    (timeZone) => expect(check({}, timeZone)).toEqual([]),
  );
});

it.each([
  { what: 'ends on a day that does not exist', leave: { end: '2026-06-31T00:00' }, at: '/leaves/0/end' },
  { what: 'begins in a 30th of February', leave: { start: '2026-02-30T00:00' }, at: '/leaves/0/start' },
  { what: 'ends before it begins', leave: { end: '2026-05-01T00:00' }, at: '/leaves/0/end' },
])('a leave that $what is refused', ({ leave, at }) => {
  const one = { id: 'l1', responder: 'wang-g1', start: '2026-06-01T00:00', end: '2026-06-10T00:00', ...leave };
  const district = { timeZone: 'Asia/Shanghai' } as Parameters<typeof checkRecurrence>[0]['district'];
  const found = checkRecurrence({ shifts: [], leaves: [one], swaps: [], district });
  expect(found.map(({ path, field }) => `${path}/${field}`)).toContain(at);
});
