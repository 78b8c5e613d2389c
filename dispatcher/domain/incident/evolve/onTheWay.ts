// Somebody comes: they set out, get nearer or do not, are there, or are late.
import type { Incident, Leg } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import { isTaken, isTravelling, purposeOf } from '../leg.ts';
import { marked, type Of, unmarked, withLeg } from './change.ts';
import { said } from './legChange.ts';

type OnTheWay = Of<'leg_en_route' | 'leg_progressed' | 'leg_doubted' | 'leg_on_scene' | 'leg_overdue'>;

export function onTheWay(incident: Incident, event: OnTheWay): Incident {
  switch (event.type) {
    case 'leg_en_route':
      return withLeg(incident, event.leg, ({ doubtful }) => ({
        doubtful: incident.needs === undefined ? doubtful : undefined,
        state: 'en_route',
        dueAt: event.dueAt,
        ...defined({ arriveBy: event.arriveBy }),
        ...said(incident, event),
      }));
    case 'leg_progressed':
      return withLeg(incident, event.leg, ({ doubtful, ...leg }) => ({
        doubtful: incident.needs && stillDoubted(doubtful, leg.measuredSeconds, event.measuredSeconds),
        dueAt: event.dueAt,
        measuredSeconds: event.measuredSeconds,
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_doubted':
      return withLeg(incident, event.leg, (leg) => ({
        dueAt: event.dueAt,
        doubtful: event.why,
        ...(incident.needs === undefined ? {} : { overdue: (leg.overdue ?? 0) + 1 }),
        ...defined({ measuredSeconds: event.measuredSeconds }),
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_on_scene':
      return withLeg(verified(incident, event.check), event.leg, () => ({
        doubtful: undefined,
        arriveBy: undefined,
        measuredSeconds: undefined,
        state: 'on_scene',
        arrived: true,
        dueAt: event.dueAt,
        ...said(incident, event),
        ...(incident.needs === undefined ? {} : { arrivedSeq: event.seq }),
      }));
    case 'leg_overdue':
      return withLeg(incident, event.leg, (leg) => ({
        dueAt: event.dueAt,
        ...(becomesDoubtful(leg, incident) ? { doubtful: 'overdue' as const } : {}),
        ...(incident.needs === undefined ? {} : { overdue: (leg.overdue ?? 0) + 1 }),
        ...(incident.needs !== undefined && leg.state === 'on_scene' ? { because: 'silent' } : {}),
      }));
  }
}

/** A code that fits takes back the doubt that a wrong one left. */
function verified(incident: Incident, check: string | undefined): Incident {
  if (check === 'wrong') return marked(incident, ['scene_unverified']);
  const fits = check === 'card' || check === 'door_code';
  return fits && incident.needs !== undefined ? unmarked(incident, 'scene_unverified') : incident;
}

/** A doubt is over only when they were measured nearer than before. */
export function stillDoubted(
  doubtful: Leg['doubtful'],
  before: number | undefined,
  now: number | undefined,
): Leg['doubtful'] {
  const nearer = now !== undefined && before !== undefined && now < before;
  return nearer ? undefined : doubtful;
}

/** Whoever travels and is late; since needs a desk too that said nothing for long after it took something in hand. */
export const becomesDoubtful = (leg: Leg, incident: Incident): boolean =>
  incident.needs === undefined
    ? isTravelling(leg) && leg.comes !== false
    : isTaken(leg) && leg.state !== 'on_scene' && purposeOf(leg) !== 'calls';
