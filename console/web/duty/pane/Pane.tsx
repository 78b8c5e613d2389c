// One incident: who, where, what happened, who is on the way, what can be ordered. Fetched after the first picture
// (later.ts): a call can be acknowledged in the queue.
import '../../look/Section.css';
import './Pane.css';
import { now } from '../../live/page.ts';
import { useDetail } from '../../live/useDetail.ts';
import { Log } from '../../look/Log.tsx';
import { personOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { panels } from '../later.ts';
import { Candidates } from '../orders/Candidates.tsx';
import { Orders } from '../orders/Orders.tsx';
import { groupOf } from '../queue/queue.ts';
import { current, form, locked } from '../state.ts';
import { Door } from './Door.tsx';
import { Head } from './Head.tsx';
import { Needs } from './Needs.tsx';
import { Together } from './Together.tsx';
import { Tracks } from './Tracks.tsx';
import { Unused } from './Unused.tsx';

export function Pane() {
  const incident = current.value;
  const { detail, events } = useDetail(incident, locked.value);
  if (!incident) return null;
  const Later = panels.value;
  return (
    <aside
      class={`pane p${incident.priority} ${groupOf(incident, now.value)}`}
      aria-label={personOf(incident, words.value)}
    >
      <Head incident={incident} detail={detail} />
      <Orders incident={incident} detail={detail} />
      <div class="pane-body">
        <Needs incident={incident} />
        <Together incident={incident} />
        <Tracks incident={incident} detail={detail} />
        <Unused detail={detail} />
        <Door detail={detail} incident={incident} />
        {!locked.value && incident.state === 'open' && form.value !== 'assign' && <Candidates incident={incident} />}
        {!locked.value && <Log incident={incident} events={events} />}
        {Later && !locked.value && <Later.Proof incident={incident} />}
      </div>
    </aside>
  );
}
