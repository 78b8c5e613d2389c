// What happens when a deadline has passed: whoever did not answer is rung again and then passed over, whoever does not get
// nearer is doubted and replaced, whoever was not told is chased, and the officer is reminded. Each sets the next deadline.
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg, Track } from '../../contracts/incident.ts';
import { planOf } from '../../contracts/policy.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { escalate, escalateIfAlone, tellAgain } from './escalation.ts';
import { isTaken, isUntold, isWaiting, needsSomebody } from './leg.ts';
import { deadline } from './pending.ts';
import { startOf } from './plan.ts';
import { measure } from './reply.ts';
import type { World } from './world.ts';

/** A decision later than this after its deadline says so in its events. */
export const lateBeyondMs = 1_000;
/** Within this many seconds of the place nobody is said to stand still. */
const nearlyThereSeconds = 30;

export function onTick(incident: Incident, world: World, now: EpochMs): Draft {
  const lateMs = now - (deadline(incident) ?? now);
  const draft: Draft = { ...draftOf(incident, now), ...(lateMs > lateBeyondMs ? { lateMs } : {}) };
  const passedOver = new Set<Track>();
  for (const leg of incident.legs) if (isDue(leg.dueAt, now)) onLegDue(draft, leg, world, passedOver);
  if (draft.incident.state === 'closed') return draft;
  // A spent track is told of again until a yes clears its deadline.
  for (const { track, dueAt, spent, plan } of draft.incident.tracks)
    if (isDue(dueAt, now)) {
      if (spent === undefined) beginTrack(draft, track, plan, world);
      else tellAgain(draft, track, world);
    }
  for (const track of passedOver) nextTier(draft, track, world);
  if (isDue(draft.incident.reviewAt, now)) remind(draft, world);
  return draft;
}

/** In a surge it has waited until the more urgent ones were offered. */
function beginTrack(draft: Draft, track: Track, plan: string | undefined, world: World): void {
  record(draft, { type: 'track_planned', by: 'policy', track, plan: plan ?? '' });
  escalateIfAlone(draft, track, world);
}

const isDue = (dueAt: EpochMs | undefined, now: EpochMs): boolean => dueAt !== undefined && dueAt <= now;

function onLegDue(draft: Draft, leg: Leg, world: World, passedOver: Set<Track>): void {
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  switch (leg.state) {
    case 'offered':
    case 'received':
      if (leg.answerBy === undefined || draft.now >= leg.answerBy) {
        record(draft, { type: 'leg_timed_out', by: 'policy', leg: leg.id });
        passedOver.add(leg.track);
      } else ringAgain(draft, leg, leg.answerBy, world);
      return;
    case 'accepted':
    case 'en_route':
      lookAfter(draft, leg, world);
      return;
    case 'on_scene':
      record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(world.policy.sceneReviewSeconds) });
      return;
    case 'stood_down':
      if (isUntold(leg)) chase(draft, leg, world);
      return;
    case 'timed_out':
    case 'declined':
    case 'done':
      return;
  }
}

function ringAgain(draft: Draft, leg: Leg, answerBy: EpochMs, world: World): void {
  const plan = draft.incident.tracks.find((one) => one.track === leg.track)?.plan;
  const seconds = planOf(world.policy, leg.track, plan)?.tiers[leg.tier]?.ringAgainSeconds;
  const next = seconds === undefined ? answerBy : at(Math.min(answerBy, draft.now + seconds * 1000));
  record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'no_answer', dueAt: next });
}

/** Nobody of this tier said yes in time: the next one is asked, unless somebody is still being asked or on the way. */
function nextTier(draft: Draft, track: Track, world: World): void {
  if (!needsSomebody(draft.incident, track)) return;
  const state = draft.incident.tracks.find((one) => one.track === track);
  if (state?.spent === undefined) escalate(draft, track, world, (state?.tier ?? 0) + 1);
}

/** Does whoever is on the way get nearer? Without a fresh position only the promised time can say. */
function lookAfter(draft: Draft, leg: Leg, world: World): void {
  const { policy } = world;
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  if (leg.asks !== undefined) {
    const dueAt = after(policy.officerAcknowledgeSeconds);
    record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'not_called_yet', dueAt });
    nextTier(draft, leg.track, world); // a yes is not yet a call: the others hear of it too
    return;
  }
  if (leg.comes === false) {
    record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(policy.sceneReviewSeconds) });
    return;
  }
  const measured = measure(leg, draft, world);
  const known = measured === undefined ? {} : { measuredSeconds: measured };
  const dueAt = after(policy.progress.checkSeconds);
  if (standsStill(leg, measured, world)) {
    record(draft, { type: 'leg_doubted', by: 'policy', leg: leg.id, why: 'standing_still', ...known, dueAt });
    escalateIfAlone(draft, leg.track, world, 0);
    return;
  }
  if (leg.arriveBy === undefined || draft.now >= leg.arriveBy) {
    record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(policy.arriveGraceSeconds) });
    escalateIfAlone(draft, leg.track, world, 0);
    return;
  }
  const next = at(Math.min(leg.arriveBy, dueAt));
  record(draft, { type: 'leg_progressed', by: 'policy', leg: leg.id, ...known, dueAt: next });
}

function standsStill(leg: Leg, measured: number | undefined, world: World): boolean {
  if (measured === undefined || leg.measuredSeconds === undefined || measured <= nearlyThereSeconds) return false;
  return leg.measuredSeconds - measured < world.policy.progress.leastSeconds;
}

/** First by another channel, where there is one; then the officer is asked to call them. */
function chase(draft: Draft, leg: Leg, world: World): void {
  const responder = world.responder(leg.responder);
  const outside = responder ? world.reach(responder).outside : [];
  const channel = outside.find((one) => !leg.channels?.includes(one)) ?? 'officer';
  const dueAt = at(draft.now + world.policy.standDownChaseSeconds * 1000);
  record(draft, { type: 'stand_down_chased', by: 'policy', leg: leg.id, channel, dueAt });
}

function remind(draft: Draft, world: World): void {
  planIfNone(draft, world);
  const { incident } = draft;
  const why = !incident.acknowledged
    ? 'not_acknowledged'
    : incident.legs.some((leg) => leg.state === 'done')
      ? 'waiting_to_close'
      : incident.legs.some(isTaken)
        ? 'under_way'
        : 'nobody_coming';
  const seconds =
    incident.surge || why === 'waiting_to_close' || why === 'under_way'
      ? world.policy.closeReminderSeconds
      : world.policy.officerAcknowledgeSeconds;
  record(draft, { type: 'officer_reminded', by: 'policy', why, reviewAt: at(draft.now + seconds * 1000) });
}

/** What was set aside has no track yet: an incident without anybody is impossible. */
function planIfNone(draft: Draft, world: World): void {
  if (draft.incident.tracks.length > 0 || draft.incident.legs.some(isWaiting)) return;
  const { plans, tracks } = startOf(draft.incident.call, world, draft.now);
  for (const track of tracks) {
    record(draft, { type: 'track_planned', by: 'policy', track, plan: plans[track] ?? '' });
    escalate(draft, track, world);
  }
}
