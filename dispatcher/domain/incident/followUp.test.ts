// What one incident asks of another, when the other is not what it was any more.
import { describe, expect, it } from 'vitest';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import { District } from '../../../test/district.ts';

const ask = (d: District, what: FollowUpInput['what'], incident = d.latest()?.id ?? ('none' as never)) =>
  d.take({ v: 1, kind: 'follow_up', district: 'd', id: 'f', incident, what });
const nothing = (d: District, what: FollowUpInput['what']) => {
  const before = d.events().length;
  ask(d, what);
  expect(d.results.at(-1)).toEqual({ outcome: 'recorded', what: 'follow_up', at: d.now });
  expect(d.events().length).toBe(before);
};

describe('a follow-up', () => {
  const asks: FollowUpInput['what'][] = [
    { kind: 'release', responder: 'wang', for: 'other' as never },
    { kind: 'look_again', responder: 'li' },
    { kind: 'left_duty', responder: 'wang' },
    { kind: 'split_off', by: 'officer/zhou', from: 'other' as never },
  ];

  it.each(asks)('to an incident that was closed meanwhile is recorded, and nothing happens: $kind', (what) => {
    const d = new District().press('btn-1').reply('wang', 'accept');
    nothing(d.officer({ command: 'close', disposition: 'helped' }), what);
  });

  it.each(asks)('to an incident that is not there is recorded: $kind', (what) => {
    const d = ask(new District(), what);
    expect(d.results.at(-1)).toEqual({ outcome: 'recorded', what: 'follow_up', at: d.now });
    expect(d.open.size).toBe(0);
  });

  it('that an incident which was never merged be split off does nothing', () => {
    nothing(new District().press('btn-1'), { kind: 'split_off', by: 'officer/zhou', from: 'other' as never });
  });

  it('lets somebody go who is needed elsewhere', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept');
    ask(d, { kind: 'release', responder: 'wang', for: 'other' as never });
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'stood_down', because: 'needed_elsewhere' });
  });

  it('asks whoever is free for each need that lacks somebody, and for none that does not', () => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao', 'desk', 'doctor']) d.change(id, { onDuty: false });
    d.press('btn-1').pass(200).change('li', { onDuty: true }).change('desk', { onDuty: true });
    ask(d, { kind: 'look_again', responder: 'li' });
    expect(d.legs()).toEqual(expect.arrayContaining(['li offered', 'desk offered']));
    nothing(d.reply('li', 'accept').reply('desk', 'accept'), { kind: 'look_again', responder: 'li' });
  });
});

describe('whoever goes off duty', () => {
  const left = (d: District) => ask(d, { kind: 'left_duty', responder: 'wang' });
  const leg = (d: District) => d.latest()?.legs[0];

  it('passes an offer on at once', () => {
    const d = left(new District().press('btn-1'));
    expect(leg(d)).toMatchObject({ state: 'declined' });
    expect(d.events().find(({ type }) => type === 'leg_declined')).toMatchObject({ by: 'policy', reason: 'off_duty' });
  });

  it('keeps going until somebody else has said yes, and is looked at again in a minute', () => {
    const d = left(new District().press('btn-1').reply('wang', 'accept'));
    expect(leg(d)).toMatchObject({ state: 'accepted', doubtful: 'left_duty', dueAt: d.now + 60_000 });
    const doubted = d.events().find(({ type }) => type === 'leg_doubted');
    expect(doubted).toMatchObject({ by: 'policy', why: 'left_duty' });
  });

  it('stays where they are, at the scene', () => {
    nothing(new District().press('btn-1').reply('wang', 'on_scene'), { kind: 'left_duty', responder: 'wang' });
  });

  it('and had let the offer pass has nothing to pass on', () => {
    nothing(new District().press('btn-1').pass(50), { kind: 'left_duty', responder: 'wang' });
  });

  it('keeps in hand at a desk what they took there', () => {
    nothing(new District().press('btn-1').reply('desk', 'accept'), { kind: 'left_duty', responder: 'desk' });
  });
});
