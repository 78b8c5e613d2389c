// What a responder is told of a whole group: how many, and those at the greatest risk first, as many as can be read on the way.

import { placeless } from '../contracts/incident/groups.ts';
import type { GroupLine, InboxMessage } from '../contracts/incident/inbox.ts';
import type { Dispatch, GroupCall } from '../contracts/incident/messages.ts';
import type { Resident } from '../contracts/office/community.ts';
import { type KnownDistrict, lineOf } from '../contracts/office/district.ts';
import { numberOf } from '../contracts/outsideCall.ts';
import { defined } from '../contracts/shapes.ts';
import { callNames } from './calls.ts';
import { knowledgeOf, placeOfGroup } from './known.ts';
import { accessOf, describe } from './spoken.ts';

type GroupMessage = InboxMessage & { group: NonNullable<InboxMessage['group']> };

/** So many calls are listed; the packet stays far below its limit, and nobody reads more on a bicycle. */
export const callsListed = 20;

const zh = {
  offer: (name: string, { count, open, urgent }: GroupMessage['group'], first: string) =>
    `集中爆发：${name}共${count}起求助，其中紧急${urgent}起，${open}起还没有人去。先去${first}。能去请按“我去”。`,
  update: (name: string, { count, urgent }: GroupMessage['group'], first: string) =>
    `${name}还有${count}起求助由您负责，其中紧急${urgent}起，请一户一户地去。下一户：${first}。`,
  standDown: (name: string) => `${name}的求助都已有安排，不用再去了，请确认收到。`,
  outsideCall: (number: string, name: string, { count }: GroupMessage['group'], first: string) =>
    `请拨打${number}并在系统中登记：${name}共${count}起，第一户${first}。`,
  unknown: '地点不详的求助',
  nobody: '住户不详',
};

/**
 * The message about a group.
 * @param lines its calls, in any order
 * @param now server's clock, ms
 */
export function groupDispatch(
  message: GroupMessage,
  lines: readonly GroupLine[],
  district: KnownDistrict | undefined,
  now: number,
): Dispatch {
  const year = new Date(now).getUTCFullYear();
  const { id } = message.group;
  const name = nameOf(id, district);
  const sorted = [...lines].sort(byRisk(district, year));
  const calls = sorted.slice(0, callsListed).map((line) => callOf(line, message, district, year));
  const [first] = calls;
  const counted = {
    ...message.group,
    ...(message.kind === 'stand_down'
      ? {}
      : {
          count: lines.length,
          open: lines.filter(({ accepted }) => !accepted).length,
          urgent: lines.filter(({ priority }) => priority === 1).length,
        }),
  };
  const where = [first?.place, first?.person].filter((part) => part).join(' ');
  return {
    delivery: message.delivery,
    kind: message.kind,
    incident: first?.incident ?? message.incident,
    number: first?.number ?? message.number,
    leg: first?.leg ?? message.leg,
    revision: message.revision,
    track: message.track,
    priority: message.priority,
    call: first?.call ?? callNames.zh[message.call],
    place: first?.place ?? name,
    ...defined({ person: first?.person, position: first?.position, access: first?.access }),
    ...defined({ because: message.because, asks: message.asks }),
    group: { ...counted, name, calls },
    say: sayOf(message, name, counted, where || name),
  };
}

function sayOf(message: GroupMessage, name: string, counted: GroupMessage['group'], first: string): string {
  if (message.asks !== undefined && message.kind !== 'stand_down')
    return zh.outsideCall(numberOf(message.asks), name, counted, first);
  switch (message.kind) {
    case 'stand_down':
      return zh.standDown(name);
    case 'offer':
      return zh.offer(name, counted, first);
    case 'update':
      return zh.update(name, counted, first);
  }
}

/** The courtyard's name, the grid's for a desk. */
export function nameOf(group: string, district: KnownDistrict | undefined): string {
  const { courtyard, grid } = placeOfGroup(group, district);
  const [id = ''] = group.split('+');
  return (courtyard ?? grid)?.name ?? (id === placeless ? zh.unknown : id.replace('*', ''));
}

/** First what can kill, then who is alone, then who is old or ill, then who has waited longest. */
function byRisk(district: KnownDistrict | undefined, year: number): (a: GroupLine, b: GroupLine) => number {
  const risks = new Map<GroupLine, number>();
  const riskOf = (line: GroupLine): number => {
    const known = risks.get(line);
    if (known !== undefined) return known;
    const residents = line.home === undefined ? [] : (district?.residentsOf(line.home) ?? []);
    const risk = Math.max(0, ...residents.map((one) => riskOfResident(one, year)));
    risks.set(line, risk);
    return risk;
  };
  return (a, b) => a.priority - b.priority || riskOf(b) - riskOf(a) || a.receivedAt - b.receivedAt;
}

/** Alone counts as much as twenty years of age or two illnesses. */
const riskOfResident = ({ livesAlone, birthYear, conditions, mobility }: Resident, year: number): number =>
  (livesAlone ? 20 : 0) + Math.max(0, year - birthYear - 60) + 10 * conditions.length + (mobility ? 10 : 0);

function callOf(
  line: GroupLine,
  { responder = '', track, asks }: GroupMessage,
  district: KnownDistrict | undefined,
  year: number,
): GroupCall {
  const { incident, number, leg, priority, accepted } = line;
  const purpose = line.purpose ?? (asks === undefined ? undefined : 'calls');
  const standing = accepted ? 'taken' : 'asked';
  const known = knowledgeOf({ home: line.home, track, purpose }, standing, district, responder);
  const { position, access, residents } = known;
  return {
    incident,
    number,
    leg,
    priority,
    call: callNames.zh[line.call],
    accepted,
    ...(known.person === 'shown' ? { person: describe(residents, year) || zh.nobody } : {}),
    ...defined({ place: lineOf(known.place) || undefined, position, access: access && accessOf(access, residents) }),
  };
}
