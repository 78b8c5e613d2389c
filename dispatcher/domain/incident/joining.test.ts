import { describe, expect, it } from 'vitest';
import type { LonLat } from '../../../contracts/position.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';
import type { World } from '../world.ts';
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

const handled = (device = 'btn-1'): District =>
  new District()
    .press(device)
    .reply('wang', 'accept')
    .reply('desk', 'accept')
    .officer({ command: 'acknowledge' })
    .officer({ command: 'call_back', outcome: 'spoke' });
const need = (d: District, kind: NeedKind, n?: number) =>
  (n === undefined ? d.latest() : d.incident(n))?.needs?.find((one) => one.need === kind);
/** What the last press made new. */
const renewedBy = (d: District, n?: number) => {
  const events = d.events(n);
  const joined = events.findLastIndex(({ type }) => type === 'press_joined');
  return events
    .slice(joined)
    .flatMap((one) =>
      one.type === 'needs_renewed' ? [{ why: one.because, needs: one.needs.map((of) => of.need) }] : [],
    );
};
const heard = (d: District, n?: number) => {
  const events = d.events(n);
  const joined = events.findLastIndex(({ type }) => type === 'press_joined');
  return events.slice(joined).flatMap((one) => (one.type === 'leg_updated' ? [`${one.leg} ${one.because}`] : []));
};
const metresAway = (d: District, metres: number) => ({
  location: { lon: 104 + metres / 100_000, lat: 30, accuracy: 10, at: iso(d.now) },
});
const sideSpot = (d: District) => JSON.parse(d.sides.get(d.latest()?.id ?? '')?.spot ?? 'null') as LonLat | null;
let ids = 0;
const from = (d: District, metres: number, device = 'car-1') =>
  d.press(device, 'sos', `m${ids++}`, metresAway(d, metres));

