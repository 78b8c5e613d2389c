// A surge as a page is told of it: counts by courtyard, and of each courtyard the most urgent incidents. Twelve thousand rows
// would be 30 MB in every browser, and nobody reads them.

import type { Incident } from '../../../contracts/incident/state.ts';
import type { CourtyardCount, SurgeView } from '../../../contracts/incident/views.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { isAlone } from './alone.ts';

/** With more incidents than this in the picture they are told as counts. */
const crowdedFrom = 300;
/** So many of each courtyard are shown all the same. */
const shownEach = 2;
const closedShown = 30;

export const isCrowded = (incidents: number): boolean => incidents > crowdedFrom;

/** Where an incident is counted; empty when no place is known. */
export const courtyardOf = ({ home }: Incident, district: DistrictRegistry): string =>
  (home === undefined ? undefined : district.homes.get(home)?.courtyard) ?? '';

/** What asks for the officer first, then what can kill, then who has waited longest. */
export const byUrgency = (a: Incident, b: Incident): number =>
  Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined) ||
  a.priority - b.priority ||
  a.receivedAt - b.receivedAt;

export function surgeView(incidents: Iterable<Incident>, district: DistrictRegistry, on: boolean): SurgeView {
  const counts = new Map<string, CourtyardCount>();
  const all = { open: 0, urgent: 0, unacknowledged: 0 };
  let known = 0;
  for (const incident of incidents) {
    known++;
    if (incident.state !== 'open') continue;
    const id = courtyardOf(incident, district);
    const name = district.courtyards.get(id)?.name;
    const count = counts.get(id) ?? {
      id,
      ...defined({ name }),
      open: 0,
      urgent: 0,
      unacknowledged: 0,
      alone: 0,
    };
    counts.set(id, count);
    for (const one of [all, count]) {
      one.open++;
      if (incident.priority === 1) one.urgent++;
      if (!incident.acknowledged) one.unacknowledged++;
    }
    if (isAlone(incident)) count.alone++;
  }
  const courtyards = [...counts.values()].sort((a, b) => b.urgent - a.urgent || b.open - a.open);
  const listed = isCrowded(known) ? courtyards.reduce((sum, { open }) => sum + Math.min(open, shownEach), 0) : all.open;
  return { on, ...all, listed, courtyards };
}

/** The most urgent of each courtyard, and the last closed ones. */
export function mostUrgent(incidents: Iterable<Incident>, district: DistrictRegistry): Incident[] {
  const first = new Map<string, Incident[]>();
  const closed: Incident[] = [];
  for (const incident of incidents) {
    if (incident.state !== 'open') {
      closed.push(incident);
      continue;
    }
    const id = courtyardOf(incident, district);
    const shown = first.get(id) ?? [];
    first.set(id, shown);
    const at = shown.findIndex((one) => byUrgency(incident, one) < 0);
    if (at >= 0) shown.splice(at, 0, incident);
    else shown.push(incident);
    if (shown.length > shownEach) shown.pop();
  }
  const lately = closed.sort((a, b) => (b.closed?.at ?? 0) - (a.closed?.at ?? 0)).slice(0, closedShown);
  return [...[...first.values()].flat(), ...lately];
}
