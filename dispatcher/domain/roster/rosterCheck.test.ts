import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it, vi } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Leave, Responder, Shift, Swap } from '../../../contracts/office/community.ts';
import { defined } from '../../../contracts/shapes.ts';
import { coordinator as person } from '../../../test/coordinators.ts';
import { Roster } from './roster.ts';
import { checkRoster } from './rosterCheck.ts';

const now = at(Date.parse('2026-11-15T00:00:00+08:00'));
const day: Shift = {
  id: 'day',
  responder: 'wang',
  start: '2026-11-01T08:00',
  end: '2026-11-01T20:00',
  repeats: 'FREQ=DAILY',
};
const away = (responder: string, from: number, to: number, standIn?: string): Leave => ({
  id: `${responder}-${from}`,
  responder,
  start: `2026-11-${from}T00:00`,
  end: `2026-11-${to}T00:00`,
  ...defined({ standIn }),
});

type Rows = { shifts?: Shift[]; leaves?: Leave[]; swaps?: Swap[]; responders?: Responder[]; timeZone?: string };
const check = ({ shifts = [day], leaves = [], swaps = [], responders = [], timeZone = 'Asia/Shanghai' }: Rows) => {
  const district = { timeZone } as Parameters<typeof checkRoster>[0]['district'];
  return checkRoster({ district, shifts, leaves, swaps, responders }, now);
};
const onDuty = (rows: Rows, who: string, when: string, zone = '+08:00'): boolean => {
  const { shifts = [day], leaves = [], swaps = [], timeZone = 'Asia/Shanghai' } = rows;
  return new Roster({ shifts, leaves, swaps, timeZone }).onDuty(person(who), at(Date.parse(`${when}${zone}`)));
};

describe('a row that nobody can work out, in the store all the same', () => {
  const bad: Shift[] = [
    { ...day, id: 'minutely', responder: 'li', repeats: 'FREQ=MINUTELY' },
    { ...day, id: 'no-day', responder: 'li', end: '2026-04-31T20:00', repeats: 'FREQ=DAILY' },
    { ...day, id: 'no-rule', responder: 'li', repeats: 'whenever' },
  ];
  const leaves: Leave[] = [
    { ...away('wang', 14, 16), id: 'no-leave', end: '2026-11-31T00:00' },
    { ...away('wang', 17, 18), id: 'leave' },
  ];

  it('leaves whoever has no other as somebody without shifts: on duty by their own switch', () => {
    expect(onDuty({ shifts: bad }, 'li', '2026-11-15T03:00:00')).toBe(true);
    expect(onDuty({ shifts: [...bad, { ...day, id: 'good', responder: 'li' }] }, 'li', '2026-11-15T03:00:00')).toBe(
      false,
    );
  });

  it('is left out and named; all others hold', () => {
    const rows = { shifts: [...bad, day], leaves };
    expect(onDuty(rows, 'wang', '2026-11-15T12:00:00')).toBe(true);
    expect(onDuty(rows, 'wang', '2026-11-17T12:00:00')).toBe(false);
    const roster = new Roster({ ...rows, swaps: [], timeZone: 'Asia/Shanghai' });
    expect(roster.leftOut(now).map(({ part, id, field }) => `${part}/${id}/${field}`)).toEqual([
      'leaves/no-leave/end',
      'shifts/minutely/repeats',
      'shifts/no-day/end',
      'shifts/no-rule/repeats',
    ]);
  });

  it.each([
    { what: 'a rule that an earlier program took', shift: { repeats: 'FREQ=WEEKLY;BYDAY=1SU;COUNT=9;UNTIL=20271231' } },
    { what: 'an exception on no day', shift: { except: ['2026-04-31'] } },
  ])('is none with $what, which only an import refuses', ({ shift }) => {
    expect(onDuty({ shifts: [{ ...day, ...shift }] }, 'wang', '2026-11-15T12:00:00')).toBe(true);
  });

  it('is told by its words already, and not a second time by its working out', () => {
    expect(check({ shifts: [...bad, day], leaves: leaves.slice(0, 1) })).toEqual([]);
  });
});

