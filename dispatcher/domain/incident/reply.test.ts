// What an answer changes, and what it leaves: answers that come twice, late, or for a whole group.
import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';

const types = (d: District) => d.events().map(({ type }) => type);

describe('a no', () => {
  it('of somebody who is finished is refused: it would undo what was done', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene').reply('wang', 'done');
    const before = types(d);
    d.reply('wang', 'decline');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'leg_ended' });
    expect(types(d)).toEqual(before);
  });

  it('said twice is said once', () => {
    const d = new District().press('btn-1').reply('wang', 'decline').reply('wang', 'decline');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(types(d).filter((type) => type === 'leg_declined')).toHaveLength(1);
  });

  it('of somebody on the way is theirs to say', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'decline');
    expect(d.legs()[0]).toBe('wang declined');
  });
});

describe('a delivery that is answered', () => {
  it('has arrived, with the revision that it names', () => {
    const d = new District().press('btn-1').reply('wang', 'receipt');
    expect(d.events().at(-1)).toMatchObject({ type: 'leg_received', by: 'responder/wang', leg: 'L1', revision: 1 });
    expect(d.untold()).not.toContain('wang offer');
  });

  it.each([
    { what: 'a group’s', delivery: 'group/y1/1' },
    { what: 'one that was never sent', delivery: 'i/L1/2' },
    { what: 'one before it', delivery: 'i/L1/0' },
    { what: 'no number', delivery: 'i/L1/x' },
    { what: 'a part of one', delivery: 'i/L1/0.5' },
  ])('says nothing of this one when it is $what', ({ delivery }) => {
    const d = new District().press('btn-1').reply('wang', 'note', { text: '在路上', delivery });
    expect(types(d)).not.toContain('leg_received');
    expect(d.untold()).toContain('wang offer');
  });
});

