// A power cut: everybody presses at once. Home n of the small district lies in courtyard y1, home 9 in y9.
import { describe, expect, it } from 'vitest';
import { groupDelivery } from '../../../contracts/incident/groups.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { ReplyKind } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';
import { portion } from './groupReply.ts';
import { deadline, told } from './pending.ts';

const surge = { pressesPerMinute: 2, forSeconds: 300 };

/** Homes of y1, numbered so that each is another building: the first two are called in as on any day. */
function pressed(homes: number, kind: 'sos' | 'service' = 'sos'): District {
  const d = new District();
  d.policy = { ...policy, surge };
  for (const id of ['wang', 'li', 'zhao']) d.change(id, { grid: 'g1' });
  for (let n = 0; n < homes; n++) d.press(`btn-${100 + n}`, kind);
  return d;
}

const legsOf = (d: District, responder: string) =>
  [...d.open.all()].flatMap(({ legs }) => legs.filter((leg) => leg.responder === responder));
const offerTo = (d: District, responder: string, group = 'y1') => {
  const offer = [...d.open.groups.all()].find((one) => one.responder === responder && one.id === group);
  if (!offer) throw new Error(`${responder} is told of no group ${group}`);
  return offer;
};
let replies = 0;
function answer(d: District, responder: string, reply: ReplyKind, { group = 'y1', revision = 0 } = {}): District {
  const { incident = '', leg = '' } = [...offerTo(d, responder, group).members.values()][0] ?? {};
  const delivery = groupDelivery(group, revision || offerTo(d, responder, group).revision);
  const message = { id: `g${replies++}`, delivery, incident: incident as Incident['id'], leg, reply };
  return d.take({ v: 1, kind: 'reply', district: 'd', responder, reply: message });
}

