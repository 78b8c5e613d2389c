import { describe, expect, it } from 'vitest';
import { defined } from '../../../contracts/shapes.ts';
import { District, policy } from '../../../test/district.ts';
import { deadline, pending, told } from './pending.ts';

const refusal = (d: District) => d.results.at(-1);
const taken = () => new District().press('btn-1').reply('wang', 'accept').reply('desk', 'accept');

describe('somebody on the way', () => {
  it('who does not get nearer is doubted, another is asked, and their yes releases the first', () => {
    const d = taken();
    d.fresh.add('wang');
    d.reply('wang', 'en_route').pass(61);
    expect(d.latest()?.legs[0]).toMatchObject({ measuredSeconds: 60 });
    d.pass(60);
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'en_route', doubtful: 'standing_still' });
    expect(d.legs()).toContain('li offered');
    expect(told(d.latest() ?? never())).toMatchObject({ state: 'coming', step: 'delayed', who: 'wang' });
    d.reply('li', 'accept');
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'stood_down', because: 'replaced' });
    expect(d.untold()).toContain('wang stand_down');
  });

  it('who gets nearer is left in peace, and the resident hears the new time', () => {
    const d = taken();
    d.fresh.add('wang');
    d.seconds.wang = 300;
    d.reply('wang', 'en_route').pass(60);
    d.seconds.wang = 200;
    d.pass(60);
    expect(d.latest()?.legs[0]).toMatchObject({ measuredSeconds: 200, travelSeconds: 200 });
    expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
    expect(told(d.latest() ?? never())).toEqual({ state: 'coming', step: 'coming', who: 'wang', etaSeconds: 240 });
    expect(d.legs()).not.toContain('li offered');
  });

  it('no time beyond reason is told to anybody', () => {
    const d = new District();
    d.press('btn-1', 'sos').reply('wang', 'accept');
    d.fresh.add('wang');
    d.seconds.wang = 36_600;
    d.reply('wang', 'en_route').pass(60);
    expect(d.latest()?.legs[0]?.travelSeconds).toBe(36_600);
    expect(told(d.latest() ?? never())).not.toHaveProperty('etaSeconds');
  });

  it('within thirty seconds of the door nobody is said to stand still', () => {
    const d = taken();
    d.fresh.add('wang');
    d.seconds.wang = 30;
    d.pass(130);
    expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
  });

  it('whose position nobody knows is doubted when the promised time and the grace have passed', () => {
    const d = taken().pass(60 + 119);
    expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
    d.pass(2);
    expect(d.latest()?.legs[0]?.doubtful).toBe('overdue');
    expect(d.legs()).toContain('li offered');
  });

  it('who gives up is replaced, also by those who were sent home for them', () => {
    const d = new District().press('btn-1').pass(45).reply('li', 'accept').reply('wang', 'receipt');
    expect(d.legs()).toContain('wang stood_down');
    d.reply('li', 'decline', { reason: 'unwell', text: '车坏了' });
    expect(d.legs().filter((one) => one.startsWith('wang'))).toEqual(['wang stood_down', 'wang offered']);
  });

  it('who leaves duty keeps going until a replacement has said yes', () => {
    const d = taken().duty('wang', false);
    expect(d.latest()?.legs[0]).toMatchObject({ state: 'accepted', doubtful: 'left_duty' });
    expect(d.legs()).toContain('li offered');
    d.reply('li', 'accept');
    expect(d.legs()).toContain('wang stood_down');
  });

  it('who leaves duty while only asked is passed over at once', () => {
    const d = new District().press('btn-1').duty('wang', false);
    expect(d.legs()).toEqual(['wang declined', 'desk offered', 'li offered']);
    expect(d.duty('wang', true).legs()).toEqual(['wang declined', 'desk offered', 'li offered']);
  });
});

