// What a decision may look at besides the incident: the district as it stands. The loop builds it from the registry and
// the latest positions; nothing here reads a clock or a store.
import type { Policy, Responder } from '../../contracts/community.ts';
import type { LonLat } from '../../contracts/position.ts';

export type World = {
  policy: Policy;
  /** Everybody who could be sent, on duty or not. */
  responders: readonly Responder[];
  responder(id: string): Responder | undefined;
  /** Where a device is installed; undefined when it is in no home. */
  homeOf(device: string): string | undefined;
  /** The door of a home. */
  door(home: string): LonLat | undefined;
  /** Seconds from where this responder is now to a place, by road; undefined when there is no way. */
  travelSeconds(responder: Responder, to: LonLat): number | undefined;
  /** Is this person on another open incident? */
  busy(responder: string): boolean;
};
