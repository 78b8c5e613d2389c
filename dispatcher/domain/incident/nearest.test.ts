import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { rankByHand } from './nearest.ts';

const first = (d: District): string | undefined => d.latest()?.legs.find(({ track }) => track === 'grid')?.responder;
const weighed = (d: District) => {
  const event = d.events().find((one) => one.type === 'leg_offered');
  return event?.type === 'leg_offered' ? event.candidates : [];
};

describe('who comes first', () => {
  it('is the soonest, and the event keeps everybody weighed with seconds and reason', () => {
    const d = new District().change('zhao', { onDuty: false }).press('btn-1');
    expect(weighed(d)).toEqual([
      { responder: 'wang', travelSeconds: 60, weighedSeconds: 60, reason: 'chosen' },
      { responder: 'li', travelSeconds: 120, weighedSeconds: 120, reason: 'further' },
      { responder: 'zhao', travelSeconds: 180, weighedSeconds: 180, reason: 'off_duty' },
    ]);
  });

  it.each([
    { seconds: 79, who: 'li' },
    { seconds: 81, who: 'wang' },
  ])('is the one of the own grid when they need $seconds s against 60: $who', ({ seconds, who }) => {
    const d = new District().change('li', { grid: 'g1' });
    d.seconds.li = seconds;
    expect(first(d.press('btn-1'))).toBe(who);
  });

  it('is the one whose phone is connected, unless that costs too much time', () => {
    const d = new District();
    d.disconnected.add('wang');
    expect(first(d.press('btn-1'))).toBe('li');
    const e = new District();
    e.disconnected.add('wang');
    e.seconds.li = 60 + 181;
    e.seconds.zhao = 1_000;
    expect(first(e.press('btn-1'))).toBe('wang');
  });

  it('is never who has no way to the place', () => {
    const d = new District();
    const { world } = d;
    Object.defineProperty(d, 'world', {
      value: { ...world, travelSeconds: (one: { id: string }) => (one.id === 'wang' ? undefined : 50) },
    });
    expect(first(d.press('btn-1'))).toBe('li');
    expect(weighed(d).find(({ responder }) => responder === 'wang')?.reason).toBe('unreachable');
  });

  it('is never who cannot be told at all', () => {
    const d = new District();
    const { world } = d;
    Object.defineProperty(d, 'world', {
      value: { ...world, reach: (one: { id: string }) => ({ connected: false, app: one.id !== 'wang', outside: [] }) },
    });
    expect(first(d.press('btn-1'))).toBe('li');
    expect(weighed(d).find(({ responder }) => responder === 'wang')?.reason).toBe('no_channel');
  });

  it('where no place is known, those who travel are not asked', () => {
    const d = new District().press('stranger').officer({ command: 'assign', responder: 'wang' });
    expect(d.legs()).toEqual(['officer offered', 'wang offered']);
  });
});

describe('somebody who has a part in it already', () => {
  it('and was only told that nobody comes is asked to come when they can', () => {
    const d = new District();
    d.policy = { ...d.policy, whenSpent: { ...d.policy.whenSpent, roles: ['grid_coordinator'] } };
    for (const id of ['wang', 'li', 'zhao', 'officer']) d.change(id, { onDuty: false });
    d.press('btn-1', 'service').pass(70);
    const wangs = () =>
      d.latest()?.legs.flatMap((leg) => (leg.responder === 'wang' && leg.need === 'door' ? [leg.purpose] : []));
    expect(wangs()).toEqual(['told']);
    d.duty('wang', true);
    expect(wangs()).toEqual(['told', 'comes']);
  });

  it('a desk that has long said nothing is asked once more at a new word', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene').reply('desk', 'accept');
    const desk = () => d.latest()?.legs.flatMap((leg) => (leg.responder === 'desk' ? [leg.state] : []));
    d.pass(700);
    expect(desk()).toEqual(['accepted']);
    expect(d.press('btn-1', 'fall') && desk()).toContain('offered');
  });
});

