// What an event does to an incident. Pure and total: replaying a log gives the state, and nothing else is needed for it.
import type { IncidentEvent } from '../../contracts/events.ts';
import type { EpochMs, IncidentId } from '../../contracts/ids.ts';
import type { ContactDue, Incident, Leg, Mark, Track, TrackState } from '../../contracts/incident.ts';
import { isTravelling } from './leg.ts';

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
    ...given('device', event.device),
    ...given('home', event.home),
    ...given('group', event.group),
    ...given('spot', event.spot),
    ...given('surge', event.surge),
    receivedAt: event.receivedAt,
    openedAt: event.at,
    presses: event.press ? [event.press] : [],
    legs: [],
    tracks: event.tracks.map((track) => ({
      track,
      ...given('plan', event.plans?.[track]),
      tier: 0,
      ...given('dueAt', event.offerFrom),
    })),
    reviewAt: event.reviewAt,
  };
}

/** The incident after one more event. */
export function evolve(before: Incident, event: IncidentEvent): Incident {
  const after = applied({ ...before, seq: event.seq }, event);
  const acts = event.by.startsWith('officer/') && !harmless.has(event.type);
  return acts ? { ...after, lastOfficer: { by: event.by, seq: event.seq } } : after;
}

/** What an officer may add without crossing what another one is about to do. */
const harmless: ReadonlySet<IncidentEvent['type']> = new Set(['note_added', 'advised', 'contact_told']);

function applied(incident: Incident, event: IncidentEvent): Incident {
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
    case 'track_planned':
      return {
        ...incident,
        tracks: [
          ...incident.tracks.filter((one) => one.track !== event.track),
          { track: event.track, plan: event.plan, tier: 0 },
        ],
      };
    case 'leg_offered': {
      const leg: Leg = {
        ...event.leg,
        state: 'offered',
        offeredAt: event.at,
        revision: 1,
        receipted: 0,
        ...given('dueAt', event.dueAt),
        ...(event.byHand ? { byHand: true } : {}),
      };
      const moves = !event.byHand && event.dueAt !== undefined;
      return { ...(moves ? atTier(incident, leg.track, leg.tier) : incident), legs: [...incident.legs, leg] };
    }
    case 'tier_skipped':
    case 'tier_empty':
      return atTier(incident, event.track, event.tier + 1);
    case 'track_exhausted': {
      const rung = new Set(event.rung);
      return {
        ...marked(incident, ['nobody_answers']),
        priority: event.priority ?? incident.priority,
        legs: incident.legs.map((leg) => (rung.has(leg.id) ? rungAgain(leg, 'nobody_answered', event.at) : leg)),
        tracks: onTrack(incident, event.track, (one) => ({
          ...one,
          dueAt: event.dueAt,
          ...given('spent', event.round),
        })),
      };
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
        })),
        event.leg,
      );
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
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        state: 'en_route',
        dueAt: event.dueAt,
        ...given('arriveBy', event.arriveBy),
      }));
    case 'leg_progressed':
      return withLeg(incident, event.leg, ({ doubtful: _, measuredSeconds: __, ...leg }) => ({
        ...leg,
        dueAt: event.dueAt,
        ...given('measuredSeconds', event.measuredSeconds),
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_doubted':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        dueAt: event.dueAt,
        doubtful: event.why,
        ...given('measuredSeconds', event.measuredSeconds),
        travelSeconds: event.measuredSeconds ?? leg.travelSeconds,
      }));
    case 'leg_on_scene':
      return {
        ...(event.check === 'wrong' ? marked(incident, ['scene_unverified']) : incident),
        ...legs(incident, event.leg, ({ doubtful: _, arriveBy: __, measuredSeconds: ___, ...leg }) => ({
          ...leg,
          state: 'on_scene',
          arrived: true as const,
          dueAt: event.dueAt,
        })),
      };
    case 'leg_overdue':
      return withLeg(incident, event.leg, (leg) => ({
        ...leg,
        dueAt: event.dueAt,
        ...(isTravelling(leg) && leg.comes !== false ? { doubtful: 'overdue' as const } : {}),
      }));
    case 'stand_down_chased':
      return {
        ...(event.channel === 'officer' ? marked(incident, ['untold']) : incident),
        ...legs(incident, event.leg, (leg) => ({
          ...leg,
          dueAt: event.dueAt,
          chases: (leg.chases ?? 0) + 1,
          ...(event.channel === undefined || event.channel === 'app' || event.channel === 'officer'
            ? {}
            : { channels: [...new Set([...(leg.channels ?? []), event.channel])] }),
        })),
      };
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
      }));
    case 'stand_down_told':
      return withLeg(incident, event.leg, (leg) => ({ ...leg, receipted: leg.revision, dueAt: undefined }));
    case 'help_asked':
      return marked(incident, ['help_asked']);
    case 'note_added':
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
      return { ...incident, acknowledged: { by: event.by, at: event.at }, reviewAt: event.reviewAt };
    case 'officer_reminded':
      return { ...incident, reviewAt: event.reviewAt };
    case 'priority_changed':
      return { ...incident, priority: event.priority };
    case 'ambulance_asked':
      return marked(incident, ['call_120']);
    case 'ambulance_called':
      return {
        ...unmarked(incident, 'call_120'),
        ambulance: { by: event.by, calledAt: event.calledAt, ...given('reference', event.reference) },
        tracks: onTrack(incident, 'health', calm),
      };
    case 'contact_due': {
      const { resident, contact, moment } = event;
      return { ...incident, contactsDue: [...contactsBut(incident, event), { resident, contact, moment }] };
    }
    case 'contact_told':
      return { ...incident, contactsDue: contactsBut(incident, event) };
    case 'closed':
      return closed(incident, { by: event.by, at: event.at, disposition: event.disposition });
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
        absorbed: [
          ...(incident.absorbed ?? []),
          { incident: event.from, ...given('home', event.home), ...given('device', event.device) },
        ],
      };
    case 'split_off':
      return { ...incident, absorbed: (incident.absorbed ?? []).filter((one) => one.incident !== event.incident) };
    case 'reopened': {
      const { closed: _, mergedInto: __, ...rest } = marked(incident, ['reopened']);
      return {
        ...rest,
        state: 'open',
        planFrom: incident.legs.length,
        tracks: incident.tracks.map(({ spent: _, dueAt: __, ...one }) => ({ ...one, tier: 0 })),
        reviewAt: event.reviewAt,
      };
    }
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

