// What the loop knows about an input besides its words, and what a decision may ask about other open incidents.
import type { EpochMs, IncidentId } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { TestWindow } from '../device/testWindow.ts';
import type { World } from '../world.ts';
import type { Draft } from './draft.ts';
import type { Member } from './groupOffers.ts';

/** What a decision is weighed against, and when it is made. */
export type Setting = { context: Context; world: World; now: EpochMs };
/** Its draft; undefined where nothing comes of it. */
export type Outcome = { draft: Draft | undefined; result: Result };

export type Context = {
  /** The incident that this input would open. */
  newIncident: IncidentId;
  /** The number it would take in its district. */
  nextNumber: number;
  /** When the input was stored, ms of the server's clock. */
  storedAt: EpochMs;
  /** What became of an earlier input with this key. */
  earlier: Result | undefined;
  /** The group of an open incident next door: same building, or same courtyard within `withinMs`. */
  groupAt(home: string, withinMs: number): IncidentId | undefined;
  /** What somebody was told of together. */
  offeredTogether(responder: string, group: string): readonly Member[];
  /** An open incident by its id. */
  find(incident: string): Incident | undefined;
  /** The open incident of a home. */
  openAt(home: string): Incident | undefined;
  /** When a device was pressed last, ms; undefined: not within days. */
  pressedAt(device: string): EpochMs | undefined;
  /** The latest test window of a device, open or not. */
  testWindow(device: string): TestWindow | undefined;
};
