// What must still be told, to whom, and when something must happen next: both follow from the state alone.
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import { isTaken, isUntold } from './leg.ts';

/** A message that a responder has not confirmed. */
export type Pending = {
  responder: string;
  leg: Leg;
  kind: 'offer' | 'update' | 'stand_down';
  /** Door, key and mobility may be shown: the leg is active. */
  active: boolean;
};

/** What must still be told. Empty on a closed incident means that it is over for everybody. */
export function pending(incident: Incident): Pending[] {
  return incident.legs.filter(isUntold).map((leg) => ({
    responder: leg.responder,
    leg,
    kind: leg.state === 'stood_down' ? 'stand_down' : isTaken(leg) ? 'update' : 'offer',
    active: isTaken(leg),
  }));
}

/** When something must happen next; undefined only when the incident is closed and everybody has been told. */
export function deadline(incident: Incident): EpochMs | undefined {
  const due = incident.legs.flatMap((leg) => (leg.dueAt === undefined ? [] : [leg.dueAt]));
  if (incident.state === 'closed')
    return pending(incident).length === 0 ? undefined : earliest(due.slice(1), due[0] ?? incident.reviewAt);
  const tracks = incident.tracks.flatMap((one) => (one.dueAt === undefined ? [] : [one.dueAt]));
  return earliest([...due, ...tracks], incident.reviewAt);
}

const earliest = (instants: readonly EpochMs[], last: EpochMs): EpochMs => at(Math.min(last, ...instants));

/** What the person at the button should be told. */
export type Told = { state: 'received' | 'coming' | 'arrived' | 'closed'; who?: string; etaSeconds?: number };

/** The step of the incident as the resident experiences it. */
export function told(incident: Incident): Told {
  if (incident.state === 'closed') return { state: 'closed' };
  const there = incident.legs.find((leg) => leg.state === 'on_scene' || leg.state === 'done');
  if (there) return { state: 'arrived', who: there.responder };
  const [first] = incident.legs
    .filter((leg) => isTaken(leg) && leg.travelSeconds > 0)
    .sort((a, b) => a.travelSeconds - b.travelSeconds);
  if (first) return { state: 'coming', who: first.responder, etaSeconds: first.travelSeconds };
  return { state: 'received' };
}
