// How often somebody is rung, chased, reminded of the same: quickly at first, with pauses that grow, and none of them beyond what
// its kind allows. Seconds, one after the other.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { handled } from '../../../test/handled.ts';
import type { Reminder } from './officer.ts';

const [minute, hour, day] = [60, 3_600, 86_400];
const state = (d: District): Incident => {
  const incident = d.latest();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const offDuty = (d: District, ...who: string[]): District => {
  for (const id of who) d.change(id, { onDuty: false });
  return d;
};
const nobody = () => offDuty(new District(), 'wang', 'li', 'zhao', 'desk', 'doctor');
const there = () => handled().reply('wang', 'on_scene').reply('desk', 'done');

/** Seconds between the events that are like this. */
function gaps(d: District, isOne: (event: IncidentEvent) => boolean): number[] {
  const at = d.events().flatMap((event) => (isOne(event) ? [event.at] : []));
  return at.slice(1).map((next, i) => (next - (at[i] ?? 0)) / 1_000);
}
const rounds =
  (kind: string) =>
  (event: IncidentEvent): boolean =>
    event.type === 'track_exhausted' && event.need === kind;

describe('when everybody was asked in vain', () => {
  it('those who answer for the district are told sooner and sooner, sixty times, then more and more seldom', () => {
    const d = nobody()
      .press('btn-1', 'sos')
      .officer({ command: 'acknowledge' })
      .pass(1.5 * hour);
    const found = gaps(d, rounds('health'));
    const quick = Array.from({ length: 57 }, () => 15);
    expect(found.slice(0, 60)).toEqual([60, 30, ...quick, 15]);
    expect(found.slice(60, 67)).toEqual([30, 60, 120, 240, 480, 600, 600]);
  });

  it('the next round comes no later for a shift that is far ahead, and at once when one begins', () => {
    const d = nobody();
    d.shifts.push({ who: 'doctor', at: at(d.now + 170_000) }, { who: 'wang', at: at(d.now + 9 * hour * 1_000) });
    d.press('btn-1', 'sos').pass(170);
    expect(gaps(d, rounds('door'))).toEqual([60, 30, 15, 5]);
    expect(d.legs()).toContain('doctor offered');
  });

  it('for a lamp more and more seldom at once', () => {
    const d = nobody()
      .press('btn-1', 'service')
      .officer({ command: 'acknowledge' })
      .pass(5 * hour);
    expect(gaps(d, rounds('door')).slice(0, 8)).toEqual([60, 120, 240, 480, 960, 1_800, 1_800, 1_800]);
  });

  it('whoever else was asked is rung with them now and then', () => {
    const d = new District()
      .press('btn-1', 'service')
      .reply('wang', 'receipt')
      .pass(12 * hour);
    const found = gaps(d, (event) => event.type === 'track_exhausted' && event.rung?.includes('L1') === true);
    expect(found.at(0)).toBeGreaterThanOrEqual(60);
    for (const [i, gap] of found.entries()) expect(gap).toBeGreaterThanOrEqual(Math.min(60 * 2 ** i, 1_800));
    expect(found.at(-1)).toBe(1_800);
  });

  it('nobody has called outside: they are asked each minute, and later more seldom', () => {
    const d = there()
      .reply('wang', 'help', { needs: 'fire' })
      .pass(1.5 * hour);
    expect(gaps(d, rounds('call_119')).slice(0, 11)).toEqual([60, 60, 60, 60, 60, 60, 120, 240, 480, 600, 600]);
  });

  it('whoever promised to call is asked whether they have', () => {
    const d = new District().press('btn-1').reply('wang', 'accept').reply('wang', 'on_scene').pass(106);
    const caller = state(d).legs.find(({ purpose }) => purpose === 'calls')?.id;
    d.reply('officer', 'accept', { leg: caller ?? 'none' }).pass(1.5 * hour);
    const asked = gaps(d, (event) => event.type === 'leg_updated' && event.because === 'not_called_yet');
    expect(asked.slice(0, 11)).toEqual([60, 60, 60, 60, 60, 60, 120, 240, 480, 600, 600]);
  });
});

describe('somebody who was sent', () => {
  it('and stands still is doubted more and more seldom', () => {
    const d = offDuty(handled(), 'li', 'zhao');
    d.fresh.add('wang');
    d.pass(12 * hour);
    const found = gaps(d, (event) => event.type === 'leg_doubted');
    expect(found.slice(0, 8)).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });

  it('and whose hour has passed long ago is doubted more and more seldom', () => {
    const d = offDuty(handled(), 'li', 'zhao')
      .reply('desk', 'done')
      .pass(12 * hour);
    const found = gaps(d, (event) => event.type === 'leg_overdue');
    expect(found.slice(0, 7)).toEqual([120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });

  it('and is silent at the scene is told of more and more seldom, having been asked once', () => {
    const d = there().pass(15 * hour);
    expect(d.events().filter((event) => event.type === 'leg_updated' && event.because === 'still_there')).toHaveLength(
      1,
    );
    const found = gaps(d, (event) => event.type === 'leg_overdue');
    expect(found.slice(0, 6)).toEqual([900, 1_800, 3_600, 7_200, 14_400, 14_400]);
  });

  it('and is not needed any more is chased for days, then the machine gives up', () => {
    const d = handled()
      .reply('desk', 'done')
      .officer({ command: 'close', disposition: 'helped' })
      .pass(30 * day);
    const found = gaps(d, ({ type }) => type === 'leg_stood_down' || type === 'stand_down_chased');
    const doubling = [60, 60, 60, 60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 30_720];
    expect(found).toEqual([...doubling, ...Array.from({ length: 5 }, () => 12 * hour)]);
    expect(d.events().at(-1)).toMatchObject({ type: 'stand_down_given_up', leg: 'L1' });
  });
});

describe('a door that stays shut, a person who cannot be reached', () => {
  const asked =
    (kind: string) =>
    (event: IncidentEvent): boolean =>
      event.type === 'need_asked' && event.need === kind;

  it('has the officer’s clock for entry, which grows up to ten minutes', () => {
    const d = there()
      .reply('wang', 'help', { needs: 'entry' })
      .pass(2 * hour);
    expect(gaps(d, asked('entry')).slice(0, 4)).toEqual([180, 360, 360, 600]);
  });

  it('and the one for a call back', () => {
    const d = nobody()
      .press('btn-1')
      .pass(2 * hour);
    expect(gaps(d, asked('word')).slice(0, 6)).toEqual([60, 120, 120, 240, 480, 600]);
  });
});

describe('the officer is reminded of the same', () => {
  const reminders = (d: District) => d.events().flatMap((event) => (event.type === 'officer_reminded' ? [event] : []));
  const waits = (d: District): District =>
    d.officer({ command: 'wait', until: new Date(d.now + 6.5 * day * 1_000).toISOString(), text: '灯坏了' });

  it.each([
    {
      why: 'not_acknowledged',
      longest: 10 * minute,
      of: () => new District().press('btn-1').reply('wang', 'on_scene'),
    },
    { why: 'hand_over_waiting', longest: 10 * minute, of: () => there().officer({ command: 'hand_over', to: 'wu' }) },
    { why: 'help_asked', longest: 5 * minute, of: () => there().reply('wang', 'help', { needs: 'police' }) },
    {
      why: 'nobody_coming',
      longest: 5 * minute,
      of: () => nobody().press('btn-1').officer({ command: 'acknowledge' }),
    },
    { why: 'call_back_due', longest: 10 * minute, of: () => there().reply('wang', 'done').press('btn-1', 'cancel') },
    { why: 'silent_on_scene', longest: 10 * minute, of: () => there().pass(1_000) },
    { why: 'waiting_to_close', longest: 4 * hour, of: () => there().reply('wang', 'done') },
    {
      why: 'waits',
      longest: 8 * hour,
      of: () =>
        waits(
          nobody()
            .press('btn-1', 'service')
            .officer({ command: 'acknowledge' })
            .officer({ command: 'call_back', outcome: 'spoke' }),
        ),
    },
  ] as const)('($why) more and more seldom, up to $longest s', ({ why, longest, of }) => {
    const d = of().pass(longest > hour ? 2.5 * day : 2 * hour);
    const pauses = reminders(d).flatMap((event) => (event.why === why ? [(event.reviewAt - event.at) / 1_000] : []));
    expect(pauses.length).toBeGreaterThan(5);
    expect(Math.max(...pauses)).toBe(longest);
    expect(pauses.at(-1)).toBe(longest);
    const calm: readonly Reminder[] = ['waiting_to_close', 'waits'];
    expect(Math.min(...pauses)).toBe(calm.includes(why) ? 600 : 60);
  });

  it('(under_way) at most once an hour while somebody works there and says so', () => {
    const d = there();
    for (let i = 0; i < 60; i++) d.pass(930).reply('wang', 'note', { text: '在场' });
    const pauses = reminders(d).flatMap((event) =>
      event.why === 'under_way' ? [(event.reviewAt - event.at) / 1_000] : [],
    );
    expect(pauses.slice(0, 6)).toEqual([600, 600, 1_200, 2_400, 3_600, 3_600]);
  });
});
