import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it, vi } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Leave, Responder, Shift, Swap } from '../../../contracts/office/community.ts';
import { defined } from '../../../contracts/shapes.ts';
import { coordinator as person } from '../../../test/coordinators.ts';
import { Roster } from './roster.ts';
import { switchEndsOf } from './switchEnds.ts';

const night: Shift = {
  id: 'night',
  responder: 'wang',
  start: '2026-01-01T20:00',
  end: '2026-01-02T07:00',
  repeats: 'FREQ=DAILY',
};
const roster = (parts: { shifts?: Shift[]; leaves?: Leave[]; swaps?: Swap[]; timeZone?: string }): Roster =>
  new Roster({
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
          const one = roster({ shifts: [{ ...night, repeats }], timeZone });
          const stretches = one.stretches(who, at(when - 86_400_000), at(when + 86_400_000));
          const covered = stretches.some(({ from, to }) => when >= from && when < to);
          // The switch has no beginning: what lies before now and inside it counts as switched too.
          expect(one.onDuty(who, at(when))).toBe(covered);
        },
      ),
      { numRuns: 200 },
    );
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

describe('leave', () => {
  const day = (id: string, responder: string): Shift => ({
    id,
    responder,
    start: '2026-03-10T08:00',
    end: '2026-03-10T18:00',
  });
  const away = (responder: string, from: number, to: number, standIn?: string): Leave => ({
    id: `${responder}-${from}`,
    responder,
    start: `2026-03-10T${String(from).padStart(2, '0')}:00`,
    end: `2026-03-10T${String(to).padStart(2, '0')}:00`,
    ...defined({ standIn }),
  });
  /** Everybody has a shift long ago, so that only the roster says when they are on duty. */
  const rostered = (id: string): Shift => ({ id, responder: id, start: '2020-01-01T08:00', end: '2020-01-01T09:00' });
  const hours = (one: Roster, who: Responder): string =>
    one
      .stretches(who, instant('2026-03-10T00:00:00+08:00'), instant('2026-03-11T00:00:00+08:00'))
      .map(({ from, to }) => [from, to].map((each) => new Date(each + 8 * 3_600_000).getUTCHours()).join('–'))
      .join(' ');

  it.each([
    {
      who: 'a stand-in who is away himself is not on duty',
      leaves: [away('wang', 8, 18, 'li'), away('li', 12, 14)],
      li: '8–12 14–18',
    },
    {
      who: 'his own stand-in has it then, whichever leave was entered first',
      leaves: [away('li', 12, 14, 'zhao'), away('wang', 8, 18, 'li')],
      li: '8–12 14–18',
      zhao: '12–14',
    },
    {
      who: 'two who stand in for each other are both away, and it ends',
      leaves: [away('wang', 8, 18, 'li'), away('li', 10, 12, 'wang')],
      li: '8–10 12–18',
    },
    {
      who: 'whoever comes back while the stand-in is still away takes their own shift again',
      leaves: [away('wang', 8, 12, 'li'), away('li', 8, 18, 'zhao')],
      wang: '12–18',
      zhao: '8–12',
    },
    { who: 'leave without a stand-in leaves nobody', leaves: [away('wang', 8, 17)], wang: '17–18' },
    {
      who: 'of two leaves at once both stand-ins come',
      leaves: [away('wang', 8, 18, 'li'), away('wang', 10, 18, 'zhao')],
      li: '8–18',
      zhao: '10–18',
    },
  ])('$who', ({ leaves, wang = '', li = '', zhao = '' }) => {
    const one = roster({ shifts: [day('day', 'wang'), rostered('li'), rostered('zhao')], leaves });
    expect(['wang', 'li', 'zhao'].map((id) => hours(one, person(id)))).toEqual([wang, li, zhao]);
  });

  it('counts for somebody without any shift, unless they say themselves until when they are there', () => {
    const one = roster({ shifts: [day('day', 'wang')], leaves: [away('li', 12, 14)] });
    expect(hours(one, person('li'))).toBe('0–12 14–0');
    expect(onDuty(one, '2026-03-10T13:00:00+08:00', person('li'))).toBe(false);
    expect(onDuty(one, '2026-03-10T14:00:00+08:00', person('li'))).toBe(true);
    const there = person('li', { dutyUntil: instant('2026-03-10T13:30:00+08:00') });
    expect(onDuty(one, '2026-03-10T13:00:00+08:00', there)).toBe(true);
  });

  it('of somebody without any shift, who is there at all hours, hands all of it to the stand-in', () => {
    const leaves = [away('li', 6, 14, 'wang'), away('wang', 12, 13, 'zhao')];
    const one = roster({ shifts: [day('day', 'wang'), rostered('zhao')], leaves });
    expect(['li', 'wang', 'zhao'].map((id) => hours(one, person(id)))).toEqual(['0–6 14–0', '6–12 13–18', '12–13']);
  });

  it('a swap does not bring back somebody who is away that day', () => {
    const swaps: Swap[] = [{ id: 's', shift: 'day', on: '2026-03-10', to: 'li' }];
    const one = roster({ shifts: [day('day', 'wang'), rostered('li')], leaves: [away('li', 8, 12)], swaps });
    expect([hours(one, person('wang')), hours(one, person('li'))]).toEqual(['', '12–18']);
  });
});

