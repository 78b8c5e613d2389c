import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { Act } from '../../look/Act.tsx';
import { words } from '../../words/words.ts';
import { order } from '../actions.ts';
import { mayOrder } from '../state.ts';

/** This contact should be told now, as the resident has agreed. */
export function ContactDue(props: { incident: IncidentView; resident: string; contact: number }) {
  const { incident, resident, contact } = props;
  const due = incident.contactsDue?.some((one) => one.resident === resident && one.contact === contact);
  if (!due || !mayOrder.value) return null;
  return (
    <Act class="small" does={() => void order(incident.id, { command: 'contact_told', resident, contact })}>
      {words.value.contactDue}
    </Act>
  );
}
