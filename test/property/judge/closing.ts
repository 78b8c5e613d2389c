// Invariants 3 and 4: only a human closes, knowing what was said last; and whoever was sent is told.
import type { Command } from '../../../contracts/incident/commands.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';

const ends = new Set<Command['command']>(['close', 'merge', 'swap', 'withdraw']);

/** Given on a picture older than the last word of a device or a responder: refused. @returns the sentence that is broken */
export function blindEnd(command: Command, outcome: string, lastWord: number): string | undefined {
  const isBlind = ends.has(command.command) && command.seen !== undefined && command.seen < lastWord;
  return isBlind && outcome === 'applied' ? 'knowing what the resident last said' : undefined;
}

/** Refused for a word that was not said since. */
export function falselyRefused(command: Command, code: string | undefined, said: number): string | undefined {
  return code === 'said_since' && (command.seen ?? 0) >= said ? 'refused as if somebody had spoken since' : undefined;
}

export const closedByMachine = (event: IncidentEvent): string | undefined =>
  (event.type === 'closed' || event.type === 'merged') && !event.by.startsWith('officer/')
    ? 'only a human closes an incident'
    : undefined;

const counts = new Set<string>(['offered', 'received', 'timed_out', 'accepted', 'en_route', 'on_scene']);
/** Has not confirmed the newest that they must know. */
export const isToBeTold = ({ state, receipted, revision }: Leg): boolean =>
  state !== 'declined' && state !== 'done' && receipted < revision;

/** @param isForgotten nothing will ever happen to it again */
export function notOver({ state, legs }: Incident, isForgotten: boolean): string | undefined {
  if (state === 'open') return isForgotten ? 'an open incident is looked after' : undefined;
  if (legs.some((leg) => counts.has(leg.state))) return 'whoever was sent is told when they are no longer needed';
  return isForgotten && legs.some(isToBeTold) ? 'chased until they have it' : undefined;
}
