// The second chapter of an incident, and the third: after a leg is done, a neighbour's yes, a call for help, a merge, a reopening,
// another word, somebody is met, asked for, or shouted about. One test an input that once went mute.

import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { Incident as IncidentSchema } from '../../../contracts/incident/state.ts';
import type { Group, Policy, Tier } from '../../../contracts/office/policy.ts';
import type { Finding, NeedKind } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';
import { handled } from '../../../test/handled.ts';
import { isHelpComing } from './needs.ts';
import { pending, told } from './pending.ts';

const tier = (name: string, who: (Partial<Group> & Pick<Group, 'roles'>)[], more: Partial<Tier> = {}): Tier => ({
  name,
  who: who.map((group) => ({ area: 'community', inParallel: 1, ...group })),
  answerWithinSeconds: 45,
  channels: ['app'],
  ...more,
});

/** A policy as communities have it: a neighbour who bridges, squads, the street's desk; trained people for a fire. */
const real: Policy = {
  ...policy,
  calls: [
    { kind: 'smoke', priority: 1, plans: { grid: 'fire', health: 'health' } },
    ...policy.calls.filter(({ kind }) => kind !== 'smoke'),
  ],
  plans: [
    {
      id: 'grid',
      track: 'grid',
      name: 'grid',
      tiers: [
        tier('nearest', [
          { roles: ['grid_coordinator'] },
          { roles: ['gate_keeper'], onlyIfNearer: true, settles: false },
        ]),
        tier('squads', [{ roles: ['emergency_squad'], inParallel: 2 }]),
        tier('street', [{ roles: ['street_officer'] }]),
      ],
    },
    {
      id: 'fire',
      track: 'grid',
      name: 'fire',
      tiers: [
        tier('fire', [
          { roles: ['grid_coordinator'] },
          { roles: ['gate_keeper', 'security_patrol'], inParallel: 2, needs: 'fire_safety', settles: false },
        ]),
        tier('squads', [{ roles: ['emergency_squad'], inParallel: 2 }]),
      ],
    },
    ...policy.plans.filter(({ id }) => id !== 'grid'),
  ],
  whenSpent: { roles: ['community_officer', 'street_officer'], everySeconds: [60, 30, 15] },
};

const town = (): District => {
  const d = new District();
  d.policy = real;
  d.add('gate', 'gate_keeper', 5, { skills: ['fire_safety'] });
  d.add('patrol', 'security_patrol', 90, { skills: ['fire_safety'] });
  d.add('squad', 'emergency_squad', 300).add('street', 'street_officer', 0, { means: 'desk' });
  return d;
};
const offDuty = (d: District, ...who: string[]): District => {
  for (const id of who) d.change(id, { onDuty: false });
  return d;
};
const need = (d: District, kind: NeedKind, n?: number) =>
  (n === undefined ? d.latest() : d.incident(n))?.needs?.find((one) => one.need === kind);
const button = (d: District, n?: number) => {
  const incident = n === undefined ? d.latest() : d.incident(n);
  return incident && told(incident);
};
const asked = (d: District, n?: number): string[] =>
  ((n === undefined ? d.latest() : d.incident(n))?.legs ?? [])
    .filter(({ state }) => state === 'offered' || state === 'received')
    .map(({ responder, need: kind }) => `${responder} ${kind}`);

describe('after somebody was there and has left', () => {
  const left = () => handled().reply('wang', 'on_scene').reply('wang', 'done').reply('desk', 'done').pass(300);

  it.each(['fall', 'sos'] as const)(
    'a %s asks those who were there first, and is new for the officer and the button',
    (kind) => {
      const d = left();
      expect(button(d)).toMatchObject({ state: 'left', who: 'wang' });
      d.press('btn-1', kind);
      expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
      expect(button(d)).toMatchObject({ state: 'received' });
      expect(d.latest()?.acknowledged).toBeUndefined();
      expect(need(d, 'officer')).toMatchObject({ state: 'asked' });
      expect(need(d, 'word')).toMatchObject({ state: 'asked' });
    },
  );

  it('"done" that was a slip of the thumb is no arrival: others are asked at once, and it can be taken back for a minute', () => {
    const d = handled().pass(20).reply('wang', 'done');
    expect(need(d, 'door')).toMatchObject({ state: 'asked' });
    expect(asked(d)).toContain('li door');
    d.pass(30).reply('wang', 'on_scene');
    expect(d.legs()[0]).toBe('wang on_scene');
    expect(need(d, 'door')).toMatchObject({ state: 'met' });
    expect(d.legs()).toContain('li stood_down');
    const e = handled().reply('wang', 'done').pass(61).reply('wang', 'on_scene');
    expect(e.results.at(-1)).toMatchObject({ code: 'leg_ended' });
    expect(need(e, 'door')?.state).not.toBe('ended');
  });

  it('a door that nobody opened is no end: it goes on, entry is needed, and later the fire brigade', () => {
    const d = handled()
      .reply('wang', 'on_scene')
      .reply('wang', 'done', { findings: ['no_answer_at_door'] });
    expect(need(d, 'door')).toMatchObject({ state: 'asked' });
    expect(need(d, 'entry')).toMatchObject({ state: 'asked', until: expect.any(Number) });
    expect(d.latest()?.contactsDue).toContainEqual(expect.objectContaining({ moment: 'entry' }));
    d.pass(181);
    expect(need(d, 'call_119')).toMatchObject({ state: 'asked' });
    const renewed = d.events().findLast(({ type }) => type === 'needs_renewed');
    expect(renewed).toMatchObject({ by: 'policy', needs: [{ need: 'call_119' }], because: 'no_entry' });
    d.officer({ command: 'outside_called', number: '119' });
    expect(need(d, 'call_119')).toMatchObject({ state: 'ended', because: 'called' });
  });

  it.each(['fire', 'police'] as const)('a door to which %s were called already needs nobody else', (needs) => {
    const d = handled().reply('wang', 'on_scene').reply('wang', 'help', { needs });
    d.reply('wang', 'help', { needs: 'entry' });
    const kinds = () => d.latest()?.needs?.map((one) => one.need);
    const before = kinds();
    expect(d.pass(3_600) && kinds()).toEqual(before);
    expect(need(d, 'entry')).toMatchObject({ state: 'asked', because: 'no_entry' });
  });

  it('of which somebody speaks who was only told makes nothing new but the door', () => {
    const d = new District().press('btn-1').pass(200).officer({ command: 'acknowledge' });
    const told = d.latest()?.legs.find((leg) => leg.need === 'officer' && leg.responder === 'officer') ?? never();
    const before = need(d, 'officer');
    const reply = { id: 'n', incident: d.latest()?.id ?? never(), leg: told.id } as const;
    const say = (word: 'accept' | 'done', findings: Finding[] = []) =>
      d.take({
        v: 1,
        kind: 'reply',
        district: 'd',
        responder: 'officer',
        reply: { ...reply, id: word, reply: word, findings },
      });
    say('accept');
    say('done', ['no_answer_at_door']);
    expect(need(d, 'officer')).toEqual(before);
    expect(need(d, 'entry')).toMatchObject({ state: 'asked' });
  });
});

