// What was said and done by telephone: 120, 119 and 110, and the call back to the resident.
import type { Incident } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import { marked, type Of, unmarked } from './change.ts';
import { needsBut, withNeed } from './needChange.ts';
import * as tracks from './tracks.ts';

type Telephoned = Of<'ambulance_asked' | 'ambulance_called' | 'ambulance_hand_over' | 'outside_called' | 'called_back'>;

export function telephoned(incident: Incident, event: Telephoned): Incident {
  switch (event.type) {
    case 'ambulance_asked':
      return marked(incident, ['call_120']);
    case 'ambulance_called':
      return {
        ...unmarked(incident, 'call_120'),
        ambulance: {
          by: event.by,
          calledAt: event.calledAt,
          ...defined({ reference: event.reference }),
          ...(incident.needs === undefined ? {} : { seq: event.seq }),
        },
        ...tracks.calmed(incident, 'health'),
        ...needsBut(incident, 'call_120', { until: undefined, state: 'ended', because: 'called' }),
      };
    case 'ambulance_hand_over':
      return incident.ambulance === undefined
        ? incident
        : { ...incident, ambulance: { ...incident.ambulance, handOver: event.textId } };
    case 'outside_called': {
      const { number, by, calledAt } = event;
      return {
        ...incident,
        called: [...(incident.called ?? []).filter((one) => one.number !== number), { number, by, calledAt }],
        ...needsBut(incident, `call_${number}`, { until: undefined, state: 'ended', because: 'called' }),
      };
    }
    case 'called_back': {
      const { by, outcome } = event;
      const after = { ...incident, callBack: { by, at: event.at, outcome } };
      if (outcome !== 'spoke') return marked(after, ['not_reached']);
      return withNeed(unmarked(after, 'not_reached'), 'word', () => ({
        until: undefined,
        state: 'ended',
        because: 'spoke',
      }));
    }
  }
}
