// What a responder's answer does. An answer that no longer applies is refused with a reason, never an exception.
import { readGroupDelivery } from '../../contracts/groups.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import type { ReplyInput } from '../../contracts/inputs.ts';
import { tellContacts } from './contacts.ts';
import { aside, type Draft, draftOf, followUp, record } from './draft.ts';
import { escalate, escalateIfAlone } from './escalation.ts';
import { isAsked, isSent, isTaken, isTravelling, isWaiting, legsOf } from './leg.ts';
import { spotOf } from './nearest.ts';
import { startOf } from './plan.ts';
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
  if (readGroupDelivery(delivery)) return; // confirmed for the whole group, by an answer that is for all of it
  const revision = Number(delivery?.split('/').at(-1));
  if (Number.isInteger(revision) && revision > leg.receipted && revision <= leg.revision)
    record(draft, { type: 'leg_received', by, leg: leg.id, revision });
}

/** @returns false when the answer no longer applies */
function answer(draft: Draft, leg: Leg, input: ReplyInput, world: World, by: string): boolean {
  const { reply, text, reason, needs, findings } = input.reply;
  const { policy } = world;
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  switch (reply) {
    case 'receipt':
      return true;
    case 'accept':
      if (!isAsked(leg)) return isTaken(leg); // said twice is said once
      accept(draft, leg, world, by);
      return true;
    case 'decline':
      if (!isAsked(leg) && !isTaken(leg)) return leg.state === 'declined';
      record(draft, {
        type: 'leg_declined',
        by,
        leg: leg.id,
        ...(reason === undefined ? {} : { reason }),
        ...aside(draft, text),
      });
      lookAgain(draft, leg, world);
      return true;
    case 'en_route':
      if (!isTaken(leg)) return false;
      if (leg.state === 'accepted') {
        const { dueAt, arriveBy } = onTheWay(leg, draft, world);
        record(draft, { type: 'leg_en_route', by, leg: leg.id, dueAt, ...(arriveBy ? { arriveBy } : {}) });
      }
      return true;
    case 'on_scene':
      if (!isTaken(leg)) return false;
      if (leg.state !== 'on_scene') arrive(draft, leg, input, world, by);
      return true;
    case 'done':
      if (!isTaken(leg)) return leg.state === 'done';
      record(draft, {
        type: 'leg_done',
        by,
        leg: leg.id,
        ...(findings === undefined ? {} : { findings }),
        reviewAt: draft.incident.state === 'open' ? after(policy.closeReminderSeconds) : draft.incident.reviewAt,
        ...aside(draft, text),
      });
      return true;
    case 'help':
      if (!isTaken(leg)) return false;
      record(draft, {
        type: 'help_asked',
        by,
        leg: leg.id,
        ...(needs === undefined ? {} : { needs }),
        ...aside(draft, text),
      });
      help(draft, leg, needs ?? 'person', world);
      return true;
    case 'note':
      return text === undefined ? false : note(draft, leg, text, by);
  }
}

/** A yes. Whoever else was asked is told that they are not needed, and other incidents that they were on let them go. */
function accept(draft: Draft, leg: Leg, world: World, by: string): void {
  const { dueAt, arriveBy, measuredSeconds } = onTheWay(leg, draft, world);
  record(draft, {
    type: 'leg_accepted',
    by,
    leg: leg.id,
    dueAt,
    ...(arriveBy === undefined ? {} : { arriveBy }),
    ...(measuredSeconds === undefined ? {} : { measuredSeconds }),
    revived: leg.state === 'timed_out',
  });
  if (leg.settles !== false && leg.asks === undefined)
    for (const other of legsOf(draft.incident, leg.track)) {
      if (other.id === leg.id || other.settles === false || other.asks !== undefined) continue;
      if (isAsked(other)) standDown(draft, other, 'another_accepted', world);
      else if (isTravelling(other) && other.doubtful !== undefined) standDown(draft, other, 'replaced', world);
    }
  if (leg.comes !== false) tellContacts(draft, 'coming', world);
  release(draft, leg, world);
}

/** Whoever goes to this incident cannot go to another: a P3 that they were on, and every offer that they have not answered. */
function release(draft: Draft, leg: Leg, world: World): void {
  const { id, priority } = draft.incident;
  if (leg.comes === false || leg.group !== undefined) return; // a courtyard is a list, not the only thing they do
  for (const one of world.engagements(leg.responder))
    if (one.incident !== id && one.group === undefined && (!one.taken || (priority === 1 && one.priority === 3)))
      followUp(draft, one.incident as typeof id, { kind: 'release', responder: leg.responder, for: id });
}

