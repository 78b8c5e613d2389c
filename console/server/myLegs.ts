// What a responder's phone must show, from the states of incidents: every offer, every leg that is on, every stand-down that
// they have not confirmed. Door, key and phone only while the leg is on.
import type { MyLeg } from '../../contracts/api.ts';
import type { Incident, Leg } from '../../contracts/incident.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { iso } from './clock.ts';
import { placeOf } from './views.ts';

/** What cannot be read off the state. `fix`: where the device is when help goes there. */
export type Aside = { advice: MyLeg['advice']; fix: LonLat | undefined };

const taken: readonly Leg['state'][] = ['accepted', 'en_route', 'on_scene'];
const asked: readonly Leg['state'][] = ['offered', 'received', 'timed_out'];

/** Legs of this responder that their phone must show, of one incident. */
export function shownLegs(incident: Incident, responder: string): Leg[] {
  return incident.legs.filter((leg) => leg.responder === responder && kindOf(leg, incident) !== undefined);
}

/** An offer stays on the screen after its time: a late yes counts. */
function kindOf(leg: Leg, incident: Incident): MyLeg['kind'] | undefined {
  if (leg.state === 'stood_down') return leg.receipted < leg.revision ? 'stand_down' : undefined;
  if (incident.state === 'closed') return undefined;
  if (taken.includes(leg.state)) return 'active';
  return asked.includes(leg.state) ? 'offer' : undefined;
}

export function myLeg(leg: Leg, incident: Incident, district: DistrictRegistry, now: number, aside: Aside): MyLeg {
  const kind = kindOf(leg, incident) ?? 'stand_down';
  const active = kind === 'active';
  const home = incident.home === undefined ? undefined : district.homes.get(incident.home);
  const place = placeOf(incident.home, district);
  const away = incident.spot === 'fix' && aside.fix !== undefined;
  const position = away ? aside.fix : place.position;
  const desk = district.bundle.responders.find(
    ({ role, phone }) => role === 'health_desk' && phone !== undefined,
  )?.phone;
  return {
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    delivery: `${incident.id}/${leg.id}/${leg.revision}`,
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
    ...(leg.answerBy === undefined ? {} : { answerBy: iso(leg.answerBy) }),
    travelSeconds: leg.travelSeconds,
    ...(leg.because === undefined ? {} : { because: leg.because }),
    ...(leg.asks === undefined ? {} : { asks: leg.asks }),
    place: kind === 'stand_down' ? shortPlace(place) : place,
    ...(position === undefined || kind === 'stand_down' ? {} : { position }),
    away,
    persons: kind === 'stand_down' ? [] : personsOf(leg, incident, district, now, active),
    ...(active && home ? { access: accessOf(home.access) } : {}),
    silent: namesOf(
      incident,
      district,
      (one) => one.track === leg.track && ['timed_out', 'declined'].includes(one.state),
    ),
    others: incident.legs
      .filter((one) => one.id !== leg.id && taken.includes(one.state))
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

/** Of somebody who is no longer needed only the courtyard is shown. */
const shortPlace = ({ courtyard, grid }: MyLeg['place']): MyLeg['place'] => ({
  ...(grid ? { grid } : {}),
  ...(courtyard ? { courtyard } : {}),
});

const accessOf = ({
  gate,
  key,
  note,
}: {
  gate?: string;
  key?: string;
  note?: string;
}): NonNullable<MyLeg['access']> => ({
  ...(gate === undefined ? {} : { gate }),
  ...(key === undefined ? {} : { key }),
  ...(note === undefined ? {} : { note }),
});

function personsOf(
  leg: Leg,
  incident: Incident,
  district: DistrictRegistry,
  now: number,
  active: boolean,
): MyLeg['persons'] {
  const residents = incident.home === undefined ? [] : district.residentsOf(incident.home);
  const access = incident.home === undefined ? undefined : district.homes.get(incident.home)?.access;
  return residents.map(
    ({ id, name, gender, birthYear, livesAlone, mobility = access?.mobility, phone, conditions }) => ({
      id,
      name,
      gender,
      age: new Date(now).getUTCFullYear() - birthYear,
      livesAlone,
      ...(active && mobility !== undefined ? { mobility } : {}),
      ...(active && phone !== undefined ? { phone } : {}),
      ...(active && leg.track === 'health' ? { conditions } : {}),
    }),
  );
}

const nameOf = (leg: Leg, district: DistrictRegistry): string =>
  district.responders.get(leg.responder)?.name ?? leg.responder;
const namesOf = (incident: Incident, district: DistrictRegistry, fits: (leg: Leg) => boolean): string[] =>
  incident.legs.filter(fits).map((leg) => nameOf(leg, district));
