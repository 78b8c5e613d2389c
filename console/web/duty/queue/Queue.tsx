// The queue: the full text of what the map shows. Rows keep their places under the pointer and the focus.
import './Queue.css';
import { words } from '../../words/words.ts';
import { holdRows, releaseRows } from '../actions.ts';
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
        {queue.value.length === 0 && (
          <li class="empty">
            <b>{w.noIncidents}</b>
            {w.noIncidentsSays}
          </li>
        )}
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
