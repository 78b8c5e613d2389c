import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Leave, Responder, Shift, Swap } from '../../contracts/community.ts';
import { at } from '../../contracts/ids.ts';
import { checkRoster, Roster } from './roster.ts';

const person = (id: string, more: Partial<Responder> = {}): Responder => ({
  id,
  name: id,
  role: 'grid_coordinator',
  base: [104, 30],
  means: 'bicycle',
  onDuty: true,
  simulated: true,
  ...more,
});
const night: Shift = {
  id: 'night',
  responder: 'wang',
  start: '2026-01-01T20:00',
  end: '2026-01-02T07:00',
  repeats: 'FREQ=DAILY',
};
const roster = (parts: {
  shifts?: Shift[];
  leaves?: Leave[];
  swaps?: Swap[];
  people?: Responder[];
  timeZone?: string;
}): Roster =>
  new Roster({
    responders: parts.people ?? [person('wang'), person('li')],
    shifts: parts.shifts ?? [night],
    leaves: parts.leaves ?? [],
    swaps: parts.swaps ?? [],
    timeZone: parts.timeZone ?? 'Asia/Shanghai',
  });
const instant = (text: string) => at(Date.parse(text));
const onDuty = (one: Roster, when: string, who = person('wang')) => one.onDuty(who, instant(when));

