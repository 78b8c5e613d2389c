// How an incident ends, and what a second life begins with.
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../contracts/incident/state.ts';
import { type Disposition, Mark } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';
import { evolve } from './evolve.ts';

const state = (d: District): Incident => {
  const incident = d.latest();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const close = (d: District, disposition: Disposition, text?: string) =>
  d.officer({ command: 'close', disposition, ...(text === undefined ? {} : { text }) });
const dayMs = 86_400_000;

describe('a call whose resident nobody has spoken with or seen', () => {
  it.each([
    { disposition: 'helped', refused: undefined, after: 'visit' },
    { disposition: 'taken_to_hospital', refused: undefined, after: 'homecoming' },
    { disposition: 'false_alarm', refused: 'close_needs_word', after: undefined },
    { disposition: 'test', refused: 'close_needs_word', after: undefined },
    { disposition: 'drill', refused: 'close_needs_word', after: undefined },
    { disposition: 'device_fault', refused: 'close_needs_word', after: undefined },
    { disposition: 'no_one_home', refused: undefined, after: undefined },
    { disposition: 'duplicate', refused: undefined, after: undefined },
    { disposition: 'died', refused: undefined, after: undefined },
    { disposition: 'other', refused: 'close_needs_words', after: 'visit' },
  ] as const)(
    'closed as $disposition: without words $refused, and then a $after',
    ({ disposition, refused, after }) => {
      const d = close(new District().press('btn-1'), disposition);
      expect(d.results.at(-1)).toMatchObject(refused === undefined ? { outcome: 'applied' } : { code: refused });
      const e = close(new District().press('btn-1'), disposition, '邻居证实');
      expect(state(e)).toMatchObject({ state: 'closed', closed: { disposition, by: 'officer/zhou', at: e.now } });
      const by = e.now + (after === 'visit' ? 1 : 7) * dayMs;
      expect(state(e).aftercare).toEqual(after === undefined ? undefined : { what: after, by });
    },
  );

  it.each([
    {
      what: 'after a word with the person',
      go: (d: District) => d.officer({ command: 'call_back', outcome: 'spoke' }),
    },
    { what: 'after somebody stood before them', go: (d: District) => d.reply('wang', 'on_scene') },
    {
      what: 'after whoever stood before them has left',
      go: (d: District) => d.reply('wang', 'on_scene').reply('wang', 'done'),
    },
  ])('is a false alarm without more words $what', ({ go }) => {
    expect(close(go(new District().press('btn-1')), 'false_alarm').results.at(-1)).toMatchObject({
      outcome: 'applied',
    });
  });

  it.each([
    {
      what: 'nobody answered the call',
      go: (d: District) => d.officer({ command: 'call_back', outcome: 'no_answer' }),
    },
    { what: 'a desk has it in hand', go: (d: District) => d.reply('desk', 'accept').reply('desk', 'on_scene') },
    {
      what: 'they pressed again since',
      go: (d: District) => d.reply('wang', 'on_scene').pass(5).press('btn-1', 'fall'),
    },
    { what: 'somebody is on the way', go: (d: District) => d.reply('wang', 'accept').reply('wang', 'en_route') },
  ])('is none where $what', ({ go }) => {
    expect(close(go(new District().press('btn-1')), 'false_alarm').results.at(-1)).toMatchObject({
      code: 'close_needs_word',
    });
  });

  it('needs no word where no person has called', () => {
    const d = new District().take({ kind: 'unreadable_input', district: 'd', why: 'x' });
    expect(close(d, 'false_alarm').results.at(-1)).toMatchObject({ outcome: 'applied' });
    const e = new District();
    e.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: 'x', call: 'device_fault', home: 'home-1' });
    expect(close(e, 'device_fault').results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('is followed by no visit when it was not urgent', () => {
    expect(state(close(new District().press('btn-1', 'service'), 'helped')).aftercare).toBeUndefined();
    expect(state(close(new District().press('btn-1', 'service'), 'taken_to_hospital')).aftercare?.what).toBe(
      'homecoming',
    );
  });
});

describe('the contacts at the end', () => {
  const told = (d: District) =>
    d.events().flatMap((event) => (event.type === 'contact_due' ? [`${event.contact} ${event.moment}`] : []));
  const telling = () => {
    const d = new District();
    d.policy = { ...policy, calls: policy.calls.map((rule) => ({ ...rule, tellContacts: ['closed' as const] })) };
    return d.press('btn-1');
  };

  it('are told where the policy says so, those who have agreed to it', () => {
    expect(told(close(telling(), 'helped'))).toEqual(['0 closed']);
    expect(told(close(new District().press('btn-1', 'service'), 'helped'))).toEqual([]);
  });

  it('are needed when the person is taken to hospital, whatever the policy says', () => {
    expect(told(close(new District().press('btn-1', 'service'), 'taken_to_hospital'))).toEqual(['0 hospital']);
  });
});

describe('a second life', () => {
  const lived = (): Incident => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene');
    d.officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'call_120' }).officer({ command: 'outside_called', number: '119' });
    d.officer({ command: 'hand_over', to: 'wu' }).pass(700);
    return { ...state(close(d, 'helped')), marks: [...Mark.enum], reasonGiven: true };
  };
  const reopened = (incident: Incident) =>
    evolve(incident, {
      v: 1,
      type: 'reopened',
      seq: incident.seq + 1,
      at: 7_000 as never,
      by: 'officer/wu',
      why: 'officer',
      reviewAt: 9_000 as never,
      needs: [{ need: 'door', plan: 'grid' }, { need: 'officer' }],
    });

  it('keeps the marks that say what it was about, and none of what became of it', () => {
    expect(new Set(reopened(lived()).marks)).toEqual(
      new Set([
        'unreadable',
        'unknown_device',
        'unreadable_input',
        'reopened',
        'untold',
        'cannot_talk',
        'away_from_home',
        'inexact_fix',
        'beyond_reach',
      ]),
    );
  });

  it('begins without anything that was said, called and acknowledged in the first', () => {
    const before = lived();
    const gone = [
      'acknowledged',
      'ambulance',
      'called',
      'callBack',
      'contactsDue',
      'aftercare',
      'reasonGiven',
      'handOver',
      'reminders',
      'closed',
    ];
    for (const key of gone) expect(before, key).toHaveProperty(key);
    const after = reopened(before);
    for (const key of gone) expect(after, key).not.toHaveProperty(key);
    expect(after).toMatchObject({ state: 'open', reviewAt: 9_000, planFrom: before.legs.length });
    expect(after.needs).toMatchObject([
      { need: 'door', state: 'due', since: 7_000, seq: after.seq, by: 'officer/wu', tier: 0, round: 0, plan: 'grid' },
      { need: 'officer', state: 'asked', until: 9_000 },
    ]);
  });
});
