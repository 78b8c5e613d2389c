// Invariant 2: each need of an open incident is, after every decision and at every later instant, exactly one of met, asked,
// spent, waits, ended, and the log says why. Written from DESIGN's sentences about needs.
import type { Incident, Need } from '../../../contracts/incident/state.ts';
import { goesThere, type History, type LegStory, mayAnswer, type NeedStory, saidYes, travels } from './history.ts';

/** A desk that took something in hand is asked again after so long (the policies here do not say otherwise). */
export const inHandAtMostMs = 600_000;
/** Whoever said that they will call outside is asked again so soon. */
const calledWithinMs = 60_000;
/** In a surge, or until the officer has said whether it is a repeat, people are asked so much later at most. */
const waitsUnaskedAtMostMs = 30_000;

const atTheDoor = new Set<string>(['door', 'fire', 'second_person']);
const byOffer = new Set<string>([...atTheDoor, 'health', 'doctor']);
const outside: Record<string, string> = { call_120: '120', call_119: '119', call_110: '110' };

/** @returns the sentence that is broken; undefined when the need stands as DESIGN wants it */
export function wrongWith(need: Need, incident: Incident, history: History, now: number): string | undefined {
  const story = history.needs.get(need.need);
  if (story === undefined) return 'a need that no event began';
  if (need.seq !== story.seq || need.since !== story.at) return 'each with the instant since when it is needed';
  const legs = [...history.legs.values()].filter((leg) => leg.need === need.need);
  switch (need.state) {
    case 'due':
      return 'if none is true, attend asks the next tier: a need is never due after a decision';
    case 'met':
      return isMet(need, story, history, now) ? undefined : 'met by evidence newer than the need';
    case 'ended':
      return isEnded(need, story, history)
        ? undefined
        : 'ended by a done after an on_scene, a recorded call, or withdrawn';
    case 'waits':
      return wrongWait(need, story, history, incident, now);
    case 'asked':
      if (isMet(need, story, history, now)) return 'exactly one is true: met, and asked for all the same';
      return isAskedFor(need, legs, story, incident, now)
        ? undefined
        : 'asked: somebody has an offer with a deadline ahead';
    case 'spent':
      if (isMet(need, story, history, now)) return 'exactly one is true: met, and spent all the same';
      if (need.until === undefined || need.until < now) return 'spent: a clock ahead';
      return story.spent !== undefined && story.spent.seq > story.seq ? undefined : 'spent: every tier asked in vain';
  }
}

/** Somebody who comes, by their word after the need: on the way without doubt and not late, or there. */
const comes = (leg: LegStory, story: NeedStory, now: number): boolean =>
  leg.purpose === 'comes' &&
  leg.said > story.seq &&
  (leg.state === 'on_scene' || (travels(leg) && !leg.doubted && leg.arriveBy >= now));

/** A desk, or an officer who was told, has it in hand, for a bounded time. */
const hasInHand = (leg: LegStory, story: NeedStory, now: number): boolean =>
  saidYes(leg) && !leg.doubted && leg.said > story.seq && now - leg.saidAt <= inHandAtMostMs;

function isMet({ need }: Need, story: NeedStory, history: History, now: number): boolean {
  const all = [...history.legs.values()];
  const legs = all.filter((leg) => leg.need === need);
  if (atTheDoor.has(need)) return legs.some((leg) => comes(leg, story, now));
  const ambulance = (history.called.get('120') ?? 0) > story.seq;
  if (need === 'doctor') return ambulance || legs.some((leg) => comes(leg, story, now));
  if (need === 'health')
    return (
      ambulance || legs.some((leg) => comes(leg, story, now) || (leg.purpose === 'desk' && hasInHand(leg, story, now)))
    );
  if (need === 'officer')
    return history.acknowledged > story.seq || legs.some((leg) => leg.purpose === 'told' && hasInHand(leg, story, now));
  if (need === 'word')
    return (
      !isLockedOut(history) &&
      all.some((leg) => goesThere(leg.purpose) && leg.state === 'on_scene' && leg.arrived > story.seq)
    );
  return false; // an outside call is made, and then over; so is a locked door
}

/** Whoever stands before a closed door has not spoken with anybody. */
function isLockedOut(history: History): boolean {
  const entry = history.needs.get('entry');
  return entry !== undefined && entry.ended === undefined;
}

function isEnded({ need }: Need, story: NeedStory, history: History): boolean {
  const all = [...history.legs.values()];
  const wasThere = (leg: LegStory): boolean => leg.state === 'done' && leg.arrived > story.seq && leg.saw;
  const { ended } = story;
  const takenBack =
    ended !== undefined &&
    ended.seq > story.seq &&
    (ended.by.startsWith('officer/') || ended.by === story.by || isDesk(ended.by, history));
  if (takenBack) return true;
  const number = outside[need];
  if (number !== undefined) return (history.called.get(number) ?? 0) > story.seq;
  if (need === 'word') return history.spoke > story.seq || all.some((leg) => goesThere(leg.purpose) && wasThere(leg));
  if (need === 'entry')
    return (
      history.inside > story.seq || all.some((leg) => goesThere(leg.purpose) && leg.finished > story.seq && leg.saw)
    );
  if (!byOffer.has(need)) return false;
  return all.some(
    (leg) =>
      leg.need === need &&
      ((leg.purpose === 'comes' && wasThere(leg)) ||
        (need === 'health' && leg.purpose === 'desk' && leg.state === 'done' && leg.said > story.seq)),
  );
}

function isAskedFor(need: Need, legs: LegStory[], story: NeedStory, incident: Incident, now: number): boolean {
  if (need.need === 'officer') return incident.reviewAt >= now;
  if (need.need === 'word' || need.need === 'entry')
    return need.until !== undefined && need.until >= now && story.clock !== undefined && story.clock.seq > story.seq;
  return legs.some(
    (leg) =>
      (mayAnswer(leg) && leg.purpose !== 'told' && leg.asked > story.seq && leg.answerBy >= now) ||
      // who says that they will call is asked whether they have
      (leg.purpose === 'calls' && saidYes(leg) && leg.said > story.seq && now - leg.saidAt <= calledWithinMs),
  );
}

function wrongWait(
  need: Need,
  story: NeedStory,
  history: History,
  incident: Incident,
  now: number,
): string | undefined {
  const { waits } = story;
  if (waits === undefined || waits.seq < story.seq || need.until === undefined || need.until < now)
    return 'waits until a time ahead';
  if (waits.because === 'surge' || waits.because === 'maybe_repeat')
    return need.until <= story.at + waitsUnaskedAtMostMs ? undefined : 'waits at most 30 s to be asked of people';
  if (incident.priority !== 3) return 'waits: P3 only';
  if (!waits.by.startsWith('officer/') || history.spoke === 0 || history.spoke < history.lifeFrom)
    return 'waits: only after a human has spoken with the resident';
  return undefined;
}

/** Somebody who was asked to take it in hand from a desk. */
const isDesk = (by: string, history: History): boolean =>
  [...history.legs.values()].some(({ responder, purpose }) => by === `responder/${responder}` && purpose === 'desk');
