// Says to the server that somebody sits before this page: a duty console, and what was opened beside it, locks itself when nobody does.
import { call } from './api.ts';
import { picture } from './page.ts';

/** Told at most so often, and four times within the time that the page may be left alone. */
const toldEveryMs = 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

let touched = false;
let toldAt = -toldEveryMs;

export function watchTouch(): void {
  for (const sign of signs)
    addEventListener(
      sign,
      () => {
        touched = true;
      },
      { passive: true },
    );
  setInterval(() => void tell(), 1_000);
}

async function tell(): Promise<void> {
  const { me } = picture.value;
  const after = me?.locksAfterSeconds;
  if (after === undefined || me?.locked || !touched) return;
  const at = performance.now();
  if (at - toldAt < Math.min(toldEveryMs, after * 250)) return;
  toldAt = at;
  touched = false;
  const answer = await call('/api/v1/session/active', {});
  if (!answer.ok && answer.status !== 423) touched = true; // the link is down: said again
}
