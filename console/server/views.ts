// From ids and codes to what a reader sees: names, places, ISO instants. Who may see what is decided here, by role.
import { Compile } from 'typebox/compile';
import type {
  EventView,
  IncidentDetail,
  IncidentView,
  LegView,
  MapSource,
  PersonCard,
  Place,
  ResidentView,
  ResponderView,
  Role,
} from '../../contracts/api.ts';
import type { Resident, Responder } from '../../contracts/community.ts';
import type { IncidentEvent } from '../../contracts/events.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import { planOf } from '../../contracts/policy.ts';
import { LonLat } from '../../contracts/position.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { iso } from './clock.ts';
import { nextStep } from './nextStep.ts';

const LonLatCheck = Compile(LonLat);

/** Leaves a field out where there is no value. */
const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

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
    ...given('device', incident.device),
    ...given('home', incident.home),
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
    legs: incident.legs.map((leg) => legView(leg, district)),
    ...given('acknowledged', acknowledged && { by: officerOf(acknowledged.by), at: iso(acknowledged.at) }),
    ...given('closed', closed && { by: officerOf(closed.by), at: iso(closed.at), disposition: closed.disposition }),
    tracks: incident.tracks.map(({ track, tier, spent }) => ({ track, tier, ...given('spent', spent) })),
    ...given('next', nextStep(incident, district.bundle.policy)),
    ...given('group', incident.group),
    ...given('absorbed', incident.absorbed?.length ? incident.absorbed : undefined),
    ...given('mergedInto', incident.mergedInto),
    ...given(
      'ambulance',
      ambulance && {
        by: officerOf(ambulance.by),
        at: iso(ambulance.calledAt),
        ...given('reference', ambulance.reference),
      },
    ),
    ...given('contactsDue', incident.contactsDue?.length ? incident.contactsDue : undefined),
  };
}

/** `officer/值班员` → `值班员`: only officers acknowledge and close. */
const officerOf = (by: string): string => by.replace(/^officer\//, '');

function legView(leg: Leg, district: DistrictRegistry): LegView {
  const responder = district.responders.get(leg.responder);
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
      ...given('phone', responder?.phone),
    },
    offeredAt: iso(leg.offeredAt),
    ...given('dueAt', leg.dueAt === undefined ? undefined : iso(leg.dueAt)),
    travelSeconds: leg.travelSeconds,
    revision: leg.revision,
    told: leg.receipted >= leg.revision,
    byHand: leg.byHand ?? false,
    ...given('because', leg.because),
    ...given('doubtful', leg.doubtful),
    ...given('asks', leg.asks),
  };
}

const residentsOf = (incident: Incident, district: DistrictRegistry): readonly Resident[] =>
  incident.home === undefined ? [] : district.residentsOf(incident.home);

/** Where a home is; empty for an incident that no home is known of. */
export function placeOf(id: string | undefined, district: DistrictRegistry): Place {
  const home = id === undefined ? undefined : district.homes.get(id);
  if (!home) return {};
  const courtyard = district.courtyards.get(home.courtyard);
  const grid = courtyard && district.grids.get(courtyard.grid);
  return {
    ...given('grid', grid && { id: grid.id, name: grid.name }),
    ...given('courtyard', courtyard && { id: courtyard.id, name: courtyard.name }),
    building: home.building,
    unit: home.unit,
    door: home.door,
    ...given('position', district.door(home.id)),
  };
}

/** The pane: who lives there and how to get in. Conditions are for the health role alone. */
export function incidentDetail(
  incident: Incident,
  district: DistrictRegistry,
  { role, now, spot }: { role: Role; now: number; spot: string | undefined },
): IncidentDetail {
  const fix: unknown = spot === undefined ? undefined : JSON.parse(spot);
  const home = incident.home === undefined ? undefined : district.homes.get(incident.home);
  return {
    incident: incidentView(incident, district, now),
    persons: residentsOf(incident, district).map((resident) => personCard(resident, role)),
    ...given('access', home?.access),
    ...given('fix', LonLatCheck.Check(fix) ? fix : undefined),
    ladder: incident.tracks.map(({ track, plan }) => ({
      track,
      tiers: (planOf(district.bundle.policy, track, plan)?.tiers ?? []).map(({ name }) => name),
    })),
  };
}

function personCard(resident: Resident, role: Role): PersonCard {
  const { id, name, gender, birthYear, livesAlone, mobility, phone, contacts, conditions, invented } = resident;
  return {
    id,
    name,
    gender,
    birthYear,
    livesAlone,
    ...given('mobility', mobility),
    ...given('phone', phone),
    contacts,
    invented: invented ?? false,
    ...given('conditions', role === 'health' ? conditions : undefined),
  };
}

/** An event with its words. @param side texts of the incident by id, as stored */
export function eventView(event: IncidentEvent, side: Readonly<Record<string, string>>): EventView {
  const { v: _version, at, ...rest } = event;
  const textId = 'textId' in event ? event.textId : event.type === 'opened' ? 'why' : undefined;
  const times = Object.entries(rest).flatMap(([field, value]) =>
    instants.has(field) && typeof value === 'number' ? [[field, iso(value)]] : [],
  );
  return { ...rest, ...Object.fromEntries(times), at: iso(at), ...given('text', textOf(side, textId)) };
}

/** Fields of an event that are instants. */
const instants: ReadonlySet<string> = new Set(['dueAt', 'reviewAt', 'arriveBy', 'calledAt']);

function textOf(side: Readonly<Record<string, string>>, id: string | undefined): string | undefined {
  const stored = id === undefined ? undefined : side[id];
  if (stored === undefined) return undefined;
  const value: unknown = JSON.parse(stored);
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : undefined;
}

/** What is known right now of where somebody is and whether their phone is connected. */
export type Whereabouts = { position?: LonLat; positionAt?: number; connected: boolean };

export function responderView(responder: Responder, where: Whereabouts | undefined, onDuty: boolean): ResponderView {
  return {
    id: responder.id,
    name: responder.name,
    role: responder.role,
    ...given('grid', responder.grid),
    ...given('courtyard', responder.courtyard),
    means: responder.means,
    onDuty,
    simulated: responder.simulated,
    connected: where?.connected ?? false,
    position: where?.position ?? responder.base,
    ...given('positionAt', where?.positionAt === undefined ? undefined : iso(where.positionAt)),
    ...given('phone', responder.phone),
  };
}

export function residentView(resident: Resident, district: DistrictRegistry): ResidentView {
  return {
    id: resident.id,
    name: resident.name,
    invented: resident.invented ?? false,
    home: resident.home,
    place: placeOf(resident.home, district),
    devices: district.devicesOf(resident.home).map((device) => device.id),
  };
}

/** What the base map is drawn from: no person, no door. @param withHomes false for whoever need not know where people live */
export function mapSource(district: DistrictRegistry, withHomes: boolean): MapSource {
  const { bundle } = district;
  const { grids, roads, blocks, courtyards, servicePoints } = bundle;
  return {
    district: bundle.district,
    grids,
    roads,
    blocks,
    courtyards,
    servicePoints,
    speeds: bundle.policy.speeds,
    homes: (withHomes ? bundle.homes : []).flatMap((home) => {
      const position = district.door(home.id);
      return position === undefined ? [] : [{ id: home.id, courtyard: home.courtyard, position }];
    }),
  };
}