describe('who is on duty', () => {
  it.each([
    { when: '2026-03-10T19:59:59+08:00', on: false },
    { when: '2026-03-10T20:00:00+08:00', on: true },
    { when: '2026-03-11T06:59:59+08:00', on: true },
    { when: '2026-03-11T07:00:00+08:00', on: false },
    { when: '2026-12-31T23:59:59+08:00', on: true },
    { when: '2027-01-01T00:00:00+08:00', on: true },
    { when: '2027-01-01T07:00:00+08:00', on: false },
  ])('a night shift over the year end: $when → $on', ({ when, on }) => {
    expect(onDuty(roster({}), when)).toBe(on);
  });

  it.each([
    // Clocks go forward on 29 March 2026 at 02:00 and back on 25 October at 03:00: the shift still ends at seven.
    { when: '2026-03-29T04:59:59Z', on: true },
    { when: '2026-03-29T05:00:00Z', on: false },
    { when: '2026-10-25T05:59:59Z', on: true },
    { when: '2026-10-25T06:00:00Z', on: false },
    { when: '2026-03-28T19:00:00Z', on: true },
    { when: '2026-10-25T18:59:59Z', on: false },
    { when: '2026-10-25T19:00:00Z', on: true },
  ])('in a zone with daylight saving: $when → $on', ({ when, on }) => {
    expect(onDuty(roster({ timeZone: 'Europe/Berlin' }), when)).toBe(on);
  });

  it('the last day of each month, by an RRULE of RFC 5545', () => {
    const monthly: Shift = {
      id: 'm',
      responder: 'wang',
      start: '2026-01-31T08:00',
      end: '2026-01-31T12:00',
      repeats: 'FREQ=MONTHLY;BYMONTHDAY=-1',
    };
    const one = roster({ shifts: [monthly] });
    expect(onDuty(one, '2028-02-29T09:00:00+08:00')).toBe(true);
    expect(onDuty(one, '2028-02-28T09:00:00+08:00')).toBe(false);
  });

  it('not on a day that is excepted, nor during leave, when the stand-in is', () => {
    const leave: Leave = {
      id: 'l',
      responder: 'wang',
      start: '2026-03-12T00:00',
      end: '2026-03-14T00:00',
      standIn: 'li',
    };
    const day: Shift = { id: 'day', responder: 'li', start: '2026-01-01T10:00', end: '2026-01-01T11:00' };
    const one = roster({ shifts: [{ ...night, except: ['2026-03-10'] }, day], leaves: [leave] });
    expect(onDuty(one, '2026-03-10T21:00:00+08:00')).toBe(false);
    expect(onDuty(one, '2026-03-11T23:30:00+08:00')).toBe(true);
    expect(onDuty(one, '2026-03-12T01:00:00+08:00')).toBe(false);
    expect(onDuty(one, '2026-03-12T01:00:00+08:00', person('li'))).toBe(true);
    expect(onDuty(one, '2026-03-12T12:00:00+08:00', person('li'))).toBe(false);
    expect(onDuty(one, '2026-03-14T01:00:00+08:00')).toBe(true);
  });

  it('by a swap of one occurrence, and of no other', () => {
    const own: Shift = { id: 'own', responder: 'li', start: '2026-01-01T10:00', end: '2026-01-01T11:00' };
    const one = roster({ shifts: [night, own], swaps: [{ id: 's', shift: 'night', on: '2026-03-10', to: 'li' }] });
    expect(onDuty(one, '2026-03-11T01:00:00+08:00')).toBe(false);
    expect(onDuty(one, '2026-03-11T01:00:00+08:00', person('li'))).toBe(true);
    expect(onDuty(one, '2026-03-12T01:00:00+08:00')).toBe(true);
  });

  it.each([
    { who: 'switched off', more: { onDuty: false }, rostered: true, on: false },
    { who: 'switched off until noon, at eleven', more: { onDuty: false, dutyUntil: 12 }, rostered: true, on: false },
    { who: 'switched off until ten, at eleven', more: { onDuty: false, dutyUntil: 10 }, rostered: true, on: true },
    { who: 'switched on until noon outside the shift', more: { dutyUntil: 12 }, rostered: false, on: true },
    { who: 'switched on until ten outside the shift', more: { dutyUntil: 10 }, rostered: false, on: false },
  ])('someone $who: on duty = $on', ({ more, rostered, on }) => {
    const { dutyUntil: hour, ...rest } = more as { onDuty?: boolean; dutyUntil?: number };
    const until = hour === undefined ? {} : { dutyUntil: instant(`2026-03-10T${hour}:00:00+08:00`) };
    const shift: Shift = rostered
      ? { id: 's', responder: 'wang', start: '2026-03-10T08:00', end: '2026-03-10T18:00' }
      : { id: 's', responder: 'wang', start: '2026-03-11T08:00', end: '2026-03-11T18:00' };
    const who = person('wang', { ...rest, ...until });
    expect(onDuty(roster({ shifts: [shift] }), '2026-03-10T11:00:00+08:00', who)).toBe(on);
  });

  it.each([
    { who: 'without shifts is on duty by their switch', more: {}, on: true },
    { who: 'without shifts and off is off', more: { onDuty: false }, on: false },
    { who: 'without shifts whose "on until" has passed is off', more: { dutyUntil: at(1) }, on: false },
    { who: 'without shifts whose "off until" has passed is on', more: { onDuty: false, dutyUntil: at(1) }, on: true },
  ])('someone $who', ({ more, on }) => {
    expect(onDuty(roster({ shifts: [] }), '2026-03-10T11:00:00+08:00', person('wang', more))).toBe(on);
  });

  it('agrees with its own stretches at every instant, in zones with and without daylight saving', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-03'), max: Date.parse('2028-12-01') }),
        fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
        fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE,SU', 'FREQ=DAILY;INTERVAL=3', 'FREQ=MONTHLY;BYDAY=2TU'),
        fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined }),
        (when, timeZone, repeats, hours) => {
          const switched = hours === undefined ? {} : { dutyUntil: at(when + hours * 3_600_000) };
          const who = person('wang', { onDuty: (hours ?? 1) % 2 !== 0, ...switched });
          const one = roster({ shifts: [{ ...night, repeats }], timeZone, people: [who] });
          const stretches = one.stretches(who, at(when - 86_400_000), at(when + 86_400_000));
          const covered = stretches.some(({ from, to }) => when >= from && when < to);
          // The switch has no beginning: what lies before now and inside it counts as switched too.
          expect(one.onDuty(who, at(when))).toBe(covered);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a recurrence that cannot be read is reported with its place', () => {
    const district = { timeZone: 'Asia/Shanghai' } as Parameters<typeof checkRoster>[0]['district'];
    const [problem, ...more] = checkRoster({ district, shifts: [night, { ...night, repeats: 'FREQ=SOMETIMES' }] });
    expect(problem).toMatchObject({ severity: 'error', path: '/shifts/1', field: 'repeats' });
    expect(more).toEqual([]);
  });

  it('is told in stretches that do not overlap, in order, cut to what is asked for', () => {
    const early: Shift = { id: 'e', responder: 'wang', start: '2026-03-10T06:00', end: '2026-03-10T12:00' };
    const late: Shift = { id: 'l', responder: 'wang', start: '2026-03-10T10:00', end: '2026-03-10T18:00' };
    const next: Shift = { id: 'n', responder: 'wang', start: '2026-03-11T06:00', end: '2026-03-11T12:00' };
    const one = roster({ shifts: [next, late, early] });
    const [from, to] = [instant('2026-03-10T08:00:00+08:00'), instant('2026-03-11T08:00:00+08:00')];
    expect(one.stretches(person('wang'), from, to)).toEqual([
      { from, to: instant('2026-03-10T18:00:00+08:00') },
      { from: instant('2026-03-11T06:00:00+08:00'), to },
    ]);
    expect(one.stretches(person('wang', { onDuty: false }), from, to)).toEqual([]);
    expect(one.stretches(person('li'), from, to)).toEqual([{ from, to }]);
    const until = instant('2026-03-10T20:00:00+08:00');
    expect(one.stretches(person('wang', { dutyUntil: until }), from, to)).toEqual([
      { from, to: until },
      { from: instant('2026-03-11T06:00:00+08:00'), to },
    ]);
    expect(one.stretches(person('li', { onDuty: false, dutyUntil: until }), from, to)).toEqual([{ from: until, to }]);
    expect(one.stretches(person('li', { dutyUntil: until }), from, to)).toEqual([{ from, to: until }]);
  });

  it('is the same whenever it is asked, also weeks apart and back again', () => {
    const one = roster({});
    for (const day of ['2026-03-10', '2026-05-01', '2026-03-11', '2027-12-31', '2026-03-10']) {
      expect(onDuty(one, `${day}T21:00:00+08:00`)).toBe(true);
      expect(onDuty(one, `${day}T12:00:00+08:00`)).toBe(false);
    }
  });

  it('a shift of several days covers them, and leave inside it cuts a piece out', () => {
    const long: Shift = { id: 'long', responder: 'wang', start: '2026-03-01T08:00', end: '2026-03-06T08:00' };
    const leave: Leave = { id: 'x', responder: 'wang', start: '2026-03-03T00:00', end: '2026-03-04T00:00' };
    const one = roster({ shifts: [long], leaves: [leave] });
    expect(['02', '03', '05'].map((day) => onDuty(one, `2026-03-${day}T12:00:00+08:00`))).toEqual([true, false, true]);
    expect(onDuty(one, '2026-03-03T12:00:00+08:00', person('li'))).toBe(true); // by their own switch, not by the leave
  });
});
