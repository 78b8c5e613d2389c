// How the link is, and since when nothing has come: first-class and full-width, because a stale screen looks like a live one.
import { clockOf } from '../look/time.ts';
import { words } from '../words/words.ts';
import { linkState, now, picture, silentSeconds } from './page.ts';

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

export function LinkBanner() {
  const w = words.value;
  const { missed } = picture.value;
  if (linkState.value === 'lost')
    return (
      <div class="banner lost" role="alert">
        {w.lost(clockOf(now.value - silentSeconds.value * 1000))}
        <small>{w.lostSays}</small>
      </div>
    );
  if (linkState.value === 'late') return <div class="banner late">{w.late(silentSeconds.value)}</div>;
  if (missed > 0)
    return (
      <button
        class="banner missed"
        type="button"
        onClick={() => {
          picture.value = { ...picture.value, missed: 0 };
        }}
      >
        {w.missed(missed)}
      </button>
    );
  return null;
}
