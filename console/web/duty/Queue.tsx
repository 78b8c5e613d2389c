// The queue: the full text of what the map shows. Rows keep their places under the pointer and the focus.
import type { IncidentView } from '../../../contracts/api.ts';
import { Severity } from '../look/Severity.tsx';
import { elapsed } from '../look/time.ts';
import { comingSentence, nextSentence, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { acknowledge } from './orders.ts';
import { groupOf, isComing } from './queue.ts';
import { actionsDisabled, held, now, openCount, queue, rowIds, selected } from './state.ts';

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
        {queue.value.map(({ group, incidents }) => [
          <li class="group" key={group}>
            <b>{w.groups[group](incidents.length)}</b>
            <span>{w.groupOrder[group]}</span>
          </li>,
          ...incidents.map((incident) => <Row key={incident.id} incident={incident} />),
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

function Row({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { id, priority, next } = incident;
  const group = groupOf(incident);
  const waiting = group === 'unacknowledged';
  const since = now.value - Date.parse(incident.receivedAt);
  const left = next ? Date.parse(next.at) - now.value : 0;
  const [person] = incident.residents;
  return (
    <li
      class={`row ${waiting ? `new p${priority}` : ''} ${selected.value === id ? 'selected' : ''} ${group}`}
      data-incident={id}
    >
      <button
        class="row-open"
        type="button"
        aria-current={selected.value === id}
        onClick={() => {
          selected.value = id;
        }}
      >
        <Severity priority={priority} />
        <span class="name">
          {personOf(incident, w)}
          {person?.age !== undefined && incident.residents.length === 1 && <small>{w.age(person.age)}</small>}
          <small>{w.kinds[incident.kind]}</small>
        </span>
        <time aria-live="off">{group === 'closed' ? '' : elapsed(since)}</time>
        <span class="place">
          <span>{placeOf(incident.place, w)}</span>
          <em>{incident.place.grid?.name}</em>
        </span>
        <span class="state">
          <Tag incident={incident} />
          <span class="coming">{comingSentence(incident, w)}</span>
        </span>
      </button>
      {waiting && (selected.value ?? rowIds.value[0]) === id && (
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

function Tag({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { marks, priority } = incident;
  if (incident.closed) return <span class="tag">{w.dispositions[incident.closed.disposition]}</span>;
  const [mark] = marks.filter((one) => one === 'cancel_requested' || one === 'help_asked' || one === 'unreadable');
  const there = incident.legs.some(({ state }) => state === 'on_scene');
  return (
    <>
      {!incident.acknowledged && <span class={`tag fill${priority}`}>{w.notAcknowledged}</span>}
      {mark && <span class="tag">{w.marks[mark]}</span>}
      {there && <span class="tag go">{w.legStates.on_scene}</span>}
      {!there && incident.legs.some(isComing) && <span class="tag go">{w.legStates.en_route}</span>}
    </>
  );
}
