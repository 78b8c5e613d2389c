// Two incidents worked on as one, and undoing it. A merge is a join: needs, presses, homes and contacts of both live on in the one
// that is worked on; one that came too late opens its source again.

import { at } from '../../../contracts/ids.ts';
import { byPresser } from '../../../contracts/incident/actor.ts';
import type { NeedWanted } from '../../../contracts/incident/events.ts';
import type { FollowUpInput } from '../../../contracts/incident/inputs.ts';
import type { Incident, PressFact } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import { CallKind, type Priority } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { type Calls, withWord } from './calls.ts';
import { tellContacts } from './contacts.ts';
import type { Context } from './context.ts';
import { type Draft, followUp, record } from './draft.ts';
import { isSent, isTravelling, isUntold } from './leg.ts';
import { isOpenNeed, needNamed, needsOf } from './needs.ts';
import type { Given, Order, Refusal } from './order.ts';
import { startOf } from './plan.ts';
import { renew } from './renew.ts';
import { standDown } from './standDown.ts';

type Absorb = Extract<FollowUpInput['what'], { kind: 'absorb' }>;

/** Of an incident with thousands of presses so many go along; each of its devices has one of them. */
const pressesCarried = 200;

/** Behind the other doors of a merged incident somebody called as well; undefined where there are none. */
export function homesAbsorbed({ home, absorbed = [] }: Incident): string[] | undefined {
  const homes = new Set(absorbed.flatMap((one) => (one.home === undefined || one.home === home ? [] : [one.home])));
  return homes.size === 0 ? undefined : [...homes];
}

/** This one is closed as a duplicate; the other learns of it by a follow-up of the same commit. */
export function merge(draft: Draft, { into }: Order<'merge'>, { context, world, by }: Given): Refusal | undefined {
  const { incident } = draft;
  const other = context.find(into);
  if (!other || other.id === incident.id || other.state !== 'open' || other.district !== incident.district)
    return { code: 'cannot_merge' };
  const { home, device, priority, call, beside, absorbed, ambulance, called } = incident;
  const needs = needsOf(incident)
    .filter(isOpenNeed)
    .map(({ need, plan }): NeedWanted => ({ need, ...defined({ plan }) }));
  for (const leg of incident.legs.filter(isSent)) standDown(draft, leg, 'merged', world, by);
  record(draft, { type: 'merged', by, into });
  followUp(draft, into, {
    kind: 'absorb',
    by,
    from: incident.id,
    presses: carried(incident),
    priority,
    call,
    needs,
    ...defined({ beside, also: absorbed, ambulance, called, home, device }),
  });
  return undefined;
}

/** The newest presses, each device with one at least, each with the incident that it came to. */
function carried({ id, presses }: Incident): PressFact[] {
  const newest = presses.slice(-pressesCarried);
  const devices = new Set(newest.map(({ device }) => device));
  const others = presses.filter(
    ({ device }, i) => !devices.has(device) && presses.findIndex((one) => one.device === device) === i,
  );
  return [...others, ...newest].map((press) => ({ ...press, of: press.of ?? id }));
}

/** Takes another one in. @returns false when this one is not worked on any more */
export function absorb(draft: Draft, what: Absorb, world: World): void {
  const { incident } = draft;
  if (incident.state === 'closed') {
    passOn(draft, what);
    return;
  }
  const { by, from, home, device, presses, also, ambulance, called, needs: wanted = [] } = what;
  const calls = [what.call, what.beside].reduce<Calls>(
    (known, word) => (word === undefined ? known : (withWord(known, word) ?? known)),
    { call: incident.call, ...defined({ beside: incident.beside }) },
  );
  const named = calls.call !== incident.call || calls.beside !== incident.beside;
  record(draft, {
    type: 'absorbed',
    by,
    from,
    presses,
    priority: Math.min(incident.priority, what.priority) as Priority,
    ...defined({ home, device }),
    ...(named ? calls : {}),
    ...defined({ also, ambulance, called }),
    ...(ambulance && incident.ambulance ? { ambulanceAnew: true } : {}),
  });
  const start = named ? startOf(calls, draft.incident.home, world, draft.now).needs : [];
  // The other's presses are news for what this one had finished.
  const missing = wanted.filter(({ need }) => need !== 'officer' && !isOpen(draft, need));
  renew(
    draft,
    [...new Map([...missing, ...start].map((one) => [one.need, one])).values()].filter(
      ({ need }) => need !== 'officer',
    ),
    'merged',
    by,
  );
  tellContacts(draft, 'opened', world);
  for (const leg of draft.incident.legs)
    if (isTravelling(leg) || (isSent(leg) && !isUntold(leg) && leg.state !== 'on_scene'))
      record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'merged' });
}