describe('at the door', () => {
  it.each([
    {
      what: 'the code inside the home',
      check: { by: 'door_code' as const, code: 'door_code-of-home-1' },
      is: 'door_code',
    },
    { what: 'the resident’s card', check: { by: 'card' as const, code: 'card-of-home-1' }, is: 'card' },
    { what: 'another home’s code', check: { by: 'door_code' as const, code: 'door_code-of-home-2' }, is: 'wrong' },
    { what: 'nothing', check: undefined, is: 'none' },
  ])('$what is recorded as $is, and never kept', ({ check, is }) => {
    const d = taken().reply('wang', 'on_scene', defined({ check }));
    expect(d.events().find(({ type }) => type === 'leg_on_scene')).toMatchObject({ check: is });
    expect(d.latest()?.legs[0]?.state).toBe('on_scene');
    expect(d.latest()?.marks.includes('scene_unverified')).toBe(is === 'wrong');
    expect(d.untold().includes('wang update')).toBe(is === 'wrong');
    expect(JSON.stringify(d.events())).not.toContain('-of-home');
  });

  it.each([
    { needs: 'person' as const, asks: 'li offered' },
    { needs: undefined, asks: 'li offered' },
    { needs: 'doctor' as const, asks: 'doctor offered' },
  ])('help of $needs asks one more: $asks', ({ needs, asks }) => {
    const d = taken().reply('wang', 'on_scene').reply('wang', 'help', defined({ needs }));
    expect(d.legs()).toContain(asks);
    expect(d.latest()?.marks).toContain('help_asked');
    expect(d.legs()).toContain('wang on_scene');
  });

  it('a doctor is asked for also where the kind of call has no health track', () => {
    const d = new District()
      .press('btn-1', 'service')
      .reply('wang', 'accept')
      .reply('wang', 'help', { needs: 'doctor' });
    expect(d.latest()?.needs?.map(({ need }) => need)).toContain('doctor');
    expect(d.legs()).toContain('desk offered');
  });

  it('an ambulance is asked for, and waits for a human to call it', () => {
    const d = taken().reply('wang', 'help', { needs: 'ambulance' }).reply('wang', 'help', { needs: 'ambulance' });
    expect(d.latest()?.marks).toContain('call_120');
    expect(d.events().filter(({ type }) => type === 'ambulance_asked')).toHaveLength(1);
  });

  it('done keeps the findings, and reminds the officer to close', () => {
    const d = taken().officer({ command: 'acknowledge' }).reply('wang', 'on_scene');
    d.reply('wang', 'done', { findings: ['fell', 'safe'], text: '已扶起' });
    expect(d.events().at(-1)).toMatchObject({
      type: 'leg_done',
      findings: ['fell', 'safe'],
      textId: expect.any(String),
    });
    expect(d.latest()?.reviewAt).toBe(d.now + policy.closeReminderSeconds * 1000);
    d.reply('desk', 'done').pass(601);
    expect(d.events().at(-1)).toMatchObject({ type: 'officer_reminded', why: 'waiting_to_close' });
  });

  it('answers that no longer apply are refused, and said twice is said once', () => {
    const d = new District().press('btn-1').reply('wang', 'done');
    expect(refusal(d)).toMatchObject({ code: 'leg_ended' });
    d.reply('wang', 'accept').reply('wang', 'accept');
    expect(refusal(d)).toMatchObject({ outcome: 'applied' });
    for (const word of ['on_scene', 'done', 'done'] as const) d.reply('wang', word);
    expect(refusal(d)).toMatchObject({ outcome: 'applied' });
    d.pass(61); // so long it could have been a slip of the thumb
    for (const word of ['en_route', 'on_scene', 'decline'] as const) {
      d.reply('wang', word);
      expect(refusal(d)).toMatchObject({ code: 'leg_ended' });
    }
    d.reply('wang', 'note', { text: '钥匙已还' });
    expect(d.events().at(-1)).toMatchObject({ type: 'note_added', leg: 'L1' });
    d.reply('wang', 'note');
    expect(refusal(d)).toMatchObject({ code: 'leg_ended' });
  });

  it.each([
    { what: 'somebody else’s leg', of: { responder: 'li', leg: 'L1' }, code: 'not_your_leg' },
    { what: 'a leg that is none', of: { responder: 'wang', leg: 'L7' }, code: 'unknown_leg' },
  ])('an answer about $what is refused', ({ of, code }) => {
    const d = new District().press('btn-1');
    const incident = d.latest()?.id ?? never();
    d.take({
      v: 1,
      kind: 'reply',
      district: 'd',
      responder: of.responder,
      reply: { id: 'r', incident, leg: of.leg, reply: 'accept' },
    });
    expect(refusal(d)).toMatchObject({ outcome: 'refused', code });
  });
});