describe('who counts for the door', () => {
  const night = () => offDuty(town(), 'wang', 'li', 'zhao');

  it('not a neighbour who bridges: the next tier is asked at their yes', () => {
    const d = night().press('btn-1').reply('gate', 'accept');
    expect(asked(d)).toContain('squad door');
    expect(button(d)).toMatchObject({ state: 'coming', step: 'neighbour_first', who: 'gate' });
    expect(isHelpComing(d.latest() ?? never())).toBe(false);
    d.reply('gate', 'on_scene');
    expect(need(d, 'door')?.state).toBe('asked');
    expect(
      d
        .pass(200)
        .latest()
        ?.legs.map(({ responder }) => responder),
    ).toContain('street');
  });

  it('a neighbour’s arrival stands nobody down', () => {
    const d = night().press('btn-1', 'smoke').reply('gate', 'accept').reply('gate', 'on_scene');
    expect(d.legs()).toContain('patrol offered');
    expect(need(d, 'door')?.state).toBe('asked');
  });

  it('not a desk: a street officer’s yes sends nobody home, and asking goes on', () => {
    const d = offDuty(town(), 'gate', 'squad')
      .press('btn-1')
      .pass(46 + 46)
      .reply('street', 'accept');
    expect(d.legs().filter((one) => one.endsWith('stood_down'))).toEqual([]);
    expect(['asked', 'spent']).toContain(need(d, 'door')?.state);
    expect(button(d)).toMatchObject({ state: 'received', step: 'asking_more' });
    const revisions = () => d.latest()?.legs.find(({ responder }) => responder === 'officer')?.revision ?? 0;
    const before = revisions();
    expect(d.pass(120) && revisions()).toBeGreaterThan(before);
  });

  it('whoever is on the way without an acknowledged word of help is no reason to be calm', () => {
    const d = offDuty(town(), 'wang', 'li', 'zhao', 'gate', 'squad').press('btn-1').reply('desk', 'accept');
    d.officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' }).pass(300);
    const reminders = d.events().filter((event) => event.type === 'officer_reminded' && event.why === 'nobody_coming');
    expect(reminders.length).toBeGreaterThanOrEqual(4);
  });

  it('two who were sent by hand both go', () => {
    const d = new District().press('btn-1').officer({ command: 'assign', responder: 'li' });
    d.officer({ command: 'assign', responder: 'zhao' }).reply('li', 'accept').reply('zhao', 'accept');
    expect(d.legs()).toEqual(expect.arrayContaining(['li accepted', 'zhao accepted']));
  });

  it('whoever answers for the district is rung by one of their offers, whichever of them is due first', () => {
    const d = new District().press('btn-1').pass(400).officer({ command: 'assign', responder: 'officer' });
    // From now on others are told first in each round; the officer's two offers have rhythms of their own.
    d.add('street', 'street_officer', 0, { means: 'desk' });
    d.policy = { ...d.policy, whenSpent: { ...d.policy.whenSpent, roles: ['street_officer'] } };
    for (let i = 0; i < 60; i++) {
      d.pass(60);
      const offers = asked(d).filter((one) => one === 'officer door');
      expect(offers.length, `after ${400 + 60 * (i + 1)} s`).toBeLessThanOrEqual(1);
    }
  });

  it('a no to what was told before the place was corrected does not make a second offer of it', () => {
    const d = new District();
    const tier = d.policy.plans[0]?.tiers[0] ?? never();
    d.policy = {
      ...d.policy,
      plans: d.policy.plans.map((plan) => ({
        ...plan,
        tiers: [{ ...tier, who: [{ roles: ['security_patrol'], area: 'community', inParallel: 1 }] }],
      })),
    };
    d.press('btn-1').reply('officer', 'en_route', { leg: 'L1' }).officer({ command: 'place', home: 'home-3' });
    d.reply('officer', 'decline', { leg: 'L1' });
    for (let i = 0; i < 60; i++) {
      d.pass(60);
      expect(asked(d).filter((one) => one === 'officer door').length).toBeLessThanOrEqual(1);
    }
  });

  it.each(['accept', 'en_route'] as const)(
    'somebody in doubt again by their word, which says anew by when: %s',
    (word) => {
      const d = handled().pass(60 + 121);
      expect(d.latest()?.legs[0]).toMatchObject({ doubtful: 'overdue' });
      d.reply('wang', word);
      expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
      expect(d.latest()?.legs[0]?.arriveBy).toBe(d.now + (60 + policy.arriveGraceSeconds) * 1000);
    },
  );

  it('somebody in doubt only by a nearer measurement, their own word, or the officer’s call', () => {
    const doubted = () => handled().duty('wang', false);
    const d = doubted();
    expect(need(d, 'door')).toMatchObject({ state: 'asked' });
    d.pass(100);
    expect(d.latest()?.legs[0]?.doubtful).toBe('left_duty');
    d.reply('wang', 'en_route');
    expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
    expect(need(d, 'door')).toMatchObject({ state: 'met' });
    const e = doubted().officer({ command: 'confirm', leg: 'L1', text: '电话里说五分钟到' });
    expect(need(e, 'door')).toMatchObject({ state: 'met' });
    const f = doubted();
    f.fresh.add('wang');
    f.pass(61);
    f.seconds.wang = 10;
    f.pass(61);
    expect(f.latest()?.legs[0]?.doubtful).toBeUndefined();
  });

  it('a coordinator may take the neighbour in the same building too', () => {
    const d = offDuty(new District(), 'li', 'zhao').press('btn-1').reply('wang', 'accept').press('btn-11');
    expect(d.legs(d.incident(2))[0]).toBe('wang offered');
    const e = offDuty(new District(), 'li', 'zhao').press('btn-1').reply('wang', 'accept').press('btn-2');
    expect(e.legs(e.incident(2))[0]).not.toBe('wang offered');
  });

  it('only who is reachable by a way that the tier uses', () => {
    const d = new District();
    d.noApp.add('wang');
    d.phones.add('wang');
    expect(d.press('btn-1').legs()[0]).toBe('li offered');
  });
});

