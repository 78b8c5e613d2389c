// One incident in the queue: who, how long, where, who is coming, what happens next by itself.
import './Row.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Severity } from '../../look/Severity.tsx';
import { clockOf, elapsed } from '../../look/time.ts';
import { comingSentence, nextSentence, personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { acknowledge, select } from '../actions.ts';
import { mayAcknowledge, selected } from '../state.ts';
import { groupOf } from './queue.ts';
import { RowTags } from './RowTags.tsx';
import { rowIds } from './rows.ts';

export function Row({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { id, priority, next, closed } = incident;
  const group = groupOf(incident, now.value);
  const waiting = group === 'unacknowledged';
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
        <time aria-live="off">{group === 'closed' ? '' : elapsed(now.value - Date.parse(incident.receivedAt))}</time>
        <span class="place">
          <span>{placeOf(incident.place, w)}</span>
          <em>{incident.place.grid?.name}</em>
        </span>
        <span class="state">
          <RowTags incident={incident} />
          <span class="coming">
            {closed ? `${clockOf(Date.parse(closed.at))} ${closed.by}` : comingSentence(incident, w)}
          </span>
        </span>
      </button>
      {waiting && mayAcknowledge.value && !incident.acknowledged && (selected.value ?? rowIds.value[0]) === id && (
        <Act class={`fill p${priority}`} does={() => void acknowledge(id)}>
          {w.acknowledge} <kbd>A</kbd>
        </Act>
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
