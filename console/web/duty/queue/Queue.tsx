// The queue: the full text of what the map shows. Rows keep their places under the pointer and the focus.
import './Queue.css';
import { computed } from '@preact/signals';
import { picture } from '../../live/page.ts';
import { words } from '../../words/words.ts';
import { holdRows, releaseRows } from '../actions.ts';
import { district, readiness } from '../district.ts';
import { locked } from '../state.ts';
import { ClusterFoot } from './ClusterFoot.tsx';
import { totalOf, waitingCount } from './crowd.ts';
import { KeyHints } from './KeyHints.tsx';
import { Row } from './Row.tsx';
import { openCount, queue, shownOf } from './rows.ts';
import { Search } from './Search.tsx';

export function Queue() {
  const w = words.value;
  return (
    <nav class="queue" aria-label={w.queue(openCount.value)}>
      <div class="queue-head">
        <h1>{w.queue(openCount.value)}</h1>
        {!locked.value && <Search />}
      </div>
      <ol
        class="rows"
        onPointerEnter={holdRows}
        onPointerLeave={({ currentTarget: list }) => {
          if (!list.contains(document.activeElement)) releaseRows();
        }}
        onFocusCapture={holdRows}
        onBlurCapture={({ currentTarget: list }) => {
          if (!list.matches(':hover') && !list.contains(document.activeElement)) releaseRows();
        }}
      >
        {queue.value.length === 0 && (nobodyYet.value ? <NobodyYet /> : <Nothing />)}
        {queue.value.map(({ group, incidents, clusters }) => [
          <li class="group" key={group}>
            <b>{w.groups[group](group === 'unacknowledged' ? waitingCount(incidents.length) : incidents.length)}</b>
            <span>{clusters ? w.flood : w.groupOrder[group]}</span>
          </li>,
          ...(clusters
            ? clusters.flatMap((cluster) => [
                ...shownOf(cluster).map((incident) => <Row key={incident.id} incident={incident} />),
                ...(totalOf(cluster) > 1 ? [<ClusterFoot key={`${cluster.id}-more`} cluster={cluster} />] : []),
              ])
            : incidents.map((incident) => <Row key={incident.id} incident={incident} />)),
        ])}
      </ol>
      <KeyHints />
    </nav>
  );
}

/** Nobody lives here yet whom anybody could help. */
const nobodyYet = computed(() => {
  const { ready, atRisk, notCovered } = readiness.value ?? {};
  return ready === 0 && atRisk === 0 && notCovered === 0 && district.value?.homes.length === 0;
});

function Nothing() {
  const w = words.value;
  return (
    <li class="empty">
      <b>{w.noIncidents}</b>
      {w.noIncidentsSays}
    </li>
  );
}

function NobodyYet() {
  const w = words.value;
  const role = picture.value.me?.role;
  return (
    <li class="empty">
      <b>{w.nobodyYet}</b>
      {role === 'administrator' || role === 'community' ? <a href="/office/start">{w.beginHere}</a> : w.beginSays}
    </li>
  );
}
