import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';

describe('orders about an incident that is closed', () => {
  const closed = () => new District().press('btn-1').officer({ command: 'close', disposition: 'helped' });
  const given = (order: object, d = closed()) => d.officer(order as never).results.at(-1);

  it.each([
    { command: 'acknowledge' },
    { command: 'take_over' },
    { command: 'advise', text: 'x' },
    { command: 'assign', responder: 'li' },
    { command: 'swap', leg: 'L1', responder: 'li' },
    { command: 'withdraw', leg: 'L1' },
    { command: 'priority', priority: 2, text: 'x' },
    { command: 'merge', into: 'x' },
    { command: 'split', incident: 'x' },
    { command: 'call_120' },
    { command: 'outside_called', number: '119' },
    { command: 'ambulance_hand_over', gate: 'x' },
    { command: 'call_back', outcome: 'spoke' },
    { command: 'end_need', need: 'door', text: 'x' },
    { command: 'wait', until: '2100-01-01T00:00:00Z', text: 'x' },
    { command: 'ask_now' },
    { command: 'confirm', leg: 'L1' },
    { command: 'place', home: 'home-3' },
    { command: 'hand_over', to: 'wu' },
    { command: 'close', disposition: 'helped' },
  ])('$command is refused, with who closed it', (order) => {
    expect(given(order)).toMatchObject({ outcome: 'refused', code: 'incident_closed', who: 'zhou' });
  });

  it.each([
    { command: 'note', text: 'x' },
    { command: 'told', leg: 'L1' },
    { command: 'reopen', text: 'x' },
    { command: 'aftercare_done' },
  ])('$command is taken', (order) => {
    expect(given(order)).toMatchObject({ outcome: 'applied' });
  });

  it('a contact may still be told, and the reason that is owed be written', () => {
    const d = new District().press('btn-1').pass(200).officer({ command: 'close', disposition: 'helped' });
    expect(d.latest()?.marks).toContain('reason_due');
    expect(given({ command: 'reason', text: '正在处理另一起' }, d)).toMatchObject({ outcome: 'applied' });
    expect(given({ command: 'contact_told', resident: 'res-home-1', contact: 0 }, d)).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('a need that an officer ends', () => {
  const given = (need: string, d = new District().press('btn-1')) =>
    d.officer({ command: 'end_need', need, text: 'x' } as never).results.at(-1);

  it.each([
    { need: 'health', outcome: 'applied' },
    { need: 'door', outcome: 'applied' },
    { need: 'officer', outcome: 'refused' },
    { need: 'doctor', outcome: 'refused' },
    { need: 'nothing', outcome: 'refused' },
  ])('$need: $outcome', ({ need, outcome }) => {
    expect(given(need)).toMatchObject(outcome === 'applied' ? { outcome } : { outcome, code: 'no_such_need' });
  });
});

describe('words for whoever is on the way', () => {
  const advise = (d: District, more: object = {}) =>
    d.officer({ command: 'advise', text: '门在北侧', ...more } as never);

  it('reach everybody who goes there, and no desk', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('desk', 'accept');
    d.officer({ command: 'assign', responder: 'li' }).reply('li', 'on_scene');
    advise(d);
    expect(d.events().at(-1)).toMatchObject({ type: 'advised', legs: ['L1', 'L3'], textId: expect.any(String) });
    expect(d.untold()).toEqual(expect.arrayContaining(['wang update', 'li update']));
    expect(d.untold()).not.toContain('desk update');
    advise(d, { leg: 'L3' });
    expect(d.events().at(-1)).toMatchObject({ type: 'advised', legs: ['L3'] });
  });

  it.each([
    { what: 'nobody has said yes', go: (d: District) => d, more: {}, code: 'nobody_on_the_way' },
    { what: 'only a desk has', go: (d: District) => d.reply('desk', 'accept'), more: {}, code: 'nobody_on_the_way' },
    {
      what: 'they name no leg',
      go: (d: District) => d.reply('wang', 'accept'),
      more: { leg: 'L9' },
      code: 'unknown_leg',
    },
    { what: 'there are none', go: (d: District) => d.reply('wang', 'accept'), more: { text: '' }, code: 'bad_request' },
  ])('are refused where $what', ({ go, more, code }) => {
    expect(advise(go(new District().press('btn-1')), more).results.at(-1)).toMatchObject({ outcome: 'refused', code });
  });
});

describe('an officer who has it from somebody by telephone', () => {
  it.each([
    { leg: 'L9', code: 'unknown_leg' },
    { leg: 'L2', code: 'leg_ended' },
  ])('cannot confirm $leg: $code', ({ leg, code }) => {
    const d = new District()
      .press('btn-1')
      .reply('wang', 'accept')
      .officer({ command: 'confirm', leg } as never);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code });
  });
});

describe('whom the officer sends', () => {
  const serves = (d: District, responder: string, track?: 'grid' | 'health') => {
    d.officer({ command: 'assign', responder, ...(track === undefined ? {} : { track }) });
    return d.latest()?.legs.findLast((leg) => leg.responder === responder)?.need;
  };
  const there = () => new District().press('btn-1').reply('wang', 'on_scene').reply('desk', 'accept');

  it('serves what is missing: the door, then what was asked for at the scene', () => {
    expect(serves(new District().press('btn-1'), 'li')).toBe('door');
    expect(serves(there(), 'li')).toBe('door');
    expect(serves(there().reply('wang', 'help', { needs: 'person' }), 'zhao')).toBe('second_person');
  });

  it('a doctor for a doctor who is missing, anybody else of the health track for the health centre', () => {
    const noDoctor = () => {
      const d = new District().change('doctor', { onDuty: false }).change('desk', { onDuty: false });
      return d.press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'doctor' });
    };
    expect(serves(noDoctor(), 'doctor')).toBe('doctor');
    expect(serves(noDoctor(), 'li', 'health')).toBe('health');
  });

  it('the fire, while somebody is at the door and nobody is at the fire', () => {
    const d = new District().press('btn-1', 'sos').reply('wang', 'accept').press('btn-1', 'smoke');
    expect(d.latest()?.needs?.map(({ need, state }) => `${need} ${state}`)).toEqual(
      expect.arrayContaining(['door met', 'fire asked']),
    );
    expect(serves(d, 'zhao')).toBe('fire');
  });
});

