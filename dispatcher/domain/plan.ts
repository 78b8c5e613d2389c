// What a kind of call starts: its priority, its tracks and their plans, by the time of day.
import type { EpochMs } from '../../contracts/ids.ts';
import type { CallKind, Priority, Track } from '../../contracts/incident.ts';
import { type CallRule, type Moment, ruleFor } from '../../contracts/policy.ts';
import { type Draft, record } from './draft.ts';
import { escalateIfAlone } from './escalation.ts';
import type { World } from './world.ts';

export type Start = {
  priority: Priority;
  plans: CallRule['plans'];
  tracks: Track[];
  tells: readonly Moment[];
};

/** A call that the policy says nothing of is the most urgent one, and both tracks are asked. */
const unknown: Start = { priority: 1, plans: {}, tracks: ['grid', 'health'], tells: [] };

export function startOf(call: CallKind, world: World, now: EpochMs): Start {
  const rule = ruleFor(world.policy, call, world.minuteOfDay(now));
  if (!rule) return unknown;
  const tracks = (['grid', 'health'] as const).filter((track) => rule.plans[track] !== undefined);
  return { priority: rule.priority, plans: rule.plans, tracks, tells: rule.tellContacts ?? [] };
}

/** A more urgent kind of call has joined: tracks that it needs and the incident does not have yet are begun. */
export function addTracks(draft: Draft, call: CallKind, world: World): void {
  const { tracks, plans, priority } = startOf(call, world, draft.now);
  const more = priority < startOf(draft.incident.call, world, draft.now).priority;
  for (const track of tracks) {
    const has = draft.incident.tracks.find((one) => one.track === track);
    const plan = plans[track];
    if (plan === undefined || (has && (!more || has.plan === plan))) continue;
    record(draft, { type: 'track_planned', by: 'policy', track, plan });
    escalateIfAlone(draft, track, world);
  }
}
