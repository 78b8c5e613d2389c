import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../contracts/incident/state.ts';
import { Finding, type HelpNeed, type NeedKind } from '../../../contracts/terms.ts';
import { District } from '../../../test/district.ts';

const state = (d: District): Incident => {
  const incident = d.latest();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const there = (): District =>
  new District()
    .press('btn-1')
    .reply('wang', 'accept')
    .reply('desk', 'accept')
    .officer({ command: 'acknowledge' })
    .officer({ command: 'call_back', outcome: 'spoke' })
    .reply('wang', 'on_scene');
const extra: readonly NeedKind[] = ['second_person', 'doctor', 'entry', 'call_120', 'call_119', 'call_110'];
const extras = (d: District) => state(d).needs?.flatMap(({ need }) => (extra.includes(need) ? [need] : []));
const need = (d: District, kind: NeedKind) => state(d).needs?.find((one) => one.need === kind);
const asks = (needs: HelpNeed) => there().reply('wang', 'help', { needs });

describe('help that is missing at the scene', () => {
  it.each([
    { word: 'person', makes: 'second_person', plan: 'grid' },
    { word: 'doctor', makes: 'doctor', plan: 'health' },
    { word: 'ambulance', makes: 'call_120', plan: undefined },
    { word: 'entry', makes: 'entry', plan: undefined },
    { word: 'fire', makes: 'call_119', plan: undefined },
    { word: 'police', makes: 'call_110', plan: undefined },
  ] as const)('$word is the need $makes, by the plan of its kind', ({ word, makes, plan }) => {
    const d = asks(word);
    expect(extras(d)).toEqual([makes]);
    expect(need(d, makes)).toMatchObject({ by: 'responder/wang', state: 'asked' });
    expect(need(d, makes)?.plan).toBe(plan);
    const renewed = d.events().findLast(({ type }) => type === 'needs_renewed');
    expect(renewed).toMatchObject({ by: 'responder/wang', because: 'help_asked' });
  });

  it('said once more, with new words, begins nothing anew while it is asked for', () => {
    const d = asks('person');
    const before = need(d, 'second_person');
    expect(need(d.pass(5).reply('wang', 'help', { needs: 'person', text: '快点' }), 'second_person')).toEqual(before);
  });

  it('said once more when it was taken back begins anew', () => {
    const d = asks('person').reply('wang', 'help_withdrawn', { needs: 'person' });
    expect(need(d, 'second_person')?.state).toBe('ended');
    expect(need(d.reply('wang', 'help', { needs: 'person' }), 'second_person')?.state).toBe('asked');
  });

  it('said once more while somebody comes for it asks for one more', () => {
    const d = asks('person').reply('li', 'accept');
    expect(need(d, 'second_person')?.state).toBe('met');
    d.reply('wang', 'help', { needs: 'person', text: '还要一个人' });
    expect(need(d, 'second_person')).toMatchObject({ state: 'asked', since: d.now });
    expect(d.legs()).toContain('zhao offered');
  });

  it('an ambulance is asked for anew when the one that was called came to what was before', () => {
    const d = asks('ambulance').officer({ command: 'call_120' });
    d.pass(600).press('btn-1', 'fall').reply('wang', 'help', { needs: 'ambulance', text: '又摔了' });
    expect(need(d, 'call_120')).toMatchObject({ state: 'asked', since: d.now });
    expect(state(d).marks).toContain('call_120');
  });

  it('an ambulance that nobody has called yet is asked for once, however often it is said', () => {
    const d = asks('ambulance').pass(10).reply('wang', 'help', { needs: 'ambulance', text: '快' });
    expect(d.events().filter(({ type }) => type === 'ambulance_asked')).toHaveLength(1);
    expect(d.events().filter(({ type }) => type === 'help_asked')).toHaveLength(2);
  });

  it.each([
    { word: 'fire' as const, number: '119' as const, makes: 'call_119' as const },
    { word: 'police' as const, number: '110' as const, makes: 'call_110' as const },
  ])('$word, which the officer has called, is told to the officer, and nobody is asked to call twice', (one) => {
    const d = asks(one.word).officer({ command: 'outside_called', number: one.number });
    d.pass(30).reply('wang', 'help', { needs: one.word, text: '还没到' });
    expect(need(d, one.makes)).toMatchObject({ state: 'ended', because: 'called' });
    const told = d.events().findLast(({ type }) => type === 'need_asked');
    expect(told).toMatchObject({ by: 'policy', need: 'officer', because: 'help_asked', at: d.now });
  });

  it('an ambulance that is on its way is not called twice, and its mark is set once', () => {
    const d = asks('ambulance');
    expect(state(d).marks).toContain('call_120');
    d.officer({ command: 'call_120' }).reply('wang', 'help', { needs: 'ambulance', text: '还没到' });
    expect(need(d, 'call_120')).toMatchObject({ state: 'ended', because: 'called' });
    expect(state(d).marks).not.toContain('call_120');
    expect(d.events().filter(({ type }) => type === 'ambulance_asked')).toHaveLength(1);
  });
});

describe('what is found at the scene', () => {
  const starts: Partial<Record<Finding, readonly NeedKind[]>> = {
    no_answer_at_door: ['entry'],
    unconscious: ['call_120', 'doctor'],
    gas: ['call_119'],
    fire_or_smoke: ['call_119'],
  };

  it.each(Finding.enum.map((finding) => ({ finding, makes: starts[finding] ?? [] })))(
    '$finding starts $makes',
    ({ finding, makes }) => {
      expect(extras(there().reply('wang', 'note', { text: 'x', findings: [finding] }))).toEqual(makes);
    },
  );

  it('twice the same is one need', () => {
    const d = there().reply('wang', 'note', { text: 'x', findings: ['gas', 'fire_or_smoke'] });
    expect(extras(d)).toEqual(['call_119']);
  });

  it.each(Finding.enum)(
    'by whoever leaves with "%s": somebody must come again only where nobody was seen',
    (finding) => {
      const d = there().reply('wang', 'done', { findings: [finding] });
      const unseen = finding === 'no_answer_at_door' || finding === 'not_at_home';
      expect(need(d, 'door')?.state).toBe(unseen ? 'asked' : 'ended');
      expect(need(d, 'word')?.state).toBe(unseen ? 'asked' : 'ended');
    },
  );

  it('nobody need come again to whom nobody opened, when they are safe all the same', () => {
    const d = there().reply('wang', 'done', { findings: ['no_answer_at_door', 'safe'] });
    expect(need(d, 'door')?.state).toBe('ended');
  });
});
