// Has somebody given their sign of life? Time moves as the test says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptCheckIn, UnknownBecause } from '../../../contracts/device/checkIns.ts';
import { readInstant } from '../../../contracts/instant.ts';
import { type CheckIn, checkInRuleOf } from '../../../contracts/office/checkIn.ts';
import { judgeCheckIn, mustBeAsked, type Sign } from './checkIn.ts';
import { wallAt } from './checkInTimes.ts';

const zone = 'Asia/Shanghai';
const minute = 60_000;
const hour = 60 * minute;
const rule = checkInRuleOf({});
/** `09:30` of a Monday in July, or of the day that is named. */
const at = (clock: string, day = '2026-07-20'): number => Date.parse(`${day}T${clock}:00+08:00`);
const daily: CheckIn = { by: ['09:30'], graceMinutes: 60 };

type Given = {
  agreed?: CheckIn | undefined;
  away?: boolean;
  signs?: readonly Sign[];
  held?: UnknownBecause | undefined;
  unsent?: boolean;
  up?: number;
};

/** A resident whose check-in is looked at. */
class Somebody {
  state: KeptCheckIn | undefined;
  readonly seen: string[] = [];

  constructor(state?: KeptCheckIn) {
    this.state = state;
  }

  /** One look of the watch. */
  look(
    now: number,
    { agreed = daily, away = false, signs = [], held, unsent = false, up = at('00:00', '2026-07-01') }: Given = {},
  ): this {
    const wall = wallAt(now, zone, (local) => readInstant(local, zone));
    const facts = { agreed, away, signs, held: () => held, unsent: () => unsent };
    const after = judgeCheckIn(facts, this.state, { now, up, wall, rule });
    if (after.state !== this.state?.state) this.seen.push(after.state);
    this.state = after;
    return this;
  }

  /** One each minute. */
  until(from: number, to: number, given: Given = {}): this {
    for (let now = from; now <= to; now += minute) this.look(now, given);
    return this;
  }
}
/** Known since yesterday. */
const known = (clock = '09:30'): Somebody =>
  new Somebody({ state: 'seen', day: '2026-07-19', due: at(clock, '2026-07-19'), at: 0 });