describe('the first stretch', () => {
  const monday: Shift = {
    ...day,
    start: '2026-11-26T08:00',
    end: '2026-11-26T20:00',
    repeats: 'FREQ=WEEKLY;BYDAY=MO,TU',
  };

  it('takes place from start to end, also where the rule does not name its day, and an import says so', () => {
    expect(onDuty({ shifts: [monday] }, 'wang', '2026-11-26T12:00:00')).toBe(true);
    expect(onDuty({ shifts: [monday] }, 'wang', '2026-11-27T12:00:00')).toBe(false);
    expect(onDuty({ shifts: [monday] }, 'wang', '2026-11-30T12:00:00')).toBe(true);
    expect(check({ shifts: [monday] })).toMatchObject([{ severity: 'warning', path: '/shifts/0', field: 'start' }]);
  });

  it('is left out on a day that is excepted', () => {
    expect(onDuty({ shifts: [{ ...monday, except: ['2026-11-26'] }] }, 'wang', '2026-11-26T12:00:00')).toBe(false);
  });

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;UNTIL=20200101'])(
    'is all there is of a rule that never comes round (%s), and an import says so',
    (repeats) => {
      expect(onDuty({ shifts: [{ ...day, repeats }] }, 'wang', '2026-11-01T12:00:00')).toBe(true);
      expect(onDuty({ shifts: [{ ...day, repeats }] }, 'wang', '2026-11-02T12:00:00')).toBe(false);
      expect(check({ shifts: [{ ...day, repeats }] })).toMatchObject([{ severity: 'warning', field: 'repeats' }]);
    },
  );

  it('and the rule that names its day leave nothing to say', () => {
    expect(check({})).toEqual([]);
    expect(check({ shifts: [{ ...day, repeats: 'FREQ=DAILY;COUNT=1' }] })).toEqual([]);
  });
});

describe('a start in the hour that summer time leaves out', () => {
  // In Berlin the clocks went forward on 29 March 2026 from 02:00 to 03:00.
  const early = (end: string): Shift => ({ ...day, start: '2026-01-01T02:30', end: `2026-01-01T${end}` });
  const on = (shift: Shift, when: string) =>
    onDuty({ shifts: [shift], timeZone: 'Europe/Berlin' }, 'wang', when, '+02:00');

  it('moves to the hour after; the shift is not lost', () => {
    expect(on(early('18:30'), '2026-03-29T03:29:00')).toBe(false);
    expect(on(early('18:30'), '2026-03-29T03:30:00')).toBe(true);
    expect(on(early('18:30'), '2026-03-29T18:29:00')).toBe(true);
    expect(on(early('18:30'), '2026-03-29T18:30:00')).toBe(false);
    expect(on(early('18:30'), '2026-03-30T02:30:00')).toBe(true);
  });

  it('takes an end that would come before it along', () => {
    expect(on(early('03:00'), '2026-03-29T03:45:00')).toBe(true);
    expect(on(early('03:00'), '2026-03-29T04:00:00')).toBe(false);
  });

  it('leaves UNTIL an instant: the last shift before it takes place', () => {
    const until: Shift = { ...early('18:30'), repeats: 'FREQ=DAILY;UNTIL=20260330T003000Z' };
    expect(on(until, '2026-03-30T03:00:00')).toBe(true);
    expect(on(until, '2026-03-31T03:00:00')).toBe(false);
    const before: Shift = { ...until, repeats: 'FREQ=DAILY;UNTIL=20260330T002959Z' };
    expect(on(before, '2026-03-30T03:00:00')).toBe(false);
  });
});

