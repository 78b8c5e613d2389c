// What a responder's answer does. An answer that no longer applies is refused with a reason, never an exception.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import { byResponder } from '../../../contracts/incident/actor.ts';
import { readGroupDelivery } from '../../../contracts/incident/groups.ts';
import type { ReplyInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { World } from '../world.ts';
import { tellContacts } from './contacts.ts';
import type { Outcome } from './context.ts';
import { aside, type Draft, draftOf, followUp, record } from './draft.ts';
import { help, needOfHelp, onFindings } from './help.ts';
import { goes, isAsked, isTaken, isWaiting, legsFor, needOf, purposeOf } from './leg.ts';
import { isAmbulanceComing, needNamed } from './needs.ts';
import { onTheWay } from './onTheWay.ts';
import { standDown } from './standDown.ts';

/** A code that is wrong again is written down again after this. */
const wrongCodeAgainMs = 30_000;
/** "Done" may be a slip of the thumb: so long it can be taken back. */
export const undoWithinMs = 60_000;

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
  const by = byResponder(input.responder);
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

/** @param leg as it was when they spoke; that it is received is noted. @returns false when the answer no longer applies */
function answer(draft: Draft, leg: Leg, input: ReplyInput, world: World, by: string): boolean {
  const { reply, text, reason, needs, findings } = input.reply;
  switch (reply) {
    case 'receipt':
      return true;
    case 'accept':
      if (isAsked(leg)) accept(draft, leg, world, by);
      else if (isTaken(leg)) confirm(draft, leg, world, by);
      else return takeBack(draft, leg, world, by);
      return true;
    case 'decline':
      if (!isAsked(leg) && !isTaken(leg)) return leg.state === 'declined';
      record(draft, { type: 'leg_declined', by, leg: leg.id, ...defined({ reason }), ...aside(draft, text) });
      return true;
    case 'en_route':
      if (isAsked(leg))
        accept(draft, leg, world, by); // to be on the way is a yes
      else if (!isTaken(leg)) return takeBack(draft, leg, world, by);
      if (leg.state !== 'accepted') confirm(draft, leg, world, by);
      else {
        const { dueAt, arriveBy } = onTheWay(leg, draft, world);
        record(draft, { type: 'leg_en_route', by, leg: leg.id, dueAt, ...(arriveBy ? { arriveBy } : {}) });
      }
      return true;
    case 'on_scene':
      if (isAsked(leg)) accept(draft, leg, world, by);
      else if (!isTaken(leg) && !takeBack(draft, leg, world, by)) return false;
      if (!goes(leg)) {
        confirm(draft, leg, world, by); // a desk is at no scene: it still has it in hand
        return true;
      }
      if (leg.state !== 'on_scene' || input.reply.check !== undefined) arrive(draft, leg, input, world, by);
      else confirm(draft, leg, world, by);
      onFindings(draft, findings, undefined, world, by);
      return true;
    case 'done':
      if (!isTaken(leg)) return leg.state === 'done';
      finish(draft, leg, input, world, by);
      return true;
    case 'help': // whatever their leg is by now: they were there, or know
      if (draft.incident.state === 'closed') return false;
      askForHelp(draft, leg, input, world, by);
      return true;
    case 'note':
      if (text === undefined || !note(draft, leg, text, by)) return false;
      stillThere(draft, leg, world, by);
      onFindings(draft, findings, undefined, world, by);
      return true;
    case 'called':
      return needs === 'ambulance' || needs === 'fire' || needs === 'police'
        ? outsideCalled(draft, needs, text, world, by)
        : false;
    case 'help_withdrawn':
      return needs === undefined ? false : withdraw(draft, leg, needs, text, world, by);
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
    ...defined({ arriveBy, measuredSeconds }),
    revived: leg.state === 'timed_out',
  });
  if (goes(leg)) tellContacts(draft, 'coming', world);
  release(draft, leg, world);
}

/** Whoever goes to this incident cannot go to another: a P3 that they were on, and every offer that they have not answered. */
function release(draft: Draft, leg: Leg, world: World): void {
  const { id, priority } = draft.incident;
  if (!goes(leg) || leg.group !== undefined) return; // a courtyard is a list, not the only thing they do
  for (const one of world.engagements(leg.responder))
    if (one.incident !== id && one.group === undefined && (!one.taken || (priority === 1 && one.priority === 3)))
      followUp(draft, one.incident as typeof id, { kind: 'release', responder: leg.responder, for: id });
}

