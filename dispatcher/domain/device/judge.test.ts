// Is this button alive? Time moves as the test says.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../contracts/device/faults.ts';
import { policy } from '../../../test/district.ts';
import {
  type DeviceFacts,
  type Downtime,
  downSince,
  isHeld,
  isLow,
  judge,
  judgeGateway,
  judgementOf,
  type Limits,
  limitsOf,
  type Outage,
  withDowntime,
} from './judge.ts';
import { modelOf } from './models.ts';

const now = 1_000_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const { deviceSilentHours: _, ...readiness } = policy.readiness;
const battery = limitsOf(modelOf({ kind: 'button' }), readiness);
const mains = limitsOf(modelOf({ kind: 'button', model: 'Tasmota relay' }), readiness);
const quiet = (ms: number, more: Partial<DeviceFacts> = {}): DeviceFacts => ({
  connected: false,
  heardAt: now - ms,
  ...more,
});
const kindsOf = (facts: DeviceFacts, limits = battery, before: Fault[] = []): string[] =>
  judge(facts, before, { limits, held: false, now }).map(({ kind }) => kind);

describe('silence', () => {
  it.each([
    { what: 'a battery button of 25 h', facts: quiet(25 * hour), limits: battery, kinds: [] },
    { what: 'a battery button of more', facts: quiet(25 * hour + 1), limits: battery, kinds: ['at_risk'] },
    { what: 'a battery button of 72 h', facts: quiet(72 * hour), limits: battery, kinds: ['at_risk'] },
    { what: 'a battery button of more than that', facts: quiet(72 * hour + 1), limits: battery, kinds: ['silent'] },
    { what: 'a mains unit of three beats', facts: quiet(15 * minute), limits: mains, kinds: [] },
    { what: 'a mains unit of more', facts: quiet(15 * minute + 1), limits: mains, kinds: ['silent'] },
    { what: 'a device that is connected', facts: quiet(99 * hour, { connected: true }), limits: battery, kinds: [] },
    { what: 'a device never heard', facts: { connected: false }, limits: battery, kinds: [] },
  ])('of $what: $kinds', ({ facts, limits, kinds }) => expect(kindsOf(facts, limits)).toEqual(kinds));

  it('is what the policy says where it says so, for mains too', () => {
    const own = { ...readiness, deviceSilentHours: 30 };
    expect(kindsOf(quiet(30 * hour), limitsOf(modelOf({ kind: 'sensor', model: 'esphome' }), own))).toEqual([]);
    expect(kindsOf(quiet(30 * hour + 1), limitsOf(modelOf({ kind: 'sensor' }), own))).toEqual(['silent']);
  });

  it('began when the limit had passed, not when somebody looked', () => {
    const [fault] = judge(quiet(80 * hour), [], { limits: battery, held: false, now });
    expect(fault?.since).toBe(now - 8 * hour);
  });

  it('that was a warning becomes a fault, and is one', () => {
    const warned: Fault = { kind: 'at_risk', since: now - 47 * hour };
    expect(kindsOf(quiet(73 * hour), battery, [warned])).toEqual(['silent']);
  });

  it('says nothing of what hangs on a gateway that is down, and what stood before stands', () => {
    const held = { limits: battery, held: true, now };
    expect(judge(quiet(99 * hour), [], held)).toEqual([]);
    const stood: Fault[] = [{ kind: 'silent', since: now - 9 * hour }];
    expect(judge(quiet(0), stood, held)).toEqual(stood);
  });
});

