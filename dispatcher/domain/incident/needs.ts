// Where each need stands, told by what the legs and the log say, and by nothing else. Who is asked next: attend.ts.
//
// The fault that this ends: help that was there once was taken for help that is there now. So each need has the number of
// the event that made it, and only what is newer counts: a yes, an arrival, a call. A finished leg, a desk's yes, a neighbour
// who bridges, a doubted person or an offer without an end are no help at the door, whatever else they are.
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
import { changed } from './evolve/change.ts';
import { goes, isTaken, isTravelling, isWaiting, needOf, purposeOf } from './leg.ts';

/** People are asked for these, tier by tier of a plan. */
const planned: ReadonlySet<NeedKind> = new Set(['door', 'fire', 'health', 'second_person', 'doctor']);
/** A human is asked to call somebody outside. */
const outside: ReadonlySet<NeedKind> = new Set(['call_120', 'call_119', 'call_110']);
export const isPlanned = (need: NeedKind): boolean => planned.has(need);
export const isOutsideCall = (need: NeedKind): boolean => outside.has(need);
/** Somebody is wanted at the place for the call itself. */
const isDoor = (need: NeedKind): boolean => need === 'door' || need === 'fire';
/** What the call itself is about, beside the officer's attention and a word. */
export const isOfCall = (need: NeedKind): boolean => isDoor(need) || need === 'health';
/** Somebody asked for it at the scene. */
export const isExtra = (need: NeedKind): boolean =>
  need === 'second_person' || need === 'doctor' || need === 'entry' || isOutsideCall(need);

/** Those of an open incident of before needs are given at its next decision. */
export const needsOf = ({ needs = [] }: Incident): readonly Need[] => needs;

export const needNamed = (incident: Incident, kind: NeedKind): Need | undefined =>
  incident.needs?.find(({ need }) => need === kind);

/** Begun and not at its end. */
export const isOpenNeed = ({ state }: Need): boolean => state !== 'ended';
/** Nobody who helps with it is on the way or there, and it does not wait either. */
export const isLacking = ({ state }: Need): boolean => state === 'due' || state === 'asked' || state === 'spent';

/** Where somebody is wanted for the call itself: the person's door, and beside it the fire. */
export const doorsOf = (incident: Incident): Need[] => needsOf(incident).filter(({ need }) => isDoor(need));

/** Is there anybody at the door, or on the way without doubt, for what the incident is about? */
export const isHelpComing = (incident: Incident): boolean => {
  const doors = doorsOf(incident);
  return doors.length > 0 && doors.every(({ state }) => state === 'met');
};

/** The ambulance that was called came to what is now: neither the call nor the door is newer. */
export function isAmbulanceComing(incident: Incident): boolean {
  const since = Math.max(
    0,
    ...needsOf(incident)
      .filter(({ need }) => isOfCall(need))
      .map(({ seq }) => seq),
  );
  return incident.ambulance !== undefined && (incident.ambulance.seq ?? 0) >= since;
}

/** Said after the need was made. */
const isNewer = (leg: Leg, need: Need): boolean => (leg.saidSeq ?? 0) >= need.seq;
/** Was there after the need was made. */
const wasThere = (leg: Leg, need: Need): boolean => (leg.arrivedSeq ?? -Infinity) >= need.seq;

/** Comes without doubt, or is there. */
const meetsAtTheDoor = (leg: Leg, need: Need): boolean =>
  purposeOf(leg) === 'comes' && isTaken(leg) && leg.doubtful === undefined && isNewer(leg, need);

/** What meets a need now, in words of the log; undefined when nothing does. */
function metBy(need: Need, incident: Incident): string | undefined {
  const ambulance = incident.ambulance && (incident.ambulance.seq ?? 0) >= need.seq ? 'ambulance' : undefined;
  switch (need.need) {
    case 'door':
    case 'fire':
    case 'second_person':
      return whoServes(need, incident, meetsAtTheDoor);
    case 'doctor':
      return whoServes(need, incident, meetsAtTheDoor) ?? ambulance;
    case 'health':
      return whoServes(need, incident, meetsFromTheDesk) ?? ambulance;
    case 'officer':
      return incident.acknowledged ? 'acknowledged' : whoServes(need, incident, hasInHand);
    case 'word': // whoever stands before the person speaks with them; not whoever stands before a closed door
      return isLockedOut(incident)
        ? undefined
        : incident.legs.find((leg) => goes(leg) && leg.state === 'on_scene' && isNewer(leg, need))?.id;
    case 'entry':
    case 'call_120':
    case 'call_119':
    case 'call_110':
      return undefined;
  }
}