describe('a carried device that presses again', () => {
  const elsewhere = [
    { why: 'place_changed', needs: ['door', 'health'] },
    { why: 'pressed_again', needs: ['word'] },
  ];

  it('away from home draws everybody there, and who is on the way hears it', () => {
    const d = from(handled('car-1').pass(20), 1_000);
    expect(renewedBy(d)).toEqual(elsewhere);
    expect(heard(d)).toContain('L1 place_changed');
    expect(sideSpot(d)).toEqual([104.01, 30]);
    expect(d.latest()).toMatchObject({ marks: ['away_from_home'], acknowledged: { by: 'officer/zhou' } });
  });

  it.each([
    { metres: 1_000, moved: false },
    { metres: 1_100, moved: false },
    { metres: 1_200, moved: true },
  ])('after 1,000 m from $metres m away moves help: $moved', ({ metres, moved }) => {
    const d = from(from(handled('car-1'), 1_000).reply('wang', 'accept').pass(20), metres);
    expect(renewedBy(d)).toEqual(moved ? elsewhere.slice(0, 1) : []);
    expect(need(d, 'door')?.state).toBe(moved ? 'asked' : 'met');
    expect(heard(d)).toContain(moved ? 'L1 place_changed' : 'L1 pressed_again');
    expect(sideSpot(d)).toEqual([104 + metres / 100_000, 30]);
  });

  it('just so far away as the policy allows moves nobody', () => {
    const d = new District();
    d.policy = { ...policy, fix: { ...policy.fix, awayMetres: d.world.metres([104.03, 30], [104.02, 30]) } };
    from(d.press('car-1'), 3_000).reply('wang', 'accept');
    expect(need(from(d.pass(20), 2_000), 'door')?.state).toBe('met');
  });

  it('whose fix has been erased meanwhile moves help to where it is now', () => {
    class Forgetful extends District {
      override get world(): World {
        return { ...super.world, fix: () => undefined };
      }
    }
    const d = from(new Forgetful().press('car-1'), 1_000).reply('wang', 'accept').pass(20);
    expect(renewedBy(from(d, 1_000))[0]).toEqual(elsewhere[0]);
  });

  it('at home again draws everybody home, once', () => {
    const d = from(from(handled('car-1'), 1_000).reply('wang', 'accept').pass(20), 0);
    expect(renewedBy(d)[0]).toEqual(elsewhere[0]);
    expect(d.latest()).not.toHaveProperty('spot');
    expect(d.latest()?.marks).toEqual([]);
    expect(sideSpot(d)).toEqual([104.01, 30]);
    d.reply('wang', 'accept').pass(20);
    expect(renewedBy(from(d, 0))).toEqual([]);
    expect(need(d, 'door')?.state).toBe('met');
  });

  it('where it was before it went home draws everybody there again, however often it has pressed', () => {
    const d = from(new District().press('car-1'), 1_000);
    for (let i = 0; i < 25; i++) from(d.pass(31), 1_000);
    from(d.pass(31), 0);
    expect(d.latest()).not.toHaveProperty('spot');
    from(d.pass(31), 1_000);
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined' });
    expect(d.latest()).toMatchObject({ spot: 'fix' });
  });

  it('at its own home calls nobody off who looks for another one', () => {
    const d = new District().press('btn-1').press('car-2').press('car-3');
    const [first, second, third] = [1, 2, 3].map((n) => d.incident(n)?.id ?? '');
    for (const on of [second, third]) d.officer({ command: 'merge', into: first as never }, { on: on ?? '' });
    from(d, 2_000, 'car-2');
    expect(d.incident(1)).toMatchObject({ spot: 'fix', spotOf: 'car-2' });
    from(d.pass(20), 0, 'car-3');
    expect(d.incident(1)).toMatchObject({ spot: 'fix', spotOf: 'car-2' });
    expect(heard(d, 1)).not.toContain('L1 place_changed');
  });

  it('beyond our reach, having pressed at home before, has the calls there asked for', () => {
    const d = from(handled('car-1').pass(20), 30_000);
    expect([need(d, 'call_120')?.state, need(d, 'call_110')?.state]).toEqual(['asked', 'asked']);
    expect(renewedBy(d)[0]).toEqual({ why: 'beyond_reach', needs: ['call_120', 'call_110'] });
    expect(d.events().some((one) => one.type === 'contact_due' && one.moment === 'beyond_reach')).toBe(true);
    expect(d.latest()).not.toHaveProperty('spot');
    expect(need(d, 'door')?.state).toBe('met');
  });

  it('beyond our reach once more has the calls there asked for once', () => {
    const d = from(new District(), 30_000);
    const before = [need(d, 'call_120')?.since, need(d, 'call_110')?.since];
    from(d.pass(20), 30_000);
    expect([need(d, 'call_120')?.since, need(d, 'call_110')?.since]).toEqual(before);
    expect(renewedBy(d).flatMap(({ needs }) => needs)).toEqual([]);
    expect(d.latest()?.marks).toEqual(['away_from_home', 'beyond_reach']);
    d.officer({ command: 'outside_called', number: '110' });
    from(d.pass(20), 30_000);
    expect(need(d, 'call_110')).toMatchObject({ state: 'ended' });
  });
});

