import { describe, expect, it } from 'vitest';
import { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { incident, leg, nowIso } from '../../../test/incidentView.ts';
import { elapsed } from '../look/time.ts';
import { en } from '../words/en.ts';
import { eventSentence } from '../words/sentences.ts';
import { zh } from '../words/zh.ts';
import { apply, emptyPicture, type Picture, withFetched } from './live.ts';

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
