// What happens when a deadline has passed: whoever did not answer is passed over, whoever is late is reinforced, whoever
// was not told is chased, and the officer is reminded. Each of these sets the next deadline.
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { escalate, exhaust } from './escalation.ts';
import { isTaken, isUntold, legsOf } from './leg.ts';
import type { World } from './world.ts';

export function onTick(incident: Incident, world: World, now: EpochMs): Draft {
  const draft = draftOf(incident, now);
  for (const leg of incident.legs) if (isDue(leg.dueAt, now)) onLegDue(draft, leg, world);
  if (draft.incident.state === 'closed') return draft;
  for (const { track, dueAt } of draft.incident.tracks) if (isDue(dueAt, now)) exhaust(draft, track);
  if (isDue(draft.incident.reviewAt, now)) remind(draft, world);
  return draft;
}

const isDue = (dueAt: EpochMs | undefined, now: EpochMs): boolean => dueAt !== undefined && dueAt <= now;

function onLegDue(draft: Draft, leg: Leg, world: World): void {
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  switch (leg.state) {
    case 'offered':
    case 'received':
      record(draft, { type: 'leg_timed_out', by: 'policy', leg: leg.id });
      if (!legsOf(draft.incident, leg.track).some(isTaken)) escalate(draft, leg.track, world);
      return;
    case 'accepted':
    case 'en_route':
      record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(world.policy.arriveGraceSeconds) });
      if (!legsOf(draft.incident, leg.track).some((one) => one.state === 'offered' || one.state === 'received'))
        escalate(draft, leg.track, world);
      return;
    case 'on_scene':
      record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(world.policy.sceneReviewSeconds) });
      return;
    case 'stood_down':
      if (isUntold(leg))
        record(draft, {
          type: 'stand_down_chased',
          by: 'policy',
          leg: leg.id,
          dueAt: after(world.policy.standDownChaseSeconds),
        });
      return;
    case 'timed_out':
    case 'declined':
    case 'done':
      return;
  }
}

function remind(draft: Draft, world: World): void {
  const { incident } = draft;
  const why = !incident.acknowledged
    ? 'not_acknowledged'
    : incident.legs.some((leg) => leg.state === 'done')
      ? 'waiting_to_close'
      : incident.legs.some(isTaken)
        ? 'under_way'
        : 'nobody_coming';
  const seconds =
    why === 'waiting_to_close' || why === 'under_way'
      ? world.policy.closeReminderSeconds
      : world.policy.officerAcknowledgeSeconds;
  record(draft, { type: 'officer_reminded', by: 'policy', why, reviewAt: at(draft.now + seconds * 1000) });
}
