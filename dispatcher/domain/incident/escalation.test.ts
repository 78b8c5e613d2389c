import { describe, expect, it } from 'vitest';
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
