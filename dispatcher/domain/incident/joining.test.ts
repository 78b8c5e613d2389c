import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';
import { told } from './pending.ts';

const groups = (d: District) => [1, 2].map((n) => d.incident(n)?.group);
const away = { lon: 104.01, lat: 30, accuracy: 20 };
const iso = (ms: number) => new Date(ms).toISOString();

describe('calls next door', () => {
  it.each([
    { what: 'the same building, ten minutes later', second: 'btn-11', after: 600, together: true },
    { what: 'the same courtyard, within a minute', second: 'btn-2', after: 60, together: true },
    { what: 'the same courtyard, later', second: 'btn-2', after: 61, together: false },
    { what: 'another courtyard', second: 'btn-9', after: 0, together: false },
  ])('of $what are shown together: $together, and each has people of its own', ({ second, after, together }) => {
    const d = new District().press('btn-1').pass(after).press(second);
    const [first, other] = groups(d);
    expect(first === other).toBe(together);
    expect(d.incident(2)?.legs.length).toBeGreaterThan(0);
  });

  it('a third joins the group of the first, and a closed one draws nobody in', () => {
    const d = new District().press('btn-1').press('btn-2').press('btn-3');
    expect(d.incident(3)?.group).toBe(d.incident(1)?.id);
    const e = new District().press('btn-1').officer({ command: 'close', disposition: 'helped' }).press('btn-11');
    expect(e.incident(2)?.group).toBe(e.incident(2)?.id);
  });
});

describe('a carried device', () => {
  const fix = (d: District) => d.latest()?.spot;
  const now = new District().now;

  it('with a fresh and exact fix away from home draws help there, and says so', () => {
    const d = new District().press('car-1', 'sos', 'a', { location: { ...away, at: iso(now - 120_000) } });
    expect(d.latest()).toMatchObject({ spot: 'fix', marks: ['away_from_home'] });
    expect(JSON.stringify(d.events())).not.toContain('104.01');
  });

  it.each([
    { what: 'an old fix', location: { ...away, at: iso(now - 120_001) } },
    { what: 'a fix of the future', location: { ...away, at: iso(now + 120_001) } },
    { what: 'a fix without a time', location: away },
    { what: 'a fix in the ocean off Africa', location: { lon: 0, lat: 0, accuracy: 5, at: iso(now) } },
    { what: 'a fix on another continent', location: { lon: 15, lat: 52, accuracy: 5, at: iso(now) } },
    { what: 'a fix so inexact that it may be home', location: { ...away, accuracy: 900, at: iso(now) } },
    { what: 'a fix without accuracy', location: { lon: away.lon, lat: away.lat, at: iso(now) } },
    { what: 'a fix at home', location: { ...away, lon: 104.001, at: iso(now) } },
    { what: 'a time that is none', location: { ...away, at: 'today' } },
  ])('with $what draws help home', ({ location }) => {
    expect(fix(new District().press('car-1', 'sos', 'a', { location }))).toBeUndefined();
  });

  it('takes the time of the press when the fix has none of its own', () => {
    expect(fix(new District().press('car-1', 'sos', 'a', { location: away, deviceTime: iso(now) }))).toBe('fix');
  });

  it('an installed button stays where it is installed', () => {
    expect(fix(new District().press('btn-1', 'sos', 'a', { location: { ...away, at: iso(now) } }))).toBeUndefined();
  });
});

describe('a press', () => {
  it('an hour old is dispatched like any other, and marked late', () => {
    const d = new District().press('btn-1', 'sos', 'a', { deviceTime: iso(now() - 3_600_000) });
    expect(d.latest()).toMatchObject({ marks: ['late'] });
    expect(d.legs()).toEqual(['wang offered', 'desk offered']);
    expect(new District().press('btn-1', 'sos', 'a', { deviceTime: iso(now() - 60_000) }).latest()?.marks).toEqual([]);
  });

  it('the same three times is one incident, pressed three times', () => {
    const d = new District();
    for (let i = 0; i < 3; i++) d.press('btn-1', 'sos', 'a');
    expect(d.open.size).toBe(1);
    expect(d.latest()?.presses).toMatchObject([{ times: 3 }]);
  });

  it('of an SOS into a service call brings the health centre, and the more urgent plan', () => {
    const d = new District().press('btn-1', 'service').press('btn-1', 'sos');
    expect(d.latest()).toMatchObject({ priority: 1 });
    expect(d.legs()).toEqual(['wang offered', 'desk offered']);
    expect(d.press('btn-1', 'service').latest()).toMatchObject({ call: 'sos', priority: 1 });
  });
});

describe('what the resident hears', () => {
  const step = (d: District) => {
    const incident = d.latest();
    return incident && told(incident).step;
  };

  it('while more people are asked, and after a cancel', () => {
    const d = new District().press('btn-1');
    expect(step(d)).toBe('received');
    expect(step(d.pass(46))).toBe('asking_more');
    expect(step(d.press('btn-1', 'cancel'))).toBe('cancel_check');
    expect(step(d.reply('li', 'accept'))).toBe('cancel_check');
    expect(step(d.reply('li', 'on_scene'))).toBe('arrived');
    expect(step(d.reply('li', 'done'))).toBe('left');
  });

  it('never that a desk is coming or has arrived', () => {
    const d = new District().press('btn-1').reply('desk', 'accept');
    expect(step(d)).toBe('received');
    expect(step(d.reply('desk', 'done'))).toBe('received');
  });
});

const now = (): number => new District().now;
