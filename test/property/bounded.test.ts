// Invariant 7: the work, the messages and the log of an incident are bounded per hour, whatever is pressed or left unanswered.
// The figures and where they come from: judge/bounds.ts.
import { describe, expect, it } from 'vitest';
import type { Location } from '../../contracts/incident/messages.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { PressKind } from '../../contracts/terms.ts';
import { District } from '../district.ts';
import { eventsALaterHour, eventsAnHour, measure, messagesAnHour, stateBytes, tooMuch } from './judge/bounds.ts';
import { JudgedDistrict } from './judge/judgedDistrict.ts';

const kinds: readonly PressKind[] = ['sos', 'fall', 'smoke', 'service', 'cancel'];
const fixes: readonly [Location, Location, Location] = [
  { lon: 104, lat: 30, accuracy: 10 },
  { lon: 104.01, lat: 30, accuracy: 10 },
  { lon: 104, lat: 30.02, accuracy: 10 },
];
const first = (d: District): Incident => {
  const incident = d.incident(1);
  if (!incident) throw new Error('nothing was opened');
  return incident;
};

/** What somebody, or something, does without end; the nth time. */
const floods: Record<string, (d: District, n: number) => unknown> = {
  'a button held down': (d, n) => d.press('btn-1', 'sos', `p${n}`),
  'a button that says everything': (d, n) => d.press('btn-1', kinds[n % kinds.length], `p${n}`),
  'one message sent again and again': (d) => d.press('btn-1', 'sos', 'a'),
  'a resident who calls it off and on': (d, n) => d.press('btn-1', n % 2 ? 'cancel' : 'sos', `p${n}`),
  'a device that nobody can read': (d, n) =>
    d.take({ v: 1, kind: 'unreadable_press', district: 'd', device: 'btn-1', id: `u${n}`, body: `b${n}`, why: 'json' }),
  'a carried device that is everywhere': (d, n) =>
    d.press('car-1', 'sos', `p${n}`, { deviceTime: new Date(d.now).toISOString(), location: fixes[n % 3] ?? fixes[0] }),
  'an officer’s telephone that does not stop': (d, n) =>
    d.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: `r${n}`, call: 'sos', home: 'home-1' }),
};

/** What somebody who was sent says without end. */
const talk: Record<string, (d: District) => unknown> = {
  'asks for an ambulance': (d) => d.reply('wang', 'help', { needs: 'ambulance' }),
  'asks for a second person': (d) => d.reply('wang', 'help', { needs: 'person' }),
  'says that they are there': (d) => d.reply('wang', 'on_scene'),
  'says that they have called 119': (d) => d.reply('wang', 'called', { needs: 'fire' }),
  'says yes': (d) => d.reply('wang', 'accept'),
};

/** An hour of it, every second. @returns what grew */
function anHour(d: District, one: (d: District, n: number) => unknown): { events: number; messages: number } {
  const before = measure(d.events(1), first(d));
  for (let n = 0; n < 3_600; n++) {
    one(d, n);
    d.pass(1);
  }
  const after = measure(d.events(1), first(d));
  const growth = [...after.revisions].map(([responder, revision]) => revision - (before.revisions.get(responder) ?? 0));
  return { events: after.events - before.events, messages: Math.max(0, ...growth) };
}

function staysSmall(d: District, one: (d: District, n: number) => unknown): void {
  const { events, messages } = anHour(d, one);
  expect(events).toBeLessThanOrEqual(eventsAnHour);
  expect(messages).toBeLessThanOrEqual(messagesAnHour);
  expect(JSON.stringify(first(d)).length).toBeLessThanOrEqual(stateBytes);
}

describe('an incident stays small', () => {
  it.each(Object.entries(floods))('pressed every second for an hour: %s', (_, flood) => {
    const d = new District();
    flood(d, 0);
    staysSmall(d, flood);
  });

  it.each(Object.entries(talk))('somebody on the way who every second %s', (_, say) => {
    const d = new District().press('btn-1').reply('wang', 'accept');
    staysSmall(d, say);
  });

  it.each(['sos', 'smoke', 'service'] as const)('three days of silence after %s', (kind) => {
    const d = new JudgedDistrict(({ sentence, about }) => expect.fail(`${sentence}: ${about}`));
    d.press('btn-1', kind);
    for (let hour = 0; hour < 72; hour++) {
      const before = measure(d.events(1), first(d));
      d.pass(3_600);
      const after = measure(d.events(1), first(d));
      expect(tooMuch(before, after)).toBeUndefined();
      if (hour >= 2) expect(after.events - before.events).toBeLessThanOrEqual(eventsALaterHour);
    }
    expect(JSON.stringify(first(d)).length).toBeLessThanOrEqual(stateBytes);
  });
});
