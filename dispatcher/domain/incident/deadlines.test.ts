import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Priority } from '../../../contracts/terms.ts';
import { Deadlines } from './deadlines.ts';

type Known = Map<string, { at: number; priority: Priority }>;
/** What they are due at and how urgent: of two that are alike either may come first. */
const due = (ids: readonly string[], known: Known): string[] =>
  ids.map((id) => `P${known.get(id)?.priority} at ${known.get(id)?.at}`);

const instant = fc.integer({ min: 0, max: 20 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ id: fc.constantFrom(...'abcdefghij'), at: instant, priority: fc.constantFrom(1, 2, 3) }),
  },
  { weight: 1, arbitrary: fc.record({ gone: fc.constantFrom(...'abcdefghij') }) },
  { weight: 2, arbitrary: fc.record({ now: instant, atMost: fc.integer({ min: 0, max: 11 }) }) },
);

describe('deadlines', () => {
  it('are what a plain list of them says, whatever is set, moved, done or asked for, and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [deadlines, known] = [new Deadlines(), new Map() as Known];
        let latest = -1;
        for (const one of steps) {
          if ('id' in one) {
            deadlines.set(one.id, at(one.at), one.priority as Priority);
            known.set(one.id, { at: one.at, priority: one.priority as Priority });
          } else if ('gone' in one) {
            deadlines.set(one.gone, undefined, 1);
            known.delete(one.gone);
          } else {
            latest = Math.max(latest, one.now);
            const passed = [...known.keys()]
              .filter((id) => (known.get(id)?.at ?? 0) <= one.now)
              .sort((a, b) => {
                const [x, y] = [known.get(a), known.get(b)];
                return (x?.priority ?? 0) - (y?.priority ?? 0) || (x?.at ?? 0) - (y?.at ?? 0);
              });
            const found = deadlines.passed(at(one.now), one.atMost);
            expect(new Set(found).size).toBe(found.length);
            expect(due(found, known)).toEqual(due(passed.slice(0, one.atMost), known));
          }
          const all = [...known.values()].map((each) => each.at);
          const [earliest, next] = [Math.min(...all), deadlines.next()];
          if (earliest > latest) expect(next).toBe(all.length === 0 ? undefined : earliest);
          else expect(next).toSatisfy((is: number) => is >= earliest && is <= latest);
        }
      }),
      { seed: 20_261_129, numRuns: 200 },
    );
  });

  it('of what has become urgent come first, though their hour is the same', () => {
    const deadlines = new Deadlines();
    deadlines.set('fall', at(5), 2);
    deadlines.set('lamp', at(5), 3);
    deadlines.set('lamp', at(5), 1);
    expect(deadlines.passed(at(5), 9)).toEqual(['lamp', 'fall']);
  });

  it('that lie ahead after a step back of the clock do not hide what has passed', () => {
    const deadlines = new Deadlines();
    deadlines.set('urgent', at(100), 1);
    deadlines.set('lamp', at(10), 3);
    expect(deadlines.passed(at(100), 9)).toEqual(['urgent', 'lamp']);
    expect(deadlines.passed(at(50), 9)).toEqual(['lamp']);
    expect(deadlines.passed(at(100), 9)).toEqual(['urgent', 'lamp']);
  });

  it('that are acted on no more than a few at a time are all acted on, the most urgent first', () => {
    const deadlines = new Deadlines();
    for (let i = 0; i < 9; i++) deadlines.set(`${i}`, at(i), ((i % 3) + 1) as Priority);
    expect(deadlines.passed(at(9), 4)).toEqual(['0', '3', '6', '1']);
    for (const id of ['0', '3', '6', '1']) deadlines.set(id, undefined, 1);
    expect(deadlines.passed(at(9), 4)).toEqual(['4', '7', '2', '5']);
  });
});