describe('a day', () => {
  it.each([
    { clock: '05:00', state: 'due' },
    { clock: '09:29', state: 'due' },
    { clock: '09:30', state: 'late' },
    { clock: '10:29', state: 'late' },
    { clock: '10:30', state: 'asked' },
    { clock: '10:44', state: 'asked' },
    { clock: '10:45', state: 'missed' },
    { clock: '23:00', state: 'missed' },
  ])('without a sign is $state at $clock', ({ clock, state }) =>
    expect(known().until(at('04:30'), at(clock)).state?.state).toBe(state),
  );

  it.each<{ what: string; sign: Sign; state: string }>([
    { what: 'a motion of this morning', sign: { at: at('07:00'), by: 'motion' }, state: 'seen' },
    { what: 'a press just now', sign: { at: at('10:25'), by: 'press' }, state: 'seen' },
    { what: 'a motion before the day began', sign: { at: at('03:59'), by: 'motion' }, state: 'late' },
    { what: 'a door of last night', sign: { at: at('23:50', '2026-07-19'), by: 'door' }, state: 'late' },
    { what: 'a press of yesterday', sign: { at: at('09:00', '2026-07-19'), by: 'press' }, state: 'late' },
  ])('with $what is $state', ({ sign, state }) =>
    expect(known().look(at('10:28'), { signs: [sign] }).state?.state).toBe(state),
  );

  it('is seen once, by the first look, and says when and how', () => {
    const signs = [{ at: at('07:00'), by: 'motion' as const }];
    const one = known().until(at('06:00'), at('12:00'), { signs });
    expect(one.state).toMatchObject({ state: 'seen', day: '2026-07-20', seenAt: at('07:00'), by: 'motion' });
    expect(one.seen).toEqual(['due', 'seen'].filter((state) => one.seen.includes(state)));
  });

  it('is not asked for where it is none of the agreement', () => {
    const weekdays: CheckIn = { ...daily, days: ['MO', 'TU', 'WE', 'TH', 'FR'] };
    const friday = new Somebody({ state: 'seen', day: '2026-07-17', due: at('09:30', '2026-07-17'), at: 0 });
    friday.until(at('00:00', '2026-07-18'), at('23:59', '2026-07-19'), { agreed: weekdays });
    expect(friday.seen).not.toContain('late');
    expect(friday.until(at('00:00'), at('11:00'), { agreed: weekdays }).state?.state).toBe('missed');
  });

  it('with two times asks for a sign between them too', () => {
    const agreed: CheckIn = { by: ['20:00', '09:30'], graceMinutes: 30 };
    const signs = [{ at: at('08:00'), by: 'motion' as const }];
    const one = known().until(at('05:00'), at('20:29'), { agreed, signs });
    expect(one.state).toMatchObject({ state: 'late', due: at('20:00') });
    expect(one.look(at('20:30'), { agreed, signs: [{ at: at('20:29'), by: 'door' }] }).state?.state).toBe('seen');
  });

  it('with two times that is missed stays so until the second has passed, and is judged by that then', () => {
    const agreed: CheckIn = { by: ['09:00', '16:00'], graceMinutes: 60 };
    const one = known('16:00').until(at('05:00'), at('10:15'), { agreed });
    expect(one.state).toMatchObject({ state: 'missed', due: at('09:00') });
    const signs = [{ at: at('11:00'), by: 'door' as const }];
    one.until(at('10:16'), at('15:59'), { agreed, signs });
    expect(one.state).toMatchObject({ state: 'missed', due: at('09:00'), seenAt: at('11:00') });
    const silent = known('16:00').until(at('05:00'), at('17:15'), { agreed });
    expect(silent.seen).toEqual(['due', 'late', 'asked', 'missed', 'late', 'asked', 'missed']);
    expect(silent.state?.due).toBe(at('16:00'));
  });

  it('is the district’s, whatever zone the machine is in', () => {
    const wall = wallAt(at('07:59'), zone, (local) => readInstant(local, zone));
    expect([wall.today, wall.yesterday, wall.tomorrow]).toEqual(['2026-07-20', '2026-07-19', '2026-07-21']);
    expect(wall.at('2026-07-20', '09:30')).toBe(Date.parse('2026-07-20T01:30:00Z'));
  });

  it('whose grace ends after midnight is judged all the same', () => {
    const agreed: CheckIn = { by: ['23:30'], graceMinutes: 60 };
    const one = new Somebody({ state: 'seen', day: '2026-07-19', due: at('23:30', '2026-07-19'), at: 0 });
    one.until(at('05:00'), at('00:45', '2026-07-21'), { agreed });
    expect(one.state).toMatchObject({ state: 'missed', day: '2026-07-20' });
  });
});

describe('a sign that comes late', () => {
  it('ends nothing once somebody was sent: it is kept beside it, once', () => {
    const one = known().until(at('05:00'), at('11:00'));
    const signs = [{ at: at('11:02'), by: 'door' as const }];
    expect(one.look(at('11:03'), { signs }).state).toMatchObject({ state: 'missed', seenAt: at('11:02'), by: 'door' });
    const kept = one.state;
    expect(one.look(at('11:04'), { signs: [{ at: at('11:04'), by: 'press' }] }).state).toBe(kept);
  });

  it('while the person is asked ends the asking', () =>
    expect(
      known()
        .until(at('05:00'), at('10:35'))
        .look(at('10:36'), { signs: [{ at: at('10:36'), by: 'press' }] }).seen,
    ).toEqual(['due', 'late', 'asked', 'seen']));
});

describe('a call that was not opened, for a press had been stored before', () => {
  it('is none: whoever pressed was seen', () => {
    const signs = [{ at: at('10:44'), by: 'press' as const }];
    const one = known().until(at('05:00'), at('10:45'));
    expect(one.look(at('10:46'), { signs, unsent: true }).state).toMatchObject({ state: 'seen', seenAt: at('10:44') });
    expect(one.look(at('10:47')).state?.state).toBe('seen');
  });
});

