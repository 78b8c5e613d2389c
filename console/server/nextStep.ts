// What the system does next by itself when nobody acts, read off the incident's state and the policy: the foot of each row.
import type { NextStep } from '../../contracts/api.ts';
import type { Policy, Responder } from '../../contracts/community.ts';
import type { EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg, Track } from '../../contracts/incident.ts';
import { iso } from './clock.ts';

type Step = Omit<NextStep, 'at'> & { due: EpochMs };

/** The earliest automatic step; undefined when nothing is left to do. */
export function nextStep(incident: Incident, policy: Policy): NextStep | undefined {
  const steps: Step[] = incident.legs.flatMap((leg) => stepOf(leg, incident, policy));
  if (incident.state === 'open') {
    for (const { track, dueAt } of incident.tracks)
      if (dueAt !== undefined) steps.push({ due: dueAt, step: 'ring_again', track });
    steps.push({ due: incident.reviewAt, step: 'remind_officer' });
  }
  const first = steps.sort((a, b) => a.due - b.due)[0];
  if (first === undefined) return undefined;
  const { due, ...step } = first;
  return { at: iso(due), ...step };
}

function stepOf(leg: Leg, incident: Incident, policy: Policy): Step[] {
  if (leg.dueAt === undefined) return [];
  const { track, responder, dueAt: due } = leg;
  switch (leg.state) {
    case 'offered':
    case 'received': {
      const role = roleAfter(leg, incident, policy);
      return [
        { due, step: role === undefined ? 'ring_again' : 'ask_next', track, responder, ...(role ? { role } : {}) },
      ];
    }
    case 'accepted':
    case 'en_route':
      return [{ due, step: 'check_arrival', track, responder }];
    case 'on_scene':
      return [{ due, step: 'check_scene', track, responder }];
    case 'stood_down':
      return [{ due, step: 'chase_stand_down', track, responder }];
    case 'done':
    case 'declined':
    case 'timed_out':
      return [];
  }
}

/** Whom the track asks when this leg does not answer; undefined past the last tier. */
function roleAfter(leg: Leg, incident: Incident, policy: Policy): Responder['role'] | undefined {
  const tiers = policy.tracks[leg.track];
  const standing = incident.tracks.find((one) => one.track === leg.track)?.tier ?? leg.tier;
  const asked = incident.legs.filter((one) => sameTier(one, leg.track, standing)).length;
  const rule = tiers[standing];
  return rule !== undefined && asked < rule.attempts ? rule.role : tiers[standing + 1]?.role;
}

const sameTier = (leg: Leg, track: Track, tier: number): boolean =>
  leg.track === track && leg.tier === tier && leg.byHand !== true;