const isOpen = (draft: Draft, need: NeedWanted['need']): boolean => {
  const known = needNamed(draft.incident, need);
  return known !== undefined && isOpenNeed(known);
};

/** It was merged itself meanwhile: the source goes on to where it went. It was closed: the source is worked on again. */
function passOn(draft: Draft, what: Absorb): void {
  const { mergedInto, id } = draft.incident;
  if (mergedInto !== undefined) followUp(draft, mergedInto, what);
  else followUp(draft, what.from, { kind: 'split_off', by: what.by, from: id, why: 'merge_failed' });
}

export function split(draft: Draft, { incident: id }: Order<'split'>, { by }: Given): Refusal | undefined {
  const { incident } = draft;
  if (!incident.absorbed?.some((one) => one.incident === id)) return { code: 'not_merged_here' };
  const going = new Set<string>(
    (incident.absorbed ?? []).filter((one) => one.incident === id || one.via === id).map((one) => one.incident),
  );
  const stay = incident.presses.filter(({ of }) => of === undefined || !going.has(of));
  const calls = callsOf(stay, incident);
  record(draft, { type: 'split_off', by, incident: id, ...(calls ?? {}) });
  const presses = incident.presses.filter(({ of }) => of !== undefined && going.has(of)).slice(-pressesCarried);
  followUp(draft, id, { kind: 'split_off', by, from: incident.id, presses });
  return undefined;
}

/** What presses call for together; undefined when none of them says anything. Of a device of nobody's home, that it called is all there is. */
function callsOf(presses: readonly PressFact[], { marks, home }: Pick<Incident, 'marks' | 'home'>): Calls | undefined {
  const isStrangers = home === undefined && marks.includes('unknown_device');
  const [first, ...more] = presses.flatMap(({ kind, of }) =>
    isStrangers && of === undefined ? 'unknown_device' : (wordOf(kind) ?? []),
  );
  if (first === undefined) return undefined;
  return more.reduce<Calls>((known, word) => withWord(known, word) ?? known, { call: first });
}

const wordOf = (kind: string): CallKind | undefined => CallKind.enum.find((one) => one === kind);

/**
 * Worked on by itself again. What was pressed at its homes meanwhile comes with it: a fall stays a fall. Where something else is
 * open at its home by now, it goes into that instead.
 */
export function reopenSource(
  draft: Draft,
  what: Extract<FollowUpInput['what'], { kind: 'split_off' }>,
  context: Context,
  world: World,
): void {
  const { incident } = draft;
  const { by, why = 'split', presses = [] } = what;
  const other = incident.home === undefined ? undefined : context.openAt(incident.home);
  const life = (calls: Calls) => ({
    reviewAt: at(draft.now + world.policy.officerAcknowledgeSeconds * 1000),
    needs: startOf(calls, incident.home, world, draft.now).needs,
  });
  record(draft, { type: 'reopened', by, why, ...life(incident) });
  const known = new Set(incident.presses.map(({ device, id }) => `${device}/${id}`));
  for (const { of: _, ...press } of presses.filter(({ device, id }) => !known.has(`${device}/${id}`))) {
    const word = wordOf(press.kind);
    const named = word === undefined ? undefined : withWord(draft.incident, word);
    const { priority, needs } = startOf(named ?? draft.incident, incident.home, world, draft.now);
    record(draft, {
      type: 'press_joined',
      by: byPresser(press.device),
      press,
      priority: Math.min(draft.incident.priority, priority) as Priority,
      marks: [],
      ...(named ?? {}),
    });
    if (named) renew(draft, needs, 'call_changed', by);
  }
  if (other !== undefined && other.id !== incident.id)
    merge(draft, { id: `again/${incident.id}`, command: 'merge', into: other.id }, { context, world, by });
}