describe('officers', () => {
  it('of two who acknowledge one wins, and the other hears who', () => {
    const d = new District()
      .press('btn-1')
      .officer({ command: 'acknowledge' })
      .officer({ command: 'acknowledge' }, { by: 'wu' });
    expect(refusal(d)).toMatchObject({ outcome: 'refused', code: 'already_acknowledged', who: 'zhou' });
    d.officer({ command: 'take_over' }, { by: 'wu' });
    expect(d.latest()?.acknowledged?.by).toBe('officer/wu');
    expect(d.officer({ command: 'take_over' }, { by: 'wu' }).results.at(-1)).toMatchObject({ code: 'already_yours' });
  });

  it('cannot take over what nobody has', () => {
    expect(refusal(new District().press('btn-1').officer({ command: 'take_over' }))).toMatchObject({
      code: 'not_acknowledged',
    });
  });

  it('who act on an old picture are told that another has acted, and nothing happens', () => {
    const d = new District().press('btn-1');
    const seen = d.latest()?.seq ?? 0;
    d.officer({ command: 'assign', responder: 'li', seen });
    const before = d.events().length;
    d.officer({ command: 'assign', responder: 'zhao', seen }, { by: 'wu' });
    expect(refusal(d)).toMatchObject({ code: 'changed_by_other', who: 'zhou' });
    expect(d.events()).toHaveLength(before);
    d.officer({ command: 'assign', responder: 'zhao', seen });
    expect(refusal(d)).toMatchObject({ outcome: 'applied' });
    d.officer({ command: 'note', text: '家属在路上', seen }, { by: 'wu' });
    expect(refusal(d)).toMatchObject({ outcome: 'applied' });
  });

  describe('on a picture older than what another has done', () => {
    const orders = (second: string) => ({
      assign: { command: 'assign', responder: 'zhao' },
      swap: { command: 'swap', leg: 'L1', responder: 'zhao' },
      withdraw: { command: 'withdraw', leg: 'L1' },
      priority: { command: 'priority', priority: 2, text: 'x' },
      merge: { command: 'merge', into: second },
      split: { command: 'split', incident: second },
      close: { command: 'close', disposition: 'helped' },
      note: { command: 'note', text: 'x' },
      acknowledge: { command: 'acknowledge' },
      call_back: { command: 'call_back', outcome: 'spoke' },
      call_120: { command: 'call_120' },
      place: { command: 'place', home: 'home-3' },
    });
    const given = (name: keyof ReturnType<typeof orders>, picture: 'old' | 'new' | 'none') => {
      const d = new District().press('btn-1').press('btn-2');
      const [{ id, seq }, second] = [d.incident(1) ?? never(), d.incident(2)?.id ?? never()];
      d.officer({ command: 'assign', responder: 'li' }, { by: 'wu', on: id });
      const seen = { old: seq, new: d.incident(1)?.seq, none: undefined }[picture];
      return refusal(d.officer({ ...orders(second)[name], ...defined({ seen }) } as never, { on: id }));
    };

    it.each(['assign', 'swap', 'withdraw', 'priority', 'merge', 'split', 'close'] as const)(
      '%s would cross it, and is refused',
      (command) => {
        expect(given(command, 'old')).toMatchObject({ code: 'changed_by_other', who: 'wu' });
        for (const picture of ['new', 'none'] as const)
          expect(given(command, picture)).not.toMatchObject({ code: 'changed_by_other' });
      },
    );

    it.each(['note', 'acknowledge', 'call_back', 'call_120', 'place'] as const)('%s harms nobody', (command) => {
      expect(given(command, 'old')).toMatchObject({ outcome: 'applied' });
    });
  });

  it('are not stopped by a note of another', () => {
    const d = new District().press('btn-1');
    const seen = d.latest()?.seq ?? 0;
    d.officer({ command: 'note', text: 'x' }, { by: 'wu' }).officer({ command: 'assign', responder: 'li', seen });
    expect(refusal(d)).toMatchObject({ outcome: 'applied' });
  });

  it('assign, swap and withdraw; whoever is taken off is told, and somebody else is asked', () => {
    const d = new District().press('btn-1').officer({ command: 'assign', responder: 'zhao' });
    expect(d.legs()).toContain('zhao offered');
    expect(d.officer({ command: 'assign', responder: 'zhao' }).results.at(-1)).toMatchObject({
      code: 'already_assigned',
    });
    expect(d.officer({ command: 'assign', responder: 'nobody' }).results.at(-1)).toMatchObject({
      code: 'unknown_responder',
    });
    d.officer({ command: 'swap', leg: 'L3', responder: 'li' });
    expect(d.latest()?.legs.slice(2)).toMatchObject([
      { responder: 'zhao', state: 'stood_down', because: 'swapped' },
      { responder: 'li', state: 'offered', byHand: true },
    ]);
    d.officer({ command: 'withdraw', leg: 'L1' }).officer({ command: 'withdraw', leg: 'L4' });
    expect(d.legs().slice(0, 4)).toEqual(['wang stood_down', 'desk offered', 'zhao stood_down', 'li stood_down']);
    expect(d.legs().at(-1)).toBe('officer offered');
    expect(d.officer({ command: 'withdraw', leg: 'L4' }).results.at(-1)).toMatchObject({ code: 'leg_ended' });
    for (const command of ['withdraw', 'told'] as const)
      expect(d.officer({ command, leg: 'L99' }).results.at(-1)).toMatchObject({ code: 'unknown_leg' });
    expect(d.officer({ command: 'swap', leg: 'L99', responder: 'li' }).results.at(-1)).toMatchObject({
      code: 'unknown_leg',
    });
    expect(d.officer({ command: 'swap', leg: 'L1', responder: 'li' }).results.at(-1)).toMatchObject({
      code: 'leg_ended',
    });
    expect(d.officer({ command: 'swap', leg: 'L2', responder: 'nobody' }).results.at(-1)).toMatchObject({
      code: 'unknown_responder',
    });
  });

  it('a doctor is assigned to the health track, others to the grid, unless it is said', () => {
    const d = new District().press('btn-1', 'service');
    for (const responder of ['doctor', 'desk', 'li']) d.officer({ command: 'assign', responder });
    d.officer({ command: 'assign', responder: 'zhao', track: 'health' });
    expect(
      d
        .latest()
        ?.legs.slice(1)
        .map(({ track }) => track),
    ).toEqual(['health', 'health', 'grid', 'health']);
  });

  it('change the priority with a reason, once', () => {
    const d = new District().press('btn-1').officer({ command: 'priority', priority: 2, text: '邻居已在场' });
    expect(d.latest()?.priority).toBe(2);
    expect(d.officer({ command: 'priority', priority: 2, text: 'x' }).results.at(-1)).toMatchObject({
      code: 'same_priority',
    });
  });

  it('find nothing where there is no incident, and cannot act on a closed one, but may note', () => {
    const d = new District().press('btn-1').officer({ command: 'close', disposition: 'helped' });
    for (const command of ['acknowledge', 'take_over', 'call_120'] as const)
      expect(d.officer({ command }).results.at(-1)).toMatchObject({ code: 'incident_closed', who: 'zhou' });
    expect(d.officer({ command: 'note', text: '后续' }).results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(d.officer({ command: 'note', text: '' }).results.at(-1)).toMatchObject({ code: 'bad_request' });
    expect(d.officer({ command: 'acknowledge' }, { on: 'none' }).results.at(-1)).toMatchObject({ code: 'not_open' });
  });
});

describe('merging', () => {
  const two = () => new District().press('btn-1').press('btn-11');
  const merge = (d: District) =>
    d.officer({ command: 'merge', into: d.incident(1)?.id ?? never() }, { on: d.incident(2)?.id ?? '' });

  it('closes one as a duplicate, tells its people, and the other is worked on for both', () => {
    const d = merge(two());
    expect(d.incident(2)).toMatchObject({ state: 'closed', closed: { disposition: 'duplicate', by: 'officer/zhou' } });
    expect(d.incident(2)?.legs.every(({ state }) => state === 'stood_down')).toBe(true);
    expect(d.incident(1)?.absorbed).toMatchObject([{ home: 'home-11' }]);
    expect(d.incident(1)?.presses.map(({ device }) => device)).toEqual(['btn-1', 'btn-11']);
    d.press('btn-11');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: d.incident(1)?.id });
  });

  it('undone by a split, both are worked on by themselves, and people are asked anew', () => {
    const d = merge(two());
    d.officer({ command: 'split', incident: d.incident(2)?.id ?? never() }, { on: d.incident(1)?.id ?? '' });
    expect(d.incident(2)).toMatchObject({ state: 'open', marks: ['reopened'] });
    expect(d.incident(2)?.mergedInto).toBeUndefined();
    expect(d.incident(2)?.legs.at(-1)?.state).toBe('offered');
    expect(d.incident(1)?.absorbed).toEqual([]);
    d.press('btn-11');
    expect(d.results.at(-1)).toMatchObject({ incident: d.incident(2)?.id });
    d.officer({ command: 'split', incident: d.incident(2)?.id ?? never() }, { on: d.incident(1)?.id ?? '' });
    expect(refusal(d)).toMatchObject({ code: 'not_merged_here' });
  });

  it('into itself or into a closed one is refused', () => {
    const d = two();
    const [first, second] = [d.incident(1)?.id ?? never(), d.incident(2)?.id ?? never()];
    expect(d.officer({ command: 'merge', into: first }, { on: first }).results.at(-1)).toMatchObject({
      code: 'cannot_merge',
    });
    d.officer({ command: 'close', disposition: 'helped' }, { on: first });
    expect(d.officer({ command: 'merge', into: first }, { on: second }).results.at(-1)).toMatchObject({
      code: 'cannot_merge',
    });
  });

  it('takes the higher priority along, and tells those who are on the way', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').press('btn-11', 'sos');
    merge(d);
    expect(d.incident(1)?.priority).toBe(1);
    expect(d.incident(1)?.legs[0]).toMatchObject({ because: 'merged' });
  });
});

