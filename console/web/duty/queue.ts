// The order of the queue, which is fixed: unacknowledged by priority and age, then active by next deadline, then those
// waiting to be closed (facts/console.md).
import type { IncidentView, LegView } from '../../../contracts/api.ts';

export type Group = 'unacknowledged' | 'active' | 'closing' | 'closed';

const taken: readonly LegView['state'][] = ['accepted', 'en_route', 'on_scene'];
/** Somebody has said yes and is not finished. */
export const isTaken = (leg: LegView): boolean => taken.includes(leg.state);

/** Somebody is on the way to the door: a desk that has accepted is not. */
export const isComing = (leg: LegView): boolean =>
  leg.state === 'en_route' || (leg.state === 'accepted' && leg.travelSeconds > 0);

export function groupOf(incident: IncidentView): Group {
  if (incident.state === 'closed') return 'closed';
  if (!incident.acknowledged) return 'unacknowledged';
  const done = incident.legs.some(({ state }) => state === 'done');
  return done && !incident.legs.some(isTaken) ? 'closing' : 'active';
}

const groups: readonly Group[] = ['unacknowledged', 'active', 'closing', 'closed'];
/** So many closed ones stay visible. */
const closedShown = 5;

/** The queue in groups, each in its order; empty groups are left out. */
export function queueOf(incidents: Iterable<IncidentView>): { group: Group; incidents: IncidentView[] }[] {
  const all = [...incidents];
  return groups.flatMap((group) => {
    const members = all.filter((one) => groupOf(one) === group).sort(orders[group]);
    const shown = group === 'closed' ? members.slice(0, closedShown) : members;
    return shown.length === 0 ? [] : [{ group, incidents: shown }];
  });
}

type Order = (a: IncidentView, b: IncidentView) => number;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const oldestFirst: Order = (a, b) => byText(a.receivedAt, b.receivedAt);

const orders: Record<Group, Order> = {
  unacknowledged: (a, b) => a.priority - b.priority || oldestFirst(a, b),
  active: (a, b) => byText(a.next?.at ?? '9', b.next?.at ?? '9') || oldestFirst(a, b),
  closing: oldestFirst,
  closed: (a, b) => byText(b.closed?.at ?? '', a.closed?.at ?? ''),
};

/**
 * The order that the reader keeps while the pointer or the focus is on a row: nothing moves under a finger. New rows come
 * at the end of their group, gone ones leave.
 */
export function heldOrder(
  held: readonly string[] | undefined,
  fresh: { group: Group; incidents: IncidentView[] }[],
): { group: Group; incidents: IncidentView[] }[] {
  if (!held) return fresh;
  const at = new Map(held.map((id, i) => [id, i]));
  return fresh.map(({ group, incidents }) => ({
    group,
    incidents: [...incidents].sort((a, b) => (at.get(a.id) ?? Infinity) - (at.get(b.id) ?? Infinity) || 0),
  }));
}
