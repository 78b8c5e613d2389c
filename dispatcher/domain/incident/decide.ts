// The one decision function: what an input, or a passed deadline, does to one incident. Pure; never throws on anything
// the world can do. What may be told to whom and when to look again follow from the state: pending.ts.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { FollowUpInput, Input, TestWindowInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { testWindowAtMostMs } from '../device/testWindow.ts';
import type { World } from '../world.ts';
import { attend } from './attend.ts';
import { onCheckIn } from './checkIn.ts';
import { onCommand } from './command.ts';
import type { Context, Outcome, Setting } from './context.ts';
import type { Draft } from './draft.ts';
import { onDuty, onOthersLeft } from './duty.ts';
import { begin, evolve } from './evolve.ts';
import { onFollowUp } from './followUp.ts';
import { groupAnswered, onGroupReply, onOthersAnswered } from './groupReply.ts';
import { lackingNear } from './lacking.ts';
import { goes, isSent, trackOf } from './leg.ts';
import { onPress, onRaise } from './press.ts';
import { onReply } from './reply.ts';
import { onTick } from './tick.ts';

/** An intake entry that is no input of ours, or one that decide() threw on: the duty officer looks at it. */
export type Unreadable = { kind: 'unreadable_input'; district: string; why: string };
/** A deadline of the incident has passed. */
export type Tick = { kind: 'tick' };

/** What was decided. `incident` is the state after `events`; undefined when the input concerns none. */
export type Decided = {
  incident: Incident | undefined;
  events: IncidentEvent[];
  side: Record<string, string>;
  followUps: FollowUpInput[];
  result: Result | undefined;
};

/** What was set aside is looked at this soon: its plan begins then, and somebody is asked. */
const lookSoonMs = 500;

/**
 * Decides an input.
 * @param incident the one it concerns (concerns.ts), undefined when there is none
 * @param context what the loop knows of the entry: its storing time, the id a new incident would have
 */
export function decide(
  incident: Incident | undefined,
  input: Input | Unreadable | Tick,
  context: Context,
  world: World,
  now: EpochMs,
): Decided {
  switch (input.kind) {
    case 'press':
    case 'unreadable_press':
      return decided(incident, onPress(incident, input, { context, world, now }), world);
    case 'canary':
      return { ...nothing, result: { outcome: 'recorded', what: 'canary', at: now } };
    case 'reply': {
      const group = groupAnswered(input);
      if (group) return { ...nothing, ...onGroupReply(input, group, context, now) };
      return decided(incident, onReply(incident, input, world, now), world);
    }
    case 'command':
      return decided(incident, onCommand(incident, input, { context, world, now }), world);
    case 'raise':
      return decided(incident, onRaise(incident, input, { context, world, now }), world);
    case 'follow_up':
      if (input.what.kind === 'answered_others')
        return { ...nothing, ...onOthersAnswered(input, input.what, context, now) };
      if (input.what.kind === 'left_duty_others')
        return { ...nothing, ...onOthersLeft(input, input.what.responder, world, now) };
      return decided(incident, onFollowUp(incident, input, { context, world, now }), world);
    case 'duty':
      return { ...nothing, ...onDuty(input, world, now) };
    case 'test_window':
      return { ...nothing, result: onTestWindow(input, { context, world, now }) };
    case 'check_in':
      return decided(incident, onCheckIn(incident, input, { context, world, now }), world);
    case 'tick':
      return incident ? decided(incident, { draft: onTick(incident, world, now) }, world) : nothing;
    case 'unreadable_input':
      return setAside(input, context, now);
  }
}

const nothing: Decided = { incident: undefined, events: [], side: {}, followUps: [], result: undefined };

/** Nobody tries a button where somebody calls; a window may end at any time. */
function onTestWindow({ device, actor, id, minutes }: TestWindowInput, { context, world, now }: Setting): Result {
  const home = world.homeOf(device);
  if (minutes > 0 && home === undefined) return { outcome: 'refused', code: 'unknown_home', at: now };
  if (minutes > 0 && home !== undefined && context.openAt(home))
    return { outcome: 'refused', code: 'another_open', at: now };
  const from = context.storedAt;
  const until = at(from + Math.min(minutes * 60_000, testWindowAtMostMs));
  return { outcome: 'recorded', what: 'test_window', window: `${actor}/${id}`, device, from, until, at: now };
}

/** The last steps of every decision: each need is looked at, and whoever has become free is told where they are missed. */
function decided(before: Incident | undefined, { draft, result }: Partial<Outcome>, world: World): Decided {
  if (!draft) return { ...nothing, incident: before, result };
  attend(draft, world);
  const { incident, events, side, followUps } = draft;
  return { incident, events, side, followUps: [...followUps, ...missedElsewhere(before, draft, world)], result };
}

/** Whoever went to this incident and does not any more may be asked for another. */
function missedElsewhere(before: Incident | undefined, { incident, now }: Draft, world: World): FollowUpInput[] {
  const engaged = (one: Incident | undefined): Set<string> =>
    new Set(
      one?.legs.filter((leg) => goes(leg) && isSent(leg) && leg.state !== 'timed_out').map((leg) => leg.responder),
    );
  const after = engaged(incident);
  const free = [...engaged(before)].filter((id) => !after.has(id));
  return free.flatMap((id) =>
    lackingNear(`${incident.id}/${incident.seq}`, id, incident.district, world, now, incident.id),
  );
}

/** Somebody who is told of what was set aside without being weighed: there is nothing to weigh by. */
export type StaticOffer = { responder: string; need: 'door' | 'health' };

/** So long they have to answer before they are told again. */
const staticOfferMs = 60_000;

/**
 * Sets an input aside as an incident for the duty officer. Rests on nothing that could throw: it is the answer to a throw.
 * @param offers who is told at once on both tracks, where it was a press
 */
export function setAside(
  input: Unreadable,
  context: Context,
  now: EpochMs,
  offers: readonly StaticOffer[] = [],
): Decided {
  const opened: Extract<IncidentEvent, { type: 'opened' }> = {
    v: 1,
    seq: 1,
    at: now,
    type: 'opened',
    by: 'policy',
    incident: context.newIncident,
    district: input.district,
    number: context.nextNumber,
    call: 'unreadable_input',
    priority: 2,
    marks: ['unreadable_input'],
    tracks: [],
    needs: [...[...new Set(offers.map(({ need }) => need))].map((need) => ({ need })), { need: 'officer' }],
    receivedAt: context.storedAt,
    reviewAt: at(now + lookSoonMs),
  };
  const told = offers.map(
    ({ responder, need }, i): IncidentEvent => ({
      v: 1,
      seq: i + 2,
      at: now,
      type: 'leg_offered',
      by: 'policy',
      leg: {
        id: `L${i + 1}`,
        track: trackOf(need),
        need,
        purpose: 'told',
        tier: 0,
        responder,
        travelSeconds: 0,
        answerBy: at(now + staticOfferMs),
      },
      candidates: [{ responder, travelSeconds: 0, reason: 'chosen' }],
      byHand: false,
    }),
  );
  const incident = told.reduce(evolve, begin(opened));
  return {
    ...nothing,
    incident,
    events: [opened, ...told],
    side: { why: JSON.stringify({ text: input.why.slice(0, 500) }) },
    result: { outcome: 'incident', incident: incident.id, at: now },
  };
}
