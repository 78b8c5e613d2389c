// The small changes that events make: a mark, a leg, a field left out.

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

/** What becomes of fields: undefined for one that goes. */
export type Changes<T> = { [K in keyof T]?: T[K] | undefined };

/**
 * A copy with some fields changed. A spread would say the same; but in Node 20 `{ ...one, more }` gives every object a hidden class
 * of its own where `one` lacks the field, which takes 15 µs and makes each later reading slow (measured: decision 019).
 */
export function changed<T extends object>(one: T, changes: Changes<T>): T {
  const after: Changes<T> = {};
  for (const key in one) {
    const value = key in changes ? changes[key] : one[key];
    if (value !== undefined) after[key] = value;
  }
  for (const key in changes) if (!(key in one) && changes[key] !== undefined) after[key] = changes[key];
  return after as T;
}

export function withLeg(incident: Incident, id: string, change: (leg: Leg) => Changes<Leg>): Incident {
  incident.legs = incident.legs.map((leg) => (leg.id === id ? changed(leg, change(leg)) : leg));
  return incident;
}
