import { describe, expect, it } from 'vitest';
import { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { alarmOf } from '../alarm/attention.ts';
import { clustersOf, groupOf, heldOrder, isFlood, queueOf } from '../duty/queue.ts';
import { elapsed } from '../look/time.ts';
import { en } from '../words/en.ts';
import { eventSentence } from '../words/sentences.ts';
import { zh } from '../words/zh.ts';
import { apply, emptyPicture, type Picture, withFetched } from './live.ts';

const nowIso = '2026-01-01T12:00:00.000+08:00';
const incident = (id: string, over: Partial<IncidentView> = {}): IncidentView => ({
  id: id as IncidentView['id'],
  number: 1,
  seq: 1,
  state: 'open',
  priority: 1,
  kind: 'sos',
  marks: [],
  residents: [],
  place: {},
  presses: [],
  receivedAt: nowIso,
  legs: [],
  needs: [need('officer', over.acknowledged ? 'met' : 'asked')],
  helpIsComing: false,
  tracks: [],
  ...over,
});
type Need = IncidentView['needs'][number];
const need = (name: Need['need'], state: Need['state'], since = nowIso): Need => ({
  need: name,
  state,
  since,
  by: 'device/btn-1',
});
const leg = (state: IncidentView['legs'][number]['state']): IncidentView['legs'][number] => ({
  id: 'L1',
  track: 'grid',
  tier: 0,
  state,
  responder: { id: 'wang', name: '王协管员', role: 'grid_coordinator', simulated: true },
  offeredAt: nowIso,
  travelSeconds: 60,
  revision: 1,
  told: true,
  byHand: false,
  need: 'door',
  purpose: 'comes',
  standing: state === 'accepted' || state === 'on_scene' ? 'taken' : state === 'offered' ? 'asked' : 'over',
});
const coming = (how: NonNullable<IncidentView['coming']>['how']): NonNullable<IncidentView['coming']> => ({
  leg: 'L1',
  responder: { id: 'wang', name: '王协管员' },
  how,
  etaSeconds: 60,
});
const officerMet = need('officer', 'met');
const change = (sequence: number, one: IncidentView): LiveFrame => ({
  type: 'change',
  sequence,
  now: nowIso,
  incident: one,
  events: [],
});
const framesGive = (...frames: LiveFrame[]): { picture: Picture; gaps: boolean[] } => {
  let picture = emptyPicture;
  const gaps = frames.map((frame) => {
    const applied = apply(picture, frame, Date.parse(nowIso));
    picture = applied.picture;
    return applied.gap;
  });
  return { picture, gaps };
};

describe('the live picture', () => {
  it('never goes back to an older state of an incident', () => {
    const { picture } = framesGive(change(5, incident('a', { seq: 9 })), change(6, incident('a', { seq: 8 })));
    expect(picture.incidents.get('a')?.seq).toBe(9);
    expect(picture.sequence).toBe(6);
  });

  it('shows in a crowd what the server tells of and what was asked for, and forgets the surge when it is over', () => {
    const counts = { open: 600, urgent: 400, unacknowledged: 600, listed: 2, courtyards: [] };
    const surge = (sequence: number, on: boolean, listed: number, ids: string[]): LiveFrame => ({
      type: 'surge',
      sequence,
      now: nowIso,
      surge: { ...counts, on, listed },
      incidents: ids.map((id) => incident(id)),
    });
    let { picture } = framesGive(change(5, incident('a')), surge(800, true, 2, ['b', 'c']));
    expect([...picture.incidents.keys()]).toEqual(['b', 'c']);
    expect(picture.sequence).toBe(800);
    picture = withFetched(picture, [incident('d', { seq: 3 })]);
    picture = apply(picture, surge(900, true, 2, ['b']), 0).picture;
    expect([...picture.incidents.keys()].sort()).toEqual(['b', 'd']);
    expect(picture.surge?.open).toBe(600);
    const { incidents: _, ...last } = surge(1_000, false, 600, []) as Extract<LiveFrame, { type: 'surge' }>;
    expect(apply(picture, last, 0).picture.surge).toBeUndefined();
  });

  it('is replaced by a snapshot, which says what was missed', () => {
    const me = { name: 'x', role: 'officer', district: 'd' } as const;
    const snapshot: LiveFrame = {
      type: 'snapshot',
      sequence: 40,
      now: nowIso,
      me,
      incidents: [],
      responders: [],
      missed: 3,
    };
    const { picture } = framesGive(change(5, incident('a')), snapshot);
    expect(picture).toMatchObject({ sequence: 40, missed: 3, me });
    expect(picture.incidents.size).toBe(0);
  });

  it('does not grow for weeks: of the closed ones it keeps the last, of the open ones all', () => {
    const closedAt = (n: number): string => new Date(Date.parse(nowIso) + n * 1_000).toISOString();
    const closed = Array.from({ length: 300 }, (_, n) =>
      change(n, incident(`c${n}`, { state: 'closed', closed: { by: 'x', at: closedAt(n), disposition: 'helped' } })),
    );
    const open = Array.from({ length: 120 }, (_, n) => change(1_000 + n, incident(`o${n}`)));
    const { picture } = framesGive(...open, ...closed);
    expect(picture.incidents.size).toBeLessThanOrEqual(200);
    expect(picture.incidents.has('c299')).toBe(true);
    expect(open.every((_, n) => picture.incidents.has(`o${n}`))).toBe(true);
  });

  it('notices by the beat that a frame is missing', () => {
    const beat = (sequence: number): LiveFrame => ({ type: 'beat', sequence, now: nowIso });
    expect(framesGive(change(5, incident('a')), beat(5), beat(6), beat(9)).gaps).toEqual([false, false, false, true]);
  });

  it("takes its time from the server's clock", () => {
    const { picture } = apply(emptyPicture, { type: 'beat', sequence: 0, now: nowIso }, Date.parse(nowIso) - 5_000);
    expect(picture.aheadMs).toBe(5_000);
  });
});

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

describe('the timeline', () => {
  const types = IncidentEvent.anyOf.map((schema) => schema.properties.type.const);
  it.each(types)('has a sentence for %s in both languages', (type) => {
    const event = {
      seq: 1,
      type,
      at: nowIso,
      by: 'policy',
      leg: 'L1',
      disposition: 'helped',
      why: 'under_way',
      role: 'doctor',
    };
    for (const words of [zh, en]) {
      const sentence = eventSentence(event, incident('a', { legs: [leg('accepted')] }), words);
      expect(sentence).not.toBe(words.events.unknown(type));
      expect(sentence).not.toMatch(/undefined|\[object/);
    }
  });
});

it.each([
  [0, '0:00'],
  [72_000, '1:12'],
  [3_723_000, '1:02:03'],
  [-5, '0:00'],
])('%d ms are shown as %s', (ms, shown) => expect(elapsed(ms)).toBe(shown));
