// Who is told when everybody was asked in vain, and who is asked to call outside: by every way, once a person, never at the scene.
import { describe, expect, it } from 'vitest';
import type { Leg } from '../../../contracts/incident/state.ts';
import type { HelpNeed } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';

const nobody = (): District => {
  const d = new District();
  for (const id of ['wang', 'li', 'zhao', 'desk', 'doctor']) d.change(id, { onDuty: false });
  return d;
};
const there = (): District => new District().press('btn-1').reply('wang', 'on_scene').reply('desk', 'accept');
const legsOf = (d: District, responder: string): Leg[] =>
  d.latest()?.legs.filter((leg) => leg.responder === responder) ?? [];
const says = (legs: readonly Leg[]) => legs.map(({ need, purpose, state }) => `${need} ${purpose} ${state}`);
const rounds = (d: District, need: string) =>
  d.events().flatMap((event) => (event.type === 'track_exhausted' && event.need === need ? [event] : []));

describe('whoever answers for the district', () => {
  /** Nobody can come, and the street answers for the district. */
  const spent = (change: (d: District) => unknown = () => undefined): District => {
    const d = nobody().change('officer', { onDuty: false }).add('street', 'street_officer', 0, { means: 'desk' });
    d.policy = { ...policy, whenSpent: { ...policy.whenSpent, roles: ['street_officer', 'community_officer'] } };
    change(d);
    return d.press('btn-1');
  };
  const told = (d: District, who: string) =>
    legsOf(d, who).filter((leg) => leg.need === 'door' && leg.purpose === 'told');

  it('is told by the app and by every other way there is', () => {
    expect(
      told(
        spent((d) => d.phones.add('street')),
        'street',
      ),
    ).toMatchObject([{ channels: ['voice'] }]);
    const [leg] = told(spent(), 'street');
    expect(leg).toMatchObject({ state: 'offered', travelSeconds: 0, tier: 3 });
    expect(leg).not.toHaveProperty('channels');
    expect(leg).not.toHaveProperty('dueAt');
  });

  it('is everybody of these roles when nobody of them is on duty, else those who are', () => {
    const who = (d: District) => ['street', 'officer'].map((id) => told(d, id).length);
    expect(who(spent())).toEqual([1, 0]);
    expect(who(spent((d) => d.change('street', { onDuty: false })))).toEqual([1, 1]);
  });

  it('who holds two of the roles is told once', () => {
    const d = spent((one) => {
      one.policy = { ...policy, whenSpent: { ...policy.whenSpent, roles: ['street_officer', 'emergency_squad'] } };
      one.change('street', { otherRoles: ['emergency_squad'] });
    });
    expect(told(d, 'street')).toHaveLength(1);
  });

  it('and stands at the scene is not rung', () => {
    const d = new District().change('officer', { means: 'foot' }).press('btn-1');
    d.officer({ command: 'assign', responder: 'officer' }).reply('officer', 'on_scene');
    d.reply('officer', 'help', { needs: 'fire' }).pass(600);
    expect(says(legsOf(d, 'officer'))).toEqual(['door comes on_scene']);
  });
});

describe('who is asked to call outside', () => {
  it.each([
    { needs: 'fire', need: 'call_119', who: ['officer'] },
    { needs: 'police', need: 'call_110', who: ['officer'] },
    { needs: 'ambulance', need: 'call_120', who: ['officer', 'desk'] },
  ] as const)('$need: $who', ({ needs, need, who }) => {
    const d = there().reply('wang', 'help', { needs });
    const asked = d.latest()?.legs.filter((leg) => leg.need === need) ?? [];
    expect(asked.map(({ responder }) => responder)).toEqual(who);
    for (const leg of asked)
      expect(leg).toMatchObject({
        purpose: 'calls',
        state: 'offered',
        dueAt: d.now + 60_000,
        answerBy: d.now + 60_000,
      });
  });

  it('nobody twice who is to call 120 already, since there was nobody of the health centre', () => {
    const d = new District().add('second', 'community_officer', 0, { means: 'desk', onDuty: false });
    d.press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'ambulance' }).pass(106);
    const leg = legsOf(d, 'officer').find(({ need }) => need === 'health')?.id ?? 'none';
    d.change('second', { onDuty: true }).reply('officer', 'decline', { leg }).pass(300);
    const calls = legsOf(d, 'second').filter(({ purpose }) => purpose === 'calls');
    expect(calls.map(({ need }) => need)).toEqual(['health']);
    d.reply('wang', 'help', { needs: 'fire' });
    expect(legsOf(d, 'second').map(({ need }) => need)).toContain('call_119');
  });

  it('by every way there is', () => {
    const d = new District();
    d.phones.add('officer');
    d.press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'fire' });
    expect(legsOf(d, 'officer').find(({ need }) => need === 'call_119')?.channels).toEqual(['voice']);
  });

  it('whoever says no is asked once more by the same offer: there is nobody else', () => {
    const d = there().reply('wang', 'help', { needs: 'fire' }).reply('officer', 'decline').pass(120);
    const calls = legsOf(d, 'officer').filter(({ purpose }) => purpose === 'calls');
    expect(says(calls)).toEqual(['call_119 calls offered']);
    expect(calls[0]?.revision).toBeGreaterThan(1);
  });

  it('whoever was asked is rung each minute, and each round is counted', () => {
    const d = there().reply('wang', 'help', { needs: 'police' });
    expect(rounds(d, 'call_110')).toEqual([]);
    d.pass(60);
    const [id] = legsOf(d, 'officer').flatMap((leg) => (leg.need === 'call_110' ? [leg.id] : []));
    expect(rounds(d, 'call_110')).toMatchObject([{ track: 'grid', round: 1, rung: [id], dueAt: d.now + 60_000 }]);
    d.pass(60);
    expect(rounds(d, 'call_110').map(({ round }) => round)).toEqual([1, 2]);
    d.officer({ command: 'outside_called', number: '110' }).pass(600);
    expect(rounds(d, 'call_110')).toHaveLength(2);
  });

  it('whoever has come on duty since is asked as well, and the others are rung', () => {
    const d = new District().add('second', 'community_officer', 0, { means: 'desk', onDuty: false }).press('btn-1');
    d.reply('wang', 'on_scene').reply('wang', 'help', { needs: 'police' }).pass(30).change('second', { onDuty: true });
    d.pass(31);
    const calls = (who: string) => legsOf(d, who).filter(({ need }) => need === 'call_110');
    expect(says(calls('second'))).toEqual(['call_110 calls offered']);
    expect(rounds(d, 'call_110')).toMatchObject([{ rung: calls('officer').map(({ id }) => id) }]);
  });

  it.each(['fire', 'police', 'ambulance'] as HelpNeed[])('%s: never whoever asks for it at the scene', (needs) => {
    const d = new District().add('hall', 'community_officer', 30, { means: 'foot' }).press('btn-1');
    d.officer({ command: 'assign', responder: 'hall' }).reply('hall', 'on_scene').reply('hall', 'help', { needs });
    expect(says(legsOf(d, 'hall'))).toEqual(['door comes on_scene']);
    expect(says(legsOf(d, 'officer')).some((one) => one.includes('calls'))).toBe(true);
  });
});
