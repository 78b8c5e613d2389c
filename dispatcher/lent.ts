// What the owner of the open incidents adds to a district's world, and what the loop lends to a decision.
import type { EpochMs } from '../contracts/ids.ts';
import type { LonLat } from '../contracts/position.ts';
import type { Elsewhere, Engagement, Lacking, World } from './domain/world.ts';

/** What only the owner of the open incidents knows of a world. */
export type Known = {
  engagements(responder: string): readonly Engagement[];
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere;
  lacking(): readonly Lacking[];
  isSurge(now: EpochMs): boolean;
  fix(incident: string): LonLat | undefined;
};

/** For whoever looks at a world without owning its incidents. */
export const knowsNothing: Known = {
  engagements: () => [],
  elsewhere: () => ({ single: [], groups: 0 }),
  lacking: () => [],
  isSurge: () => false,
  fix: () => undefined,
};

/** What the loop lends to a decision: the district's world, with what is known here. Throws for an unknown district. */
export type WorldOf = (district: string, known: Known) => World;
