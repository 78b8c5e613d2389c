// Where a need stands when what met it is taken away again, and what counts for it at all.
import { describe, expect, it } from 'vitest';
import type { Need } from '../../../contracts/incident/state.ts';
import { type NeedKind, NeedState } from '../../../contracts/terms.ts';
import { District } from '../../../test/district.ts';
import { handled } from '../../../test/handled.ts';
import { isLacking, isOpenNeed } from './needs.ts';

const need = (d: District, kind: NeedKind) => d.latest()?.needs?.find((one) => one.need === kind);

describe('where a need stands', () => {
  const which = (holds: (need: Need) => boolean) => NeedState.enum.filter((state) => holds({ state } as Need));

  it('says whether somebody is missing, and whether it is over', () => {
    expect(new Set(which(isLacking))).toEqual(new Set(['due', 'asked', 'spent']));
    expect(new Set(which((one) => !isOpenNeed(one)))).toEqual(new Set(['ended']));
  });
});

describe('a need', () => {
  it('that was finished by a slip of the thumb is met again when it is taken back', () => {
    const d = handled().reply('wang', 'on_scene').reply('wang', 'done').reply('desk', 'done');
    expect(['door', 'health'].map((kind) => need(d, kind as NeedKind))).toMatchObject([
      { state: 'ended', because: 'done' },
      { state: 'ended', because: 'done' },
    ]);
    d.reply('wang', 'on_scene').reply('desk', 'accept');
    expect(need(d, 'door')).toMatchObject({ state: 'met', because: 'L1' });
    expect(need(d, 'health')).toMatchObject({ state: 'met', because: 'L2' });
  });

  it('that was ended by a word stays ended, whoever comes then', () => {
    const d = handled().officer({ command: 'end_need', need: 'word', text: '已通话' }).reply('wang', 'on_scene');
    expect(need(d, 'word')).toMatchObject({ state: 'ended', because: 'spoke' });
  });

  it('for a word that was had at the door is open again when the door is shut', () => {
    const d = new District().press('btn-1').reply('wang', 'on_scene').reply('wang', 'done');
    expect(need(d, 'word')).toMatchObject({ state: 'ended', because: 'done' });
    d.reply('wang', 'help', { needs: 'entry' });
    expect(need(d, 'word')).toMatchObject({ state: 'asked', because: 'call_back', tier: 0, round: 0 });
  });

  it('that loses who met it is asked for where somebody has an offer already', () => {
    const d = handled().officer({ command: 'assign', responder: 'li' });
    expect(need(d, 'door')).toMatchObject({ state: 'met', because: 'L1' });
    d.reply('wang', 'decline');
    expect(need(d, 'door')).toMatchObject({ need: 'door', state: 'asked', tier: 0, round: 0 });
  });

  it('that loses who met it with nobody asked is asked from its first tier on', () => {
    const d = new District().press('btn-1').pass(50).reply('li', 'accept').reply('li', 'decline');
    expect(need(d, 'door')).toMatchObject({ state: 'asked', tier: 0, tierName: 'coordinator' });
  });

  it('of the officer has the clock by which the officer is reminded, until somebody acknowledges', () => {
    const d = new District().press('btn-1');
    const clock = () => ({ state: 'asked', because: 'not_acknowledged', until: d.latest()?.reviewAt });
    expect(need(d, 'officer')).toMatchObject(clock());
    expect(need(d.pass(61), 'officer')).toMatchObject(clock());
    d.officer({ command: 'acknowledge' });
    expect(need(d, 'officer')).toMatchObject({ state: 'met', because: 'acknowledged' });
    expect(need(d, 'officer')).not.toHaveProperty('until');
  });

  it('that a new word made anew sends nobody home who was on the way before it', () => {
    const d = handled().pass(20).press('btn-1', 'fall').reply('li', 'accept');
    expect(need(d, 'door')).toMatchObject({ state: 'met', because: 'L3' });
    expect(d.legs().slice(0, 3)).toEqual(['wang accepted', 'desk accepted', 'li accepted']);
    expect(d.reply('wang', 'accept').legs().slice(0, 3)).toEqual(['wang accepted', 'desk accepted', 'li accepted']);
  });

  it('that waits goes on waiting while somebody who was sent by hand is asked', () => {
    const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome: 'spoke' });
    const until = new Date(d.now + 3_600_000).toISOString();
    d.officer({ command: 'wait', until, text: '灯坏了' }).officer({ command: 'assign', responder: 'li' });
    expect(need(d, 'door')).toMatchObject({ state: 'waits', because: 'postponed' });
    expect(need(d.reply('li', 'accept'), 'door')).toMatchObject({ state: 'met' });
  });

  it('of a closed incident is ended, whatever is said afterwards', () => {
    const d = handled().officer({ command: 'close', disposition: 'helped' });
    d.reply('wang', 'on_scene').officer({ command: 'note', text: 'x' });
    expect(d.latest()?.needs?.map(({ state }) => state)).toEqual(d.latest()?.needs?.map(() => 'ended'));
  });
});