/** The first leg of a need that does so. Each event asks it for each need: nothing is made for it. */
function whoServes(need: Need, { legs }: Incident, does: (leg: Leg, need: Need) => boolean): string | undefined {
  for (const leg of legs) if (needOf(leg) === need.need && does(leg, need)) return leg.id;
  return undefined;
}

const isLockedOut = (incident: Incident): boolean => {
  const entry = needNamed(incident, 'entry');
  return entry !== undefined && isOpenNeed(entry);
};

/** A desk, or an officer who was told, has taken it in hand: for a bounded time, then they are in doubt. */
const hasInHand = (leg: Leg, need: Need): boolean =>
  (purposeOf(leg) === 'desk' || purposeOf(leg) === 'told') &&
  isTaken(leg) &&
  leg.doubtful === undefined &&
  isNewer(leg, need);

const meetsFromTheDesk = (leg: Leg, need: Need): boolean =>
  meetsAtTheDoor(leg, need) || (purposeOf(leg) === 'desk' && hasInHand(leg, need));

/** Somebody was there after the need was made, and is finished; or the health centre's desk is. */
function isFinished(need: Need, incident: Incident): boolean {
  if (need.need === 'word') return !isLockedOut(incident) && incident.legs.some((leg) => hasGone(leg, need));
  return isPlanned(need.need) && whoServes(need, incident, hasDone) !== undefined;
}

const hasGone = (leg: Leg, need: Need): boolean => leg.state === 'done' && goes(leg) && wasThere(leg, need);
const hasDone = (leg: Leg, need: Need): boolean =>
  leg.state === 'done' &&
  ((purposeOf(leg) === 'comes' && wasThere(leg, need)) ||
    (need.need === 'health' && purposeOf(leg) === 'desk' && isNewer(leg, need)));

/** Somebody has an offer that was made, or made again, for the need as it is now; who is only told of it is not asked. */
export const isBeingAsked = (leg: Leg, need: Need): boolean =>
  ((isWaiting(leg) && purposeOf(leg) !== 'told') || isPromised(leg)) && (leg.askedSeq ?? 0) >= need.seq;

/** They said that they will call, and have not been asked yet whether they have. */
const isPromised = (leg: Leg): boolean => purposeOf(leg) === 'calls' && isTaken(leg) && (leg.rings ?? 0) === 0;

/** Is everybody who could still come in doubt? Then they are asked for again, and their own word or nearness ends it. */
export const isDoubted = (leg: Leg): boolean => isTravelling(leg) && leg.doubtful !== undefined;

/**
 * Puts each need of an incident where it stands now; the incident that it is given is changed. What ended by a word stays ended until
 * a newer word; all else follows from the legs. A need that has lost who met it is due from its first tier on.
 */
export function stand(incident: Incident): Incident {
  const { needs } = incident;
  if (needs === undefined) return incident;
  const now = needs.map((need) => standing(need, incident));
  if (now.some((need, i) => need !== needs[i])) incident.needs = now;
  return incident;
}

function standing(need: Need, incident: Incident): Need {
  if (need.state === 'ended' && need.because !== 'done') return need;
  const by = metBy(need, incident);
  if (by !== undefined) return stands(need, 'met', by);
  if (isFinished(need, incident)) return stands(need, 'ended', 'done');
  if (need.need === 'officer') {
    const [until, because] = [incident.reviewAt, 'not_acknowledged'];
    const stays = need.state === 'asked' && need.until === until && need.because === because;
    return stays ? need : changed(need, { state: 'asked', until, because });
  }
  switch (need.state) {
    case 'waits':
      return need;
    case 'spent':
    case 'due':
      return isAskedOf(need, incident) ? { ...need, state: 'asked' } : need;
    case 'asked': // a clock alone asks for a word and for entry
      if (!isPlanned(need.need) && !isOutsideCall(need.need)) return need;
      return isAskedOf(need, incident) ? need : { ...need, state: 'due' };
    case 'met':
    case 'ended':
      return changed(need, { ...fresh, state: isAskedOf(need, incident) ? 'asked' : 'due' });
  }
}

const isAskedOf = (need: Need, incident: Incident): boolean => whoServes(need, incident, isBeingAsked) !== undefined;

/** What stands so already is left as it is: each event asks it of each need. */
const stands = (need: Need, state: 'met' | 'ended', because: string): Need =>
  need.state === state && need.because === because && isFresh(need)
    ? need
    : changed(need, { ...fresh, state, because });

const isFresh = ({ tier, round, until, tierName }: Need): boolean =>
  tier === 0 && round === 0 && until === undefined && tierName === undefined;

/** From its first tier on. */
const fresh = { until: undefined, because: undefined, tierName: undefined, tier: 0, round: 0 } as const;