describe('what a further press makes new', () => {
  it('nothing that somebody comes for, and nobody has to acknowledge it again; only the word with the resident', () => {
    const d = handled().pass(20).press('btn-1', 'sos');
    expect(renewedBy(d)).toEqual([{ why: 'pressed_again', needs: ['word'] }]);
    expect(d.latest()?.acknowledged).toBeDefined();
    expect(heard(d)).toEqual(['L1 pressed_again', 'L2 pressed_again']);
  });

  it('nothing for which an ambulance is on its way', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').officer({ command: 'acknowledge' });
    d.officer({ command: 'call_120' }).pass(20).press('btn-1', 'sos');
    expect(need(d, 'health')).toMatchObject({ state: 'met', because: 'ambulance' });
    expect(d.latest()?.acknowledged).toBeDefined();
  });

  it('what the ambulance came to, once whoever was at the door has left', () => {
    const d = new District().press('btn-1').reply('wang', 'on_scene').officer({ command: 'acknowledge' });
    d.officer({ command: 'call_120' }).reply('wang', 'done').pass(600).press('btn-1', 'sos');
    expect(renewedBy(d)[0]).toEqual({ why: 'pressed_again', needs: ['door', 'health', 'officer'] });
    expect(d.latest()?.acknowledged).toBeUndefined();
  });

  it('of a fire and a person, what is over of either', () => {
    const both = () =>
      new District().press('btn-1').reply('wang', 'on_scene').press('btn-1', 'smoke').reply('wang', 'accept');
    const d = both().reply('li', 'on_scene').reply('li', 'done').reply('wang', 'done').reply('desk', 'done').pass(600);
    d.press('btn-1', 'sos');
    expect(renewedBy(d)[0]?.needs).toEqual(['door', 'fire', 'officer']);
    const e = both().reply('li', 'accept').officer({ command: 'call_120' }).reply('wang', 'done').pass(20);
    expect(e.latest()?.needs?.map(({ need: kind, state }) => `${kind} ${state}`)).toEqual(
      expect.arrayContaining(['door ended', 'fire met', 'health met']),
    );
    e.press('btn-1', 'sos');
    expect(renewedBy(e)[0]?.needs).toEqual(['door', 'health', 'officer']);
  });

  it('nothing of whoever is there and speaks, though another is silent', () => {
    const d = handled().reply('wang', 'on_scene').reply('wang', 'help', { needs: 'person' });
    d.reply('li', 'accept').reply('li', 'on_scene');
    for (let i = 0; i < 4; i++) d.pass(600).reply('wang', 'note', { text: '在' });
    expect(d.latest()?.legs.find(({ responder }) => responder === 'li')?.because).toBe('silent');
    d.press('btn-1', 'sos');
    expect(renewedBy(d)).toEqual([{ why: 'pressed_again', needs: ['word'] }]);
    expect(need(d, 'door')?.state).toBe('met');
  });

  it('nothing that was asked for at the scene and is over', () => {
    const d = handled().reply('wang', 'on_scene').reply('wang', 'help', { needs: 'person' });
    d.reply('wang', 'help_withdrawn', { needs: 'person' });
    for (let i = 0; i < 22; i++) d.pass(1).press('btn-1', 'sos');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'repeated' });
    expect(need(d, 'second_person')?.state).toBe('ended');
  });

  it('a lamp that was put off until the morning', () => {
    const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'wait', until: iso(d.now + 8 * 3_600_000), text: '灯坏了' }).pass(600);
    expect(need(d, 'door')).toMatchObject({ state: 'waits', because: 'postponed' });
    d.press('btn-1', 'service');
    expect(renewedBy(d)[0]).toEqual({ why: 'pressed_again', needs: ['door'] });
    expect(need(d, 'door')?.state).toBe('asked');
  });

  it('a repeat that waited for the officer’s yes', () => {
    const d = new District().press('btn-1', 'sos', 'a').officer({ command: 'close', disposition: 'helped' });
    d.pass(10).press('btn-1', 'sos', 'a');
    expect(need(d, 'door')).toMatchObject({ state: 'waits', because: 'maybe_repeat' });
    d.pass(5).press('btn-1', 'sos', 'b');
    expect(renewedBy(d)[0]).toEqual({ why: 'pressed_again', needs: ['door', 'health'] });
    expect(d.legs()).toEqual(['wang offered', 'desk offered']);
  });

  it('not the turn of the less urgent in a surge', () => {
    const d = new District();
    d.policy = { ...policy, surge: { pressesPerMinute: 2, forSeconds: 300 } };
    for (const home of [101, 102, 103]) d.press(`btn-${home}`);
    d.press('btn-1', 'service').pass(5).press('btn-1', 'service');
    expect(need(d, 'door')).toMatchObject({ state: 'waits', because: 'surge' });
  });
});

const now = (): number => new District().now;
