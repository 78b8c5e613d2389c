// What a leg's state means: who is still wanted, who is on the way, who must be told.
import type { Incident, Leg, Track } from '../../contracts/incident.ts';

/** Somebody has said yes and is not finished. */
export const isTaken = (leg: Leg): boolean =>
  leg.state === 'accepted' || leg.state === 'en_route' || leg.state === 'on_scene';
/** Asked, and the answer still counts: an accept of a timed-out leg revives it. */
export const isAsked = (leg: Leg): boolean =>
  leg.state === 'offered' || leg.state === 'received' || leg.state === 'timed_out';
/** Counts on this person or may still: told when they are no longer needed. */
export const isSent = (leg: Leg): boolean => isTaken(leg) || isAsked(leg);
/** Told something that they have not confirmed. */
export const isUntold = (leg: Leg): boolean =>
  leg.receipted < leg.revision && leg.state !== 'declined' && leg.state !== 'done';

export const legsOf = (incident: Incident, track: Track): Leg[] => incident.legs.filter((leg) => leg.track === track);
