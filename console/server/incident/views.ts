// From ids and codes to what a reader sees: names, places, ISO instants. Who may see what is decided here, by role.

import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { officerIn } from '../../../contracts/incident/actor.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import { PressedFrom } from '../../../contracts/incident/messages.ts';
import { maskedPhone } from '../../../contracts/incident/needToKnow.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type {
  ComingView,
  EventView,
  IncidentDetail,
  IncidentView,
  LegView,
  NeedView,
} from '../../../contracts/incident/views.ts';
import { iso } from '../../../contracts/iso.ts';
import { parsed } from '../../../contracts/json.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { placeOf } from '../../../contracts/office/district.ts';
import { planOf } from '../../../contracts/office/policy.ts';
import type { PersonCard } from '../../../contracts/office/residents.ts';
import { asksFor } from '../../../contracts/outsideCall.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Role } from '../../../contracts/terms.ts';
import { whoComes } from '../../../dispatcher/domain/incident/coming.ts';
import { tracksOf } from '../../../dispatcher/domain/incident/evolve/tracks.ts';
import { isAsked, isTaken, isUntold, isWaiting, needOf, purposeOf } from '../../../dispatcher/domain/incident/leg.ts';
import { isHelpComing } from '../../../dispatcher/domain/incident/needs.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { accessOf } from '../../../wording/keys.ts';

import { masked, placeIn } from '../office/views.ts';
import { withheldFrom } from './detailKnown.ts';
import { nextStep } from './nextStep.ts';

export function incidentView(incident: Incident, district: DistrictRegistry, now: number): IncidentView {
  const { acknowledged, closed, ambulance } = incident;
  return {
    id: incident.id,
    number: incident.number,
    seq: incident.seq,
    state: incident.state,
    priority: incident.priority,
    kind: incident.call,
    marks: incident.marks,
    ...defined({ device: incident.device, home: incident.home }),
    residents: residentsOf(incident, district).map((resident) => ({
      id: resident.id,
      name: resident.name,
      age: new Date(now).getUTCFullYear() - resident.birthYear,
    })),
    place: placeOf(incident.home, district),
    presses: incident.presses.map(({ id, kind, receivedAt, times, device }) => ({
      id,
      kind,
      receivedAt: iso(receivedAt),
      times,
      device,
    })),
    receivedAt: iso(incident.receivedAt),
    legs: incident.legs.map((leg) => legView(leg, incident, district)),
    needs: needViews(incident),
    helpIsComing: isHelpComing(incident),
    ...defined({
      coming: comingView(incident, district),
      beside: incident.beside,
      callBack: incident.callBack && {
        ...incident.callBack,
        by: officerOf(incident.callBack.by),
        at: iso(incident.callBack.at),
      },
      called: incident.called?.map(({ number, by, calledAt }) => ({ number, by: officerOf(by), at: iso(calledAt) })),
      handOver: incident.handOver && {
        ...incident.handOver,
        by: officerOf(incident.handOver.by),
        at: iso(incident.handOver.at),
      },
      aftercare: incident.aftercare && { ...incident.aftercare, by: iso(incident.aftercare.by) },
      acknowledged: acknowledged && { by: officerOf(acknowledged.by), at: iso(acknowledged.at) },
      closed: closed && { by: officerOf(closed.by), at: iso(closed.at), disposition: closed.disposition },
    }),
    tracks: tracksOf(incident).map(({ track, tier, spent }) => ({ track, tier, ...defined({ spent }) })),
    ...defined({
      next: nextStep(incident, district.bundle.policy),
      group: incident.group,
      absorbed: incident.absorbed?.length ? incident.absorbed : undefined,
      mergedInto: incident.mergedInto,
      ambulance: ambulance && {
        by: officerOf(ambulance.by),
        at: iso(ambulance.calledAt),
        ...defined({ reference: ambulance.reference }),
        handedOver: ambulance.handOver !== undefined,
      },
      contactsDue: incident.contactsDue?.length ? incident.contactsDue : undefined,
    }),
  };
}

/** `officer/值班员` → `值班员`: only officers acknowledge and close. */
const officerOf = (by: string): string => officerIn(by);

/** Needs of an incident of an earlier version appear with its next decision. */
const needViews = ({ needs = [] }: Incident): NeedView[] =>
  needs.map(({ need, state, since, until, because, by }) => ({
    need,
    state: state === 'due' ? 'asked' : state,
    since: iso(since),
    ...defined({ until: until === undefined ? undefined : iso(until), because }),
    by,
  }));

function comingView(incident: Incident, district: DistrictRegistry): ComingView | undefined {
  const coming = whoComes(incident);
  if (coming === undefined) return undefined;
  const { leg, how } = coming;
  const { id, responder, travelSeconds } = leg;
  const name = district.responders.get(responder)?.name ?? responder;
  return { leg: id, responder: { id: responder, name }, how, etaSeconds: how === 'there' ? 0 : travelSeconds };
}

