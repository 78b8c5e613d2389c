// The foot of a row says what happens by itself: of each need the step that the core really takes next.
import { describe, expect, it } from 'vitest';
import { District, policy } from '../../../test/district.ts';
import { isAlone } from './alone.ts';
import { nextStep } from './nextStep.ts';

const next = (d: District) => nextStep(d.latest() ?? never(), policy);
const acknowledged = (kind: 'sos' | 'service' = 'sos') =>
  new District().press('btn-1', kind).officer({ command: 'acknowledge' });

describe('what happens next by itself', () => {
  it('is the next person, while somebody is asked', () => {
    expect(next(new District().press('btn-1').reply('desk', 'accept'))).toMatchObject({
      step: 'ask_next',
      need: 'door',
      role: 'grid_coordinator',
    });
  });

  it('is the call back, once people are on the way', () => {
    const d = acknowledged().reply('wang', 'accept').reply('desk', 'accept');
    expect(next(d)).toMatchObject({ step: 'call_back', need: 'word' });
  });

  it('is the officers above, while nobody acknowledges', () => {
    const d = new District().press('btn-1').reply('desk', 'accept');
    const steps = [next(d)?.step];
    for (let i = 0; i < 12; i++) steps.push(next(d.pass(10))?.step);
    expect(steps).toContain('tell_officers');
  });

  it('is the end of the waiting, for a lamp that is mended tomorrow', () => {
    const d = acknowledged('service').officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'wait', until: new Date(d.now + 24 * 3_600_000).toISOString(), text: '明天' });
    const waiting = d.latest()?.needs?.find(({ need }) => need === 'door');
    expect(waiting).toMatchObject({ state: 'waits' });
    const steps: unknown[] = [];
    for (let hours = 0; hours < 25; hours++) {
      steps.push(next(d)?.step);
      d.pass(3_600);
    }
    expect(steps).toContain('end_wait');
  });

  it('is the reminder to close, when all is done', () => {
    const d = acknowledged().reply('wang', 'accept').reply('desk', 'accept').reply('wang', 'on_scene');
    d.reply('wang', 'done').reply('desk', 'done');
    expect(next(d)).toMatchObject({ step: 'remind_officer', why: 'waiting_to_close' });
  });
});

describe('somebody is alone', () => {
  it.each([
    { what: 'before anybody has said yes', d: () => new District().press('btn-1'), alone: true },
    {
      what: 'while a desk alone has it in hand',
      d: () => new District().press('btn-1').reply('desk', 'accept'),
      alone: true,
    },
    {
      what: 'while somebody is on the way',
      d: () => new District().press('btn-1').reply('wang', 'accept'),
      alone: false,
    },
    {
      what: 'after help was there and has left',
      d: () => new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene').reply('wang', 'done'),
      alone: false,
    },
    {
      what: 'after another press since then',
      d: () =>
        new District()
          .press('btn-1')
          .reply('wang', 'accept')
          .reply('wang', 'on_scene')
          .reply('wang', 'done')
          .pass(60)
          .press('btn-1'),
      alone: true,
    },
  ])('$what: $alone', ({ d, alone }) => expect(isAlone(d().latest() ?? never())).toBe(alone));
});

function never(): never {
  throw new Error('no incident');
}
