// One district as the pages see it: its open incidents and those that were closed last, moved by the feed.
import type { Redis } from 'ioredis';
import type { ShardId } from '../../../contracts/ids.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { SurgeView } from '../../../contracts/incident/views.ts';
import { parsed } from '../../../contracts/json.ts';
import { surgeRuleOf } from '../../../contracts/office/policy.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type FeedEntry, feedEnd } from '../../../store/feed.ts';
import { readClosed, readOpen } from '../../../store/log.ts';
import { isCrowded, mostUrgent, surgeView } from '../incident/surge.ts';

/** Closed incidents that a page is shown besides the open ones. */
const closedShown = 30;

export type Picture = {
  shard: ShardId;
  sequence: number;
  incidents: Map<string, Incident>;
  /** What the surge's next frame has to say anew; what the last one said. */
  surge: { lastAt: number; changed: boolean; told: boolean; crowded: boolean };
};

export async function loadPicture(redis: Redis, { id, shard }: DistrictRegistry): Promise<Picture> {
  // The end of the feed first: what is decided while the states are read is applied once more, which changes nothing.
  const sequence = await feedEnd(redis, shard);
  const [open, closed] = await Promise.all([
    readOpen(redis, shard, { replay }),
    readClosed(redis, shard, closedShown, { replay }),
  ]);
  const incidents = new Map(
    [...open, ...closed].filter((one) => one.district === id).map((one) => [one.id as string, one]),
  );
  const surge = { lastAt: 0, changed: true, told: false, crowded: false };
  for (const one of incidents.values()) if (one.surge) surge.lastAt = Math.max(surge.lastAt, one.receivedAt);
  return { shard, sequence, incidents, surge };
}

/** Takes a new state of one of its incidents in. */
export function take(picture: Picture, incident: Incident): void {
  picture.incidents.set(incident.id, incident);
  if (incident.surge) picture.surge.lastAt = Math.max(picture.surge.lastAt, incident.receivedAt);
  if (incident.closed) trim(picture);
}

function trim(picture: Picture): void {
  const closed = [...picture.incidents.values()]
    .filter((one) => one.closed !== undefined && one.legs.every((leg) => leg.receipted >= leg.revision))
    .sort((a, b) => (a.closed?.at ?? 0) - (b.closed?.at ?? 0));
  for (const old of closed.slice(0, Math.max(0, closed.length - closedShown))) picture.incidents.delete(old.id);
}

/** All of them, or in a crowd the most urgent of each courtyard and those that were closed last. */
export function shownOf({ incidents }: Picture, district: DistrictRegistry): Incident[] {
  return isCrowded(incidents.size) ? mostUrgent(incidents.values(), district) : [...incidents.values()];
}

export function surgeOf(picture: Picture, district: DistrictRegistry, now: number): SurgeView {
  const { forSeconds } = surgeRuleOf(district.bundle.policy);
  return surgeView(picture.incidents.values(), district, now - picture.surge.lastAt < forSeconds * 1000);
}

/** What became of an officer's command, for the page that sent it. */
export function resultOf(entry: FeedEntry): { command: string; outcome: string; code?: string } | undefined {
  if (!entry.input?.key.startsWith('command/')) return undefined;
  const value = parsed(entry.input.result);
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return undefined;
  const command = entry.input.key.slice(entry.input.key.lastIndexOf('/') + 1);
  return { command, outcome: String(value.outcome), ...('code' in value ? { code: String(value.code) } : {}) };
}
