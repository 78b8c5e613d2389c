// Who is coming: the one definition, which the button's words, the queue, the map, the alarm, the wall and the reminders read.
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { goes, isTaken, purposeOf } from './leg.ts';
import { doorsOf, isExtra, isLacking, needsOf } from './needs.ts';

/**
 * `there`: at the place. `coming`: on the way without doubt. `doubted`: on the way, and another is asked for. `bridge`: a neighbour
 * who is there first; somebody else is still asked for.
 */
export type Coming = { leg: Leg; how: 'there' | 'coming' | 'doubted' | 'bridge' };

/** Whoever is nearest to helping; undefined when nobody is on the way or there. */
export function whoComes(incident: Incident): Coming | undefined {
  if (incident.state === 'closed') return undefined;
  const all = incident.legs.slice(incident.planFrom ?? 0).flatMap((leg): Coming[] => {
    if (!goes(leg) || !isTaken(leg)) return [];
    if (leg.state === 'on_scene') return [{ leg, how: 'there' }];
    if (purposeOf(leg) === 'bridge') return [{ leg, how: 'bridge' }];
    return [{ leg, how: leg.doubtful === undefined ? 'coming' : 'doubted' }];
  });
  return all.sort((a, b) => rank[a.how] - rank[b.how] || a.leg.travelSeconds - b.leg.travelSeconds)[0];
}

const rank: Readonly<Record<Coming['how'], number>> = { there: 0, coming: 1, bridge: 2, doubted: 3 };

/** Whoever was there last and has left, while nothing has begun anew since. */
export function whoLeft(incident: Incident): Leg | undefined {
  const doors = doorsOf(incident);
  const [door] = doors;
  const over = doors.every(({ state, because }) => state === 'ended' && because === 'done');
  const lacks = needsOf(incident).some((need) => isExtra(need.need) && isLacking(need));
  if (door === undefined || !over || lacks) return undefined;
  return incident.legs.findLast((leg) => goes(leg) && leg.state === 'done' && (leg.arrivedSeq ?? 0) >= door.seq);
}
