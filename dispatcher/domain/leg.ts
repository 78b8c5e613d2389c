// What a leg's state means: who is still wanted, who is on the way, who must be told.
import type { Incident, Leg, Track } from '../../contracts/incident.ts';

/** Somebody has said yes and is not finished. */
export const isTaken = (leg: Leg): boolean =>
  leg.state === 'accepted' || leg.state === 'en_route' || leg.state === 'on_scene';
/** Somebody is being asked right now. */
export const isWaiting = (leg: Leg): boolean => leg.state === 'offered' || leg.state === 'received';
/** Asked, and the answer still counts: an accept of a timed-out leg revives it. */
export const isAsked = (leg: Leg): boolean => isWaiting(leg) || leg.state === 'timed_out';
/** Counts on this person or may still: told when they are no longer needed. */
export const isSent = (leg: Leg): boolean => isTaken(leg) || isAsked(leg);
/** On the way. */
export const isTravelling = (leg: Leg): boolean => leg.state === 'accepted' || leg.state === 'en_route';
/** A yes that the track can rest on: nobody else needs to be asked. */
export const isRelied = (leg: Leg): boolean =>
  isTaken(leg) && leg.settles !== false && leg.doubtful === undefined && leg.asks === undefined;
/** Told something that they have not confirmed. */
export const isUntold = (leg: Leg): boolean =>
  leg.receipted < leg.revision && leg.state !== 'declined' && leg.state !== 'done';

export const legsOf = (incident: Incident, track: Track): Leg[] => incident.legs.filter((leg) => leg.track === track);
/** Those of this life of the incident: after a reopening everybody may be asked again. */
export const currentLegs = (incident: Incident): Leg[] => incident.legs.slice(incident.planFrom ?? 0);

/** Does the track still lack somebody to rest on, with nobody being asked? */
export const needsSomebody = (incident: Incident, track: Track): boolean =>
  incident.state === 'open' &&
  !(track === 'health' && incident.ambulance) && // it is on its way: only a human can know more
  !legsOf(incident, track).some((leg) => isWaiting(leg) || isRelied(leg));
