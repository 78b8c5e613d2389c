// What officers do and owe, and what is only kept.
import type { ContactDue, Incident } from '../../../../contracts/incident/state.ts';
import { defined } from '../../../../contracts/shapes.ts';
import { marked, type Of, unmarked, without } from './change.ts';
import { rungAgain } from './legChange.ts';

type Noted = Of<
  | 'help_asked'
  | 'note_added'
  | 'sign_came'
  | 'checkin_missed'
  | 'found'
  | 'advised'
  | 'acknowledged'
  | 'taken_over'
  | 'hand_over_asked'
  | 'officer_reminded'
  | 'reason_due'
  | 'reason_given'
  | 'priority_changed'
  | 'place_corrected'
  | 'contact_due'
  | 'contact_told'
>;

export function noted(incident: Incident, event: Noted): Incident {
  switch (event.type) {
    case 'help_asked':
      return marked(incident, ['help_asked']);
    case 'note_added':
    case 'sign_came':
    case 'found':
      return incident;
    case 'checkin_missed':
      return { ...incident, missed: [...new Set([...(incident.missed ?? []), event.resident])] };
    case 'advised': {
      const told = new Set(event.legs);
      return {
        ...incident,
        legs: incident.legs.map((leg) => (told.has(leg.id) ? rungAgain(leg, 'advised', event.at) : leg)),
      };
    }
    case 'acknowledged':
    case 'taken_over':
      return {
        ...without(incident, 'handOver'),
        acknowledged: { by: event.by, at: event.at },
        reviewAt: event.reviewAt,
      };
    case 'hand_over_asked':
      return { ...incident, handOver: { by: event.by, to: event.to, at: event.at } };
    case 'officer_reminded':
      incident.reviewAt = event.reviewAt;
      if (incident.needs !== undefined) incident.reminders = reminded(incident, event.why, 1);
      return incident;
    case 'reason_due':
      return marked(incident, ['reason_due']);
    case 'reason_given':
      return { ...unmarked(incident, 'reason_due'), reasonGiven: true };
    case 'priority_changed':
      return { ...incident, priority: event.priority };
    case 'place_corrected': {
      const { spot: _, spotOf: __, ...rest } = incident;
      return {
        ...unmarked(unmarked(unmarked(rest, 'beyond_reach'), 'away_from_home'), 'inexact_fix'),
        ...defined({ home: event.home ?? incident.home, spot: event.spot }),
        placed: true,
      };
    }
    case 'contact_due': {
      const { resident, contact, moment } = event;
      return { ...incident, contactsDue: [...contactsBut(incident, event), { resident, contact, moment }] };
    }
    case 'contact_told':
      return { ...incident, contactsDue: contactsBut(incident, event) };
  }
}

/** How often the officer was reminded of the same. */
export const reminded = ({ reminders }: Incident, why: string, more: number) => ({
  why,
  times: (reminders?.why === why ? reminders.times : 0) + more,
});

const contactsBut = (incident: Incident, { resident, contact }: Omit<ContactDue, 'moment'>): ContactDue[] =>
  (incident.contactsDue ?? []).filter((one) => one.resident !== resident || one.contact !== contact);