function legView(leg: Leg, { state }: Incident, district: DistrictRegistry): LegView {
  const responder = district.responders.get(leg.responder);
  // Whoever is on it, or could not be told, is called.
  const called = state === 'open' || isUntold(leg);
  return {
    id: leg.id,
    track: leg.track,
    tier: leg.tier,
    state: leg.state,
    responder: {
      id: leg.responder,
      name: responder?.name ?? leg.responder,
      role: responder?.role ?? 'resident_activist',
      simulated: responder?.simulated ?? false,
      ...defined({ phone: called ? responder?.phone : masked(responder?.phone) }),
    },
    offeredAt: iso(leg.offeredAt),
    ...defined({ dueAt: leg.dueAt === undefined ? undefined : iso(leg.dueAt) }),
    travelSeconds: leg.travelSeconds,
    revision: leg.revision,
    told: leg.receipted >= leg.revision,
    byHand: leg.byHand ?? false,
    ...defined({
      because: leg.because,
      doubtful: leg.doubtful,
      asks: purposeOf(leg) === 'calls' ? asksFor(needOf(leg)) : undefined,
    }),
    need: needOf(leg),
    purpose: purposeOf(leg),
    standing: isTaken(leg) ? 'taken' : isWaiting(leg) ? 'asked' : isAsked(leg) ? 'late' : 'over',
  };
}

export const residentsOf = (incident: Incident, district: DistrictRegistry): readonly Resident[] =>
  incident.home === undefined ? [] : district.residentsOf(incident.home);

const PressedFromCheck = Compile(PressedFrom);
/** Whoever presses on and on is shown by their latest ones. */
const unusedAtMost = 5;

/** What devices have sent of where they are and is not used. @param side texts of the incident by id, as stored */
export function unusedIn(side: Readonly<Record<string, string>>): IncidentDetail['unused'] {
  const found = Object.keys(side)
    .filter((id) => /^p\d+$/.test(id))
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))
    .flatMap((id) => {
      const from = parsed(side[id]);
      if (!PressedFromCheck.Check(from) || from.unused === undefined) return [];
      const { lon, lat, accuracy, unused: because } = from;
      const position: LonLat = [lon, lat];
      return [{ position, ...defined({ accuracy }), because }];
    })
    .slice(0, unusedAtMost);
  return found.length === 0 ? undefined : found;
}

/** The pane: who lives there and how to get in, as far as this reader needs it. Numbers are masked for everybody. */
export function incidentDetail(
  incident: Incident,
  district: DistrictRegistry,
  { role, now, side }: { role: Role; now: number; side: Readonly<Record<string, string>> },
): IncidentDetail {
  const home = incident.home === undefined ? undefined : district.homes.get(incident.home);
  const withheld = withheldFrom(role, incident, district, now);
  return {
    incident: incidentView(incident, district, now),
    persons: residentsOf(incident, district).map((resident) => personCard(resident, withheld)),
    withheld: [...withheld],
    ...defined({
      access: withheld.has('keys') || !home ? undefined : accessOf(home),
      fix: incident.spot === 'fix' ? placeIn(side.spot) : undefined,
      unused: unusedIn(side),
    }),
    ladder: tracksOf(incident).map(({ track, plan }) => ({
      track,
      tiers: (planOf(district.bundle.policy, track, plan)?.tiers ?? []).map(({ name }) => name),
    })),
  };
}

function personCard(resident: Resident, withheld: ReadonlySet<IncidentDetail['withheld'][number]>): PersonCard {
  const { id, name, gender, birthYear, livesAlone, mobility, phone, contacts, conditions, invented } = resident;
  const phones = !withheld.has('phones');
  return {
    id,
    name,
    gender,
    birthYear,
    livesAlone,
    ...defined({
      mobility: withheld.has('keys') ? undefined : mobility,
      phone: phone === undefined || !phones ? undefined : maskedPhone(phone),
    }),
    contacts: phones ? contacts.map((one) => ({ ...one, phone: maskedPhone(one.phone) })) : [],
    invented: invented ?? false,
    ...defined({
      conditions: withheld.has('conditions') ? undefined : conditions,
      locked: resident.locked && [...resident.locked],
    }),
  };
}

/** An event with its words. @param side texts of the incident by id, as stored */
export function eventView(event: IncidentEvent, side: Readonly<Record<string, string>>): EventView {
  const { v: _version, at, ...rest } = event;
  const textId = 'textId' in event ? event.textId : event.type === 'opened' ? 'why' : undefined;
  const text = textOf(side, textId);
  // It was written as one text: a reader gets its fields.
  const fields = event.type === 'ambulance_hand_over' ? handOverIn(text) : defined({ text });
  return { ...(withTimes(rest) as typeof rest), at: iso(at), ...fields };
}

/** Instants as they are written on the wire, however deep they lie. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, one]) => [
      field,
      instants.has(field) && typeof one === 'number' ? iso(one) : withTimes(one),
    ]),
  );
}

/** Fields of an event that are instants. */
const instants: ReadonlySet<string> = new Set([
  'dueAt',
  'reviewAt',
  'arriveBy',
  'calledAt',
  'until',
  'answerBy',
  'offerFrom',
  'receivedAt',
  'heardAt',
  'notedAt',
  'since',
]);

const HandOverCheck = Compile(
  Type.Object({
    gate: Type.Optional(Type.String()),
    hospital: Type.Optional(Type.String()),
    companion: Type.Optional(Type.String()),
  }),
);

function handOverIn(text: string | undefined): { gate?: string; hospital?: string; companion?: string } {
  const value = parsed(text);
  return HandOverCheck.Check(value) ? value : {};
}

function textOf(side: Readonly<Record<string, string>>, id: string | undefined): string | undefined {
  const stored = id === undefined ? undefined : side[id];
  const value = parsed(stored);
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : undefined;
}