describe('leave over which nobody does the work', () => {
  it('of a stand-in who is away too, though they have no shifts, is nobody’s, and an import says from when to when', () => {
    const leaves = [away('wang', 20, 25, 'li'), away('li', 22, 23)];
    expect(onDuty({ leaves }, 'li', '2026-11-21T12:00:00')).toBe(true);
    expect(onDuty({ leaves }, 'li', '2026-11-22T12:00:00')).toBe(false);
    const problems = check({ leaves, responders: [person('wang'), person('li')] });
    expect(problems).toMatchObject([
      { severity: 'warning', path: '/leaves/0', field: 'standIn' },
      { severity: 'warning', path: '/leaves/1', field: 'standIn' },
    ]);
    expect(problems[0]?.reason).toContain('from 2026-11-22T08:00 to 2026-11-22T20:00');
    expect(problems[1]?.reason).toContain('from 2026-11-22T00:00 to 2026-11-23T00:00');
  });

  it.each([
    { what: 'has a stand-in who is there', leaves: [away('wang', 20, 25, 'li')], told: 0 },
    { what: 'has none', leaves: [away('wang', 20, 25)], told: 1 },
    {
      what: 'has one who is away and has one',
      leaves: [away('wang', 20, 25, 'li'), away('li', 22, 23, 'zhao')],
      told: 0,
    },
    { what: 'has one who is never on duty', leaves: [away('wang', 20, 25, 'off')], told: 1 },
    {
      what: 'is of somebody without shifts, who is there at all hours, and has none',
      leaves: [away('li', 20, 25)],
      told: 1,
    },
    { what: 'is of somebody without shifts and has one', leaves: [away('li', 20, 25, 'zhao')], told: 0 },
    {
      what: 'is of somebody without shifts and has one who is away',
      leaves: [away('li', 20, 25, 'zhao'), away('zhao', 21, 22, 'li')],
      told: 2,
    },
    { what: 'is of somebody who is never on duty', leaves: [away('off', 20, 25)], told: 0 },
    {
      what: 'was last year',
      leaves: [{ ...away('wang', 20, 25), start: '2025-11-20T00:00', end: '2025-11-21T00:00' }],
      told: 0,
    },
  ])('that $what: told $told times', ({ leaves, told }) => {
    const responders = [person('wang'), person('li'), person('zhao'), person('off', { onDuty: false })];
    expect(check({ leaves, responders })).toHaveLength(told);
  });

  it.each([
    { standIn: undefined, why: 'there is no stand-in' },
    { standIn: 'off', why: '"off" cannot, nor anybody in their place' },
  ])('is told with the reason: $why', ({ standIn, why }) => {
    const responders = [person('wang'), person('off', { onDuty: false })];
    expect(check({ leaves: [away('wang', 20, 21, standIn)], responders }).map(({ reason }) => reason)).toEqual([
      `from 2026-11-20T08:00 to 2026-11-20T20:00 nobody does what "wang" had to do: ${why}`,
    ]);
  });

  it('is told of that leave, and of no other of the same person that is over or that nobody can work out', () => {
    const over = { ...away('wang', 20, 21), id: 'over', start: '2025-01-20T00:00', end: '2025-01-21T00:00' };
    const odd = { ...away('wang', 20, 21), id: 'odd', end: '2026-11-31T00:00' };
    const problems = check({ leaves: [over, odd, away('wang', 20, 21)], responders: [person('wang')] });
    expect(problems.map(({ path }) => path)).toEqual(['/leaves/2']);
  });

  it('is told of each leave of many', () => {
    const leaves = Array.from({ length: 45 }, (_, i) => away(`p${i}`, 20, 21));
    const responders = leaves.map(({ responder }) => person(responder));
    expect(check({ leaves, responders }).map(({ path }) => path)).toEqual(leaves.map((_, i) => `/leaves/${i}`));
  });

  it('is told of several days of one leave once, by the first of them', () => {
    const problems = check({ leaves: [away('wang', 20, 23)], responders: [person('wang')] });
    expect(problems.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('from 2026-11-20T08:00 to 2026-11-20T20:00'),
    ]);
  });

  it('is none where a swap gave the days to somebody who is there', () => {
    const rows = { leaves: [away('wang', 20, 22)], responders: [person('wang'), person('li')] };
    const swaps = [20, 21].map((n) => ({ id: `s${n}`, shift: 'day', on: `2026-11-${n}`, to: 'li' }));
    expect(check({ ...rows, swaps })).toEqual([]);
    expect(check({ ...rows, swaps: swaps.slice(0, 1) })[0]?.reason).toContain('from 2026-11-21T08:00');
  });

  it('is found where a swap gave the day to whoever is away and has shifts of their own', () => {
    const [start, end] = ['2026-11-02T20:00', '2026-11-02T21:00'];
    const problems = check({
      shifts: [day, { ...day, id: 'own', responder: 'li', start, end, repeats: 'FREQ=MONTHLY' }],
      swaps: [{ id: 's', shift: 'day', on: '2026-11-22', to: 'li' }],
      leaves: [away('li', 20, 25)],
      responders: [person('wang'), person('li')],
    });
    expect(problems.map(({ reason }) => reason)).toEqual([
      'from 2026-11-22T08:00 to 2026-11-22T20:00 nobody does what "li" had to do: there is no stand-in',
    ]);
  });

  it('is found where a swap gave the day to whoever is away', () => {
    const swaps = [{ id: 's', shift: 'day', on: '2026-11-22', to: 'li' }];
    expect(check({ swaps, leaves: [away('li', 20, 25)], responders: [person('wang'), person('li')] })).toHaveLength(1);
  });
});

describe('a roster that is checked', () => {
  it('in a zone that there is not says nothing: that is told by the zone', () => {
    expect(check({ timeZone: 'Asia/Nowhere', leaves: [away('wang', 20, 21)] })).toEqual([]);
  });

  it('names a row that nobody foresaw as broken, where it stands among the others', () => {
    const broken = { ...day, id: 'broken', responder: 'li', start: '2026-11-01T09:00' };
    const between = vi.spyOn(RRuleTemporal.prototype, 'between');
    const { repeats: _, ...once } = day;
    between.mockImplementationOnce(() => {
      throw new Error('no such week');
    });
    try {
      expect(check({ shifts: [once, broken] })).toEqual([
        { severity: 'error', path: '/shifts/1', field: 'repeats', reason: 'cannot be worked out: no such week' },
      ]);
    } finally {
      between.mockRestore();
    }
  });
});
