// How the link is, and since when nothing has come.
import './LinkLight.css';
import { clockOf } from '../look/time.ts';
import { words } from '../words/words.ts';
import { linkState, now, silentSeconds } from './page.ts';

export function LinkLight() {
  const w = words.value;
  const state = linkState.value;
  const asOf = clockOf(now.value - silentSeconds.value * 1000);
  return (
    <div class={`cell link-${state}`} data-link={state}>
      <i class="lamp" />
      <b>{state === 'live' ? w.connected : state === 'connecting' ? w.connecting : w.late(silentSeconds.value)}</b>
      <span>
        {w.dataAsOf} <b>{asOf}</b>
      </span>
    </div>
  );
}