describe('help from the scene', () => {
  const scene = () => handled().reply('wang', 'on_scene');

  it('a second person is asked for through every tier until somebody comes', () => {
    const d = scene().reply('wang', 'help', { needs: 'person' });
    expect(asked(d)).toEqual(['li second_person']);
    d.pass(46);
    expect(asked(d)).toEqual(['zhao second_person']);
    d.pass(46 + 61);
    expect(need(d, 'second_person')).toMatchObject({ state: 'spent' });
    d.pass(600);
    expect(need(d, 'second_person')).toMatchObject({ state: 'spent' });
    const rung =
      d.latest()?.legs.find((leg) => leg.need === 'second_person' && leg.responder === 'officer')?.revision ?? 0;
    expect(rung).toBeGreaterThan(5);
    d.reply('li', 'accept');
    expect(need(d, 'second_person')).toMatchObject({ state: 'met' });
  });

  it('"no breath, call an ambulance" rings officer and desk until a call is recorded, never whoever is at the scene', () => {
    const d = scene().reply('wang', 'help', { needs: 'ambulance', text: '没有呼吸' });
    expect(asked(d)).toEqual(expect.arrayContaining(['officer call_120', 'desk call_120']));
    const revision = () => d.latest()?.legs.find((leg) => leg.need === 'call_120')?.revision ?? 0;
    const [first, wang] = [revision(), d.latest()?.legs[0]?.revision];
    d.pass(800);
    expect(revision()).toBeGreaterThan(first + 5);
    expect(d.latest()?.legs[0]?.revision).toBe(wang);
    d.officer({ command: 'call_120' });
    expect(need(d, 'call_120')).toMatchObject({ state: 'ended', because: 'called' });
    expect(asked(d)).toEqual([]);
  });

  it('a call to 120 may be recorded by whoever made it, and taken back by whoever asked', () => {
    const d = scene().reply('wang', 'help', { needs: 'ambulance' }).reply('wang', 'called', { needs: 'ambulance' });
    expect(d.latest()?.ambulance?.by).toBe('responder/wang');
    const e = scene().reply('wang', 'help', { needs: 'person' });
    e.reply('li', 'help_withdrawn', { needs: 'person' });
    expect(e.results.at(-1)).toMatchObject({ outcome: 'refused' });
    e.reply('wang', 'help_withdrawn', { needs: 'person', text: '家属到了' });
    expect(need(e, 'second_person')).toMatchObject({ state: 'ended', because: 'withdrawn' });
    expect(e.legs()).toContain('li stood_down');
    const f = scene().reply('wang', 'help', { needs: 'doctor' });
    f.officer({ command: 'end_need', need: 'doctor', text: '卫生中心已电话指导' });
    expect(need(f, 'doctor')).toMatchObject({ state: 'ended' });
    expect(f.officer({ command: 'end_need', need: 'doctor', text: 'x' }).results.at(-1)).toMatchObject({
      code: 'no_such_need',
    });
  });

  it('120 called, a doctor who declines asks for no second call', () => {
    const d = new District()
      .press('btn-1')
      .pass(46)
      .officer({ command: 'call_120' })
      .reply('doctor', 'decline')
      .pass(200);
    expect(d.latest()?.legs.filter(({ purpose }) => purpose === 'calls')).toEqual([]);
    expect(d.latest()?.marks).not.toContain('call_120');
  });

  it.each([
    { finding: 'unconscious' as const, needs: ['call_120', 'doctor'] },
    { finding: 'gas' as const, needs: ['call_119'] },
    { finding: 'fire_or_smoke' as const, needs: ['call_119'] },
  ])('what is found ($finding) starts what it asks for', ({ finding, needs }) => {
    const d = scene().reply('wang', 'note', { text: 'x', findings: [finding] });
    for (const kind of needs) expect(need(d, kind as NeedKind)).toMatchObject({ state: 'asked' });
  });

  it('a wrong code at the door is forgotten once the right one is given', () => {
    const d = handled().reply('wang', 'on_scene', { check: { by: 'door_code', code: 'no' } });
    expect(d.latest()?.marks).toContain('scene_unverified');
    d.reply('wang', 'on_scene', { check: { by: 'door_code', code: 'door_code-of-home-1' } });
    expect(d.latest()?.marks).not.toContain('scene_unverified');
  });
});

describe('reopened after days', () => {
  it('it is a new incident with its history: nothing of the first life counts', () => {
    const d = handled().reply('wang', 'on_scene').officer({ command: 'call_120' });
    d.officer({ command: 'close', disposition: 'taken_to_hospital' }).pass(2 * 86_400);
    d.officer({ command: 'reopen', text: '家属来电' });
    expect(button(d)).toMatchObject({ state: 'received' });
    expect(d.latest()?.acknowledged).toBeUndefined();
    expect(d.latest()?.ambulance).toBeUndefined();
    expect(d.latest()?.marks).toEqual(expect.arrayContaining(['reopened']));
    expect(d.latest()?.marks).not.toContain('help_asked');
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
  });
});

describe('orders on an old picture', () => {
  it.each([
    { command: 'close' as const, more: { disposition: 'false_alarm' as const, text: '误按' } },
    { command: 'withdraw' as const, more: { leg: 'L1' } },
    { command: 'swap' as const, more: { leg: 'L1', responder: 'zhao' } },
  ])('$command is refused when the resident has said something since', ({ command, more }) => {
    const d = handled();
    const seen = d.latest()?.seq ?? 0;
    d.press('btn-1', 'fall').officer({ command, ...more, seen } as never);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'said_since', who: 'device/btn-1' });
    expect(d.latest()?.state).toBe('open');
    d.officer({ command, ...more, seen: d.latest()?.seq } as never);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('a responder’s word counts as well, a receipt does not', () => {
    const d = handled();
    const seen = d.latest()?.seq ?? 0;
    d.reply('wang', 'help', { needs: 'doctor' });
    d.officer({ command: 'close', disposition: 'helped', seen });
    expect(d.results.at(-1)).toMatchObject({ code: 'said_since', who: 'responder/wang' });
  });
});

const fix = (d: District, metres: number, accuracy: number) => ({
  location: { lon: 104 + metres / 100_000, lat: 30, accuracy, at: new Date(d.now).toISOString() },
});

