// What somebody at a screen may read of an incident without breaking the glass. Officers see the door and the keys while it is open
// and a while after; the health desk what its own open track needs; illnesses are the desk's alone, after the yes.

import { isKept, isOfHealth } from '../../../contracts/incident/needToKnow.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import type { NeedKind, Role, Track } from '../../../contracts/terms.ts';
import { isAsked, isTaken } from '../../../dispatcher/domain/incident/leg.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

type Withheld = IncidentDetail['withheld'][number];

/** @param now epoch ms, server's clock */
export function withheldFrom(
  role: Role,
  incident: Incident,
  district: DistrictRegistry,
  now: number,
): ReadonlySet<Withheld> {
  if (role === 'health') {
    const track = healthTrack(incident, district);
    return new Set(
      track === 'taken' ? [] : track === 'asked' ? ['keys', 'conditions'] : ['keys', 'phones', 'conditions'],
    );
  }
  const fresh = incident.closed === undefined || isKept(incident.closed.at, district.bundle.policy, now);
  return new Set(fresh ? ['conditions'] : ['keys', 'conditions']);
}

/** Is calling what this reader is there for? Else a number is read by breaking the glass. */
export function mayCall(role: Role, incident: Incident, district: DistrictRegistry): boolean {
  switch (role) {
    case 'officer':
    case 'administrator':
      // Whoever owes a visit makes an appointment.
      return incident.state === 'open' || incident.aftercare !== undefined;
    case 'health':
      return healthTrack(incident, district) !== 'none';
    default:
      return false;
  }
}

/**
 * Where the health centre stands. `taken`: somebody of it has said yes, also when they are finished by now: an ambulance
 * asks again while the incident is open.
 */
function healthTrack(incident: Incident, district: DistrictRegistry): 'none' | 'asked' | 'taken' {
  if (incident.state === 'closed') return 'none';
  const legs = incident.legs.filter((leg) => leg.track === 'health' && isOurs(leg, district));
  if (legs.some((leg) => isTaken(leg) || leg.state === 'done')) return 'taken';
  return legs.some(isAsked) ? 'asked' : 'none';
}

const isOurs = ({ responder }: Leg, { responders, bundle }: DistrictRegistry): boolean => {
  const who = responders.get(responder);
  return who !== undefined && isOfHealth(who, bundle.policy);
};

/** As much of an incident, or of how it is shown, as says whose it is. */
type Sketch = {
  needs?: readonly { need: NeedKind }[] | undefined;
  tracks?: readonly { track: Track }[] | undefined;
  legs: readonly { track: Track; responder: string | { id: string } }[];
};
const ofHealth: ReadonlySet<NeedKind> = new Set(['health', 'doctor', 'call_120']);

/**
 * Is this incident in the lists of whoever asks? The health desk's are those that its track concerns or concerned, and any that it was
 * itself asked about; everybody else's are all of the district.
 */
export function isListed({ role, responder }: Pick<Me, 'role' | 'responder'>, incident: Sketch): boolean {
  if (role !== 'health') return true;
  const { needs = [], tracks = [], legs } = incident;
  const isOwn = (one: string | { id: string }): boolean => (typeof one === 'string' ? one : one.id) === responder;
  return (
    needs.some(({ need }) => ofHealth.has(need)) ||
    tracks.some(({ track }) => track === 'health') ||
    legs.some((leg) => leg.track === 'health' || isOwn(leg.responder))
  );
}

/** A frame without the incidents that are not in this reader's lists. It keeps its number, so that no gap is seen. */
export function listedFrame(me: Me, frame: LiveFrame): LiveFrame {
  if (me.role !== 'health') return frame;
  if ((frame.type === 'snapshot' || frame.type === 'surge') && frame.incidents)
    return { ...frame, incidents: frame.incidents.filter((one) => isListed(me, one)) };
  if (frame.type !== 'change' || !frame.incident || isListed(me, frame.incident)) return frame;
  const { incident: _, ...rest } = frame;
  return { ...rest, events: [] };
}
