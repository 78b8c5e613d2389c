// What somebody who has said yes says next: on the way, at the scene, done, more help.
import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';

const types = (d: District) => d.events().map(({ type }) => type);

describe('somebody on the way', () => {
  const way = () => new District().press('btn-1').reply('wang', 'accept');
  const wang = (d: District) => d.latest()?.legs[0];
  const confirmed = (d: District) => types(d).filter((type) => type === 'leg_confirmed').length;

  it('who says yes once more says nothing new, and it is not written down', () => {
    const d = way();
    const before = types(d);
    for (const word of ['accept', 'accept'] as const) d.reply('wang', word);
    expect(types(d)).toEqual(before);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('who sets out is looked at in a minute, and whose word after that is none', () => {
    const d = way().pass(10).reply('wang', 'en_route');
    expect(d.events().at(-1)).toMatchObject({
      type: 'leg_en_route',
      by: 'responder/wang',
      dueAt: d.now + 60_000,
      arriveBy: d.now + 180_000,
    });
    expect(wang(d)?.state).toBe('en_route');
    expect(confirmed(d.reply('wang', 'en_route').reply('wang', 'accept'))).toBe(0);
  });

  it.each(['accept', 'en_route'] as const)('whose "%s" follows a doubt is believed again, with a new hour', (word) => {
    const d = way().duty('wang', false);
    expect(wang(d)?.doubtful).toBe('left_duty');
    d.pass(20).reply('wang', word === 'en_route' ? 'accept' : word);
    expect(wang(d)).not.toHaveProperty('doubtful');
    expect(wang(d)).toMatchObject({ dueAt: d.now + 60_000, arriveBy: d.now + 180_000 });
    expect(confirmed(d)).toBe(1);
  });

  it('whose word follows a new word of the resident counts for the call as it is now', () => {
    const d = way().press('btn-1', 'fall');
    expect(d.latest()?.needs?.find(({ need }) => need === 'door')?.state).toBe('asked');
    d.reply('wang', 'accept');
    expect(confirmed(d)).toBe(1);
    expect(d.latest()?.needs?.find(({ need }) => need === 'door')?.state).toBe('met');
    expect(confirmed(d.reply('wang', 'accept'))).toBe(1);
  });

  it('who said yes before the upgrade says nothing new by saying it again', () => {
    const d = way();
    const { needs: _, ...old } = d.latest() ?? never();
    d.open.put({ ...old, tracks: [{ track: 'grid', plan: 'grid', tier: 0 }] }, d.now);
    expect(confirmed(d.reply('wang', 'accept'))).toBe(0);
    expect(d.latest()?.needs?.find(({ need }) => need === 'door')?.state).toBe('met');
  });

  it('to the more urgent is let go elsewhere: where they were only asked, and a lamp', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'service');
    d.officer({ command: 'assign', responder: 'wang' }).press('btn-3');
    d.officer({ command: 'assign', responder: 'wang' }, { on: d.incident(3)?.id ?? '' });
    d.reply('wang', 'accept', {}, d.incident(3));
    const states = [1, 2, 3].map((n) => d.incident(n)?.legs.findLast((leg) => leg.responder === 'wang')?.state);
    expect(states).toEqual(['stood_down', 'stood_down', 'accepted']);
  });

  it('to a lamp keeps the lamp that they said yes to', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'service');
    d.officer({ command: 'assign', responder: 'wang' }).reply('wang', 'accept', {}, d.incident(2));
    expect(d.incident(1)?.legs[0]?.state).toBe('accepted');
  });

  it('keeps what they said yes to when a desk of theirs takes something in hand', () => {
    const d = new District().press('btn-1', 'service').press('btn-2');
    d.reply('desk', 'accept', {}, d.incident(2));
    expect(d.incident(1)?.legs[0]?.state).toBe('offered');
  });
});

