import { describe, expect, it } from 'vitest';
import type { Shift } from '../../../../contracts/office/community.ts';
import { changesOf, draftOf, movedTo, reaching, removalOf, type ShiftDraft, type Standing } from './draft.ts';
import { repeatOf, ruleOf } from './repeats.ts';

const daily: Shift = {
  id: 's',
  responder: 'wang',
  start: '2026-11-01T08:00',
  end: '2026-11-01T20:00',
  repeats: 'FREQ=DAILY',
};
const swap = (on: string) => ({ version: 4, document: { id: `swap-${on}`, shift: 's', on, to: 'li' } });
const standing = (document: Shift = daily, ...swaps: Standing['swaps']): Standing => ({ version: 7, document, swaps });
const on = (day: string, of = standing(), holder = 'wang'): ShiftDraft =>
  draftOf(of, { shift: 's', on: day, start: `${day}T08:00`, end: `${day}T20:00`, owner: 'wang', holder, reach: 'one' });

describe('a draft of a shift', () => {
  it('that is new makes a document', () => {
    const draft: ShiftDraft = {
      kind: 'shift',
      responder: 'li',
      start: '2026-12-01T08:00',
      end: '2026-12-01T20:00',
      repeat: { kind: 'days', every: 3, until: '2026-12-31' },
      except: ['2026-12-25'],
    };
    expect(changesOf(draft, undefined, 'new')).toEqual([
      {
        kind: 'shifts',
        id: 'new',
        version: 0,
        document: {
          responder: 'li',
          start: '2026-12-01T08:00',
          end: '2026-12-01T20:00',
          repeats: 'FREQ=DAILY;INTERVAL=3;UNTIL=20261231',
          except: ['2026-12-25'],
        },
      },
    ]);
  });

  it('of one day leaves the others as they are, and takes away the swap that was agreed for it', () => {
    const of = standing(daily, swap('2026-11-10'), swap('2026-11-11'));
    const draft = movedTo(on('2026-11-10', of, 'li'), '2026-11-10T09:00', '2026-11-10T21:00');
    expect(changesOf(draft, of, 'new')).toEqual([
      { kind: 'shifts', id: 's', version: 7, set: { except: ['2026-11-10'] } },
      { kind: 'swaps', id: 'swap-2026-11-10', version: 4, document: null },
      {
        kind: 'shifts',
        id: 'new',
        version: 0,
        document: { responder: 'li', start: '2026-11-10T09:00', end: '2026-11-10T21:00' },
      },
    ]);
  });

  it('of all that follow ends the old one the day before, and swaps agreed for later go with it', () => {
    const of = standing(daily, swap('2026-11-09'), swap('2026-11-12'));
    const draft = reaching(on('2026-11-10', of, 'li'), 'following');
    expect(draft.responder).toBe('wang');
    expect(changesOf({ ...draft, end: '2026-11-10T22:00' }, of, 'new')).toEqual([
      { kind: 'shifts', id: 's', version: 7, set: { repeats: 'FREQ=DAILY;UNTIL=20261109' } },
      {
        kind: 'shifts',
        id: 'new',
        version: 0,
        document: { responder: 'wang', start: '2026-11-10T08:00', end: '2026-11-10T22:00', repeats: 'FREQ=DAILY' },
      },
      { kind: 'swaps', id: 'swap-2026-11-12', version: 4, document: { shift: 'new', on: '2026-11-12', to: 'li' } },
    ]);
  });

  it('of all that follow the first is the shift itself', () => {
    expect(changesOf(reaching(on('2026-11-01'), 'following'), standing(), 'new')).toMatchObject([
      { id: 's', version: 7, document: { repeats: 'FREQ=DAILY' } },
    ]);
  });

  it('that is taken away: one day, all that follow, or the whole shift', () => {
    expect(removalOf(on('2026-11-10'), standing())).toEqual([
      { kind: 'shifts', id: 's', version: 7, set: { except: ['2026-11-10'] } },
    ]);
    expect(removalOf(reaching(on('2026-11-10'), 'following'), standing())).toEqual([
      { kind: 'shifts', id: 's', version: 7, set: { repeats: 'FREQ=DAILY;UNTIL=20261109' } },
    ]);
    expect(removalOf(reaching(on('2026-11-01'), 'following'), standing(daily, swap('2026-11-03')))).toEqual([
      { kind: 'shifts', id: 's', version: 7, document: null },
      { kind: 'swaps', id: 'swap-2026-11-03', version: 4, document: null },
    ]);
  });

  it('moved to another day of the week takes its weekday along', () => {
    const monday = standing({
      ...daily,
      start: '2026-11-02T08:00',
      end: '2026-11-02T20:00',
      repeats: 'FREQ=WEEKLY;BYDAY=MO',
    });
    const draft = movedTo(on('2026-11-09', monday), '2026-11-10T08:00', '2026-11-10T20:00');
    expect(draft.repeat).toEqual({ kind: 'weekly', on: ['TU'], until: '' });
  });
});

describe('a rule', () => {
  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3;UNTIL=20261231',
    'FREQ=WEEKLY;BYDAY=MO,FR',
    'FREQ=MONTHLY;BYDAY=1MO',
    'FREQ=DAILY;COUNT=5',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20270101',
  ])('%s is written as it was read', (rule) => expect(ruleOf(repeatOf(rule))).toBe(rule));
  it('of an instant that ends it is kept whole', () => {
    expect(ruleOf(repeatOf('FREQ=DAILY;UNTIL=20261231T155959Z'))).toBe('FREQ=DAILY;UNTIL=20261231T155959Z');
  });
});
