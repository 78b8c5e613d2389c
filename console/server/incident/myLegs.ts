// What a responder's phone must show, from the states of incidents: every offer, every leg that is on, every stand-down that
// they have not confirmed, and for a while what they were on. How much of each: contracts/incident/needToKnow.ts.
import { byResponder } from '../../../contracts/incident/actor.ts';
import { deliveryOf } from '../../../contracts/incident/delivery.ts';
import type { EndedLeg, MyLeg, OpenedLeg } from '../../../contracts/incident/myLegs.ts';
import { isKept, type Standing } from '../../../contracts/incident/needToKnow.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import { keptMsOf } from '../../../contracts/office/policy.ts';
import { asksFor } from '../../../contracts/outsideCall.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { defined } from '../../../contracts/shapes.ts';
import { HelpNeed } from '../../../contracts/terms.ts';
import { needOfHelp } from '../../../dispatcher/domain/incident/help.ts';
import { isAsked, isTaken, needOf, purposeOf } from '../../../dispatcher/domain/incident/leg.ts';
import { homesAbsorbed } from '../../../dispatcher/domain/incident/merge.ts';
import { isOpenNeed, needNamed } from '../../../dispatcher/domain/incident/needs.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type Knowledge, knowledgeOf } from '../../../wording/known.ts';

/** What cannot be read off the state. `fix`: where the device is when help goes there. */
export type Aside = { advice: MyLeg['advice']; fix: LonLat | undefined };

/** Legs of this responder that their phone must show, of one incident. */
export function shownLegs(incident: Incident, responder: string): Leg[] {
  return incident.legs.filter((leg) => leg.responder === responder && kindOf(leg, incident) !== undefined);
}

/** An offer stays on the screen after its time: a late yes counts. */
function kindOf(leg: Leg, incident: Incident): MyLeg['kind'] | undefined {
  if (leg.state === 'stood_down') return leg.receipted < leg.revision ? 'stand_down' : undefined;
  if (incident.state === 'closed') return undefined;
  if (isTaken(leg)) return 'active';
  return isAsked(leg) ? 'offer' : undefined;
}

export function myLeg(leg: Leg, incident: Incident, district: DistrictRegistry, now: number, aside: Aside): MyLeg {
  const kind = kindOf(leg, incident) ?? 'stand_down';
  const active = kind === 'active';
  const known = knownBy(leg, standingOf(leg, kind), incident, district, aside.fix);
  const away = aside.fix !== undefined;
  const helpAsked = active ? helpAskedBy(byResponder(leg.responder), incident) : [];
  const desk = district.bundle.responders.find(
    ({ role, phone }) => role === 'health_desk' && phone !== undefined,
  )?.phone;
  return {
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    delivery: deliveryOf(incident.id, leg),
    revision: leg.revision,
    receipted: leg.receipted >= leg.revision,
    kind,
    state: leg.state,
    track: leg.track,
    priority: incident.priority,
    call: incident.call,
    marks: incident.marks,
    receivedAt: iso(incident.receivedAt),
    presses: incident.presses.reduce((sum, press) => sum + press.times, 0),
    offeredAt: iso(leg.offeredAt),
    travelSeconds: leg.travelSeconds,
    ...defined({ answerBy: leg.answerBy === undefined ? undefined : iso(leg.answerBy), because: leg.because }),
    ...(purposeOf(leg) === 'calls' ? { asks: asksFor(needOf(leg)) } : {}),
    need: needOf(leg),
    purpose: purposeOf(leg),
    ...(away && incident.marks.includes('inexact_fix') ? { inexact: true as const } : {}),
    ...(helpAsked.length === 0 ? {} : { helpAsked }),
    away,
    ...whereAndWho(known, now),
    person: known.person,
    silent: namesOf(
      incident,
      district,
      (one) => one.track === leg.track && ['timed_out', 'declined'].includes(one.state),
    ),
    others: incident.legs
      .filter((one) => one.id !== leg.id && isTaken(one))
      .map((one) => ({
        name: nameOf(one, district),
        track: one.track,
        state: one.state,
        travelSeconds: one.travelSeconds,
      })),
    advice: active ? aside.advice : [],
    ...(active && desk !== undefined ? { desk } : {}),
  };
}

/** What the yes to an offer will open; undefined where there is nothing behind it. */
export function openedBy(
  leg: Leg,
  incident: Incident,
  district: DistrictRegistry,
  now: number,
  aside: Aside,
): OpenedLeg | undefined {
  if (kindOf(leg, incident) !== 'offer' || standingOf(leg, 'offer') !== 'asked') return undefined;
  return whereAndWho(knownBy(leg, 'taken', incident, district, aside.fix), now);
}

/** What this person was on and may still need to lock up and bring a key back; undefined once its time is over. */
export function endedLeg(leg: Leg, incident: Incident, district: DistrictRegistry, now: number): EndedLeg | undefined {
  const { policy } = district.bundle;
  const endedAt = endOf(leg, incident);
  const standing = endedAt !== undefined && isKept(endedAt, policy, now) ? 'finished' : 'over';
  const { place, residents, access } = knownBy(leg, standing, incident, district);
  if (endedAt === undefined || !access) return undefined;
  return {
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    until: iso(endedAt + keptMsOf(policy)),
    place,
    names: residents.map(({ name }) => name),
    access: wayIn(access),
  };
}

/** When the part of somebody who had said yes ended, by their own word or by the closing; whoever was stood down before had to go. */
function endOf(leg: Leg, { closed }: Incident): number | undefined {
  if (leg.state === 'done') return leg.finished?.at ?? closed?.at;
  const saidYes = (leg.saidSeq ?? 0) > 0 || leg.arrived === true;
  return leg.state === 'stood_down' && leg.because === 'closed' && saidYes ? closed?.at : undefined;
}

function standingOf(leg: Leg, kind: MyLeg['kind']): Standing {
  if (kind === 'stand_down') return 'over';
  if (kind === 'active') return 'taken';
  return leg.state === 'timed_out' ? 'late' : 'asked';
}

const knownBy = (
  leg: Leg,
  standing: Standing,
  incident: Incident,
  district: DistrictRegistry,
  fix?: LonLat,
): Knowledge =>
  knowledgeOf(
    { home: incident.home, also: homesAbsorbed(incident), fix, track: leg.track, purpose: purposeOf(leg) },
    standing,
    district,
    leg.responder,
  );

const whereAndWho = ({ place, position, also, residents, access }: Knowledge, now: number): OpenedLeg => ({
  place,
  ...(also.length === 0 ? {} : { also: [...also] }),
  persons: residents.map(({ birthYear, mobility = access?.mobility, ...person }) => ({
    ...person,
    age: new Date(now).getUTCFullYear() - birthYear,
    ...defined({ mobility }),
  })),
  ...defined({ position, access: access && wayIn(access) }),
});

/** Help that this person asked for and that is still wanted. */
const helpAskedBy = (by: string, incident: Incident): HelpNeed[] =>
  HelpNeed.enum.filter((one) => {
    const need = needNamed(incident, needOfHelp[one]);
    return need !== undefined && need.by === by && isOpenNeed(need);
  });

const wayIn = ({ gate, key, note }: NonNullable<Knowledge['access']>): NonNullable<MyLeg['access']> =>
  defined({ gate, key, note });

const nameOf = (leg: Leg, district: DistrictRegistry): string =>
  district.responders.get(leg.responder)?.name ?? leg.responder;
const namesOf = (incident: Incident, district: DistrictRegistry, fits: (leg: Leg) => boolean): string[] =>
  incident.legs.filter(fits).map((leg) => nameOf(leg, district));
