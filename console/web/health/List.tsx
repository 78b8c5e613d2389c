import './List.css';
import { now } from '../live/page.ts';
import { Severity } from '../look/Severity.tsx';
import { elapsed } from '../look/time.ts';
import { comingSentence, personOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { deskWords } from './language.ts';
import { choose, current, incidents, mustAnswer } from './state.ts';

/** The open incidents of the health track. */
export function List() {
  const w = words.value;
  const h = deskWords.value;
  return (
    <nav class="list" aria-label={w.queue(incidents.value.length)}>
      <ol>
        {incidents.value.map((one) => (
          <li key={one.id} class={mustAnswer(one) ? `new p${one.priority}` : ''} data-incident={one.id}>
            <button type="button" aria-current={current.value?.id === one.id} onClick={() => choose(one.id)}>
              <b>{personOf(one, w)}</b>
              <time aria-live="off">{elapsed(now.value - Date.parse(one.receivedAt))}</time>
              <span>
                <Severity priority={one.priority} size={16} /> {w.kinds[one.kind]}
                {h.comma}
                {one.place.courtyard?.name}
              </span>
              <strong>{comingSentence(one, w)}</strong>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
