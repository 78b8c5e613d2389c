// Coordinators as tests of rosters and maps want them, and the policy that asks them alone.
import type { Responder } from '../contracts/office/community.ts';
import type { Group, Policy } from '../contracts/office/policy.ts';
import { policy } from './district.ts';

export const coordinator = (id: string, more: Partial<Responder> = {}): Responder => ({
  ...{ id, name: id, role: 'grid_coordinator', base: [104, 30], means: 'bicycle', onDuty: true, simulated: true },
  ...more,
});

/** A grid's border of no size in particular. */
export const smallRing: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];

/** One tier that asks the coordinators of this area. */
export const oneTier = (area: Group['area']): Policy => {
  const who: Group[] = [{ roles: ['grid_coordinator'], area, inParallel: 1 }];
  const tiers = [{ name: 'first', who, answerWithinSeconds: 45, channels: ['app' as const] }];
  return { ...policy, plans: [{ id: 'p', track: 'grid', name: 'p', tiers }] };
};
