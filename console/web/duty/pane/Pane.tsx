// One incident: who, where, what happened, who is on the way, what can be ordered.
import './Pane.css';
import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentDetail } from '../../../../contracts/incident/views.ts';
import { readDetail, readEvents } from '../../live/api.ts';
import { now } from '../../live/page.ts';
import { personOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { forms, panels } from '../later.ts';
import { Orders } from '../orders/Orders.tsx';
import { groupOf } from '../queue/queue.ts';
import { current, form, locked, selected } from '../state.ts';
import { Head } from './Head.tsx';
import { Log } from './Log.tsx';

export function Pane() {
  const id = selected.value;
  const incident = current.value;
  const [detail, setDetail] = useState<IncidentDetail>();
  const [events, setEvents] = useState<EventView[]>([]);
  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    void Promise.all([readDetail(id), readEvents(id)]).then(([about, log]) => {
      if (!wanted) return; // another incident was chosen meanwhile
      if (about.ok) setDetail(about.value);
      setEvents(log.ok ? log.value.events : locked.value ? [] : (known) => known);
    });
    return () => {
      wanted = false;
    };
  }, [id, incident?.seq, locked.value]);
  if (!incident) return null;
  const own = detail?.incident.id === incident.id ? detail : undefined;
  const Forms = forms.value;
  const Later = panels.value;
  return (
    <aside
      class={`pane p${incident.priority} ${groupOf(incident, now.value)}`}
      aria-label={personOf(incident, words.value)}
    >
      <Head incident={incident} detail={own} />
      <Orders incident={incident} detail={own} />
      <div class="pane-body">
        {Forms && <Forms.Needs incident={incident} />}
        {Forms && <Forms.Together incident={incident} />}
        {Forms && <Forms.Tracks incident={incident} detail={own} />}
        {Forms && <Forms.Unused detail={own} />}
        {Forms && <Forms.Door detail={own} incident={incident} />}
        {Forms && !locked.value && incident.state === 'open' && form.value !== 'assign' && (
          <Forms.Candidates incident={incident} />
        )}
        {!locked.value && <Log incident={incident} events={own ? events : []} />}
        {Later && !locked.value && <Later.Proof incident={incident} />}
      </div>
    </aside>
  );
}
