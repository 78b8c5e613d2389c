// A need: since when, what happens next by itself and when, and beside it the act that helps.
import type { IncidentView, NeedView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { elapsed } from '../../look/time.ts';
import { needSentence } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { mayOrder } from '../state.ts';
import { NeedActs, people } from './NeedActs.tsx';

export function Need({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const { state, since, until } = need;
  const left = until === undefined ? undefined : Date.parse(until) - now.value;
  const ahead = w.needUntil[state === 'waits' ? 'waits' : people.has(need.need) ? 'asks' : 'reminds'];
  const runs = left !== undefined && (state === 'asked' || state === 'spent' || state === 'waits');
  return (
    <li class={state} data-need={need.need} data-state={state}>
      <b>{w.needNames[need.need]}</b>
      <time aria-live="off" class="since">
        {elapsed(now.value - Date.parse(since))}
      </time>
      <span>{needSentence(need, incident, w)}</span>
      {runs && (
        <time aria-live="off" class="until">
          {left > 0 ? `${ahead} ${elapsed(left)}` : w.now}
        </time>
      )}
      {mayOrder.value && <NeedActs need={need} incident={incident} />}
    </li>
  );
}
