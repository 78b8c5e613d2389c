// What one incident asks of another: a person has gone to a more urgent one or off duty, a merge, a wrong merge. Asked by
// the commit of the first, decided like any input of the second.
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Priority } from '../../contracts/incident.ts';
import type { FollowUpInput } from '../../contracts/inputs.ts';
import { askAnew } from './command.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { escalateIfAlone } from './escalation.ts';
import { isSent, isTravelling, isUntold, isWaiting } from './leg.ts';
import { lookAgain, onReply, standDownAll } from './reply.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

/** A follow-up that no longer applies is recorded as such: the incident was closed meanwhile, the person let go. */
export function onFollowUp(
  incident: Incident | undefined,
  { what, id, district }: FollowUpInput,
  world: World,
  now: EpochMs,
): { draft: Draft | undefined; result: Result } {
  const result: Result = { outcome: 'recorded', what: 'follow_up', at: now };
  if (!incident) return { draft: undefined, result };
  const draft = draftOf(incident, now);
  switch (what.kind) {
    case 'release':
      if (incident.state === 'open')
        for (const leg of standDownAll(draft, what.responder, 'needed_elsewhere', world))
          escalateIfAlone(draft, leg.track, world, 0);
      break;
    case 'left_duty':
      if (incident.state === 'open') leaveDuty(draft, what.responder, world);
      break;
    case 'answered': {
      const { responder, leg, revision, reply, reason } = what;
      const delivery = `${incident.id}/${leg}/${revision}`;
      const answer = { id, delivery, incident: incident.id, leg, reply, ...(reason === undefined ? {} : { reason }) };
      const { draft: answered } = onReply(
        incident,
        { v: 1, kind: 'reply', district, responder, reply: answer },
        world,
        now,
      );
      return { draft: answered, result };
    }
    case 'answered_others':
    case 'left_duty_others':
      break; // concern no incident: decide.ts
    case 'absorb':
      if (incident.state === 'open') absorb(draft, what);
      break;
    case 'split_off':
      if (incident.mergedInto === what.from) {
        const reviewAt = at(now + world.policy.officerAcknowledgeSeconds * 1000);
        record(draft, { type: 'reopened', by: what.by, why: 'split', reviewAt });
        askAnew(draft, world);
      }
  }
  return { draft: draft.events.length > 0 ? draft : undefined, result };
}

/** An offer is passed on at once. Whoever is on the way keeps going until a replacement has said yes. */
function leaveDuty(draft: Draft, responder: string, world: World): void {
  for (const leg of draft.incident.legs.filter((one) => one.responder === responder && isSent(one))) {
    if (isTravelling(leg) && leg.comes !== false) {
      const dueAt = at(draft.now + world.policy.progress.checkSeconds * 1000);
      record(draft, { type: 'leg_doubted', by: 'policy', leg: leg.id, why: 'left_duty', dueAt });
      escalateIfAlone(draft, leg.track, world, 0);
    } else if (isWaiting(leg)) {
      record(draft, { type: 'leg_declined', by: 'policy', leg: leg.id, reason: 'off_duty' });
      lookAgain(draft, leg, world);
    }
  }
}

function absorb(draft: Draft, what: Extract<FollowUpInput['what'], { kind: 'absorb' }>): void {
  const { by, from, home, device, presses } = what;
  const priority = Math.min(draft.incident.priority, what.priority) as Priority;
  const where = { ...(home === undefined ? {} : { home }), ...(device === undefined ? {} : { device }) };
  record(draft, { type: 'absorbed', by, from, presses, priority, ...where });
  for (const leg of draft.incident.legs)
    if (isSent(leg) && !isUntold(leg))
      record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'merged' });
}
