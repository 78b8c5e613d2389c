// What an event does to an incident. Pure and total: replaying a log gives the state, and nothing else is needed for it. Where
// each need stands after it follows from the legs: needs.ts. What incidents of versions before needs had instead: tracks.ts.

import type { IncidentId } from '../../../contracts/ids.ts';
import { isDevice, isOfficer, isResponder } from '../../../contracts/incident/actor.ts';
import type { IncidentEvent, NeedWanted } from '../../../contracts/incident/events.ts';
import type { Incident, Need } from '../../../contracts/incident/state.ts';
import { given } from '../../../contracts/shapes.ts';
import { answered } from './evolve/answer.ts';
import type { Of } from './evolve/change.ts';
import { lived } from './evolve/lives.ts';
import { needed } from './evolve/need.ts';
import { made } from './evolve/needChange.ts';
import { noted } from './evolve/officer.ts';
import { onTheWay } from './evolve/onTheWay.ts';
import { telephoned } from './evolve/outside.ts';
import { pressed } from './evolve/press.ts';
import { stoodDown } from './evolve/standDown.ts';
import { asked } from './evolve/tier.ts';
import * as tracks from './evolve/tracks.ts';
import { stand } from './needs.ts';

type Opened = Of<'opened'>;

/** The state that an opened event begins. */
export function begin(event: Opened): Incident {
  return stand({
    id: event.incident as IncidentId,
    district: event.district,
    number: event.number,
    seq: event.seq,
    state: 'open',
    call: event.call,
    priority: event.priority,
    marks: event.marks,
    ...given('device', event.device),
    ...given('home', event.home),
    ...given('group', event.group),
    ...given('spot', event.spot),
    ...given('spotOf', event.spotOf),
    ...given('surge', event.surge),
    receivedAt: event.receivedAt,
    openedAt: event.at,
    presses: event.press ? [event.press] : [],
    legs: [],
    ...(event.needs === undefined
      ? { tracks: tracks.begun(event) }
      : { needs: event.needs.map((one) => begun(one, event)) }),
    reviewAt: event.reviewAt,
  });
}

/** In a surge, or while the officer decides whether it is a repeat, people are asked a little later. */
function begun(wanted: NeedWanted, event: Opened): Need {
  const need = made(wanted, event);
  const { offerFrom: until } = event;
  if (until === undefined || wanted.need === 'officer' || wanted.need === 'word') return need;
  return { ...need, state: 'waits', until, because: event.waitsFor ?? 'surge' };
}

/** The incident after one more event. */
export function evolve(before: Incident, event: IncidentEvent): Incident {
  const { by, seq } = event;
  const after = applied({ ...before, seq }, event); // an object of its own, so what follows may set its fields
  if (isOfficer(by) && !harmless.has(event.type)) after.lastOfficer = { by, seq };
  if (after.needs !== undefined && isSaid(event)) after.lastSaid = { by, seq };
  return stand(after);
}

/** The resident or somebody who was sent has said something; a receipt is a device's. */
const isSaid = ({ by, type }: IncidentEvent): boolean => (isDevice(by) || isResponder(by)) && type !== 'leg_received';

/** What an officer may add without crossing what another one is about to do. */
const harmless: ReadonlySet<IncidentEvent['type']> = new Set(['note_added', 'advised', 'contact_told']);

function applied(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'opened':
      return begin(event);
    case 'press_joined':
    case 'press_repeated':
    case 'cancel_requested':
      return pressed(incident, event);
    case 'needs_known':
    case 'needs_renewed':
    case 'need_ended':
    case 'need_waits':
    case 'need_due':
    case 'need_asked':
    case 'officer_step':
      return needed(incident, event);
    case 'leg_offered':
    case 'leg_asked_again':
    case 'leg_updated':
    case 'track_planned':
    case 'tier_empty':
    case 'tier_skipped':
    case 'track_exhausted':
      return asked(incident, event);
    case 'leg_received':
    case 'leg_accepted':
    case 'leg_confirmed':
    case 'leg_resumed':
    case 'leg_declined':
    case 'leg_timed_out':
    case 'leg_done':
      return answered(incident, event);
    case 'leg_en_route':
    case 'leg_progressed':
    case 'leg_doubted':
    case 'leg_on_scene':
    case 'leg_overdue':
      return onTheWay(incident, event);
    case 'stand_down_chased':
    case 'leg_stood_down':
    case 'stand_down_told':
    case 'stand_down_given_up':
      return stoodDown(incident, event);
    case 'ambulance_asked':
    case 'ambulance_called':
    case 'ambulance_hand_over':
    case 'outside_called':
    case 'called_back':
      return telephoned(incident, event);
    case 'closed':
    case 'aftercare_done':
    case 'merged':
    case 'absorbed':
    case 'split_off':
    case 'reopened':
      return lived(incident, event);
    default:
      return noted(incident, event);
  }
}

/** The state that a whole log gives; undefined for a log that does not begin with `opened` or has a gap. */
export function replay(events: readonly IncidentEvent[]): Incident | undefined {
  const [first, ...rest] = events;
  if (first?.type !== 'opened' || first.seq !== 1) return undefined;
  let incident = begin(first);
  for (const event of rest) {
    if (event.seq !== incident.seq + 1) return undefined;
    incident = evolve(incident, event);
  }
  return incident;
}
