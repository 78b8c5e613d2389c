// What the live picture does not tell of an incident: its people, the way in, what happened. Read anew with each of its events.
import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { words } from '../words/words.ts';
import { readDetail, readEvents } from './api.ts';

/**
 * @param locked what happened is forgotten when it may not be read any more
 * @returns what came last of this incident, and why nothing newer did
 */
export function useDetail(incident: Pick<IncidentView, 'id' | 'seq'> | undefined, locked = false) {
  const id = incident?.id;
  const [detail, setDetail] = useState<IncidentDetail>();
  const [events, setEvents] = useState<readonly EventView[]>([]);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    void Promise.all([readDetail(id), readEvents(id)]).then(([about, log]) => {
      if (!wanted) return; // another incident was chosen meanwhile
      if (about.ok) setDetail(about.value);
      setWrong(about.ok ? '' : about.message || words.value.notSent);
      setEvents(log.ok ? log.value.events : locked ? [] : (known) => known);
    });
    return () => {
      wanted = false;
    };
  }, [id, incident?.seq, locked]);
  const own = detail?.incident.id === id ? detail : undefined;
  return { detail: own, events: own ? events : [], wrong };
}