describe('somebody at the scene', () => {
  const there = () => new District().press('btn-1').reply('wang', 'on_scene');
  const wrong = { check: { by: 'card' as const, code: 'nonsense' } };
  const tries = (d: District) => types(d).filter((type) => type === 'leg_on_scene').length;

  it('who gives a wrong code again and again is noted every half minute', () => {
    const d = there().reply('wang', 'on_scene', wrong);
    expect(tries(d)).toBe(2);
    expect(tries(d.pass(29).reply('wang', 'on_scene', wrong))).toBe(2);
    expect(tries(d.pass(1).reply('wang', 'on_scene', wrong))).toBe(3);
    expect(d.latest()?.marks).toContain('scene_unverified');
  });

  it('whose code is right after a wrong one is believed at once', () => {
    const d = there().reply('wang', 'on_scene', wrong);
    d.reply('wang', 'on_scene', { check: { by: 'card', code: 'card-of-home-1' } });
    expect(d.latest()?.marks).not.toContain('scene_unverified');
  });

  it('who reads the code inside the door is in: nobody has to open it any more', () => {
    const d = there().reply('wang', 'help', { needs: 'entry' });
    d.reply('wang', 'on_scene', { check: { by: 'card', code: 'card-of-home-1' } });
    expect(d.latest()?.needs?.find(({ need }) => need === 'entry')?.state).toBe('asked');
    d.reply('wang', 'on_scene', { check: { by: 'door_code', code: 'door_code-of-home-1' } });
    expect(d.latest()?.needs?.find(({ need }) => need === 'entry')).toMatchObject({
      state: 'ended',
      because: 'inside',
    });
  });

  it.each(['note', 'help_withdrawn', 'called'] as const)('whose "%s" says nothing is told so', (word) => {
    const d = there();
    const before = types(d);
    expect(d.reply('wang', word).results.at(-1)).toMatchObject({ outcome: 'refused', code: 'leg_ended' });
    expect(types(d)).toEqual(before);
  });

  it('whose note is empty has said nothing', () => {
    expect(there().reply('wang', 'note', { text: '' }).results.at(-1)).toMatchObject({ outcome: 'refused' });
  });

  it.each(['person', 'doctor', 'entry'] as const)('cannot have called %s by telephone', (needs) => {
    expect(there().reply('wang', 'called', { needs }).results.at(-1)).toMatchObject({ outcome: 'refused' });
  });

  it.each([
    { needs: 'fire', number: '119', makes: 'call_119' },
    { needs: 'police', number: '110', makes: 'call_110' },
  ] as const)('has called $number: whoever was asked to hears it, and said twice is said once', (one) => {
    const d = there().reply('wang', 'help', { needs: one.needs });
    const asked = d.latest()?.legs.filter(({ need }) => need === one.makes) ?? [];
    expect(asked.map(({ state }) => state)).toEqual(['offered']);
    d.reply('wang', 'called', { needs: one.needs, text: '5 分钟到' });
    expect(d.latest()?.called).toMatchObject([{ number: one.number, by: 'responder/wang', calledAt: d.now }]);
    expect(d.latest()?.needs?.find(({ need }) => need === one.makes)).toMatchObject({
      state: 'ended',
      because: 'called',
    });
    expect(d.latest()?.legs.find(({ need }) => need === one.makes)).toMatchObject({
      state: 'stood_down',
      because: 'called',
    });
    const event = d.events().find(({ type }) => type === 'outside_called');
    expect(d.sides.get(d.latest()?.id ?? '')?.[(event as { textId?: string }).textId ?? '']).toContain('5 分钟到');
    const before = types(d);
    expect(d.reply('wang', 'called', { needs: one.needs }).results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(types(d)).toEqual(before);
  });

  it('has called a number that nobody asked for: it is noted once, and another number is another call', () => {
    const d = there();
    for (const needs of ['fire', 'fire', 'police', 'fire'] as const) d.reply('wang', 'called', { needs });
    expect(d.latest()?.called?.map(({ number }) => number)).toEqual(['119', '110']);
    expect(types(d).filter((type) => type === 'outside_called')).toHaveLength(2);
  });

  it('has called an ambulance: said twice is said once, until another one is asked for', () => {
    const d = there().reply('wang', 'called', { needs: 'ambulance' }).reply('wang', 'called', { needs: 'ambulance' });
    expect(types(d).filter((type) => type === 'ambulance_called')).toHaveLength(1);
    d.press('btn-1', 'fall')
      .reply('wang', 'help', { needs: 'ambulance' })
      .reply('wang', 'called', { needs: 'ambulance' });
    expect(types(d).filter((type) => type === 'ambulance_called')).toHaveLength(2);
    expect(d.latest()?.needs?.find(({ need }) => need === 'call_120')).toMatchObject({ state: 'ended' });
  });
});

describe('somebody at a desk', () => {
  it('who is "on the way" or "there" has it in hand, and promises no hour at the door', () => {
    const d = new District().press('btn-1').reply('desk', 'accept').reply('desk', 'en_route');
    const desk = () => d.latest()?.legs.find(({ responder }) => responder === 'desk');
    expect(desk()).toMatchObject({ state: 'en_route' });
    expect(desk()).not.toHaveProperty('arriveBy');
    expect(d.events().at(-1)).not.toHaveProperty('arriveBy');
    d.reply('desk', 'on_scene');
    expect(desk()?.state).toBe('en_route');
  });
});

describe('after closing', () => {
  const closed = () =>
    new District().press('btn-1').reply('wang', 'accept').officer({ command: 'close', disposition: 'helped' });

  it.each(['accept', 'en_route', 'on_scene', 'done', 'help', 'decline'] as const)('"%s" is refused', (word) => {
    expect(closed().reply('wang', word, { needs: 'person' }).results.at(-1)).toMatchObject({ code: 'leg_ended' });
  });

  it('to an incident that nobody knows any more is refused', () => {
    const d = closed().reply('desk', 'receipt');
    const [first] = d.events();
    const incident = (first?.type === 'opened' ? first.incident : '') as never;
    d.open.put(d.latest() ?? (undefined as never), undefined);
    d.take({
      v: 1,
      kind: 'reply',
      district: 'd',
      responder: 'wang',
      reply: { id: 'late', incident, leg: 'L1', reply: 'accept' },
    });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'not_open' });
  });
});
