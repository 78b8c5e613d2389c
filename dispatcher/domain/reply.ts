// What a responder's answer does. An answer that no longer applies is refused with a reason, never an exception.
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import type { ReplyInput } from '../../contracts/inputs.ts';
import { aside, type Draft, draftOf, record } from './draft.ts';
import { escalate } from './escalation.ts';
import { isAsked, isTaken, legsOf } from './leg.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

type Outcome = { draft: Draft | undefined; result: Result };

export function onReply(incident: Incident | undefined, input: ReplyInput, world: World, now: EpochMs): Outcome {
  const refuse = (code: Extract<Result, { outcome: 'refused' }>['code']): Outcome => ({
    draft: undefined,
    result: { outcome: 'refused', code, at: now },
  });
  if (!incident) return refuse('not_open');
  const leg = incident.legs.find((one) => one.id === input.reply.leg);
  if (!leg) return refuse('unknown_leg');
  if (leg.responder !== input.responder) return refuse('not_your_leg');

  const draft = draftOf(incident, now);
  const by = `responder/${input.responder}`;
  receipt(draft, leg, input.reply.delivery, by);
  const applied = answer(draft, leg, input, world, by);
  const result: Result = applied
    ? { outcome: 'applied', incident: incident.id, at: now }
    : { outcome: 'refused', code: 'leg_ended', at: now };
  return { draft: draft.events.length > 0 ? draft : undefined, result };
}

/** Any answer to a delivery confirms that it arrived. */
function receipt(draft: Draft, leg: Leg, delivery: string | undefined, by: string): void {
  const revision = Number(delivery?.split('/').at(-1));
  if (Number.isInteger(revision) && revision > leg.receipted && revision <= leg.revision)
    record(draft, { type: 'leg_received', by, leg: leg.id, revision });
}

/** @returns false when the answer no longer applies */
function answer(draft: Draft, leg: Leg, input: ReplyInput, world: World, by: string): boolean {
  const { reply, text } = input.reply;
  const { policy } = world;
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  const arrival = after(leg.travelSeconds + policy.arriveGraceSeconds);
  switch (reply) {
    case 'receipt':
      return true;
    case 'accept':
      if (!isAsked(leg)) return isTaken(leg); // said twice is said once
      record(draft, { type: 'leg_accepted', by, leg: leg.id, dueAt: arrival, revived: leg.state === 'timed_out' });
      for (const other of legsOf(draft.incident, leg.track))
        if (other.id !== leg.id && isAsked(other)) standDown(draft, other, 'another_accepted', world);
      return true;
    case 'decline':
      if (!isAsked(leg) && !isTaken(leg)) return leg.state === 'declined';
      record(draft, { type: 'leg_declined', by, leg: leg.id, ...aside(draft, text) });
      if (
        !legsOf(draft.incident, leg.track).some(
          (one) => isTaken(one) || one.state === 'offered' || one.state === 'received',
        )
      )
        escalate(draft, leg.track, world);
      return true;
    case 'en_route':
      if (!isTaken(leg)) return false;
      if (leg.state === 'accepted') record(draft, { type: 'leg_en_route', by, leg: leg.id, dueAt: arrival });
      return true;
    case 'on_scene':
      if (!isTaken(leg)) return false;
      if (leg.state !== 'on_scene')
        record(draft, { type: 'leg_on_scene', by, leg: leg.id, dueAt: after(policy.sceneReviewSeconds) });
      return true;
    case 'done':
      if (!isTaken(leg)) return leg.state === 'done';
      record(draft, {
        type: 'leg_done',
        by,
        leg: leg.id,
        reviewAt: draft.incident.state === 'open' ? after(policy.closeReminderSeconds) : draft.incident.reviewAt,
        ...aside(draft, text),
      });
      return true;
    case 'help':
      if (!isTaken(leg)) return false;
      record(draft, { type: 'help_asked', by, leg: leg.id, ...aside(draft, text) });
      escalate(draft, leg.track, world);
      return true;
    case 'note':
      return text === undefined ? false : note(draft, leg, text, by);
  }
}

function note(draft: Draft, leg: Leg, text: string, by: string): boolean {
  const { textId } = aside(draft, text);
  if (textId === undefined) return false;
  record(draft, { type: 'note_added', by, leg: leg.id, textId });
  return true;
}

/** Whoever was sent is told when they are no longer needed, and chased until they have it. */
export function standDown(draft: Draft, leg: Leg, because: string, world: World, by = 'policy'): void {
  const dueAt = at(draft.now + world.policy.standDownChaseSeconds * 1000);
  record(draft, { type: 'leg_stood_down', by, leg: leg.id, because, dueAt });
}
