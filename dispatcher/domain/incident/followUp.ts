// What one incident asks of another: a person has gone to a more urgent one or off duty, a merge, a wrong merge. Asked by
// the commit of the first, decided like any input of the second.

import { at } from '../../../contracts/ids.ts';
import { deliveryOf } from '../../../contracts/incident/delivery.ts';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { World } from '../world.ts';
import type { Outcome, Setting } from './context.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { askWhoIsThere } from './escalation.ts';
import { goes, isSent, isTravelling, isWaiting } from './leg.ts';
import { absorb, reopenSource } from './merge.ts';
import { isPlanned, needsOf } from './needs.ts';
import { onReply } from './reply.ts';
import { standDownAll } from './standDown.ts';

/** A follow-up that no longer applies is recorded as such: the incident was closed meanwhile, the person let go. */
export function onFollowUp(incident: Incident | undefined, input: FollowUpInput, setting: Setting): Outcome {
  const { what, id, district } = input;
  const { context, world, now } = setting;
  const result: Result = { outcome: 'recorded', what: 'follow_up', at: now };
  if (!incident) return { draft: undefined, result };
  const draft = draftOf(incident, now);
  switch (what.kind) {
    case 'release':
      if (incident.state === 'open') standDownAll(draft, what.responder, 'needed_elsewhere', world);
      break;
    case 'look_again':
      if (incident.state === 'open')
        for (const { need } of needsOf(draft.incident)) if (isPlanned(need)) askWhoIsThere(draft, need, world);
      break;
    case 'left_duty':
      if (incident.state === 'open') leaveDuty(draft, what.responder, world);
      break;
    case 'answered': {
      const { responder, leg, revision, reply, reason } = what;
      const delivery = deliveryOf(incident.id, { id: leg, revision });
      const answer = { id, delivery, incident: incident.id, leg, reply, ...defined({ reason }) };
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
      absorb(draft, what, world);
      break;
    case 'split_off': // whoever it was merged into may have been merged further
      if (incident.state === 'closed' && incident.mergedInto !== undefined) reopenSource(draft, what, context, world);
  }
  return { draft: draft.events.length + draft.followUps.length > 0 ? draft : undefined, result };
}

/** An offer is passed on at once. Whoever is on the way keeps going until a replacement has said yes. */
function leaveDuty(draft: Draft, responder: string, world: World): void {
  for (const leg of draft.incident.legs.filter((one) => one.responder === responder && isSent(one))) {
    if (isTravelling(leg) && goes(leg)) {
      const dueAt = at(draft.now + world.policy.progress.checkSeconds * 1000);
      record(draft, { type: 'leg_doubted', by: 'policy', leg: leg.id, why: 'left_duty', dueAt });
    } else if (isWaiting(leg)) record(draft, { type: 'leg_declined', by: 'policy', leg: leg.id, reason: 'off_duty' });
  }
}
