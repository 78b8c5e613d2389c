// Whoever goes off duty in a surge is counted on by hundreds: each of them hears it, in portions.
import { describe, expect, it } from 'vitest';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import { District } from '../../../test/district.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { portion } from './groupReply.ts';

const d = new District();
const named = (n: number): string => `i${String(n).padStart(4, '0')}`;
/** Wang is on so many incidents, the newest first. */
const onMany = (count: number): World => ({
  ...d.world,
  engagements: () =>
    Array.from({ length: count }, (_, i) => ({ incident: named(count - i), priority: 1, taken: false })),
});
const leaves = (world: World) =>
  decide(
    undefined,
    { v: 1, kind: 'duty', district: 'd', responder: 'wang', by: 'wang', id: 'x', onDuty: false },
    {} as Context,
    world,
    d.now,
  );
const goesOn = (input: FollowUpInput, world: World) => decide(undefined, input, {} as Context, world, d.now);
const heard = (all: readonly FollowUpInput[]) =>
  all.flatMap(({ what, incident }) => (what.kind === 'left_duty' ? [incident as string] : []));
const rest = (all: readonly FollowUpInput[]) => all.filter(({ what }) => what.kind === 'left_duty_others');

describe('whoever goes off duty', () => {
  it('is missed by each incident that counts on them', () => {
    const { followUps, result, events } = leaves(onMany(3));
    expect(followUps).toEqual(
      [3, 2, 1].map((n) => ({
        v: 1,
        kind: 'follow_up',
        district: 'd',
        id: `duty/wang/x/${named(n)}`,
        incident: named(n),
        what: { kind: 'left_duty', responder: 'wang' },
      })),
    );
    expect(result).toEqual({ outcome: 'recorded', what: 'duty', at: d.now });
    expect(events).toEqual([]);
  });

  it.each([portion, portion + 1, 2 * portion, 2 * portion + 1])('is missed by each of %s, once', (count) => {
    const world = onMany(count);
    const all: string[] = [];
    let next = leaves(world).followUps;
    for (let portions = 1; ; portions++) {
      const some = heard(next);
      expect(some.length).toBeLessThanOrEqual(portion);
      all.push(...some);
      const [others, ...more] = rest(next);
      expect(more).toEqual([]);
      if (others === undefined) {
        expect(portions).toBe(Math.ceil(count / portion));
        break;
      }
      expect(others).toMatchObject({ district: 'd', id: `duty/wang/x/others/${some.at(-1)}` });
      const decided = goesOn(others, world);
      expect(decided.result).toEqual({ outcome: 'recorded', what: 'follow_up', at: d.now });
      next = decided.followUps;
    }
    expect(new Set(all).size).toBe(count);
    expect(all).toHaveLength(count);
  });

  it('and is on nothing is missed nowhere', () => {
    expect(leaves(onMany(0)).followUps).toEqual([]);
  });
});
