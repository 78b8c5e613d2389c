// 回访: after a P1 somebody visits, after hospital somebody asks whether they are home. The most overdue first; what is done goes.
import { useEffect, useState } from 'preact/hooks';
import { command } from '../live/api.ts';
import { actionsDisabled, now } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { owed, readAftercare } from './aftercare.ts';
import { dueAt, type Owed } from './owed.ts';
import { Panel } from './Panel.tsx';
import { mayOrder } from './state.ts';

export function AftercarePanel() {
  const w = words.value;
  const [known, setKnown] = useState(false);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    void readAftercare().then((answer) => {
      if (answer.ok) setKnown(true);
      else setWrong(answer.status === 0 ? w.notSent : answer.message);
    });
  }, []);
  return (
    <Panel title={w.visits.title}>
      {wrong !== '' && (
        <p class="trouble" role="alert">
          {wrong}
        </p>
      )}
      {owed.value.length === 0 && wrong === '' && <p class="says">{known ? w.visits.none : w.loading}</p>}
      <ol class="visits">
        {owed.value.map((one) => (
          <Visit key={one.id} incident={one} />
        ))}
      </ol>
    </Panel>
  );
}

function Visit({ incident }: { incident: Owed }) {
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
            if (!answer.ok) return setWrong(answer.status === 0 ? w.notSent : answer.message);
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
          <button class="small" type="submit" disabled={actionsDisabled.value}>
            {w.visits.done[aftercare.what]}
          </button>
        </form>
      )}
      {wrong !== '' && (
        <p class="trouble" role="alert">
          {wrong}
        </p>
      )}
    </li>
  );
}
