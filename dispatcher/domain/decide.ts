// The one decision function: what an input, or a passed deadline, does to one incident. Pure; never throws on anything
// the world can do. What may be told to whom and when to look again follow from the state: pending.ts.
import type { IncidentEvent } from '../../contracts/events.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { Input } from '../../contracts/inputs.ts';
import { onCommand } from './command.ts';
import { begin } from './evolve.ts';
import { onPress, type PressContext } from './press.ts';
import { onReply } from './reply.ts';
import type { Result } from './result.ts';
import { onTick } from './tick.ts';
import type { World } from './world.ts';

/** An intake entry that is no input of ours, or one that decide() threw on: the duty officer looks at it. */
export type Unreadable = { kind: 'unreadable_input'; district: string; why: string };
/** A deadline of the incident has passed. */
export type Tick = { kind: 'tick' };

/** What was decided. `incident` is the state after `events`; undefined when the input concerns none. */
export type Decided = {
  incident: Incident | undefined;
  events: IncidentEvent[];
  side: Record<string, string>;
  result: Result | undefined;
};

/**
 * Decides an input.
 * @param incident the one it concerns (concerns.ts), undefined when there is none
 * @param context what the loop knows of the entry: its storing time, the id a new incident would have
 */
export function decide(
  incident: Incident | undefined,
  input: Input | Unreadable | Tick,
  context: PressContext,
  world: World,
  now: EpochMs,
): Decided {
  switch (input.kind) {
    case 'press':
    case 'unreadable_press':
      return decided(incident, onPress(incident, input, context, world, now));
    case 'reply':
      return decided(incident, onReply(incident, input, world, now));
    case 'command':
      return decided(incident, onCommand(incident, input, world, now));
    case 'tick':
      return incident ? decided(incident, { draft: onTick(incident, world, now), result: undefined }) : nothing;
    case 'unreadable_input':
      return setAside(input, context, now);
  }
}

const nothing: Decided = { incident: undefined, events: [], side: {}, result: undefined };

function decided(
  before: Incident | undefined,
  outcome: {
    draft: { incident: Incident; events: IncidentEvent[]; side: Record<string, string> } | undefined;
    result: Result | undefined;
  },
): Decided {
  const { draft, result } = outcome;
  if (!draft) return { incident: before, events: [], side: {}, result };
  return { incident: draft.incident, events: draft.events, side: draft.side, result };
}

/**
 * Sets an input aside as an incident for the duty officer. Rests on nothing that could throw: it is the answer to a throw.
 */
export function setAside(input: Unreadable, context: PressContext, now: EpochMs): Decided {
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
    receivedAt: context.storedAt,
    reviewAt: at(now + 60_000),
  };
  const incident = begin(opened);
  return {
    incident,
    events: [opened],
    side: { why: JSON.stringify({ text: input.why.slice(0, 500) }) },
    result: { outcome: 'incident', incident: incident.id, at: now },
  };
}
