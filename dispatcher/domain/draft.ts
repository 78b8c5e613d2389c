// A decision in the making: each fact is numbered, stamped and applied at once, so that the next step of the same
// decision sees it. Local to one call of decide().
import type { Fact, IncidentEvent } from '../../contracts/events.ts';
import type { EpochMs } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import { evolve } from './evolve.ts';

export type Draft = { incident: Incident; events: IncidentEvent[]; side: Record<string, string>; now: EpochMs };

/** Begins a decision on an incident that exists. */
export const draftOf = (incident: Incident, now: EpochMs): Draft => ({ incident, events: [], side: {}, now });

/** Records a fact. */
export function record(draft: Draft, fact: Fact): void {
  const event = { ...fact, v: 1, seq: draft.incident.seq + 1, at: draft.now } as IncidentEvent;
  draft.events.push(event);
  draft.incident = evolve(draft.incident, event);
}

/** Puts free text aside under an id that the event names, so that it can be erased without touching the log. */
export function aside(draft: Draft, text: string | undefined): { textId?: string } {
  if (text === undefined || text === '') return {};
  const textId = `t${draft.incident.seq + 1}`;
  draft.side[textId] = JSON.stringify({ text });
  return { textId };
}