describe('reopening', () => {
  const closed = () => taken().officer({ command: 'close', disposition: 'helped' });

  it('within 72 hours begins anew, with everybody asked again', () => {
    const d = closed().reply('wang', 'receipt').reply('desk', 'receipt');
    expect(d.open.size).toBe(0);
    d.pass(71 * 3600).officer({ command: 'reopen', text: '家属来电' });
    expect(d.latest()).toMatchObject({ state: 'open', marks: ['reopened'] });
    expect(d.legs().slice(2)).toEqual(['wang offered', 'desk offered']);
    expect(deadline(d.latest() ?? never())).toBeDefined();
  });

  it('later than that, or while another of the home is open, or of an open or merged one, is refused', () => {
    expect(
      closed()
        .pass(72 * 3600 + 1)
        .officer({ command: 'reopen', text: 'x' })
        .results.at(-1),
    ).toMatchObject({ code: 'reopen_too_late' });
    const d = closed().press('btn-1', 'sos', 'again');
    d.officer({ command: 'reopen', text: 'x' }, { on: d.incident(1)?.id ?? '' });
    expect(refusal(d)).toMatchObject({ code: 'another_open' });
    expect(taken().officer({ command: 'reopen', text: 'x' }).results.at(-1)).toMatchObject({ code: 'not_closed' });
    const merged = new District().press('btn-1').press('btn-2');
    merged.officer({ command: 'merge', into: merged.incident(1)?.id ?? never() }, { on: merged.incident(2)?.id ?? '' });
    merged.officer({ command: 'reopen', text: 'x' }, { on: merged.incident(2)?.id ?? '' });
    expect(refusal(merged)).toMatchObject({ code: 'merged_use_split' });
  });
});

