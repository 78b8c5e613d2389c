import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Group, Policy, Tier } from '../../../contracts/office/policy.ts';
import { District, policy } from '../../../test/district.ts';

/** The district with other tiers for the grid track. */
function withTiers(
  tiers: (Partial<Omit<Tier, 'who'>> & { who: (Partial<Group> & Pick<Group, 'roles'>)[] })[],
): District {
  const d = new District();
  const full = tiers.map(
    ({ who, ...tier }, i): Tier => ({
      name: `tier ${i}`,
      answerWithinSeconds: 45,
      channels: ['app'],
      ...tier,
      who: who.map((group) => ({ area: 'community', inParallel: 1, ...group })),
    }),
  );
  d.policy = {
    ...policy,
    plans: policy.plans.map((plan) => (plan.id === 'grid' ? { ...plan, tiers: full } : plan)),
  };
  return d;
}
const grid = (d: District): string[] =>
  (d.latest()?.legs ?? []).filter(({ track }) => track === 'grid').map((leg) => `${leg.responder} ${leg.state}`);
const skips = (d: District) =>
  d.events().flatMap((event) => (event.type === 'tier_skipped' ? [`${event.tier} ${event.reason}`] : []));

describe('a tier', () => {
  it('asks as many side by side as it says, and a no asks the next of them at once', () => {
    const d = withTiers([{ who: [{ roles: ['grid_coordinator'], inParallel: 2 }] }]).press('btn-1');
    expect(grid(d)).toEqual(['wang offered', 'li offered']);
    d.reply('wang', 'decline', { reason: 'unwell' });
    expect(grid(d)).toEqual(['wang declined', 'li offered', 'zhao offered']);
    expect(d.events().find(({ type }) => type === 'leg_declined')).toMatchObject({ reason: 'unwell' });
  });

  it('waits for those who are still asked when one says no and nobody is left', () => {
    const d = withTiers([
      { who: [{ roles: ['grid_coordinator'], inParallel: 3 }] },
      { who: [{ roles: ['community_officer'] }] },
    ]).press('btn-1');
    d.reply('wang', 'decline').reply('li', 'decline');
    expect(grid(d)).toEqual(['wang declined', 'li declined', 'zhao offered']);
    d.reply('zhao', 'decline');
    expect(grid(d).at(-1)).toBe('officer offered');
  });

  it.each([
    { what: 'says no', go: (d: District) => d.reply('wang', 'decline') },
    { what: 'is taken off it', go: (d: District) => d.officer({ command: 'withdraw', leg: 'L1' }) },
  ])('fills the place of whoever $what at once, while the other is still asked', ({ go }) => {
    const d = go(withTiers([{ who: [{ roles: ['grid_coordinator'], inParallel: 2 }] }]).press('btn-1'));
    expect(grid(d).slice(1)).toEqual(['li offered', 'zhao offered']);
  });

  it.each([
    { what: 'the phone of whoever is asked has it', go: (d: District) => d.reply('wang', 'receipt') },
    { what: 'the health desk says no', go: (d: District) => d.reply('desk', 'decline') },
    {
      what: 'the officer takes the health desk off',
      go: (d: District) => d.officer({ command: 'withdraw', leg: 'L2' }),
    },
  ])('asks nobody more because $what', ({ go }) => {
    const d = withTiers([{ who: [{ roles: ['grid_coordinator'], inParallel: 2 }] }]);
    for (const id of ['li', 'zhao']) d.change(id, { onDuty: false });
    d.press('btn-1').pass(10).change('li', { onDuty: true });
    expect(grid(go(d))).toEqual([expect.stringMatching(/wang (offered|received)/)]);
    expect(grid(d.reply('wang', 'decline'))).toEqual(['wang declined', 'li offered']);
  });

  it.each([
    { why: 'nobody', of: 'nobody holds the role', change: (d: District) => d },
    {
      why: 'off_duty',
      of: 'all are off duty',
      change: (d: District) => d.add('gu', 'gate_keeper', 10, { onDuty: false }),
    },
    {
      why: 'busy',
      of: 'all are on another P1',
      change: (d: District) => {
        d.add('gu', 'gate_keeper', 10).press('btn-2').officer({ command: 'assign', responder: 'gu' });
        return d.reply('gu', 'accept');
      },
    },
    {
      why: 'lacks_skill',
      of: 'nobody has the skill',
      change: (d: District) => d.add('gu', 'gate_keeper', 10),
      needs: 'lifting' as const,
    },
  ])('that cannot ask anybody because $of is skipped at once, and says so', ({ why, change, needs }) => {
    const d = withTiers([
      { who: [{ roles: ['gate_keeper'], ...(needs ? { needs } : {}) }] },
      { who: [{ roles: ['grid_coordinator'] }] },
    ]);
    change(d).press('btn-1');
    expect(skips(d)).toEqual([`0 ${why}`]);
    expect(grid(d).at(-1)).toMatch(/offered/);
    expect(d.events().find(({ type }) => type === 'leg_offered')?.at).toBe(d.now);
  });

  it('rings again while nobody answers, and stops when its time is up', () => {
    const d = withTiers([{ ringAgainSeconds: 15, who: [{ roles: ['grid_coordinator'] }] }]).press('btn-1');
    d.pass(44);
    const rung = () =>
      d.events().filter((event) => event.type === 'leg_updated' && event.because === 'no_answer').length;
    expect(rung()).toBe(2);
    expect(grid(d)).toEqual(['wang offered']);
    d.pass(2);
    expect(grid(d)[0]).toBe('wang timed_out');
    expect(rung()).toBe(2);
  });

  it('prefers who has learnt what is needed, by as many seconds as the policy says', () => {
    const prefers = { skill: 'first_aid' as const, worthSeconds: 61 };
    const d = withTiers([{ who: [{ roles: ['grid_coordinator'], prefers }] }]);
    d.change('li', { skills: ['first_aid'] }).press('btn-1');
    expect(grid(d)).toEqual(['li offered']);
    const e = withTiers([{ who: [{ roles: ['grid_coordinator'], prefers: { ...prefers, worthSeconds: 59 } }] }]);
    e.change('li', { skills: ['first_aid'] }).press('btn-1');
    expect(grid(e)).toEqual(['wang offered']);
  });

  it.each([
    { area: 'courtyard' as const, asked: ['mei'] },
    { area: 'own_grid' as const, asked: ['mei', 'lan'] },
    { area: 'neighbour_grids' as const, asked: ['zhu'] },
    { area: 'community' as const, asked: ['mei', 'lan', 'zhu', 'ju'] },
    { area: 'street' as const, asked: ['mei', 'lan', 'zhu', 'ju'] },
  ])('for $area asks $asked and nobody else', ({ area, asked }) => {
    const d = withTiers([{ who: [{ roles: ['gate_keeper'], area, inParallel: 9 }] }]);
    d.add('mei', 'gate_keeper', 1, { courtyard: 'y1', grid: 'g1' }).add('lan', 'gate_keeper', 2, { grid: 'g1' });
    d.add('zhu', 'gate_keeper', 3, { grid: 'g2' }).add('ju', 'gate_keeper', 400);
    d.press('btn-1');
    expect(new Set(grid(d))).toEqual(new Set(asked.map((id) => `${id} offered`)));
  });

  it('asks people of more than one role once', () => {
    const d = withTiers([{ who: [{ roles: ['gate_keeper', 'building_head'], inParallel: 5 }] }]);
    d.add('gu', 'gate_keeper', 10, { otherRoles: ['building_head'] }).press('btn-1');
    expect(grid(d)).toEqual(['gu offered']);
  });
});

