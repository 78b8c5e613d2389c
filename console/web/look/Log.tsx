import './Section.css';
import type { EventView, IncidentView } from '../../../contracts/incident/views.ts';
import { words } from '../words/words.ts';
import { EventLog } from './EventLog.tsx';

/** What happened, newest first. */
export function Log({ incident, events }: { incident: IncidentView; events: readonly EventView[] }) {
  const w = words.value;
  return (
    <section class="section">
      <h3>
        {w.timeline} <span>{w.timelineOrder}</span>
      </h3>
      <EventLog incident={incident} events={withoutRepeats(events)} />
    </section>
  );
}

/** Of reminders that repeat each other only the latest. */
function withoutRepeats(events: readonly EventView[]): EventView[] {
  const latestFirst = [...events].reverse();
  return latestFirst.filter((event, i) => {
    const newer = latestFirst[i - 1];
    return !(event.type === 'officer_reminded' && newer?.type === event.type && newer.why === event.why);
  });
}
