// Somebody is not needed any more, and is told until they have it.
import type { Incident } from '../../../../contracts/incident/state.ts';
import { marked, type Of, withLeg } from './change.ts';

type StoodDown = Of<'stand_down_chased' | 'leg_stood_down' | 'stand_down_told' | 'stand_down_given_up'>;

export function stoodDown(incident: Incident, event: StoodDown): Incident {
  switch (event.type) {
    case 'stand_down_chased':
      return withLeg(event.channel === 'officer' ? marked(incident, ['untold']) : incident, event.leg, (leg) => ({
        dueAt: event.dueAt,
        chases: (leg.chases ?? 0) + 1,
        ...(event.channel === undefined || event.channel === 'app' || event.channel === 'officer'
          ? {}
          : { channels: [...new Set([...(leg.channels ?? []), event.channel])] }),
      }));
    case 'leg_stood_down':
      return withLeg(incident, event.leg, (leg) => ({
        answerBy: undefined,
        doubtful: undefined,
        state: 'stood_down',
        because: event.because,
        revision: leg.revision + 1,
        dueAt: event.dueAt,
        channels: event.channels,
      }));
    case 'stand_down_told':
    case 'stand_down_given_up':
      return withLeg(incident, event.leg, (leg) => ({ receipted: leg.revision, dueAt: undefined }));
  }
}