describe('the clock of a tier', () => {
  const coordinators = { who: [{ roles: ['grid_coordinator' as const] }] };
  const two = { who: [{ roles: ['grid_coordinator' as const], inParallel: 2 }] };
  const door = (d: District): string[] =>
    (d.latest()?.legs ?? []).flatMap((leg) => (leg.need === 'door' ? [`${leg.responder} ${leg.state}`] : []));
  const answerBy = (d: District, who: string): number | undefined =>
    d.latest()?.legs.findLast(({ responder }) => responder === who)?.answerBy;
  /** The last tiers of the plan under these names; those before them are lost. */
  const named = (d: District, names: readonly string[]): District => {
    const plans = d.policy.plans.map((plan) => {
      const tiers = plan.tiers.slice(-names.length).map((one, i) => ({ ...one, name: names[i] ?? '' }));
      return plan.id === 'grid' ? { ...plan, tiers } : plan;
    });
    d.policy = { ...d.policy, plans };
    return d;
  };

  it.each([
    { tier: two, next: 'zhao' },
    { tier: coordinators, next: 'li' },
  ])('is one: $next, who is asked later in it, has less time', ({ tier, next }) => {
    const d = withTiers([tier]).press('btn-1');
    const ends = d.now + 45_000;
    d.pass(30).reply('wang', 'decline');
    expect(answerBy(d, next)).toBe(ends);
  });

  it('has run out before anybody could act on it: whoever is asked then has the whole time', () => {
    const d = withTiers([two]);
    for (const id of ['li', 'zhao']) d.change(id, { onDuty: false });
    d.press('btn-1');
    d.now = at(d.now + 45_000);
    d.duty('li', true);
    expect(answerBy(d, 'li')).toBe(d.now + 45_000);
  });

  it('goes on when the policy has lost a tier before it', () => {
    const d = withTiers([coordinators, coordinators])
      .press('btn-1')
      .pass(45 + 30);
    const ends = d.now + 15_000;
    named(d, ['tier 1']).reply('li', 'decline');
    expect(door(d)).toEqual(['wang timed_out', 'li declined', 'zhao offered']);
    expect(answerBy(d, 'zhao')).toBe(ends);
  });

  it('begins anew with another tier in its place', () => {
    const d = withTiers([coordinators]).press('btn-1').pass(30);
    named(d, ['another']).reply('wang', 'decline');
    expect(answerBy(d, 'li')).toBe(d.now + 45_000);
  });

  it('is no other tier’s of the same name: each is asked once', () => {
    const d = withTiers([coordinators, coordinators, { who: [{ roles: ['community_officer'] }] }]);
    named(d, ['nearest', 'nearest', 'officer']).press('btn-1').pass(90);
    expect(door(d)).toEqual(['wang timed_out', 'li timed_out', 'officer offered']);
  });

  it('is that of the health centre for whoever was asked there before an upgrade', () => {
    const d = named(withTiers([{ ...coordinators, answerWithinSeconds: 20 }]), ['desk'])
      .press('btn-1', 'service')
      .press('btn-1', 'sos')
      .pass(10);
    const before = d.latest() ?? never();
    const legs = before.legs.map(({ need, ...leg }) => (need === 'door' ? { ...leg, need } : leg));
    d.open.put({ ...before, legs }, d.now);
    d.press('btn-1', 'fall');
    const desk = d.latest()?.legs.find(({ responder }) => responder === 'desk');
    expect(desk).toMatchObject({ because: 'call_changed', answerBy: d.now + 45_000 });
  });

  it.each([
    { what: 'at the tier’s own pace', tier: { ...coordinators, ringAgainSeconds: 15 }, after: 15_000 },
    { what: 'once, where the tier has no pace', tier: coordinators, after: 45_000 },
  ])('rings whoever is asked again $what', ({ tier, after }) => {
    const d = withTiers([tier]).press('btn-1', 'service').pass(10).press('btn-1', 'sos');
    expect(d.latest()?.legs[0]).toMatchObject({ because: 'call_changed', dueAt: d.now + after });
  });
});

