import { linkState, now, silentSeconds } from '../live/page.ts';
import { clockOf } from '../look/time.ts';
import { words } from './language.ts';
import { waiting } from './outbox.ts';

/** How the signal is, and what waits for it. */
export function Net() {
  const w = words.value;
  const state = linkState.value;
  const n = waiting.value.length;
  const says =
    state === 'lost'
      ? w.lost(clockOf(now.value - silentSeconds.value * 1000))
      : state === 'late'
        ? w.late(silentSeconds.value)
        : '';
  if (says === '' && n === 0) return null;
  return (
    <div class={`net ${state}`} role="status" data-waiting={n}>
      {says} {n > 0 && w.waiting(n)}
    </div>
  );
}