/** Said once more. It counts where it is news: after a doubt, or after a word that made the need new. */
export function confirm(draft: Draft, leg: Leg, world: World, by: string, text?: string): void {
  const need = needNamed(draft.incident, needOf(leg));
  const isNews =
    leg.doubtful !== undefined ||
    (leg.saidSeq ?? 0) < (need?.seq ?? 0) ||
    leg.because === 'still_there' ||
    leg.because === 'silent';
  if (!isNews && text === undefined) return;
  const { dueAt, arriveBy } =
    leg.state === 'on_scene' ? { dueAt: sceneReview(draft, world), arriveBy: undefined } : onTheWay(leg, draft, world);
  record(draft, {
    type: 'leg_confirmed',
    by,
    leg: leg.id,
    dueAt,
    ...defined({ arriveBy }),
    ...aside(draft, text),
  });
}

/** The same help by the same person, while it is asked for and without a new word: answered, and not written down again. */
function isKnown(
  draft: Draft,
  needs: keyof typeof needOfHelp,
  { text, findings }: ReplyInput['reply'],
  by: string,
): boolean {
  const need = needNamed(draft.incident, needOfHelp[needs]);
  const asked = need?.state === 'asked' || need?.state === 'spent';
  return asked && need.by === by && text === undefined && (findings ?? []).length === 0;
}

function askForHelp(draft: Draft, leg: Leg, { reply }: ReplyInput, world: World, by: string): void {
  const { needs, text, findings } = reply;
  const known = isKnown(draft, needs ?? 'person', reply, by);
  if (!known) record(draft, { type: 'help_asked', by, leg: leg.id, ...defined({ needs }), ...aside(draft, text) });
  stillThere(draft, leg, world, by);
  if (known) return;
  help(draft, needs ?? 'person', world, by);
  onFindings(draft, findings, undefined, world, by);
}

/** Whatever is said at the scene answers the question whether they are still there. */
function stillThere(draft: Draft, leg: Leg, world: World, by: string): void {
  if (leg.state === 'on_scene') confirm(draft, leg, world, by);
}

const sceneReview = (draft: Draft, world: World): EpochMs => at(draft.now + world.policy.sceneReviewSeconds * 1000);

/** "Done" was a slip: for a minute they are at it as before. */
function takeBack(draft: Draft, leg: Leg, world: World, by: string): boolean {
  const { finished } = leg;
  if (
    draft.incident.state === 'closed' ||
    leg.state !== 'done' ||
    finished === undefined ||
    draft.now - finished.at > undoWithinMs
  )
    return false;
  // That they are there they must say themselves; else they are on the way back.
  const state = finished.was === 'on_scene' ? 'en_route' : finished.was;
  const { dueAt, arriveBy } = onTheWay(leg, draft, world);
  record(draft, {
    type: 'leg_resumed',
    by,
    leg: leg.id,
    state,
    dueAt,
    ...(arriveBy ? { arriveBy } : {}),
  });
  return true;
}

function arrive(draft: Draft, leg: Leg, { reply }: ReplyInput, world: World, by: string): void {
  const { home } = draft.incident;
  const found = reply.check && home !== undefined && world.provesPresence(home, reply.check.by, reply.check.code);
  // What cannot be compared now is no wrong code.
  const check = found === undefined ? undefined : reply.check;
  const proved = found === true;
  const again = leg.state === 'on_scene' && check !== undefined && !proved && leg.because === 'code_wrong';
  if (again && draft.now - (leg.rungAt ?? 0) < wrongCodeAgainMs) return;
  record(draft, {
    type: 'leg_on_scene',
    by,
    leg: leg.id,
    dueAt: sceneReview(draft, world),
    check: check === undefined ? 'none' : proved ? check.by : 'wrong',
  });
  if (check !== undefined && !proved)
    record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'code_wrong' });
  // What stands inside the home was read: they are in.
  if (proved && check?.by === 'door_code') end(draft, 'entry', 'inside', world);
  if (purposeOf(leg) === 'comes')
    for (const other of legsFor(draft.incident, needOf(leg)))
      if (other.id !== leg.id && !other.byHand && purposeOf(other) === 'bridge' && isAsked(other))
        standDown(draft, other, 'another_arrived', world);
  if (goes(leg)) tellContacts(draft, 'on_scene', world);
}

