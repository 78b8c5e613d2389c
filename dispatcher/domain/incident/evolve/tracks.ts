// Incidents of versions before needs had tracks, each with the tier its escalation stood at. Their logs mean today what they meant
// then; attend.ts gives an open one its needs at the next decision, and from then on nothing here applies to it.
import type { IncidentEvent } from '../../../../contracts/incident/events.ts';
import type { Incident, Leg, TrackState } from '../../../../contracts/incident/state.ts';
import type { Mark, Track } from '../../../../contracts/terms.ts';
import { trackOf } from '../leg.ts';
import type { Of } from './change.ts';

/** The tracks that an opened event begins. */
export const begun = (event: Of<'opened'>): TrackState[] =>
  event.tracks.map((track) => {
    const plan = event.plans?.[track];
    return {
      track,
      ...(plan === undefined ? {} : { plan }),
      tier: 0,
      ...(event.offerFrom === undefined ? {} : { dueAt: event.offerFrom }),
    };
  });

/** What each track is, for readers who know tracks: of an incident with needs, its door and the health centre. */
export function tracksOf({ tracks = [], needs }: Incident): TrackState[] {
  if (needs === undefined) return tracks;
  return needs.flatMap(({ need, plan, tier, state, round, until }) => {
    if (need !== 'door' && need !== 'health') return [];
    const spent = round > 0 && state !== 'met' && state !== 'ended' ? { spent: round } : {};
    const dueAt = state === 'spent' && until !== undefined ? { dueAt: until } : {};
    return [{ track: trackOf(need), ...(plan === undefined ? {} : { plan }), tier, ...spent, ...dueAt }];
  });
}

/** What moved a track, or spent it. */
export function applied(
  incident: Incident,
  event: Of<'track_planned' | 'tier_skipped' | 'tier_empty' | 'track_exhausted'>,
): Incident {
  switch (event.type) {
    case 'track_planned':
      return {
        ...incident,
        tracks: [
          ...(incident.tracks ?? []).filter((one) => one.track !== event.track),
          { track: event.track, plan: event.plan, tier: 0 },
        ],
      };
    case 'tier_skipped':
    case 'tier_empty':
      return atTier(incident, event.track, event.tier + 1);
    case 'track_exhausted': {
      const rung = new Set(event.rung);
      const nobody: Mark = 'nobody_answers';
      return {
        ...incident,
        marks: [...new Set([...incident.marks, nobody])],
        priority: event.priority ?? incident.priority,
        legs: incident.legs.map((leg) => (rung.has(leg.id) ? rungAgain(leg, event) : leg)),
        tracks: onTrack(incident, event.track, (one) => ({
          ...one,
          dueAt: event.dueAt,
          ...(event.round === undefined ? {} : { spent: event.round }),
        })),
      };
    }
  }
}

const rungAgain = (leg: Leg, { at }: Pick<IncidentEvent, 'at'>): Leg => ({
  ...leg,
  state: leg.state === 'declined' ? 'offered' : leg.state,
  because: 'nobody_answered',
  revision: leg.revision + 1,
  rungAt: at,
});

/** An offer of a tier moved its track there. */
export const offered = (incident: Incident, { leg, byHand, dueAt }: Of<'leg_offered'>): Incident =>
  !byHand && dueAt !== undefined ? atTier(incident, leg.track, leg.tier) : incident;

/** Somebody had taken it: a spent track had no alarm of its own any more. */
export function settled(incident: Incident, leg: Leg): Incident {
  if (leg.settles === false || leg.asks !== undefined) return incident;
  return {
    ...incident,
    marks: incident.marks.filter((mark) => mark !== 'nobody_answers'),
    ...calmed(incident, leg.track),
  };
}

/** Nobody has to be told again for this track, or for any. */
export const calmed = (incident: Incident, track?: Track): { tracks?: TrackState[] } =>
  incident.tracks === undefined
    ? {}
    : { tracks: incident.tracks.map((one) => (track === undefined || one.track === track ? calm(one) : one)) };

/** After a reopening each began with its first tier. */
export const reopened = (incident: Incident): Incident => ({
  ...incident,
  tracks: (incident.tracks ?? []).map((one) => ({ ...calm(one), tier: 0 })),
});

const onTrack = (incident: Incident, track: Track, change: (state: TrackState) => TrackState): TrackState[] =>
  (incident.tracks ?? []).map((one) => (one.track === track ? change(one) : one));

const atTier = (incident: Incident, track: Track, tier: number): Incident => ({
  ...incident,
  tracks: onTrack(incident, track, (one) => ({ ...calm(one), tier })),
});

const calm = ({ spent: _, dueAt: __, ...state }: TrackState): TrackState => state;
