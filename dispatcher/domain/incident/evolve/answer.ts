// What somebody who was asked says, or lets pass.
import type { Incident } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import { purposeOf } from '../leg.ts';
import { type Of, unmarked, withLeg } from './change.ts';
import { said } from './legChange.ts';
import * as tracks from './tracks.ts';

type Answered = Of<
  'leg_received' | 'leg_accepted' | 'leg_confirmed' | 'leg_resumed' | 'leg_declined' | 'leg_timed_out' | 'leg_done'
>;

export function answered(incident: Incident, event: Answered): Incident {
  switch (event.type) {
    case 'leg_received':
      return withLeg(incident, event.leg, (leg) => ({
        receipted: Math.max(leg.receipted, event.revision),
        state: leg.state === 'offered' ? 'received' : leg.state,
        ...(leg.state === 'stood_down' && event.revision >= leg.revision ? { dueAt: undefined } : {}),
      }));
    case 'leg_accepted':
      return settled(
        withLeg(incident, event.leg, (leg) => ({
          answerBy: undefined,
          doubtful: undefined,
          state: 'accepted',
          dueAt: event.dueAt,
          ...defined({ arriveBy: event.arriveBy, measuredSeconds: event.measuredSeconds }),
          travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
          receipted: leg.revision,
          ...said(incident, event),
        })),
        event.leg,
      );
    case 'leg_confirmed':
      return withLeg(incident, event.leg, (leg) => ({
        doubtful: undefined,
        because: undefined,
        dueAt: event.dueAt,
        ...defined({ arriveBy: event.arriveBy }),
        ...said(incident, event),
        ...(leg.state === 'on_scene' ? { arrivedSeq: event.seq } : {}),
      }));
    case 'leg_resumed':
      return withLeg(incident, event.leg, () => ({
        finished: undefined,
        doubtful: undefined,
        arriveBy: event.arriveBy,
        state: event.state,
        dueAt: event.dueAt,
        ...said(incident, event),
      }));
    case 'leg_declined':
      return withLeg(incident, event.leg, (leg) => ({
        answerBy: undefined,
        doubtful: undefined,
        state: 'declined',
        dueAt: undefined,
        receipted: leg.revision,
      }));
    case 'leg_timed_out':
      return withLeg(incident, event.leg, () => ({ state: 'timed_out', dueAt: undefined }));
    case 'leg_done':
      return {
        ...withLeg(incident, event.leg, (leg) => ({
          state: 'done',
          dueAt: undefined,
          receipted: leg.revision,
          ...(incident.needs === undefined ? {} : { finished: { at: event.at, was: leg.state } }),
        })),
        reviewAt: event.reviewAt,
      };
  }
}

/** Somebody has taken it: nobody has to be told again that everybody was asked in vain. */
function settled(incident: Incident, id: string): Incident {
  const leg = incident.legs.find((one) => one.id === id);
  if (!leg) return incident;
  if (incident.needs === undefined) return tracks.settled(incident, leg);
  return purposeOf(leg) === 'comes' ? unmarked(incident, 'nobody_answers') : incident;
}
