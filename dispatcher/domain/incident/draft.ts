// A decision in the making: each fact is numbered, stamped and applied at once, so that the next step of the same
// decision sees it. Local to one call of decide().

import type { EpochMs } from '../../../contracts/ids.ts';
import type { Fact, IncidentEvent } from '../../../contracts/incident/events.ts';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import type { Incident, Need } from '../../../contracts/incident/state.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
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

/** Begins a decision on an incident that exists. An open one of a version before needs is given them first. */
export function draftOf(incident: Incident, now: EpochMs): Draft {
  const draft: Draft = { incident, events: [], side: {}, followUps: [], now };
  if (incident.state === 'open' && incident.needs === undefined)
    record(draft, { type: 'needs_known', by: 'policy', needs: needsOfTracks(incident) });
  return draft;
}

/** What the tracks of an older version were about; what was done then is believed as it was. */
function needsOfTracks(incident: Incident): Need[] {
  const { openedAt: since } = incident;
  const need = (kind: NeedKind, more: Partial<Need> = {}): Need => ({
    need: kind,
    since,
    seq: 0,
    by: 'policy',
    state: 'due',
    tier: 0,
    round: 0,
    ...more,
  });
  const planned = (incident.tracks ?? []).map(({ track, plan, tier, spent }) =>
    need(track === 'grid' ? 'door' : 'health', {
      ...defined({ plan }),
      tier,
      round: spent ?? 0,
    }),
  );
  const word = incident.home === undefined ? [] : [need('word', { state: 'asked', until: incident.reviewAt })];
  const call = incident.marks.includes('call_120') && incident.ambulance === undefined ? [need('call_120')] : [];
  return [...planned, need('officer'), ...word, ...call];
}

/** Records a fact; it becomes the event. */
export function record(draft: Draft, fact: Fact): void {
  const stamp = { v: 1, seq: draft.incident.seq + 1, at: draft.now } as const;
  const event: IncidentEvent = Object.assign(fact, stamp);
  if (draft.lateMs !== undefined) event.lateMs = draft.lateMs;
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
