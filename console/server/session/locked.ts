// What a locked page is still shown: open incidents with name, address and telephone, so that whoever stands there can answer. No
// illness, no key, no contacts, no notes, nothing that is over.

import type { Command } from '../../../contracts/incident/commands.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { Refused } from '../refusal.ts';

/** @throws Refused unless a locked page may give this order */
export function mayOrderLocked({ command }: Command): void {
  if (command !== 'acknowledge') throw new Refused('screen_locked');
}

/** @throws Refused unless a locked page may see this incident */
export function maySeeLocked({ state }: Incident): void {
  if (state !== 'open') throw new Refused('screen_locked');
}

export function lockedDetail({ access: _, persons, ...detail }: IncidentDetail): IncidentDetail {
  return {
    ...detail,
    persons: persons.map(({ conditions: _conditions, mobility: _mobility, ...person }) => ({
      ...person,
      contacts: [],
    })),
  };
}

export function lockedFrame(frame: LiveFrame): LiveFrame {
  if (frame.type === 'snapshot')
    return { ...frame, incidents: frame.incidents.filter(({ state }) => state === 'open') };
  if (frame.type === 'surge' && frame.incidents)
    return { ...frame, incidents: frame.incidents.filter(({ state }) => state === 'open') };
  // One that is closed now leaves the page by its new state.
  if (frame.type === 'change') return { ...frame, events: frame.events.map(({ text: _, ...event }) => event) };
  return frame;
}
