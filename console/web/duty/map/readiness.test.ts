import { describe, expect, it } from 'vitest';
import type { HomeReadiness, Readiness } from '../../../../contracts/office/readiness.ts';
import { withChanges } from './readiness.ts';

const home = (id: string, state: HomeReadiness['state']): HomeReadiness => ({
  id,
  courtyard: 'yard',
  state,
  reasons: [],
});
const known: Readiness = {
  ready: 2,
  atRisk: 0,
  notCovered: 0,
  homes: [home('a', 'ready'), home('b', 'ready')].map((one) => ({ ...one, position: [104, 30] })),
  courtyards: [],
  grids: [],
};

describe('readiness on the console', () => {
  it('follows a change of one home, keeps where it lies, and counts anew', () => {
    const next = withChanges(known, [{ ...home('b', 'not_covered'), reasons: ['nobody_near'] }]);
    expect(next).toMatchObject({ ready: 1, atRisk: 0, notCovered: 1 });
    expect(next?.homes[1]).toMatchObject({
      id: 'b',
      state: 'not_covered',
      reasons: ['nobody_near'],
      position: [104, 30],
    });
  });

  it('asks for everything when a home is new to it', () => {
    expect(withChanges(known, [home('c', 'ready')])).toBeUndefined();
  });
});
