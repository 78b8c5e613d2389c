// An incident of the past: what became of it; opened, what happened. A visit that is still owed can be ticked off.
import { useState } from 'preact/hooks';
import type { EventView, IncidentView } from '../../../../contracts/incident/views.ts';
import { command, readEvents } from '../../live/api.ts';
import { Act } from '../../look/Act.tsx';
import { EventLog } from '../../look/EventLog.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, minuteOf, momentOf } from '../../look/time.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { OwedLine } from '../pane/OwedLine.tsx';
import { mayOrder } from '../state.ts';

export const closedAt = ({ closed, receivedAt }: IncidentView): string => closed?.at ?? receivedAt;

export function ClosedIncident({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [events, setEvents] = useState<EventView[]>();
  const [done, setDone] = useState(false);
  const [trouble, setTrouble] = useState('');
  const { id, seq, number, kind, closed } = incident;
  const at = Date.parse(closedAt(incident));
  const after = done ? undefined : incident.aftercare;
  async function visited(): Promise<void> {
    const given = await command(id, { command: 'aftercare_done', seen: seq });
    if (given.ok) setDone(true);
    else setTrouble(given.message || w.notSent);
  }
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open && !events)
          void readEvents(id).then((answer) => {
            if (answer.ok) setEvents(answer.value.events);
          });
      }}
    >
      <summary>
        <time>
          {dateOf(at)} {minuteOf(at)}
        </time>{' '}
        {w.number(number)} {personOf(incident, w)} · {w.kinds[kind]} ·{' '}
        {closed ? w.dispositions[closed.disposition] : ''}
        <small> {placeOf(incident.place, w)}</small>
      </summary>
      {after && mayOrder.value && (
        <OwedLine says={w.aftercare[after.what](momentOf(Date.parse(after.by)))}>
          <Act class="small" does={() => void visited()} says={w.aftercareDone} />
        </OwedLine>
      )}
      <Trouble says={trouble} />
      <EventLog incident={incident} events={events ?? []} />
    </details>
  );
}
