import { useState } from 'preact/hooks';
import { command } from '../../live/api.ts';
import { now } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { mayOrder } from '../state.ts';
import { readAftercare } from './aftercare.ts';
import { dueAt, type Owed } from './owed.ts';

/** Whom, why, by when; and the words with which it is done. */
export function Visit({ incident }: { incident: Owed }) {
  const w = words.value;
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const { id, seq, number, place, aftercare } = incident;
  const minutes = Math.floor((dueAt(incident) - now.value) / 60_000);
  const said = text.trim();
  return (
    <li data-visit={id}>
      <p>
        <b>{personOf(incident, w)}</b>
        <em class={minutes < 0 ? 'overdue' : ''}>
          {minutes < 0 ? w.visits.overdue(-minutes) : w.visits.left(minutes)}
        </em>
      </p>
      <p class="says">
        {w.number(number)} · {placeOf(place, w)}
      </p>
      <p class="says">{w.aftercare[aftercare.what](momentOf(dueAt(incident)))}</p>
      {mayOrder.value && (
        <form
          onSubmit={async (event) => {
            event.preventDefault();
            const words_ = said === '' ? {} : { text: said };
            const answer = await command(id, { command: 'aftercare_done', seen: seq, ...words_ });
            if (!answer.ok) return setWrong(answer.message || w.notSent);
            await readAftercare(); // where the live picture does not tell of it the row goes all the same
          }}
        >
          <input
            type="text"
            aria-label={w.visits.words}
            placeholder={w.visits.words}
            maxLength={200}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <Act class="small" submit says={w.visits.done[aftercare.what]} />
        </form>
      )}
      <Trouble says={wrong} />
    </li>
  );
}