describe('what may wait', () => {
  const day = 24 * 3_600_000;
  const wait = (afterMs: number) => {
    const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome: 'spoke' });
    const until = new Date(d.now + afterMs).toISOString();
    return d.officer({ command: 'wait', until, text: '灯坏了' });
  };

  it.each([
    { what: 'a week', afterMs: 7 * day, result: { outcome: 'applied' } },
    { what: 'more than a week', afterMs: 7 * day + 1_000, result: { code: 'cannot_wait' } },
    { what: 'a second', afterMs: 1_000, result: { outcome: 'applied' } },
    { what: 'no time at all', afterMs: 0, result: { code: 'time_passed' } },
  ])('$what: $result', ({ afterMs, result }) => {
    expect(wait(afterMs).results.at(-1)).toMatchObject(result);
  });

  it('is what people are asked for; they are told that it was put off, and the word stays as it is', () => {
    const d = wait(day);
    expect(d.legs()).toEqual(['wang stood_down']);
    expect(d.latest()?.legs[0]?.because).toBe('postponed');
    expect(d.latest()?.needs?.map(({ need, state }) => `${need} ${state}`)).toEqual([
      'door waits',
      'officer asked',
      'word ended',
    ]);
  });

  it.each([
    { what: 'nobody has spoken with the person', go: (d: District) => d.press('btn-1', 'service') },
    { what: 'it is urgent', go: (d: District) => d.press('btn-1').officer({ command: 'call_back', outcome: 'spoke' }) },
  ])('is nothing while $what', ({ go }) => {
    const d = go(new District());
    d.officer({ command: 'wait', until: new Date(d.now + day).toISOString(), text: 'x' });
    expect(d.results.at(-1)).toMatchObject({ code: 'cannot_wait' });
  });
});