describe('a time that comes before the one before it is over', () => {
  it('waits until whoever was asked is missed', () => {
    const agreed: CheckIn = { by: ['09:00', '11:00'], graceMinutes: 110 };
    const one = known('11:00').until(at('05:00'), at('11:04'), { agreed });
    expect(one.state).toMatchObject({ state: 'asked', due: at('09:00') });
    one.until(at('11:05'), at('11:05'), { agreed });
    expect(one.state).toMatchObject({ state: 'missed', due: at('09:00') });
    expect(one.look(at('11:06'), { agreed }).state).toMatchObject({ state: 'late', due: at('11:00') });
  });

  it('makes a human ask where the grace of none is ever over', () => {
    const agreed: CheckIn = { by: ['09:00', '21:00'], graceMinutes: 720 };
    const one = known('21:00').until(at('05:00'), at('23:00'), { agreed });
    expect(one.state).toMatchObject({ state: 'late', due: at('21:00'), unseenSince: at('09:00') });
    expect(one.state && mustBeAsked(one.state, rule, { graceMs: 12 * hour, now: at('23:00') })).toBe(true);
  });
});

describe('somebody away', () => {
  it('is asked nothing, and once home again from the next day on', () => {
    const one = known().until(at('05:00'), at('12:00'), { away: true });
    expect(one.seen).toEqual(['away']);
    one.until(at('12:01'), at('23:59'));
    expect(one.seen).toEqual(['away']);
    one.until(at('00:00', '2026-07-21'), at('10:00', '2026-07-21'));
    expect(one.state).toMatchObject({ state: 'late', day: '2026-07-21' });
  });

  it('who is back before the time is not asked on that day either', () => {
    const one = known().look(at('06:00'), { away: true }).until(at('06:01'), at('23:00'));
    expect(one.state?.state).toBe('away');
  });

  it('again is away at once', () =>
    expect(
      known().look(at('06:00'), { away: true }).look(at('07:00')).look(at('08:00'), { away: true }).state?.back,
    ).toBeUndefined());
});

describe('an agreement', () => {
  it('that is new begins with the next time', () => {
    const one = new Somebody().until(at('12:00'), at('23:00'));
    expect(one.seen).toEqual(['due']);
    expect(one.state?.day).toBe('2026-07-21');
  });

  it('whose times have changed is not judged by what has passed', () => {
    const one = known().until(at('05:00'), at('09:45'));
    one.until(at('09:46'), at('11:00'), { agreed: { by: ['09:00'], graceMinutes: 0 } });
    expect(one.seen).not.toContain('missed');
  });

  const more: CheckIn = { by: ['09:30', '16:00'], graceMinutes: 60 };
  const morning = [{ at: at('08:00'), by: 'motion' as const }];

  it('that is given a time which has passed, by a list of a hot afternoon, is judged by it from the next day on', () => {
    const one = known().until(at('05:00'), at('17:04'), { signs: morning });
    one.until(at('17:05'), at('23:00'), { agreed: more, signs: morning });
    expect(one.seen).toEqual(['due', 'seen', 'due']);
    expect(one.state).toMatchObject({ state: 'due', due: at('09:30', '2026-07-21') });
    const signs = [{ at: at('08:00', '2026-07-21'), by: 'motion' as const }];
    one.until(at('00:00', '2026-07-21'), at('17:15', '2026-07-21'), { agreed: more, signs });
    expect(one.state).toMatchObject({ state: 'missed', due: at('16:00', '2026-07-21') });
  });

  it('that is given a time which has passed goes on with the one that nobody has answered', () => {
    const one = known().until(at('05:00'), at('15:00'), { held: 'gateway' });
    one.until(at('16:05'), at('16:30'), { agreed: more, held: 'gateway' });
    expect(one.state).toMatchObject({ state: 'unknown', due: at('09:30') });
    one.until(at('16:31'), at('17:46'), { agreed: more });
    expect(one.state).toMatchObject({ state: 'missed', due: at('09:30') });
    one.until(at('17:47'), at('23:00'), { agreed: more });
    expect(one.state).toMatchObject({ state: 'missed', due: at('09:30') });
  });

  it('whose list is over forgets nobody who was missed for it', () => {
    const signs = [{ at: at('09:00'), by: 'motion' as const }];
    const one = known().until(at('05:00'), at('17:15'), { agreed: more, signs });
    expect(one.state).toMatchObject({ state: 'missed', due: at('16:00') });
    one.until(at('17:16'), at('23:00'), { signs });
    expect(one.state).toMatchObject({ state: 'missed', due: at('16:00') });
    expect(one.until(at('05:00', '2026-07-21'), at('10:00', '2026-07-21')).state?.state).toBe('late');
  });

  it('of a Monday alone is not over on Wednesday while nobody could hear', () => {
    const mondays: CheckIn = { ...daily, days: ['MO'] };
    const one = known().until(at('05:00'), at('23:59'), { agreed: mondays, held: 'gateway' });
    one.until(at('12:00', '2026-07-22'), at('13:00', '2026-07-22'), { agreed: mondays, held: 'gateway' });
    expect(one.state).toMatchObject({ state: 'unknown', due: at('09:30') });
  });

  it('that cannot be read is not known, and begins anew once it can', () => {
    const wall = wallAt(at('10:00'), zone, (local) => readInstant(local, zone));
    const facts = { agreed: undefined, away: false, signs: [], held: () => undefined, unsent: () => false };
    const locked = judgeCheckIn(facts, known().state, { now: at('10:00'), up: 0, wall, rule });
    expect(locked).toMatchObject({ state: 'unknown', why: 'locked' });
    expect(new Somebody(locked).look(at('11:00')).state).toMatchObject({ state: 'due', day: '2026-07-21' });
  });
});