describe('a merge', () => {
  const merge = (d: District, from: number, into: number) =>
    d.officer(
      { command: 'merge', into: (d.incident(into)?.id ?? 'none') as never },
      { on: d.incident(from)?.id ?? '' },
    );

  it('that came too late opens its source again', () => {
    const d = new District().press('btn-1').press('btn-2');
    const [first, second] = [d.incident(1)?.id ?? never(), d.incident(2)?.id ?? never()];
    d.holdFollowUps = true;
    d.officer({ command: 'merge', into: second }, { on: first });
    d.officer({ command: 'close', disposition: 'helped' }, { on: second }).release();
    expect(d.incident(1)).toMatchObject({ state: 'open' });
    expect(asked(d, 1)).toEqual(expect.arrayContaining(['wang door']));
    d.press('btn-1', 'sos', 'once more');
    expect(d.results.at(-1)).toMatchObject({ incident: first });
  });

  it('with one for which an ambulance was called is news for what was asked for since', () => {
    const d = new District().press('stranger').officer({ command: 'call_120' });
    d.officer({ command: 'assign', responder: 'li', track: 'health' });
    expect(need(d, 'health')?.state).toBe('asked');
    d.take({ v: 1, kind: 'unreadable_press', district: 'd', device: 'btn-1', id: 'u', body: 'x', why: 'json' });
    d.officer({ command: 'call_120' });
    merge(d, 2, 1);
    expect(need(d, 'health', 1)).toMatchObject({ state: 'met' });
  });

  it('that is undone leaves the call of an unknown device what it was', () => {
    const d = new District();
    d.take({ v: 1, kind: 'unreadable_press', district: 'd', device: 'stranger', id: 'u', body: 'x', why: 'json' });
    d.press('btn-1', 'service');
    merge(d, 2, 1);
    d.officer({ command: 'split', incident: (d.incident(2)?.id ?? 'none') as never }, { on: d.incident(1)?.id ?? '' });
    expect(d.incident(1)?.call).toBe('unknown_device');
  });

  it('that is undone leaves the smoke of a home where an unknown device was placed', () => {
    const d = new District().press('stranger').officer({ command: 'place', home: 'home-1' }).press('btn-1', 'smoke');
    expect(d.incident(1)).toMatchObject({ call: 'smoke', home: 'home-1' });
    d.press('btn-2', 'service');
    merge(d, 2, 1);
    d.officer({ command: 'split', incident: (d.incident(2)?.id ?? 'none') as never }, { on: d.incident(1)?.id ?? '' });
    expect(d.incident(1)?.call).toBe('smoke');
  });

  it('with somebody who turns out to be elsewhere keeps the home that it was merged into', () => {
    const d = new District().press('btn-1').press('car-2');
    merge(d, 2, 1);
    d.press('car-2', 'sos', 'far', fix(d, 2_000, 10));
    expect(d.incident(1)).toMatchObject({ spot: 'fix', spotOf: 'car-2' });
    d.press('btn-1', 'fall', 'at home');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: d.incident(1)?.id });
  });

  it('that came when its target had been merged goes on to where that went', () => {
    const d = new District().press('btn-1').press('btn-2').press('btn-3');
    d.holdFollowUps = true;
    merge(d, 3, 2);
    merge(d, 2, 1).release();
    expect(
      d
        .incident(1)
        ?.absorbed?.map(({ home }) => home)
        .sort(),
    ).toEqual(['home-2', 'home-3']);
  });

  it('in a chain knows every home, and a split gives each its own again', () => {
    const d = new District().press('btn-1').press('btn-2').press('btn-3');
    merge(d, 3, 2);
    merge(d, 2, 1);
    expect(
      d
        .incident(1)
        ?.absorbed?.map(({ home }) => home)
        .sort(),
    ).toEqual(['home-2', 'home-3']);
    d.press('btn-3', 'sos', 'again');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: d.incident(1)?.id });
    d.officer({ command: 'split', incident: (d.incident(3)?.id ?? never()) as never }, { on: d.incident(1)?.id ?? '' });
    expect(d.incident(3)).toMatchObject({ state: 'open' });
    expect(d.incident(1)?.absorbed?.map(({ home }) => home)).toEqual(['home-2']);
    expect(d.incident(1)?.presses.map(({ device }) => device)).toEqual(['btn-1', 'btn-2']);
    expect(d.incident(3)?.presses.map(({ id }) => id)).toContain('again');
    d.press('btn-3', 'sos', 'third');
    expect(d.results.at(-1)).toMatchObject({ incident: d.incident(3)?.id });
  });

  it('is a join: needs, the more serious word and the contacts of both', () => {
    const d = new District().press('btn-1', 'service').press('btn-2', 'fall');
    d.reply('wang', 'accept', {}, d.incident(1)).reply('wang', 'on_scene', {}, d.incident(1));
    d.reply('wang', 'done', {}, d.incident(1));
    merge(d, 2, 1);
    expect(d.incident(1)).toMatchObject({ call: 'fall', priority: 1 });
    expect(need(d, 'door', 1)?.state).toBe('asked');
    expect(need(d, 'health', 1)?.state).toBe('asked');
    expect(d.incident(1)?.contactsDue?.map(({ resident }) => resident)).toEqual(expect.arrayContaining(['res-home-2']));
  });
});

describe('another word from the same home', () => {
  it('an officer’s word by telephone counts like a press', () => {
    const d = new District().press('btn-1', 'service').officer({ command: 'acknowledge' });
    d.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: 'x', call: 'fall', home: 'home-1' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined' });
    expect(d.latest()).toMatchObject({ call: 'fall', priority: 1 });
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
  });

  it('service, then a fall: it is a fall for everybody, who is asked hears it, the nearest of its first tier is asked', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').pass(10).press('btn-1', 'fall');
    expect(d.latest()).toMatchObject({ call: 'fall', priority: 1, contactsDue: [{ moment: 'opened' }] });
    expect(d.latest()?.legs[0]).toMatchObject({ because: 'call_changed' });
    expect(asked(d)).toEqual(expect.arrayContaining(['li door', 'desk health']));
    d.reply('wang', 'en_route');
    expect(need(d, 'door')).toMatchObject({ state: 'met' });
  });

  it('a fall, then smoke: trained people beside it, and "now smoke" for whoever is on the way', () => {
    const d = town().press('btn-1', 'fall').reply('wang', 'accept').press('btn-1', 'smoke');
    expect(d.latest()).toMatchObject({ call: 'smoke', beside: 'fall' });
    expect(asked(d)).toEqual(expect.arrayContaining(['patrol fire', 'li fire']));
    expect(d.latest()?.legs.find(({ responder }) => responder === 'wang')?.because).toBe('call_changed');
  });

  it('smoke, then a fall: both have their people', () => {
    const d = town().press('btn-1', 'smoke').reply('wang', 'accept').press('btn-1', 'fall');
    expect(d.latest()).toMatchObject({ call: 'smoke', beside: 'fall' });
    for (const kind of ['door', 'fire'] as const) expect(need(d, kind)).toMatchObject({ state: 'asked' });
  });

  it('service three times rings three times and stays a P3', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'receipt');
    for (let i = 0; i < 2; i++) d.pass(30).press('btn-1', 'service');
    expect(d.latest()).toMatchObject({ priority: 3, call: 'service' });
    expect(d.latest()?.legs[0]?.revision).toBe(3);
  });

  it('the two hundred and first press of another kind counts fully', () => {
    const d = new District();
    for (let i = 0; i < 200; i++) d.press('btn-1', 'service').pass(1);
    d.press('car-1', 'sos');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined' });
    expect(d.latest()).toMatchObject({ call: 'sos', priority: 1 });
    expect(asked(d)).toContain('desk health');
  });

  it('a priority that the officer set stays until there is a new word', () => {
    const d = handled().officer({ command: 'priority', priority: 3, text: '误按' }).reply('wang', 'decline').pass(600);
    expect(d.latest()?.priority).toBe(3);
    expect(d.press('btn-1', 'fall').latest()?.priority).toBe(1);
  });
});

