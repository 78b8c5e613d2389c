// The small changes that events make: a mark, a leg, a field left out.

import type { EpochMs } from '../../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../../contracts/incident/events.ts';
import type { Incident, Leg } from '../../../../contracts/incident/state.ts';
import type { Mark } from '../../../../contracts/terms.ts';

/** The events of these types. */
export type Of<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

/** The event by which something changes. */
export type Stamp = Pick<IncidentEvent, 'seq' | 'at' | 'by'>;

// These change the incident that they are given: evolve() made a copy for the event, and each further copy costs every decision.

export function marked(incident: Incident, marks: readonly Mark[]): Incident {
  incident.marks = [...new Set([...incident.marks, ...marks])];
  return incident;
}

export function unmarked(incident: Incident, mark: Mark): Incident {
  incident.marks = incident.marks.filter((one) => one !== mark);
  return incident;
}

export const without = <K extends 'handOver' | 'aftercare' | 'acknowledged'>(
  incident: Incident,
  field: K,
): Incident => {
  const { [field]: _, ...rest } = incident;
  return rest as Incident;
};

/** A leg whose next instant may go. */
type Undue = Omit<Leg, 'dueAt'> & { dueAt?: EpochMs | undefined };

export function withLeg(incident: Incident, id: string, change: (leg: Leg) => Undue): Incident {
  incident.legs = incident.legs.map((leg) => {
    if (leg.id !== id) return leg;
    const changed = change(leg);
    if (changed.dueAt !== undefined || !('dueAt' in changed)) return changed as Leg;
    const { dueAt: _, ...undue } = changed;
    return undue;
  });
  return incident;
}
