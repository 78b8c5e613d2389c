// What an event does to one leg: what they said themselves, what they must be told, when they are in doubt.
import type { EpochMs } from '../../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../../contracts/incident/state.ts';
import { type Changes, changed, type Stamp } from './change.ts';

/** There is something new to tell them. A no is asked again when there is nobody else. */
export const ringing = (leg: Leg, because: string, rungAt: EpochMs) => ({
  state: leg.state === 'declined' ? ('offered' as const) : leg.state,
  because,
  revision: leg.revision + 1,
  rungAt,
});

export const rungAgain = (leg: Leg, because: string, rungAt: EpochMs): Leg =>
  changed(leg, ringing(leg, because, rungAt));

/** Their own word, or the officer's for them. Whoever says something may be rung quickly again. */
export const said = (incident: Incident, { seq }: Stamp): Changes<Leg> =>
  incident.needs === undefined ? {} : { saidSeq: seq, rings: 0, overdue: 0 };
