// What a decision may look at besides the incident: the district as it stands. The loop builds it from the registry and
// the latest positions; nothing here reads a clock or a store.

import type { EpochMs } from '../../contracts/ids.ts';
import type { Contact, Responder } from '../../contracts/office/community.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { Channel, Priority, ResponderRole } from '../../contracts/terms.ts';

/** Where a home is. */
export type Place = { position: LonLat; courtyard: string; building: string; grid: string };

/** What somebody is on elsewhere. `taken`: they said yes there; otherwise they are only asked. `group`: told of it by courtyard. */
export type Engagement = { incident: string; priority: Priority; taken: boolean; group?: string; home?: string };

/** An open incident in which somebody is still asked for. */
export type Lacking = { incident: string; priority: Priority; home?: string };

/** What somebody is on besides one incident and one group: priorities of single calls, and how many other groups. */
export type Elsewhere = { single: readonly Priority[]; groups: number };

export type World = {
  policy: Policy;
  /** Minutes since midnight in the district's time zone. */
  minuteOfDay(now: EpochMs): number;
  /** An instant as a device or a person writes it, without an offset by the district's wall clock; undefined when it is none. */
  instantOf(text: string): EpochMs | undefined;
  responder(id: string): Responder | undefined;
  /** Everybody who holds a role, on duty or not. */
  holders(role: ResponderRole): readonly Responder[];
  onDuty(responder: Responder, now: EpochMs): boolean;
  /** The open incidents that this person is asked for or on. */
  engagements(responder: string): readonly Engagement[];
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere;
  /** The open incidents of the district in which somebody is still asked for. */
  lacking(): readonly Lacking[];
  /** When somebody comes on duty next, by the roster; undefined when that is not known. */
  nextOnDuty(now: EpochMs): EpochMs | undefined;
  /** Who has the night desk now: nobody in the hall is awake. */
  nightDesk(now: EpochMs): readonly Responder[];
  /** Can anybody of this home talk on a telephone? */
  canTalk(home: string): boolean;
  /** Far more calls than usual: whoever is asked gets a courtyard, not single calls. */
  isSurge(now: EpochMs): boolean;
  /** Is their app connected, and which other channels lead to them? */
  reach(responder: Responder): { connected: boolean; outside: readonly Channel[]; app: boolean };
  /** Seconds from where this responder is now to a place; undefined when there is no way. */
  travelSeconds(responder: Responder, to: LonLat): number | undefined;
  /** Is where they are known from a fresh position, and not from their base? */
  isFresh(responder: string): boolean;
  /** Where a device is installed, or where the one who carries it lives; undefined when it is in no home. */
  homeOf(device: string): string | undefined;
  /** A carried device may be anywhere. */
  isCarried(device: string): boolean;
  place(home: string): Place | undefined;
  /** Grids that share a border with this one. */
  neighbours(grid: string): ReadonlySet<string>;
  /** Where help goes instead of the home: the fix that came with the press (a side record of the incident). */
  fix(incident: string): LonLat | undefined;
  /** Metres as the crow flies. */
  metres(from: LonLat, to: LonLat): number;
  /** Does this code belong to the home: the one inside its door, or a card of somebody who lives there? undefined: not known now. */
  provesPresence(home: string, by: 'card' | 'door_code', code: string): boolean | undefined;
  /** The contacts of whoever lives there. */
  contacts(home: string): readonly { resident: string; contact: number; agreed: NonNullable<Contact['agreed']> }[];
};