/** Leaves a field out where there is no value. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

type Undue = Omit<Leg, 'dueAt'> & { dueAt?: EpochMs | undefined };

const withLeg = (incident: Incident, id: string, change: (leg: Leg) => Undue): Incident => ({
  ...incident,
  ...legs(incident, id, change),
});

function legs(incident: Incident, id: string, change: (leg: Leg) => Undue): { legs: Leg[] } {
  return {
    legs: incident.legs.map((leg) => {
      if (leg.id !== id) return leg;
      const { dueAt, ...rest } = change(leg);
      return dueAt === undefined ? rest : { ...rest, dueAt };
    }),
  };
}

/** There is something new to tell them. A no is asked again when there is nobody else. */
const rungAgain = (leg: Leg, because: string, rungAt: EpochMs): Leg => ({
  ...leg,
  state: leg.state === 'declined' ? 'offered' : leg.state,
  because,
  revision: leg.revision + 1,
  rungAt,
});

const marked = (incident: Incident, marks: readonly Mark[]): Incident => ({
  ...incident,
  marks: [...new Set([...incident.marks, ...marks])],
});

const unmarked = (incident: Incident, mark: Mark): Incident => ({
  ...incident,
  marks: incident.marks.filter((one) => one !== mark),
});

const onTrack = (incident: Incident, track: Track, change: (state: TrackState) => TrackState): TrackState[] =>
  incident.tracks.map((one) => (one.track === track ? change(one) : one));

const atTier = (incident: Incident, track: Track, tier: number): Incident => ({
  ...incident,
  tracks: onTrack(incident, track, (one) => ({ ...calm(one), tier })),
});

/** Nobody has to be told again for this track. */
const calm = ({ spent: _, dueAt: __, ...state }: TrackState): TrackState => state;

/** Somebody has taken it: a spent track has no alarm of its own any more. */
function settled(incident: Incident, id: string): Incident {
  const leg = incident.legs.find((one) => one.id === id);
  if (!leg || leg.settles === false || leg.asks !== undefined) return incident;
  return { ...unmarked(incident, 'nobody_answers'), tracks: onTrack(incident, leg.track, calm) };
}

const closed = (incident: Incident, how: NonNullable<Incident['closed']>): Incident => ({
  ...incident,
  state: 'closed',
  closed: how,
  tracks: incident.tracks.map(calm),
});

const contactsBut = (incident: Incident, { resident, contact }: Omit<ContactDue, 'moment'>): ContactDue[] =>
  (incident.contactsDue ?? []).filter((one) => one.resident !== resident || one.contact !== contact);