describe('where help must go', () => {
  it('two people in two places are two incidents, shown together', () => {
    const d = new District().press('btn-1');
    d.press('car-1', 'sos', 'c', fix(d, 2_000, 10));
    expect(d.incident(2)).toMatchObject({ spot: 'fix', spotOf: 'car-1', group: d.incident(1)?.group });
    d.press('btn-1', 'sos', 'again');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: d.incident(1)?.id });
    d.press('car-1', 'sos', 'c2');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: d.incident(2)?.id });
  });

  it('a fix that comes with the second press moves it, and it is ranked from there', () => {
    const d = new District().press('car-1').reply('wang', 'accept').pass(20);
    d.press('car-1', 'sos', 'c', fix(d, 1_000, 10));
    expect(d.latest()).toMatchObject({ spot: 'fix', marks: ['away_from_home'] });
    expect(need(d, 'door')).toMatchObject({ state: 'asked' });
    expect(d.latest()?.legs[0]).toMatchObject({ because: 'place_changed' });
    d.pass(20).press('car-1', 'sos', 'h', fix(d, 0, 10));
    expect(d.latest()?.spot).toBeUndefined();
    expect(d.latest()?.marks).not.toContain('away_from_home');
  });

  it('an inexact fix far away is used and shown as such', () => {
    const d = new District();
    d.press('car-1', 'sos', 'c', fix(d, 3_000, 150));
    expect(d.latest()).toMatchObject({ spot: 'fix', marks: ['away_from_home', 'inexact_fix'] });
  });

  it('a fix beyond anybody’s reach: somebody looks at the home, and the officer calls the person, contacts, 110 and 120 there', () => {
    const d = new District();
    d.press('car-1', 'sos', 'c', fix(d, 30_000, 10));
    expect(d.latest()?.spot).toBeUndefined();
    expect(d.latest()?.marks).toEqual(['away_from_home', 'beyond_reach']);
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'officer call_120', 'officer call_110']));
    expect(d.latest()?.contactsDue?.length).toBeGreaterThan(0);
    d.press('car-1', 'sos', 'c2', fix(d, 30_000, 10));
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined' });
  });

  it('the officer corrects it: everything is ranked again from there', () => {
    const d = new District().press('stranger').officer({ command: 'place', home: 'home-3' });
    expect(d.latest()?.home).toBe('home-3');
    expect(need(d, 'word')).toMatchObject({ state: 'asked' });
    const e = handled().officer({ command: 'place', position: [104.02, 30] });
    expect(e.latest()?.spot).toBe('fix');
    expect(need(e, 'door')).toMatchObject({ state: 'asked' });
    expect(e.reply('wang', 'accept') && need(e, 'door')).toMatchObject({ state: 'met' });
    expect(e.officer({ command: 'place' }).results.at(-1)).toMatchObject({ code: 'place_needed' });
    expect(e.officer({ command: 'place', home: 'nowhere' }).results.at(-1)).toMatchObject({ code: 'unknown_home' });
  });

  it('a time without an offset is the district’s', () => {
    const d = new District();
    const local = new Date(d.now).toISOString().replace('Z', '');
    d.press('car-1', 'sos', 'c', { location: { lon: 104.02, lat: 30, accuracy: 10, at: local } });
    expect(d.latest()?.spot).toBe('fix');
  });
});

describe('spent is not the end', () => {
  const alone = () => offDuty(new District(), 'wang', 'li', 'zhao');

  it('whoever comes on duty is asked at once, by a switch or by the roster', () => {
    const d = alone().press('btn-1').pass(61);
    expect(need(d, 'door')).toMatchObject({ state: 'spent' });
    d.duty('zhao', true);
    expect(asked(d)).toContain('zhao door');
    const e = alone();
    for (const who of ['wang', 'li', 'zhao']) e.shifts.push({ who, at: (e.now + 300_000) as never });
    e.press('btn-1').pass(301);
    expect(asked(e)).toContain('wang door');
    expect(e.events().find((event) => event.type === 'leg_offered' && event.leg.responder === 'wang')?.at).toBe(
      e.shifts[0]?.at,
    );
  });

  it('whoever becomes free elsewhere is asked, for the most urgent first', () => {
    const d = offDuty(new District(), 'li', 'zhao')
      .press('btn-1')
      .reply('wang', 'accept')
      .press('btn-9', 'service')
      .press('btn-2')
      .pass(100);
    expect(asked(d, 3).filter((one) => one.startsWith('wang'))).toEqual([]);
    d.reply('wang', 'on_scene', {}, d.incident(1)).reply('wang', 'done', {}, d.incident(1));
    expect(asked(d, 3)).toContain('wang door');
  });

  it('one clock for each tier: noes at the last second do not stretch it', () => {
    const d = new District();
    for (let i = 0; i < 9; i++) d.add(`c${i}`, 'grid_coordinator', 200 + i);
    d.press('btn-1').pass(44);
    for (const who of ['wang', 'li', 'zhao', 'c0', 'c1']) d.reply(who, 'decline');
    d.pass(2);
    expect(d.latest()?.needs?.find(({ need: kind }) => kind === 'door')?.tierName).toBe('the next coordinator');
  });

  it('a tier that the policy has lost does not cost another one', () => {
    const d = new District().press('btn-1');
    d.policy = {
      ...policy,
      plans: policy.plans.map((plan) => ({ ...plan, tiers: plan.id === 'grid' ? plan.tiers.slice(1) : plan.tiers })),
    };
    d.pass(46);
    expect(d.legs()).toContain('li offered');
  });

  it('a lamp at night: somebody speaks with the person, then it may wait for the morning, and is asked for then', () => {
    const d = alone().press('btn-1', 'service');
    const until = new Date(d.now + 8 * 3_600_000).toISOString();
    expect(d.officer({ command: 'wait', until, text: '灯坏了' }).results.at(-1)).toMatchObject({ code: 'cannot_wait' });
    d.officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'wait', until, text: '灯坏了' });
    expect(need(d, 'door')).toMatchObject({ state: 'waits', because: 'postponed' });
    const before = d.events().length;
    d.pass(8 * 3_600 - 1);
    expect(d.events().length - before).toBeLessThan(40);
    d.change('wang', { onDuty: true }).pass(2);
    expect(asked(d)).toContain('wang door');
    expect(d.officer({ command: 'wait', until, text: 'x' }).results.at(-1)).toMatchObject({ code: 'time_passed' });
  });

  it('a lamp that nobody speaks about does not ring the street a thousand times', () => {
    const d = alone()
      .press('btn-1', 'service')
      .pass(8 * 3_600);
    const officer = d.latest()?.legs.find(({ responder }) => responder === 'officer');
    expect(officer?.revision).toBeLessThan(40);
    expect(need(d, 'door')).toMatchObject({ state: 'spent' });
  });
});

