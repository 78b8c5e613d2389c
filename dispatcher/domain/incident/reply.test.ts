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
