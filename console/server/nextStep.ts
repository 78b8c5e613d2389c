// What the system does next by itself when nobody acts, read off the incident's state and the policy: the foot of each row.
import type { NextStep } from '../../contracts/api.ts';
import type { Responder } from '../../contracts/community.ts';
import type { EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import { type Policy, planOf } from '../../contracts/policy.ts';
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
      if (leg.asks !== undefined) return [{ due, step: 'call_120', track, responder }];
      return [
        {
          due,
          step: leg.arriveBy !== undefined && due < leg.arriveBy ? 'check_progress' : 'check_arrival',
          track,
          responder,
        },
      ];
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

/** Whom the track asks when this leg does not answer; undefined past the last tier, and while a tier is rung again first. */
function roleAfter(leg: Leg, incident: Incident, policy: Policy): Responder['role'] | undefined {
  const state = incident.tracks.find((one) => one.track === leg.track);
  if (leg.answerBy !== undefined && leg.dueAt !== undefined && leg.dueAt < leg.answerBy) return undefined;
  const tiers = planOf(policy, leg.track, state?.plan)?.tiers ?? [];
  return tiers[(state?.tier ?? leg.tier) + 1]?.who[0]?.roles[0];
}