describe('a system that was off over the time', () => {
  it('looks first: grace begins when it is up, and what came meanwhile counts', () => {
    const up = at('10:50');
    expect(known().until(up, at('11:49'), { up }).seen).toEqual(['late']);
    const signs = [{ at: at('09:00'), by: 'press' as const }];
    expect(known().look(at('10:55'), { up, signs }).state?.state).toBe('seen');
    expect(known().until(up, at('11:50'), { up }).state?.state).toBe('asked');
  });

  it('gives ten minutes at least, also where there is no grace', () => {
    const up = at('10:50');
    const agreed = { ...daily, graceMinutes: 0 };
    expect(known().until(up, at('10:59'), { up, agreed }).seen).toEqual(['late']);
    expect(known().until(up, at('11:00'), { up, agreed }).state?.state).toBe('asked');
  });

  it('judges the latest time and none of the days that it slept through', () => {
    const up = at('12:00', '2026-07-25');
    const one = known().until(up, at('14:00', '2026-07-25'), { up });
    expect(one.seen).toEqual(['late', 'asked', 'missed']);
    expect(one.state?.day).toBe('2026-07-25');
  });
});

describe('a clock', () => {
  it('that is put back asks nobody twice', () => {
    const one = known().until(at('05:00'), at('11:00'));
    const missed = one.state;
    one.until(at('08:00'), at('11:30'));
    expect(one.state).toBe(missed);
  });
});

describe('a clock far ahead for one look', () => {
  const ahead = at('12:00', '2027-07-20');
  it('holds nobody still: they begin with the next time', () => {
    const one = known().until(at('05:00'), at('08:00')).look(ahead);
    expect(one.look(at('08:01')).state).toMatchObject({ state: 'due', due: at('09:30') });
    expect(one.until(at('08:02'), at('10:45')).state?.state).toBe('missed');
  });

  it('nor whoever was away, or came home then', () => {
    const away = known().look(at('08:00'), { away: true }).look(ahead);
    expect(away.state).toMatchObject({ state: 'away', back: '2027-07-20' });
    expect(away.look(at('08:01')).state).toMatchObject({ state: 'due', due: at('09:30') });
    const gone = known().look(ahead, { away: true });
    expect(gone.look(at('08:01')).state).toMatchObject({ state: 'due', due: at('09:30') });
  });
});

