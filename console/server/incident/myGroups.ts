// What a phone shows of a surge: of each courtyard the most urgent calls, how many there are, and one answer for all.

import { groupDelivery } from '../../../contracts/incident/groups.ts';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { isAsked, isSent } from '../../../dispatcher/domain/incident/leg.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { nameOf } from '../../../wording/together.ts';
import { byUrgency } from './surge.ts';

/** A leg that a phone must show. */
export type Shown = { incident: Incident; leg: Leg };
/** A group as its calls name it. `told`: its message has been receipted. */
export type MyGroup = NonNullable<MyLeg['group']> & { delivery: string; told: boolean };

/** So many calls of a group are on the phone at once; when one is done the next comes. */
const shownOfGroup = 20;

/** Every single call, and of each group the most urgent; of one that is over, that it is over. */
export function listed(all: readonly Shown[]): Shown[] {
  const groups = new Map<string, Shown[]>();
  for (const one of all) {
    if (one.leg.group === undefined) continue;
    const members = groups.get(one.leg.group);
    if (members) members.push(one);
    else groups.set(one.leg.group, [one]);
  }
  const first = [...groups.values()].flatMap((members) => {
    const sent = members.filter(({ leg }) => isSent(leg));
    if (sent.length === 0) return members.slice(0, 1);
    return sent.sort((a, b) => byUrgency(a.incident, b.incident)).slice(0, shownOfGroup);
  });
  return [...all.filter(({ leg }) => leg.group === undefined), ...first];
}

/** @param untold the delivery of each group's message that waits for a receipt */
export function groupsOf(
  all: readonly Shown[],
  district: DistrictRegistry,
  untold: ReadonlyMap<string, string>,
): Map<string, MyGroup> {
  const groups = new Map<string, MyGroup>();
  for (const { incident, leg } of all) {
    if (leg.group === undefined) continue;
    const id = leg.group;
    const waiting = untold.get(id);
    const group = groups.get(id) ?? {
      id,
      name: nameOf(id, district),
      delivery: waiting ?? groupDelivery(id, 0), // all of it has been told: any revision names it
      count: 0,
      open: 0,
      urgent: 0,
      told: waiting === undefined,
    };
    groups.set(id, group);
    if (!isSent(leg)) continue;
    group.count++;
    if (isAsked(leg)) group.open++;
    if (incident.priority === 1) group.urgent++;
  }
  return groups;
}

/** A call of a group is answered by the group's delivery, which is another with each piece of news: it rings again. */
export function inGroup(leg: MyLeg, mine: MyGroup | undefined): MyLeg {
  if (!mine) return leg;
  const { told, delivery, ...group } = mine;
  return { ...leg, group, delivery, receipted: told };
}
