// The console locks itself when nobody touches it: the server says when. The page says while somebody is there, and forgets what
// it must not show any more.
import { effect, signal } from '@preact/signals';
import type { UnlockBody } from '../../../contracts/session/session.ts';
import { call } from '../live/api.ts';
import { picture } from '../live/page.ts';
import { chosenHome, form, locked, panel, revealed } from './state.ts';

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
  effect(() => {
    if (!locked.value) return;
    panel.value = undefined;
    form.value = undefined;
    revealed.value = undefined;
    chosenHome.value = undefined;
  });
}

async function tell(): Promise<void> {
  const after = picture.value.me?.locksAfterSeconds;
  if (after === undefined || locked.value || !touched) return;
  const at = performance.now();
  if (at - toldAt < Math.min(toldEveryMs, after * 250)) return;
  toldAt = at;
  touched = false;
  const answer = await call('/api/v1/session/active', {});
  if (!answer.ok && answer.status !== 423) touched = true; // the link is down: said again
}

/** Why it could not be locked or opened. */
export const lockTrouble = signal('');

export async function lockNow(notSent: string): Promise<void> {
  const answer = await call('/api/v1/session/lock', {});
  lockTrouble.value = answer.ok ? '' : answer.message || notSent;
}

export async function unlock(body: UnlockBody, notSent: string): Promise<boolean> {
  const answer = await call('/api/v1/session/unlock', body);
  lockTrouble.value = answer.ok ? '' : answer.message || notSent;
  return answer.ok;
}