/** When to look again whether somebody gets nearer, and when they should be there. */
export function onTheWay(
  leg: Leg,
  draft: Draft,
  world: World,
): { dueAt: EpochMs; arriveBy?: EpochMs; measuredSeconds?: number } {
  const { policy } = world;
  if (leg.asks !== undefined) return { dueAt: at(draft.now + policy.officerAcknowledgeSeconds * 1000) };
  if (leg.comes === false) return { dueAt: at(draft.now + policy.sceneReviewSeconds * 1000) };
  const measured = measure(leg, draft, world);
  const travel = measured ?? leg.travelSeconds;
  // Whoever goes from door to door gets no nearer to the last one for a while.
  const turn = leg.group === undefined ? 0 : policy.sceneReviewSeconds;
  const arriveBy = at(draft.now + (travel + policy.arriveGraceSeconds + turn) * 1000);
  const dueAt = turn > 0 ? arriveBy : at(Math.min(arriveBy, draft.now + policy.progress.checkSeconds * 1000));
  return { dueAt, arriveBy, ...(measured === undefined ? {} : { measuredSeconds: measured }) };
}

/** Seconds to the place from a fresh position; undefined when nobody knows where they are. */
export function measure(leg: Leg, draft: Draft, world: World): number | undefined {
  const spot = spotOf(draft, world);
  const responder = world.responder(leg.responder);
  if (spot === undefined || responder === undefined || !world.isFresh(leg.responder)) return undefined;
  const seconds = world.travelSeconds(responder, spot);
  return seconds === undefined ? undefined : Math.round(seconds);
}

function arrive(draft: Draft, leg: Leg, { reply }: ReplyInput, world: World, by: string): void {
  const { home } = draft.incident;
  const { check } = reply;
  const proved = check !== undefined && home !== undefined && world.provesPresence(home, check.by, check.code);
  record(draft, {
    type: 'leg_on_scene',
    by,
    leg: leg.id,
    dueAt: at(draft.now + world.policy.sceneReviewSeconds * 1000),
    check: check === undefined ? 'none' : proved ? check.by : 'wrong',
  });
  if (check !== undefined && !proved)
    record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'code_wrong' });
  for (const other of legsOf(draft.incident, leg.track))
    if (other.id !== leg.id && other.settles === false && isAsked(other))
      standDown(draft, other, 'another_arrived', world);
  if (leg.comes !== false) tellContacts(draft, 'on_scene', world);
}

/** Help at the scene: one more person, a doctor, or an ambulance, which only a human calls. */
function help(draft: Draft, leg: Leg, needs: 'person' | 'doctor' | 'ambulance', world: World): void {
  switch (needs) {
    case 'person':
      if (!legsOf(draft.incident, leg.track).some(isWaiting)) escalate(draft, leg.track, world, 0);
      return;
    case 'doctor': {
      const plan = startOf('sos', world, draft.now).plans.health;
      if (!draft.incident.tracks.some(({ track }) => track === 'health') && plan !== undefined)
        record(draft, { type: 'track_planned', by: 'policy', track: 'health', plan });
      if (!legsOf(draft.incident, 'health').some(isWaiting)) escalate(draft, 'health', world);
      return;
    }
    case 'ambulance':
      if (!draft.incident.ambulance && !draft.incident.marks.includes('call_120'))
        record(draft, { type: 'ambulance_asked', by: 'policy', why: 'responder' });
  }
}

/** Somebody has dropped out: the next of the same tier is asked at once; who was stood down for them is asked again. */
export function lookAgain(draft: Draft, leg: Leg, world: World): void {
  const relied = isTaken(leg); // as it was: others were sent home because of them
  if (relied) escalateIfAlone(draft, leg.track, world, 0);
  else if (draft.incident.state === 'open' && !restsOn(draft, leg) && !isSpent(draft, leg))
    escalate(draft, leg.track, world);
}

/** Every tier was asked in vain: the track's own deadline asks again, a no must not hasten it. */
const isSpent = (draft: Draft, leg: Leg): boolean =>
  draft.incident.tracks.some(({ track, spent }) => track === leg.track && spent !== undefined);

/** Somebody else has said yes already: no further person of the tier is needed. */
const restsOn = (draft: Draft, leg: Leg): boolean =>
  legsOf(draft.incident, leg.track).some((one) => isTaken(one) && one.settles !== false && one.doubtful === undefined);

function note(draft: Draft, leg: Leg, text: string, by: string): boolean {
  const { textId } = aside(draft, text);
  if (textId === undefined) return false;
  record(draft, { type: 'note_added', by, leg: leg.id, textId });
  return true;
}

/** Whoever was sent is told when they are no longer needed, and chased until they have it. */
export function standDown(draft: Draft, leg: Leg, because: string, world: World, by = 'policy'): void {
  const dueAt = at(draft.now + world.policy.standDownChaseSeconds * 1000);
  const channels = leg.channels === undefined ? {} : { channels: leg.channels };
  record(draft, { type: 'leg_stood_down', by, leg: leg.id, because, dueAt, ...channels });
}

/** Stands down everything that counts on one person. @returns whether there was anything */
export function standDownAll(draft: Draft, responder: string, because: string, world: World): Leg[] {
  const sent = draft.incident.legs.filter((leg) => leg.responder === responder && isSent(leg));
  for (const leg of sent) standDown(draft, leg, because, world);
  return sent;
}