describe('a stand-down that is not confirmed', () => {
  it('is chased by the app, then by another channel, then by the officer, and stays due after closing', () => {
    const d = taken();
    d.phones.add('wang');
    d.officer({ command: 'close', disposition: 'helped' }).reply('desk', 'receipt');
    const channels = () => d.events().flatMap((event) => (event.type === 'stand_down_chased' ? [event.channel] : []));
    d.pass(59);
    expect(channels()).toEqual([]);
    d.pass(2);
    expect(channels()).toEqual(['voice']);
    expect(d.latest()?.legs[0]?.channels).toEqual(['voice']);
    d.pass(60);
    expect(channels()).toEqual(['voice', 'officer']);
    expect(d.latest()?.marks).toContain('untold');
    expect(d.open.size).toBe(1);
    d.pass(600);
    expect(
      channels()
        .slice(2)
        .every((channel) => channel === 'officer'),
    ).toBe(true);
    d.officer({ command: 'told', leg: 'L1' });
    expect(d.open.size).toBe(0);
    expect(d.officer({ command: 'told', leg: 'L1' }).results.at(-1)).toMatchObject({ code: 'leg_ended' });
  });
});

describe('somebody who was asked through an outside channel as well', () => {
  const asked = (): District => {
    const d = new District().press('btn-1');
    d.phones.add('zhao');
    return d.officer({ command: 'assign', responder: 'zhao' }).officer({ command: 'close', disposition: 'helped' });
  };
  const toldZhao = (d: District) => {
    const incident = d.latest();
    return (incident ? pending(incident) : []).filter(({ responder }) => responder === 'zhao');
  };

  it('hears through the same channel, at once, that they are not needed', () => {
    expect(toldZhao(asked())).toMatchObject([
      { channel: 'app', kind: 'stand_down' },
      { channel: 'voice', kind: 'stand_down' },
    ]);
  });

  it('is chased by the officer next, for no other channel is left', () => {
    const chased = asked()
      .pass(61)
      .events()
      .filter((event) => event.type === 'stand_down_chased');
    expect(chased.map(({ channel }) => channel)).toContain('officer');
    expect(chased.map(({ channel }) => channel)).not.toContain('voice');
  });
});

