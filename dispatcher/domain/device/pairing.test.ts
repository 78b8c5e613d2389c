import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import { catalogue } from './catalogue.ts';
import { hintsOf, type PairingFacts, showsAnswer, stepOf, triedForMs } from './pairing.ts';

const now = 1_000_000_000_000;
const minute = 60_000;
const limits = { riskMs: 1, silentMs: 1, settleMs: 1, lowPercent: 20 };
const begun = { installing: { since: at(now - 10 * minute) } };
const foreign = { ...begun, address: '00158d0001a2b3c4' };
const facts = (more: Partial<PairingFacts> = {}): PairingFacts => ({
  device: begun,
  facts: { connected: true },
  limits,
  login: true,
  calls: false,
  source: 'up',
  now,
  ...more,
});

describe('a device', () => {
  it.each([
    { what: 'nobody is installing is installed', device: {}, tried: undefined, step: 'installed' },
    { what: 'nobody has pressed waits for it', device: begun, tried: undefined, step: 'press' },
    { what: 'was pressed since is to be confirmed', device: begun, tried: { at: now - minute }, step: 'confirm' },
    { what: 'was pressed before it was begun waits', device: begun, tried: { at: now - 11 * minute }, step: 'press' },
    {
      what: 'was pressed half an hour ago is pressed again',
      device: { installing: { since: at(now - 90 * minute) } },
      tried: { at: now - triedForMs - 1 },
      step: 'press',
    },
  ])('that $what', ({ device, tried, step }) => expect(stepOf({ device, now, ...(tried && { tried }) })).toBe(step));

  it('that its vendor speaks for cannot show the answer', () => {
    expect(showsAnswer({})).toBe(true);
    expect(showsAnswer(foreign)).toBe(false);
  });
});

describe('what to look at while no press comes', () => {
  const since = now - minute;
  it.each<{ what: string; hints: string[] } & Partial<PairingFacts>>([
    { what: 'of a device of ours that can log in and is there: nothing', hints: [] },
    { what: 'without a login: that', login: false, hints: ['no_login'] },
    { what: 'not connected: that', facts: { connected: false }, hints: ['not_connected'] },
    { what: 'a call is open: that first', calls: true, login: false, hints: ['call_open', 'no_login'] },
    { what: 'of another maker, never heard', device: foreign, facts: { connected: false }, hints: ['never_heard'] },
    {
      what: 'nobody brings its messages',
      device: foreign,
      source: 'none',
      facts: { connected: false },
      hints: ['no_source', 'never_heard'],
    },
    {
      what: 'its gateway is down',
      device: foreign,
      source: 'down',
      said: { at: now - 2 * minute },
      hints: ['gateway_down'],
    },
    { what: 'it spoke, and called nobody', device: foreign, since, said: { at: now - 1_000 }, hints: ['no_call_word'] },
    {
      what: 'it called, and that was real',
      device: foreign,
      since,
      said: { at: now - 9_000, pressedAt: now - 9_000 },
      hints: ['real_press'],
    },
    {
      what: 'it has just called: that is being decided',
      device: foreign,
      since,
      said: { at: now - 500, pressedAt: now - 500 },
      hints: [],
    },
    { what: 'its battery is low', facts: { connected: true, battery: 5 }, hints: ['battery_low'] },
    {
      what: 'it was pressed: its battery alone',
      facts: { connected: false, battery: 5 },
      calls: true,
      tried: { at: now - 1_000 },
      hints: ['battery_low'],
    },
  ])('$what', ({ hints, what: _, ...more }) => expect(hintsOf(facts(more))).toEqual(hints));
});

it('a model that can be chosen is offered once in its family', () => {
  for (const models of Object.values(catalogue)) expect(new Set(models).size).toBe(models.length);
});
