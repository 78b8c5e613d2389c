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
  /** `app`: the person's own inbox; otherwise the inbox of an outside channel. */
  channel: string;
};

/** What must still be told, one for each channel. Empty on a closed incident means that it is over for everybody. */
export function pending(incident: Incident): Pending[] {
  return incident.legs.filter(isUntold).flatMap((leg) =>
    ['app', ...(leg.channels ?? [])].map((channel) => ({
      responder: leg.responder,
      leg,
      kind:
        leg.state === 'stood_down' ? ('stand_down' as const) : isTaken(leg) ? ('update' as const) : ('offer' as const),
      active: isTaken(leg),
      channel,
    })),
  );
}

/** When something must happen next; undefined only when the incident is closed and everybody has been told. */
export function deadline(incident: Incident): EpochMs | undefined {
  const due = incident.legs.flatMap((leg) => (leg.dueAt === undefined ? [] : [leg.dueAt]));
  if (incident.state === 'closed')
    return incident.legs.some(isUntold) ? earliest(due.slice(1), due[0] ?? incident.reviewAt) : undefined;
  const tracks = incident.tracks.flatMap((one) => (one.dueAt === undefined ? [] : [one.dueAt]));
  return earliest([...due, ...tracks], incident.reviewAt);
}

const earliest = (instants: readonly EpochMs[], last: EpochMs): EpochMs => at(Math.min(last, ...instants));

/** What the person at the button should be told: the state of the contract, and the step within it. */
export type Told = {
  state: 'received' | 'coming' | 'arrived' | 'closed';
  step: 'received' | 'asking_more' | 'coming' | 'in_turn' | 'delayed' | 'arrived' | 'cancel_check' | 'closed';
  who?: string;
  etaSeconds?: number;
};

/** The step of the incident as the resident experiences it. A cancel is answered, and stops nothing. */
export function told(incident: Incident): Told {
  if (incident.state === 'closed') return { state: 'closed', step: 'closed' };
  const there = incident.legs.find((leg) => leg.arrived && (leg.state === 'on_scene' || leg.state === 'done'));
  if (there) return { state: 'arrived', step: 'arrived', who: there.responder };
  const [first] = incident.legs
    .filter((leg) => isTaken(leg) && leg.comes !== false)
    .sort(
      (a, b) =>
        Number(a.doubtful !== undefined) - Number(b.doubtful !== undefined) || a.travelSeconds - b.travelSeconds,
    );
  const cancelled = incident.marks.includes('cancel_requested');
  if (first) {
    if (first.group !== undefined)
      return { state: 'coming', step: cancelled ? 'cancel_check' : 'in_turn', who: first.responder };
    const step = cancelled ? 'cancel_check' : first.doubtful === undefined ? 'coming' : 'delayed';
    return { state: 'coming', step, who: first.responder, etaSeconds: inMinutes(first.travelSeconds) };
  }
  const asksMore = incident.tracks.some((one) => one.tier > 0 || one.spent !== undefined);
  return { state: 'received', step: cancelled ? 'cancel_check' : asksMore ? 'asking_more' : 'received' };
}

/** Whole minutes above one: what is spoken changes once a minute at most. */
const inMinutes = (seconds: number): number => (seconds <= 60 ? seconds : Math.ceil(seconds / 60) * 60);
