// What an officer's command does, or why it no longer applies.
import type { ErrorCode } from '../../contracts/errors.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Track } from '../../contracts/incident.ts';
import type { CommandInput } from '../../contracts/inputs.ts';
import { aside, type Draft, draftOf, record } from './draft.ts';
import { isSent, isUntold } from './leg.ts';
import { travelTo } from './nearest.ts';
import { standDown } from './reply.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

export function onCommand(
  incident: Incident | undefined,
  input: CommandInput,
  world: World,
  now: EpochMs,
): { draft: Draft | undefined; result: Result } {
  if (!incident) return { draft: undefined, result: { outcome: 'refused', code: 'not_open', at: now } };
  const draft = draftOf(incident, now);
  const refused = apply(draft, input, world);
  if (refused) return { draft: undefined, result: { outcome: 'refused', code: refused, at: now } };
  return { draft, result: { outcome: 'applied', incident: incident.id, at: now } };
}

/** @returns the reason when the command does not apply */
function apply(draft: Draft, input: CommandInput, world: World): ErrorCode | undefined {
  const { command } = input;
  const by = `officer/${input.by}`;
  const { incident } = draft;
  const ended = incident.state === 'closed';
  switch (command.command) {
    case 'acknowledge':
      if (ended) return 'incident_closed';
      if (incident.acknowledged) return 'already_acknowledged';
      record(draft, {
        type: 'acknowledged',
        by,
        reviewAt: at(draft.now + world.policy.officerAcknowledgeSeconds * 1000),
      });
      return undefined;
    case 'note': {
      const { textId } = aside(draft, command.text);
      if (textId === undefined) return 'bad_request';
      record(draft, { type: 'note_added', by, textId });
      return undefined;
    }
    case 'assign':
      return ended ? 'incident_closed' : assign(draft, command.responder, command.track, world, by);
    case 'withdraw': {
      const leg = incident.legs.find((one) => one.id === command.leg);
      if (!leg) return 'unknown_leg';
      if (!isSent(leg)) return 'leg_ended';
      standDown(draft, leg, 'withdrawn', world, by);
      return undefined;
    }
    case 'told': {
      const leg = incident.legs.find((one) => one.id === command.leg);
      if (!leg) return 'unknown_leg';
      if (leg.state !== 'stood_down' || !isUntold(leg)) return 'leg_ended';
      record(draft, { type: 'stand_down_told', by, leg: leg.id });
      return undefined;
    }
    case 'close':
      if (ended) return 'incident_closed';
      if (command.disposition === 'other' && command.text === undefined) return 'close_needs_words';
      for (const leg of incident.legs.filter(isSent)) standDown(draft, leg, 'closed', world, by);
      record(draft, { type: 'closed', by, disposition: command.disposition, ...aside(draft, command.text) });
      return undefined;
  }
}

function assign(draft: Draft, id: string, wanted: Track | undefined, world: World, by: string): ErrorCode | undefined {
  const responder = world.responder(id);
  if (!responder) return 'unknown_responder';
  if (draft.incident.legs.some((leg) => leg.responder === id && isSent(leg))) return 'already_assigned';
  const track: Track = wanted ?? (responder.role === 'health_desk' || responder.role === 'doctor' ? 'health' : 'grid');
  const door = draft.incident.home === undefined ? undefined : world.door(draft.incident.home);
  const travelSeconds = Math.round(travelTo(responder, door, world) ?? 0);
  const answerWithinSeconds = world.policy.tracks[track][0]?.answerWithinSeconds ?? 45;
  record(draft, {
    type: 'leg_offered',
    by,
    leg: { id: `L${draft.incident.legs.length + 1}`, track, tier: 0, responder: id, travelSeconds },
    dueAt: at(draft.now + answerWithinSeconds * 1000),
    candidates: [{ responder: id, travelSeconds, reason: 'chosen' }],
    byHand: true,
  });
  return undefined;
}
