// What an event does to an incident. Pure and total: replaying a log gives the state, and nothing else is needed for it.
import type { IncidentEvent } from '../../contracts/events.ts';
import type { IncidentId } from '../../contracts/ids.ts';
import type { Incident, Leg, Mark } from '../../contracts/incident.ts';

type Opened = Extract<IncidentEvent, { type: 'opened' }>;

/** The state that an opened event begins. */
export function begin(event: Opened): Incident {
  return {
    id: event.incident as IncidentId,
    district: event.district,
    number: event.number,
    seq: event.seq,
    state: 'open',
    call: event.call,
    priority: event.priority,
    marks: event.marks,
    ...(event.device === undefined ? {} : { device: event.device }),
    ...(event.home === undefined ? {} : { home: event.home }),
    receivedAt: event.receivedAt,
    openedAt: event.at,
    presses: event.press ? [event.press] : [],
    legs: [],
    tracks: event.tracks.map((track) => ({ track, tier: 0 })),
    reviewAt: event.reviewAt,
  };
}

/** The incident after one more event. */
export function evolve(before: Incident, event: IncidentEvent): Incident {
  const incident: Incident = { ...before, seq: event.seq };
  switch (event.type) {
    case 'opened':
      return begin(event);
    case 'press_joined':
      return {
        ...marked(incident, event.marks),
        priority: event.priority,
        presses: [...incident.presses, event.press],
      };
    case 'press_repeated':
      return {
        ...marked(incident, ['repeated']),
        priority: event.priority,
        presses: incident.presses.map((press) =>
          press.id === event.press && press.device === event.device ? { ...press, times: press.times + 1 } : press,
        ),
      };
    case 'cancel_requested':
      return { ...marked(incident, ['cancel_requested']), presses: [...incident.presses, event.press] };
    case 'leg_offered': {
      const leg: Leg = {
        ...event.leg,
        state: 'offered',
        offeredAt: event.at,
        revision: 1,
        receipted: 0,
        dueAt: event.dueAt,
        ...(event.byHand ? { byHand: true } : {}),
      };
      return { ...atTier(incident, leg.track, event.byHand ? undefined : leg.tier), legs: [...incident.legs, leg] };
    }
    case 'tier_empty':
      return atTier(incident, event.track, event.tier + 1);
    case 'track_exhausted':
      return {
        ...incident,
        tracks: incident.tracks.map((one) => (one.track === event.track ? { ...one, dueAt: event.dueAt } : one)),
      };
    case 'leg_received':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        receipted: Math.max(leg.receipted, event.revision),
        state: leg.state === 'offered' ? 'received' : leg.state,
        ...(leg.state === 'stood_down' && event.revision >= leg.revision ? { dueAt: undefined } : {}),
      }));
    case 'leg_accepted':
      return settle(
        withLeg(incident, event.leg, (leg) => ({
          ...leg,
          state: 'accepted',
          dueAt: event.dueAt,
          receipted: leg.revision,
        })),
        event.leg,
      );
    case 'leg_declined':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        state: 'declined',
        dueAt: undefined,
        receipted: leg.revision,
      }));
    case 'leg_timed_out':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, state: 'timed_out', dueAt: undefined }));
    case 'leg_en_route':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, state: 'en_route', dueAt: event.dueAt }));
    case 'leg_on_scene':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, state: 'on_scene', dueAt: event.dueAt }));
    case 'leg_overdue':
    case 'stand_down_chased':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, dueAt: event.dueAt }));
    case 'leg_done':
      return {
        ...withLeg(incident, event.leg, (leg) => ({
          ...leg,
          state: 'done',
          dueAt: undefined,
          receipted: leg.revision,
        })),
        reviewAt: event.reviewAt,
      };
    case 'leg_stood_down':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        state: 'stood_down',
        because: event.because,
        revision: leg.revision + 1,
        dueAt: event.dueAt,
      }));
    case 'leg_updated':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        because: event.because,
        revision: leg.revision + 1,
        rungAt: event.at,
      }));
    case 'stand_down_told':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, receipted: leg.revision, dueAt: undefined }));
    case 'help_asked':
      return marked(incident, ['help_asked']);
    case 'note_added':
      return incident;
    case 'acknowledged':
      return { ...incident, acknowledged: { by: event.by, at: event.at }, reviewAt: event.reviewAt };
    case 'officer_reminded':
      return { ...incident, reviewAt: event.reviewAt };
    case 'closed':
      return {
        ...incident,
        state: 'closed',
        closed: { by: event.by, at: event.at, disposition: event.disposition },
        tracks: incident.tracks.map(({ track, tier }) => ({ track, tier })),
      };
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

type Undue<T> = Omit<T, 'dueAt'> & { dueAt?: Leg['dueAt'] | undefined };

function withLeg(incident: Incident, id: string, change: (leg: Leg) => Undue<Leg>): Incident {
  return {
    ...incident,
    legs: incident.legs.map((leg) => {
      if (leg.id !== id) return leg;
      const { dueAt, ...rest } = change(leg);
      return dueAt === undefined ? rest : { ...rest, dueAt };
    }),
  };
}

function marked(incident: Incident, marks: readonly Mark[]): Incident {
  return { ...incident, marks: [...new Set([...incident.marks, ...marks])] };
}

function atTier(incident: Incident, track: Leg['track'], tier: number | undefined): Incident {
  if (tier === undefined) return incident;
  return { ...incident, tracks: incident.tracks.map((one) => (one.track === track ? { track, tier } : one)) };
}

/** Somebody has taken it: an exhausted track has no alarm of its own any more. */
function settle(incident: Incident, id: string): Incident {
  const track = incident.legs.find((leg) => leg.id === id)?.track;
  return {
    ...incident,
    tracks: incident.tracks.map((one) => (one.track === track ? { track: one.track, tier: one.tier } : one)),
  };
}