describe('a desk that was asked before the upgrade', () => {
  it('has been asked, also where there is room for a second one', () => {
    const d = new District();
    const plans = d.policy.plans.map((plan) => ({
      ...plan,
      tiers: plan.tiers.map((tier) => ({ ...tier, who: tier.who.map((group) => ({ ...group, inParallel: 2 })) })),
    }));
    d.policy = { ...d.policy, plans };
    const { needs: _, ...old } = d.press('btn-1').latest() ?? never();
    const legs = old.legs.map(({ need: __, purpose: ___, askedSeq: ____, ...leg }) =>
      leg.responder === 'desk' ? { ...leg, comes: false as const } : leg,
    );
    d.open.put({ ...old, legs, tracks: [{ track: 'health', plan: 'health', tier: 0 }] }, d.now);
    d.officer({ command: 'note', text: 'x' }).duty('li', true);
    expect(d.latest()?.legs.flatMap((leg) => (leg.responder === 'desk' ? [leg.revision] : []))).toEqual([1]);
  });
});

describe('where no home is known', () => {
  it('whoever holds the role may be asked, wherever they belong', () => {
    const d = new District();
    const who = [{ roles: ['community_officer' as const], area: 'own_grid' as const, inParallel: 1 }];
    const plans = d.policy.plans.map((plan) => ({ ...plan, tiers: plan.tiers.map((one) => ({ ...one, who })) }));
    d.policy = { ...d.policy, plans };
    expect(d.press('stranger').legs()).toEqual(['officer offered']);
  });
});

describe('somebody who is on another call', () => {
  it('is not taken from a P1: of three P1 in a minute each gets somebody else', () => {
    const d = new District();
    for (const button of ['btn-1', 'btn-2', 'btn-3', 'btn-4']) d.press(button);
    const grid = [1, 2, 3, 4].map((n) => d.incident(n)?.legs.find(({ track }) => track === 'grid')?.responder);
    expect(grid).toEqual(['wang', 'li', 'zhao', 'officer']);
    expect(d.events(4).filter(({ type }) => type === 'tier_skipped')).toMatchObject([
      { reason: 'busy' },
      { reason: 'busy' },
    ]);
  });

  it('is taken from a P3 by a P1 when the free one is too far, and the P3 asks another by a follow-up', () => {
    const d = new District();
    d.seconds.li = 1_000;
    d.seconds.zhao = 2_000;
    d.press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'sos');
    expect(d.incident(2)?.legs[0]).toMatchObject({ responder: 'wang', state: 'offered' });
    expect(d.incident(1)?.legs).toMatchObject([{ responder: 'wang', state: 'accepted' }]);
    d.reply('wang', 'accept', {}, d.incident(2));
    expect(d.incident(1)?.legs).toMatchObject([
      { responder: 'wang', state: 'stood_down', because: 'needed_elsewhere' },
      { responder: 'li', state: 'offered' },
    ]);
  });

  it('is left to the P3 when a free one is hardly slower', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'sos');
    expect(d.incident(2)?.legs[0]?.responder).toBe('li');
  });

  it('is not taken from a P3 by another P3', () => {
    const d = new District();
    for (const id of ['li', 'zhao']) d.change(id, { onDuty: false });
    d.press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'service');
    expect(d.incident(2)?.legs[0]?.responder).toBe('officer');
  });

  it('stays with the P3 when they say no to the P1', () => {
    const d = new District();
    d.seconds.li = 1_000;
    d.press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'sos');
    d.reply('wang', 'decline', {}, d.incident(2));
    expect(d.incident(1)?.legs).toMatchObject([{ responder: 'wang', state: 'accepted' }]);
  });

  it('and is only asked there, is let go when they say yes here', () => {
    const d = new District();
    d.seconds.li = 1_000;
    d.press('btn-1', 'service').press('btn-2', 'sos').reply('wang', 'accept', {}, d.incident(2));
    expect(d.incident(1)?.legs[0]).toMatchObject({ responder: 'wang', state: 'stood_down' });
    expect(d.incident(1)?.legs[1]).toMatchObject({ responder: 'zhao', state: 'offered' });
  });

  it('a desk handles many calls at once', () => {
    const d = new District().press('btn-1').press('btn-2');
    expect(d.incident(2)?.legs.map(({ responder }) => responder)).toContain('desk');
  });
});

