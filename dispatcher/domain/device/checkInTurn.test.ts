// Who goes first where more are missed than calls are opened a minute.
import { describe, expect, it } from 'vitest';
import type { KeptCheckIn } from '../../../contracts/device/checkIns.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { inTurn, waitsTooLong } from './checkInTurn.ts';

const minute = 60_000;
const missed = (id: string, due: number, more: Partial<Resident> = {}) => {
  const resident: Resident = {
    ...{ id, home: id, name: '某', gender: 'female', birthYear: 1950, livesAlone: false, conditions: [], contacts: [] },
    ...more,
  };
  const of = { day: '2026-07-20', due };
  const before: KeptCheckIn = { ...of, state: 'asked', at: due };
  return { resident, before, after: { ...of, state: 'missed' as const, at: due + 15 * minute } };
};

describe('whoever is missed', () => {
  it('goes by how long they have waited, then by whether they are at risk, else as they are registered', () => {
    const all = [
      missed('late', 2_000, { conditions: ['冠心病'] }),
      missed('first', 1_000),
      missed('second', 1_000),
      missed('risk', 1_000, { mobility: '轮椅' }),
    ];
    expect(inTurn(all, 2026).map(({ resident }) => resident.id)).toEqual(['risk', 'first', 'second', 'late']);
  });

  it.each([
    { after: 15, is: false },
    { after: 19, is: false },
    { after: 20, is: true },
  ])('and was asked $after minutes ago waits too long for the others: $is', ({ after, is }) =>
    expect(waitsTooLong(missed('a', 0), { askedMs: 15 * minute, now: after * minute })).toBe(is),
  );
});