function finish(draft: Draft, leg: Leg, { reply }: ReplyInput, world: World, by: string): void {
  const { findings = [], text } = reply;
  const { closeReminderSeconds } = world.policy;
  record(draft, {
    type: 'leg_done',
    by,
    leg: leg.id,
    ...(findings.length === 0 ? {} : { findings }),
    reviewAt:
      draft.incident.state === 'open' && draft.incident.acknowledged !== undefined
        ? at(draft.now + closeReminderSeconds * 1000)
        : draft.incident.reviewAt,
    ...aside(draft, text),
  });
  if (draft.incident.state !== 'open') return;
  onFindings(draft, findings, needOf(leg), world, by);
  const seen = leg.state === 'on_scene' && !findings.includes('no_answer_at_door') && !findings.includes('not_at_home');
  if (seen) end(draft, 'entry', 'inside', world);
}

function note(draft: Draft, leg: Leg, text: string, by: string): boolean {
  const { textId } = aside(draft, text);
  if (textId === undefined) return false;
  record(draft, { type: 'note_added', by, leg: leg.id, textId });
  return true;
}

type Outside = 'ambulance' | 'fire' | 'police';

/** Somebody who was sent has called themselves. */
function outsideCalled(draft: Draft, needs: Outside, text: string | undefined, world: World, by: string): boolean {
  if (needs === 'ambulance') {
    const need = needNamed(draft.incident, 'call_120');
    if (isAmbulanceComing(draft.incident) && (need === undefined || need.state === 'ended')) return true;
    record(draft, { type: 'ambulance_called', by, calledAt: draft.now });
    standDownCallers(draft, world);
    return true;
  }
  const number = needs === 'fire' ? '119' : '110';
  const known = needNamed(draft.incident, needOfHelp[needs]);
  if (
    known?.because === 'called' ||
    (known === undefined && draft.incident.called?.some((one) => one.number === number))
  )
    return true; // said twice is said once
  record(draft, { type: 'outside_called', by, number, calledAt: draft.now, ...aside(draft, text) });
  standDownFor(draft, needOfHelp[needs], 'called', world);
  return true;
}

/** Whoever was asked to call, or told because there was nobody else, hears that it is done. */
export function standDownCallers(draft: Draft, world: World, by = 'policy'): void {
  for (const leg of draft.incident.legs) {
    const inVain = needOf(leg) === 'health' && purposeOf(leg) === 'told' && isWaiting(leg);
    const calls = purposeOf(leg) === 'calls' && leg.need !== 'call_119' && leg.need !== 'call_110';
    if ((calls || inVain) && (isAsked(leg) || isTaken(leg))) standDown(draft, leg, 'ambulance_called', world, by);
  }
}

/** Whoever asked for it, or the desk, does not want it any more. */
function withdraw(
  draft: Draft,
  leg: Leg,
  needs: keyof typeof needOfHelp,
  text: string | undefined,
  world: World,
  by: string,
): boolean {
  const kind = needOfHelp[needs];
  if (needNamed(draft.incident, kind)?.by !== by && purposeOf(leg) !== 'desk') return false;
  return end(draft, kind, 'withdrawn', world, by, text);
}

/** Ends a need by a word. @returns false when there was nothing to end */
export function end(
  draft: Draft,
  kind: Need['need'],
  because: string,
  world: World,
  by = 'policy',
  text?: string,
): boolean {
  const need = needNamed(draft.incident, kind);
  if (need === undefined || need.state === 'ended') return false;
  record(draft, { type: 'need_ended', by, need: kind, because, ...aside(draft, text) });
  standDownFor(draft, kind, because, world);
  return true;
}

/** Whoever is there stays until they are finished. */
function standDownFor(draft: Draft, kind: Need['need'], because: string, world: World): void {
  for (const leg of draft.incident.legs)
    if (needOf(leg) === kind && leg.state !== 'on_scene' && (isAsked(leg) || isTaken(leg)))
      standDown(draft, leg, because, world);
}
