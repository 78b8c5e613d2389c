// One incident of a district as it stands, open or closed, also an archived one.
import { type IncidentId, shardOfIncident } from '../../../contracts/ids.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readStory, type Story } from '../../../store/history.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';

/** One incident of the district as it stands, open or closed, also an archived one. @throws Refused */
export async function findIncident(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Incident> {
  const open = parts.live.incident(district.id, id);
  if (open) mustHold(district, open);
  return open ?? (await findStory(parts, district, id)).state;
}

/** One that commands may still change. @throws Refused */
export async function findCommandable(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Incident> {
  const { state, archived } = await findStory(parts, district, id);
  if (archived) throw new Refused('archived', 'id');
  return state;
}

/** An incident with its events and texts. @throws Refused */
export async function findStory(parts: IncidentParts, district: DistrictRegistry, id: string): Promise<Story> {
  if (shardOfIncident(id) !== district.shard) throw new Refused('not_found', 'id');
  const story = await readStory({ ...parts, replay }, district.shard, id as IncidentId);
  if (story?.state.district !== district.id) throw new Refused('not_found', 'id');
  mustHold(district, story.state);
  return story;
}

/** @throws Refused for a call outside of where their rights end */
function mustHold({ reach }: DistrictRegistry, incident: Incident): void {
  if (reach && !reach.holdsCall(incident)) throw new Refused('outside_area', 'id');
}