describe('a volunteer who is nearer than the coordinator', () => {
  const bridging = () =>
    withTiers([
      {
        who: [{ roles: ['grid_coordinator'] }, { roles: ['gate_keeper'], onlyIfNearer: true, settles: false }],
      },
      { who: [{ roles: ['community_officer'] }] },
    ]);

  it('is asked beside them only when it saves the time that the policy names', () => {
    expect(grid(bridging().add('gu', 'gate_keeper', 1).press('btn-1'))).toEqual(['wang offered']);
    const d = bridging().change('wang', { onDuty: false }).add('gu', 'gate_keeper', 60).press('btn-1');
    expect(grid(d)).toEqual(['li offered', 'gu offered']);
    const candidates = d.events().flatMap((event) => (event.type === 'leg_offered' ? event.candidates : []));
    expect(candidates.find(({ responder }) => responder === 'wang')?.reason).toBe('off_duty');
    expect(candidates.find(({ responder }) => responder === 'zhao')?.reason).toBe('further');
  });

  it('bridges the minutes: their yes sends nobody home, and the next tier is asked all the same', () => {
    const d = bridging().change('wang', { onDuty: false }).add('gu', 'gate_keeper', 10).press('btn-1');
    d.reply('gu', 'accept');
    expect(grid(d)).toEqual(['li offered', 'gu accepted']);
    d.pass(45);
    expect(grid(d)).toEqual(['li timed_out', 'gu accepted', 'officer offered']);
  });

  it('ends no need by being there and done: somebody who comes is asked until one is there', () => {
    const d = bridging().change('wang', { onDuty: false }).add('gu', 'gate_keeper', 10).press('btn-1');
    d.reply('gu', 'accept').reply('gu', 'on_scene').reply('gu', 'done');
    const door = () => d.latest()?.needs?.find(({ need }) => need === 'door')?.state;
    expect([grid(d), door()]).toEqual([['li offered', 'gu done'], 'asked']);
    d.reply('li', 'accept').reply('li', 'on_scene').reply('li', 'done');
    expect(door()).toBe('ended');
  });

  it('stays asked when the coordinator says yes, and is told when somebody is there', () => {
    const d = bridging().change('wang', { onDuty: false }).add('gu', 'gate_keeper', 10).press('btn-1');
    d.reply('li', 'accept');
    expect(grid(d)).toEqual(['li accepted', 'gu offered']);
    d.reply('li', 'on_scene');
    expect(grid(d)).toEqual(['li on_scene', 'gu stood_down']);
    expect(d.untold()).toContain('gu stand_down');
  });

  it('is all there is when no coordinator can be asked', () => {
    const d = bridging().add('gu', 'gate_keeper', 10);
    for (const id of ['wang', 'li', 'zhao']) d.change(id, { onDuty: false });
    expect(grid(d.press('btn-1'))).toEqual(['gu offered']);
  });
});