describe('the resident’s contacts', () => {
  it('are to be told what the resident has agreed to, when the policy says so, each once', () => {
    const d = new District().press('btn-1').press('btn-1', 'fall');
    const due = () =>
      d.events().flatMap((event) => (event.type === 'contact_due' ? [`${event.contact} ${event.moment}`] : []));
    expect(due()).toEqual(['0 opened']);
    d.officer({ command: 'contact_told', resident: 'res-home-1', contact: 0 });
    expect(d.latest()?.contactsDue).toEqual([]);
    expect(d.officer({ command: 'contact_told', resident: 'res-home-1', contact: 0 }).results.at(-1)).toMatchObject({
      code: 'contact_not_due',
    });
    d.reply('wang', 'accept').reply('wang', 'on_scene').officer({ command: 'close', disposition: 'helped' });
    expect(due()).toEqual(['0 opened']);
    expect(
      new District()
        .press('btn-1', 'service')
        .events()
        .some(({ type }) => type === 'contact_due'),
    ).toBe(false);
  });
});

describe('an incident raised by an officer', () => {
  const raise = (d: District, home = 'home-1') =>
    d.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: 'x', call: 'missed_checkin', home });

  it('asks people like any other, and joins the one that is open', () => {
    const d = raise(new District());
    expect(d.latest()).toMatchObject({ call: 'missed_checkin', priority: 3, home: 'home-1' });
    expect(d.legs()).toEqual(['wang offered']);
    expect(raise(d).results.at(-1)).toMatchObject({ outcome: 'joined' });
    expect(raise(d, 'nowhere').results.at(-1)).toMatchObject({ code: 'unknown_home' });
  });
});

describe('what was set aside', () => {
  it('has somebody to look at it within a second', () => {
    const d = new District().take({ kind: 'unreadable_input', district: 'd', why: 'x' }).pass(1);
    expect(d.legs()).toEqual(['officer offered']);
    expect(d.events()[0]?.at).toBeGreaterThanOrEqual((d.events()[2]?.at ?? 0) - 1_000);
  });
});

describe('a decision that comes late', () => {
  it('says how late, and one in time does not', () => {
    const d = new District().press('btn-1');
    const incident = d.latest() ?? never();
    d.now = ((deadline(incident) ?? 0) + 5_000) as typeof d.now;
    d.take({ kind: 'tick' }, incident);
    expect(d.events().filter(({ lateMs }) => lateMs === 5_000).length).toBeGreaterThan(0);
    expect(
      new District()
        .press('btn-1')
        .pass(120)
        .events()
        .some(({ lateMs }) => lateMs !== undefined),
    ).toBe(false);
  });
});

describe('time on a leg', () => {
  const types = (d: District, leg: string) =>
    d.events().flatMap((event) => ('leg' in event && event.leg === leg ? [event.type] : []));

  it('at the scene without a word is asked once, then the officer is told, and nobody is doubted', () => {
    const d = taken().officer({ command: 'acknowledge' }).reply('wang', 'on_scene').pass(899);
    expect(d.untold()).not.toContain('wang update');
    expect(d.pass(2).untold()).toContain('wang update');
    expect(types(d, 'L1')).not.toContain('leg_overdue');
    d.reply('desk', 'done').pass(60);
    expect(types(d, 'L1').filter((type) => type === 'leg_overdue')).toHaveLength(1);
    expect(
      d
        .pass(60)
        .events()
        .findLast(({ type }) => type === 'officer_reminded'),
    ).toMatchObject({
      why: 'silent_on_scene',
    });
    expect(d.latest()?.legs[0]?.doubtful).toBeUndefined();
    const rung = d.latest()?.legs[0]?.revision;
    expect(d.pass(7_200).latest()?.legs[0]?.revision).toBe(rung);
    expect(d.reply('wang', 'note', { text: '一切正常' }).latest()?.legs[0]?.because).toBeUndefined();
  });

  it('of a desk is in hand for minutes: then it is asked for again, and so is the desk', () => {
    const d = taken().reply('wang', 'on_scene').pass(599);
    expect(d.legs()).not.toContain('doctor offered');
    d.pass(2);
    expect(d.legs()).toContain('doctor offered');
    d.reply('desk', 'accept');
    expect(d.latest()?.needs?.find(({ need }) => need === 'health')).toMatchObject({ state: 'met' });
  });

  it('that has ended needs no look any more, and a yes said twice changes nothing', () => {
    const d = taken().reply('wang', 'on_scene').reply('wang', 'on_scene').reply('wang', 'en_route');
    expect(types(d, 'L1').filter((type) => type === 'leg_on_scene')).toHaveLength(1);
    expect(types(d, 'L1')).not.toContain('leg_en_route');
    d.reply('wang', 'done');
    expect(d.latest()?.legs[0]?.dueAt).toBeUndefined();
  });

  it('the officer is reminded soon while nobody comes, and rarely while somebody works', () => {
    const d = taken().officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' }).pass(61);
    expect(d.events().findLast(({ type }) => type === 'officer_reminded')).toMatchObject({
      why: 'under_way',
      reviewAt: d.now - 1_000 + policy.closeReminderSeconds * 1000,
    });
    const e = new District().press('btn-1').officer({ command: 'acknowledge' }).pass(61);
    expect(e.events().findLast(({ type }) => type === 'officer_reminded')).toMatchObject({
      why: 'nobody_coming',
      reviewAt: e.now - 1_000 + policy.officerAcknowledgeSeconds * 1000,
    });
  });
});

