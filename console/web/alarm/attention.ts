// Which incidents ask for the officer. Acknowledging is not the end of it: somebody must also be on the way.
import type { IncidentView, LegView } from '../../../contracts/api.ts';

/** So long after the acknowledgement without anybody on it, it rings again (facts/console.md). */
const againAfterMs = 60_000;
const taken: readonly LegView['state'][] = ['accepted', 'en_route', 'on_scene', 'done'];

/** @param now server's clock, ms */
export function needsAttention(incident: IncidentView, now: number): boolean {
  if (incident.state !== 'open') return false;
  return incident.acknowledged === undefined || isForgotten(incident, now);
}

/** Acknowledged for a minute, and nobody has said yes. */
export function isForgotten({ acknowledged, state, legs, ambulance }: IncidentView, now: number): boolean {
  if (state !== 'open' || !acknowledged || ambulance) return false;
  return now - Date.parse(acknowledged.at) > againAfterMs && !legs.some((leg) => taken.includes(leg.state));
}
