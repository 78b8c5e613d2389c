import { useState } from 'preact/hooks';
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import { now } from '../live/page.ts';
import { Act } from '../look/Act.tsx';
import { elapsed } from '../look/time.ts';
import { needSentence } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { order } from './state.ts';

/** Where a need stands, and the way to take back what was asked for at the scene. */
export function Need({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const [why, setWhy] = useState<string>();
  const left = need.until === undefined || need.state === 'met' ? undefined : Date.parse(need.until) - now.value;
  const mayEnd = need.need === 'doctor' || need.need === 'call_120';
  return (
    <div class={`own-need ${need.state}`} data-need={need.need}>
      <p>
        <b>{w.needNames[need.need]}</b>
        <span>{needSentence(need, incident, w)}</span>
        {left !== undefined && <time>{left > 0 ? elapsed(left) : w.now}</time>}
      </p>
      {mayEnd &&
        (why === undefined ? (
          <Act class="wide-button" does={() => setWhy('')}>
            {w.noLongerNeeded}…
          </Act>
        ) : (
          <form
            class="own"
            onSubmit={async (event) => {
              event.preventDefault();
              if (await order(incident.id, { command: 'end_need', need: need.need, text: why.trim() }))
                setWhy(undefined);
            }}
          >
            <input
              aria-label={w.noLongerNeededWhy(w.needNames[need.need])}
              placeholder={w.noLongerNeededWhy(w.needNames[need.need])}
              maxLength={200}
              value={why}
              onInput={(event) => setWhy(event.currentTarget.value)}
            />
            <Act submit off={why.trim() === ''} says={w.noLongerNeeded} />
          </form>
        ))}
    </div>
  );
}
