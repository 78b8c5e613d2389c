// A calendar as WeCom, Outlook and Google write it becomes shifts by the clock of the district; what is none is named by its number, with the reason.
import { describe, expect, it } from 'vitest';
import { readCalendar } from './readCalendar.ts';

const now = Date.UTC(2026, 10, 30, 4);
const about = { timeZone: 'Asia/Shanghai', now };
const calendar = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const morning = ['DTSTART;TZID=Asia/Shanghai:20261201T080000', 'DTEND;TZID=Asia/Shanghai:20261201T200000'];
const chinaTime = [
  'BEGIN:VTIMEZONE',
  'TZID:China Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');
const read = (...parts: string[]) => readCalendar(calendar(...parts), about);
/** Without the ids, which are made of what the calendar calls its events. */
const shifts = (...parts: string[]) => read(...parts).rows.map(([, ...row]) => row);
const reasons = (...parts: string[]) =>
  read(...parts).refused.map((one) => `${one.event} ${one.column}: ${one.reason}`);

describe('an event', () => {
  it.each([
    { by: 'the zone of China by its name', lines: morning },
    {
      by: 'a zone of Outlook that the file describes',
      lines: ['DTSTART;TZID=China Standard Time:20261201T080000', 'DTEND;TZID=China Standard Time:20261201T200000'],
    },
    { by: 'UTC', lines: ['DTSTART:20261201T000000Z', 'DTEND:20261201T120000Z'] },
    { by: 'the clock on the wall', lines: ['DTSTART:20261201T080000', 'DTEND:20261201T200000'] },
    { by: 'another zone', lines: ['DTSTART;TZID=Europe/Berlin:20261201T010000', 'DURATION:PT12H'] },
  ])('by $by is a shift by the clock of the district', ({ lines }) => {
    expect(shifts(chinaTime, event('UID:1', ...lines, 'SUMMARY:王协管员 值班'))).toEqual([
      ['王协管员 值班', '2026-12-01T08:00', '2026-12-01T20:00', '', ''],
    ]);
  });

  it('that repeats keeps its rule and the days on which it does not take place', () => {
    const rule = [
      'RRULE:FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20271231T235959',
      'EXDATE;TZID=Asia/Shanghai:20261202T080000,20261208T080000',
    ];
    expect(shifts(event('UID:1', ...morning, ...rule, 'SUMMARY:王'))).toEqual([
      [
        '王',
        '2026-12-01T08:00',
        '2026-12-01T20:00',
        'FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20271231',
        '2026-12-02；2026-12-08',
      ],
    ]);
  });

  it('of which one occurrence was moved is a shift without that day, and one more', () => {
    const moved = [
      'RECURRENCE-ID;TZID=Asia/Shanghai:20261208T080000',
      'DTSTART:20261209T010000Z',
      'DTEND:20261209T020000Z',
    ];
    const off = [
      'RECURRENCE-ID:20261215T000000Z',
      'DTSTART:20261215T000000Z',
      'DTEND:20261215T120000Z',
      'STATUS:CANCELLED',
    ];
    const parts = [
      event('UID:1', ...morning, 'RRULE:FREQ=WEEKLY', 'SUMMARY:王'),
      event('UID:1', ...moved, 'SUMMARY:王'),
      event('UID:1', ...off),
    ];
    expect(shifts(...parts)).toEqual([
      ['王', '2026-12-01T08:00', '2026-12-01T20:00', 'FREQ=WEEKLY', '2026-12-08；2026-12-15'],
      ['王', '2026-12-09T09:00', '2026-12-09T10:00', '', ''],
    ]);
    expect(read(...parts)).toMatchObject({ all: 3, leftOut: 1, refused: [] });
  });

  it('with attendees is a shift of each who has not said no, by name, else by address; folded lines are one', () => {
    const who = [
      'ATTENDEE;CN="王, 协管员":mailto:wang@example.com',
      'ATTENDEE;PARTSTAT=DECLINED;CN=李:mailto:li@example.com',
      'ATTENDEE:mailto:zhang@exam\r\n ple.com',
    ];
    expect(shifts(event('UID:1', ...morning, ...who, 'SUMMARY:夜班')).map(([name]) => name)).toEqual([
      '王, 协管员',
      'zhang@example.com',
    ]);
  });

  it('has the same id when the calendar comes again, and another one for each person of it', () => {
    const one = event('UID:1', ...morning, 'ATTENDEE;CN=王:mailto:a@b.c', 'ATTENDEE;CN=李:mailto:d@e.f');
    const [first, second] = read(one).rows.map(([id]) => id);
    expect(
      read(event('UID:2', ...morning), one)
        .rows.map(([id]) => id)
        .slice(1),
    ).toEqual([first, second]);
    expect(first).not.toBe(second);
  });
});