describe('a fault', () => {
  const at = (ms: number, facts: DeviceFacts, before: readonly Fault[], limits = mains): readonly Fault[] =>
    judge(facts, before, { limits, held: false, now: now + ms });
  const heard = (ms: number): DeviceFacts => ({ connected: false, heardAt: now + ms });

  it('is over only after the device was good for three beats, and then waits for a human', () => {
    const stood: Fault[] = [{ kind: 'silent', since: now - hour }];
    const back = at(0, heard(0), stood);
    expect(back).toEqual([{ kind: 'silent', since: now - hour, goodSince: now }]);
    expect(judgementOf(back).state).toBe('fault');
    const over = at(15 * minute, heard(15 * minute), back);
    expect(over).toEqual([{ kind: 'silent', since: now - hour, goodSince: now, over: now + 15 * minute }]);
    expect(judgementOf(over).state).toBe('alive');
    expect(at(99 * minute, heard(99 * minute), over)).toEqual(over);
  });

  it('that flaps is one fault, since its beginning', () => {
    let faults = at(0, heard(-16 * minute), []);
    const [{ since } = { since: 0 }] = faults;
    for (let turn = 1; turn <= 20; turn++)
      faults = at(turn * 17 * minute, heard(turn * 17 * minute - (turn % 2 ? 0 : 16 * minute)), faults);
    expect(faults.map((one) => [one.kind, one.since])).toEqual([['silent', since]]);
  });

  it('of a device that speaks twice and pauses again and again is one: that nothing came is no recovery', () => {
    let faults = at(0, heard(-16 * minute), []);
    const [{ since } = { since: 0 }] = faults;
    for (let turn = 0; turn < 600; turn++) {
      const ms = (turn + 1) * minute; // heard in the first and the sixth of each 28 minutes
      const last = ms - (((ms / minute) % 28) - ((ms / minute) % 28 >= 6 ? 6 : 1)) * minute;
      faults = at(ms, heard(Math.min(ms, last)), faults);
    }
    expect(faults.map((one) => [one.kind, one.since, one.over])).toEqual([['silent', since, undefined]]);
  });

  it('is another one when it comes again after it was over', () => {
    const [again] = at(0, heard(-20 * minute), [{ kind: 'silent', since: 1, over: now - hour }]);
    expect(again).toEqual({ kind: 'silent', since: now - 5 * minute });
  });

  it('that was a warning goes by itself', () => {
    const warned: Fault[] = [{ kind: 'at_risk', since: now, goodSince: now }];
    expect(at(5 * hour, heard(5 * hour), warned, battery)).toEqual([]);
  });

  it('is the same object while nothing changes, so that nothing is written', () => {
    const stood: Fault[] = [{ kind: 'silent', since: now - 5 * minute }];
    expect(at(0, heard(-20 * minute), stood)[0]).toBe(stood[0]);
  });
});

describe('a battery', () => {
  it.each([
    { says: { battery: 20 }, low: true },
    { says: { battery: 21 }, low: false },
    { says: { battery: 0, batteryLow: false }, low: false },
    { says: { battery: 90, batteryLow: true }, low: true },
    { says: { volts: 2.4 }, low: true },
    { says: { volts: 2.4, battery: 50 }, low: false },
    { says: { volts: 2.9 }, low: false },
    { says: {}, low: false },
  ])('that says $says is low: $low', ({ says, low }) => {
    const limits = limitsOf(modelOf({ kind: 'button', model: 'TS0215A_sos' }), readiness);
    expect(isLow({ connected: true, ...says }, limits)).toBe(low);
  });

  it('that is low is well again five per cent above, not before', () => {
    const stood: Fault[] = [{ kind: 'battery_low', since: 1 }];
    const says = (percent: number) =>
      judge(quiet(0, { battery: percent }), stood, { limits: battery, held: false, now });
    expect(says(24)).toEqual(stood);
    expect(says(25)).toEqual([{ kind: 'battery_low', since: 1, goodSince: now }]);
  });
});

