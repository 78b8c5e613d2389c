// Who is rung: whoever is at the scene never by the machine, but asked once whether they are still there; a round of a spent need
// always somebody.

import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { goesThere, type History, saidYes } from './history.ts';

/** Answers to what they have just said themselves. */
const answers = new Set(['code_wrong']);

/** @param before the history up to this event */
export function wrongRing(event: IncidentEvent, before: History): string | undefined {
  const there = [...before.legs.values()].filter((leg) => goesThere(leg.purpose) && leg.state === 'on_scene');
  const isThere = (id: string): boolean => there.some((leg) => leg.id === id);
  switch (event.type) {
    case 'leg_updated':
      if (!isThere(event.leg) || answers.has(event.because)) return undefined;
      if (event.because !== 'still_there') return 'whoever is at the scene is never rung by the machine';
      return before.legs.get(event.leg)?.askedStill ? 'whoever is at the scene is asked once' : undefined;
    case 'leg_asked_again':
      return isThere(event.leg) ? 'whoever is at the scene is never rung by the machine' : undefined;
    case 'leg_offered':
      return event.by === 'policy' && there.some((leg) => leg.responder === event.leg.responder)
        ? 'whoever is at the scene is never rung by the machine'
        : undefined;
    case 'track_exhausted':
      return event.rung?.some(isThere) ? 'whoever is at the scene is never rung by the machine' : undefined;
    default:
      return undefined;
  }
}

/**
 * The rounds of one decision: each rings somebody, unless those who answer for the district have it in hand, or there is none.
 * @param answer ids of those who answer for the district
 */
export function silentRound(
  events: readonly IncidentEvent[],
  answer: readonly string[],
  incident: Incident,
  history: History,
): string | undefined {
  for (const event of events) {
    if (event.type !== 'track_exhausted' || event.rung?.length) continue;
    const isRung = events.some((other) => other.type === 'leg_offered' && other.leg.need === event.need);
    const legs = [...history.legs.values()];
    const excused = (id: string): boolean =>
      legs.some(
        (leg) =>
          leg.responder === id &&
          ((saidYes(leg) && !leg.doubted) || leg.state === 'on_scene' || leg.askedAt === event.at),
      );
    if (!isRung && !answer.every(excused) && incident.state === 'open')
      return 'spent: with somebody being rung at each round';
  }
  return undefined;
}