describe('a place that an officer corrects', () => {
  it('to the home of another open call is refused, to its own home is not', () => {
    const d = new District().press('btn-1').press('btn-2');
    expect(d.officer({ command: 'place', home: 'home-1' }).results.at(-1)).toMatchObject({ code: 'another_open' });
    expect(d.officer({ command: 'place', home: 'home-2' }).results.at(-1)).toMatchObject({ outcome: 'applied' });
  });
});

describe('what the ambulance is told', () => {
  const told = (order: object) =>
    new District()
      .press('btn-1')
      .officer({ command: 'call_120' })
      .officer({ command: 'ambulance_hand_over', ...order } as never);

  it.each([{ gate: '北门' }, { hospital: '华西' }, { companion: '女儿' }])('may be one thing alone: %o', (order) => {
    expect(told(order).results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('is not nothing', () => {
    expect(told({}).results.at(-1)).toMatchObject({ outcome: 'refused', code: 'bad_request' });
  });
});

describe('120', () => {
  const called = () => new District().press('btn-1').reply('wang', 'on_scene').officer({ command: 'call_120' });

  it('is called once, and again when somebody asks for another', () => {
    expect(called().officer({ command: 'call_120' }).results.at(-1)).toMatchObject({
      code: 'ambulance_called',
      who: 'zhou',
    });
    const d = called().press('btn-1', 'fall').reply('wang', 'help', { needs: 'ambulance' });
    expect(d.officer({ command: 'call_120' }).results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(d.officer({ command: 'call_120' }).results.at(-1)).toMatchObject({ code: 'ambulance_called' });
  });

  it.each([
    { said: '2001-09-09T01:46:00Z', at: Date.parse('2001-09-09T01:46:00Z') },
    { said: '2100-01-01T00:00:00Z', at: undefined },
    { said: 'just now', at: undefined },
    { said: undefined, at: undefined },
  ])('called at $said', ({ said, at }) => {
    const d = new District()
      .press('btn-1')
      .officer({ command: 'call_120', ...(said === undefined ? {} : { at: said }) });
    expect(d.latest()?.ambulance?.calledAt).toBe(at ?? d.now);
  });
});

describe('a word of the family', () => {
  const word = (d: District, command: object) =>
    d.take({
      v: 1,
      kind: 'command',
      district: 'd',
      by: '家属（女儿）',
      family: 'c-1',
      incident: d.latest()?.id ?? '',
      command: { id: 'w', ...command } as never,
    });

  it('is a note by the contact: an officer whose page is older still closes it', () => {
    const d = new District().press('btn-1').officer({ command: 'acknowledge' });
    const before = d.latest();
    word(d, { command: 'note', text: '正在赶来' });
    expect(d.events().at(-1)).toMatchObject({ type: 'note_added', by: 'family/c-1' });
    const after = d.latest();
    expect(after).toEqual({ ...before, seq: after?.seq });
    d.officer({ command: 'close', disposition: 'helped', seen: before?.seq ?? 0 }, { by: 'wu' });
    expect(d.latest()?.state).toBe('closed');
  });

  it.each([
    { command: 'acknowledge' },
    { command: 'close', disposition: 'helped' },
    { command: 'withdraw', leg: 'L1' },
  ])('orders nothing: $command is refused', (command) => {
    const d = word(new District().press('btn-1'), command);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'bad_request' });
  });

  it('comes too late once the call has ended', () => {
    const d = new District().press('btn-1').officer({ command: 'close', disposition: 'helped' });
    expect(word(d, { command: 'note', text: '有钥匙' }).results.at(-1)).toMatchObject({ code: 'incident_closed' });
  });
});
