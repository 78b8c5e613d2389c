// What the duty officer is reminded of, by what the incident needs most.
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../contracts/incident/state.ts';
import { District, policy } from '../../../test/district.ts';
import { handled } from '../../../test/handled.ts';
import { reminderFor } from './officer.ts';

const state = (d: District): Incident => {
  const incident = d.latest();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const inHours = (d: District, hours: number): string => new Date(d.now + hours * 3_600_000).toISOString();

describe('the officer is reminded', () => {
  it('of a lamp that waits for the morning seldom, and more and more seldom', () => {
    const d = new District();
    for (const id of ['wang', 'li', 'zhao']) d.change(id, { onDuty: false });
    d.press('btn-1', 'service').officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' });
    d.officer({ command: 'wait', until: inHours(d, 20), text: '灯坏了' });
    const begins = d.now;
    const told = d
      .pass(3 * 3_600)
      .events()
      .flatMap((event) => (event.type === 'officer_reminded' && event.at > begins ? [event] : []));
    expect(new Set(told.map(({ why }) => why))).toEqual(new Set(['waits']));
    expect(told.map((event) => (event.reviewAt - event.at) / 1000)).toEqual([600, 600, 1_200, 2_400, 4_800, 9_600]);
  });

  it('of what waits, though somebody was at the door for the rest of it', () => {
    const d = new District();
    const plans = { grid: 'grid', health: 'health' };
    const calls = policy.calls.map((rule) => (rule.kind === 'service' ? { ...rule, plans } : rule));
    d.policy = { ...policy, calls };
    d.press('btn-1', 'service').officer({ command: 'acknowledge' }).officer({ command: 'call_back', outcome: 'spoke' });
    d.reply('wang', 'accept').reply('wang', 'on_scene').reply('wang', 'done');
    d.officer({ command: 'wait', until: inHours(d, 8), text: '明早复查' });
    expect(state(d).needs?.map((one) => `${one.need} ${one.state}`)).toEqual(
      expect.arrayContaining(['door ended', 'health waits']),
    );
    expect(reminderFor(state(d))).toBe('waits');
  });

  it('of somebody who is silent at the scene, until they have left', () => {
    const d = handled().reply('wang', 'on_scene').reply('desk', 'done').pass(1_100);
    expect(reminderFor(state(d))).toBe('silent_on_scene');
    expect(reminderFor(state(d.reply('wang', 'done').pass(3_600)))).toBe('waiting_to_close');
  });

  it('of a call from an unknown device too, where nobody can be called back', () => {
    const d = new District().press('stranger').officer({ command: 'assign', responder: 'li' });
    d.reply('li', 'accept').officer({ command: 'acknowledge' });
    expect(reminderFor(state(d))).toBe('under_way');
  });

  it('to acknowledge one of a version before needs: nobody is known to have done so', () => {
    const { needs: _, ...old } = state(handled());
    expect(reminderFor(old)).toBe('not_acknowledged');
  });
});

describe('an officer who went there themselves', () => {
  it('is not rung any more for what everybody was asked in vain', () => {
    const d = new District().change('officer', { means: 'foot' });
    for (const id of ['wang', 'li', 'zhao', 'desk', 'doctor']) d.change(id, { onDuty: false });
    d.press('btn-1').pass(200).reply('officer', 'accept', { leg: 'L1' }).reply('officer', 'on_scene', { leg: 'L1' });
    const rung = () => state(d).legs.flatMap((leg) => (leg.responder === 'officer' ? [leg.revision] : []));
    const before = rung();
    expect(d.pass(600) && rung()).toEqual(before);
    expect(state(d).needs?.find(({ need }) => need === 'health')).toMatchObject({ state: 'spent' });
  });
});
