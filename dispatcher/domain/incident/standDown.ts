// Telling people that they are not needed any more, and chasing them until they have it: by another channel, then through the
// officer, less and less often, with an end that a human sees. Whoever was off gets it on connecting: broker/delivery.ts, and
// console/server/live/devices.ts for the phone's page.
import { at } from '../../../contracts/ids.ts';
import type { Leg } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { World } from '../world.ts';
import { type Draft, record } from './draft.ts';
import { isSent } from './leg.ts';

/** Pauses between chases double up to this. */
const longestPauseMs = 12 * 3_600_000;
/** After so many chases (about four days) the mark `untold` stays and the machine stops. */
export const chasesAtMost = 18;

export function standDown(draft: Draft, leg: Leg, because: string, world: World, by = 'policy'): void {
  const dueAt = at(draft.now + world.policy.standDownChaseSeconds * 1000);
  const channels = defined({ channels: leg.channels });
  record(draft, { type: 'leg_stood_down', by, leg: leg.id, because, dueAt, ...channels });
}

/** Stands down everything that counts on one person. @returns what it was */
export function standDownAll(draft: Draft, responder: string, because: string, world: World): Leg[] {
  const sent = draft.incident.legs.filter((leg) => leg.responder === responder && isSent(leg));
  for (const leg of sent) standDown(draft, leg, because, world);
  return sent;
}

/** First by another channel, where there is one; then the officer is asked to call them. */
export function chase(draft: Draft, leg: Leg, world: World): void {
  const chases = leg.chases ?? 0;
  if (chases >= chasesAtMost) {
    record(draft, { type: 'stand_down_given_up', by: 'policy', leg: leg.id });
    return;
  }
  const responder = world.responder(leg.responder);
  const outside = responder ? world.reach(responder).outside : [];
  const channel = outside.find((one) => !leg.channels?.includes(one)) ?? 'officer';
  const pauseMs = Math.min(world.policy.standDownChaseSeconds * 1000 * 2 ** Math.max(0, chases - 2), longestPauseMs);
  record(draft, { type: 'stand_down_chased', by: 'policy', leg: leg.id, channel, dueAt: at(draft.now + pauseMs) });
}
