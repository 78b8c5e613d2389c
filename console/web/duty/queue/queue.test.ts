import { describe, expect, it } from 'vitest';
import { coming, incident, leg, need, nowIso, officerMet } from '../../../../test/incidentView.ts';
import { alarmOf } from '../../alarm/attention.ts';
import { clustersOf, groupOf, heldOrder, isFlood, queueOf } from './queue.ts';

describe('the queue', () => {
  const now = Date.parse(nowIso);
  it('brings back to the top what was acknowledged a minute ago while nobody goes there', () => {
    const needs = [officerMet, need('door', 'asked')];
    const one = incident('a', { acknowledged: { by: 'x', at: nowIso }, legs: [leg('offered')], needs });
    expect(groupOf(one, now + 59_000)).toBe('active');
    expect(groupOf(one, now + 61_000)).toBe('unacknowledged');
    expect(groupOf({ ...one, coming: coming('coming') }, now + 61_000)).toBe('active');
  });

  it.each([
    {
      what: 'a press after everything was done',
      needs: [need('officer', 'asked'), need('door', 'asked')],
      calls: true,
    },
    { what: 'help that was asked for at the scene', needs: [officerMet, need('second_person', 'asked')], calls: true },
    { what: 'an ambulance that nobody has called', needs: [officerMet, need('call_120', 'spent')], calls: true },
    { what: 'a door that everybody was asked for in vain', needs: [officerMet, need('door', 'spent')], calls: true },
    { what: 'a doctor who is on the way', needs: [officerMet, need('doctor', 'met')], calls: false },
    { what: 'a lamp that waits for the morning', needs: [officerMet, need('door', 'waits')], calls: false },
    { what: 'a call back that is due', needs: [officerMet, need('door', 'met'), need('word', 'asked')], calls: false },
  ])('calls the officer: $what = $calls', ({ needs, calls }) => {
    const one = incident('a', { acknowledged, needs });
    expect(groupOf(one, now) === 'unacknowledged').toBe(calls);
    expect(alarmOf(one, now) !== undefined).toBe(calls);
  });

  it('sounds anew for a press after "done", though the officer had acknowledged the first', () => {
    const later = '2026-01-01T12:20:00.000+08:00';
    const first = alarmOf(incident('a'), now);
    const again = alarmOf(
      incident('a', { needs: [need('officer', 'asked', later), need('door', 'asked', later)] }),
      now,
    );
    expect(again?.id).not.toBe(first?.id);
  });

  it('groups a flood by courtyard, the most urgent of each first', () => {
    const place = (id: string) => ({ courtyard: { id, name: id } });
    const calls = Array.from({ length: 12 }, (_, i) => incident(`i${i}`, { place: place(i % 2 ? 'east' : 'west') }));
    expect(isFlood(calls.slice(0, 10), now)).toBe(false);
    expect(isFlood(calls, now)).toBe(true);
    expect(isFlood(calls, now + 11 * 60_000)).toBe(false);
    const clusters = clustersOf(calls).map(({ id, incidents }) => [id, incidents[0]?.id, incidents.length]);
    expect(clusters).toEqual([
      ['west', 'i0', 6],
      ['east', 'i1', 6],
    ]);
  });

  const acknowledged = { by: 'x', at: nowIso };
  it('puts the unacknowledged first, the most urgent and oldest of them on top', () => {
    const order = queueOf(
      [
        incident('late', { receivedAt: '2026-01-01T12:05:00.000+08:00' }),
        incident('service', { priority: 3, receivedAt: '2026-01-01T11:00:00.000+08:00' }),
        incident('early'),
        incident('under-way', { acknowledged }),
        incident('done', { acknowledged, needs: [officerMet, need('door', 'ended')] }),
        incident('closed', { state: 'closed' }),
      ],
      now,
    ).map(({ group, incidents }) => [group, incidents.map(({ id }) => id)]);
    expect(order).toEqual([
      ['unacknowledged', ['early', 'late', 'service']],
      ['active', ['under-way']],
      ['closing', ['done']],
      ['closed', ['closed']],
    ]);
  });

  it.each([
    { what: 'somebody is still there', needs: [need('door', 'ended')], who: coming('there'), group: 'active' },
    { what: 'everything is done', needs: [need('door', 'ended')], who: undefined, group: 'closing' },
    {
      what: 'the ambulance has not been called',
      needs: [need('door', 'ended'), need('call_120', 'met')],
      who: undefined,
      group: 'active',
    },
    { what: 'nobody came', needs: [need('door', 'asked')], who: undefined, group: 'active' },
  ])('counts an incident where $what as $group', ({ needs, who, group }) => {
    const one = incident('a', { acknowledged, needs: [officerMet, ...needs], ...(who ? { coming: who } : {}) });
    expect(groupOf(one, now)).toBe(group);
  });

  it('does not move a row under the pointer; a new one comes last', () => {
    const fresh = queueOf(
      [incident('new', { receivedAt: '2026-01-01T10:00:00.000+08:00' }), incident('b'), incident('a')],
      now,
    );
    const [first] = heldOrder(['a', 'b'], fresh);
    expect(first?.incidents.map(({ id }) => id)).toEqual(['a', 'b', 'new']);
  });
});
