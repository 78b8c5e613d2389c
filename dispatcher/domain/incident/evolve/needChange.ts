// What an event does to one need: it is made, made anew, its tier is asked. Where it stands then: needs.ts.

import type { NeedWanted } from '../../../../contracts/incident/events.ts';
import type { Incident, Leg, Need } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import type { NeedKind } from '../../../../contracts/terms.ts';
import { needsOf } from '../needs.ts';
import { type Changes, changed, type Stamp } from './change.ts';

/** A need that begins with this event. */
export const made = ({ need, plan }: NeedWanted, { seq, at, by }: Stamp): Need => ({
  need,
  since: at,
  seq,
  by,
  state: 'due',
  tier: 0,
  round: 0,
  ...defined({ plan }),
});

export const needsBut = (incident: Incident, kind: NeedKind, changes: Changes<Need>): { needs?: Need[] } =>
  incident.needs === undefined
    ? {}
    : {
        needs: incident.needs.map((need) =>
          need.need === kind && need.state !== 'ended' ? changed(need, changes) : need,
        ),
      };

/** Changes the incident that it is given, like its likes in change.ts. */
export function withNeed(incident: Incident, kind: NeedKind, change: (need: Need) => Changes<Need>): Incident {
  if (incident.needs !== undefined)
    incident.needs = incident.needs.map((need) => (need.need === kind ? changed(need, change(need)) : need));
  return incident;
}

/** The need begins, or begins again; who is on the way or there must say something newer. */
export function renewed(incident: Incident, wanted: NeedWanted, event: Stamp): Incident {
  const before = needsOf(incident);
  const known = before.find(({ need }) => need === wanted.need);
  const plan = wanted.plan ?? known?.plan;
  const need = made({ need: wanted.need, ...defined({ plan }) }, event);
  const { reminders: _, ...calm } = incident;
  const base = wanted.need === 'officer' ? calm : incident;
  return { ...base, needs: known ? before.map((one) => (one === known ? need : one)) : [...before, need] };
}

/** The tier that is being asked, and until when: the first offers of a tier set its clock. By hand it may only grow. */
export function asksTier(
  incident: Incident,
  leg: Leg,
  { byHand, tierName }: { byHand: boolean; tierName?: string | undefined },
): Incident {
  const { answerBy } = leg;
  if (leg.need === undefined || answerBy === undefined || leg.purpose === 'told') return incident;
  return withNeed(incident, leg.need, (need) => {
    const until = need.state === 'asked' && need.until !== undefined && need.until > answerBy ? need.until : answerBy;
    if (need.state === 'waits') return {}; // by hand, meanwhile: it keeps its own clock and reason
    const state = need.state === 'met' ? need.state : 'asked';
    const at = byHand ? need : { tier: leg.tier, tierName: tierName ?? need.tierName };
    return { tier: at.tier, tierName: at.tierName, state, until, because: leg.responder };
  });
}