describe('whoever sends somebody by hand', () => {
  const listed = (d: District, more: Partial<Incident> = {}) => {
    const incident = d.latest();
    if (!incident) throw new Error('nothing is open');
    const people = d.world.holders('grid_coordinator');
    return rankByHand({ ...incident, ...more }, people, d.world, d.now).map(
      ({ responder, reason = 'free' }) => `${responder.id} ${reason}`,
    );
  };

  it('is shown people in the order in which the dispatcher asks them, and whom it has asked', () => {
    const d = new District().change('li', { grid: 'g1' });
    d.seconds.li = 79; // not the soonest, and of the own grid
    d.press('btn-1');
    expect(first(d)).toBe('li');
    expect(listed(d, { legs: [] })).toEqual(['li free', 'wang free', 'zhao free']);
    expect(listed(d)).toEqual(['wang free', 'zhao free', 'li already_asked']);
  });

  it('may send whoever has nothing but a telephone, and nobody whom nothing reaches', () => {
    const d = new District();
    for (const id of ['wang', 'li']) d.noApp.add(id);
    d.phones.add('wang');
    d.press('btn-1');
    expect(listed(d, { legs: [] })).toEqual(['wang free', 'zhao free', 'li no_channel']);
  });

  it('may send whoever said no', () => {
    const d = new District().press('btn-1').reply('wang', 'decline');
    expect(listed(d)).toContain('wang free');
  });

  it.each([
    { on: 'a P3', kind: 'service', as: 'wang free' },
    { on: 'a P1', kind: 'sos', as: 'wang busy' },
  ] as const)('for a P1, sees that whoever is on $on is: $as', ({ kind, as }) => {
    const d = new District().press('btn-1', kind).reply('wang', 'accept').press('btn-3');
    expect(listed(d, { legs: [] })).toContain(as);
  });
});

function never(): never {
  throw new Error('no incident');
}

describe('those who cannot be asked', () => {
  /** Twenty coordinators off duty, at stated distances, and nobody else of the grid. */
  const skipped = (seconds: readonly number[]) => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao']) d.people.delete(id);
    for (const [i, one] of seconds.entries())
      d.add(`c${String(i).padStart(2, '0')}`, 'grid_coordinator', one, { onDuty: false });
    const event = d
      .press('btn-1')
      .events()
      .find((one) => one.type === 'tier_skipped' && one.need === 'door');
    return event?.type === 'tier_skipped' ? event.candidates : [];
  };

  it.each([
    { what: 'from far to near', seconds: Array.from({ length: 20 }, (_, i) => 2_000 - i * 100) },
    { what: 'from near to far', seconds: Array.from({ length: 20 }, (_, i) => 100 + i * 100) },
    { what: 'in no order', seconds: Array.from({ length: 20 }, (_, i) => 100 + ((i * 7) % 20) * 100) },
    { what: 'just as many as are kept', seconds: Array.from({ length: 12 }, (_, i) => 1_200 - i * 100) },
    { what: 'one more than are kept', seconds: Array.from({ length: 13 }, (_, i) => 1_300 - i * 100) },
  ])('are kept with the reason, the nearest twelve in order, however they are listed: $what', ({ seconds }) => {
    const kept = skipped(seconds);
    expect(kept.map(({ travelSeconds }) => travelSeconds)).toEqual([...seconds].sort((a, b) => a - b).slice(0, 12));
    expect(kept.every(({ reason }) => reason === 'off_duty')).toBe(true);
  });

  it('at one distance by their ids', () => {
    expect(skipped([60, 60, 60, 60]).map(({ responder }) => responder)).toEqual(['c00', 'c01', 'c02', 'c03']);
  });
});

describe('why a tier is passed over', () => {
  const reason = (change: (d: District) => unknown) => {
    const d = new District();
    for (const id of ['li', 'zhao']) d.people.delete(id);
    change(d);
    const event = d
      .press('btn-1')
      .events()
      .find((one) => one.type === 'tier_skipped' && one.need === 'door');
    return event?.type === 'tier_skipped' ? event.reason : undefined;
  };

  it.each([
    { why: 'nobody', change: (d: District) => d.people.delete('wang') },
    { why: 'off_duty', change: (d: District) => d.change('wang', { onDuty: false }) },
    { why: 'unreachable', change: (d: District) => d.noApp.add('wang') },
    { why: 'busy', change: (d: District) => d.press('btn-2').reply('wang', 'accept') },
    { why: undefined, change: () => undefined },
  ])('$why', ({ why, change }) => {
    expect(reason(change)).toBe(why);
  });

  it('is what a newcomer would change: somebody busy before somebody off duty', () => {
    expect(
      reason((d) => d.add('late', 'grid_coordinator', 10, { onDuty: false }).press('btn-2').reply('wang', 'accept')),
    ).toBe('busy');
    expect(reason((d) => d.add('late', 'grid_coordinator', 10, { onDuty: false }).noApp.add('wang'))).toBe(
      'unreachable',
    );
  });
});
