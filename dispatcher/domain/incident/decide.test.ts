import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';
import { told } from './pending.ts';
import { pressesKeptAtMost } from './presses.ts';

describe('a press', () => {
  it('asks the nearest coordinator and the health desk at once', () => {
    expect(new District().press('btn-1').legs()).toEqual(['wang offered', 'desk offered']);
  });

  it('passes over who is off duty or already on another call', () => {
    const d = new District().press('btn-1');
    d.press('btn-2');
    expect(d.legs()).toEqual(['li offered', 'desk offered']);
  });

  it('of the same home joins the open incident and rings again', () => {
    const d = new District().press('btn-1').reply('wang', 'receipt');
    d.press('btn-1', 'fall');
    expect(d.open.size).toBe(1);
    expect(d.latest()?.presses).toHaveLength(2);
    expect(d.untold()).toContain('wang offer');
  });

  it('said twice with the same id and body is one message that came twice: counted, and rings nobody', () => {
    const d = new District().press('btn-1', 'service', 'a').reply('wang', 'receipt').press('btn-1', 'service', 'a');
    expect(d.latest()).toMatchObject({ priority: 3, marks: ['repeated'], presses: [{ times: 2 }] });
    expect(d.untold()).toEqual([]);
  });

  it('with the id of an hour ago is a new incident, marked so', () => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    d.pass(3600).press('btn-1', 'sos', 'a');
    expect(d.latest()).toMatchObject({ state: 'open', marks: ['maybe_repeat'], number: 2 });
  });

  it('of an unknown device is an incident that the community officer is asked about', () => {
    const d = new District().press('stranger');
    expect(d.latest()?.marks).toEqual(['unknown_device']);
    expect(d.legs()).toEqual(['officer offered']);
  });

  it.each(['test', 'checkin'] as const)('that is a %s is recorded and never an incident', (kind) => {
    const d = new District().press('btn-1', kind);
    expect(d.open.size).toBe(0);
    expect(d.results).toMatchObject([{ outcome: 'recorded', what: kind }]);
  });

  it('of a stuck button rings a phone once in five seconds, and its incident does not grow without end', () => {
    const d = new District().press('btn-1').reply('wang', 'accept');
    for (let i = 0; i < 400; i++) d.press('btn-1').pass(0.05);
    const rung = (d.log.get(d.latest()?.id ?? '') ?? []).filter(
      (one) => one.type === 'leg_updated' && one.leg === 'L1',
    );
    expect(rung.length).toBeLessThanOrEqual(5);
    expect(d.latest()?.presses.length).toBe(pressesKeptAtMost);
    expect(d.results.every(({ outcome }) => outcome !== 'refused')).toBe(true);
  });

  it('to cancel stops nothing', () => {
    const d = new District().press('btn-1').press('btn-1', 'cancel');
    expect(d.latest()).toMatchObject({ state: 'open', marks: ['cancel_requested'] });
    expect(d.legs()).toEqual(['wang offered', 'desk offered']);
  });
});

describe('when nobody answers', () => {
  it('the next nearest is asked, then the officer, then everybody again and again', () => {
    const d = new District().press('btn-1').reply('desk', 'accept');
    d.pass(45);
    expect(d.legs()).toEqual(['wang timed_out', 'desk accepted', 'li offered']);
    d.pass(45);
    expect(d.legs().at(-1)).toBe('officer offered');
    d.pass(61);
    expect(d.untold()).toEqual(expect.arrayContaining(['wang offer', 'li offer', 'officer offer']));
    const rung = () =>
      d.latest()?.legs.find((leg) => leg.responder === 'officer' && leg.need === 'door')?.revision ?? 0;
    const before = rung();
    d.pass(61);
    expect(rung()).toBeGreaterThan(before);
  });

  it('a late yes counts, and whoever was asked after is told to stand down', () => {
    const d = new District().press('btn-1').pass(45);
    d.reply('wang', 'accept');
    expect(d.legs()).toContain('wang accepted');
    expect(d.legs()).toContain('li stood_down');
    expect(d.untold()).toContain('li stand_down');
  });
});

describe('what the resident is told', () => {
  it('follows the first who comes, step by step', () => {
    const d = new District().press('btn-1');
    const say = () => {
      const incident = d.latest();
      return incident && told(incident).state;
    };
    expect(say()).toBe('received');
    d.reply('wang', 'accept');
    expect(say()).toBe('coming');
    d.reply('wang', 'en_route').reply('wang', 'on_scene');
    expect(say()).toBe('arrived');
    d.reply('wang', 'done').officer({ command: 'close', disposition: 'helped' });
    expect(say()).toBe('closed');
  });
});

describe('closing', () => {
  it('stands everybody down, and chases them until they have it', () => {
    const d = new District().press('btn-1').reply('wang', 'accept');
    d.officer({ command: 'close', disposition: 'helped' });
    expect(d.untold()).toEqual(['wang stand_down', 'desk stand_down']);
    d.pass(300);
    expect(d.open.size).toBe(1);
    d.reply('wang', 'receipt').reply('desk', 'receipt');
    expect(d.open.size).toBe(0);
  });

  it('is refused twice, and needs words for "other"', () => {
    const d = new District().press('btn-1').officer({ command: 'close', disposition: 'other' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'close_needs_words' });
    d.officer({ command: 'close', disposition: 'helped' }).officer({ command: 'close', disposition: 'helped' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'incident_closed' });
  });
});
