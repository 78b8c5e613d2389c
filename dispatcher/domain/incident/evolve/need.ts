// How a need changes by a word or by time. Where it stands then: needs.ts.

import type { Incident } from '../../../../contracts/incident/state.ts';
import type { Of } from './change.ts';
import { renewed, withNeed } from './needChange.ts';
import { reminded } from './officer.ts';

type Needed = Of<
  'needs_known' | 'needs_renewed' | 'need_ended' | 'need_waits' | 'need_due' | 'need_asked' | 'officer_step'
>;

export function needed(incident: Incident, event: Needed): Incident {
  switch (event.type) {
    case 'needs_known': {
      const { tracks: _, ...rest } = incident;
      // Who had said yes before is believed as then: the need begins at 0.
      return {
        ...rest,
        needs: event.needs,
        legs: incident.legs.map((leg) => ({
          ...leg,
          saidSeq: 0,
          askedSeq: 0,
          ...(leg.arrived ? { arrivedSeq: 0 } : {}),
        })),
      };
    }
    case 'needs_renewed':
      return event.needs.reduce((done, wanted) => renewed(done, wanted, event), incident);
    case 'need_ended':
      return withNeed(incident, event.need, () => ({ until: undefined, state: 'ended', because: event.because }));
    case 'need_waits':
      return withNeed(incident, event.need, () => ({ state: 'waits', until: event.until, because: event.because }));
    case 'need_due':
      return withNeed(incident, event.need, () => ({
        until: undefined,
        because: undefined,
        tierName: undefined,
        state: 'due',
        tier: 0,
      }));
    case 'need_asked':
      if (event.need === 'officer') {
        incident.reviewAt = event.until;
        incident.reminders = reminded(incident, event.because, 0);
        return incident;
      }
      return withNeed(incident, event.need, (need) => ({
        state: need.state === 'met' ? need.state : 'asked',
        until: event.until,
        because: event.because,
        round: need.because === event.because ? need.round + 1 : 0,
      }));
    case 'officer_step':
      return withNeed(incident, 'officer', () => ({ tier: event.step }));
  }
}
