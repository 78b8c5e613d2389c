// What the system does next by itself when nobody acts, read off the incident's needs, its legs and the policy: the foot of each row.

import type { EpochMs } from '../../../contracts/ids.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import type { NextStep } from '../../../contracts/incident/views.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import { type Policy, planOf } from '../../../contracts/office/policy.ts';
import { tracksOf } from '../../../dispatcher/domain/incident/evolve/tracks.ts';
import { isTravelling, isWaiting, needOf, purposeOf, trackOf } from '../../../dispatcher/domain/incident/leg.ts';
import { isOutsideCall, isPlanned, needNamed } from '../../../dispatcher/domain/incident/needs.ts';
import { reminderFor, stepsAhead } from '../../../dispatcher/domain/incident/officer.ts';

type Step = Omit<NextStep, 'at'> & { due: EpochMs };

/** The earliest automatic step; undefined when nothing is left to do. */
export function nextStep(incident: Incident, policy: Policy): NextStep | undefined {
  const steps: Step[] = incident.legs.flatMap((leg) => stepOf(leg, incident, policy));
  if (incident.state === 'open') {
    steps.push(...needSteps(incident), ...officerSteps(incident, policy));
  }
  const first = steps.sort((a, b) => a.due - b.due || weight(a) - weight(b))[0];
  if (first === undefined) return undefined;
  const { due, ...step } = first;
  return { at: iso(due), ...step };
}

/** Of several at one instant: what the officer should know first. */
const weightiest: readonly NextStep['step'][] = [
  'tell_officers',
  'ask_next',
  'ask_again',
  'check_arrival',
  'call_back',
];
const weight = ({ step }: Step): number => {
  const at = weightiest.indexOf(step);
  return at < 0 ? weightiest.length : at;
};

/** The clocks of the needs themselves. Versions before needs had those of tracks. */
function needSteps(incident: Incident): Step[] {
  if (incident.needs === undefined)
    return tracksOf(incident).flatMap(({ track, dueAt }) =>
      dueAt === undefined ? [] : [{ due: dueAt, step: 'ring_again', track }],
    );
  return incident.needs.flatMap((need) => {
    const step = stepFor(need);
    return step === undefined || need.until === undefined ? [] : [{ due: need.until, step, need: need.need }];
  });
}

function stepFor({ need, state }: Need): NextStep['step'] | undefined {
  if (state === 'waits') return 'end_wait';
  if (state === 'spent' && isPlanned(need)) return 'ask_again';
  if (state === 'spent' && isOutsideCall(need)) return 'remind_call';
  if (state === 'asked' && need === 'word') return 'call_back';
  if (state === 'asked' && need === 'entry') return 'find_entry';
  return undefined; // an offer has a clock of its own, on its leg
}

/** The officer is reminded; while nobody acknowledges the next officers are told. */
function officerSteps(incident: Incident, policy: Policy): Step[] {
  const reminded: Step = { due: incident.reviewAt, step: 'remind_officer', why: reminderFor(incident) };
  if (needNamed(incident, 'officer')?.state === 'met' || incident.surge) return [reminded];
  const [rung] = stepsAhead(incident, policy);
  return rung === undefined ? [reminded] : [{ due: rung.at, step: 'tell_officers', need: 'officer' }, reminded];
}

function stepOf(leg: Leg, incident: Incident, policy: Policy): Step[] {
  if (leg.dueAt === undefined) return [];
  const { responder, dueAt: due } = leg;
  const need = needOf(leg);
  const about = { due, need, track: trackOf(need), responder };
  if (purposeOf(leg) === 'calls' && (isWaiting(leg) || isTravelling(leg)))
    return [need === 'health' ? { ...about, step: 'call_120' } : { ...about, step: 'remind_call' }];
  switch (leg.state) {
    case 'offered':
    case 'received': {
      const role = roleAfter(leg, incident, policy);
      return [{ ...about, step: role === undefined ? 'ring_again' : 'ask_next', ...(role ? { role } : {}) }];
    }
    case 'accepted':
    case 'en_route':
      return [
        { ...about, step: leg.arriveBy !== undefined && due < leg.arriveBy ? 'check_progress' : 'check_arrival' },
      ];
    case 'on_scene':
      return [{ ...about, step: 'check_scene' }];
    case 'stood_down':
      return [{ ...about, step: 'chase_stand_down' }];
    case 'done':
    case 'declined':
    case 'timed_out':
      return [];
  }
}

/** Whom the need asks when this leg does not answer; undefined past the last tier, and while a tier is rung again first. */
function roleAfter(leg: Leg, incident: Incident, policy: Policy): Responder['role'] | undefined {
  if (leg.answerBy !== undefined && leg.dueAt !== undefined && leg.dueAt < leg.answerBy) return undefined;
  const need = needOf(leg);
  const track = trackOf(need);
  const known = needNamed(incident, need) ?? tracksOf(incident).find((one) => one.track === track);
  const tiers = planOf(policy, track, known?.plan)?.tiers ?? [];
  return tiers[(known?.tier ?? leg.tier) + 1]?.who[0]?.roles[0];
}