describe('a second person on the way', () => {
  it('sends nobody home who is doing well', () => {
    const d = taken().reply('wang', 'on_scene').reply('wang', 'help').reply('li', 'accept');
    expect(d.legs()).toContain('wang on_scene');
    const e = taken().officer({ command: 'assign', responder: 'li' }).reply('li', 'accept');
    expect(e.legs()).toContain('wang accepted');
  });

  it('a yes of an officer who calls 120 sends no doctor home', () => {
    const d = new District().press('btn-1').pass(46).pass(61).reply('officer', 'accept');
    const caller = () => d.latest()?.legs.find(({ purpose }) => purpose === 'calls');
    expect(caller()?.state).toBe('accepted');
    expect(d.latest()?.legs.find(({ responder }) => responder === 'doctor')?.state).toBe('timed_out');
    expect(caller()?.dueAt).toBe(d.now + 60_000);
  });

  it('one more is asked for once, however often help is called for', () => {
    const d = taken().reply('wang', 'help').reply('wang', 'help');
    expect(d.legs().filter((one) => one.endsWith(' offered'))).toEqual(['li offered']);
    const e = taken().reply('wang', 'help', { needs: 'doctor' }).reply('wang', 'help', { needs: 'doctor' });
    expect(e.legs().filter((one) => one.endsWith(' offered'))).toEqual(['doctor offered']);
  });

  it('a yes to a P2 takes nobody from a P3', () => {
    const d = new District().press('btn-1', 'service').reply('wang', 'accept').press('btn-2', 'service');
    d.officer({ command: 'priority', priority: 2, text: 'x' }).officer({ command: 'assign', responder: 'wang' });
    d.reply('wang', 'accept', {}, d.incident(2));
    expect(d.incident(1)?.legs[0]?.state).toBe('accepted');
    d.press('btn-3', 'sos')
      .officer({ command: 'assign', responder: 'wang' })
      .reply('wang', 'accept', {}, d.incident(3));
    expect(d.incident(1)?.legs[0]?.state).toBe('stood_down');
    expect(d.incident(2)?.legs.find(({ responder }) => responder === 'wang')?.state).toBe('accepted');
  });
});

