// What one person may send, by phone or page. An answer (accept, decline, on the way, there) is never lost: who is too fast waits. A note
// can be written a little later: so many for each incident, so that nobody fills the store that open incidents need.
import { Turns, type TurnsParts } from './turns.ts';

/** Far above any hand, and below what would keep a press waiting; a desk that confirms a surge needs some ten a second. */
const actions = ({ perSecond }: { perSecond: number }) => ({
  rule: { atOnce: 4 * perSecond, everyMs: 1_000 / perSecond },
  waitingAtMost: 10 * perSecond,
});
/** 2,000 characters each: some 2 MB an hour for one person and incident at most. */
const notes = { rule: { atOnce: 20, everyMs: 10_000 }, waitingAtMost: 20 } as const;
/** Each writes a document of the registry, with its history: six an hour are more than anybody goes and comes. */
const aways = { rule: { atOnce: 6, everyMs: 600_000 }, waitingAtMost: 1 } as const;

/** `actions`: by person. `notes`: by person and incident. `aways`: by contact. */
export type PersonRates = { actions: Turns; notes: Turns; aways: Turns; stop(): void };

export function openPersonRates({
  perSecond,
  ...clock
}: { perSecond: number } & Pick<TurnsParts, 'monotonic'>): PersonRates {
  const rates = {
    actions: new Turns({ ...actions({ perSecond }), ...clock }),
    notes: new Turns({ ...notes, ...clock }),
    aways: new Turns({ ...aways, ...clock }),
  };
  const stop = (): void => {
    rates.actions.stop();
    rates.notes.stop();
    rates.aways.stop();
  };
  return { ...rates, stop };
}

/** What is counted for notes. */
export const noteKey = (person: string, incident: string): string => `${person}/${incident}`;
