// What must hold between the documents of a district, beyond the shape of each: nobody is sent to a home in no courtyard.

import type { Ring } from '../position.ts';
import type { CommunityBundle } from './community.ts';
import { collections } from './documents.ts';
import { checkNames } from './nameCheck.ts';
import { checkPolicy } from './policyCheck.ts';
import { error, type Problem, warning } from './problem.ts';
import { checkRecurrence } from './recurrence.ts';

/** Everything that does not fit together in a district whose documents each have the right shape; empty when all does. */
export function checkReferences(bundle: CommunityBundle): Problem[] {
  return [
    ...collections.flatMap((name) => duplicates(name, bundle[name])),
    ...sharedLogins(bundle),
    ...openRings('grids', bundle.grids),
    ...openRings('blocks', bundle.blocks),
    ...unknownReferences(bundle),
    ...checkNames(bundle),
    ...checkRecurrence(bundle),
    ...checkPolicy(bundle),
    ...homesWithoutDevice(bundle),
    ...carriedFromElsewhere(bundle),
  ];
}

type Identified = { id: string };

function duplicates(collection: string, documents: readonly Identified[]): Problem[] {
  const first = new Map<string, number>();
  return documents.flatMap(({ id }, i) => {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, i);
    return earlier === undefined
      ? []
      : [error(`/${collection}/${i}`, 'id', `"${id}" is already used by entry ${earlier + 1} of ${collection}`)];
  });
}

/** A device and a responder log in at the same door: one name, one of them. */
function sharedLogins({ devices, responders }: CommunityBundle): Problem[] {
  const taken = idsOf(devices);
  return responders.flatMap(({ id }, i) =>
    taken.has(id) ? [error(`/responders/${i}`, 'id', `"${id}" is also a device; both log in by their id`)] : [],
  );
}

function openRings(collection: string, documents: readonly { ring: Ring }[]): Problem[] {
  return documents.flatMap(({ ring }, i) => {
    const [first, last] = [ring[0], ring.at(-1)];
    const closed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
    return closed ? [] : [error(`/${collection}/${i}`, 'ring', 'is not closed: its last vertex must repeat the first')];
  });
}

function unknownReferences(bundle: CommunityBundle): Problem[] {
  const grids = idsOf(bundle.grids);
  const courtyards = idsOf(bundle.courtyards);
  const homes = idsOf(bundle.homes);
  const residents = idsOf(bundle.residents);
  const people = idsOf(bundle.responders);
  const shifts = idsOf(bundle.shifts);
  const unknown = (known: ReadonlySet<string>, path: string, field: string, id: string | undefined): Problem[] =>
    id === undefined || known.has(id) ? [] : [error(path, field, `there is no ${field} "${id}"`)];
  return [
    ...bundle.courtyards.flatMap((each, i) => unknown(grids, `/courtyards/${i}`, 'grid', each.grid)),
    ...bundle.homes.flatMap((each, i) => unknown(courtyards, `/homes/${i}`, 'courtyard', each.courtyard)),
    ...bundle.residents.flatMap((each, i) => unknown(homes, `/residents/${i}`, 'home', each.home)),
    ...bundle.devices.flatMap((each, i) => [
      ...unknown(homes, `/devices/${i}`, 'home', each.home),
      ...unknown(residents, `/devices/${i}`, 'resident', each.resident),
    ]),
    ...bundle.responders.flatMap((each, i) => [
      ...unknown(grids, `/responders/${i}`, 'grid', each.grid),
      ...unknown(courtyards, `/responders/${i}`, 'courtyard', each.courtyard),
    ]),
    ...bundle.shifts.flatMap((each, i) => unknown(people, `/shifts/${i}`, 'responder', each.responder)),
    ...bundle.leaves.flatMap((each, i) => [
      ...unknown(people, `/leaves/${i}`, 'responder', each.responder),
      ...unknown(people, `/leaves/${i}`, 'standIn', each.standIn),
    ]),
    ...bundle.swaps.flatMap((each, i) => [
      ...unknown(shifts, `/swaps/${i}`, 'shift', each.shift),
      ...unknown(people, `/swaps/${i}`, 'to', each.to),
    ]),
  ];
}

function homesWithoutDevice({ homes, residents, devices }: CommunityBundle): Problem[] {
  const homeOf = new Map(residents.map((resident) => [resident.id, resident.home]));
  const covered = new Set(
    devices.flatMap(({ home, resident }) => [home, resident === undefined ? undefined : homeOf.get(resident)]),
  );
  return homes.flatMap(({ id }, i) =>
    covered.has(id)
      ? []
      : [{ severity: 'warning', path: `/homes/${i}`, field: 'id', reason: `"${id}" has no device: nobody can call` }],
  );
}

/** The home at a device goes before where its carrier lives. */
function carriedFromElsewhere({ residents, devices }: CommunityBundle): Problem[] {
  const homeOf = new Map(residents.map(({ id, home }) => [id, home]));
  return devices.flatMap(({ home, resident = '' }, i) => {
    const lives = homeOf.get(resident);
    const reason = `is carried by "${resident}", who lives elsewhere: help would go to the home that stands here`;
    return home === undefined || lives === undefined || lives === home
      ? []
      : [warning(`/devices/${i}`, 'home', reason)];
  });
}

function idsOf(documents: readonly Identified[]): ReadonlySet<string> {
  return new Set(documents.map(({ id }) => id));
}
