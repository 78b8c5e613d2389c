// What must hold between the documents of a district, beyond the shape of each: nobody is sent to a home in no courtyard.

import { plainText } from '../asWritten.ts';
import type { Ring } from '../position.ts';
import { addressForm } from './address.ts';
import { checkCheckIns } from './checkInCheck.ts';
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
    ...checkCheckIns(bundle),
    ...homesWithoutDevice(bundle),
    ...carriedFromElsewhere(bundle),
    ...keysOnOneHook(bundle),
    ...ownThings(bundle),
    ...foreignDevices(bundle),
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
    ...swappedTwice(bundle),
  ];
}

/** One of them would count, and nobody could say which. */
function swappedTwice({ swaps }: CommunityBundle): Problem[] {
  const first = new Map<string, string>();
  return swaps.flatMap(({ id, shift, on }, i) => {
    const other = first.get(`${shift}/${on}`);
    if (other === undefined) first.set(`${shift}/${on}`, id);
    return other === undefined ? [] : [error(`/swaps/${i}`, 'on', `is swapped already by "${other}": change that one`)];
  });
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

/** What teams, bicycles, gate houses, boards and posts name. */
function ownThings(bundle: CommunityBundle): Problem[] {
  const known = {
    grid: idsOf(bundle.grids),
    courtyard: idsOf(bundle.courtyards),
    responder: idsOf(bundle.responders),
    team: idsOf(bundle.teams),
  };
  const unknown = (path: string, field: string, ids: readonly (string | undefined)[], what: keyof typeof known) =>
    ids.flatMap((id) =>
      id === undefined || known[what].has(id) ? [] : [error(path, field, `there is no ${what} "${id}"`)],
    );
  return [
    ...bundle.teams.flatMap(({ members, leader, grid, courtyard }, i) => [
      ...unknown(`/teams/${i}`, 'members', members, 'responder'),
      ...unknown(`/teams/${i}`, 'grid', [grid], 'grid'),
      ...unknown(`/teams/${i}`, 'courtyard', [courtyard], 'courtyard'),
      ...(leader === undefined || members.includes(leader)
        ? []
        : [error(`/teams/${i}`, 'leader', `"${leader}" is not in the team: add them to its members`)]),
    ]),
    ...bundle.bicycles.flatMap(({ holder, grid }, i) => [
      ...unknown(`/bicycles/${i}`, 'holder', [holder], 'responder'),
      ...unknown(`/bicycles/${i}`, 'grid', [grid], 'grid'),
    ]),
    ...bundle.gateHouses.flatMap(({ courtyard, keepers = [] }, i) => [
      ...unknown(`/gateHouses/${i}`, 'courtyard', [courtyard], 'courtyard'),
      ...unknown(`/gateHouses/${i}`, 'keepers', keepers, 'responder'),
    ]),
    ...bundle.boards.flatMap(({ courtyard }, i) => unknown(`/boards/${i}`, 'courtyard', [courtyard], 'courtyard')),
    ...bundle.servicePoints.flatMap(({ courtyard, team }, i) => [
      ...unknown(`/servicePoints/${i}`, 'courtyard', [courtyard], 'courtyard'),
      ...unknown(`/servicePoints/${i}`, 'team', [team], 'team'),
    ]),
    ...onePlateEach(bundle),
  ];
}

/** A press by an address that two have would be of either; a source without what its door needs brings nothing, and nobody would notice. */
function foreignDevices({ devices, sources }: CommunityBundle): Problem[] {
  const first = new Map<string, string>();
  const needs = { broker: undefined, http: undefined, mqtt: 'url', tcp: 'port' } as const;
  return [
    ...devices.flatMap(({ id, address }, i) => {
      if (address === undefined) return [];
      const form = addressForm(address);
      const other = first.get(form);
      if (other === undefined) first.set(form, id);
      return other === undefined ? [] : [error(`/devices/${i}`, 'address', `is the address of "${other}" already`)];
    }),
    ...sources.flatMap(({ shows = [], family, door }, i) =>
      shownDevices(`/sources/${i}`, { shows, family, door }, idsOf(devices)),
    ),
    ...sources.flatMap(({ id, port }, i) => {
      const other = port === undefined ? undefined : sources.find((one) => one.port === port);
      return other === undefined || other.id === id
        ? []
        : [error(`/sources/${i}`, 'port', `"${other.id}" has this port already`)];
    }),
    ...sources.flatMap((one, i) => {
      const needed = needs[one.door];
      return needed === undefined || one[needed] !== undefined
        ? []
        : [error(`/sources/${i}`, needed, `a source of the door "${one.door}" needs it`)];
    }),
  ];
}

/** Only a Home Assistant that is connected to our broker can be shown anything. */
function shownDevices(
  path: string,
  { shows, family, door }: { shows: readonly string[]; family: string; door: string },
  devices: ReadonlySet<string>,
): Problem[] {
  const unknown = shows
    .filter((id) => !devices.has(id))
    .map((id) => error(path, 'shows', `there is no device "${id}"`));
  if (shows.length === 0 || (family === 'homeAssistant' && door === 'broker')) return unknown;
  return [...unknown, error(path, 'shows', 'is for a source of the family "homeAssistant" and the door "broker"')];
}

/** A plate that two have names neither. */
function onePlateEach({ bicycles }: CommunityBundle): Problem[] {
  const first = new Map<string, string>();
  return bicycles.flatMap(({ id, plate }, i) => {
    const other = first.get(plainText(plate));
    if (other === undefined) first.set(plainText(plate), id);
    return other === undefined
      ? []
      : [error(`/bicycles/${i}`, 'plate', `"${plate}" is the plate of "${other}" already`)];
  });
}

/** Whoever takes a key at night reads the hook. */
function keysOnOneHook({ homes }: CommunityBundle): Problem[] {
  const first = new Map<string, string>();
  return homes.flatMap(({ id, keys = [] }, i) =>
    keys.flatMap(({ place, hook }) => {
      const name = JSON.stringify([place, hook]);
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, id);
      const reason = `hook "${hook}" of "${place}" has the key of "${earlier}" already`;
      return earlier === undefined ? [] : [error(`/homes/${i}`, 'keys', reason)];
    }),
  );
}

function idsOf(documents: readonly Identified[]): ReadonlySet<string> {
  return new Set(documents.map(({ id }) => id));
}
