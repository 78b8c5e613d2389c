// What a leg's state means, and what somebody was asked for: who is still wanted, who is on the way, who must be told.
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type { NeedKind, Purpose, Track } from '../../../contracts/terms.ts';

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
/** Told something that they have not confirmed. */
export const isUntold = (leg: Leg): boolean =>
  leg.receipted < leg.revision && leg.state !== 'declined' && leg.state !== 'done';

/** What they were asked for; legs of versions before needs said it by flags. */
export const purposeOf = (leg: Pick<Leg, 'purpose' | 'asks' | 'comes' | 'settles'>): Purpose =>
  leg.purpose ??
  (leg.asks !== undefined ? 'calls' : leg.comes === false ? 'desk' : leg.settles === false ? 'bridge' : 'comes');
/** Goes to the place; the others work from where they are. */
export const goes = (leg: Leg): boolean => isGoing(purposeOf(leg));
export const isGoing = (purpose: Purpose): boolean => purpose === 'comes' || purpose === 'bridge';
/** The need that they serve. */
export const needOf = (leg: Leg): NeedKind => leg.need ?? (leg.track === 'health' ? 'health' : 'door');
/** The word of the API for a need. */
export const trackOf = (need: NeedKind): Track => (need === 'health' || need === 'doctor' ? 'health' : 'grid');

/** Whoever is at the scene, by whichever leg: never rung by the machine. */
export const whoIsThere = ({ legs }: Incident): ReadonlySet<string> =>
  new Set(legs.filter((leg) => goes(leg) && leg.state === 'on_scene').map(({ responder }) => responder));

/** Those who serve one need. */
export const legsFor = (incident: Incident, need: NeedKind): Leg[] =>
  incident.legs.filter((leg) => needOf(leg) === need);

/** Goes to it, or has it in hand. An officer who was only told of it, or is to call, may be sent as well. */
export const isSentTo = ({ legs }: Incident, responder: string): boolean =>
  legs.some((leg) => leg.responder === responder && isSent(leg) && (goes(leg) || purposeOf(leg) === 'desk'));

/** One person has one offer for one need: to go, to take it in hand, or to call. */
export const isSameKind = (one: Purpose, other: Purpose): boolean =>
  isGoing(one) === isGoing(other) && (one === 'calls') === (other === 'calls');

/** The id of the next leg of an incident. */
export const nextLeg = ({ legs }: Incident): string => `L${legs.length + 1}`;