describe('a word with the resident', () => {
  it.each(['no_answer', 'cannot_speak'] as const)(
    'that ends with %s is an emergency; for a lamp a visit now',
    (outcome) => {
      const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome });
      expect(d.latest()).toMatchObject({ priority: 2, marks: ['not_reached'], callBack: { outcome } });
      expect(need(d, 'word')).toMatchObject({ state: 'asked' });
      const e = new District();
      e.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: 'x', call: 'missed_checkin', home: 'home-1' });
      e.officer({ command: 'call_back', outcome });
      expect(e.latest()?.priority).toBe(1);
      expect(asked(e)).toContain('desk health');
    },
  );

  it('is due, and the officer reminded, until it was had or somebody stands before the person', () => {
    const d = new District()
      .press('btn-1')
      .reply('wang', 'accept')
      .reply('desk', 'accept')
      .officer({ command: 'acknowledge' });
    d.pass(70);
    expect(d.events().findLast(({ type }) => type === 'officer_reminded')).toMatchObject({ why: 'call_back_due' });
    d.reply('wang', 'on_scene');
    expect(need(d, 'word')).toMatchObject({ state: 'met' });
  });

  it('with nobody who can talk is no use: somebody goes at once, also for a lamp', () => {
    const d = new District();
    d.deafHomes.add('home-1');
    d.press('btn-1', 'service');
    expect(d.latest()).toMatchObject({ priority: 2, marks: ['cannot_talk'] });
    expect(need(d, 'word')).toBeUndefined();
  });

  it('comes before a false alarm, or somebody at the door, or the officer’s written reason', () => {
    const close = (d: District, text?: string) =>
      d.officer({ command: 'close', disposition: 'false_alarm', ...(text ? { text } : {}) }).results.at(-1);
    expect(close(new District().press('btn-1'))).toMatchObject({ code: 'close_needs_word' });
    expect(close(new District().press('btn-1'), '邻居证实')).toMatchObject({ outcome: 'applied' });
    expect(close(handled())).toMatchObject({ outcome: 'applied' });
    expect(close(handled().press('btn-1', 'fall'))).toMatchObject({ code: 'close_needs_word' });
    const there = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene');
    expect(close(there)).toMatchObject({ outcome: 'applied' });
  });
});

describe('the officer is a need too', () => {
  const toldOf = (d: District) =>
    d
      .latest()
      ?.legs.filter((leg) => leg.need === 'officer')
      .map(({ responder }) => responder);

  it('nobody acknowledges and nobody comes: a second officer after 60 s, community and street after 180 s, and a reason is owed', () => {
    const d = offDuty(town(), 'wang', 'li', 'zhao', 'gate', 'squad').add('second', 'community_officer', 0, {
      means: 'desk',
    });
    d.press('btn-1').pass(59);
    expect(toldOf(d)).toEqual([]);
    d.pass(2);
    expect(toldOf(d)).toHaveLength(1);
    d.pass(120);
    expect(toldOf(d)).toEqual(expect.arrayContaining(['officer', 'second', 'street']));
    expect(d.latest()?.marks).toContain('reason_due');
    d.officer({ command: 'acknowledge' });
    expect(d.officer({ command: 'reason', text: '正在处理另一起' }).latest()?.marks).not.toContain('reason_due');
    expect(d.officer({ command: 'reason', text: 'x' }).results.at(-1)).toMatchObject({ code: 'no_reason_due' });
  });

  it('while somebody comes the others are told later', () => {
    const d = town().press('btn-1').reply('wang', 'accept').pass(50).reply('wang', 'on_scene').pass(200);
    expect(toldOf(d)).toEqual([]);
    d.pass(60);
    expect(toldOf(d)).toEqual(['officer']);
  });

  it('nobody awake in the hall: whoever has the night desk is told at once', () => {
    const d = town();
    d.nightDesk.add('street');
    d.press('btn-1');
    expect(toldOf(d)).toEqual(['street']);
    d.reply(
      'street',
      'accept',
      {},
      { ...(d.latest() ?? never()), legs: d.latest()?.legs.filter((leg) => leg.need === 'officer') ?? [] },
    );
    expect(need(d, 'officer')).toMatchObject({ state: 'met' });
    d.pass(700);
    expect(need(d, 'officer')).toMatchObject({ state: 'asked' });
  });

  it('a hand-over needs the taker’s yes', () => {
    const d = handled().officer({ command: 'hand_over', to: 'wu' });
    expect(d.latest()).toMatchObject({ handOver: { to: 'wu' }, acknowledged: { by: 'officer/zhou' } });
    d.pass(61);
    expect(d.events().findLast(({ type }) => type === 'officer_reminded')).toMatchObject({ why: 'hand_over_waiting' });
    d.officer({ command: 'take_over' }, { by: 'wu' });
    expect(d.latest()).toMatchObject({ acknowledged: { by: 'officer/wu' } });
    expect(d.latest()?.handOver).toBeUndefined();
  });
});

