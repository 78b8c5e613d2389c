import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import { District, policy } from '../../test/district.ts';
import type { DeviceFacts } from './device/judge.ts';
import { assess, type HomeFacts } from './readiness.ts';

const now = at(1_000_000_000_000);
const hour = 3_600_000;
const alive: DeviceFacts = { connected: true, battery: 80 };
const home = (more: Partial<HomeFacts> = {}): HomeFacts => ({
  id: 'home-1',
  courtyard: 'y1',
  position: [104, 30],
  devices: [alive],
  contacts: 1,
  ...more,
});
const judge = (d: District, facts: HomeFacts, answeredAt?: number) =>
  assess([facts], d.world, { answeredAt: () => answeredAt }, now)[0];

describe('a home', () => {
  it('is ready with a live device, somebody near who hears it, the health centre and a contact', () => {
    expect(judge(new District(), home())).toEqual({
      id: 'home-1',
      courtyard: 'y1',
      state: 'ready',
      reasons: [],
      nearestSeconds: 60,
    });
  });

  it.each([
    { what: 'no device', devices: [], reason: 'no_device', state: 'not_covered' },
    { what: 'a device never heard of', devices: [{ connected: false }], reason: 'device_silent', state: 'not_covered' },
    {
      what: 'a device silent for 25 hours and a bit',
      devices: [{ connected: false, heardAt: now - 25 * hour - 1 }],
      reason: 'device_silent',
      state: 'not_covered',
    },
    {
      what: 'a device heard 25 hours ago',
      devices: [{ connected: false, heardAt: now - 25 * hour }],
      reason: undefined,
      state: 'ready',
    },
    { what: 'a battery of 20 %', devices: [{ connected: true, battery: 20 }], reason: 'battery_low', state: 'at_risk' },
    { what: 'a battery of 21 %', devices: [{ connected: true, battery: 21 }], reason: undefined, state: 'ready' },
    {
      what: 'one full battery of two',
      devices: [alive, { connected: true, battery: 1 }],
      reason: undefined,
      state: 'ready',
    },
    {
      what: 'a device that is not installed, however alive,',
      devices: [{ ...alive, installing: true as const }],
      reason: 'device_not_installed',
      state: 'not_covered',
    },
    {
      what: 'one that is not installed beside one that works',
      devices: [{ connected: false, installing: true as const }, alive],
      reason: 'device_not_installed',
      state: 'at_risk',
    },
    {
      what: 'an opened device',
      devices: [{ connected: true, tamper: true }],
      reason: 'device_tampered',
      state: 'at_risk',
    },
  ])('with $what is $state', ({ devices, reason, state }) => {
    expect(judge(new District(), home({ devices }))).toMatchObject({
      state,
      reasons: reason === undefined ? [] : [reason],
    });
  });

  it('is at risk after a day of silence and given up after three, where the policy leaves it to the model', () => {
    const d = new District();
    const { deviceSilentHours: _, ...readiness } = policy.readiness;
    d.policy = { ...policy, readiness };
    const quiet = (hours: number) =>
      judge(d, home({ devices: [{ connected: false, heardAt: now - hours * hour - 1 }] }));
    expect(quiet(24)).toMatchObject({ state: 'ready' });
    expect(quiet(25)).toMatchObject({ state: 'at_risk', reasons: ['device_quiet'] });
    expect(quiet(72)).toMatchObject({ state: 'not_covered', reasons: ['device_silent'] });
  });

  it('without contacts is at risk', () => {
    expect(judge(new District(), home({ contacts: 0 }))).toMatchObject({ state: 'at_risk', reasons: ['no_contacts'] });
  });

  it('is not covered when nobody on duty is near enough', () => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao']) d.seconds[id] = 301;
    expect(judge(d, home())).toMatchObject({ state: 'not_covered', reasons: ['nobody_near'], nearestSeconds: 301 });
    for (const id of ['wang', 'li', 'zhao']) d.change(id, { onDuty: false });
    const judged = judge(d, home());
    expect(judged).toMatchObject({ state: 'not_covered', reasons: ['nobody_near'] });
    expect(judged?.nearestSeconds).toBeUndefined();
  });

  it('counts who is at a desk as nobody near', () => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao']) d.change(id, { means: 'desk' });
    expect(judge(d, home())?.reasons).toContain('nobody_near');
  });

  it('prefers who would hear it to who is nearer, while they are near enough', () => {
    const d = new District();
    d.disconnected.add('wang');
    expect(judge(d, home())).toMatchObject({ state: 'ready', nearestSeconds: 120 });
    for (const id of ['li', 'zhao']) d.seconds[id] = 301;
    expect(judge(d, home())).toMatchObject({
      state: 'at_risk',
      reasons: ['nobody_answers_lately'],
      nearestSeconds: 60,
    });
  });

  it.each([
    { ago: 24 * hour, state: 'ready' },
    { ago: 24 * hour + 1, state: 'at_risk' },
  ])('with people who last answered $ago ms ago is $state', ({ ago, state }) => {
    const d = new District();
    for (const id of d.people.keys()) d.disconnected.add(id);
    expect(judge(d, home(), now - ago)?.state).toBe(state);
  });

  it('is at risk while nobody is at the health centre', () => {
    expect(judge(new District().change('desk', { onDuty: false }), home())).toMatchObject({
      state: 'at_risk',
      reasons: ['health_centre_unstaffed'],
    });
    const d = new District();
    d.disconnected.add('desk');
    expect(judge(d, home())?.reasons).toEqual(['health_centre_unstaffed']);
  });

  it('is judged by where it is: homes of one building share one search', () => {
    const d = new District();
    let searches = 0;
    const world = { ...d.world, travelSeconds: () => ++searches };
    const homes = Array.from({ length: 100 }, (_, i) => home({ id: `home-${i}` }));
    expect(assess(homes, world, { answeredAt: () => undefined }, now)).toHaveLength(100);
    expect(searches).toBe(3);
    assess([home(), home({ position: [104, 31] })], world, { answeredAt: () => undefined }, now);
    expect(searches).toBe(9);
    expect(policy.readiness.roles).toEqual(['grid_coordinator']);
  });
});
