// What would have been different under another policy? The inputs of a recorded incident are decided again by the same pure
// core: presses and officers at their times; whoever answered then answers with the same delay after being asked. Of somebody
// who was not asked then nothing is known, so they do not answer here: the result is the worst case for them, and says so.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import { byPolicy, byResponder, deviceIn, isOfficer, officerIn } from '../../../contracts/incident/actor.ts';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Input } from '../../../contracts/incident/inputs.ts';
import type { Reply } from '../../../contracts/incident/messages.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import { PressKind, type ReplyKind } from '../../../contracts/terms.ts';
import { metresBetween } from '../../../geography/distance.ts';
import type { Knowledge } from '../knowledge.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { deadline } from './pending.ts';

/** Who was asked and what they said, in seconds after the press. `known`: their answer is in the record. */
export type Asked = {
  responder: string;
  tier: number;
  track: Leg['track'];
  offeredAfter: number;
  acceptedAfter?: number;
  arrivedAfter?: number;
  known: boolean;
};

/**
 * When somebody first said yes, in seconds after the press; undefined when nobody did.
 * @param asked of one incident
 */
export function firstYes(asked: readonly Asked[]): Asked | undefined {
  let first: Asked | undefined;
  for (const one of asked)
    if (one.acceptedAfter !== undefined && one.acceptedAfter < (first?.acceptedAfter ?? Number.POSITIVE_INFINITY))
      first = one;
  return first;
}

/** A policy that rings every second for hours would run for ever. */
const stepsAtMost = 20_000;

type Scripted = { at: EpochMs; input: Input };
/** What somebody did about one offer: each word with its delay after the offer. */
type Habit = { afterMs: number; reply: ReplyKind; more: Partial<Reply> }[];

/** Who was asked, and when, in a log. */
export function askedIn(events: readonly IncidentEvent[]): Asked[] {
  const [first] = events;
  const began = first?.type === 'opened' ? first.receivedAt : 0;
  const after = (event: IncidentEvent | undefined) => (event === undefined ? undefined : seconds(event.at - began));
  return events.flatMap((event) => {
    if (event.type !== 'leg_offered') return [];
    const { id, responder, tier, track } = event.leg;
    const accepted = after(events.find((one) => one.type === 'leg_accepted' && one.leg === id));
    const arrived = after(events.find((one) => one.type === 'leg_on_scene' && one.leg === id));
    return [
      {
        responder,
        tier,
        track,
        offeredAfter: seconds(event.at - began),
        ...defined({ acceptedAfter: accepted, arrivedAfter: arrived }),
        known: true,
      },
    ];
  });
}

/**
 * Decides the inputs of a record again.
 * @param events the whole log of one incident
 * @param knows the district with the other policy
 * @returns the log that would have been; empty when the record does not begin with a press or an officer
 */
export function decideAgain(events: readonly IncidentEvent[], knows: Knowledge): IncidentEvent[] {
  const [opened] = events;
  if (opened?.type !== 'opened') return [];
  const habits = habitsOf(events);
  const script = scriptOf(events);
  const world = worldOf(events, knows);
  const end = events.at(-1)?.at ?? opened.at; // of what came later nothing is known
  const log: IncidentEvent[] = [];
  let incident: Incident | undefined;
  let now = opened.at;
  for (let step = 0; step < stepsAtMost; step++) {
    const due = incident === undefined ? undefined : deadline(incident);
    const next = script[0];
    if (next && (due === undefined || next.at <= due)) {
      now = at(Math.max(now, next.at));
      script.shift();
      take(next.input);
    } else if (due !== undefined && due <= end) {
      now = at(Math.max(now, due));
      take({ kind: 'tick' });
    } else break;
    if (incident?.state === 'closed') break;
  }
  return log;

  function take(input: Input | { kind: 'tick' }): void {
    const context: Context = {
      newIncident: (opened as { incident: string }).incident as Context['newIncident'],
      nextNumber: (opened as { number: number }).number,
      storedAt: now,
      earlier: undefined,
      groupAt: () => undefined,
      offeredTogether: () => [],
      find: () => undefined,
      openAt: () => undefined,
      pressedAt: () => undefined,
      testWindow: () => undefined,
    };
    const decided = decide(incident, input, context, world, now);
    incident = decided.incident ?? incident;
    log.push(...decided.events);
    for (const event of decided.events) if (event.type === 'leg_offered' && !event.byHand) answers(event);
  }

  /** Whoever answered then answers again, once. */
  function answers({ leg, at: offeredAt }: Extract<IncidentEvent, { type: 'leg_offered' }>): void {
    const habit = habits.get(leg.responder);
    habits.delete(leg.responder);
    for (const { afterMs, reply, more } of habit ?? []) {
      const instant = at(offeredAt + afterMs);
      const message = { id: `${leg.id}/${reply}`, incident: incident?.id ?? '', leg: leg.id, reply, ...more } as Reply;
      const { responder } = leg;
      script.push({
        at: instant,
        input: {
          v: 1,
          kind: 'reply',
          district: opened?.type === 'opened' ? opened.district : '',
          responder,
          reply: message,
        },
      });
    }
    script.sort((a, b) => a.at - b.at);
  }
}

const words: Partial<Record<IncidentEvent['type'], ReplyKind>> = {
  leg_accepted: 'accept',
  leg_declined: 'decline',
  leg_en_route: 'en_route',
  leg_on_scene: 'on_scene',
  leg_done: 'done',
  help_asked: 'help',
};

