// The order of the queue, which is fixed: what asks for the officer by priority and age, then active by next deadline, then
// those waiting to be closed. A flood is grouped by courtyard (facts/console.md).
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { needsAttention } from '../../alarm/attention.ts';

export type Group = 'unacknowledged' | 'active' | 'closing' | 'closed';
/** Incidents of one courtyard in a flood; the first is the most urgent. */
export type Cluster = { id: string; name: string | undefined; incidents: IncidentView[] };
export type Part = { group: Group; incidents: IncidentView[]; clusters?: Cluster[] };

/** Everything that was needed has come to its end: only the officer's word is missing. */
export function isDealtWith({ needs, coming }: IncidentView): boolean {
  const others = needs.filter(({ need }) => need !== 'officer');
  return coming === undefined && others.length > 0 && others.every(({ state }) => state === 'ended');
}

/** @param now server's clock, ms: an acknowledged one that nobody goes to comes back to the top */
export function groupOf(incident: IncidentView, now: number): Group {
  if (incident.state === 'closed') return 'closed';
  if (needsAttention(incident, now)) return 'unacknowledged';
  return isDealtWith(incident) ? 'closing' : 'active';
}

const groups: readonly Group[] = ['unacknowledged', 'active', 'closing', 'closed'];
/** So many closed ones stay visible. */
const closedShown = 5;
/** More than so many alarms within ten minutes are a flood (ISA-18.2). */
const floodFrom = 10;
const floodMs = 10 * 60_000;

/** The queue in groups, each in its order; empty groups are left out. */
export function queueOf(incidents: Iterable<IncidentView>, now: number): Part[] {
  const all = [...incidents];
  return groups.flatMap((group) => {
    const members = all.filter((one) => groupOf(one, now) === group).sort(orders[group]);
    const shown = group === 'closed' ? members.slice(0, closedShown) : members;
    return shown.length === 0 ? [] : [{ group, incidents: shown }];
  });
}

/** Is this more than one officer can read one by one? */
export function isFlood(incidents: readonly IncidentView[], now: number): boolean {
  return incidents.filter(({ receivedAt }) => now - Date.parse(receivedAt) < floodMs).length > floodFrom;
}

/** The incidents of a flood by courtyard, in the order of their most urgent one. */
export function clustersOf(incidents: readonly IncidentView[]): Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const incident of incidents) {
    const { courtyard } = incident.place;
    const id = courtyard?.id ?? incident.id;
    const known = clusters.get(id);
    if (known) known.incidents.push(incident);
    else clusters.set(id, { id, name: courtyard?.name, incidents: [incident] });
  }
  return [...clusters.values()];
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
export function heldOrder(held: readonly string[] | undefined, fresh: Part[]): Part[] {
  if (!held) return fresh;
  const at = new Map(held.map((id, i) => [id, i]));
  return fresh.map(({ group, incidents }) => ({
    group,
    incidents: [...incidents].sort((a, b) => (at.get(a.id) ?? Infinity) - (at.get(b.id) ?? Infinity) || 0),
  }));
}