describe('bounds', () => {
  const size = (d: District) => JSON.stringify(d.latest()).length;

  it('two thousand cancels ring a phone a few times and write little', () => {
    const d = handled();
    for (let i = 0; i < 2_000; i++) d.press('btn-1', 'cancel').pass(0.1);
    expect(d.latest()?.legs[0]?.revision).toBeLessThan(15);
    expect(size(d)).toBeLessThan(20_000);
    expect(d.events().length).toBeLessThan(200);
  });

  it('two dead phones of a closed incident are chased for days, more and more seldom, and it ends at a human', () => {
    const d = handled()
      .officer({ command: 'close', disposition: 'helped' })
      .pass(7 * 86_400);
    expect(d.events().length).toBeLessThan(100);
    expect(d.latest()?.marks).toContain('untold');
    expect(d.open.size).toBe(0);
  });

  it('an incident that nobody looks at for a day writes a bounded log', () => {
    const d = offDuty(town(), 'wang', 'li', 'zhao', 'gate', 'squad', 'patrol').press('btn-1').pass(3_600);
    const first = d.events().length;
    d.pass(23 * 3_600);
    expect((d.events().length - first) / 23).toBeLessThan(120);
  });
});

describe('afterwards', () => {
  it('a P1 asks for a visit within a day, a hospital for a homecoming, and it is done once', () => {
    const d = handled().officer({ command: 'close', disposition: 'helped' });
    expect(d.latest()?.aftercare).toEqual({ what: 'visit', by: d.now + 86_400_000 });
    d.officer({ command: 'aftercare_done', text: '已看望' });
    expect(d.latest()?.aftercare).toBeUndefined();
    expect(d.officer({ command: 'aftercare_done' }).results.at(-1)).toMatchObject({ code: 'no_aftercare' });
    const e = handled().officer({ command: 'close', disposition: 'taken_to_hospital' });
    expect(e.latest()).toMatchObject({ aftercare: { what: 'homecoming' }, contactsDue: [{ moment: 'hospital' }] });
    const f = handled().officer({ command: 'close', disposition: 'false_alarm' });
    expect(f.latest()?.aftercare).toBeUndefined();
  });

  it('what the ambulance is told is part of the incident', () => {
    const d = handled();
    expect(d.officer({ command: 'ambulance_hand_over', gate: '王' }).results.at(-1)).toMatchObject({
      code: 'no_ambulance',
    });
    d.officer({ command: 'call_120' }).officer({
      command: 'ambulance_hand_over',
      gate: '王协管员在北门',
      hospital: '华西医院',
    });
    const id = d.latest()?.ambulance?.handOver ?? '';
    expect(d.sides.get(d.latest()?.id ?? '')?.[id]).toContain('北门');
  });
});

describe('an incident of a version before needs', () => {
  it('is given them at its next decision, and whoever was relied on still is', () => {
    const d = handled();
    const { needs: _, ...old } = d.latest() ?? never();
    d.open.put(
      {
        ...old,
        tracks: [
          { track: 'grid', plan: 'grid', tier: 0 },
          { track: 'health', plan: 'health', tier: 0 },
        ],
        legs: old.legs.map(({ need: __, purpose: ___, saidSeq: ____, askedSeq: _____, ...leg }) =>
          leg.responder === 'desk' ? { ...leg, comes: false as const } : leg,
        ),
      },
      d.now,
    );
    d.officer({ command: 'note', text: 'x' });
    expect(need(d, 'door')).toMatchObject({ state: 'met' });
    expect(need(d, 'health')).toMatchObject({ state: 'met' });
    expect(d.latest()?.tracks).toBeUndefined();
  });
});

it('whoever was asked before the upgrade counts as asked: the next one is when they let it pass', () => {
  const d = new District().press('btn-1').pass(44);
  const { needs: _, ...old } = d.latest() ?? never();
  const legs = old.legs.map(({ need: __, purpose: ___, askedSeq: ____, ...leg }) => leg);
  d.open.put({ ...old, legs, tracks: [{ track: 'grid', plan: 'grid', tier: 0 }] }, d.now);
  d.officer({ command: 'note', text: 'x' }).pass(2);
  expect(d.legs().filter((one) => !one.startsWith('desk'))).toEqual(['wang timed_out', 'li offered']);
});

it('every state is as the schema says', () => {
  const check = Compile(IncidentSchema);
  for (const d of [handled(), town().press('btn-1', 'fall').press('btn-1', 'smoke').pass(4_000)])
    expect([...check.Errors(JSON.parse(JSON.stringify(d.latest())))]).toEqual([]);
});

it('nothing is pending for somebody who said that they are finished', () => {
  const d = handled().reply('wang', 'on_scene').reply('wang', 'done');
  expect(pending(d.latest() ?? never()).map(({ responder }) => responder)).not.toContain('wang');
});

function never(): never {
  throw new Error('no incident');
}