it('what is no shift is refused by its number, and costs only itself', () => {
  const found = reasons(
    event('UID:1', 'DTSTART;VALUE=DATE:20261201', 'DTEND;VALUE=DATE:20261202', 'SUMMARY:春节'),
    event('UID:2', 'DTSTART:20261201T080000', 'SUMMARY:没有结束'),
    event('UID:3', 'DTEND:20261201T080000', 'SUMMARY:没有开始'),
    event('UID:4', ...morning, 'SUMMARY:好的'),
    event('UID:5', 'DTSTART;TZID=Nowhere:20261201T080000', 'DURATION:PT8H'),
    event('UID:6', 'DTSTART;TZID=Europe/Berlin:20261201T080000', 'DURATION:PT8H', 'RRULE:FREQ=DAILY'),
    event('UID:7', 'DTSTART:20261201T160000Z', 'DURATION:PT8H', 'RRULE:FREQ=WEEKLY;BYDAY=TU'),
    event('UID:8', ...morning, 'RRULE:FREQ=FORTNIGHTLY'),
    event('UID:9', 'DTSTART:20260431T080000', 'DURATION:PT8H'),
    event('UID:10', 'this is no line'),
    event('UID:shift-1-2026-12-01-0@hongmenjie.yijiantong', ...morning),
    event('UID:12', ...morning, 'RRULE:FREQ=DAILY', 'RDATE:20261224T080000'),
  );
  expect(found).toEqual([
    '1 start: lasts whole days: a shift has hours, give it a start and an end',
    '2 end: has no end: when is it over?',
    '3 start: is missing',
    '5 start: is in the zone "Nowhere", which nobody knows',
    '6 repeats: repeats by the clock of another zone: write it in the zone of the community',
    '7 repeats: repeats by the clock of another zone: write it in the zone of the community',
    '8 : is no RRULE of RFC 5545: write it like FREQ=WEEKLY;BYDAY=MO,TU',
    '9 start: 2026-04-31 is no day of the calendar',
    '10 : cannot be read',
    '11 : comes from our own roster: it is there already',
    '12 repeats: repeats on single days (RDATE): make each an event of its own',
  ]);
});

it('in UTC a weekly event repeats on its own day of the week here', () => {
  expect(
    shifts(event('UID:1', 'DTSTART:20261201T160000Z', 'DURATION:PT8H', 'RRULE:FREQ=WEEKLY', 'SUMMARY:王')),
  ).toEqual([['王', '2026-12-02T00:00', '2026-12-02T08:00', 'FREQ=WEEKLY', '']]);
});

it('what is over is left out: an event of the spring, and a rule that has ended', () => {
  const spring = event('UID:1', 'DTSTART:20260301T080000', 'DURATION:PT8H', 'SUMMARY:王');
  const ended = event(
    'UID:2',
    'DTSTART:20260301T080000',
    'DURATION:PT8H',
    'RRULE:FREQ=DAILY;UNTIL=20260401',
    'SUMMARY:王',
  );
  expect(read(spring, ended, event('UID:3', ...morning, 'SUMMARY:王'))).toMatchObject({
    all: 3,
    leftOut: 2,
    events: [3],
  });
});

it('half a calendar, and one with more events than anybody has, are refused', () => {
  expect(() => readCalendar('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', about)).toThrow('does not end');
  const many = Array.from({ length: 20_001 }, (_, i) => event(`UID:${i}`, ...morning));
  expect(() => read(...many)).toThrow('20001 events');
  expect(read()).toMatchObject({ all: 0, rows: [], refused: [] });
});