describe('an offer', () => {
  it('goes by every way that the tier uses and that leads to them', () => {
    const channels = (tier: ('app' | 'voice')[]) => {
      const d = withTiers([{ channels: tier, who: [{ roles: ['grid_coordinator'] }] }]);
      d.phones.add('wang');
      return d.press('btn-1').latest()?.legs[0]?.channels;
    };
    expect(channels(['app', 'voice'])).toEqual(['voice']);
    expect(channels(['app'])).toBeUndefined();
  });

  it('reaches whoever has nothing but a telephone only by a tier that telephones', () => {
    const asked = (tier: ('app' | 'voice')[]) => {
      const d = withTiers([{ channels: tier, who: [{ roles: ['grid_coordinator'] }] }]);
      d.noApp.add('wang');
      d.phones.add('wang');
      return d.press('btn-1').latest()?.legs[0]?.responder;
    };
    expect([asked(['voice']), asked(['app', 'voice']), asked(['app'])]).toEqual(['wang', 'wang', 'li']);
  });

  it('says of a volunteer who was weighed and is not nearer that they are not', () => {
    const d = withTiers([
      { who: [{ roles: ['grid_coordinator'] }, { roles: ['gate_keeper'], onlyIfNearer: true, inParallel: 3 }] },
    ]);
    d.add('gate', 'gate_keeper', 0).add('far', 'gate_keeper', 1).press('btn-1');
    const offers = d.events().flatMap((event) => (event.type === 'leg_offered' ? [event] : []));
    const weighed = offers.find(({ leg }) => leg.responder === 'gate')?.candidates;
    expect(weighed?.map(({ responder, reason }) => `${responder} ${reason}`)).toEqual([
      'gate chosen',
      'far not_nearer',
    ]);
    expect(offers.map(({ leg }) => leg.responder)).not.toContain('far');
  });
});

