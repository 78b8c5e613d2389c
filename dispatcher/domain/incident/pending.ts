// What must still be told, to whom, and when something must happen next: both follow from the state alone.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { tellableSeconds } from '../../../contracts/incident/tellableWay.ts';
import { defined } from '../../../contracts/shapes.ts';
import { whoComes, whoLeft } from './coming.ts';
import { isTaken, isUntold } from './leg.ts';
import { isLacking, isOfCall, needsOf } from './needs.ts';

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
    return incident.legs.some(isUntold) ? earliest(due, due[0] ?? incident.reviewAt) : undefined;
  const needs = needsOf(incident).flatMap((need) => (need.until !== undefined && hasClock(need) ? [need.until] : []));
  const tracks = (incident.tracks ?? []).flatMap((one) => (one.dueAt === undefined ? [] : [one.dueAt]));
  return earliest([...due, ...needs, ...tracks], incident.reviewAt);
}

/** The offers of a planned need have clocks of their own; the officer's is `reviewAt`. */
const hasClock = ({ need, state }: Need): boolean =>
  state === 'spent' || state === 'waits' || (state === 'asked' && (need === 'word' || need === 'entry'));

const earliest = (instants: readonly EpochMs[], last: EpochMs): EpochMs => at(Math.min(last, ...instants));

/** What the person at the button should be told: the state of the contract, and the step within it. */
export type Told = {
  state: 'received' | 'coming' | 'arrived' | 'left' | 'closed';
  step:
    | 'received'
    | 'asking_more'
    | 'coming'
    | 'neighbour_first'
    | 'in_turn'
    | 'delayed'
    | 'arrived'
    | 'left'
    | 'cancel_check'
    | 'closed';
  who?: string;
  etaSeconds?: number;
};

/** The step of the incident as the resident experiences it. A cancel is answered, and stops nothing. */
export function told(incident: Incident): Told {
  if (incident.state === 'closed') return { state: 'closed', step: 'closed' };
  const cancelled = incident.marks.includes('cancel_requested');
  const coming = whoComes(incident);
  if (coming === undefined) {
    const left = whoLeft(incident);
    if (left) return { state: 'left', step: 'left', who: left.responder };
    return { state: 'received', step: cancelled ? 'cancel_check' : asksMore(incident) ? 'asking_more' : 'received' };
  }
  const { leg, how } = coming;
  const who = leg.responder;
  if (how === 'there') return { state: 'arrived', step: 'arrived', who };
  if (leg.group !== undefined) return { state: 'coming', step: cancelled ? 'cancel_check' : 'in_turn', who };
  const step = cancelled ? 'cancel_check' : steps[how];
  return { state: 'coming', step, who, ...defined({ etaSeconds: inMinutes(leg.travelSeconds) }) };
}

const steps = { coming: 'coming', doubted: 'delayed', bridge: 'neighbour_first' } as const;

/** Somebody beyond the first ones is asked. */
const asksMore = (incident: Incident): boolean =>
  needsOf(incident).some((need) => isOfCall(need.need) && isLacking(need) && (need.tier > 0 || need.round > 0));

/** Whole minutes above one: what is spoken changes once a minute at most. undefined: beyond reason, and no time is told. */
const inMinutes = (seconds: number): number | undefined => {
  if (seconds > tellableSeconds) return undefined;
  return seconds <= 60 ? seconds : Math.ceil(seconds / 60) * 60;
};