/** What each person did about their first offer. */
function habitsOf(events: readonly IncidentEvent[]): Map<string, Habit> {
  const habits = new Map<string, Habit>();
  for (const offer of events) {
    if (offer.type !== 'leg_offered' || habits.has(offer.leg.responder)) continue;
    const by = byResponder(offer.leg.responder);
    const habit = events.flatMap((event): Habit => {
      const reply = words[event.type];
      if (reply === undefined || event.by !== by || !('leg' in event) || event.leg !== offer.leg.id) return [];
      const more = event.type === 'help_asked' && event.needs ? { needs: event.needs } : {};
      return [{ afterMs: event.at - offer.at, reply, more }];
    });
    habits.set(offer.leg.responder, habit);
  }
  return habits;
}

/** Presses and officers, at the times at which they were decided. */
function scriptOf(events: readonly IncidentEvent[]): Scripted[] {
  const [opened] = events;
  if (opened?.type !== 'opened') return [];
  const { district, incident } = opened;
  const pressed = (event: IncidentEvent, id: string, kind: string): Scripted => {
    const device = deviceIn(event.by);
    const press = PressKind.enum.find((one) => one === kind);
    const input: Input =
      press === undefined
        ? { v: 1, kind: 'unreadable_press', district, device, id, body: '', why: 'record' }
        : { v: 1, kind: 'press', district, device, id, press };
    return { at: event.at, input };
  };
  return events.flatMap((event): Scripted[] => {
    if (event.type === 'opened' && isOfficer(event.by) && event.home !== undefined) {
      const by = officerIn(event.by);
      return [
        { at: event.at, input: { v: 1, kind: 'raise', district, by, id: 'x', call: event.call, home: event.home } },
      ];
    }
    if (event.type === 'opened') return event.press ? [pressed(event, event.press.id, event.press.kind)] : [];
    if (event.type === 'press_joined' && event.by === byPolicy) return [];
    if (event.type === 'press_joined' || event.type === 'cancel_requested')
      return [pressed(event, event.press.id, event.press.kind)];
    if (!isOfficer(event.by)) return [];
    const command = commandOf(event, events);
    const by = officerIn(event.by);
    return command === undefined
      ? []
      : [{ at: event.at, input: { v: 1, kind: 'command', district, by, incident, command } }];
  });
}

/** The command behind an officer's event; undefined where it names a leg of the record that may not exist here. */
function commandOf(event: IncidentEvent, events: readonly IncidentEvent[]): Command | undefined {
  const id = `record-${event.seq}`;
  switch (event.type) {
    case 'acknowledged':
      return { id, command: 'acknowledge' };
    case 'taken_over':
      return { id, command: 'take_over' };
    case 'priority_changed':
      return { id, command: 'priority', priority: event.priority, text: '-' };
    case 'ambulance_called':
      return { id, command: 'call_120' };
    case 'closed':
      return { id, command: 'close', disposition: event.disposition, text: '-' };
    case 'leg_offered':
      return event.byHand &&
        !events.some(
          (one) => one.type === 'leg_offered' && one.seq < event.seq && one.leg.responder === event.leg.responder,
        )
        ? { id, command: 'assign', responder: event.leg.responder, track: event.leg.track }
        : undefined;
    default:
      return undefined;
  }
}

/** The district as the record saw it: who was on duty and who busy, how far each was; where it says nothing, from their base by road. */
function worldOf(events: readonly IncidentEvent[], knows: Knowledge): World {
  const weighed = events.flatMap((event) =>
    event.type === 'leg_offered' || event.type === 'tier_skipped' ? event.candidates : [],
  );
  const travel = new Map(weighed.map((one) => [one.responder, one.travelSeconds]));
  const busy = new Set(weighed.filter(({ reason }) => reason === 'busy').map(({ responder }) => responder));
  // Whoever was weighed beyond that was on duty then, whatever their switch says now.
  const seen = new Map(weighed.map((one) => [one.responder, false]));
  for (const { responder, reason } of weighed)
    if (reason !== 'off_duty' && reason !== 'already_asked') seen.set(responder, true);
  const [opened] = events;
  const [device, home] = opened?.type === 'opened' ? [opened.device, opened.home] : [];
  return {
    policy: knows.policy,
    minuteOfDay: knows.minuteOfDay,
    instantOf: knows.instantOf,
    responder: (id) => knows.responders.get(id),
    holders: (role) => knows.holders(role),
    onDuty: (responder, now) => seen.get(responder.id) ?? knows.roster.onDuty(responder, now),
    engagements: (id) => (busy.has(id) ? [{ incident: 'another', priority: 1, taken: true }] : []),
    elsewhere: (id) => ({ single: busy.has(id) ? [1] : [], groups: 0 }),
    lacking: () => [],
    nextOnDuty: () => undefined,
    nightDesk: () => [],
    canTalk: () => true,
    isSurge: () => opened?.type === 'opened' && opened.surge === true,
    reach: () => ({ connected: true, app: true, outside: [] }),
    travelSeconds: (responder, to) => travel.get(responder.id) ?? knows.travelSeconds(responder, responder.base, to),
    isFresh: () => false,
    homeOf: (pressed) => (pressed === device ? home : undefined),
    isCarried: () => false,
    place: (id) => knows.places.get(id),
    neighbours: (grid) => knows.neighbours(grid),
    fix: () => undefined,
    metres: metresBetween,
    provesPresence: () => false,
    contacts: () => [],
  };
}

const seconds = (ms: number): number => Math.round(ms / 1000);
