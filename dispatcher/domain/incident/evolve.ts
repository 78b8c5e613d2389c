// What an event does to an incident. Pure and total: replaying a log gives the state, and nothing else is needed for it. Where
// each need stands after it follows from the legs: needs.ts. What incidents of versions before needs had instead: tracks.ts.

import type { IncidentId } from '../../../contracts/ids.ts';
import { isDevice, isOfficer, isResponder } from '../../../contracts/incident/actor.ts';
import type { IncidentEvent, NeedWanted } from '../../../contracts/incident/events.ts';
import type { ContactDue, Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { given } from '../../../contracts/shapes.ts';
import { marked, unmarked, withLeg, without } from './change.ts';
import { purposeOf } from './leg.ts';
import { askedOnceMore, becomesDoubtful, ofNo, rungAgain, said, stillDoubted } from './legChange.ts';
import { closed, secondLife, splitOff } from './lives.ts';
import { asksTier, made, needsBut, renewed, withNeed } from './needChange.ts';
import { stand } from './needs.ts';
import { withPress } from './presses.ts';
import * as tracks from './tracks.ts';

type Opened = Extract<IncidentEvent, { type: 'opened' }>;

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
    case 'press_joined': {
      const joined = {
        ...marked(incident, event.marks),
        priority: event.priority,
        presses:
          incident.needs === undefined ? [...incident.presses, event.press] : withPress(incident.presses, event.press),
        ...(incident.needs === undefined ? {} : { pressedSeq: event.seq }),
        ...given('call', event.call),
        ...given('beside', event.beside),
      };
      const placed = event.spot === undefined ? joined : at(joined, event.spot, event.press.device);
      return event.anew ? without(placed, 'acknowledged') : placed;
    }
    case 'press_repeated':
      return {
        ...marked(incident, ['repeated']),
        priority: event.priority,
        presses: incident.presses.map((press) =>
          press.id === event.press && press.device === event.device
            ? { ...press, times: press.times + 1, ...(incident.needs ? { notedAt: event.at } : {}) }
            : press,
        ),
      };
    case 'cancel_requested':
      return { ...marked(incident, ['cancel_requested']), presses: [...incident.presses, event.press] };
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
      return withNeed(incident, event.need, ({ until: _, ...need }) => ({
        ...need,
        state: 'ended',
        because: event.because,
      }));
    case 'need_waits':
      return withNeed(incident, event.need, (need) => ({
        ...need,
        state: 'waits',
        until: event.until,
        because: event.because,
      }));
    case 'need_due':
      return withNeed(incident, event.need, ({ until: _, because: __, tierName: ___, ...need }) => ({
        ...need,
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
        ...need,
        state: need.state === 'met' ? need.state : 'asked',
        until: event.until,
        because: event.because,
        round: need.because === event.because ? need.round + 1 : 0,
      }));
    case 'leg_offered': {
      const leg: Leg = { ...event.leg, ...justOffered, offeredAt: event.at };
      if (event.dueAt !== undefined) leg.dueAt = event.dueAt;
      if (event.byHand) leg.byHand = true;
      if (incident.needs !== undefined) leg.askedSeq = event.seq;
      const before = incident.needs === undefined ? tracks.offered(incident, event) : incident;
      before.legs = [...before.legs, leg];
      return asksTier(before, leg, event);
    }
    case 'leg_asked_again': {
      const after = withLeg(incident, event.leg, (leg) => ({
        ...rungAgain(leg, event.because, event.at),
        ...given('purpose', event.purpose ?? leg.purpose),
        state: 'offered',
        tier: event.tier,
        answerBy: event.answerBy,
        dueAt: event.dueAt,
        askedSeq: event.seq,
      }));
      const leg = after.legs.find(({ id }) => id === event.leg);
      return leg ? asksTier(after, leg, { ...event, byHand: false }) : after;
    }
    case 'track_planned':
    case 'tier_empty':
      return tracks.applied(incident, event);
    case 'tier_skipped':
      if (event.need === undefined) return tracks.applied(incident, event);
      return withNeed(incident, event.need, ({ until: _, tierName: __, ...need }) => ({
        ...need,
        tier: event.tier + 1,
      }));
    case 'track_exhausted': {
      if (event.need === undefined) return tracks.applied(incident, event);
      const rung = new Set(event.rung);
      const legsNow = incident.legs.map((leg) =>
        rung.has(leg.id) ? askedOnceMore(ofNo(rungAgain(leg, 'nobody_answered', event.at), leg), event) : leg,
      );
      return withNeed(
        { ...marked(incident, ['nobody_answers']), legs: legsNow },
        event.need,
        ({ tierName: _, ...need }) => ({
          ...need,
          state: 'spent',
          until: event.dueAt,
          round: event.round ?? need.round + 1,
          because: 'nobody_answered',
        }),
      );
    }
    case 'leg_received':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        receipted: Math.max(leg.receipted, event.revision),
        state: leg.state === 'offered' ? 'received' : leg.state,
        ...(leg.state === 'stood_down' && event.revision >= leg.revision ? { dueAt: undefined } : {}),
      }));
    case 'leg_accepted':
      return settled(
        withLeg(incident, event.leg, ({ answerBy: _, doubtful: __, ...leg }) => ({
          ...leg,
          state: 'accepted',
          dueAt: event.dueAt,
          ...given('arriveBy', event.arriveBy),
          ...given('measuredSeconds', event.measuredSeconds),
          travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
          receipted: leg.revision,
          ...said(incident, event),
        })),
        event.leg,
      );
    case 'leg_confirmed':
      return withLeg(incident, event.leg, ({ doubtful: _, because: __, ...leg }) => ({
        ...leg,
        dueAt: event.dueAt,
        ...given('arriveBy', event.arriveBy),
        ...said(incident, event),
        ...(leg.state === 'on_scene' ? { arrivedSeq: event.seq } : {}),
      }));
    case 'leg_resumed':
      return withLeg(incident, event.leg, ({ finished: _, doubtful: __, arriveBy: ___, ...leg }) => ({
        ...leg,
        ...given('arriveBy', event.arriveBy),
        state: event.state,
        dueAt: event.dueAt,
        ...said(incident, event),
      }));
    case 'leg_declined':
      return withLeg(incident, event.leg, ({ answerBy: _, doubtful: __, ...leg }) => ({
        ...leg,
        state: 'declined',
        dueAt: undefined,
        receipted: leg.revision,
      }));
    case 'leg_timed_out':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, state: 'timed_out', dueAt: undefined }));
    case 'leg_en_route':
      return withLeg(incident, event.leg, ({ doubtful, ...leg }) => ({
        ...leg,
        ...(incident.needs === undefined ? given('doubtful', doubtful) : {}),
        state: 'en_route',
        dueAt: event.dueAt,
        ...given('arriveBy', event.arriveBy),
        ...said(incident, event),
      }));
    case 'leg_progressed':
      return withLeg(incident, event.leg, ({ measuredSeconds: before, doubtful, ...leg }) => ({
        ...leg,
        ...(incident.needs === undefined ? {} : stillDoubted(doubtful, before, event.measuredSeconds)),
        dueAt: event.dueAt,
        ...given('measuredSeconds', event.measuredSeconds),
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_doubted':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        dueAt: event.dueAt,
        doubtful: event.why,
        ...(incident.needs === undefined ? {} : { overdue: (leg.overdue ?? 0) + 1 }),
        ...given('measuredSeconds', event.measuredSeconds),
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_on_scene':
      return withLeg(
        verified(incident, event.check),
        event.leg,
        ({ doubtful: _, arriveBy: __, measuredSeconds: ___, ...leg }) => ({
          ...leg,
          state: 'on_scene',
          arrived: true as const,
          dueAt: event.dueAt,
          ...said(incident, event),
          ...(incident.needs === undefined ? {} : { arrivedSeq: event.seq }),
        }),
      );
    case 'leg_overdue':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        dueAt: event.dueAt,
        ...(becomesDoubtful(leg, incident) ? { doubtful: 'overdue' as const } : {}),
        ...(incident.needs === undefined ? {} : { overdue: (leg.overdue ?? 0) + 1 }),
        ...(incident.needs !== undefined && leg.state === 'on_scene' ? { because: 'silent' } : {}),
      }));
    case 'stand_down_chased':
      return withLeg(event.channel === 'officer' ? marked(incident, ['untold']) : incident, event.leg, (leg) => ({
        ...leg,
        dueAt: event.dueAt,
        chases: (leg.chases ?? 0) + 1,
        ...(event.channel === undefined || event.channel === 'app' || event.channel === 'officer'
          ? {}
          : { channels: [...new Set([...(leg.channels ?? []), event.channel])] }),
      }));
    case 'leg_done':
      return {
        ...withLeg(incident, event.leg, (leg) => ({
          ...leg,
          state: 'done',
          dueAt: undefined,
          receipted: leg.revision,
          ...(incident.needs === undefined ? {} : { finished: { at: event.at, was: leg.state } }),
        })),
        reviewAt: event.reviewAt,
      };
    case 'leg_stood_down':
      return withLeg(incident, event.leg, ({ answerBy: _, doubtful: __, channels: ___, ...leg }) => ({
        ...leg,
        state: 'stood_down',
        because: event.because,
        revision: leg.revision + 1,
        dueAt: event.dueAt,
        ...given('channels', event.channels),
      }));
    case 'leg_updated':
      return withLeg(incident, event.leg, (leg) => ({
        ...rungAgain(leg, event.because, event.at),
        ...given('dueAt', event.dueAt ?? leg.dueAt),
        ...(incident.needs === undefined ? {} : { rings: (leg.rings ?? 0) + 1 }),
      }));
    case 'stand_down_told':
    case 'stand_down_given_up':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, receipted: leg.revision, dueAt: undefined }));
    case 'help_asked':
      return marked(incident, ['help_asked']);
    case 'note_added':
    case 'found':
      return incident;
    case 'advised': {
      const told = new Set(event.legs);
      return {
        ...incident,
        legs: incident.legs.map((leg) => (told.has(leg.id) ? rungAgain(leg, 'advised', event.at) : leg)),
      };
    }
    case 'acknowledged':
    case 'taken_over':
      return {
        ...without(incident, 'handOver'),
        acknowledged: { by: event.by, at: event.at },
        reviewAt: event.reviewAt,
      };
    case 'hand_over_asked':
      return { ...incident, handOver: { by: event.by, to: event.to, at: event.at } };
    case 'officer_reminded':
      incident.reviewAt = event.reviewAt;
      if (incident.needs !== undefined) incident.reminders = reminded(incident, event.why, 1);
      return incident;
    case 'reason_due':
      return marked(incident, ['reason_due']);
    case 'reason_given':
      return { ...unmarked(incident, 'reason_due'), reasonGiven: true };
    case 'officer_step':
      return withNeed(incident, 'officer', (need) => ({ ...need, tier: event.step }));
    case 'priority_changed':
      return { ...incident, priority: event.priority };
    case 'ambulance_asked':
      return marked(incident, ['call_120']);
    case 'ambulance_called':
      return {
        ...unmarked(incident, 'call_120'),
        ambulance: {
          by: event.by,
          calledAt: event.calledAt,
          ...given('reference', event.reference),
          ...(incident.needs === undefined ? {} : { seq: event.seq }),
        },
        ...tracks.calmed(incident, 'health'),
        ...needsBut(incident, 'call_120', ({ until: _, ...need }) => ({ ...need, state: 'ended', because: 'called' })),
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
        ...needsBut(incident, `call_${number}`, ({ until: _, ...need }) => ({
          ...need,
          state: 'ended',
          because: 'called',
        })),
      };
    }
    case 'called_back': {
      const { by, outcome } = event;
      const after = { ...incident, callBack: { by, at: event.at, outcome } };
      if (outcome !== 'spoke') return marked(after, ['not_reached']);
      return withNeed(unmarked(after, 'not_reached'), 'word', ({ until: _, ...need }) => ({
        ...need,
        state: 'ended',
        because: 'spoke',
      }));
    }
    case 'place_corrected': {
      const { spot: _, spotOf: __, ...rest } = incident;
      return {
        ...unmarked(unmarked(unmarked(rest, 'beyond_reach'), 'away_from_home'), 'inexact_fix'),
        ...given('home', event.home ?? incident.home),
        ...given('spot', event.spot),
        placed: true,
      };
    }
    case 'contact_due': {
      const { resident, contact, moment } = event;
      return { ...incident, contactsDue: [...contactsBut(incident, event), { resident, contact, moment }] };
    }
    case 'contact_told':
      return { ...incident, contactsDue: contactsBut(incident, event) };
    case 'closed':
      return {
        ...closed(incident, { by: event.by, at: event.at, disposition: event.disposition }),
        ...given('aftercare', event.aftercare),
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
        ...given('call', event.call),
        ...given('beside', event.beside),
        ...(incident.ambulance === undefined && event.ambulance
          ? { ambulance: { ...event.ambulance, seq: event.seq } }
          : {}),
        ...(event.called ? { called: [...(incident.called ?? []), ...event.called] } : {}),
        absorbed: [
          ...(incident.absorbed ?? []),
          { incident: event.from, ...given('home', event.home), ...given('device', event.device) },
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

const justOffered = { state: 'offered', revision: 1, receipted: 0 } as const;

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

/** Somebody has taken it: nobody has to be told again that everybody was asked in vain. */
function settled(incident: Incident, id: string): Incident {
  const leg = incident.legs.find((one) => one.id === id);
  if (!leg) return incident;
  if (incident.needs === undefined) return tracks.settled(incident, leg);
  return purposeOf(leg) === 'comes' ? unmarked(incident, 'nobody_answers') : incident;
}

/** Help goes to where the device is, or home again. */
function at(incident: Incident, spot: 'fix' | 'home', device: string): Incident {
  if (spot === 'fix') return { ...incident, spot, spotOf: device };
  const { spot: _, spotOf: __, ...home } = incident;
  return unmarked(unmarked(home, 'away_from_home'), 'inexact_fix');
}

const reminded = ({ reminders }: Incident, why: string, more: number) => ({
  why,
  times: (reminders?.why === why ? reminders.times : 0) + more,
});

/** A code that fits takes back the doubt that a wrong one left. */
function verified(incident: Incident, check: string | undefined): Incident {
  if (check === 'wrong') return marked(incident, ['scene_unverified']);
  const fits = check === 'card' || check === 'door_code';
  return fits && incident.needs !== undefined ? unmarked(incident, 'scene_unverified') : incident;
}

const contactsBut = (incident: Incident, { resident, contact }: Omit<ContactDue, 'moment'>): ContactDue[] =>
  (incident.contactsDue ?? []).filter((one) => one.resident !== resident || one.contact !== contact);
