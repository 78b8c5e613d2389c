// Which signs count, and whether any could have been heard.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { CheckIn } from '../../../contracts/office/checkIn.ts';
import type { Device, Resident } from '../../../contracts/office/community.ts';
import { policy } from '../../../test/district.ts';
import type { DownSince } from './checkInDown.ts';
import { factsOfResident, type Heard, type HeardDevice } from './checkInFacts.ts';

const now = 1_000_000_000_000;
const resident: Resident = {
  id: 'res-1',
  home: 'home-1',
  name: '某',
  gender: 'female',
  birthYear: 1940,
  livesAlone: true,
  conditions: [],
  contacts: [],
};
const device = (kind: Device['kind'], more: Partial<HeardDevice> = {}): HeardDevice => ({
  device: { id: `${kind}-1`, kind },
  facts: { connected: false, heardAt: now - 60_000 },
  moved: undefined,
  pressedAt: undefined,
  ...more,
});
const up: DownSince = { sources: new Map(), door: undefined, behindDoor: new Set() };
const of = (devices: HeardDevice[], more: Partial<Heard> = {}, agreed: CheckIn = { by: ['09:30'] }, down = up) =>
  factsOfResident({ resident, devices, tick: undefined, unsent: () => false, ...more }, agreed, {
    down,
    rule: policy.readiness,
    now,
  });

describe('signs', () => {
  it('are presses of what a hand presses, movements, and a human’s word', () => {
    const moved = { at: 5, by: 'motion' as const };
    const { signs } = of([device('button', { pressedAt: 3 }), device('sensor', { moved, pressedAt: 9 })], {
      tick: { at: 7, outcome: 'reached', by: '周' },
    });
    expect(signs).toEqual([
      { at: 7, by: 'hand' },
      { at: 3, by: 'press' },
      { at: 5, by: 'motion' },
    ]);
  });

  it('are none of a heartbeat, and of a call that nobody answered', () =>
    expect(of([device('sensor')], { tick: { at: 7, outcome: 'not_reached', by: '周' } }).signs).toEqual([]));

  it('are those alone that were agreed', () => {
    const devices = [device('button', { pressedAt: 3 }), device('sensor', { moved: { at: 5, by: 'door' } })];
    expect(of(devices, {}, { by: ['09:30'], signs: ['door'] }).signs).toEqual([{ at: 5, by: 'door' }]);
  });
});

describe('away', () => {
  it.each<{ what: string; away: Pick<NonNullable<Resident['away']>, 'since' | 'until'> | undefined; is: boolean }>([
    { what: 'since now', away: { since: at(now) }, is: true },
    { what: 'from tomorrow on', away: { since: at(now + 86_400_000) }, is: false },
    { what: 'until later', away: { since: at(now - 1), until: at(now + 1) }, is: true },
    { what: 'until just now', away: { since: at(now - 2), until: at(now) }, is: false },
    { what: 'not at all', away: undefined, is: false },
  ])('$what: $is', ({ away, is }) => {
    const who = away === undefined ? resident : { ...resident, away: { ...away, because: 'family' as const } };
    expect(of([device('button')], { resident: who }).away).toBe(is);
  });
});

describe('nobody could have heard one', () => {
  const behind = (heardAt: number): HeardDevice =>
    device('sensor', { facts: { connected: false, heardAt, via: 'zigbee' } });
  const down: DownSince = { ...up, sources: new Map([['zigbee', now - 60_000]]) };
  const shut: DownSince = { ...up, door: now - 30_000 };

  it.each([
    { why: 'gateway', devices: [device('button'), behind(now - 120_000)], at: down },
    { why: undefined, devices: [device('button'), behind(now - 10_000)], at: down },
    { why: 'door', devices: [device('button')], at: shut },
    { why: undefined, devices: [behind(now - 120_000)], at: shut },
    { why: 'door', devices: [behind(now - 120_000)], at: { ...shut, behindDoor: new Set(['zigbee']) } },
    { why: 'no_device', devices: [], at: up },
    { why: 'silent', devices: [device('button', { facts: { connected: false } })], at: up },
    { why: undefined, devices: [device('button', { facts: { connected: false } }), behind(now - 10)], at: up },
  ])('because: $why', ({ why, devices, at }) => expect(of(devices, {}, { by: ['09:30'] }, at).held()).toBe(why));

  it('asks of those devices alone that count', () => {
    const pressed: CheckIn = { by: ['09:30'], signs: ['press'] };
    expect(of([device('button'), behind(now - 120_000)], {}, pressed, down).held()).toBeUndefined();
    expect(of([behind(now)], {}, pressed).held()).toBe('no_device');
  });
});
