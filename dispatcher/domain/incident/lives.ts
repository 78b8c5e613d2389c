// The end of an incident and what comes after it: closed, opened again as a new beginning, split off from another one.

import type { IncidentEvent, NeedWanted } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { given } from '../../../contracts/shapes.ts';
import type { Mark } from '../../../contracts/terms.ts';
import type { Stamp } from './change.ts';
import { made } from './needChange.ts';
import * as tracks from './tracks.ts';

export const closed = (incident: Incident, how: NonNullable<Incident['closed']>): Incident => ({
  ...incident,
  state: 'closed',
  closed: how,
  ...tracks.calmed(incident),
  ...(incident.needs === undefined
    ? {}
    : {
        needs: incident.needs.map(({ until: _, ...need }) =>
          need.state === 'ended' ? need : { ...need, state: 'ended' as const, because: 'closed' },
        ),
      }),
});

/** Marks that say what the first life was about, not what became of it. */
const lasting: ReadonlySet<Mark> = new Set([
  'unreadable',
  'unknown_device',
  'unreadable_input',
  'reopened',
  'untold',
  'cannot_talk',
  'away_from_home',
  'inexact_fix',
  'beyond_reach',
]);

/** Everything begins anew, with its history: what was said, called and acknowledged then counts no more. */
export function secondLife(incident: Incident, needs: readonly NeedWanted[], event: Stamp): Incident {
  const {
    acknowledged: _,
    ambulance: __,
    called: ___,
    callBack: ____,
    contactsDue: _____,
    aftercare: ______,
    reasonGiven: _______,
    handOver: ________,
    reminders: _________,
    ...rest
  } = incident;
  return {
    ...rest,
    marks: incident.marks.filter((mark) => lasting.has(mark)),
    needs: needs.map((wanted) => made(wanted, event)),
  };
}

/** What had come with it goes with it, presses too. */
export function splitOff(
  incident: Incident,
  { incident: id, call, beside }: Extract<IncidentEvent, { type: 'split_off' }>,
): Incident {
  const gone = (incident.absorbed ?? []).filter((one) => one.incident === id || one.via === id);
  const absorbed = (incident.absorbed ?? []).filter((one) => !gone.includes(one));
  if (incident.needs === undefined) return { ...incident, absorbed };
  const from = new Set(gone.map((one) => one.incident as string));
  const presses = incident.presses.filter(({ of }) => of === undefined || !from.has(of));
  if (call === undefined) return { ...incident, absorbed, presses };
  const { beside: _, ...rest } = incident;
  return { ...rest, absorbed, presses, call, ...given('beside', beside) };
}
