// Whom the tiers ask: an offer, somebody rung again, a tier without anybody, everybody asked in vain.

import type { EpochMs } from '../../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import { isTaken, needOf, purposeOf } from '../leg.ts';
import { changed, marked, type Of, withLeg } from './change.ts';
import { ringing, rungAgain } from './legChange.ts';
import { asksTier, withNeed } from './needChange.ts';
import * as tracks from './tracks.ts';

type Asked = Of<
  | 'leg_offered'
  | 'leg_asked_again'
  | 'leg_updated'
  | 'track_planned'
  | 'tier_empty'
  | 'tier_skipped'
  | 'track_exhausted'
>;

export function asked(incident: Incident, event: Asked): Incident {
  switch (event.type) {
    case 'leg_offered': {
      const { at: offeredAt, dueAt, byHand, seq } = event;
      const isNeeded = incident.needs !== undefined;
      const leg = changed(event.leg as Leg, {
        ...{ state: 'offered', revision: 1, receipted: 0, offeredAt, dueAt },
        ...{ byHand: byHand || undefined, askedSeq: isNeeded ? seq : undefined },
      });
      const before = incident.needs === undefined ? tracks.offered(incident, event) : incident;
      before.legs = [...before.legs, leg];
      return asksTier(before, leg, event);
    }
    case 'leg_asked_again': {
      const after = withLeg(incident, event.leg, (leg) => ({
        ...ringing(leg, event.because, event.at),
        ...defined({ purpose: event.purpose ?? leg.purpose }),
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
      return withNeed(incident, event.need, () => ({ until: undefined, tierName: undefined, tier: event.tier + 1 }));
    case 'track_exhausted': {
      if (event.need === undefined) return tracks.applied(incident, event);
      const rung = new Set(event.rung);
      const legsNow = incident.legs.map((leg) =>
        rung.has(leg.id) ? askedOnceMore(ofNo(rungAgain(leg, 'nobody_answered', event.at), leg), event) : leg,
      );
      return withNeed({ ...marked(incident, ['nobody_answers']), legs: legsNow }, event.need, (need) => ({
        tierName: undefined,
        state: 'spent',
        until: event.dueAt,
        round: event.round ?? need.round + 1,
        because: 'nobody_answered',
      }));
    }
    case 'leg_updated':
      return withLeg(incident, event.leg, (leg) => ({
        ...ringing(leg, event.because, event.at),
        ...defined({ dueAt: event.dueAt ?? leg.dueAt }),
        ...(incident.needs === undefined ? {} : { rings: (leg.rings ?? 0) + 1 }),
      }));
  }
}

/** A no is asked once more; it may become a yes, and nobody counts on it. */
export const ofNo = (rung: Leg, before: Leg): Leg =>
  before.state === 'declined' ? { ...rung, state: 'timed_out' } : rung;

/** Rung for a spent need: who is told has until the next round, and a yes of anybody who was asked still counts. */
export function askedOnceMore(leg: Leg, { dueAt, seq }: { dueAt: EpochMs; seq: number }): Leg {
  const again = { askedSeq: seq, rings: (leg.rings ?? 0) + 1 };
  // The health centre's desk stays what it is: its yes, however late, is what is wanted.
  const answers = purposeOf(leg) === 'desk' && needOf(leg) !== 'health';
  if (purposeOf(leg) === 'told' || answers) {
    const told = { settles: undefined, comes: undefined, dueAt: undefined, purpose: 'told', state: 'offered' } as const;
    return changed(leg, isTaken(leg) ? again : { ...again, ...told, answerBy: dueAt });
  }
  if (purposeOf(leg) === 'calls')
    return changed(leg, { ...again, state: isTaken(leg) ? leg.state : 'offered', answerBy: dueAt, dueAt });
  return changed(leg, again);
}
