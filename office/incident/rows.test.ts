// What a log becomes in the books, told by the core's own stories.
import { describe, expect, it } from 'vitest';
import { District } from '../../test/district.ts';
import { rowsOf } from './rows.ts';

/** The rows of the latest incident, or of one by its number. */
function rows(d: District, side?: Record<string, string>, number?: number) {
  const state = number === undefined ? d.latest() : d.incident(number);
  if (!state) throw new Error('nothing happened');
  return rowsOf({
    state,
    events: d.events(number),
    side: side ?? d.sides.get(state.id) ?? {},
    hops: new Map([['shown', 7]]),
  });
}
const answersIn = (d: District) => Object.fromEntries(rows(d).legs.map(({ responder, answer }) => [responder, answer]));

describe('an incident in the books', () => {
  it('has the first instant of each step; accepted and on scene are of whoever comes to the door', () => {
    const d = new District().press('btn-1');
    const pressed = d.now;
    d.pass(5).reply('desk', 'accept').pass(3).reply('wang', 'accept').pass(4).officer({ command: 'acknowledge' });
    d.reply('wang', 'en_route').pass(30).reply('wang', 'on_scene');
    const { incident } = rows(d);
    expect(incident).toMatchObject({ state: 'open', home: 'home-1', call: 'sos', priority: 1, presses: 1 });
    expect(incident.accepted_at).toBe(pressed + 8_000);
    expect(incident.acknowledged_at).toBe(pressed + 12_000);
    expect(incident.on_scene_at).toBe(pressed + 42_000);
    expect(incident).toMatchObject({ closed_at: null, disposition: null, merged_into: null });
  });

  it('that a desk alone has in hand was accepted by nobody who comes', () => {
    const d = new District().press('btn-1').reply('desk', 'accept');
    expect(rows(d).incident.accepted_at).toBeNull();
    expect(rows(d).legs.find(({ responder }) => responder === 'desk')).toMatchObject({ comes: 0, answer: 'accepted' });
  });

  it('says of each who was asked what became of it', () => {
    const d = new District().press('btn-1').reply('wang', 'decline');
    d.pass(50);
    expect(answersIn(d)).toMatchObject({ wang: 'declined', li: 'silent', zhao: 'waiting' });
    d.reply('zhao', 'accept');
    expect(answersIn(d)).toMatchObject({ zhao: 'accepted' });
  });

  it('counts a late yes as a yes, and whoever was asked and then not needed as neither', () => {
    const d = new District().press('btn-1').pass(50).reply('wang', 'accept');
    expect(answersIn(d)).toMatchObject({ wang: 'accepted', li: 'stood_down' });
    const [wang] = rows(d).legs;
    expect(wang).toMatchObject({ asked: 1, ended_at: null });
    expect(wang?.accepted_at).toBe((wang?.offered_at ?? 0) + 50_000);
  });

  it('keeps how it ended, and says when it was merged away', () => {
    const d = new District().press('btn-1').pass(300).press('btn-2').officer({ command: 'acknowledge' });
    const [first, second] = [d.incident(1), d.incident(2)];
    if (!first || !second) throw new Error('two were pressed');
    d.officer({ command: 'merge', into: second.id }, { on: first.id }).release();
    expect(rows(d, undefined, 1).incident).toMatchObject({ state: 'merged', merged_into: second.id });
    const { incident } = rows(d, undefined, 2);
    expect(incident).toMatchObject({ state: 'open', merged_into: null });
    // Whoever pressed first waited from then on.
    expect(incident.received_at).toBe(first.receivedAt);
  });

  it('keeps the words that were written, and no position', () => {
    const d = new District().press('btn-1');
    const { texts } = rows(d, { t1: '{"text":"摔倒"}', spot: '[104.06,30.64]', t2: 'no json', t3: '{"text":7}' });
    expect(texts).toEqual({ t1: '摔倒' });
  });

  it('keeps no half of a character and no nought, which no engine can write', () => {
    const d = new District().press('btn-1');
    const side = { t1: JSON.stringify({ text: 'a\ud83d b\ud83c \0c😀' }) };
    expect(rows(d, side).texts).toEqual({ t1: 'a\ufffd b\ufffd c😀' });
  });

  it('was acknowledged at the latest when an officer closed it', () => {
    const d = new District()
      .press('btn-1')
      .pass(20)
      .officer({ command: 'close', disposition: 'false_alarm', text: '误按' });
    const { incident } = rows(d);
    expect(incident.acknowledged_at).toBe(incident.closed_at);
    expect(incident.closed_at).not.toBeNull();
  });

  it('is the same whenever it is made of the same log, without a gap', () => {
    const d = new District().press('btn-1').pass(30).press('btn-1').reply('wang', 'accept');
    expect(rows(d)).toEqual(rows(d));
    expect(rows(d).incident.presses).toBe(2);
    expect(rows(d).events.map(({ seq }) => seq)).toEqual(rows(d).events.map((_, i) => i + 1));
    expect(rows(d).hops).toEqual([{ incident: d.latest()?.id, hop: 'shown', at: 7 }]);
  });
});