describe('what hangs on a gateway', () => {
  const back = (ms: number): Outage => ({ downAt: now - hour, backAt: now - ms });
  const was = (ms: number): DeviceFacts => ({ connected: false, heardAt: now - ms });
  it.each([
    { what: 'was heard last before it went down', facts: was(2 * hour), of: { downAt: now - hour }, held: true },
    { what: 'was heard since it went down', facts: was(minute), of: { downAt: now - hour }, held: false },
    { what: 'has had less than its time to speak', facts: was(70 * minute), of: back(15 * minute), held: true },
    { what: 'has had its time', facts: was(2 * hour), of: back(15 * minute + 1), held: false },
    { what: 'was heard while it was down', facts: was(hour - minute), of: back(2 * minute), held: false },
    { what: 'was heard since it came back', facts: was(minute), of: back(2 * minute), held: false },
    { what: 'hangs on one that never went', facts: was(9 * hour), of: undefined, held: false },
  ])('and $what: its silence says nothing = $held', ({ facts, of, held }) =>
    expect(isHeld(facts, of, mains, now)).toBe(held),
  );
});

describe('what hangs on a gateway that goes again and again', () => {
  /** From when on it is not held any more, of one heard last at 0. */
  const foundAt = (limits: Limits, outages: Downtime): number | undefined => {
    const facts: DeviceFacts = { connected: false, heardAt: 0 };
    for (let at = limits.silentMs; at < 20 * 24 * hour; at += minute) {
      const past = outages.filter(([from]) => from <= at);
      const [downAt, backAt = 0] = past.at(-1) ?? [];
      const isDown = downAt !== undefined && backAt > at;
      const outage =
        downAt === undefined ? undefined : isDown ? { downAt } : { downAt, backAt, downMs: downSince(past, 0) };
      if (!isHeld(facts, outage, limits, at)) return at;
    }
    return undefined;
  };
  const every = (ms: number, lasts: number): Downtime =>
    Array.from({ length: Math.floor((20 * 24 * hour) / ms) }, (_, n) => [n * ms + ms / 2, n * ms + ms / 2 + lasts]);

  it('once a day: a dead battery button is found within its limit and what it is given', () => {
    expect(foundAt(battery, every(24 * hour, hour))).toBeLessThanOrEqual((72 + 25 + 5) * hour);
  });
  it('every five minutes: a dead mains unit is found once it could have been heard for twice its time', () => {
    expect(foundAt(mains, every(5 * minute, 2 * minute))).toBeLessThanOrEqual(55 * minute);
  });
  it('for long, and then for a moment: nobody is found whom nobody could hear', () => {
    const heardAt = now - 81 * hour - minute;
    const known: Downtime = [
      [now - 81 * hour, now - 9 * minute],
      [now - 4 * minute, now - 2 * minute],
    ];
    const outage = { downAt: now - 4 * minute, backAt: now - 2 * minute, downMs: downSince(known, heardAt) };
    expect(isHeld({ connected: false, heardAt }, outage, mains, now)).toBe(true);
  });
  it('is known by when it was down: what goes on is one', () => {
    let known: Downtime = [];
    for (const span of [[10, 20], [10, 30], [50, 60], [10, 65]] as const) known = withDowntime(known, span); // biome-ignore format: one line
    expect(known).toEqual([[10, 30], [50, 65]]); // biome-ignore format: one line
    expect([downSince(known, 0), downSince(known, 25), downSince(known, 99)]).toEqual([35, 20, 0]);
  });
});

describe('a gateway', () => {
  it('is one fault from when it went down until it has been up for a quarter of an hour', () => {
    const down = judgeGateway(undefined, now, now);
    expect(down).toEqual({ kind: 'gateway_down', since: now });
    const up = judgeGateway(down, undefined, now + minute);
    expect(up).toMatchObject({ goodSince: now + minute });
    expect(judgeGateway(up, now + 2 * minute, now + 2 * minute)).toEqual(down);
    expect(judgeGateway(up, undefined, now + 16 * minute)).toEqual({ ...up, over: now + 16 * minute });
    expect(judgeGateway(undefined, undefined, now)).toBeUndefined();
  });
});