describe('when every tier is spent', () => {
  const alone = () => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao']) d.change(id, { onDuty: false });
    return d;
  };

  it('those who answer for the district are told again and again, sooner and sooner', () => {
    const d = alone().press('btn-1').reply('desk', 'accept').pass(60);
    expect(d.latest()).toMatchObject({ priority: 1, marks: ['nobody_answers'] });
    const times = () => d.events().flatMap((event) => (event.type === 'track_exhausted' ? [event.at] : []));
    d.pass(200);
    const gaps = times().map((at, i) => (at - (times()[i - 1] ?? at)) / 1000);
    expect(gaps).toEqual([0, 60, 30, 15, 15, 15, 15, 15, 15, 15]);
    const officer = d.latest()?.legs.find(({ responder }) => responder === 'officer');
    expect(officer).toMatchObject({ because: 'nobody_answered', purpose: 'told', rungAt: times().at(-1) });
  });

  it('they are asked even off duty, for an incident without anybody is impossible', () => {
    const d = alone().change('officer', { onDuty: false }).press('btn-1', 'service');
    expect(grid(d)).toEqual(['officer offered']);
  });

  it('a no of the last one is asked again in time, not at once', () => {
    const d = alone().press('btn-1', 'service').pass(60);
    const before = d.events().length;
    d.reply('officer', 'decline');
    expect(d.events().length - before).toBe(2);
    d.pass(121);
    expect(grid(d)).toEqual(['officer offered']);
  });

  it('a yes from a desk ends nothing: only somebody who comes does, and they are asked the moment they can be', () => {
    const d = alone().press('btn-1').pass(200).reply('officer', 'accept');
    const door = () => d.latest()?.needs?.find(({ need }) => need === 'door');
    expect(door()).toMatchObject({ state: 'spent', until: expect.any(Number) });
    d.duty('li', true);
    expect(d.legs()).toContain('li offered');
    expect(d.reply('li', 'accept').latest()?.marks).not.toContain('nobody_answers');
    expect(door()).toMatchObject({ state: 'met' });
  });

  it('everybody who was asked is rung with them, at most once a minute', () => {
    const d = withTiers([{ who: [{ roles: ['grid_coordinator'], inParallel: 3 }] }])
      .press('btn-1', 'service')
      .pass(46 + 200);
    const rung = d.events().filter((event) => event.type === 'track_exhausted' && event.rung?.includes('L1'));
    const gaps = rung.slice(1).map((event, i) => event.at - (rung[i]?.at ?? 0));
    expect(rung.length).toBeGreaterThan(1);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
  });

  it('a policy that has lost its plans still asks somebody', () => {
    const d = new District();
    d.policy = { ...policy, plans: [] } satisfies Policy;
    expect(grid(d.press('btn-1'))).toEqual(['officer offered']);
  });
});

describe('the health track', () => {
  it('goes from the desk to the doctor to "call 120", and only a human calls it', () => {
    const d = new District().press('btn-1');
    d.reply('wang', 'accept').reply('wang', 'on_scene').pass(45);
    expect(d.legs()).toContain('doctor offered');
    d.pass(60);
    expect(d.latest()?.marks).toContain('call_120');
    expect(d.latest()?.legs.at(-1)).toMatchObject({ responder: 'officer', purpose: 'calls', track: 'health' });
    d.reply('officer', 'accept').pass(61);
    expect(
      d
        .events()
        .filter((event) => event.type === 'leg_updated')
        .at(-1),
    ).toMatchObject({ because: 'not_called_yet' });
    expect(d.latest()?.needs?.find(({ need }) => need === 'health')).toMatchObject({ state: 'spent', round: 1 });
    d.officer({ command: 'call_120', at: new Date(d.now - 5_000).toISOString(), reference: 'A-17' });
    expect(d.latest()).toMatchObject({ ambulance: { by: 'officer/zhou', calledAt: d.now - 5_000, reference: 'A-17' } });
    expect(d.latest()?.marks).not.toContain('call_120');
    expect(d.latest()?.legs.slice(-2)).toMatchObject([
      { purpose: 'calls', state: 'stood_down', because: 'ambulance_called' },
      { responder: 'officer', state: 'stood_down', because: 'ambulance_called' },
    ]);
    d.officer({ command: 'call_120' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'ambulance_called', who: 'zhou' });
    d.officer({ command: 'acknowledge' });
    const before = d.latest()?.legs.length;
    d.pass(600);
    expect(d.latest()?.legs.length).toBe(before);
  });

  it('an hour that a caller makes up does not lie in the future', () => {
    const d = new District()
      .press('btn-1')
      .officer({ command: 'call_120', at: new Date(2_000_000_000_000).toISOString() });
    expect(d.latest()?.ambulance?.calledAt).toBe(d.now);
    expect(
      new District().press('btn-1').officer({ command: 'call_120', at: 'soon' }).latest()?.ambulance,
    ).toBeDefined();
  });
});

function never(): never {
  throw new Error('no incident');
}
