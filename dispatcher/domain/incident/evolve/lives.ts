// The end of an incident and what comes after it: closed, opened again as a new beginning, split off from another one.

import type { NeedWanted } from '../../../../contracts/incident/events.ts';
import type { Incident } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import type { Mark } from '../../../../contracts/terms.ts';
import { changed, marked, type Of, type Stamp, without } from './change.ts';
import { made } from './needChange.ts';
import * as tracks from './tracks.ts';

type Lived = Of<'closed' | 'aftercare_done' | 'merged' | 'absorbed' | 'split_off' | 'reopened'>;

export function lived(incident: Incident, event: Lived): Incident {
  switch (event.type) {
    case 'closed':
      return {
        ...closed(incident, { by: event.by, at: event.at, disposition: event.disposition }),
        ...defined({ aftercare: event.aftercare }),
      };
    case 'aftercare_done':
      return without(incident, 'aftercare');
    case 'merged':
      return {
        ...closed(incident, { by: event.by, at: event.at, disposition: 'duplicate' }),
        mergedInto: event.into,
      };
    case 'absorbed':
      return {
        ...incident,
        priority: event.priority,
        presses: [...incident.presses, ...event.presses],
        ...defined({ call: event.call, beside: event.beside }),
        // One that was called for either comes for both, and is news for whatever has been wanted since.
        ...(event.ambulance && (incident.ambulance === undefined || event.ambulanceAnew)
          ? { ambulance: { ...(incident.ambulance ?? event.ambulance), seq: event.seq } }
          : {}),
        ...(event.called ? { called: [...(incident.called ?? []), ...event.called] } : {}),
        absorbed: [
          ...(incident.absorbed ?? []),
          { incident: event.from, ...defined({ home: event.home, device: event.device }) },
          ...(event.also ?? []).map((one) => ({ ...one, via: event.from })),
        ],
      };
    case 'split_off':
      return splitOff(incident, event);
    case 'reopened': {
      const { closed: _, mergedInto: __, ...rest } = marked(incident, ['reopened']);
      const again = { ...rest, state: 'open' as const, planFrom: incident.legs.length, reviewAt: event.reviewAt };
      return event.needs === undefined ? tracks.reopened(again) : secondLife(again, event.needs, event);
    }
  }
}

const closed = (incident: Incident, how: NonNullable<Incident['closed']>): Incident => ({
  ...incident,
  state: 'closed',
  closed: how,
  ...tracks.calmed(incident),
  ...(incident.needs === undefined
    ? {}
    : {
        needs: incident.needs.map((need) =>
          changed(need, { until: undefined, ...(need.state === 'ended' ? {} : { state: 'ended', because: 'closed' }) }),
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
function secondLife(incident: Incident, needs: readonly NeedWanted[], event: Stamp): Incident {
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
function splitOff(incident: Incident, { incident: id, call, beside }: Of<'split_off'>): Incident {
  const gone = (incident.absorbed ?? []).filter((one) => one.incident === id || one.via === id);
  const absorbed = (incident.absorbed ?? []).filter((one) => !gone.includes(one));
  if (incident.needs === undefined) return { ...incident, absorbed };
  const from = new Set(gone.map((one) => one.incident as string));
  const presses = incident.presses.filter(({ of }) => of === undefined || !from.has(of));
  if (call === undefined) return { ...incident, absorbed, presses };
  const { beside: _, ...rest } = incident;
  return { ...rest, absorbed, presses, call, ...defined({ beside }) };
}