describe('the third chapter', () => {
  const over = () => handled().reply('wang', 'on_scene').reply('wang', 'done').reply('desk', 'done');

  it('a press that was pressed twenty times before begins it like any other', () => {
    const d = new District();
    for (let i = 0; i < 25; i++) d.press('btn-1', 'sos').pass(3);
    d.reply('wang', 'accept')
      .reply('wang', 'on_scene')
      .reply('wang', 'done')
      .reply('desk', 'accept')
      .reply('desk', 'done');
    d.pass(4 * 3_600).press('btn-1', 'sos');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined' });
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
    expect(d.latest()?.presses.length).toBeLessThanOrEqual(20);
  });

  it('an ambulance that came to the first chapter meets nothing of the next, and another can be asked for and called', () => {
    const d = over().officer({ command: 'call_120' }).pass(7_200).press('btn-1', 'sos');
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
    d.reply('wang', 'accept').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'ambulance', text: '没有呼吸' });
    expect(asked(d)).toContain('officer call_120');
    d.officer({ command: 'call_120' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(need(d, 'call_120')).toMatchObject({ state: 'ended', because: 'called' });
  });

  it('help is asked for by whoever was there, whatever their leg is by now, and somebody who is asked may just be there', () => {
    const d = over().pass(90).reply('wang', 'help', { needs: 'ambulance' });
    expect(asked(d)).toContain('officer call_120');
    const e = new District().press('btn-1').reply('wang', 'on_scene');
    expect(e.legs()[0]).toBe('wang on_scene');
    expect(need(e, 'door')).toMatchObject({ state: 'met' });
  });

  it('a pendant that turns out to be elsewhere leaves the one at home her incident', () => {
    const d = new District().press('car-1').press('btn-1');
    const far = { lon: 104.02, lat: 30, accuracy: 10, at: new Date(d.now).toISOString() };
    d.press('car-1', 'sos', 'far', { location: far });
    expect(d.open.openAt({ district: 'd', home: 'home-1' })).toMatchObject({ number: 1 });
    expect(d.incident(1)?.spot).toBeUndefined();
    expect(d.incident(2)).toMatchObject({ spot: 'fix', spotOf: 'car-1' });
  });

  it('what was pressed while two were one goes with its home when they are split', () => {
    const d = new District().press('btn-2').press('btn-1', 'service');
    const [into, from] = [d.incident(1)?.id ?? never(), d.incident(2)?.id ?? never()];
    d.officer({ command: 'merge', into }, { on: from }).press('btn-1', 'fall');
    d.officer({ command: 'split', incident: from }, { on: into });
    expect(d.incident(2)).toMatchObject({ state: 'open', call: 'fall', priority: 1 });
    expect(asked(d, 2)).toContain('desk health');
    expect(d.incident(1)).toMatchObject({ call: 'sos' });
  });

  it('what was put off is asked for at once when it is a P3 no longer', () => {
    const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'wait', until: new Date(d.now + 8 * 3_600_000).toISOString(), text: '灯坏了' });
    d.officer({ command: 'priority', priority: 1, text: '女儿说像中风' });
    expect(asked(d)).toContain('wang door');
  });

  it('nobody answers the call back after everybody has left: somebody goes again', () => {
    const d = over().pass(3_600).press('btn-1', 'cancel').officer({ command: 'call_back', outcome: 'no_answer' });
    expect(asked(d)).toEqual(expect.arrayContaining(['wang door', 'desk health']));
  });

  it('where nobody can be called back a false alarm is seen at the door, or written down', () => {
    const d = new District();
    d.deafHomes.add('home-1');
    d.press('btn-1').officer({ command: 'close', disposition: 'false_alarm' });
    expect(d.results.at(-1)).toMatchObject({ code: 'close_needs_word' });
    d.reply('wang', 'accept').reply('wang', 'on_scene').officer({ command: 'close', disposition: 'false_alarm' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('whoever has long been silent at the scene is no answer to a new press', () => {
    const d = handled()
      .reply('wang', 'on_scene')
      .pass(5 * 3_600)
      .press('btn-1', 'sos');
    expect(asked(d)).toContain('li door');
  });

  it('the button does not say that they have left while the fire is still looked after', () => {
    const d = town().press('btn-1', 'sos').reply('wang', 'accept').press('btn-1', 'smoke');
    d.reply('wang', 'on_scene').reply('wang', 'done');
    expect(button(d)?.state).not.toBe('left');
  });

  it('whoever was asked in place of somebody in doubt is told when that one is there', () => {
    const d = handled().duty('wang', false);
    expect(asked(d)).toContain('li door');
    expect(d.reply('wang', 'on_scene').legs()).toContain('li stood_down');
  });

  it('whom the officer sends serves what is missing', () => {
    const d = handled().reply('wang', 'on_scene').reply('wang', 'help', { needs: 'person' });
    d.officer({ command: 'assign', responder: 'zhao' }).reply('zhao', 'accept');
    expect(need(d, 'second_person')).toMatchObject({ state: 'met' });
  });

  it('an officer who stands at the scene is not rung by the machine', () => {
    const d = new District().change('officer', { means: 'foot' }).press('btn-1');
    d.officer({ command: 'assign', responder: 'officer' }).reply('officer', 'accept').reply('officer', 'on_scene');
    const legs = () => d.latest()?.legs.filter(({ responder }) => responder === 'officer').length;
    const before = legs();
    d.reply('officer', 'help', { needs: 'person' }).reply('officer', 'help', { needs: 'ambulance' }).pass(600);
    expect(legs()).toBe(before);
  });

  it('a class that the officer lowered is the call’s own again with a fresh press', () => {
    const d = handled().officer({ command: 'priority', priority: 3, text: '误按' }).pass(60).press('btn-1', 'sos');
    expect(d.latest()?.priority).toBe(1);
    expect(
      handled().officer({ command: 'priority', priority: 3, text: 'x' }).press('btn-1', 'service').latest()?.priority,
    ).toBe(3);
  });

  it('a merge takes the ambulance along', () => {
    const d = new District().press('btn-1').officer({ command: 'call_120', reference: 'A-1' }).press('btn-2');
    d.officer({ command: 'merge', into: d.incident(2)?.id ?? never() }, { on: d.incident(1)?.id ?? '' });
    expect(d.incident(2)?.ambulance).toMatchObject({ reference: 'A-1' });
    expect(need(d, 'health', 2)).toMatchObject({ state: 'met' });
  });

  it('a merge that failed goes into what is open at its home by then', () => {
    const d = new District().press('btn-1').press('btn-2');
    const [first, second] = [d.incident(1)?.id ?? never(), d.incident(2)?.id ?? never()];
    d.holdFollowUps = true;
    d.officer({ command: 'merge', into: second }, { on: first });
    d.officer({ command: 'close', disposition: 'helped' }, { on: second }).press('btn-1', 'sos', 'new').release();
    expect(d.incident(1)?.state).toBe('closed');
    expect(d.incident(3)?.absorbed?.map(({ incident }) => incident)).toEqual([first]);
  });

  it('what is taken back after closing is refused, for nobody would stand them down', () => {
    const d = handled()
      .reply('wang', 'done')
      .officer({ command: 'close', disposition: 'helped' })
      .reply('wang', 'accept');
    expect(d.latest()?.legs[0]?.state).toBe('done');
  });

  it('somebody who stands still for a day is doubted less and less often', () => {
    const d = offDuty(handled(), 'li', 'zhao');
    d.fresh.add('wang');
    d.pass(86_400);
    expect(d.events().filter(({ type }) => type === 'leg_doubted').length).toBeLessThan(40);
  });

  it('an old incident that waits to be closed stays so after the upgrade, and an ambulance that was asked for still is', () => {
    const d = over();
    const { needs: _, ...old } = d.latest() ?? never();
    const legs = old.legs.map(
      ({ need: __, purpose: ___, saidSeq: ____, askedSeq: _____, arrivedSeq: ______, ...leg }) =>
        leg.responder === 'desk' ? { ...leg, comes: false as const } : leg,
    );
    d.open.put({ ...old, marks: ['call_120'], tracks: [{ track: 'grid', plan: 'grid', tier: 0 }], legs }, d.now);
    d.officer({ command: 'note', text: 'x' });
    expect(need(d, 'door')).toMatchObject({ state: 'ended', because: 'done' });
    expect(asked(d)).toContain('officer call_120');
  });
});
