// The queue: the full text of what the map shows. Rows keep their places under the pointer and the focus.
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { isForgotten } from '../alarm/attention.ts';
import { actionsDisabled, now, picture } from '../live/page.ts';
import { Severity } from '../look/Severity.tsx';
import { clockOf, elapsed } from '../look/time.ts';
import { comingSentence, nextSentence, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { countOf, crowded, fetchOpened } from './crowd.ts';
import { select } from './keys.ts';
import { acknowledge, acknowledgeAll } from './orders.ts';
import { type Cluster, groupOf } from './queue.ts';
import { Search } from './Search.tsx';
import { held, locked, mayAcknowledge, openCount, queue, rowIds, selected, shownOf, unfolded } from './state.ts';

export function Queue() {
  const w = words.value;
  const hold = (): void => {
    held.value ??= rowIds.value;
  };
  const release = (event: Event): void => {
    const list = event.currentTarget as HTMLElement;
    if (!list.matches(':hover') && !list.contains(document.activeElement)) held.value = undefined;
  };
  return (
    <nav class="queue" aria-label={w.queue(openCount.value)}>
      <div class="queue-head">
        <h1>{w.queue(openCount.value)}</h1>
        {!locked.value && <Search />}
      </div>
      <ol
        class="rows"
        onPointerEnter={hold}
        onPointerLeave={(event) => {
          if (!event.currentTarget.contains(document.activeElement)) held.value = undefined;
        }}
        onFocusCapture={hold}
        onBlurCapture={release}
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
      <div class="keys">
        <span>
          <kbd>J</kbd> <kbd>K</kbd> {w.keys.row}
        </span>
        <span>
          <kbd>A</kbd> {w.keys.acknowledge}
        </span>
        <span>
          <kbd>D</kbd> {w.keys.assign}
        </span>
        <span>
          <kbd>N</kbd> {w.keys.note}
        </span>
        <span>
          <kbd>F</kbd> {w.keys.map}
        </span>
        <span>
          <kbd>?</kbd> {w.keys.help}
        </span>
      </div>
    </nav>
  );
}

/** In a crowd not every row is told: the server counts. */
const totalOf = ({ id, incidents }: Cluster): number => Math.max(incidents.length, countOf(id)?.unacknowledged ?? 0);
const waitingCount = (shown: number): number =>
  crowded.value ? Math.max(shown, picture.value.surge?.unacknowledged ?? 0) : shown;

/** The others of a courtyard in a flood. */
function ClusterFoot({ cluster }: { cluster: Cluster }) {
  const w = words.value;
  const { id, name, incidents } = cluster;
  const open = unfolded.value.has(id);
  const fresh = incidents.filter(({ acknowledged }) => !acknowledged).map((one) => one.id);
  return (
    <li class="cluster" data-courtyard={id}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          const next = new Set(unfolded.value);
          if (!next.delete(id)) next.add(id);
          unfolded.value = next;
          void fetchOpened();
        }}
      >
        {open ? w.fold(name ?? '') : w.unfold(name ?? '', totalOf(cluster) - 1)}
      </button>
      {mayAcknowledge.value && fresh.length > 1 && (
        <button type="button" disabled={actionsDisabled.value} onClick={() => void acknowledgeAll(fresh)}>
          {w.acknowledgeAll(fresh.length)}
        </button>
      )}
    </li>
  );
}

function Row({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { id, priority, next } = incident;
  const group = groupOf(incident, now.value);
  const waiting = group === 'unacknowledged';
  const since = now.value - Date.parse(incident.receivedAt);
  const left = next ? Date.parse(next.at) - now.value : 0;
  const [person] = incident.residents;
  return (
    <li
      class={`row ${waiting ? `new p${priority}` : ''} ${selected.value === id ? 'selected' : ''} ${group}`}
      data-incident={id}
    >
      <button class="row-open" type="button" aria-current={selected.value === id} onClick={() => select(id)}>
        <Severity priority={priority} />
        <span class="name">
          {personOf(incident, w)}
          {person?.age !== undefined && incident.residents.length === 1 && <small>{w.age(person.age)}</small>}
          <small>
            {w.kinds[incident.kind]}
            {incident.beside && `，${w.beside(w.kinds[incident.beside])}`}
          </small>
        </span>
        <time aria-live="off">{group === 'closed' ? '' : elapsed(since)}</time>
        <span class="place">
          <span>{placeOf(incident.place, w)}</span>
          <em>{incident.place.grid?.name}</em>
        </span>
        <span class="state">
          <Tag incident={incident} />
          <span class="coming">
            {incident.closed
              ? `${clockOf(Date.parse(incident.closed.at))} ${incident.closed.by}`
              : comingSentence(incident, w)}
          </span>
        </span>
      </button>
      {waiting && mayAcknowledge.value && !incident.acknowledged && (selected.value ?? rowIds.value[0]) === id && (
        <button
          class={`fill p${priority}`}
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void acknowledge(id)}
        >
          {w.acknowledge} <kbd>A</kbd>
        </button>
      )}
      {next && group !== 'closed' && (
        <div class="next">
          <span>
            <i>{w.next.word}</i>
            {nextSentence(next, incident, w)}
          </span>
          <b>{left > 0 ? elapsed(left) : w.now}</b>
        </div>
      )}
    </li>
  );
}

const urgentMarks: readonly IncidentView['marks'][number][] = [
  'beyond_reach',
  'call_120',
  'nobody_answers',
  'help_asked',
  'untold',
  'not_reached',
  'cancel_requested',
  'cannot_talk',
  'maybe_repeat',
  'inexact_fix',
  'reason_due',
  'unreadable',
];

function Tag({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { marks, priority } = incident;
  if (incident.closed)
    return (
      <span class={`tag ${marks.includes('untold') ? 'fill2' : ''}`}>
        {marks.includes('untold') ? w.marks.untold : w.dispositions[incident.closed.disposition]}
      </span>
    );
  const mark = urgentMarks.find((one) => marks.includes(one));
  const how = incident.coming?.how;
  return (
    <>
      {!incident.acknowledged && <span class={`tag fill${priority}`}>{w.notAcknowledged}</span>}
      {isForgotten(incident, now.value) && <span class={`tag fill${priority}`}>{w.nobodyGoes}</span>}
      {mark && <span class="tag">{w.marks[mark]}</span>}
      {how === 'there' && <span class="tag go">{w.legStates.on_scene}</span>}
      {how === 'coming' && <span class="tag go">{w.legStates.en_route}</span>}
    </>
  );
}
