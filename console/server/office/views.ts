// People and places as a reader sees them, from ids to names. No person and no door on the base map.

import { Compile } from 'typebox/compile';
import type { KeptPosition } from '../../../contracts/incident/messages.ts';
import { maskedPhone } from '../../../contracts/incident/needToKnow.ts';
import { iso } from '../../../contracts/iso.ts';
import { parsed } from '../../../contracts/json.ts';
import type { Resident, Responder } from '../../../contracts/office/community.ts';
import { placeOf } from '../../../contracts/office/district.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { ResidentView } from '../../../contracts/office/residents.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import { LonLat } from '../../../contracts/position.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

const LonLatCheck = Compile(LonLat);

export const masked = (phone: string | undefined): string | undefined =>
  phone === undefined ? undefined : maskedPhone(phone);

/** The place in a side record; undefined for what is none. */
export function placeIn(text: string | undefined): LonLat | undefined {
  const value = parsed(text);
  return LonLatCheck.Check(value) ? value : undefined;
}

/** What is known right now of where somebody is and whether their phone is connected. */
/** `said`: their last position as it came, for whoever must know whether it can be believed. */
export type Whereabouts = { position?: LonLat; positionAt?: number; said?: KeptPosition; connected: boolean };

export function responderView(responder: Responder, where: Whereabouts | undefined, onDuty: boolean): ResponderView {
  return {
    id: responder.id,
    name: responder.name,
    role: responder.role,
    ...defined({ grid: responder.grid, courtyard: responder.courtyard }),
    means: responder.means,
    onDuty,
    ...defined({ dutyUntil: responder.dutyUntil === undefined ? undefined : iso(responder.dutyUntil) }),
    simulated: responder.simulated,
    connected: where?.connected ?? false,
    position: where?.position ?? responder.base,
    ...defined({
      positionAt: where?.positionAt === undefined ? undefined : iso(where.positionAt),
      phone: masked(responder.phone),
    }),
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