describe('any roster', () => {
  const names = ['wang', 'li', 'zhao', 'sun'];
  const hour = (n: number): string =>
    new Date(Date.parse('2026-03-01T00:00Z') + n * 3_600_000).toISOString().slice(0, 16);
  const who = fc.constantFrom(...names);
  const span = fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 30 }))
    .map(([from, lasts]) => ({ start: hour(from), end: hour(from + lasts) }));
  const rosters = fc.record({
    shifts: fc.array(fc.tuple(who, span, fc.boolean()), { maxLength: 5 }).map((all) =>
      all.map(
        ([responder, one, daily], i): Shift => ({
          id: `s${i}`,
          responder,
          ...one,
          ...(daily ? { repeats: 'FREQ=DAILY;COUNT=3' } : {}),
        }),
      ),
    ),
    leaves: fc.array(fc.tuple(who, span, fc.option(who, { nil: undefined })), { maxLength: 6 }).map((all) =>
      all.map(
        ([responder, one, standIn], i): Leave => ({
          id: `l${i}`,
          responder,
          ...one,
          ...defined({ standIn }),
        }),
      ),
    ),
    swaps: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 5 }), who), { maxLength: 3 })
      .map((all) =>
        all.map(
          ([shift, days, to], i): Swap => ({ id: `w${i}`, shift: `s${shift}`, on: hour(days * 24).slice(0, 10), to }),
        ),
      ),
  });
  const people = fc.record({
    onDuty: fc.boolean(),
    hours: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
  });
  const ms = (text: string): number => Date.parse(`${text}Z`);

  /** Who does what at an instant, said once more and slowly: follow each shift from hand to hand. */
  function doing(parts: { shifts: Shift[]; leaves: Leave[]; swaps: Swap[] }, now: number): Set<string> {
    const reached = new Set<string>();
    const isAway = (id: string) =>
      parts.leaves.filter((one) => one.responder === id && ms(one.start) <= now && now < ms(one.end));
    for (const shift of parts.shifts)
      for (let day = 0; day < (shift.repeats ? 3 : 1); day++) {
        const [from, to] = [ms(shift.start) + day * 86_400_000, ms(shift.end) + day * 86_400_000];
        if (now < from || now >= to) continue;
        const on = new Date(from).toISOString().slice(0, 10);
        const swap = parts.swaps.findLast((one) => one.shift === shift.id && one.on === on);
        const hands = [swap?.to ?? shift.responder];
        for (const hand of hands)
          for (const { standIn } of isAway(hand))
            if (standIn !== undefined && !hands.includes(standIn)) hands.push(standIn);
        for (const hand of hands) reached.add(hand);
      }
    const rostered = new Set(parts.shifts.map(({ responder }) => responder));
    for (const name of names) {
      if (rostered.has(name)) continue;
      const hands = [name];
      for (const hand of hands)
        for (const { standIn } of isAway(hand))
          if (standIn !== undefined && !hands.includes(standIn)) hands.push(standIn);
      for (const hand of hands) reached.add(hand);
    }
    return new Set([...reached].filter((id) => isAway(id).length === 0));
  }

  it('says of an instant what it says in stretches, prepared or not, and what one finds by following every hand', async () => {
    await fc.assert(
      fc.asyncProperty(rosters, people, who, fc.integer({ min: 0, max: 140 * 4 }), async (parts, own, id, quarter) => {
        const now = at(ms(hour(0)) + quarter * 900_000);
        const until = own.hours === undefined ? {} : { dutyUntil: at(ms(hour(own.hours))) };
        const one = person(id, { onDuty: own.onDuty, ...until });
        const fresh = roster({ ...parts, timeZone: 'UTC' });
        const prepared = roster({ ...parts, timeZone: 'UTC' });
        await prepared.prepare(at(ms(hour(70))), async () => undefined);
        const rostered = parts.shifts.some(({ responder }) => responder === id);
        const isAway = parts.leaves.some((l) => l.responder === id && ms(l.start) <= now && now < ms(l.end));
        const usual = rostered ? doing(parts, now).has(id) : !isAway;
        const over = one.dutyUntil !== undefined && now >= one.dutyUntil;
        const expected =
          one.dutyUntil !== undefined && !over ? one.onDuty : usual && (over ? rostered || !one.onDuty : one.onDuty);
        expect(switchEndsOf({ ...parts, timeZone: 'UTC' }, id, now)).toBe(prepared.switchEnds(id, now));
        for (const each of [fresh, prepared]) {
          expect(each.onDuty(one, now)).toBe(expected);
          for (const [before, after] of [
            [1, 1],
            [200, 200],
            [0, 1],
          ] as const) {
            const stretches = each.stretches(one, at(now - before * 3_600_000), at(now + after * 3_600_000));
            expect(stretches.some(({ from, to }) => now >= from && now < to)).toBe(expected);
            for (const [i, { from, to }] of stretches.entries()) {
              expect(from).toBeLessThan(to);
              expect(from).toBeGreaterThan(stretches[i - 1]?.to ?? 0);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a roster has worked out', () => {
  const now = instant('2026-03-10T08:00:00+08:00');
  const many = Array.from(
    { length: 50 },
    (_, i): Shift => ({
      ...night,
      id: `s${i}`,
      responder: `p${i}`,
      start: `2026-01-01T20:${String(i).padStart(2, '0')}`,
    }),
  );
  /** Rules read while something is done. */
  async function read(done: () => unknown): Promise<number> {
    const between = vi.spyOn(RRuleTemporal.prototype, 'between');
    try {
      await done();
      return between.mock.calls.length;
    } finally {
      between.mockRestore();
    }
  }

  it('is a table afterwards: neither who is on duty nor the next two weeks need a rule', async () => {
    const one = roster({ shifts: many });
    let breaths = 0;
    const breathe = async () => void breaths++;
    expect(await read(() => one.prepare(now, breathe))).toBe(50);
    expect(breaths).toBeGreaterThanOrEqual(50); // nothing stands for longer than one rule
    expect(
      await read(() => {
        for (const { responder } of many) {
          one.onDuty(person(responder), now);
          one.onDuty(person(responder, { onDuty: false, dutyUntil: at(now + 1) }), at(now + 2 * 86_400_000));
          one.stretches(person(responder), now, at(now + 14 * 86_400_000));
          one.switchEnds(responder, now);
        }
      }),
    ).toBe(0);
  });

  it('is used again by the roster after a change: of fifty shifts the one that changed is read', async () => {
    const one = roster({ shifts: many });
    await one.prepare(now, async () => undefined);
    const again: Shift[] = structuredClone(many); // read from the store once more
    const changed = again.map((shift, i) => (i === 7 ? { ...shift, end: '2026-01-02T08:00' } : shift));
    const next = new Roster({ shifts: changed, leaves: [], swaps: [], timeZone: 'Asia/Shanghai' }, one);
    expect(await read(() => next.prepare(now, async () => undefined))).toBe(1);
    expect(onDuty(next, '2026-03-11T07:30:00+08:00', person('p7'))).toBe(true);
    expect(onDuty(next, '2026-03-11T07:30:00+08:00', person('p8'))).toBe(false);
  });

  it('is worked out in small steps: a breath after each shift that is read, after fifty that are known, after fifty people', async () => {
    const more = [...many, ...many, ...many.slice(0, 25)].map((shift, i) => ({
      ...shift,
      id: `s${i}`,
      responder: `p${i}`,
    }));
    const breaths = async (one: Roster): Promise<number> => {
      let taken = 0;
      await one.prepare(now, async () => void taken++);
      return taken;
    };
    const one = roster({ shifts: more });
    expect(await breaths(one)).toBe(50 + 1 + 2); // fifty patterns, seventy-five more that work by them, 125 people
    const next = new Roster({ shifts: structuredClone(more), leaves: [], swaps: [], timeZone: 'Asia/Shanghai' }, one);
    expect(await breaths(next)).toBe(2 + 2);
  });

  it.each([
    { when: '2026-03-08T00:00:00.000Z', rules: 0 },
    { when: '2026-03-07T23:59:59.999Z', rules: 50 },
    { when: '2026-03-13T00:00:00.000Z', rules: 0 },
    { when: '2026-03-13T00:00:00.001Z', rules: 50 },
  ])('is enough from two days before to three after: $when, $rules rules read', async ({ when, rules }) => {
    const one = roster({ shifts: many });
    await one.prepare(now, async () => undefined);
    expect(await read(() => one.prepare(instant(when), async () => undefined))).toBe(rules);
  });

  it('is worked out anew when the clock was set back before the weeks that are known', async () => {
    const one = roster({ shifts: many });
    await one.prepare(now, async () => undefined);
    const [yesterday, lastWeek] = [at(now - 86_400_000), at(now - 7 * 86_400_000)];
    expect(await read(() => one.prepare(yesterday, async () => undefined))).toBe(0);
    expect(await read(() => one.prepare(lastWeek, async () => undefined))).toBe(50);
    expect(await read(() => one.onDuty(person('p1'), lastWeek))).toBe(0);
  });

  it('is worked out anew some days before it runs out, and answers from the old weeks until then', async () => {
    const one = roster({ shifts: many });
    await one.prepare(now, async () => undefined);
    const tomorrow = at(now + 86_400_000);
    expect(await read(() => one.prepare(tomorrow, async () => undefined))).toBe(0);
    const later = at(now + 5 * 86_400_000);
    const wanted: boolean[] = [];
    await one.prepare(later, async () => void wanted.push(one.onDuty(person('p1'), at(later + 13 * 3_600_000))));
    expect(new Set(wanted)).toEqual(new Set([true]));
    expect(await read(() => one.stretches(person('p1'), later, at(later + 14 * 86_400_000)))).toBe(0);
  });

  it('is worked out once, however often it is asked for at the same time', async () => {
    const one = roster({ shifts: many });
    const pause = () => new Promise((done) => setImmediate(done));
    expect(await read(() => Promise.all([one.prepare(now, pause), one.prepare(now, pause)]))).toBe(50);
  });
});

describe('a switch without an end', () => {
  const shifts: Shift[] = [
    { id: 'a', responder: 'wang', start: '2026-03-10T08:00', end: '2026-03-10T12:00', repeats: 'FREQ=DAILY' },
    { id: 'b', responder: 'wang', start: '2026-03-10T12:00', end: '2026-03-10T18:00', repeats: 'FREQ=DAILY' },
    { id: 'c', responder: 'sun', start: '2020-03-10T12:00', end: '2020-03-10T18:00' },
  ];
  const ends = (when: string, id = 'wang', leaves: Leave[] = []) =>
    roster({ shifts, leaves }).switchEnds(id, instant(when));

  it.each([
    { when: 'in a shift', at: '2026-03-10T09:00:00+08:00', until: '2026-03-10T12:00:00+08:00' },
    { when: 'as one shift passes into the next', at: '2026-03-10T12:00:00+08:00', until: '2026-03-10T18:00:00+08:00' },
    { when: 'before a shift', at: '2026-03-10T06:00:00+08:00', until: '2026-03-10T12:00:00+08:00' },
    { when: 'after the last of the day', at: '2026-03-10T18:00:00+08:00', until: '2026-03-11T12:00:00+08:00' },
  ])('turned $when ends with the shift', ({ at: when, until }) => {
    expect(ends(when)).toBe(instant(until));
  });

  it('ends with the next shift after leave, and with what somebody stands in for', () => {
    const leave: Leave = {
      id: 'l',
      responder: 'wang',
      start: '2026-03-10T00:00',
      end: '2026-03-12T10:00',
      standIn: 'sun',
    };
    expect(ends('2026-03-10T09:00:00+08:00', 'wang', [leave])).toBe(instant('2026-03-12T12:00:00+08:00'));
    expect(ends('2026-03-10T09:00:00+08:00', 'sun', [leave])).toBe(instant('2026-03-10T12:00:00+08:00'));
  });

  it('lasts two weeks at most, and for somebody without any shift as long as they like', () => {
    expect(ends('2026-03-10T09:00:00+08:00', 'sun')).toBe(instant('2026-03-24T09:00:00+08:00'));
    expect(ends('2026-03-10T09:00:00+08:00', 'li')).toBeUndefined();
  });
});