describe('"done"', () => {
  const there = () => new District().press('btn-1').reply('wang', 'on_scene');

  it.each([
    { after: 60, word: 'accept', state: 'en_route' },
    { after: 60, word: 'en_route', state: 'en_route' },
    { after: 60, word: 'on_scene', state: 'on_scene' },
    { after: 61, word: 'accept', state: 'done' },
  ] as const)('$after s ago and then "$word": $state', ({ after, word, state }) => {
    const d = there().reply('wang', 'done').pass(after).reply('wang', word);
    expect(d.legs()[0]).toBe(`wang ${state}`);
    expect(d.results.at(-1)).toMatchObject(state === 'done' ? { code: 'leg_ended' } : { outcome: 'applied' });
  });

  it('of somebody on the way is taken back to where they were', () => {
    const d = new District()
      .press('btn-1')
      .reply('wang', 'accept')
      .reply('wang', 'done')
      .pass(5)
      .reply('wang', 'accept');
    expect(d.events().find(({ type }) => type === 'leg_resumed')).toMatchObject({
      by: 'responder/wang',
      state: 'accepted',
      dueAt: d.now + 60_000,
      arriveBy: d.now + 180_000,
    });
  });

  it.each([
    { who: 'who was there', go: (d: District) => d, findings: [], entry: 'ended' },
    { who: 'to whom nobody opened', go: (d: District) => d, findings: ['no_answer_at_door'], entry: 'asked' },
    { who: 'who found nobody at home', go: (d: District) => d, findings: ['not_at_home'], entry: 'asked' },
  ] as const)('of somebody $who: entry is $entry', ({ findings, entry }) => {
    const d = there()
      .reply('wang', 'help', { needs: 'entry' })
      .reply('wang', 'done', { findings: [...findings] });
    expect(d.latest()?.needs?.find(({ need }) => need === 'entry')?.state).toBe(entry);
  });

  it('of somebody who was never there opens no door', () => {
    const d = there().reply('wang', 'help', { needs: 'entry' }).officer({ command: 'assign', responder: 'li' });
    d.reply('li', 'accept').reply('li', 'done');
    expect(d.latest()?.needs?.find(({ need }) => need === 'entry')?.state).toBe('asked');
  });

  it('reminds the officer who has it in hand later, and one who has not as before', () => {
    const d = there();
    const { reviewAt } = d.latest() ?? {};
    expect(d.pass(5).reply('wang', 'done').latest()?.reviewAt).toBe(reviewAt);
    const e = there().reply('desk', 'done').officer({ command: 'acknowledge' }).reply('wang', 'done');
    expect(e.events().find(({ type }) => type === 'leg_done')).toMatchObject({ reviewAt: e.now + 600_000 });
  });
});

describe('help that is asked for', () => {
  const there = () => new District().press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'fire' });
  const asked = (d: District) => types(d).filter((type) => type === 'help_asked').length;

  it.each([
    { what: 'without a new word', more: {}, times: 1 },
    { what: 'with a new word', more: { text: '快' }, times: 2 },
    { what: 'with something found', more: { findings: ['gas' as const] }, times: 2 },
    { what: 'for something else', more: { needs: 'police' as const }, times: 2 },
  ])('again by the same person $what is written down $times times', ({ more, times }) => {
    expect(asked(there().reply('wang', 'help', { needs: 'fire', ...more }))).toBe(times);
  });

  it('again by another person is written down, and once it is over too', () => {
    expect(asked(there().reply('desk', 'help', { needs: 'fire' }))).toBe(2);
    const d = there().reply('wang', 'help_withdrawn', { needs: 'fire' });
    expect(asked(d.reply('wang', 'help', { needs: 'fire' }))).toBe(2);
  });

  it('answers the question whether they are still there', () => {
    const d = new District().press('btn-1').reply('wang', 'on_scene').pass(901);
    expect(d.latest()?.legs[0]?.because).toBe('still_there');
    d.reply('wang', 'help', { needs: 'person' });
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'on_scene', dueAt: d.now + 900_000 });
    expect(d.latest()?.legs[0]).not.toHaveProperty('because');
  });

  it.each([
    { who: 'wang', is: 'ended' },
    { who: 'desk', is: 'ended' },
    { who: 'li', is: 'asked' },
  ])('may be taken back by whoever asked and by a desk: $who, $is', ({ who, is }) => {
    const d = there().officer({ command: 'assign', responder: 'li' });
    d.reply(who, 'help_withdrawn', { needs: 'fire', text: '不用了' });
    expect(d.latest()?.needs?.find(({ need }) => need === 'call_119')?.state).toBe(is);
    expect(d.results.at(-1)).toMatchObject(is === 'ended' ? { outcome: 'applied' } : { code: 'leg_ended' });
    expect(d.reply(who, 'help_withdrawn', { needs: 'fire' }).results.at(-1)).toMatchObject({ code: 'leg_ended' });
  });

  it('and taken back stands down whoever was asked for it, not whoever is there for it', () => {
    const d = new District().press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'person' });
    d.officer({ command: 'assign', responder: 'zhao' }).reply('li', 'on_scene').reply('zhao', 'accept');
    expect(
      d
        .latest()
        ?.legs.filter(({ need }) => need === 'second_person')
        .map(({ state }) => state),
    ).toEqual(['on_scene', 'accepted']);
    d.reply('wang', 'help_withdrawn', { needs: 'person' });
    expect(
      d
        .latest()
        ?.legs.filter(({ need }) => need === 'second_person')
        .map(({ state }) => state),
    ).toEqual(['on_scene', 'stood_down']);
  });

  it('a call to 120 stands down whoever was asked to call, and no doctor', () => {
    const d = new District()
      .press('btn-1')
      .reply('wang', 'on_scene')
      .pass(50)
      .reply('wang', 'help', { needs: 'ambulance' });
    d.reply('wang', 'help', { needs: 'police' }).reply('wang', 'called', { needs: 'ambulance' });
    const legs = d.latest()?.legs.map(({ responder, need, state }) => `${responder} ${need} ${state}`);
    expect(legs).toEqual(
      expect.arrayContaining([
        'officer call_120 stood_down',
        'desk call_120 stood_down',
        'officer call_110 offered',
        'doctor health offered',
      ]),
    );
  });
});

function never(): never {
  throw new Error('no incident');
}
