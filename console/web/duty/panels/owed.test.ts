// Whom somebody should still see: the list of the server, brought up to date by the live picture.
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { IncidentIdSchema } from '../../../../contracts/ids.ts';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { isDueToday, type Owed, owedOf } from './owed.ts';

const idOf = (name: string) => Value.Parse(IncidentIdSchema, `01ARZ3NDEK-${name}-s05`);
type Case = { id: string; seq?: number; by?: string; state?: 'open' | 'closed' };
const incident = ({ id: name, seq = 5, by, state = 'closed' }: Case): IncidentView => ({
  id: idOf(name),
  number: 1,
  seq,
  state,
  priority: 1,
  kind: 'sos',
  marks: [],
  residents: [],
  place: {},
  presses: [],
  receivedAt: '2026-11-28T08:00:00.000+08:00',
  legs: [],
  needs: [],
  helpIsComing: false,
  tracks: [],
  ...(by === undefined ? {} : { aftercare: { what: 'visit' as const, by } }),
});
const live = (...cases: Case[]): Map<string, IncidentView> => new Map(cases.map(incident).map((one) => [one.id, one]));
const idsOf = (owed: readonly Owed[]): string[] => owed.map(({ id }) => id.split('-')[1] ?? '');
const [morning, evening] = ['2026-11-29T09:00:00.000+08:00', '2026-11-29T21:00:00.000+08:00'];

describe('visits that are owed', () => {
  it('stand with the most overdue first', () => {
    const listed = [incident({ id: 'late', by: evening }), incident({ id: 'early', by: morning })];
    expect(idsOf(owedOf(listed, live()))).toEqual(['early', 'late']);
  });

  it('come with an incident that is closed now, and go when somebody was there', () => {
    const listed = [incident({ id: 'seen', by: morning })];
    expect(idsOf(owedOf(listed, live({ id: 'seen', seq: 6 }, { id: 'new', by: evening })))).toEqual(['new']);
  });

  it('are not brought back by an older picture, and not owed while it is open again', () => {
    const listed = [incident({ id: 'seen', seq: 6 }), incident({ id: 'reopened', by: morning })];
    const picture = live({ id: 'seen', seq: 5, by: morning }, { id: 'reopened', seq: 7, by: morning, state: 'open' });
    expect(idsOf(owedOf(listed, picture))).toEqual([]);
  });

  it.each([
    { now: '2026-11-28T23:59:00+08:00', due: false },
    { now: '2026-11-29T00:01:00+08:00', due: true },
    { now: '2026-12-02T08:00:00+08:00', due: true },
  ])('are due on their day in Beijing and ever after: at $now $due', ({ now, due }) => {
    const [one] = owedOf([incident({ id: 'one', by: evening })], live());
    expect(one && isDueToday(one, Date.parse(now))).toBe(due);
  });
});
