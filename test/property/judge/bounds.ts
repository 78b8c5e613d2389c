// Invariant 7, as figures that follow from the policies used here.
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';

/** For these people are asked round after round: door, fire, second person; health, doctor; three outside calls. */
const needsWithRounds = 8;
/** Every 15 s at the shortest (`whenSpent`) for 60 rounds, then with pauses that double up to ten minutes. */
const roundsAnHour = 75;
/** A round: itself, and what it lets run out or offers anew. */
const eventsARound = 3;
/** Twelve people on the way are looked at once a minute; the officer's clock, the ladder and calls back take less. */
const lookedAfter = 12 * 60;
export const eventsAnHour = needsWithRounds * roundsAnHour * eventsARound + lookedAfter;
/** From the third hour on each need has its round every ten minutes: two needs, the officer, the word. */
export const eventsALaterHour = 4 * 6 * 2;
/** Each round rings a person once for each need; beside them the officer's clock, at most once a minute. */
export const messagesAnHour = needsWithRounds * roundsAnHour + 60;
/** Twenty presses of each kind and device at 150 bytes, and legs at 400: one or two a person and need. */
export const stateBytes = 40_000;

export type Measure = { events: number; revisions: Map<string, number> };

export function measure(log: readonly IncidentEvent[], { legs }: Incident): Measure {
  const revisions = new Map<string, number>();
  for (const { responder, revision } of legs) revisions.set(responder, (revisions.get(responder) ?? 0) + revision);
  return { events: log.length, revisions };
}

/** An hour in which nobody pressed and nobody answered. */
export function tooMuch(before: Measure, after: Measure): string | undefined {
  if (after.events - before.events > eventsAnHour)
    return `the log is bounded per hour: ${after.events - before.events}`;
  for (const [responder, revision] of after.revisions) {
    const messages = revision - (before.revisions.get(responder) ?? 0);
    if (messages > messagesAnHour) return `the messages are bounded per hour: ${messages} to ${responder}`;
  }
  return undefined;
}
