// Somebody has come on duty or become free: which open incidents still lack somebody whom they could help?
import type { EpochMs, IncidentId } from '../../../contracts/ids.ts';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import type { World } from '../world.ts';
import { travelTo } from './nearest.ts';

/** So many incidents are asked to look again; each round of the others asks who is there anyway. */
const lookedAtMost = 10;

/** Asks the most urgent and nearest of them to look again. @param id of whatever made the person free */
export function lackingNear(
  id: string,
  responder: string,
  district: string,
  world: World,
  now: EpochMs,
  except?: string,
): FollowUpInput[] {
  const person = world.responder(responder);
  if (person === undefined || world.isSurge(now) || !world.onDuty(person, now)) return [];
  const near = world.lacking().flatMap((one) => {
    if (one.incident === except) return [];
    const place = one.home === undefined ? undefined : world.place(one.home);
    return [{ ...one, seconds: travelTo(person, place?.position, world) ?? 0 }];
  });
  return near
    .sort((a, b) => a.priority - b.priority || a.seconds - b.seconds || (a.incident < b.incident ? -1 : 1))
    .slice(0, lookedAtMost)
    .map(({ incident }) => ({
      v: 1,
      kind: 'follow_up',
      district,
      id: `${id}/free/${responder}/${incident}`,
      incident: incident as IncidentId,
      what: { kind: 'look_again', responder },
    }));
}