describe('a surge', () => {
  it('begins with more than the rate within a minute, and is over when it has been lower for long enough', () => {
    const d = pressed(2);
    expect([...d.open.all()].map((one) => one.surge)).toEqual([undefined, undefined]);
    d.press('btn-1');
    expect(d.world.isSurge(d.now)).toBe(true);
    d.press('btn-2');
    expect(d.latest()).toMatchObject({ surge: true });
    d.pass(299);
    expect(d.world.isSurge(d.now)).toBe(true);
    d.pass(1);
    expect(d.world.isSurge(d.now)).toBe(false);
    d.press('btn-3');
    expect(d.latest()?.surge).toBeUndefined();
    expect(d.latest()?.legs.some(({ group }) => group !== undefined)).toBe(false);
  });

  it('is not begun by the same number over a longer time', () => {
    const d = pressed(0);
    for (const home of [1, 2, 3, 4, 5]) d.press(`btn-${home}`).pass(31);
    expect([...d.open.all()].filter((one) => one.surge)).toEqual([]);
  });

  it('is known to whoever takes over', () => {
    const d = pressed(5).restart();
    expect(d.world.isSurge(d.now)).toBe(true);
    expect(d.press('btn-9').latest()?.surge).toBe(true);
  });

  it('gives the nearest a courtyard, and another courtyard to the next', () => {
    const d = pressed(20);
    const far = d.press('btn-9').latest();
    const [grid] = far?.legs.filter(({ track }) => track === 'grid') ?? [];
    expect(grid?.group).toBe('y9');
    // whoever has y1 keeps it: one person for all of its homes
    const holders = new Set([...d.open.all()].flatMap(({ legs }) => legs.filter(({ group }) => group === 'y1')));
    expect(new Set([...holders].map(({ responder }) => responder)).size).toBe(1);
    expect([...holders].every(({ responder }) => responder !== grid?.responder)).toBe(true);
    expect(far?.legs.find(({ track }) => track === 'health')?.group).toBe('*g9');
  });

  it('is answered once for the whole courtyard: receipt, yes, and each incident has it in its log', () => {
    const d = pressed(20);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    const { asked } = offerTo(d, who);
    answer(d, who, 'receipt');
    expect(legsOf(d, who).filter(({ state, group }) => group === 'y1' && state === 'received')).toHaveLength(asked);
    expect(offerTo(d, who).untold).toBe(0);
    answer(d, who, 'accept');
    expect(offerTo(d, who)).toMatchObject({ asked: 0, taken: asked });
    for (const incident of [...d.open.all()].filter((one) => one.surge)) {
      expect(d.log.get(incident.id)?.map(({ type }) => type)).toContain('leg_accepted');
      expect(told(incident)).toMatchObject({ state: 'coming', step: 'in_turn' });
    }
    answer(d, who, 'en_route');
    expect(legsOf(d, who).filter(({ state }) => state === 'en_route')).toHaveLength(asked);
  });

  it('a receipt covers what the message told of, not what has come since', () => {
    const d = pressed(10);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    const before = offerTo(d, who);
    const { revision, asked } = before;
    d.press('btn-200');
    answer(d, who, 'receipt', { revision });
    expect(legsOf(d, who).filter(({ state, group }) => group === 'y1' && state === 'received')).toHaveLength(asked);
    expect(offerTo(d, who).untold).toBe(1);
    d.restart();
    answer(d, who, 'receipt', { revision });
    expect(offerTo(d, who).untold).toBe(1);
    answer(d, who, 'receipt');
    expect(offerTo(d, who).untold).toBe(0);
  });

  it('is answered in portions when there are very many, all of them', () => {
    const d = pressed(2 * portion + 50);
    const { asked } = offerTo(d, 'desk', '*g1');
    expect(asked).toBeGreaterThan(2 * portion);
    answer(d, 'desk', 'accept', { group: '*g1' });
    expect(offerTo(d, 'desk', '*g1')).toMatchObject({ asked: 0, taken: asked, untold: 0 });
  });

  it('a no asks the next for each of them; going off duty too', () => {
    const d = pressed(20);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    const { asked } = offerTo(d, who);
    answer(d, who, 'decline');
    const next = d.latest()?.legs.findLast(({ track }) => track === 'grid');
    expect(next?.responder).not.toBe(who);
    expect(offerTo(d, next?.responder ?? '').asked).toBe(asked);
    d.duty(next?.responder ?? '', false);
    expect(legsOf(d, next?.responder ?? '').filter(({ state }) => state === 'offered')).toEqual([]);
    expect(d.latest()?.legs.findLast(({ track }) => track === 'grid')).toMatchObject({ state: 'offered' });
  });

  it('whoever goes is told by the group when one of the calls is over, and that it is over when all are', () => {
    const d = pressed(8);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    answer(d, who, 'accept');
    const { revision, taken } = offerTo(d, who);
    const grouped = [...d.open.all()].filter((one) => one.surge);
    const [first, ...others] = grouped;
    d.officer({ command: 'close', disposition: 'helped' } as never, { on: first?.id ?? '' });
    expect(offerTo(d, who)).toMatchObject({ taken: taken - 1, untold: 1 });
    expect(offerTo(d, who).revision).toBeGreaterThan(revision);
    answer(d, who, 'receipt');
    expect(offerTo(d, who).untold).toBe(0);
    for (const { id } of others) d.officer({ command: 'close', disposition: 'helped' } as never, { on: id });
    expect(offerTo(d, who)).toMatchObject({ taken: 0, asked: 0, untold: taken - 1 });
    answer(d, who, 'receipt');
    expect(() => offerTo(d, who)).toThrow();
  });

  it('a stand-down that is not confirmed is chased through another channel, which the group is told of too', () => {
    const d = pressed(8);
    const [who = ''] = legsOf(d, 'wang').map(({ responder }) => responder);
    d.phones.add(who);
    answer(d, who, 'accept');
    for (const { id } of [...d.open.all()].filter(({ surge: inSurge }) => inSurge))
      d.officer({ command: 'close', disposition: 'helped' } as never, { on: id });
    expect([...offerTo(d, who).channels]).toEqual([]);
    d.pass(61);
    expect([...offerTo(d, who).channels]).toEqual(['voice']);
  });

  it('at a door it is said of that call alone', () => {
    const d = pressed(8);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    answer(d, who, 'accept');
    const { taken } = offerTo(d, who);
    answer(d, who, 'on_scene');
    expect(legsOf(d, who).filter(({ state }) => state === 'on_scene')).toHaveLength(1);
    answer(d, who, 'done');
    expect(offerTo(d, who).taken).toBe(taken - 1);
  });

  it('offers the less urgent a little later, with a deadline meanwhile, and whoever is more urgent at once', () => {
    const d = pressed(5);
    d.press('btn-7', 'service');
    const service = d.latest();
    expect(service?.legs).toEqual([]);
    expect(service && deadline(service)).toBe(d.now + 30_000);
    d.press('btn-8');
    expect(d.latest()?.legs.length).toBeGreaterThan(0);
    d.pass(30);
    expect(d.incident(service?.number ?? 0)?.legs.map(({ state }) => state)).toEqual(['offered']);
  });

  it('rings whoever is asked again by the courtyard’s message alone', () => {
    const d = pressed(5);
    const plans = d.policy.plans.map((plan) => ({
      ...plan,
      tiers: plan.tiers.map((tier) => ({ ...tier, ringAgainSeconds: 15 })),
    }));
    d.policy = { ...d.policy, plans };
    d.press('btn-7').pass(10).press('btn-7', 'fall');
    const again = d.latest()?.legs.filter(({ group, because }) => group !== undefined && because === 'call_changed');
    expect(again?.map(({ dueAt }) => dueAt)).toEqual([d.now + 45_000, d.now + 45_000]);
  });

  it('escalates by groups too, also when it is over, and tells again of what nobody takes only now and then', () => {
    const d = pressed(30);
    d.pass(3_600);
    const last = d.latest();
    expect(last?.legs.every(({ group }) => group !== undefined)).toBe(true);
    expect(last?.marks).toContain('nobody_answers');
    expect(d.events().filter(({ type }) => type === 'track_exhausted').length).toBeLessThan(2 * (3_600 / 300) + 2);
  });

  it('leaves a person of a courtyard free for a single call afterwards', () => {
    const d = pressed(20);
    const [who = ''] = new Set(
      d
        .latest()
        ?.legs.filter(({ track }) => track === 'grid')
        .map((leg) => leg.responder),
    );
    answer(d, who, 'accept');
    d.pass(300);
    for (const id of ['wang', 'li', 'zhao'].filter((one) => one !== who)) d.change(id, { onDuty: false });
    d.press('btn-5');
    expect(d.latest()?.legs.map(({ responder, group }) => [responder, group])).toContainEqual([who, undefined]);
  });
});