describe('what hangs on something that is down', () => {
  it('is not known, and is not missed', () => {
    const one = known().until(at('05:00'), at('15:00'), { held: 'gateway' });
    expect(one.seen).toEqual(['due', 'late', 'unknown']);
    expect(one.state).toMatchObject({ state: 'unknown', why: 'gateway' });
  });

  it('has its grace once it is up again', () => {
    const one = known().until(at('05:00'), at('12:00'), { held: 'door' });
    one.until(at('12:01'), at('13:00'));
    expect(one.state?.state).toBe('late');
    one.until(at('13:01'), at('13:16'));
    expect(one.state?.state).toBe('missed');
  });

  it('and comes back just before the grace is over has its time too', () => {
    const one = known().until(at('05:00'), at('10:28'), { held: 'gateway' });
    expect(one.until(at('10:29'), at('11:28')).seen).toEqual(['due', 'late']);
  });

  it('is asked by a human after the policy’s hours, also where it comes and goes', () => {
    const asks = (state: KeptCheckIn | undefined, clock: string): boolean =>
      state !== undefined && mustBeAsked(state, rule, { graceMs: hour, now: at(clock) });
    const one = known().until(at('05:00'), at('12:29'), { held: 'gateway' });
    expect(asks(one.state, '12:29')).toBe(false);
    expect(asks(one.look(at('12:30'), { held: 'gateway' }).state, '12:30')).toBe(true);
    for (let now = at('12:31'); now < at('16:00'); now += minute)
      one.look(now, { held: Math.floor((now - at('12:31')) / (20 * minute)) % 2 === 0 ? 'gateway' : undefined });
    expect(one.seen).not.toContain('missed');
    expect(asks(one.state, '16:00')).toBe(true);
  });

  it('is asked by a human though a further time comes every three hours', () => {
    const agreed: CheckIn = { by: ['09:00', '12:00', '15:00', '18:00'], graceMinutes: 60 };
    const one = known('18:00');
    const asks = (now: number, tickedAt?: number): boolean =>
      mustBeAsked(one.state ?? { state: 'seen', due: 0 }, rule, { graceMs: hour, tickedAt, now });
    one.until(at('05:00'), at('11:59'), { agreed, held: 'gateway' });
    expect(asks(at('11:59'))).toBe(false);
    one.until(at('12:00'), at('13:30'), { agreed, held: 'gateway' });
    expect(one.state).toMatchObject({ due: at('12:00'), unseenSince: at('09:00') });
    expect(asks(at('13:30'))).toBe(true);
    expect(asks(at('13:30'), at('11:00'))).toBe(false);
    expect(asks(at('14:00'), at('11:00'))).toBe(true);
    expect(one.until(at('13:31'), at('20:00'), { agreed, held: 'gateway' }).state?.unseenSince).toBe(at('09:00'));
    const signs = [{ at: at('20:00'), by: 'door' as const }];
    expect(one.look(at('20:01'), { agreed, signs }).state?.unseenSince).toBeUndefined();
  });

  it('is asked by a human also where the policy waits a day and it is asked once a day', () => {
    const slow = { ...rule, unknownMinutes: 1_440 };
    const one = known().until(at('05:00'), at('10:30', '2026-07-21'), { held: 'gateway' });
    const asks = one.state && mustBeAsked(one.state, slow, { graceMs: hour, now: at('10:30', '2026-07-21') });
    expect(asks).toBe(true);
  });

  it('is seen all the same when a sign comes', () =>
    expect(known().look(at('12:00'), { held: 'gateway', signs: [{ at: at('11:00'), by: 'hand' }] }).state?.state).toBe(
      'seen',
    ));
});

describe('whatever happens', () => {
  const looks = fc.array(
    fc.record({
      minutes: fc.integer({ min: -90, max: 240 }),
      sign: fc.boolean(),
      away: fc.boolean(),
      held: fc.boolean(),
      off: fc.boolean(),
    }),
    { maxLength: 120 },
  );

  it('nobody is missed twice a day, nor while a sign of the time is known', () =>
    fc.assert(
      fc.property(looks, (all) => {
        let now = at('05:00');
        let up = 0;
        let last: Sign | undefined;
        const missed = new Map<string, number>();
        const one = known();
        for (const { minutes, sign, away, held, off } of all) {
          now += minutes * minute;
          if (off) up = now;
          if (sign) last = { at: now, by: 'motion' };
          const before = one.state;
          one.look(now, { away, up, held: held ? 'gateway' : undefined, signs: last ? [last] : [] });
          if (one.state?.state !== 'missed' || before?.state === 'missed') continue;
          missed.set(one.state.day, (missed.get(one.state.day) ?? 0) + 1);
          const opened = one.state.due - (9 * 60 + 30 - 4 * 60) * minute;
          expect(last === undefined || last.at < opened || last.at > now + 2 * hour).toBe(true);
          expect(now - one.state.due).toBeGreaterThanOrEqual(hour);
        }
        expect([...missed.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 300 },
    ));
});
