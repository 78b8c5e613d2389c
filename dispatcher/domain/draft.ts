// A decision in the making: each fact is numbered, stamped and applied at once, so that the next step of the same
// decision sees it. Local to one call of decide().
import type { Fact, IncidentEvent } from '../../contracts/events.ts';
import type { EpochMs } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { FollowUpInput } from '../../contracts/inputs.ts';
import type { LonLat } from '../../contracts/position.ts';
import { evolve } from './evolve.ts';

export type Draft = {
  incident: Incident;
  events: IncidentEvent[];
  side: Record<string, string>;
  /** What this decision asks of other incidents, written by the same commit. */
  followUps: FollowUpInput[];
  now: EpochMs;
  /** Set when this decision comes later than its deadline by more than a second, ms. */
  lateMs?: number;
  /** The fix that came with the press decided now; a later decision finds it in the world. */
  fix?: LonLat;
};

/** Begins a decision on an incident that exists. */
export const draftOf = (incident: Incident, now: EpochMs): Draft => ({
  incident,
  events: [],
  side: {},
  followUps: [],
  now,
});

/** Records a fact. */
export function record(draft: Draft, fact: Fact): void {
  const event = {
    ...fact,
    v: 1,
    seq: draft.incident.seq + 1,
    at: draft.now,
    ...(draft.lateMs === undefined ? {} : { lateMs: draft.lateMs }),
  } as IncidentEvent;
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

/** Asks something of another incident. */
export function followUp(draft: Draft, incident: FollowUpInput['incident'], what: FollowUpInput['what']): void {
  const { id, seq, district } = draft.incident;
  const n = draft.followUps.length;
  draft.followUps.push({ v: 1, kind: 'follow_up', district, id: `${id}/${seq}/${n}`, incident, what });
}
