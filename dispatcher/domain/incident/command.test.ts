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