describe('what lies beside the log', () => {
  const side = (d: District) => d.sides.get(d.latest()?.id ?? '') ?? {};

  it('is the body of an unreadable press, with the reason', () => {
    const d = new District().take({
      v: 1,
      kind: 'unreadable_press',
      district: 'd',
      device: 'btn-1',
      id: 'u',
      body: 'ISEh',
      why: 'not_json',
    });
    expect(Object.values(side(d))).toEqual([JSON.stringify({ text: 'not_json: ISEh' })]);
    expect(JSON.stringify(d.events())).not.toContain('ISEh');
  });

  it('is the position that came with a press, and none without', () => {
    const location = { lon: 104.5, lat: 30.5 };
    expect(Object.values(side(new District().press('btn-1', 'sos', 'a', { location })))).toEqual([
      JSON.stringify(location),
    ]);
    expect(side(new District().press('btn-1'))).toEqual({});
  });

  it.each([
    { what: '0,0', location: { lon: 0, lat: 0, accuracy: 10 }, unused: 'nowhere' },
    { what: 'of no accuracy', location: { lon: 104.01, lat: 30 }, unused: 'no_accuracy' },
    { what: 'of a whole province', location: { lon: 104.01, lat: 30, accuracy: 90_000 }, unused: 'vague' },
    {
      what: 'of last night',
      location: { lon: 104.01, lat: 30, accuracy: 20, at: '2020-01-01T00:00:00Z' },
      unused: 'old',
    },
    { what: 'on another continent', location: { lon: -75, lat: -30, accuracy: 20 }, unused: 'elsewhere' },
    { what: 'round the corner', location: { lon: 104.01, lat: 30, accuracy: 20 }, unused: undefined },
  ])('says of the position of a press why it is not used: $what', ({ location, unused }) => {
    const d = new District();
    const now = new Date(d.now).toISOString();
    const kept = side(d.press('car-1', 'sos', 'a', { location: { at: now, ...location } }));
    const [text = ''] = Object.entries(kept).flatMap(([id, one]) => (/^p\d+$/.test(id) ? [one] : []));
    expect(JSON.parse(text).unused).toBe(unused);
    expect(Object.keys(kept).includes('spot')).toBe(unused === undefined);
  });

  it('is where help goes instead of the home', () => {
    const d = new District();
    d.press('car-1', 'sos', 'a', {
      location: { lon: 104.01, lat: 30, accuracy: 20, at: new Date(d.now).toISOString() },
    });
    expect(side(d).spot).toBe('[104.01,30]');
    expect(Object.keys(side(new District().press('car-1')))).not.toContain('spot');
  });

  it('are the words of officers and responders, under the id that the event names', () => {
    const d = taken().reply('wang', 'done', { text: '已扶起' });
    const event = d.events().find(({ type }) => type === 'leg_done');
    expect(side(d)[(event?.type === 'leg_done' && event.textId) || '']).toBe(JSON.stringify({ text: '已扶起' }));
  });
});

describe('a press that comes again', () => {
  it.each([
    { seconds: 59, waits: true },
    { seconds: 60, waits: false },
    { seconds: 899, waits: false },
  ])(
    '$seconds s after the first, its incident closed, is a press; it waits for the officer: $waits',
    ({ seconds, waits }) => {
      const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
      d.pass(seconds).press('btn-1', 'sos', 'a');
      expect(d.results.at(-1)).toMatchObject({ outcome: 'incident' });
      expect(d.latest()).toMatchObject({ number: 2, marks: ['maybe_repeat'] });
      expect(d.legs()).toEqual(waits ? [] : ['wang offered', 'desk offered']);
      d.pass(30);
      expect(d.legs().slice(0, 2)).toEqual(['wang offered', 'desk offered']);
    },
  );

  it('soon after the first is asked of people at once with the officer’s yes', () => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    d.pass(10).press('btn-1', 'sos', 'a').officer({ command: 'ask_now' });
    expect(d.legs()).toEqual(['wang offered', 'desk offered']);
    expect(d.officer({ command: 'ask_now' }).results.at(-1)).toMatchObject({ code: 'nothing_waits' });
  });

  it.each([1, -1])('is told by the owner’s clock, though the wall clock has stepped by %s h meanwhile', (hours) => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    d.wallAheadSeconds = hours * 3_600;
    expect(d.pass(10).press('btn-1', 'sos', 'a').legs()).toEqual([]);
    expect(d.pass(1_200).press('btn-1', 'sos', 'a', {}).results.at(-1)).toMatchObject({ outcome: 'repeated' });
  });

  it('without an id of its own is one message twice within two seconds, and another press later', () => {
    const d = new District()
      .press('btn-1', 'sos', 'm1', { idMade: true })
      .press('btn-1', 'sos', 'm2', { idMade: true });
    expect(d.latest()?.presses).toMatchObject([{ times: 2 }]);
    d.pass(3).press('btn-1', 'sos', 'm3', { idMade: true });
    expect(d.latest()?.presses).toHaveLength(2);
  });

  it('with the same id and other words is another press', () => {
    const d = new District().press('btn-1', 'sos', 'a').press('btn-1', 'fall', 'a');
    expect(d.latest()?.presses.map(({ kind, times }) => `${kind} ${times}`)).toEqual(['sos 1', 'fall 1']);
    expect(d.latest()?.marks).toEqual(['reused_id']);
  });

  it('from another device of the home counts by itself', () => {
    const d = new District().press('btn-1', 'sos', 'a').press('car-1', 'sos', 'a').press('car-1', 'sos', 'a');
    expect(d.latest()?.presses.map(({ device, times }) => `${device} ${times}`)).toEqual(['btn-1 1', 'car-1 2']);
  });
});

function never(): never {
  throw new Error('no incident');
}
