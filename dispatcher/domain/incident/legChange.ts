// What an event does to one leg: what they said themselves, what they must be told, when they are in doubt.
import type { EpochMs } from '../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type { Stamp } from './change.ts';
import { isTaken, isTravelling, needOf, purposeOf } from './leg.ts';

/** There is something new to tell them. A no is asked again when there is nobody else. */
export const rungAgain = (leg: Leg, because: string, rungAt: EpochMs): Leg => ({
  ...leg,
  state: leg.state === 'declined' ? 'offered' : leg.state,
  because,
  revision: leg.revision + 1,
  rungAt,
});

/** Their own word, or the officer's for them. Whoever says something may be rung quickly again. */
export const said = (incident: Incident, { seq }: Stamp): Partial<Leg> =>
  incident.needs === undefined ? {} : { saidSeq: seq, rings: 0, overdue: 0 };

/** A doubt is over only when they were measured nearer than before. */
export function stillDoubted(
  doubtful: Leg['doubtful'],
  before: number | undefined,
  now: number | undefined,
): Partial<Leg> {
  const nearer = now !== undefined && before !== undefined && now < before;
  return doubtful === undefined || nearer ? {} : { doubtful };
}

/** Whoever travels and is late; since needs a desk too that said nothing for long after it took something in hand. */
export const becomesDoubtful = (leg: Leg, incident: Incident): boolean =>
  incident.needs === undefined
    ? isTravelling(leg) && leg.comes !== false
    : isTaken(leg) && leg.state !== 'on_scene' && purposeOf(leg) !== 'calls';

/** A no is asked once more; it may become a yes, and nobody counts on it. */
export const ofNo = (rung: Leg, before: Leg): Leg =>
  before.state === 'declined' ? { ...rung, state: 'timed_out' } : rung;

/** Rung for a spent need: who is told has until the next round, and a yes of anybody who was asked still counts. */
export function askedOnceMore(leg: Leg, { dueAt, seq }: { dueAt: EpochMs; seq: number }): Leg {
  const again = { ...leg, askedSeq: seq, rings: (leg.rings ?? 0) + 1 };
  // The health centre's desk stays what it is: its yes, however late, is what is wanted.
  const answers = purposeOf(leg) === 'desk' && needOf(leg) !== 'health';
  if (purposeOf(leg) === 'told' || answers) {
    const { settles: _, comes: __, dueAt: ___, ...told } = again;
    return isTaken(leg) ? again : { ...told, purpose: 'told', state: 'offered', answerBy: dueAt };
  }
  if (purposeOf(leg) === 'calls')
    return { ...again, state: isTaken(leg) ? leg.state : 'offered', answerBy: dueAt, dueAt };
  return again;
}
