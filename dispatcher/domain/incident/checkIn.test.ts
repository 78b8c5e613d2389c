// The steps of a daily sign of life, as they are decided.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import { type CheckInInput, inputKey } from '../../../contracts/incident/inputs.ts';
import { District } from '../../../test/district.ts';

const nine = 1_000_000_000_000;
const step = (d: District, what: CheckInInput['step'], more: Partial<CheckInInput> = {}): District =>
  d.take({
    v: 1,
    kind: 'check_in',
    district: 'd',
    resident: 'res-1',
    home: 'home-1',
    due: at(nine),
    step: what,
    opens: at(d.now - 3_600_000),
    devices: ['btn-1'],
    ...more,
  });
const last = (d: District) => d.results.at(-1);

describe('a missed check-in', () => {
  it('is a call of its own, and its coordinator is asked like for any other', () => {
    const d = step(new District(), 'missed');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
    expect(d.latest()).toMatchObject({ call: 'missed_checkin', home: 'home-1', state: 'open' });
    expect(d.legs()).toEqual(['wang offered']);
  });

  it('is as urgent as the policy says', () => {
    const d = new District();
    const calls = d.policy.calls.map((rule) =>
      rule.kind === 'missed_checkin' ? { ...rule, priority: 2 as const } : rule,
    );
    d.policy = { ...d.policy, calls };
    expect(step(d, 'missed').latest()?.priority).toBe(2);
  });

  it('of a second time of that day is another step than the first, whatever became of that', () => {
    const d = new District();
    const later = at(nine + 7 * 3_600_000);
    step(step(d, 'missed'), 'missed').officer({ command: 'close', disposition: 'helped' });
    expect(step(d, 'missed', { due: later }).latest()).toMatchObject({ number: 2, state: 'open' });
    const keys = d.performed.flatMap((one) =>
      'input' in one && one.input.kind === 'check_in' ? [inputKey(one.input as CheckInInput)] : [],
    );
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('is none where that button was pressed since', () => {
    const d = new District().press('btn-1', 'checkin').pass(60);
    expect(last(step(d, 'missed'))).toMatchObject({ outcome: 'recorded', what: 'check_in_seen' });
    expect(d.latest()).toBeUndefined();
  });

  it('is one where the press is older, says that it is, or is a neighbour’s', () => {
    const d = new District().press('btn-1', 'checkin').pass(7_200);
    expect(last(step(d, 'missed'))).toMatchObject({ outcome: 'incident' });
    const e = new District().press('btn-1', 'checkin', 'old', { maybeOld: true });
    expect(last(step(e, 'missed'))).toMatchObject({ outcome: 'incident' });
    const f = new District().press('btn-2', 'checkin');
    expect(last(step(f, 'missed'))).toMatchObject({ outcome: 'incident' });
  });

  it('says whose it is', () =>
    expect(step(new District(), 'missed').events()).toContainEqual(
      expect.objectContaining({ type: 'checkin_missed', resident: 'res-1' }),
    ));

  it('is noted, and rings nobody, where that home has called for something more serious', () => {
    const d = new District().press('btn-1', 'fall');
    const before = d.events().length;
    expect(last(step(d, 'missed', { devices: [] }))).toMatchObject({ outcome: 'joined' });
    expect(d.latest()).toMatchObject({ call: 'fall', missed: ['res-1'] });
    expect(
      d
        .events()
        .slice(before)
        .map(({ type }) => type),
    ).toEqual(['checkin_missed']);
  });

  it('names a milder call that was open since the evening, asks for people again, and nobody has acknowledged that', () => {
    const d = new District()
      .press('btn-1', 'service')
      .officer({ command: 'acknowledge' })
      .pass(12 * 3_600);
    expect(d.latest()).toMatchObject({ call: 'service', state: 'open', acknowledged: { by: 'officer/zhou' } });
    expect(last(step(d, 'missed'))).toMatchObject({ outcome: 'joined' });
    expect(d.latest()).toMatchObject({ call: 'missed_checkin', missed: ['res-1'] });
    expect(d.latest()?.acknowledged).toBeUndefined();
    expect(d.events().map(({ type }) => type)).toContain('needs_renewed');
    expect(d.restart().latest()).toMatchObject({ call: 'missed_checkin', missed: ['res-1'] });
  });

  it('of the second of two who live there is written down beside the first', () => {
    const d = step(step(new District(), 'missed'), 'missed', { resident: 'res-2' });
    expect(d.latest()?.missed).toEqual(['res-1', 'res-2']);
    expect(d.results.filter(({ outcome }) => outcome === 'incident')).toHaveLength(1);
  });

  it('is joined by a real press, which names the call', () => {
    const d = step(new District(), 'missed').press('btn-1', 'sos');
    expect(d.latest()).toMatchObject({ call: 'sos' });
  });

  it('of a home that is gone is refused', () =>
    expect(last(step(new District(), 'missed', { home: 'nowhere' }))).toMatchObject({ code: 'unknown_home' }));

  it('is known to a new owner to have been pressed away', () => {
    const d = new District().press('btn-1', 'checkin').restart();
    expect(last(step(d, 'missed'))).toMatchObject({ what: 'check_in_seen' });
  });
});

it('many missed check-ins make no surge for those who call', () => {
  const d = new District();
  d.policy = { ...d.policy, surge: { pressesPerMinute: 3, forSeconds: 60 } };
  for (let n = 1; n <= 8; n++) step(d, 'missed', { resident: `res-${n}`, home: `home-${n}`, devices: [] });
  expect(d.open.size).toBe(8);
  expect(d.open.isSurge('d', d.now)).toBe(false);
  for (let n = 11; n <= 18; n++) d.press(`btn-${n}`);
  expect(d.open.isSurge('d', d.now)).toBe(true);
});

describe('asking first', () => {
  it('is recorded, and opens nothing', () => {
    const d = step(new District(), 'ask');
    expect(last(d)).toMatchObject({ outcome: 'recorded', what: 'check_in' });
    expect(d.latest()).toBeUndefined();
  });

  it('is left out where somebody calls or has pressed', () => {
    expect(last(step(new District().press('btn-1'), 'ask'))).toMatchObject({ what: 'check_in_seen' });
    expect(last(step(new District().press('btn-1', 'checkin'), 'ask'))).toMatchObject({ what: 'check_in_seen' });
  });
});

describe('a late sign', () => {
  const seen = { at: at(1_000_000_000_000), by: 'motion' };

  it('is written down, and ends nothing', () => {
    const d = step(step(new District(), 'missed'), 'seen', { seen });
    expect(d.events().at(-1)).toMatchObject({ type: 'sign_came', resident: 'res-1', how: 'motion', by: 'policy' });
    expect(d.latest()?.state).toBe('open');
    expect(d.legs()).toEqual(['wang offered']);
  });

  it('of somebody who was not missed says nothing', () => {
    const d = step(new District(), 'missed');
    expect(last(step(d, 'seen', { seen, resident: 'res-2' }))).toMatchObject({ what: 'check_in_seen' });
    expect(d.events().at(-1)?.type).not.toBe('sign_came');
  });

  it('is nothing where the call is another one, or over', () => {
    expect(last(step(new District().press('btn-1'), 'seen', { seen }))).toMatchObject({ what: 'check_in_seen' });
    expect(last(step(new District(), 'seen', { seen }))).toMatchObject({ what: 'check_in_seen' });
  });
});
