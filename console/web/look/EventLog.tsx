// What happened in an incident, as sentences; what somebody wrote stands beneath.
import type { EventView, IncidentView } from '../../../contracts/incident/views.ts';
import { eventSentence } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { Timeline } from './Timeline.tsx';
import { clockOf } from './time.ts';

export function EventLog({ incident, events }: { incident: IncidentView; events: readonly EventView[] }) {
  const w = words.value;
  return (
    <Timeline>
      {events.map((event) => (
        <li key={event.seq}>
          <time>{clockOf(Date.parse(event.at))}</time>
          <span>
            {eventSentence(event, incident, w)}
            {event.text !== undefined && <q>{event.text}</q>}
          </span>
        </li>
      ))}
    </Timeline>
  );
}
