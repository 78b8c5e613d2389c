// Events as they lie in a log or come by the feed. A newer program may have written some that this one does not know.
import { Compile } from 'typebox/compile';
import { IncidentEvent, upcast } from '../contracts/incident/events.ts';

const EventCheck = Compile(IncidentEvent);

/** Events that could be read, and the types of those that could not: they cost themselves, not whoever reads the others. */
export type ReadEvents = { events: IncidentEvent[]; unknown: string[] };

/** Reads what was stored as events. */
export function readEvents(stored: readonly unknown[]): ReadEvents {
  const found: ReadEvents = { events: [], unknown: [] };
  for (const one of stored)
    if (EventCheck.Check(one)) found.events.push(upcast(one));
    else found.unknown.push(typeOf(one) ?? 'damaged');
  return found;
}

const typeOf = (stored: unknown): string | undefined =>
  typeof stored === 'object' && stored !== null && 'type' in stored && typeof stored.type === 'string'
    ? stored.type
    : undefined;
