// Who comes first inside a tier: shortest travel time, off duty skipped, busy last. The event keeps everybody weighed.
import type { Responder } from '../../contracts/community.ts';
import type { Candidate } from '../../contracts/events.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { World } from './world.ts';

/** The ranked candidates of a role, and who was chosen; undefined when nobody can be. */
export type Choice = { chosen: Responder | undefined; travelSeconds: number; candidates: Candidate[] };

/**
 * Ranks the people of a role for an incident.
 * A desk is asked wherever the call is; everybody else needs a place to travel to.
 */
export function nearest(role: Responder['role'], incident: Incident, world: World): Choice {
  const door = incident.home === undefined ? undefined : world.door(incident.home);
  const asked = new Set(incident.legs.map((leg) => leg.responder));
  const weighed = world.responders
    .filter((responder) => responder.role === role)
    .map((responder) => weigh(responder, door, asked, world))
    .sort((a, b) => a.order - b.order || a.seconds - b.seconds || (a.responder.id < b.responder.id ? -1 : 1));
  const best = weighed.find((one) => one.reason === undefined) ?? weighed.find((one) => one.reason === 'busy');
  return {
    chosen: best?.responder,
    travelSeconds: best?.seconds ?? 0,
    candidates: weighed.slice(0, 12).map((one) => ({
      responder: one.responder.id,
      travelSeconds: one.seconds,
      reason: one === best ? 'chosen' : (one.reason ?? 'further'),
    })),
  };
}

type Weighed = {
  responder: Responder;
  seconds: number;
  order: number;
  reason: Exclude<Candidate['reason'], 'chosen' | 'further'> | undefined;
};

function weigh(
  responder: Responder,
  door: readonly [number, number] | undefined,
  asked: ReadonlySet<string>,
  world: World,
): Weighed {
  const travel = travelTo(responder, door, world);
  const seconds = Math.max(0, Math.round(travel ?? 0));
  if (asked.has(responder.id)) return { responder, seconds, order: 2, reason: 'already_asked' };
  if (!responder.onDuty) return { responder, seconds, order: 3, reason: 'off_duty' };
  if (travel === undefined) return { responder, seconds, order: 3, reason: 'unreachable' };
  if (world.busy(responder.id)) return { responder, seconds, order: 1, reason: 'busy' };
  return { responder, seconds, order: 0, reason: undefined };
}

/** Seconds to the door; a desk has no way to go, and officers are told even where no place is known. */
export function travelTo(
  responder: Responder,
  door: readonly [number, number] | undefined,
  world: World,
): number | undefined {
  if (responder.means === 'desk') return 0;
  if (door === undefined) return staysOut.has(responder.role) ? undefined : 0;
  return world.travelSeconds(responder, [door[0], door[1]]);
}

/** Roles that go to a door: without a place there is nowhere to send them. */
const staysOut: ReadonlySet<Responder['role']> = new Set(['grid_coordinator', 'volunteer', 'doctor']);
