// One incident: who, where, what happened, who is on the way, what can be ordered.
import './Pane.css';
import { now } from '../../live/page.ts';
import { useDetail } from '../../live/useDetail.ts';
import { personOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { forms, panels } from '../later.ts';
import { Orders } from '../orders/Orders.tsx';
import { groupOf } from '../queue/queue.ts';
import { current, form, locked } from '../state.ts';
import { Head } from './Head.tsx';
import { Log } from './Log.tsx';

export function Pane() {
  const incident = current.value;
  const { detail, events } = useDetail(incident, locked.value);
  if (!incident) return null;
  const Forms = forms.value;
  const Later = panels.value;
  return (
    <aside
      class={`pane p${incident.priority} ${groupOf(incident, now.value)}`}
      aria-label={personOf(incident, words.value)}
    >
      <Head incident={incident} detail={detail} />
      <Orders incident={incident} detail={detail} />
      <div class="pane-body">
        {Forms && <Forms.Needs incident={incident} />}
        {Forms && <Forms.Together incident={incident} />}
        {Forms && <Forms.Tracks incident={incident} detail={detail} />}
        {Forms && <Forms.Unused detail={detail} />}
        {Forms && <Forms.Door detail={detail} incident={incident} />}
        {Forms && !locked.value && incident.state === 'open' && form.value !== 'assign' && (
          <Forms.Candidates incident={incident} />
        )}
        {!locked.value && <Log incident={incident} events={events} />}
        {Later && !locked.value && <Later.Proof incident={incident} />}
      </div>
    </aside>
  );
}
